"""A month is over for everybody once the hub's consolidated report on it has gone out."""

from sqlalchemy.orm import Session

from app.core.changes import Changes
from app.core.clock import Clock
from app.models import IssuedDocument
from app.services.cycles import lock_period
from app.services.queries.spans import Span


def lock_told_month(session: Session, *, document: IssuedDocument, span: str, clock: Clock) -> Changes:
    """Lock the month of a consolidated report that was issued (product A-bis, "Khóa kỳ"); nothing else."""
    if document.kind != "consolidated-report" or span != Span.MONTH or document.period_id is None:
        return Changes()
    reason = f"Đã ban hành báo cáo tổng hợp số {document.number}/{document.symbol}."
    return lock_period(session, period_id=document.period_id, clock=clock, reason=reason).changes
