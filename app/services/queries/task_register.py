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
    """Which part of the register is read, as it stood at a day; None means all."""

    as_of: date
    unit_id: str | None = None
    directive_id: str | None = None
    task_id: str | None = None
    kind: TaskKind | None = None
    due_from: date | None = None
    due_to: date | None = None

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


def summary_words(counts: TaskCounts, as_of: date) -> str:
    """Return both sub-totals with their rates, the on-time rate with its denominator, and the sum check."""
    done = f"Xong {format_number(counts.done)}"
    if counts.done:
        done += f" (đúng hạn {format_percent(ratio(counts.done_on_time, counts.done))})"
    left = f"chưa xong {format_number(counts.open)}"
    if counts.open:
        left += f" (quá hạn {format_percent(ratio(counts.open_overdue, counts.open))})"
    on_time = ratio(counts.done_on_time, counts.fallen_due)
    rate = f"tỷ lệ đúng hạn {format_percent(on_time)}"
    if counts.fallen_due:
        rate += f" ({format_number(counts.done_on_time)}/{format_number(counts.fallen_due)} đã đến hạn)"
    total = (
        f"{format_number(counts.dated)} có hạn + {format_number(counts.standing)} thường xuyên"
        f" = {format_number(counts.total)}"
    )
    return f"Đến hết {format_date(as_of)}: {done} · {left} · {rate} · {total}"


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
    return Register(list_assignments(session, asked), cancelled, choices)
