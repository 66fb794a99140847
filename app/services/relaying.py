"""A rule or the calendar changes in mid-year: which months change, and laying those out anew."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.deadlines import DueDates
from app.core.periods import Month, Window
from app.core.statuses import PeriodState
from app.models import ExpectedReport, Figure, Narrative, Period, Submission
from app.services.audit import record, snapshot
from app.services.cycles import RuleFields, catalogue_on, get_rule, window_of
from app.services.office_days import office_calendar


@dataclass(frozen=True, slots=True)
class MonthChange:
    """One period under a changed rule: its window and the day that judges it, as they are and would be."""

    period_id: str
    month: Month
    window: Window
    due: date
    new_window: Window
    new_due: date

    @property
    def is_bridge(self) -> bool:
        """Whether the window is longer or shorter than the rule's own, so that no day is lost or doubled."""
        return not 27 < (self.new_window.ends_before - self.new_window.starts_on).days < 33


def months_affected(
    session: Session, *, rule_id: str, fields: RuleFields | None = None, today: date
) -> tuple[MonthChange, ...]:
    """Return the periods that would change under other settings (the rule's own without any), oldest first.

    Periods that hold figures or reports, are locked or are over stay as they are, and so does every period
    before the last of them. The first changed window begins where the one before ends: every day counts once.
    """
    rule = fields or get_rule(session, rule_id)
    periods = list(
        session.scalars(select(Period).where(Period.rule_id == rule_id).order_by(Period.legal_due))
    )
    used = _used(session, rule_id)
    fixed = [n for n, p in enumerate(periods) if _is_fixed(p, used, today)]
    start = fixed[-1] + 1 if fixed else 0
    calendar = office_calendar(session)
    changes = []
    for place, period in enumerate(periods[start:], start):
        month = Month.parse(period.name)
        window = window_of(rule, month)
        if place == start and place and not rule.both_ends:
            window = Window(periods[place - 1].ends_before, window.ends_before)
        due, old_due = DueDates.of(month.day(rule.due_day), calendar), _due(period)
        old = Window(period.starts_on, period.ends_before)
        if (old, old_due, period.policy) != (window, due, rule.policy):
            judged = (old_due.judging(period.policy), due.judging(rule.policy))
            changes.append(MonthChange(period.id, month, old, judged[0], window, judged[1]))
    return tuple(changes)


def relay_periods(session: Session, *, rule_id: str, clock: Clock) -> Done[tuple[MonthChange, ...]]:
    """Lay the periods that nothing hangs on yet out anew, as their rule and the calendar now say."""
    rule = get_rule(session, rule_id)
    calendar = office_calendar(session)
    changes = months_affected(session, rule_id=rule_id, today=clock.today())
    for change in changes:
        period = session.get_one(Period, change.period_id)
        before = snapshot(period)
        due = DueDates.of(change.month.day(rule.due_day), calendar)
        period.starts_on, period.ends_before = change.new_window.starts_on, change.new_window.ends_before
        period.legal_due, period.target_due, period.lenient_due = due.legal, due.target, due.lenient
        period.policy, period.start_day = rule.policy, rule.start_day
        period.catalogue_id = catalogue_on(session, change.new_window.last_day)
        record(session, clock=clock, action="period.relay", subject=period, before=before)
    return Done(changes, Changes(cycles=True) if changes else Changes())


def _due(period: Period) -> DueDates:
    return DueDates(period.legal_due, period.target_due, period.lenient_due)


def _is_fixed(period: Period, used: set[str], today: date) -> bool:
    return period.id in used or period.state is PeriodState.LOCKED or period.ends_before <= today


def _used(session: Session, rule_id: str) -> set[str]:
    """Return the periods that hold figures, words or reports."""
    found: set[str] = set()
    for model in (Submission, Figure, Narrative):
        found.update(
            session.scalars(
                select(ExpectedReport.period_id)
                .join(Period, Period.id == ExpectedReport.period_id)
                .join(model, model.expected_report_id == ExpectedReport.id)
                .where(Period.rule_id == rule_id)
                .distinct()
            )
        )
    return found
