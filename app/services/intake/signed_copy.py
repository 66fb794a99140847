"""The signed copy of a directive that was entered without number: text and head change, tasks move over."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.text import exact_key
from app.intake.proposals import ProposedTask, Reading
from app.models import Clause, Task
from app.services.directives import get_directive, save_directive
from app.services.intake.entering import TaskEntry, directive_fields
from app.services.queries.directive_tasks import get_task_fields
from app.services.steps import kept_step
from app.services.tasks import cancel_task, change_task

_ALIKE = 0.55
_GONE = "Bản chính thức không còn nội dung này."


class Change(StrEnum):
    """What the signed copy does to a task."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class TaskChange:
    """A task of the draft beside the order of the signed copy that says it; one side may be missing."""

    key: str
    change: Change
    task_id: str | None
    proposal: ProposedTask | None
    section: str
    before: str
    after: str
    due_before: str
    due_after: str


def compare_tasks(session: Session, *, directive_id: str, reading: Reading) -> tuple[TaskChange, ...]:
    """Pair the tasks of an entered draft with the orders of its signed copy, in the order of the copy."""
    tasks = list(
        session.scalars(
            select(Task)
            .where(Task.directive_id == directive_id, Task.cancelled_on.is_(None))
            .order_by(Task.sort_order)
        )
    )
    pairs: list[TaskChange] = []
    for proposal in reading.tasks:
        task = _partner(proposal, tasks)
        if task is not None:
            tasks.remove(task)
        pairs.append(_pair(task, proposal))
    return (*pairs, *(_pair(task, None) for task in tasks))


def _partner(proposal: ProposedTask, tasks: Iterable[Task]) -> Task | None:
    """Return the task with the same words, else the likest; the same number in the text speaks for one."""
    mine = exact_key(proposal.content)
    best, found = _ALIKE, None
    for task in tasks:
        score = SequenceMatcher(None, mine, exact_key(task.content), autojunk=False).ratio()
        score += 0.1 if task.section and task.section == proposal.section else 0.0
        if score > best:
            best, found = score, task
    return found


def _pair(task: Task | None, proposal: ProposedTask | None) -> TaskChange:
    before, after = task.content if task else "", proposal.content if proposal else ""
    deadline = proposal.deadline if proposal else None
    due_before, due_after = task.due_text if task else "", deadline.text if deadline else ""
    change = Change.CHANGED
    if task is None:
        change = Change.NEW
    elif proposal is None:
        change = Change.GONE
    elif exact_key(before) == exact_key(after) and task.due_on == (deadline.day if deadline else None):
        change = Change.SAME
    key = f"task:{task.id}" if task else f"order:{proposal.order if proposal else 0}"
    section = (proposal.section if proposal else task.section if task else "") or ""
    return TaskChange(
        key, change, task.id if task else None, proposal, section, before, after, due_before, due_after
    )


def attach_signed_copy(
    session: Session,
    *,
    directive_id: str,
    reading: Reading,
    clock: Clock,
    taken: Iterable[str] = (),
    received_on: date | None = None,
) -> Done[str]:
    """Give an entered draft the number, day and text of its signed copy, as one step; returns the step.

    Tasks keep their units and what was noted about them. ``taken`` are the keys of the changes that a person
    takes over: new words and day, a new task, or the end of one that the copy no longer orders.
    """
    known = get_directive(session, directive_id)
    fields = replace(
        directive_fields(reading, known.received_on),
        received_on=known.received_on,
        is_own=known.is_own,
        note=known.note,
    )
    chosen = set(taken)
    changes = compare_tasks(session, directive_id=directive_id, reading=reading)
    title = f"Ghép bản chính thức {fields.kind} {fields.number or ''}".strip()
    with kept_step(session, title=title, clock=clock) as step_id:
        save_directive(session, fields=fields, clock=clock, directive_id=directive_id)
        _place_clauses(session, directive_id, known.text)
        entry = TaskEntry(session, reading, directive_id, received_on or clock.today(), clock)
        for change in changes:
            if change.change is not Change.SAME and change.key in chosen:
                _take(session, change, entry, clock)
    return Done(step_id, Changes(directives=True, tasks=True))


def _take(session: Session, change: TaskChange, entry: TaskEntry, clock: Clock) -> None:
    if change.task_id is None:
        assert change.proposal is not None
        entry.enter(change.proposal)
    elif change.proposal is None:
        cancel_task(session, task_id=change.task_id, reason=_GONE, clock=clock)
    else:
        known = get_task_fields(session, change.task_id)
        read = entry.fields(change.proposal, known.clause_id)
        fields = replace(
            known,
            content=read.content,
            kind=read.kind,
            product=read.product or known.product,
            section=read.section or known.section,
            due_text=read.due_text,
            due_on=read.due_on,
            due_operator=read.due_operator,
            recurrence=read.recurrence,
        )
        change_task(session, task_id=change.task_id, fields=fields, clock=clock)
        _rewrite_clause(session, known.clause_id, change.proposal, entry.reading)


def _rewrite_clause(
    session: Session, clause_id: str | None, proposal: ProposedTask, reading: Reading
) -> None:
    clause = session.get(Clause, clause_id) if clause_id else None
    if clause is not None:
        clause.text = reading.text[proposal.start : proposal.end] or proposal.content
        clause.span_start, clause.span_end = proposal.start, proposal.end


def _place_clauses(session: Session, directive_id: str, text: str) -> None:
    """Look every clause up in the new text: spans count there; one that reads otherwise has no place."""
    for clause in session.scalars(select(Clause).where(Clause.directive_id == directive_id)):
        start = text.find(clause.text)
        clause.span_start = start if start >= 0 else None
        clause.span_end = start + len(clause.text) if start >= 0 else None
