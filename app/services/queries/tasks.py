"""Reads on the register of tasks: who has what, until when, in which state at a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, bindparam, case, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from app.core.clock import end_of_day
from app.core.deadlines import TaskCounts
from app.core.statuses import AssignmentRole, TaskKind, TaskState
from app.core.text import search_words
from app.models import (
    Assignment,
    Directive,
    ExpectedReport,
    Extension,
    Period,
    Person,
    ProgressEntry,
    ReportingRule,
    Submission,
    Task,
    Unit,
)
from app.models.base import UtcDateTime
from app.services.validity import valid_on


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """One line of the register: a task in one unit's hands, as it stood at a day.

    ``due`` is the last timely day, extensions granted by then included; ``progress`` is in percent.
    """

    id: str
    task_id: str
    directive_id: str | None
    directive: str
    section: str
    content: str
    kind: TaskKind
    field: str
    product: str
    unit_id: str
    unit: str
    unit_order: int
    role: AssignmentRole
    person: str
    due_text: str
    original_due: date | None
    due: date | None
    assigned_on: date
    done_on: date | None
    state: TaskState
    progress: int
    progress_on: date | None
    result: str

    @property
    def clear(self) -> int:
        """How many of the four "rõ" are answered: người, việc, trách nhiệm, thời gian (directive of 2024)."""
        has_time = self.due is not None or bool(self.due_text) or self.kind is not TaskKind.DATED
        return sum((bool(self.person), bool(self.content), bool(self.unit), has_time))


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFilter:
    """What part of the register is asked for; None and blank mean all."""

    as_of: date
    unit_id: str | None = None
    directive_id: str | None = None
    task_id: str | None = None
    assignment_id: str | None = None
    state: TaskState | None = None
    kind: TaskKind | None = None
    due_from: date | None = None
    due_to: date | None = None
    search: str = ""


# The statements are the same at every call but for their values: they are put together once.
_AS_OF = bindparam("as_of", type_=Date)
_DAY_END = bindparam("day_end", type_=UtcDateTime)


def _values(as_of: date) -> dict[str, object]:
    return {"as_of": as_of, "day_end": end_of_day(as_of)}


@lru_cache
def _due() -> ColumnElement[date | None]:
    """The due day that was in force at a day: an extension granted later is not known yet."""
    earlier = (
        select(Extension.to_due)
        .where(Extension.assignment_id == Assignment.id, Extension.is_granted, Extension.decided_on <= _AS_OF)
        .order_by(Extension.decided_on.desc())
        .limit(1)
        .scalar_subquery()
    )
    known = or_(Assignment.extended_on.is_(None), Assignment.extended_on <= _AS_OF)
    return case((known, Assignment.current_due_on), else_=func.coalesce(earlier, Assignment.original_due_on))


def _owes_report() -> ColumnElement[bool]:
    """A recurring report is overdue while one whose day has passed has not come in and is not excused."""
    arrived = (
        select(Submission.id)
        .where(
            Submission.expected_report_id == ExpectedReport.id,
            Submission.withdrawn_at.is_(None),
            or_(Submission.received_at < _DAY_END, Submission.code_noted_at < _DAY_END),
        )
        .exists()
    )
    return (
        select(ExpectedReport.id)
        .join(Period, Period.id == ExpectedReport.period_id)
        .join(ReportingRule, ReportingRule.id == Period.rule_id)
        .where(
            ReportingRule.task_id == Assignment.task_id,
            ExpectedReport.unit_id == Assignment.unit_id,
            func.coalesce(ExpectedReport.extended_to, Period.lenient_due) < _AS_OF,
            or_(ExpectedReport.excused_on.is_(None), ExpectedReport.excused_on > _AS_OF),
            ~arrived,
        )
        .exists()
    )


@lru_cache
def _state() -> ColumnElement[str]:
    """The state of an assignment at the end of a day: the table of ``core.deadlines.task_state`` in SQL."""
    is_done = and_(Assignment.done_on.is_not(None), Assignment.done_on <= _AS_OF)
    is_cancelled = or_(Assignment.cancelled_on <= _AS_OF, Task.cancelled_on <= _AS_OF)
    return case(
        (is_cancelled, literal(TaskState.CANCELLED.value)),
        (Task.kind.not_in((TaskKind.DATED, TaskKind.RECURRING)), literal(TaskState.STANDING.value)),
        (and_(is_done, Assignment.done_on > _due()), literal(TaskState.DONE_LATE.value)),
        (is_done, literal(TaskState.DONE_ON_TIME.value)),
        (_due() < _AS_OF, literal(TaskState.OPEN_OVERDUE.value)),
        (and_(Task.kind == TaskKind.RECURRING, _owes_report()), literal(TaskState.OPEN_OVERDUE.value)),
        else_=literal(TaskState.OPEN_IN_TIME.value),
    )


def _conditions(session: Session, wanted: TaskFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Assignment.assigned_on <= _AS_OF]
    for column, value in (
        (Assignment.unit_id, wanted.unit_id),
        (Task.directive_id, wanted.directive_id),
        (Assignment.task_id, wanted.task_id),
        (Assignment.id, wanted.assignment_id),
        (Task.kind, wanted.kind),
    ):
        if value is not None:
            conditions.append(column == value)
    if wanted.due_from is not None:
        conditions.append(_due() >= wanted.due_from)
    if wanted.due_to is not None:
        conditions.append(_due() <= wanted.due_to)
    if wanted.state is not None:
        conditions += [*_necessary(wanted.state), _state() == wanted.state.value]
    elif wanted.assignment_id is None:
        conditions += [
            or_(column.is_(None), column > _AS_OF) for column in (Assignment.cancelled_on, Task.cancelled_on)
        ]
    conditions += [_holds(session, word, exact) for word, exact in search_words(wanted.search)]
    return conditions


def _necessary(state: TaskState) -> list[ColumnElement[bool]]:
    """What must be true in a state and costs little to ask, before the whole table of states is."""
    if state in (TaskState.DONE_ON_TIME, TaskState.DONE_LATE):
        return [Assignment.done_on.is_not(None)]
    if state in (TaskState.OPEN_IN_TIME, TaskState.OPEN_OVERDUE):
        return [or_(Assignment.done_on.is_(None), Assignment.done_on > _AS_OF)]
    return []


def _holds(session: Session, word: str, exact: bool) -> ColumnElement[bool]:
    """A word may stand in the task, in the unit's name or in the directive's heading.

    Units and directives are few: those that hold the word are found first, and most words are in none.
    """
    column = "search_exact" if exact else "search_plain"

    def condition(record: Any) -> ColumnElement[bool]:
        found: ColumnElement[bool] = getattr(record, column).contains(word, autoescape=True)
        return found

    places = [condition(Task)]
    if units := session.scalars(select(Unit.id).where(condition(Unit))).all():
        places.append(Assignment.unit_id.in_(units))
    if directives := session.scalars(select(Directive.id).where(condition(Directive))).all():
        places.append(Task.directive_id.in_(directives))
    return or_(*places)


@lru_cache
def _rows() -> Any:
    person = aliased(Person)
    progress_then = (
        select(ProgressEntry.progress)
        .where(
            ProgressEntry.assignment_id == Assignment.id,
            ProgressEntry.recorded_on <= _AS_OF,
            ProgressEntry.progress.is_not(None),
        )
        .order_by(ProgressEntry.recorded_on.desc(), ProgressEntry.recorded_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    is_current = or_(Assignment.progress_on.is_(None), Assignment.progress_on <= _AS_OF)
    return (
        select(
            Assignment.id,
            Assignment.task_id,
            Task.directive_id,
            func.coalesce(Directive.number, Directive.subject, literal("")),
            Task.section,
            Task.content,
            Task.kind,
            Task.field,
            Task.product,
            Assignment.unit_id,
            Unit.short_name,
            Unit.sort_order,
            Assignment.role,
            func.coalesce(person.name, literal("")),
            Task.due_text,
            Assignment.original_due_on,
            _due(),
            Assignment.assigned_on,
            case((Assignment.done_on <= _AS_OF, Assignment.done_on)),
            _state(),
            case((is_current, Assignment.progress), else_=func.coalesce(progress_then, 0)),
            Assignment.progress_on,
            case((is_current, Assignment.result), else_=literal("")),
        )
        .select_from(Assignment)
        .join(Task, Task.id == Assignment.task_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .outerjoin(Directive, Directive.id == Task.directive_id)
        .outerjoin(person, person.id == Assignment.person_id)
        .order_by(Task.sort_order, Unit.sort_order, Assignment.id)
    )


def list_assignments(
    session: Session, wanted: TaskFilter, *, limit: int | None = None, offset: int = 0
) -> tuple[AssignmentRow, ...]:
    """Return lines by task and official order of units; cancelled ones only when asked for."""
    rows = _rows().where(*_conditions(session, wanted))
    if limit is not None:
        rows = rows.limit(limit).offset(offset)
    return _to_rows(session.execute(rows, _values(wanted.as_of)).all())


def _to_rows(found: Sequence[Any]) -> tuple[AssignmentRow, ...]:
    return tuple(AssignmentRow(*(*row[:19], TaskState(row[19]), *row[20:])) for row in found)


def count_states(session: Session, wanted: TaskFilter) -> TaskCounts:
    """Count the register by state at a day; cancelled assignments are outside every number."""
    state = _state().label("state")
    counted = session.execute(
        select(state, func.count())
        .select_from(Assignment)
        .join(Task, Task.id == Assignment.task_id)
        .where(*_conditions(session, wanted))
        .group_by(state),
        _values(wanted.as_of),
    )
    counts = {TaskState(name): count for name, count in counted}
    counts.pop(TaskState.CANCELLED, None)
    return TaskCounts(**{state.value: count for state, count in counts.items()})


def count_states_by_unit(session: Session, *, as_of: date) -> dict[str, TaskCounts]:
    """Count the register by unit and state at a day; units with nothing to do are not in it."""
    state = _state().label("state")
    counted = session.execute(
        select(Assignment.unit_id, state, func.count())
        .select_from(Assignment)
        .join(Task, Task.id == Assignment.task_id)
        .where(*_conditions(session, TaskFilter(as_of=as_of)))
        .group_by(Assignment.unit_id, state),
        _values(as_of),
    )
    by_unit: dict[str, dict[str, int]] = {}
    for unit_id, name, count in counted:
        by_unit.setdefault(unit_id, {})[name] = count
    return {unit_id: TaskCounts(**counts) for unit_id, counts in by_unit.items()}


def units_with_tasks(session: Session, *, as_of: date) -> tuple[tuple[str, str], ...]:
    """Return (id, short name) of the units that have assignments at a day, in official order."""
    has = select(Assignment.id).where(Assignment.unit_id == Unit.id, Assignment.assigned_on <= as_of).exists()
    found = session.execute(
        select(Unit.id, Unit.short_name).where(has, valid_on(Unit, as_of)).order_by(Unit.sort_order)
    )
    return tuple((row[0], row[1]) for row in found)
