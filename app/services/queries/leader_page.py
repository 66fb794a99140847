"""Data of the leader's page: one month at a glance, beside the months before it."""

from datetime import date

from sqlalchemy.orm import Session

from app.core.statuses import ReportResult, ReportState
from app.reports.data.leader_page import LeaderPageData, WeakUnit
from app.services.queries.cycles import CycleStatus, ReportRow, cycle_status
from app.services.queries.month_results import month_results
from app.services.queries.papers import paper_frame, standing_phrases
from app.services.queries.periods import PeriodRow
from app.services.queries.report_paper import dossier_rows, printed_period
from app.services.queries.tasks import TaskFilter, count_states, count_states_by_unit
from app.services.queries.totals import totals
from app.services.queries.units import UnitRow

_WORDS = {
    ReportResult.MISSING: "Chưa nộp",
    ReportResult.GRACE: "Trong ngày đệm",
}


def leader_page_data(
    session: Session, *, hub: UnitRow, period: PeriodRow, day: date, compare: date | None = None
) -> LeaderPageData:
    """Return the page as the register stands at ``day``; tasks are those of that day.

    It is compared with the month before, or with itself on another day.
    """
    status = cycle_status(session, period=period, as_of=day)
    by_unit = count_states_by_unit(session, as_of=day)
    overdue = {unit_id: counts.open_overdue for unit_id, counts in by_unit.items() if counts.open_overdue}
    rows = totals(session, period=period, as_of=day)
    dossiers = dossier_rows("Tổng số", {row.code: row.figure.known for row in rows})
    return LeaderPageData(
        frame=paper_frame(session, unit_id=hub.id, type_symbol="BC", day=day, goes_up=False),
        unit_code=hub.code,
        unit_name=hub.name,
        period=printed_period(period),
        as_of=day,
        months=month_results(session, period, day),
        tasks=count_states(session, TaskFilter(as_of=day)),
        overdue_units=len(overdue),
        weak=_weak(status, overdue),
        dossiers=dossiers[0] if dossiers else None,
        dossier_units=max((row.units for row in rows), default=0),
        is_provisional=any(_is_open(report) for report in status.reports),
        compared=month_results(session, period, compare)[-1] if compare is not None else None,
        compared_on=compare,
        phrases=standing_phrases(session, "leader-page", day),
    )


def _is_open(report: ReportRow) -> bool:
    came = report.verdict.result in (ReportResult.ON_TIME, ReportResult.LATE)
    return came and report.state not in (ReportState.ACCEPTED, ReportState.LOCKED)


def _weak(status: CycleStatus, overdue: dict[str, int]) -> tuple[WeakUnit, ...]:
    """Return units that owe a report or a task: missing reports first, then by overdue tasks."""
    found = []
    for place, report in enumerate(status.reports):
        verdict, late = report.verdict, overdue.get(report.unit_id, 0)
        words = _WORDS.get(verdict.result, "")
        if verdict.result is ReportResult.LATE:
            words = f"Muộn {verdict.days_late} ngày"
        if late or verdict.result in _WORDS:
            weight = (verdict.result is not ReportResult.MISSING, -late, -verdict.days_late, place)
            found.append((weight, WeakUnit(report.unit, words, late)))
    return tuple(unit for _, unit in sorted(found, key=lambda item: item[0]))
