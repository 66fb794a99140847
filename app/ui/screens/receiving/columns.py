"""What the preview shows of files and of their cells, said without Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.core.clock import local_time
from app.core.periods import Month
from app.core.text import format_date, format_number
from app.exchange.documents import Approval
from app.services.packages.arrivals import Arrived
from app.services.packages.comparing import Change
from app.services.packages.preview import FileFacts
from app.services.packages.words import PackageVerdict
from app.ui.tables.column import Column
from app.ui.tone import Look, Tone


class Group(StrEnum):
    """What a file is to the register."""

    NEW = "new"
    REPLACEMENT = "replacement"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    DAMAGED = "damaged"
    STRANGE = "strange"
    WAITING = "waiting"


LOOKS: dict[Group, Look] = {
    Group.NEW: Look("Mới", "status-received", Tone.GOOD),
    Group.REPLACEMENT: Look("Bản thay thế", "status-returned", Tone.INFO),
    Group.DUPLICATE: Look("Trùng", "status-standing", Tone.NEUTRAL),
    Group.CONFLICT: Look("Xung đột", "warning", Tone.WARNING),
    Group.DAMAGED: Look("Hỏng", "error", Tone.BAD),
    Group.STRANGE: Look("Lạ", "help", Tone.WARNING),
    Group.WAITING: Look("Chờ xử lý", "status-open", Tone.WARNING),
}
_CONFLICTS = (PackageVerdict.CONFLICT, PackageVerdict.MISMATCH)
_STRANGE_CODES = ("E-PKG-04", "E-PKG-10", "E-KEY-03", "E-KEY-04", "E-KEY-05")
_WAITING_CODES = ("E-PKG-09", "E-PKG-11", "E-PKG-12")
_CONFLICT_CODES = ("E-PKG-05", "E-PKG-06")
_KINDS = {"report": "Báo cáo", "assignment": "Gói giao việc", "receipt": "Biên nhận"}
APPROVALS = {
    Approval.PAPER: "đã ký giấy",
    Approval.IN_PERSON: "duyệt trực tiếp",
    Approval.MESSAGE: "duyệt qua điện thoại, tin nhắn",
}


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file with its group; ``path`` is where it lies."""

    path: Path
    group: Group
    arrived: Arrived

    @property
    def added(self) -> int:
        """How many cells the register has not got."""
        return sum(1 for change in self.arrived.changes if not change.before)

    @property
    def changed(self) -> int:
        """How many cells it has otherwise."""
        return len(self.arrived.changes) - self.added

    @property
    def unchanged(self) -> int:
        """How many it has just so; counted only where something would be taken in."""
        if self.group not in (Group.NEW, Group.REPLACEMENT):
            return 0
        return max(0, self.arrived.cells - sum(1 for change in self.arrived.changes if change.after))


@dataclass(frozen=True, slots=True)
class CellLine:
    """One cell: its name, what stands in the register, who wrote that and when, what the file says.

    ``choice`` is what a person chose or may choose where both sides wrote something; empty elsewhere.
    """

    key: str
    subject: str
    before: str
    after: str
    who: str
    when: str
    choice: str = ""
    by_hand: bool = False
    proposes_own: bool | None = None
    reason: str = ""


def group_of(arrived: Arrived) -> Group:
    """Return what a file is to the register, from its outcome, its standing and its refusal's code."""
    if arrived.verdict in _CONFLICTS or arrived.code in _CONFLICT_CODES:
        return Group.CONFLICT
    if arrived.outcome != "rejected":
        return Group(arrived.outcome)
    if arrived.code in _STRANGE_CODES:
        return Group.STRANGE
    return Group.WAITING if arrived.code in _WAITING_CODES else Group.DAMAGED


def file_lines(paths: Sequence[Path], files: Sequence[Arrived]) -> tuple[FileLine, ...]:
    """Return the lines of a preview: what needs a person first, then what is new, then the rest."""
    lines = (FileLine(p, group_of(a), a) for p, a in zip(paths, files, strict=False))
    order = [Group.CONFLICT, Group.STRANGE, Group.DAMAGED, Group.WAITING, Group.REPLACEMENT, Group.NEW]
    return tuple(sorted(lines, key=lambda line: order.index(line.group) if line.group in order else 9))


def what_words(arrived: Arrived) -> str:
    """Say what a file is: "Báo cáo tháng 3/2024, lần 2"."""
    kind = _KINDS.get(arrived.kind, "")
    if not kind:
        return ""
    about = Month.parse(arrived.about).short if "-" in arrived.about else f"năm {arrived.about}"
    return f"{kind} {about}, lần {arrived.revision}" if arrived.about else f"{kind}, lần {arrived.revision}"


def unit_words(line: FileLine) -> str:
    """Name the unit as short as clerks write it; a file that names none is called by its own name."""
    return line.arrived.unit.replace("Ủy ban nhân dân", "UBND") or line.path.name


def change_words(line: FileLine) -> str:
    """Say how much a file changes: "thêm 20, đổi 2, không đổi 5"; what a hub sends says its news."""
    if line.arrived.notices and line.group is not Group.DAMAGED:
        return "; ".join(line.arrived.notices)
    if line.group not in (Group.NEW, Group.REPLACEMENT):
        return ""
    parts = (("thêm", line.added), ("đổi", line.changed), ("không đổi", line.unchanged))
    return ", ".join(f"{word} {format_number(count)}" for word, count in parts if count) or "không có gì mới"


