"""The journal: every write use case leaves one row for each record it changed, chained by hash."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.core.clock import Clock
from app.models import Audit, Base
from app.storage.plain_rows import plain_rows

_GENESIS = "0" * 64
_UNTOLD = {"row_version", "search_plain", "search_exact", "created_at", "updated_at"}


def snapshot(record: Base) -> dict[str, object]:
    """Return the columns of a record as JSON values, for the journal's before and after."""
    columns = record.__mapper__.columns.keys()
    return {name: _plain(getattr(record, name)) for name in columns if name not in _UNTOLD}


def _plain(value: Any) -> object:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value


def record(
    session: Session,
    *,
    clock: Clock,
    action: str,
    subject: Base,
    before: dict[str, object] | None = None,
    reason: str = "",
    batch_id: str | None = None,
) -> None:
    """Add one row to the journal; ``before`` is a snapshot, None for a new record.

    Only fields that changed are kept. A record that did not change leaves no row.
    """
    session.flush()
    after = snapshot(subject)
    if before is not None:
        changed = {name for name, value in after.items() if before.get(name) != value}
        if not changed:
            return
        before = {name: before.get(name) for name in sorted(changed)}
        after = {name: after[name] for name in sorted(changed)}
    note(
        session,
        clock=clock,
        action=action,
        subject_kind=subject.__tablename__,
        subject_id=str(getattr(subject, "id", "") or getattr(subject, "day", "")),
        before=before,
        after=after,
        reason=reason,
        batch_id=batch_id,
    )


def note(
    session: Session,
    *,
    clock: Clock,
    action: str,
    subject_kind: str,
    subject_id: str,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
    reason: str = "",
    batch_id: str | None = None,
) -> None:
    """Add one row to the journal about something that is not one record, such as a whole import."""
    previous: str = session.info.get("audit_head") or (
        session.scalar(select(Audit.hash).order_by(Audit.seq.desc()).limit(1)) or _GENESIS
    )
    entry = Audit(
        at=clock.now(),
        actor=session.info.get("actor", ""),
        action=action,
        subject_kind=subject_kind,
        subject_id=subject_id,
        before=before,
        after=after,
        reason=reason,
        batch_id=batch_id or session.info.get("step_id"),
        previous_hash=previous,
    )
    entry.hash = chain_hash(entry)
    session.info["audit_head"] = entry.hash
    session.add(entry)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the journal: its last row at some moment, which binds everything before it."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Act:
    """What one row of the journal says was done, and to which record."""

    action: str
    subject_kind: str
    subject_id: str


_HEAD = select(Audit.seq, Audit.hash).order_by(Audit.seq.desc()).limit(1)
_SINCE = (
    select(Audit.hash, Audit.action, Audit.subject_kind, Audit.subject_id)
    .where(Audit.seq >= bindparam("seq"))
    .order_by(Audit.seq)
    .limit(bindparam("most"))
)
_MOST_ACTS = 500


def journal_mark(session: Session) -> Mark:
    """Return where the journal stands."""
    rows = plain_rows(session, _HEAD)
    return Mark(*rows[0]) if rows else Mark(0, _GENESIS)


def acts_since(session: Session, mark: Mark) -> tuple[Act, ...] | None:
    """Return what was done after a mark; None where it was much, or this journal never stood there.

    The second is so after another register, or an older copy of this one, was put in its place.
    """
    rows = plain_rows(session, _SINCE, seq=mark.seq, most=_MOST_ACTS)
    if mark.seq and (not rows or rows[0].hash != mark.hash):
        return None
    if len(rows) == _MOST_ACTS:
        return None
    return tuple(Act(*row[1:]) for row in (rows[1:] if mark.seq else rows))


def forget_head(session: Session) -> None:
    """Read the last row's hash anew: a savepoint that was rolled back took rows of the journal with it."""
    session.info.pop("audit_head", None)


def chain_hash(entry: Audit) -> str:
    """Compute the hash of a journal row from the hash before it and its own content."""
    content = [
        entry.previous_hash,
        entry.at.isoformat(),
        entry.actor,
        entry.action,
        entry.subject_kind,
        entry.subject_id,
        entry.before,
        entry.after,
        entry.reason,
        entry.batch_id,
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def first_broken_link(session: Session) -> int | None:
    """Return the number of the first row that does not fit the one before it, None for a sound chain."""
    previous = _GENESIS
    for entry in session.scalars(select(Audit).order_by(Audit.seq)).yield_per(1000):
        if entry.previous_hash != previous or entry.hash != chain_hash(entry):
            return entry.seq
        previous = entry.hash
    return None
