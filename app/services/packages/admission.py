"""What must hold before a file counts: the right address, one story in all parts, a trusted key, its code."""

import hmac

from nacl.signing import SigningKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import Clock
from app.core.errors import AppError, RuleViolation
from app.core.periods import Month
from app.core.text import format_date
from app.exchange.documents import AssignmentDocument, ReceiptDocument, ReportDocument
from app.exchange.form_layout import FormProof
from app.exchange.keys import public_part
from app.exchange.manifest import Kind
from app.exchange.package_file import OpenPackage
from app.exchange.seal import grouped, seal_code
from app.models import ExpectedReport
from app.services.cycles import is_locked
from app.services.packages import words
from app.services.packages.dossier import Dossier
from app.services.packages.joining import JOIN, keys_to_take
from app.services.packages.keys import Trust, enrol_key, enrol_token, form_mark, judge_key
from app.services.packages.known import Known, report_of
from app.services.packages.report_content import check_arrived


class Held(AppError):
    """A package that is kept for a person to decide on."""

    code = "E-PKG-02"


def check_recipient(session: Session, package: OpenPackage, known: Known) -> None:
    """Refuse a package for somebody else, from ourselves, or from a unit we do not know.

    The first of a hub that knows us by another key is held: a person says whether it means us.
    """
    manifest, own_id = package.manifest, known.own.own_unit_id
    is_strange = manifest.recipient.id != own_id or manifest.sender.id not in known.units
    if is_strange and keys_to_take(session, package):
        raise Held(
            words.meant_for_us(package, known.own_name),
            hint="Nếu đúng là đơn vị mình thì chọn Nối sổ; dùng lệnh thì thêm --join.",
            code=JOIN,
        )
    if manifest.recipient.id != own_id:
        raise RuleViolation(
            words.other_recipient(package, known.own_name),
            hint="Chưa nhập gì vào sổ. Chuyển gói cho đúng nơi nhận.",
            code="E-PKG-04",
        )
    if manifest.sender.id == own_id:
        raise RuleViolation("Gói này do chính sổ này làm ra.", hint="Chưa nhập gì vào sổ.", code="E-PKG-04")
    if manifest.sender.id not in known.units:
        raise RuleViolation(
            f"Sổ không có đơn vị gửi gói này ({manifest.sender.name}).",
            hint="Chưa nhập gì vào sổ. Thêm đơn vị rồi nhập lại.",
            code="E-PKG-04",
        )


def stream_of(package: OpenPackage, known: Known) -> str:
    """Return the key under which the package's revisions are counted; from content, never from a name."""
    manifest = package.manifest
    if manifest.kind is Kind.REPORT:
        return _report_stream(package, package.document(ReportDocument), known)
    if manifest.kind is Kind.ASSIGNMENT:
        year = package.document(AssignmentDocument).year
    else:
        year = package.document(ReceiptDocument).year
    if manifest.stream != f"{manifest.kind.value}-{year}":
        raise _contradiction()
    return manifest.stream


def _report_stream(package: OpenPackage, document: ReportDocument, known: Known) -> str:
    manifest, expected_id = package.manifest, str(report_of(package))
    same = (document.epoch, document.revision) == (manifest.epoch, manifest.revision)
    is_coded = manifest.seal_code is not None or package.form is not None
    if manifest.stream != expected_id or not same or not is_coded:
        raise _contradiction()
    dossier = known.dossiers.get(expected_id)
    if dossier is None or dossier.period.name != document.period:
        raise RuleViolation(
            f"Sổ không có kỳ {Month.parse(document.period).short} mà {manifest.sender.name} phải báo cáo.",
            hint="Chưa nhập gì vào sổ. Lập kỳ báo cáo rồi nhập lại.",
            code="E-PKG-10",
        )
    return expected_id


def _contradiction() -> RuleViolation:
    return RuleViolation(
        "Gói tự mâu thuẫn: phần mô tả không khớp nội dung. Chưa nhập gì vào sổ.",
        hint="Đề nghị đơn vị gửi lại.",
        code="E-PKG-03",
    )


