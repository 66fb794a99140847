"""The closed totals of a period, and how far today's numbers have moved away from them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import ClosedTotal
from app.services.closing import plain
from app.services.queries.totals import Totals


@dataclass(frozen=True, slots=True)
class MovedNumber:
    """A number that is no longer what was closed; both as plain words."""

    code: str
    title: str
    closed: str
    now: str


@dataclass(frozen=True, slots=True)
class ClosedState:
    """The last closing of a period; ``moved`` numbers differ from it by now."""

    id: str
    as_of: date
    closed_at: datetime
    closed_by: str
    counted: int
    expected: int
    sha256: str
    moved: tuple[MovedNumber, ...]


def closed_state(session: Session, found: Totals) -> ClosedState | None:
    """Return the last closing of the period of some totals, None where it has never been closed."""
    last = session.scalars(
        select(ClosedTotal)
        .where(ClosedTotal.period_id == found.period.id)
        .order_by(ClosedTotal.closed_at.desc(), ClosedTotal.id)
    ).first()
    if last is None:
        return None
    content = dict(last.content)
    return ClosedState(
        last.id,
        last.as_of,
        last.closed_at,
        last.closed_by,
        int(str(content["counted"])),
        int(str(content["expected"])),
        last.sha256,
        _moved(content, found),
    )


def _moved(content: dict[str, object], found: Totals) -> tuple[MovedNumber, ...]:
    parts = content["parts"]
    assert isinstance(parts, list)
    kept = {part["catalogue"]: part["rows"] for part in parts}
    moved = []
    for part in found.parts:
        rows = kept.get(part.catalogue_id, {})
        for row in part.rows:
            closed = str(rows[row.code]["figure"]) if row.code in rows else ""
            if closed != plain(row.figure):
                moved.append(MovedNumber(row.code, row.title, closed, plain(row.figure)))
    return tuple(moved)
