"""The table of the register of tasks, and the lines of one task's life."""

from functools import lru_cache
from typing import TYPE_CHECKING

from app.core.clock import local_time
from app.core.deadlines import TaskCounts
from app.core.statuses import WORDS, AssignmentRole
from app.core.text import exact_key, fold, format_date, one_line, shorten
from app.services.queries.change_words import OPERATOR_WORDS
from app.services.queries.task_register import missing_words
from app.ui.tables.column import Column
from app.ui.tone import Tone, look

if TYPE_CHECKING:
    from app.services.queries.task_detail import AssignmentDetail
    from app.services.queries.tasks import AssignmentRow

_PROGRESS_KINDS = {
    "progress": "Tiến độ",
    "result": "Kết quả",
    "return": "Trả lại",
    "explanation": "Giải trình",
}


@lru_cache(maxsize=8192)
def _keys(text: str) -> tuple[str, str]:
    return fold(text), exact_key(text)


def search_texts(row: "AssignmentRow") -> tuple[str, str]:
    """Return what a row is found by; the same words stand in many rows, so each is folded once."""
    parts = [
        _keys(part) for part in (row.content, row.unit, row.person, row.directive, row.section, row.product)
    ]
    return "\n".join(part[0] for part in parts), "\n".join(part[1] for part in parts)


def source_words(row: "AssignmentRow") -> str:
    """Return where a task comes from, the clause first: "5-1 · 01/UBND-NV"."""
    section = row.section.replace(", gạch đầu dòng ", "-")
    return " · ".join(part for part in (section, shorten(row.directive, 40)) if part) or "ngoài văn bản"


def due_words(row: "AssignmentRow") -> str:
    """Return the last timely day; a star tells an extended one."""
    if row.due is None:
        return row.due_text
    return format_date(row.due) + (" *" if row.due != row.original_due else "")


def _due_tooltip(row: "AssignmentRow") -> str:
    lines = [row.due_text] if row.due_text else []
    if row.due is not None and row.due != row.original_due and row.original_due is not None:
        lines.append(f"Đã gia hạn; hạn gốc {format_date(row.original_due)}")
    return "\n".join(lines) or due_words(row)


TASKS: "tuple[Column[AssignmentRow], ...]" = (
    Column(
        title="Nội dung",
        text=lambda row: row.content,
        tooltip=lambda row: f"{shorten(row.content, 600)}\n{source_words(row)}",
        width=20,
        stretches=True,
    ),
    Column(title="Đơn vị", text=lambda row: row.unit, sort=lambda row: row.unit_order, width=13),
    Column(title="Hạn", text=due_words, sort=lambda row: row.due, tooltip=_due_tooltip, width=10),
    Column(
        title="Trạng thái",
        text=lambda row: look(row.state).word,
        icon=lambda row: look(row.state).icon,
        tone=lambda row: look(row.state).tone,
        width=15,
    ),
    Column(title="Người", text=lambda row: row.person, width=13),
    Column(
        title="%",
        text=lambda row: f"{row.progress}%" if row.progress else "",
        sort=lambda row: row.progress,
        value=lambda row: row.progress,
        tooltip=lambda row: row.result or "Chưa ghi kết quả",
        align="right",
        width=4,
    ),
    Column(
        title="Rõ",
        text=lambda row: f"{row.clear}/4 rõ",
        sort=lambda row: row.clear,
        tooltip=missing_words,
        icon=lambda row: "" if row.clear == 4 else "warning",
        tone=lambda row: Tone.NEUTRAL if row.clear == 4 else Tone.WARNING,
        width=7,
    ),
    Column(
        title="Nguồn",
        text=source_words,
        tooltip=lambda row: " – điều khoản ".join(part for part in (row.directive, row.section) if part),
        width=18,
        hidden=True,  # told by the tooltip of the content; with it a narrow window scrolls sideways
    ),
)


