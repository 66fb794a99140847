"""The tables of the register of directives."""

from typing import TYPE_CHECKING

from app.core.deadlines import TaskCounts
from app.core.statuses import WORDS, TaskKind
from app.core.text import format_date, format_number, one_line, shorten
from app.services.queries.change_words import OPERATOR_WORDS
from app.ui.screens.directives.presenter import ClauseLine
from app.ui.tables.column import Column
from app.ui.tone import Tone, look

if TYPE_CHECKING:
    from app.services.queries.directive_tasks import DirectiveTask
    from app.services.queries.directives import DirectiveDetail, DirectiveRow


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
    return f"Giao {counts.total} đơn vị: {', '.join(told)}" if told else "Chưa giao cho đơn vị nào"


def _short(issuer: str) -> str:
    return issuer.replace("Ủy ban nhân dân", "UBND")


def _open_words(row: "DirectiveRow") -> str:
    if row.overdue_assignments:
        return f"{format_number(row.open_assignments)}, quá hạn {format_number(row.overdue_assignments)}"
    return _count(row.open_assignments)


def _count(number: int) -> str:
    return format_number(number) if number else ""


DIRECTIVES: "tuple[Column[DirectiveRow], ...]" = (
    Column(
        title="Số, ký hiệu",
        text=lambda row: row.number or "(bản chưa số)",
        tooltip=lambda row: row.label,
        width=16,
    ),
    Column(
        title="Ngày",
        text=lambda row: format_date(row.issued_on) if row.issued_on else "",
        sort=lambda row: row.issued_on,
        width=10,
    ),
    Column(title="Cơ quan", text=lambda row: _short(row.issuer), tooltip=lambda row: row.issuer, width=12),
    Column(title="Trích yếu", text=lambda row: row.subject, width=16, stretches=True),
    Column(
        title="Nội dung",
        text=lambda row: f"{row.clauses} khoản, {row.tasks} việc",
        sort=lambda row: row.tasks,
        tooltip=lambda row: f"{row.clauses} điều khoản, {row.tasks} nhiệm vụ",
        width=13,
    ),
    Column(
        title="Đang mở",
        text=_open_words,
        sort=lambda row: (row.overdue_assignments, row.open_assignments),
        tooltip=lambda row: f"{row.open_assignments} lượt giao chưa xong, {row.overdue_assignments} quá hạn",
        icon=lambda row: "status-overdue" if row.overdue_assignments else "status-open",
        tone=lambda row: Tone.BAD if row.overdue_assignments else Tone.INFO,
        width=15,
    ),
    Column(
        title="Trạng thái",
        text=lambda row: look(row.state).word,
        icon=lambda row: look(row.state).icon,
        tone=lambda row: look(row.state).tone,
        width=15,
    ),
)

CLAUSES: tuple[Column[ClauseLine], ...] = (
    Column(
        title="Số",
        text=lambda line: line.row.number or "–",
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
    Column(title="ĐK", text=lambda task: task.section or "–", width=9),
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
