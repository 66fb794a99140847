"""Reads on duties to report and their periods: rules, windows, due days."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from app.core.deadlines import DueDates
from app.core.errors import NotFound
from app.core.periods import Month, WindowRule
from app.core.statuses import (
    DuePolicy,
    Frequency,
    PeriodState,
    ReportSubject,
)
from app.models import Period, ReportingRule
from app.services.cycles import monthly_rule
from app.storage.plain_rows import plain_rows


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A duty to report."""

    id: str
    name: str
    subject: ReportSubject
    frequency: Frequency
    clause_id: str | None
    task_id: str | None
    receiver_unit_id: str | None
    start_day: int
    both_ends: bool
    due_day: int
    due_month: int | None
    policy: DuePolicy
    lock_after_days: int
    max_extensions: int
    two_step: bool
    window_words: str
    valid_from: date | None
    valid_to: date | None
    version: int


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A period with its window (both days counted) and three due dates."""

    id: str
    rule_id: str
    name: str
    first_day: date
    last_day: date
    due: DueDates
    policy: DuePolicy
    state: PeriodState
    locked_on: date | None
    catalogue_id: str | None
    window_words: str
    lock_day: date | None = None  # after whose end it locks itself; None where nobody asked

    @property
    def month(self) -> Month:
        """The month of the due day, which names the period."""
        return Month.parse(self.name)


def list_rules(session: Session) -> tuple[RuleRow, ...]:
    """Return the reporting rules by name."""
    rules = session.scalars(select(ReportingRule).order_by(ReportingRule.name, ReportingRule.valid_from))
    return tuple(
        RuleRow(
            r.id,
            r.name,
            r.subject,
            r.frequency,
            r.clause_id,
            r.task_id,
            r.receiver_unit_id,
            r.start_day,
            r.both_ends,
            r.due_day,
            r.due_month,
            r.policy,
            r.lock_after_days,
            r.max_extensions,
            r.two_step,
            r.window_words,
            r.valid_from,
            r.valid_to,
            r.row_version,
        )
        for r in rules
    )


_PERIODS = (
    select(*Period.__table__.columns, ReportingRule.window_words)
    .join(ReportingRule, ReportingRule.id == Period.rule_id)
    .order_by(Period.legal_due)
)


def list_periods(
    session: Session, *, rule_id: str | None = None, year: int | None = None
) -> tuple[PeriodRow, ...]:
    """Return periods in order of time, of one rule and of due days in one year where asked."""
    periods = _PERIODS
    if rule_id is not None:
        periods = periods.where(Period.rule_id == rule_id)
    if year is not None:
        periods = periods.where(Period.name.startswith(f"{year:04d}-"))
    return tuple(_period_row(row, row.window_words) for row in plain_rows(session, periods))


def _period_row(p: Period | Row[*tuple[Any, ...]], words: str, lock_day: date | None = None) -> PeriodRow:
    return PeriodRow(
        p.id,
        p.rule_id,
        p.name,
        p.starts_on,
        date.fromordinal(p.ends_before.toordinal() - 1),
        DueDates(p.legal_due, p.target_due, p.lenient_due),
        p.policy,
        p.state,
        p.locked_on,
        p.catalogue_id,
        words,
        lock_day,
    )


def find_period(session: Session, *, name: str | None, as_of: date, rule_id: str | None = None) -> PeriodRow:
    """Return a period by the month that names it; without a name the last one closed at the day.

    Without a rule it is the monthly report's.
    """
    rule = session.get(ReportingRule, rule_id) if rule_id else monthly_rule(session)
    if rule is None:
        raise NotFound("Không còn chế độ báo cáo này trong sổ.")
    month = Month.parse(name) if name else WindowRule(rule.start_day, rule.due_day).last_closed(as_of)
    found = session.scalars(
        select(Period).where(Period.rule_id == rule.id, Period.name == str(month))
    ).first()
    if found is None:
        raise NotFound(
            f"Chưa lập kỳ báo cáo {month.short} của “{rule.name}”.",
            hint=f"Lập các kỳ của năm {month.year} trong phân hệ Kỳ báo cáo.",
        )
    return _period_row(found, rule.window_words)


def begun_periods(session: Session, *, period: PeriodRow, as_of: date) -> tuple[PeriodRow, ...]:
    """Return the periods of the same rule whose window has begun by a day, the newest first."""
    known = list_periods(session, rule_id=period.rule_id)
    return tuple(one for one in reversed(known) if one.first_day <= as_of or one.id == period.id)


def known_years(session: Session) -> tuple[int, ...]:
    """Return the years that have periods, newest first."""
    names = session.scalars(select(Period.name).distinct())
    return tuple(sorted({Month.parse(name).year for name in names}, reverse=True))
