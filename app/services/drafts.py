"""Typing that cannot be kept as what it is yet, laid down so that a power cut takes none of it."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.models import Draft


def lay_down(session: Session, *, key: str, payload: Mapping[str, str], clock: Clock) -> Done[int]:
    """Keep what stands in some fields under a key; nothing to keep takes the key away. Never exported."""
    draft = session.get(Draft, key)
    if not payload:
        if draft is not None:
            session.delete(draft)
        return Done(0, Changes())
    if draft is None:
        draft = Draft(key=key)
        session.add(draft)
    draft.payload, draft.saved_at = dict(payload), clock.now()
    return Done(len(payload), Changes())
