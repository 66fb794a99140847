"""That a package left the office, noted where it matters: Đã tạo becomes Đã gửi."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.models import Package
from app.services.audit import record, snapshot
from app.services.packages.words import SentState


def mark_sent(session: Session, *, package_ids: Sequence[str], clock: Clock, way: str) -> Done[int]:
    """Note that packages left the office, and how; one that the other side has answered keeps its state."""
    count = 0
    for key in package_ids:
        row = session.get_one(Package, key)
        if row.is_outgoing and row.verdict == SentState.CREATED:
            before = snapshot(row)
            row.verdict = SentState.SENT
            record(session, clock=clock, action="package.send", subject=row, before=before, reason=way)
            count += 1
    return Done(count, Changes(documents=True))
