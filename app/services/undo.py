"""Taking a step back: every row returns to what it was, or nothing does and the reason is told.

Refused where a row was changed since, where later records stand on a row that the step added, and where work
of the step has gone out in a package or stands in an issued paper. Taking back is itself a step: taking that
one back does the act again (Ctrl+Y).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import RuleViolation
from app.core.text import shorten
from app.exchange.manifest import Kind
from app.models import Assignment, Audit, IssuedDocument, Package, Step, Trash
from app.services.bringing_back import bring_back, changes_of, refuse_built_on, refuse_changed, tell_journal
from app.services.steps import Touched, kept_step, rows_of

_WORK = {"directive", "clause", "clause_addressee", "task", "assignment"}
_TASK_PAPERS = ("monthly-report", "consolidated-report", "assignment-notice", "leader-page", "reminder")


@dataclass(frozen=True, slots=True)
class StepRow:
    """An act that was kept: when, who, what; ``undoes_id`` where it took another one back."""

    id: str
    at: datetime
    actor: str
    title: str
    undone_at: datetime | None
    undoes_id: str | None


def list_steps(session: Session, *, most: int = 60) -> tuple[StepRow, ...]:
    """Return the acts that are kept, newest first."""
    columns = (Step.id, Step.at, Step.actor, Step.title, Step.undone_at, Step.undoes_id)
    found = session.execute(select(*columns).order_by(Step.seq.desc()).limit(most))
    return tuple(StepRow(*row) for row in found)


def next_undo(session: Session) -> StepRow | None:
    """Return the act that Ctrl+Z takes back now."""
    return next((s for s in list_steps(session) if s.undone_at is None and s.undoes_id is None), None)


def next_redo(session: Session) -> StepRow | None:
    """Return the taking back that Ctrl+Y takes back; none once something else was done after it."""
    for step in list_steps(session):
        if step.undone_at is None:
            return step if step.undoes_id is not None else None
    return None


def undo_step(session: Session, *, step_id: str, clock: Clock) -> Done[str]:
    """Bring every row of a step back to what it was; returns the step's title."""
    step = session.get(Step, step_id)
    if step is None or step.undone_at is not None:
        raise RuleViolation(
            "Bước này đã hoàn tác hoặc quá cũ nên không còn giữ.",
            hint="Xem Nhật ký để sửa từng dòng.",
            code="E-HOANTAC-01",
        )
    rows = rows_of(step)
    refuse_changed(session, rows)
    refuse_built_on(session, rows)
    _refuse_gone_out(session, step, rows)
    title = step.title
    with kept_step(session, title=f"Hoàn tác: {title}", clock=clock, undoes_id=step.id) as undoing:
        bring_back(session, rows)
        tell_journal(session, rows, clock, undoing)
    step.undone_at = clock.now()
    if step.undoes_id is not None:  # the act is done again: it may be taken back again, and no more is kept
        if (undone := session.get(Step, step.undoes_id)) is not None:
            undone.undone_at = None
        if (again := session.get(Step, undoing)) is not None:
            session.delete(again)
    if (kept := session.get(Trash, step.undoes_id or step.id)) is not None:
        kept.restored_at = None if step.undoes_id else clock.now()
    session.flush()
    return Done(title, changes_of(rows))


def undo_back_to(session: Session, *, step_id: str, clock: Clock) -> Done[int]:
    """Take back every act since a step, and the step itself; where one refuses, nothing is taken back."""
    wanted = []
    for step in list_steps(session):
        if step.undone_at is None and step.undoes_id is None:
            wanted.append(step)
        if step.id == step_id:
            break
    changes = Changes()
    for step in wanted:
        try:
            changes |= undo_step(session, step_id=step.id, clock=clock).changes
        except RuleViolation as error:
            raise RuleViolation(
                f"Dừng ở bước “{shorten(step.title, 60)}”: {error.message}", hint=error.hint, code=error.code
            ) from error
    return Done(len(wanted), changes)


def _refuse_gone_out(session: Session, step: Step, rows: list[Touched]) -> None:
    """Refuse where units or papers have been told of the work since."""
    if not any(row.table in _WORK for row in rows):
        return
    tasks = [row.key[0] for row in rows if row.table == "task"]
    own = [row.key[0] for row in rows if row.table == "assignment"]
    told = select(Assignment.unit_id).where(or_(Assignment.id.in_(own), Assignment.task_id.in_(tasks)))
    sent = select(Package.file_name).where(
        Package.is_outgoing,
        Package.undone_at.is_(None),
        Package.kind == Kind.ASSIGNMENT.value,
        Package.at >= step.at,
        Package.unit_id.in_(told),
    )
    if (name := session.scalars(sent.limit(1)).first()) is not None:
        raise RuleViolation(
            f"Nhiệm vụ của bước này đã đi trong gói “{name}” nên không hoàn tác được.",
            hint="Hủy nhiệm vụ kèm lý do rồi xuất gói mới.",
            code="E-HOANTAC-03",
        )
    issued = (
        select(IssuedDocument.title)
        .join(Audit, Audit.subject_id == IssuedDocument.id)
        .where(Audit.action == "document.issue", Audit.at >= step.at, IssuedDocument.kind.in_(_TASK_PAPERS))
    )
    if (title := session.scalars(issued.limit(1)).first()) is not None:
        raise RuleViolation(
            f"“{shorten(title, 60)}” ban hành sau bước này đã in số liệu nhiệm vụ nên không hoàn tác được.",
            hint="Hủy, sửa từng nhiệm vụ kèm lý do.",
            code="E-HOANTAC-03",
        )
