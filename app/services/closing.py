"""Closing the totals of a period: every number, and the version of every report it stands on, is kept."""

import hashlib
import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import RuleViolation
from app.core.figures import FigureValue
from app.core.ids import new_id
from app.core.text import format_number
from app.models import ClosedTotal, ExpectedReport
from app.services.audit import note
from app.services.queries.totals import Totals, TotalsPart


def close_totals(session: Session, *, found: Totals, clock: Clock) -> Done[str]:
    """Keep the totals of one period as they are now; the last closing is the one that counts.

    Refused while nothing has come in. What changes afterwards is told against the closed numbers, which
    themselves never change.
    """
    if not found.counted:
        raise RuleViolation(
            f"Kỳ {found.period.month.short} chưa có báo cáo nào nên chưa chốt tổng hợp được.",
            hint="Nhận báo cáo của đơn vị rồi chốt.",
        )
    content = content_of(found, versions_of(session, found))
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    closed = ClosedTotal(
        id=new_id(),
        period_id=found.period.id,
        as_of=found.as_of,
        closed_at=clock.now(),
        closed_by=str(session.info.get("actor", "")),
        content=content,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    session.add(closed)
    session.flush()
    note(
        session,
        clock=clock,
        action="totals.close",
        subject_kind="period",
        subject_id=found.period.id,
        after={
            "reports": f"{format_number(found.counted)}/{format_number(found.expected)}",
            "sha256": closed.sha256,
        },
    )
    return Done(closed.id, Changes(cycles=True))


def content_of(found: Totals, versions: dict[str, int]) -> dict[str, object]:
    """Return what is kept of totals: numbers by indicator, versions by unit."""
    return {
        "period": found.period.name,
        "as_of": found.as_of.isoformat(),
        "expected": found.expected,
        "counted": found.counted,
        "units": versions,
        "parts": [_part(part) for part in found.parts],
    }


def versions_of(session: Session, found: Totals) -> dict[str, int]:
    """Return by unit the version of its report whose figures count in the totals; 0 is the working copy."""
    absent = {one.unit_id for one in found.absent}
    rows = session.execute(
        select(ExpectedReport.unit_id, ExpectedReport.accepted_version)
        .where(ExpectedReport.period_id == found.period.id)
        .order_by(ExpectedReport.unit_id)
    )
    return {unit_id: version for unit_id, version in rows if unit_id not in absent}


def _part(part: TotalsPart) -> dict[str, object]:
    return {
        "catalogue": part.catalogue_id,
        "rows": {row.code: {"figure": plain(row.figure), "units": row.units} for row in part.rows},
    }


def plain(figure: FigureValue) -> str:
    """Return a figure as one word: the number with a point, or the name of its state."""
    return figure.state.value if figure.value is None else f"{figure.value.normalize():f}"
