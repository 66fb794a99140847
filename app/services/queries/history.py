"""Reads on the journal: what happened to one record, newest first."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Audit, Extension, ProgressEntry


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One change: when (UTC), who, what was done, which fields went from what to what, why."""

    at: datetime
    actor: str
    action: str
    changes: tuple[tuple[str, object, object], ...]
    reason: str


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """One dated note on an assignment."""

    recorded_on: date
    kind: str
    progress: int | None
    text: str
    author: str


@dataclass(frozen=True, slots=True)
class ExtensionRow:
    """One decision on a due day."""

    decided_on: date
    from_due: date | None
    to_due: date
    is_granted: bool
    reason: str


def history_of(session: Session, *, subject_kind: str, subject_id: str) -> tuple[HistoryRow, ...]:
    """Return the journal of one record, newest first."""
    entries = session.scalars(
        select(Audit)
        .where(Audit.subject_kind == subject_kind, Audit.subject_id == subject_id)
        .order_by(Audit.seq.desc())
    )
    return tuple(_row(entry) for entry in entries)


def _row(entry: Audit) -> HistoryRow:
    before, after = entry.before or {}, entry.after or {}
    changes = tuple((name, before.get(name), after.get(name)) for name in sorted({*before, *after}))
    return HistoryRow(entry.at, entry.actor, entry.action, changes, entry.reason)


def progress_of(session: Session, assignment_id: str) -> tuple[ProgressRow, ...]:
    """Return the notes on an assignment, newest first."""
    notes = session.scalars(
        select(ProgressEntry)
        .where(ProgressEntry.assignment_id == assignment_id)
        .order_by(ProgressEntry.recorded_on.desc(), ProgressEntry.recorded_at.desc())
    )
    return tuple(ProgressRow(n.recorded_on, n.kind, n.progress, n.text, n.author) for n in notes)


def extensions_of(session: Session, assignment_id: str) -> tuple[ExtensionRow, ...]:
    """Return the decisions on an assignment's due day, in order."""
    rows = session.scalars(
        select(Extension).where(Extension.assignment_id == assignment_id).order_by(Extension.decided_on)
    )
    return tuple(ExtensionRow(e.decided_on, e.from_due, e.to_due, e.is_granted, e.reason) for e in rows)
