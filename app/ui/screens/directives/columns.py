"""The tables of the register of directives."""

from typing import TYPE_CHECKING

from app.core.deadlines import TaskCounts
from app.core.statuses import WORDS, DirectiveRelation, TaskKind
from app.core.text import format_date, format_number, one_line, shorten
from app.services.queries.change_words import OPERATOR_WORDS
from app.ui.screens.directives.presenter import ClauseLine
from app.ui.tables.column import Column
from app.ui.tone import Tone, look

if TYPE_CHECKING:
    from app.services.queries.directive_tasks import DirectiveTask
    from app.services.queries.directives import DirectiveDetail, DirectiveRow, LinkRow


def due_words(task: "DirectiveTask") -> str:
    """Return the deadline of a task: the directive's words where they say more than a day."""
    if task.due_text:
        return task.due_text
    if task.due_on and task.due_operator:
        return f"{OPERATOR_WORDS[task.due_operator]} {format_date(task.due_on)}"
    if task.due_on:
        return format_date(task.due_on)
    return task.recurrence or "không có hạn"


def given_words(counts: TaskCounts) -> str:
    """Return how a task stands in all its units: "18/21 xong, 2 quá hạn"; never a typed value."""
    if counts.total == 0:
        return "chưa giao"
    if counts.standing == counts.total:
        return f"{format_number(counts.total)} đơn vị"
    overdue = [f"{counts.open_overdue} quá hạn"] if counts.open_overdue else []
    share = f"{format_number(counts.done)}/{format_number(counts.dated)} xong"
    return ", ".join([share, *overdue])


def spread_words(counts: TaskCounts) -> str:
    """Return every state with its number."""
    states = (
        ("xong đúng hạn", counts.done_on_time),
        ("xong quá hạn", counts.done_late),
        ("đang trong hạn", counts.open_in_time),
        ("đang quá hạn", counts.open_overdue),
        ("thường xuyên", counts.standing),
    )
    told = [f"{number} {word}" for word, number in states if number]
    return f"{counts.total} lượt giao: {', '.join(told)}" if told else "Chưa giao cho đơn vị nào"


def _short(issuer: str) -> str:
    return issuer.replace("Ủy ban nhân dân", "UBND")


def _open_words(counts: TaskCounts) -> str:
    if counts.open_overdue:
        return f"{format_number(counts.open_overdue)}/{format_number(counts.open)} quá hạn"
    return _count(counts.open)


def _count(number: int) -> str:
    return format_number(number) if number else ""


DIRECTIVES: "tuple[Column[DirectiveRow], ...]" = (
    Column(
        title="Số, ký hiệu",
        text=lambda line: line.number or "(bản chưa số)",
        tooltip=lambda line: line.label,
        width=14,
    ),
    Column(
        title="Ngày",
        text=lambda line: format_date(line.issued_on) if line.issued_on else "",
        sort=lambda line: line.issued_on,
        width=9,
    ),
    Column(
        title="Cơ quan",
        text=lambda line: _short(line.issuer),
        tooltip=lambda line: line.issuer,
        width=9,
    ),
    Column(
        title="Trích yếu",
        text=lambda line: line.subject,
        tooltip=lambda line: line.subject,
        width=13,
        stretches=True,
    ),
    Column(
        title="Khoản",
        text=lambda line: _count(line.clauses),
        sort=lambda line: line.clauses,
        tooltip=lambda line: f"{line.clauses} điều khoản, {line.tasks} nhiệm vụ",
        align="right",
        width=6,
    ),
    Column(
        title="Đang mở",
        text=lambda line: _open_words(line.counts),
        sort=lambda line: (line.counts.open_overdue, line.counts.open),
        tooltip=lambda line: spread_words(line.counts),
        icon=lambda line: "status-overdue" if line.counts.open_overdue else "status-open",
        tone=lambda line: Tone.BAD if line.counts.open_overdue else Tone.INFO,
        width=14,
    ),
    Column(
        title="Trạng thái",
        text=lambda line: look(line.state).word,
        icon=lambda line: look(line.state).icon,
        tone=lambda line: look(line.state).tone,
        width=16,
    ),
)

