"""Reads on the whole life of one assignment (S08), and what the register's filters offer."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.deadlines import TaskCounts
from app.core.errors import NotFound
from app.core.statuses import DeadlineOperator
from app.models import Assignment, Clause, Directive, Person, Task
from app.services.queries.change_words import JournalLine, journal_line
from app.services.queries.history import (
    ExtensionRow,
    ProgressRow,
    extensions_of,
    history_of,
    progress_of,
)
from app.services.queries.tasks import (
    AssignmentRow,
    TaskFilter,
    count_states,
    list_assignments,
)
from app.services.tasks import get_assignment


@dataclass(frozen=True, slots=True)
class AssignmentDetail:
    """Everything about one assignment at a day; ``siblings`` counts the same task in all units."""

    row: AssignmentRow
    directive: str
    clause_number: str
    clause_text: str
    receiver: str
    due_operator: DeadlineOperator | None
    recurrence: str
    review_days: int | None
    cancelled_on: date | None
    cancel_reason: str
    siblings: TaskCounts
    progress: tuple[ProgressRow, ...]
    extensions: tuple[ExtensionRow, ...]
    journal: tuple[JournalLine, ...]


def get_assignment_detail(session: Session, assignment_id: str, *, as_of: date) -> AssignmentDetail:
    """Return one assignment with its clause, its notes, its due days and its journal."""
    rows = list_assignments(session, TaskFilter(as_of=as_of, assignment_id=assignment_id))
    if not rows:
        raise NotFound("Không còn nhiệm vụ này trong sổ ở ngày đang xem.", hint="Nạp lại danh sách (F5).")
    assignment = get_assignment(session, assignment_id)
    task = session.get_one(Task, assignment.task_id)
    clause = session.get(Clause, task.clause_id) if task.clause_id else None
    directive = session.get(Directive, task.directive_id) if task.directive_id else None
    return AssignmentDetail(
        row=rows[0],
        directive=_label(directive),
        clause_number=clause.number if clause else task.section,
        clause_text=clause.text if clause else "",
        receiver=task.receiver,
        due_operator=task.due_operator,
        recurrence=task.recurrence,
        review_days=task.review_days,
        cancelled_on=assignment.cancelled_on or task.cancelled_on,
        cancel_reason=assignment.cancel_reason or task.cancel_reason,
        siblings=count_states(session, TaskFilter(as_of=as_of, task_id=task.id)),
        progress=progress_of(session, assignment_id),
        extensions=extensions_of(session, assignment_id),
        journal=_journal(session, assignment),
    )


def _label(directive: Directive | None) -> str:
    if directive is None:
        return ""
    number = directive.number or "(bản chưa số)"
    return f"{directive.kind.capitalize()} {number}: {directive.subject}"


def _journal(session: Session, assignment: Assignment) -> tuple[JournalLine, ...]:
    entries = [
        *history_of(session, subject_kind="assignment", subject_id=assignment.id),
        *history_of(session, subject_kind="task", subject_id=assignment.task_id),
    ]
    entries.sort(key=lambda entry: entry.at, reverse=True)
    names = dict(session.execute(select(Person.id, Person.name)).all())
    return tuple(journal_line(entry, names) for entry in entries)


def directive_choices(session: Session) -> tuple[tuple[str, str], ...]:
    """Return (id, words) of the directives that have tasks, newest first."""
    has = select(Task.id).where(Task.directive_id == Directive.id).exists()
    found = session.scalars(
        select(Directive).where(has).order_by(Directive.issued_on.desc(), Directive.created_at.desc())
    )
    return tuple((d.id, f"{d.number or 'Bản chưa số'} – {d.subject}") for d in found)
