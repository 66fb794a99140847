"""Reads on the register of tasks: who has what, until when, in which state at a day."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Enum,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    type_coerce,
)
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


class AssignmentRow(NamedTuple):
    """One line of the register: a task in one unit's hands, as it stood at a day.

    A named tuple, because lists make thousands of them and a frozen dataclass costs three times as much.
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
_STATE = Enum(TaskState, values_callable=lambda states: [state.value for state in states], native_enum=False)


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
def _state(*, by_original: bool = False) -> ColumnElement[str]:
    """The state of an assignment at the end of a day: the table of ``core.deadlines.task_state`` in SQL.

    ``by_original`` judges by the due day first set, as if none had been extended.
    """
    due: Any = Assignment.original_due_on if by_original else _due()
    is_done = and_(Assignment.done_on.is_not(None), Assignment.done_on <= _AS_OF)
    is_cancelled = or_(Assignment.cancelled_on <= _AS_OF, Task.cancelled_on <= _AS_OF)
    return case(
        (is_cancelled, literal(TaskState.CANCELLED.value)),
        (Task.kind.not_in((TaskKind.DATED, TaskKind.RECURRING)), literal(TaskState.STANDING.value)),
        (and_(is_done, Assignment.done_on > due), literal(TaskState.DONE_LATE.value)),
        (is_done, literal(TaskState.DONE_ON_TIME.value)),
        (due < _AS_OF, literal(TaskState.OPEN_OVERDUE.value)),
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
    return conditions + _search(session, search_words(wanted.search))


def _necessary(state: TaskState) -> list[ColumnElement[bool]]:
    """What must be true in a state and costs little to ask, before the whole table of states is."""
    if state in (TaskState.DONE_ON_TIME, TaskState.DONE_LATE):
        return [Assignment.done_on.is_not(None)]
    if state in (TaskState.OPEN_IN_TIME, TaskState.OPEN_OVERDUE):
        return [or_(Assignment.done_on.is_(None), Assignment.done_on > _AS_OF)]
    return []


def _search(session: Session, words: tuple[tuple[str, bool], ...]) -> list[ColumnElement[bool]]:
    """Each word stands in the task, in the unit's name or in the directive's heading.

    Units and directives are few: those that hold a word are found first, and most words are in none.
    """
    if not words:
        return []
    units = _holders(session, Unit, words)
    directives = _holders(session, Directive, words)
    conditions = []
    for place, (word, exact) in enumerate(words):
        ways = [_holds(Task, word, exact)]
        if units[place]:
            ways.append(Assignment.unit_id.in_(units[place]))
        if directives[place]:
            ways.append(Task.directive_id.in_(directives[place]))
        conditions.append(or_(*ways))
    return conditions


def _holders(session: Session, record: Any, words: tuple[tuple[str, bool], ...]) -> list[list[str]]:
    """Return for each word the keys of the records that hold it."""
    conditions = [_holds(record, word, exact) for word, exact in words]
    found = session.execute(select(record.id, *conditions).where(or_(*conditions))).all()
    return [[row[0] for row in found if row[place]] for place in range(1, len(words) + 1)]


def _holds(record: Any, word: str, exact: bool) -> ColumnElement[bool]:
    column = record.search_exact if exact else record.search_plain
    condition: ColumnElement[bool] = column.contains(word, autoescape=True)
    return condition


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
            type_coerce(_state(), _STATE),
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
    found = session.execute(rows, _values(wanted.as_of)).all()
    return tuple(AssignmentRow._make(row) for row in found)


def count_states(session: Session, wanted: TaskFilter, *, by_original: bool = False) -> TaskCounts:
    """Count the register by state at a day; cancelled assignments are outside every number.

    ``by_original`` counts as if no due day had been extended: the second of the two rates that are printed.
    """
    state = _state(by_original=by_original).label("state")
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
    return _count_states_by(session, Assignment.unit_id, as_of)


def count_states_by_directive(session: Session, *, as_of: date) -> dict[str, TaskCounts]:
    """Count the register by directive and state at a day; directives that brought no work are not in it."""
    return _count_states_by(session, Task.directive_id, as_of)


def count_states_by_field(
    session: Session, *, as_of: date, unit_id: str | None = None
) -> dict[str, TaskCounts]:
    """Count the register, or one unit's part, by field and state at a day; no field is a blank code."""
    return _count_states_by(session, Task.field, as_of, unit_id)


def _count_states_by(
    session: Session, key: Any, as_of: date, unit_id: str | None = None
) -> dict[str, TaskCounts]:
    state = _state().label("state")
    counted = session.execute(
        select(key, state, func.count())
        .select_from(Assignment)
        .join(Task, Task.id == Assignment.task_id)
        .where(key.is_not(None), *_conditions(session, TaskFilter(as_of=as_of, unit_id=unit_id)))
        .group_by(key, state),
        _values(as_of),
    )
    found: dict[str, dict[str, int]] = {}
    for owner, name, count in counted:
        found.setdefault(owner, {})[name] = count
    return {owner: TaskCounts(**counts) for owner, counts in found.items()}


def units_with_tasks(session: Session, *, as_of: date) -> tuple[tuple[str, str], ...]:
    """Return (id, short name) of the units that have assignments at a day, in official order."""
    has = select(Assignment.id).where(Assignment.unit_id == Unit.id, Assignment.assigned_on <= as_of).exists()
    found = session.execute(
        select(Unit.id, Unit.short_name).where(has, valid_on(Unit, as_of)).order_by(Unit.sort_order)
    )
    return tuple((row[0], row[1]) for row in found)
