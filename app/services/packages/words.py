"""What became of a package, and the sentences that say so."""

from enum import StrEnum

from app.core.clock import local_time
from app.core.periods import Month
from app.core.text import format_date
from app.exchange.manifest import Kind
from app.exchange.package_file import OpenPackage
from app.exchange.seal import grouped
from app.exchange.wreck import Wreck
from app.models import Package


class PackageVerdict(StrEnum):
    """Where a package that came stands; the first four take part in the count."""

    APPLIED = "applied"
    SUPERSEDED = "superseded"
    CONFLICT = "conflict"
    MISMATCH = "mismatch"
    WAITING = "waiting"  # kept, for a person or a newer program
    DISCARDED = "discarded"  # a person said no


class SentState(StrEnum):
    """Where a package that we made stands, as the receipts tell."""

    CREATED = "created"
    SENT = "sent"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    RETURNED = "returned"


ELIGIBLE = (
    PackageVerdict.APPLIED,
    PackageVerdict.SUPERSEDED,
    PackageVerdict.CONFLICT,
    PackageVerdict.MISMATCH,
)
KINDS = {
    Kind.ASSIGNMENT.value: "giao việc",
    Kind.REPORT.value: "báo cáo",
    Kind.RECEIPT.value: "biên nhận",
    "form": "biểu Excel",
}
_PARTS = {
    "data": "số liệu",
    "pdf": "bản PDF để đọc",
    "xlsx": "bản Excel để đọc",
    "files": "tệp kèm theo",
}
UNANSWERED = (SentState.CREATED, SentState.SENT)
WORDS: dict[StrEnum, str] = {
    PackageVerdict.APPLIED: "Đã nhận",
    PackageVerdict.SUPERSEDED: "Đã thay thế",
    PackageVerdict.CONFLICT: "Hai gói khác nhau cùng một lần",
    PackageVerdict.MISMATCH: "Mã và tệp không khớp",
    PackageVerdict.WAITING: "Chờ xử lý",
    PackageVerdict.DISCARDED: "Đã bỏ",
    SentState.CREATED: "Đã tạo",
    SentState.SENT: "Đã gửi",
    SentState.RECEIVED: "Đã nhận",
    SentState.ACCEPTED: "Đã chấp nhận",
    SentState.RETURNED: "Trả lại",
}


def version_of(epoch: int, revision: int) -> int:
    """Return the number of a report's version in the register; a restored unit starts a new thousand."""
    return (epoch - 1) * 1000 + revision


def already_here(package: Package) -> str:
    """Return the sentence on a duplicate (D3)."""
    at = local_time(package.at)
    return f"Gói này đã nhập lúc {at.hour}:{at:%M} ngày {format_date(at.date())}; không có gì mới."


def superseded(package: Package, newest: int) -> str:
    """Return the sentence on an older valid version (D5)."""
    return f"Đã có lần {newest} mới hơn; lần {package.revision} được giữ để đối chiếu."


def conflict(package: Package, unit: str) -> str:
    """Return the sentence on two different files of one version (D6)."""
    return (
        f"Có hai gói khác nhau cùng là lần {package.revision} của {unit}. "
        f"Chọn gói đúng hoặc yêu cầu gửi lần {package.revision + 1}. (E-PKG-05)"
    )


def mismatch(package: Package, noted: tuple[str, ...]) -> str:
    """Return the sentence on a file whose code is not the one that was heard."""
    heard = ", ".join(grouped(code) for code in noted)
    own = grouped(package.seal_code or "")
    return (
        f"Mã đã báo là {heard} nhưng mã của tệp là {own}. Chưa nhập số liệu. "
        "Hỏi lại đơn vị rồi chọn giữ tệp hoặc chờ tệp đúng. (E-PKG-06)"
    )


def gap(revision: int, missing: list[int]) -> str:
    """Return the sentence on versions that never came (D4)."""
    unseen = ", ".join(map(str, missing))
    return f"Đã nhận lần {revision}, chưa thấy lần {unseen} (không bắt buộc)."


def restored(unit: str) -> str:
    """Return the sentence on a unit that counts anew (D11)."""
    return f"{unit} đã khôi phục dữ liệu; kiểm tra lại lần gửi."


def kept_own(own: str, reason: str) -> str:
    """Return the remark to a unit on a cell in which the hub kept its own."""
    return f"Cơ quan đầu mối giữ “{own}” đang có trong sổ. Lý do: {reason}"


def other_recipient(package: OpenPackage, own: str) -> str:
    """Return the sentence on a package for somebody else (D8)."""
    return f"Gói này dành cho {package.manifest.recipient.name}, sổ này là của {own}."


def meant_for_us(package: OpenPackage, own: str) -> str:
    """Return the sentence on the first package of a hub whose register was made apart from ours."""
    manifest = package.manifest
    return (
        f"{manifest.sender.name} giao việc cho {manifest.recipient.name} (mã {manifest.recipient.code}); "
        f"sổ này là của {own}. Hai sổ lập riêng nên chưa nối với nhau. Chưa nhập; gói được giữ."
    )


def of_wreck(wreck: Wreck) -> tuple[str, ...]:
    """Say what of a damaged file can still be read, and which part cannot."""
    manifest, at = wreck.manifest, local_time(wreck.manifest.created_at)
    code = f", mã niêm phong {grouped(manifest.seal_code)}" if manifest.seal_code else ""
    told = (
        f"Còn đọc được phần mô tả: gói {KINDS[manifest.kind]} lần {manifest.revision} của "
        f"{manifest.sender.name} gửi {manifest.recipient.name}, làm lúc {at.hour}:{at:%M} ngày "
        f"{format_date(at.date())}{code}."
    )
    lists = (("Còn nguyên", wreck.whole), ("Hỏng hoặc mất", wreck.spoilt))
    parts = [f"{words}: {', '.join(map(_part, paths))}." for words, paths in lists if paths]
    return (told, *parts)


def ask_again(wreck: Wreck) -> str:
    """Say what to do about a damaged file whose sender is known (D1)."""
    code = f" mã {grouped(wreck.manifest.seal_code)}" if wreck.manifest.seal_code else ""
    return f"Đề nghị {wreck.manifest.sender.name} gửi lại gói{code}."


def _part(path: str) -> str:
    kind = path.rpartition(".")[2] if path.startswith("readable/") else path.partition("/")[0]
    return _PARTS.get(kind, path)


def file_name(kind: str, period: str, code: str, revision: int) -> str:
    """Return the short ASCII name of a package's file."""
    stems = {"assignment": "giao-viec", "report": "bao-cao", "receipt": "bien-nhan"}
    safe = "".join(char if char.isascii() and char.isalnum() else "-" for char in code)
    return f"{stems[kind]}_{period}_{safe}_lan{revision}.cchc"


def month_words(name: str) -> str:
    """Return a period as people write it: tháng 3/2024."""
    return Month.parse(name).short
