"""Reads on what a directive brought: its tasks with how they stand, and whom giving them would reach."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.deadlines import TaskCounts
from app.core.statuses import DeadlineOperator, TaskKind
from app.models import Assignment, Clause, Task, Unit
from app.services.directives import units_bound_by
from app.services.queries.tasks import TaskFilter, list_assignments
from app.services.tasks import TaskFields


@dataclass(frozen=True, slots=True)
class DirectiveTask:
    """A task of a directive; ``counts`` tells how its assignments stand at the day asked."""

    id: str
    clause_id: str | None
    section: str
    content: str
    kind: TaskKind
    product: str
    due_on: date | None
    due_operator: DeadlineOperator | None
    due_text: str
    recurrence: str
    is_cancelled: bool
    counts: TaskCounts


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit that may be given a task."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class TaskPreview:
    """Whom a task's clause binds on a day, and who has the task already."""

    task_id: str
    section: str
    content: str
    is_cancelled: bool
    bound: tuple[UnitChoice, ...]
    given: frozenset[str]
    is_clear: bool = True  # a task with a deadline says a day, or words for one

    @property
    def new(self) -> tuple[UnitChoice, ...]:
        """The bound units that would get the task."""
        return tuple(unit for unit in self.bound if unit.id not in self.given)


def list_directive_tasks(session: Session, directive_id: str, *, as_of: date) -> tuple[DirectiveTask, ...]:
    """Return the tasks of a directive by the reading order of their clauses."""
    counts = _counts(session, directive_id, as_of)
    tasks = session.execute(
        select(Task, Clause.position)
        .outerjoin(Clause, Clause.id == Task.clause_id)
        .where(Task.directive_id == directive_id)
        .order_by(Clause.position, Task.sort_order)
    )
    return tuple(
        DirectiveTask(
            t.id,
            t.clause_id,
            t.section,
            t.content,
            t.kind,
            t.product,
            t.due_on,
            t.due_operator,
            t.due_text,
            t.recurrence,
            t.cancelled_on is not None and t.cancelled_on <= as_of,
            counts.get(t.id, TaskCounts()),
        )
        for t, _ in tasks
    )


def _counts(session: Session, directive_id: str, as_of: date) -> dict[str, TaskCounts]:
    found: dict[str, Counter[str]] = {}
    for row in list_assignments(session, TaskFilter(as_of=as_of, directive_id=directive_id)):
        found.setdefault(row.task_id, Counter())[row.state.value] += 1
    return {task_id: TaskCounts(**states) for task_id, states in found.items()}


def preview_assignment(session: Session, task_ids: Sequence[str], *, day: date) -> tuple[TaskPreview, ...]:
    """Return for each task whom its clause binds on a day, and who has it."""
    names = dict(session.execute(select(Unit.id, Unit.short_name)).all())
    previews = []
    for task_id in task_ids:
        task = session.get(Task, task_id)
        if task is None:
            continue
        bound = units_bound_by(session, task.clause_id, day) if task.clause_id else ()
        given = session.scalars(select(Assignment.unit_id).where(Assignment.task_id == task_id))
        previews.append(
            TaskPreview(
                task.id,
                task.section,
                task.content,
                task.cancelled_on is not None,
                tuple(UnitChoice(unit_id, names[unit_id]) for unit_id in bound),
                frozenset(given),
                task.kind is not TaskKind.DATED or bool(task.due_on or task.due_text),
            )
        )
    return tuple(previews)


def get_task_fields(session: Session, task_id: str) -> TaskFields:
    """Return a task as it was entered, for changing it."""
    task = session.get_one(Task, task_id)
    return TaskFields(
        content=task.content,
        kind=task.kind,
        directive_id=task.directive_id,
        clause_id=task.clause_id,
        section=task.section,
        product=task.product,
        receiver=task.receiver,
        field=task.field,
        due_text=task.due_text,
        due_on=task.due_on,
        due_operator=task.due_operator,
        recurrence=task.recurrence,
        review_days=task.review_days,
    )


def task_version(session: Session, task_id: str) -> int:
    """Return which save of a task its fields are of, for a form that changes them."""
    return session.get_one(Task, task_id).row_version


def clause_parents(session: Session, directive_id: str) -> dict[str, str | None]:
    """Return for each clause of a directive the key of the clause it stands in."""
    found = select(Clause.id, Clause.parent_id).where(Clause.directive_id == directive_id)
    return dict(session.execute(found).all())