def check_key(session: Session, package: OpenPackage, known: Known, key: SigningKey | None) -> Trust:
    """Hold a package whose key is not trusted for its sender; ``ENROLLED`` has still to be pinned."""
    manifest = package.manifest
    if package.form is not None:
        if key is None:
            raise Held(
                "Máy này không mở được khóa của sổ nên chưa kiểm tra được biểu Excel. Biểu được giữ.",
                hint="Nhập lại trên máy có khóa của sổ.",
                code="E-KEY-02",
            )
        return Trust.KNOWN
    expected = None
    if manifest.kind is Kind.REPORT:
        # With no key of our own nobody can hold a token of ours.
        expected = enrol_token(key, manifest.sender.id) if key else "-"
    elif _reports_to_us(session, package, known):
        if manifest.kind is Kind.ASSIGNMENT:
            raise RuleViolation(
                f"{manifest.sender.name} báo cáo về sổ này nên không giao việc cho sổ này được.",
                hint="Chưa nhập gì vào sổ. Hỏi lại đơn vị.",
                code="E-PKG-04",
            )
        expected = "-"  # an answer from below enrols nobody: a first report does
    trust = judge_key(
        known.keys.get(manifest.sender.id, ()),
        public=package.key,
        token=manifest.enrol_token,
        expected_token=expected,
    )
    if trust in _UNTRUSTED:
        sentence, hint, code = _UNTRUSTED[trust]
        raise Held(sentence.format(name=manifest.sender.name), hint=hint, code=code)
    if trust is Trust.ENROLLED and key is not None and package.key == public_part(key):
        raise RuleViolation("Gói ký bằng khóa của chính sổ này.", code="E-KEY-03")
    return trust


def _reports_to_us(session: Session, package: OpenPackage, known: Known) -> bool:
    sender = package.manifest.sender.id
    expected = select(ExpectedReport.id).where(ExpectedReport.unit_id == sender).limit(1)
    return sender != known.own.own_unit_id and session.scalar(expected) is not None


def check_mark(form: FormProof, key: SigningKey) -> None:
    """Refuse a form that somebody else made or whose hidden part was changed."""
    if not hmac.compare_digest(form.mark, form_mark(key, form.marked)):
        raise RuleViolation(
            "Phần nhận dạng của biểu Excel đã bị sửa, hoặc biểu không do sổ này lập. Chưa nhập gì vào sổ.",
            hint="Gửi lại biểu cho đơn vị.",
            code="E-BIEU-02",
        )


_UNTRUSTED = {
    Trust.CHANGED: (
        "Gói của {name} được ký bằng khóa khác khóa đã biết. Chưa nhập.",
        "Gọi cho đơn vị và gõ mã xác minh để tiếp tục.",
        "E-KEY-03",
    ),
    Trust.REVOKED: (
        "Gói của {name} được ký bằng khóa đã thu hồi. Chưa nhập; gói được giữ ở Hộp chờ xử lý.",
        "Gọi cho đơn vị để xác minh.",
        "E-KEY-05",
    ),
    Trust.UNKNOWN: (
        "Chưa biết khóa ký gói của {name} và gói không kèm mã ghi danh đúng. Chưa nhập; gói được giữ ở "
        "Hộp chờ xử lý.",
        "Gửi gói giao việc cho đơn vị, hoặc gọi và gõ mã xác minh.",
        "E-KEY-04",
    ),
}


def pin_key(session: Session, package: OpenPackage, known: Known, clock: Clock) -> None:
    """Pin the first key of a unit."""
    sender = package.manifest.sender.id
    row = enrol_key(session, unit_id=sender, public=package.key, clock=clock)
    known.keys.setdefault(sender, []).append(row)


def check_report(
    package: OpenPackage, known: Known, dossier: Dossier, clock: Clock, made_code: str | None
) -> None:
    """Hold a report of a locked period; refuse one that cannot be true or borrows a code."""
    period = dossier.period
    if is_locked(period, dossier.expected, clock.today()):
        since = f" từ ngày {format_date(period.locked_on)}" if period.locked_on else ""
        raise Held(
            f"Gói đến sau khi chốt: kỳ {Month.parse(period.name).short} đã khóa{since}. "
            "Gói được giữ, số không đổi.",
            hint="Mở lại kỳ cho đơn vị kèm lý do rồi nhập gói chờ.",
            code="E-PKG-11",
        )
    catalogue = known.catalogues.get(period.catalogue_id) if period.catalogue_id else None
    check_arrived(catalogue, package.document(ReportDocument))
    if package.manifest.seal_code in dossier.noted:
        _check_claimed_code(package, made_code)


def _check_claimed_code(package: OpenPackage, made: str | None) -> None:
    """Where the code in the manifest is one that was heard, make it anew: a file cannot borrow a code."""
    claimed = package.manifest.seal_code
    made = made or seal_code(package.content_sha256)
    if made != claimed:
        raise RuleViolation(
            f"Mã niêm phong ghi trong gói là {grouped(claimed or '')} nhưng nội dung cho mã {grouped(made)}. "
            "Chưa nhập gì vào sổ.",
            hint="Báo cho đơn vị: tệp này không phải tệp đã niêm phong.",
            code="E-PKG-06",
        )