def fact_pairs(detail: "AssignmentDetail") -> list[tuple[str, str]]:
    """Return the head of one task's life as lines of label and value."""
    row = detail.row
    role = "" if row.role is AssignmentRole.LEAD else f" ({WORDS[row.role].lower()})"
    return [
        ("Nội dung", row.content),
        ("Đơn vị", f"{row.unit}{role}"),
        ("Người thực hiện", row.person or "chưa ghi người (chưa rõ người)"),
        ("Bốn rõ", missing_words(row)),
        ("Hạn hiện tại", format_date(row.due) if row.due else row.due_text or "không có hạn"),
        (
            "Hạn gốc",
            format_date(row.original_due) if row.original_due and row.original_due != row.due else "",
        ),
        ("Lời văn thời hạn", _words_of_due(detail)),
        ("Nhịp lặp lại", detail.recurrence),
        ("Rà soát", f"mỗi {detail.review_days} ngày" if detail.review_days else ""),
        ("Ngày giao", format_date(row.assigned_on)),
        ("Hoàn thành", format_date(row.done_on) if row.done_on else ""),
        ("Kết quả", row.result),
        ("Sản phẩm", row.product),
        ("Nơi nhận", detail.receiver),
        ("Đã hủy", _cancel_words(detail)),
        ("Cả nhiệm vụ", spread_words(detail.siblings)),
        ("", "Nguyên văn điều khoản" if detail.clause_text else "Không theo văn bản"),
        ("Văn bản", detail.directive),
        (
            "Điều khoản",
            f"{detail.clause_number}: {one_line(detail.clause_text)}" if detail.clause_text else "",
        ),
    ]


def _words_of_due(detail: "AssignmentDetail") -> str:
    if detail.row.due_text:
        return detail.row.due_text
    return OPERATOR_WORDS[detail.due_operator] if detail.due_operator else ""


def _cancel_words(detail: "AssignmentDetail") -> str:
    if detail.cancelled_on is None:
        return ""
    return f"ngày {format_date(detail.cancelled_on)}: {detail.cancel_reason}"


def spread_words(counts: TaskCounts) -> str:
    """Return how the task stands in all its units: a distribution, never a typed value."""
    told = [
        f"{number} {word}"
        for number, word in (
            (counts.done_on_time, "xong đúng hạn"),
            (counts.done_late, "xong quá hạn"),
            (counts.open_in_time, "đang trong hạn"),
            (counts.open_overdue, "đang quá hạn"),
            (counts.standing, "thường xuyên"),
        )
        if number
    ]
    return f"{counts.total} đơn vị: {', '.join(told)}" if told else ""


def progress_pairs(detail: "AssignmentDetail") -> list[tuple[str, str]]:
    """Return the notes on a task, newest first."""
    pairs = []
    for note in detail.progress:
        share = f" {note.progress}%" if note.progress is not None else ""
        head = f"{_PROGRESS_KINDS.get(note.kind, 'Ghi chép')}{share}"
        words = f"{head}: {note.text}" if note.text else head
        pairs.append((format_date(note.recorded_on), f"{words} ({note.author})" if note.author else words))
    return pairs or [("", "Chưa có ghi chép nào từ ngày giao.")]


def extension_pairs(detail: "AssignmentDetail") -> list[tuple[str, str]]:
    """Return the decisions on a task's due day."""
    pairs = []
    for one in detail.extensions:
        verdict = "Cho gia hạn" if one.is_granted else "Không cho gia hạn"
        before = f" từ {format_date(one.from_due)}" if one.from_due else ""
        words = f"{verdict}{before} đến {format_date(one.to_due)}. Lý do: {one.reason}"
        pairs.append((format_date(one.decided_on), words))
    return pairs or [("", "Chưa gia hạn lần nào.")]


def journal_pairs(detail: "AssignmentDetail") -> list[tuple[str, str]]:
    """Return the journal of a task in words, newest first."""
    pairs = []
    for line in detail.journal:
        at = local_time(line.at)
        words = f"{line.action} ({line.actor})" if line.actor else line.action
        if line.details:
            words += f"\n{line.details}"
        if line.reason:
            words += f"\nLý do: {line.reason}"
        pairs.append((f"{format_date(at.date())} {at:%H:%M}", words))
    return pairs or [("", "Nhật ký chưa có dòng nào.")]
