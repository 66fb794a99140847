"""Months whose opening balance came from a month that was opened again: flagged until somebody rechecks."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import RuleViolation
from app.core.ids import ExpectedReportId
from app.models import ExpectedReport, Figure, Indicator, Period, Submission
from app.services.audit import record, snapshot

_CHANGED = Changes(cycles=True)


def flag_later_months(session: Session, *, expected: ExpectedReport, clock: Clock) -> tuple[str, ...]:
    """Flag the later months of the same unit that hold something; return their names, oldest first.

    Only catalogues with an opening balance carry anything over.
    """
    period = session.get_one(Period, expected.period_id)
    carries = (
        select(Indicator.id)
        .where(Indicator.catalogue_id == Period.catalogue_id, Indicator.semantics == "stock_start")
        .exists()
    )
    begun = or_(
        select(Figure.id).where(Figure.expected_report_id == ExpectedReport.id).exists(),
        select(Submission.id).where(Submission.expected_report_id == ExpectedReport.id).exists(),
    )
    later = session.execute(
        select(ExpectedReport, Period.name)
        .join(Period, Period.id == ExpectedReport.period_id)
        .where(
            ExpectedReport.unit_id == expected.unit_id,
            Period.rule_id == period.rule_id,
            Period.name > period.name,
            carries,
            begun,
        )
        .order_by(Period.name)
    ).all()
    for report, _ in later:
        if not report.recheck_of:
            before = snapshot(report)
            report.recheck_of = period.name
            record(session, clock=clock, action="report.flag", subject=report, before=before)
    return tuple(name for _, name in later)


def mark_rechecked(session: Session, *, expected_id: str, clock: Clock) -> Done[ExpectedReportId]:
    """Say that a flagged month's opening balance has been held against the reopened month again."""
    expected = session.get_one(ExpectedReport, expected_id)
    if not expected.recheck_of:
        raise RuleViolation("Kỳ này của đơn vị không có số đầu kỳ nào đang chờ kiểm lại.")
    before = snapshot(expected)
    expected.recheck_of = ""
    record(session, clock=clock, action="report.recheck", subject=expected, before=before)
    return Done(ExpectedReportId(expected_id), _CHANGED)
