"""What the totals of a period would be with the last known values of the units that are missing.

Only ever shown beside the total, never in its place: nothing that a unit has not reported is counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.figures import FigureValue
from app.core.statuses import ReportResult
from app.models import ExpectedReport, Period
from app.services.queries.periods import PeriodRow
from app.services.queries.sums import (
    arrived_by,
    indicators_of,
    merged,
    over_time,
    sums_of,
    sums_of_reports,
)
from app.services.queries.totals import Absent, Totals


@dataclass(frozen=True, slots=True)
class LastKnown:
    """The figures with the missing units' last values put in; which month each was taken from."""

    figures: dict[str, FigureValue]
    taken: dict[str, str]  # unit → name of the period
    without: tuple[str, ...]  # units of which nothing is known


def with_last_known(session: Session, found: Totals) -> LastKnown:
    """Return the totals of one period as if the missing units had reported what they last did.

    A unit that was excused owes nothing: its last values say nothing of this period.
    """
    period = found.period
    missing = [one for one in found.absent if one.result is not ReportResult.EXCUSED]
    if period.catalogue_id is None:
        return LastKnown({}, {}, tuple(one.unit for one in missing))
    reports = _last_reports(session, missing, period, found.as_of)
    now = sums_of(session, period_ids=[period.id], as_of=found.as_of, by=None)
    then = sums_of_reports(session, [expected_id for expected_id, _ in reports.values()])
    columns = [column for month in (now, then) for one in month.values() for column in one.values()]
    return LastKnown(
        over_time(indicators_of(session, period.catalogue_id), [merged(columns)]),
        {unit_id: name for unit_id, (_, name) in reports.items()},
        tuple(one.unit for one in missing if one.unit_id not in reports),
    )


def _last_reports(
    session: Session, missing: Sequence[Absent], period: PeriodRow, as_of: date
) -> dict[str, tuple[str, str]]:
    """Return by unit its newest report of the year before that is read with the same catalogue."""
    before = period.name
    first = f"{int(before[:4]) - 1:04d}{before[4:]}"
    rows = session.execute(
        select(ExpectedReport.unit_id, ExpectedReport.id, Period.name)
        .join(Period, Period.id == ExpectedReport.period_id)
        .where(
            ExpectedReport.unit_id.in_({one.unit_id for one in missing}),
            Period.rule_id == period.rule_id,
            Period.catalogue_id == period.catalogue_id,
            Period.name < before,
            Period.name >= first,
            arrived_by(as_of),
        )
        .order_by(Period.name)
    )
    return {unit_id: (expected_id, name) for unit_id, expected_id, name in rows}
