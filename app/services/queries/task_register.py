"""The register of tasks as a screen shows it: what part is wanted, its rows, its counts in words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from app.core.deadlines import TaskCounts
from app.core.statuses import WORDS, TaskKind, TaskState
from app.core.text import format_date, format_number, format_percent, ratio

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.services.queries.tasks import AssignmentRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which part of the register is read, as it stood at a day; None means all.

    ``silent_since``: only unfinished work about which nothing was noted from that day on.
    """

    as_of: date
    unit_id: str | None = None
    directive_id: str | None = None
    task_id: str | None = None
    kind: TaskKind | None = None
    due_from: date | None = None
    due_to: date | None = None
    silent_since: date | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out."""
        return replace(self, as_of=date.min) != Wanted(as_of=date.min)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer: (key, words)."""

    units: tuple[tuple[str, str], ...] = ()
    directives: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """What was read: every row but the cancelled ones, those apart, and what the filters offer."""

    rows: "tuple[AssignmentRow, ...]"
    cancelled: "tuple[AssignmentRow, ...]"
    choices: Choices


def count_rows(rows: "Sequence[AssignmentRow]") -> TaskCounts:
    """Count rows by state; cancelled ones are outside every number."""
    found = Counter(row.state for row in rows)
    found.pop(TaskState.CANCELLED, None)
    return TaskCounts(**{state.value: number for state, number in found.items()})


def summary_words(counts: TaskCounts) -> str:
    """Return both sub-totals with their rates, and the on-time rate with its own denominator."""
    parts = []
    for word, whole, rate_word, part in (
        ("Xong", counts.done, "đúng hạn", counts.done_on_time),
        ("Chưa xong", counts.open, "quá hạn", counts.open_overdue),
        ("Đã đến hạn", counts.fallen_due, "đúng hạn", counts.done_on_time),
    ):
        rate = f": {rate_word} {format_percent(ratio(part, whole))}" if whole else ""
        parts.append(f"{word} {format_number(whole)}{rate}")
    return " · ".join(parts)


def sum_check(counts: TaskCounts, as_of: date) -> str:
    """Return every number and how they add up, for the tooltip of the summary."""
    n = format_number
    return "\n".join(
        (
            f"Tính đến hết ngày {format_date(as_of)}",
            f"Xong: {n(counts.done_on_time)} đúng hạn + {n(counts.done_late)} quá hạn = {n(counts.done)}",
            f"Chưa xong: {n(counts.open_in_time)} trong hạn + {n(counts.open_overdue)} quá hạn"
            f" = {n(counts.open)}",
            f"Đã đến hạn: {n(counts.done)} xong + {n(counts.open_overdue)} quá hạn = {n(counts.fallen_due)},"
            f" trong đó {n(counts.done_on_time)} đúng hạn"
            f" ({format_percent(ratio(counts.done_on_time, counts.fallen_due))})",
            f"Tất cả: {n(counts.dated)} có hạn + {n(counts.standing)} thường xuyên = {n(counts.total)};"
            " thường xuyên đứng ngoài tỷ lệ",
        )
    )


def missing_words(row: "AssignmentRow") -> str:
    """Return which of the four "rõ" a row lacks."""
    has_time = row.due is not None or bool(row.due_text) or row.kind is not TaskKind.DATED
    lacking = [
        word
        for word, known in (
            ("rõ người", row.person),
            ("rõ việc", row.content),
            ("rõ trách nhiệm", row.unit),
            ("rõ thời gian", has_time),
        )
        if not known
    ]
    return f"{row.clear}/4 rõ" + (f", còn thiếu: {', '.join(lacking)}" if lacking else "")


def narrowed_words(wanted: Wanted, choices: Choices) -> str:
    """Return what the register is narrowed to, for a line above the list."""
    parts = []
    if wanted.task_id:
        parts.append("một nhiệm vụ ở mọi đơn vị")
    if wanted.due_from:
        parts.append(f"hạn từ {format_date(wanted.due_from)}")
    if wanted.due_to:
        parts.append(f"hạn đến {format_date(wanted.due_to)}")
    if wanted.silent_since:
        parts.append(f"chưa có tin từ {format_date(wanted.silent_since)}")
    if wanted.kind:
        parts.append(f"loại {WORDS[wanted.kind].lower()}")
    return "; ".join(parts)


def read_register(session: "Session", wanted: Wanted) -> Register:
    """Read the rows and what the filters offer, in one transaction."""
    from app.services.queries.task_detail import directive_choices
    from app.services.queries.tasks import TaskFilter, list_assignments, units_with_tasks

    asked = TaskFilter(
        as_of=wanted.as_of,
        unit_id=wanted.unit_id,
        directive_id=wanted.directive_id,
        task_id=wanted.task_id,
        kind=wanted.kind,
        due_from=wanted.due_from,
        due_to=wanted.due_to,
    )
    choices = Choices(units_with_tasks(session, as_of=wanted.as_of), directive_choices(session))
    cancelled = list_assignments(session, replace(asked, state=TaskState.CANCELLED))
    rows = list_assignments(session, asked)
    if wanted.silent_since is not None:
        rows = tuple(row for row in rows if _is_silent(row, wanted.silent_since))
    return Register(rows, cancelled, choices)


def _is_silent(row: "AssignmentRow", since: date) -> bool:
    is_open = row.state in (TaskState.OPEN_IN_TIME, TaskState.OPEN_OVERDUE)
    return is_open and (row.progress_on or row.assigned_on) < since


def unassigned_tasks(session: "Session") -> tuple[str, ...]:
    """Return the keys of the tasks that no unit was given yet, in their order."""
    from sqlalchemy import select

    from app.models import Task

    waiting = select(Task.id).where(Task.cancelled_on.is_(None), Task.assigned_on.is_(None))
    return tuple(session.scalars(waiting.order_by(Task.sort_order)))


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingTask:
    """A task that no unit was given yet."""

    id: str
    directive: str
    section: str
    content: str
    due: date | None


def list_unassigned(session: "Session") -> tuple[WaitingTask, ...]:
    """Return the tasks that no unit was given yet, in their order."""
    from sqlalchemy import func, select

    from app.models import Directive, Task

    directive = func.coalesce(Directive.number, Directive.subject, "")
    waiting = (
        select(Task.id, directive, Task.section, Task.content, Task.due_on)
        .outerjoin(Directive, Directive.id == Task.directive_id)
        .where(Task.id.in_(unassigned_tasks(session)))
        .order_by(Task.sort_order)
    )
    return tuple(
        WaitingTask(id=key, directive=number, section=section, content=content, due=due)
        for key, number, section, content, due in session.execute(waiting)
    )
