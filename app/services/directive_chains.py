"""How directives hang together: carried out, amended, replaced, repealed; what becomes of replaced work."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import InvalidField, RuleViolation
from app.core.ids import DirectiveId
from app.core.statuses import DirectiveRelation, DirectiveState
from app.core.text import exact_key, one_line
from app.models import Assignment, Clause, Directive, DirectiveLink, Task
from app.services.audit import note, record, snapshot
from app.services.directives import get_directive
from app.services.steps import kept_step
from app.services.tasks import cancel_task

_CHANGED = Changes(directives=True, tasks=True)
_ALIKE = 0.7
T = TypeVar("T")


ENDS = frozenset({DirectiveRelation.REPLACES, DirectiveRelation.REPEALS})


class Fate(StrEnum):
    """What becomes of an open task when its directive is replaced."""

    INHERIT = "inherit"  # goes on under the new directive
    CLOSE = "close"  # cancelled with the reason
    KEEP = "keep"  # stays as it is, under the old directive


def link_directives(
    session: Session, *, from_id: str, to_id: str, relation: DirectiveRelation, clock: Clock
) -> Done[DirectiveId]:
    """Note what a directive does to another one of the register; the same pair is noted once."""
    if from_id == to_id:
        raise InvalidField("to_id", "Một văn bản không thể dẫn chính nó.")
    target = get_directive(session, to_id)
    get_directive(session, from_id)
    known = select(DirectiveLink).where(DirectiveLink.from_id == from_id, DirectiveLink.to_id == to_id)
    link = session.scalars(known).first()
    before = snapshot(link) if link else None
    if link is None:
        link = DirectiveLink(from_id=from_id, to_id=to_id, to_number=target.number or "")
        link.to_date = target.issued_on
        session.add(link)
    link.relation = relation.value
    record(session, clock=clock, action="directive.link", subject=link, before=before)
    return Done(DirectiveId(from_id), Changes(directives=True))


def replace_directive(
    session: Session,
    *,
    old_id: str,
    new_id: str,
    fates: Mapping[str, Fate],
    reason: str,
    clock: Clock,
    relation: DirectiveRelation = DirectiveRelation.REPLACES,
) -> Done[str]:
    """Put a directive in another one's place and settle each open task, as one step; returns the step.

    A task that is inherited keeps its units, days and history; its clause is the one of the new directive
    with the same words, else none.
    """
    if not one_line(reason):
        raise InvalidField("reason", "Chưa ghi lý do.")
    old, new = get_directive(session, old_id), get_directive(session, new_id)
    if old.state is DirectiveState.REPLACED:
        raise RuleViolation(
            "Văn bản này đã được thay thế rồi.", hint="Xem mục Liên quan để biết văn bản nào."
        )
    undecided = [task for task in open_tasks(session, old_id) if task.id not in fates]
    if undecided:
        raise InvalidField("fates", f"Còn {len(undecided)} nhiệm vụ chưa chọn kế thừa, đóng hay giữ.")
    title = f"Thay thế {old.kind} {old.number or '(bản chưa số)'}"
    with kept_step(session, title=title, clock=clock) as step_id:
        link_directives(session, from_id=new_id, to_id=old_id, relation=relation, clock=clock)
        clauses = session.scalars(select(Clause).where(Clause.directive_id == new_id)).all()
        for task in open_tasks(session, old_id):
            _settle(session, task, fates[task.id], new, clauses, reason, clock)
        before = snapshot(old)
        old.state = DirectiveState.REPLACED
        record(session, clock=clock, action="directive.replace", subject=old, before=before, reason=reason)
    return Done(step_id, _CHANGED)


def open_tasks(session: Session, directive_id: str) -> list[Task]:
    """Return the tasks of a directive that are neither cancelled nor finished by all who have them."""
    tasks = session.scalars(
        select(Task)
        .where(Task.directive_id == directive_id, Task.cancelled_on.is_(None))
        .order_by(Task.sort_order)
    ).all()
    left: dict[str, list[bool]] = {}
    for task_id, done_on, cancelled_on in session.execute(
        select(Assignment.task_id, Assignment.done_on, Assignment.cancelled_on).where(
            Assignment.task_id.in_([task.id for task in tasks])
        )
    ):
        left.setdefault(task_id, []).append(done_on is None and cancelled_on is None)
    return [task for task in tasks if any(left.get(task.id, [True]))]


@dataclass(frozen=True, slots=True)
class OpenTask:
    """An open task of a directive that is replaced, with the fate that its words propose."""

    id: str
    section: str
    content: str
    due_text: str
    due_on: date | None
    units: int
    proposed: Fate
    twin: str = ""  # the clause of the new directive that says the same


def list_open_tasks(
    session: Session,
    *,
    old_id: str,
    new_id: str,
    relation: DirectiveRelation = DirectiveRelation.REPLACES,
) -> tuple[OpenTask, ...]:
    """Return the open tasks of a directive that ends.

    What the new one orders again is proposed to be closed, as is all of one that is repealed; the rest is
    proposed to be inherited.
    """
    given = Counter(
        session.scalars(
            select(Assignment.task_id)
            .join(Task)
            .where(Task.directive_id == old_id, Assignment.cancelled_on.is_(None))
        )
    )
    again = session.scalars(
        select(Task).where(Task.directive_id == new_id, Task.cancelled_on.is_(None))
    ).all()
    rows = []
    for task in open_tasks(session, old_id):
        twin = _likest(task.content, again, lambda other: other.content)
        is_over = twin is not None or relation is DirectiveRelation.REPEALS
        fate = Fate.CLOSE if is_over else Fate.INHERIT
        where = (twin.section or "nhiệm vụ mới") if twin is not None else ""
        rows.append(
            OpenTask(
                task.id, task.section, task.content, task.due_text, task.due_on, given[task.id], fate, where
            )
        )
    return tuple(rows)


def _likest(words: str, others: Sequence[T], said: Callable[[T], str]) -> T | None:
    """Return the one whose words are nearly the same; None where none is near enough."""
    matcher = SequenceMatcher(None, "", exact_key(words), autojunk=False)
    best, found = _ALIKE, None
    for other in others:
        matcher.set_seq1(exact_key(said(other)))
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
            score = matcher.ratio()
            if score > best:
                best, found = score, other
    return found


def _settle(
    session: Session,
    task: Task,
    fate: Fate,
    new: Directive,
    clauses: Sequence[Clause],
    reason: str,
    clock: Clock,
) -> None:
    if fate is Fate.CLOSE:
        cancel_task(session, task_id=task.id, reason=reason, clock=clock)
    elif fate is Fate.KEEP:
        note(session, clock=clock, action="task.keep", subject_kind="task", subject_id=task.id, reason=reason)
    else:
        before = snapshot(task)
        clause = _likest(task.content, clauses, lambda one: one.text)
        task.directive_id, task.clause_id = new.id, clause.id if clause else None
        task.section = clause.number if clause else ""
        record(session, clock=clock, action="task.inherit", subject=task, before=before, reason=reason)