CLAUSES: tuple[Column[ClauseLine], ...] = (
    Column(
        title="Số",
        text=lambda line: line.row.number.replace("gạch đầu dòng", "gạch") or "–",
        tooltip=lambda line: line.row.number,
        sort=lambda line: line.row.position,
        width=9,
    ),
    Column(
        title="Nội dung",
        text=lambda line: one_line(line.row.text),
        tooltip=lambda line: line.row.text,
        width=30,
        stretches=True,
    ),
    Column(
        title="Giao cho",
        text=lambda line: f"{len(line.bound)} đơn vị" if line.bound else "chưa ghi",
        sort=lambda line: len(line.bound),
        tooltip=lambda line: line.bound_words,
        icon=lambda line: "units" if line.bound else "warning",
        tone=lambda line: Tone.INFO if line.bound else Tone.WARNING,
        width=12,
    ),
    Column(
        title="Nhiệm vụ",
        text=lambda line: _count(line.row.tasks),
        sort=lambda line: line.row.tasks,
        align="right",
        width=6,
    ),
)

TASKS: "tuple[Column[DirectiveTask], ...]" = (
    Column(title="ĐK", text=lambda task: task.section.replace("gạch đầu dòng", "gạch") or "–", width=8),
    Column(
        title="Nội dung",
        text=lambda task: one_line(task.content),
        tooltip=lambda task: shorten(task.content, 600),
        width=22,
        stretches=True,
    ),
    Column(title="Loại", text=lambda task: WORDS[TaskKind(task.kind)], width=12),
    Column(title="Thời hạn", text=due_words, sort=lambda task: task.due_on, width=18),
    Column(
        title="Đã giao",
        text=lambda task: "đã hủy" if task.is_cancelled else given_words(task.counts),
        sort=lambda task: task.counts.total,
        tooltip=lambda task: spread_words(task.counts),
        icon=lambda task: _given_look(task)[0],
        tone=lambda task: _given_look(task)[1],
        width=19,
    ),
)


def _given_look(task: "DirectiveTask") -> tuple[str, Tone]:
    if task.is_cancelled:
        return "status-cancelled", Tone.NEUTRAL
    if task.counts.total == 0:
        return "warning", Tone.WARNING
    if task.counts.open_overdue:
        return "status-overdue", Tone.BAD
    if task.counts.dated and not task.counts.open:
        return "status-done", Tone.GOOD
    return ("status-open", Tone.INFO) if task.counts.dated else ("status-standing", Tone.NEUTRAL)


_INCOMING = {
    DirectiveRelation.REPLACES: "Bị thay thế bởi",
    DirectiveRelation.REPEALS: "Bị bãi bỏ bởi",
    DirectiveRelation.AMENDS: "Được sửa đổi bởi",
    DirectiveRelation.CARRIES_OUT: "Được thực hiện bởi",
    DirectiveRelation.CITES: "Được dẫn ở",
}


def link_words(link: "LinkRow") -> str:
    """Return how an open directive stands to another one."""
    return _INCOMING[link.relation] if link.is_incoming else WORDS[link.relation]


def fact_pairs(detail: "DirectiveDetail") -> list[tuple[str, str]]:
    """Return what is known of a directive as lines of label and value."""
    return [
        ("Số, ký hiệu", detail.number or "bản chưa số"),
        ("Ngày ban hành", format_date(detail.issued_on) if detail.issued_on else "chưa ghi ngày"),
        ("Cơ quan", detail.issuer),
        ("Nơi ban hành", detail.place),
        ("Trích yếu", detail.subject),
        ("Kính gửi", "\n".join(detail.addressees)),
        ("Người ký", ", ".join(part for part in (detail.signer_name, detail.signer_title) if part)),
        ("Ngày nhận", format_date(detail.received_on) if detail.received_on else ""),
        ("Nguồn", "Văn bản do cơ quan mình ban hành" if detail.is_own else ""),
        ("Ghi chú", detail.note),
    ]
