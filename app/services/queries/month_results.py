"""How the units of each month of a year reported: behind the charts of the leader's page and the report."""

from datetime import date

from sqlalchemy.orm import Session

from app.core.statuses import ReportResult
from app.reports.data.parts import MonthResults
from app.services.queries.cycles import board
from app.services.queries.periods import PeriodRow


def month_results(session: Session, period: PeriodRow, day: date) -> tuple[MonthResults, ...]:
    """Return the months of a period's year up to it, as they stood at ``day``."""
    periods, reports = board(session, rule_id=period.rule_id, year=period.month.year, as_of=day)
    results: dict[str, list[ReportResult]] = {one.id: [] for one in periods}
    for report in reports:
        results[report.period_id].append(report.verdict.result)
    return tuple(
        MonthResults(
            f"Tháng {one.month.month}",
            on_time=results[one.id].count(ReportResult.ON_TIME),
            grace=results[one.id].count(ReportResult.GRACE) + results[one.id].count(ReportResult.NOT_DUE),
            late=results[one.id].count(ReportResult.LATE),
            missing=results[one.id].count(ReportResult.MISSING),
            excused=results[one.id].count(ReportResult.EXCUSED),
        )
        for one in periods
        if one.month <= period.month
    )