def summary_words(lines: Sequence[FileLine], *, is_done: bool) -> str:
    """Say what all files come to."""
    if not any(line.group in (Group.NEW, Group.REPLACEMENT, Group.CONFLICT) for line in lines):
        return "Không có gì mới trong các gói này." if len(lines) > 1 else "Không có gì mới trong gói này."
    parts = (
        ("thêm", sum(line.added for line in lines)),
        ("đổi", sum(line.changed for line in lines)),
        ("không đổi", sum(line.unchanged for line in lines)),
    )
    cells = ", ".join(f"{word} {format_number(count)}" for word, count in parts)
    news = sum(len(line.arrived.notices) for line in lines if line.group is not Group.DAMAGED)
    said = f"Số liệu, lời văn: {cells}." if any(count for _, count in parts) else ""
    if news:
        said = f"{said} {news} mục mới của cơ quan giao.".strip()
    return f"{'Đã ghi vào sổ.' if is_done else 'Chưa ghi gì vào sổ.'} {said}".strip()


def cell_lines(changes: Sequence[Change], names: Mapping[str, str]) -> tuple[CellLine, ...]:
    """Return the cells of one file with their names in full; those a person may choose in come first."""
    lines = (
        CellLine(
            c.subject,
            subject_words(c.label or c.subject, names),
            c.before,
            c.after,
            c.who,
            moment_words(c.when),
            choice_words(c),
            c.by_hand,
            c.proposal == "own" if c.proposal else None,
            c.reason,
        )
        for c in changes
    )
    return tuple(sorted(lines, key=lambda line: not line.by_hand))


def choice_words(change: Change) -> str:
    """Say what a person chose for a cell, what is proposed, or that nobody chose yet."""
    said = {"own": "Giữ số của sổ", "file": "Lấy số trong gói"}
    if change.choice:
        return said[change.choice]
    if change.proposal:
        return f"Gợi ý: {said[change.proposal].lower()}"
    return "Chưa chọn" if change.by_hand else ""


def subject_words(subject: str, names: Mapping[str, str]) -> str:
    """Put an indicator's name behind its code."""
    code, blank, rest = subject.partition(" ")
    return f"{code} {names[code]}{blank}{rest}" if code in names else subject


def moment_words(moment: object) -> str:
    """Return an instant as a clerk writes it; empty for none."""
    from datetime import datetime

    if not isinstance(moment, datetime):
        return ""
    here = local_time(moment)
    return f"{here.hour}:{here:%M} ngày {format_date(here.date())}"


def fact_pairs(line: FileLine, facts: FileFacts | None) -> list[tuple[str, str | Look]]:
    """Return what is known of one file, for the pane beside the list."""
    arrived = line.arrived
    pairs: list[tuple[str, str | Look]] = [
        ("", what_words(arrived) or line.path.name),
        ("Tình trạng", LOOKS[line.group]),
        ("Vì sao", arrived.reason),
        ("Đơn vị", arrived.unit),
        ("Tệp", line.path.name),
        ("Mã niêm phong", arrived.seal_code),
    ]
    if facts is not None:
        how = APPROVALS.get(facts.approval, "") if facts.approval else ""
        signed = f" ngày {format_date(facts.signed_on)}" if facts.signed_on else ""
        pairs += [
            ("Gửi cho", facts.recipient),
            ("Người duyệt", f"{facts.approved_by} ({how}{signed})" if facts.approved_by else ""),
            ("Số, ký hiệu", facts.document_number),
            ("Niêm phong", moment_words(facts.sealed_at)),
            ("Lý do thay thế", facts.reason),
            ("Gói làm lúc", moment_words(facts.created_at)),
        ]
    if arrived.notices:
        head = "Kiểm tra tệp" if line.group is Group.DAMAGED else "Có gì mới"
        pairs += [("", head), *(("•", notice) for notice in arrived.notices)]
    return pairs


FILES: tuple[Column[FileLine], ...] = (
    Column(
        title="Tình trạng",
        text=lambda line: LOOKS[line.group].word,
        icon=lambda line: LOOKS[line.group].icon,
        tone=lambda line: LOOKS[line.group].tone,
        tooltip=lambda line: line.arrived.reason,
        width=16,
    ),
    Column(title="Đơn vị", text=unit_words, tooltip=lambda line: line.arrived.unit, width=20),
    Column(
        title="Thay đổi, lý do",
        text=lambda line: change_words(line) or line.arrived.reason,
        tooltip=lambda line: change_words(line) or line.arrived.reason,
        width=26,
        stretches=True,
    ),
    Column(title="Nội dung", text=lambda line: what_words(line.arrived), width=26),
    Column(
        title="Tệp",
        text=lambda line: line.path.name,
        tooltip=lambda line: str(line.path),
        width=24,
        hidden=True,
    ),
)

CELLS: tuple[Column[CellLine], ...] = (
    Column(title="Mục", text=lambda c: c.subject, tooltip=lambda c: c.subject, width=28, stretches=True),
    Column(title="Đang có", text=lambda c: c.before or "–", tooltip=lambda c: c.before, width=14),
    Column(title="Trong gói", text=lambda c: c.after or "–", tooltip=lambda c: c.after, width=14),
    Column(title="Chọn", text=lambda c: c.choice, tooltip=lambda c: c.reason, width=18),
    Column(title="Ai ghi số đang có", text=lambda c: c.who, width=18),
    Column(title="Khi nào", text=lambda c: c.when, width=20),
)
