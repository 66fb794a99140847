"""What was deleted: kept for some months, brought back whole."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.changes import Done
from app.core.clock import Clock, local_day
from app.core.errors import RuleViolation
from app.models import Step, Trash
from app.services.bringing_back import bring_back, changes_of, refuse_changed, refuse_homeless, tell_journal
from app.services.steps import TRASH_DAYS, rows_of


@dataclass(frozen=True, slots=True)
class TrashRow:
    """Something deleted that may be brought back, and for how many more days."""

    id: str
    at: datetime
    actor: str
    title: str
    records: int
    days_left: int


def list_trash(session: Session, *, today: date) -> tuple[TrashRow, ...]:
    """Return what was deleted and not brought back, newest first."""
    rows = session.scalars(select(Trash).where(Trash.restored_at.is_(None)).order_by(Trash.at.desc()))
    found = []
    for row in rows:
        left = TRASH_DAYS - (today - local_day(row.at)).days
        if left > 0:
            found.append(TrashRow(row.id, row.at, row.actor, row.title, len(row.rows), left))
    return tuple(found)


def restore(session: Session, *, trash_id: str, clock: Clock) -> Done[str]:
    """Bring deleted records back as they were; returns what was deleted, in words."""
    kept = session.get(Trash, trash_id)
    if kept is None or kept.restored_at is not None:
        raise RuleViolation("Mục này đã khôi phục hoặc quá hạn giữ.", code="E-HOANTAC-01")
    rows = rows_of(kept)
    refuse_changed(session, rows)
    refuse_homeless(session, rows)
    bring_back(session, rows)
    tell_journal(session, rows, clock, kept.id)
    kept.restored_at = clock.now()
    step = session.get(Step, kept.id)
    if step is not None and all(row.after is None for row in rows_of(step)):
        step.undone_at = clock.now()  # the deletion was all of that act: nothing of it is left to take back
    session.flush()
    return Done(kept.title, changes_of(rows))
