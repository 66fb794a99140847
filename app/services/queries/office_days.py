"""Reads on the office's calendar, and on what a reporting rule would mean in the coming months."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.deadlines import DueDates
from app.core.periods import Month, Window, WindowRule
from app.core.statuses import TaskKind
from app.core.working_days import DayException
from app.models import Clause, Directive, ExpectedReport, HolidayException, Period, Task
from app.services.office_days import office_calendar
from app.services.queries.units import list_units


@dataclass(frozen=True, slots=True)
class SampleMonth:
    """What a rule means in one month."""

    month: Month
    window: Window
    due: DueDates


@dataclass(frozen=True, slots=True)
class ClauseChoice:
    """A clause that may ask for reports, with the number of its directive."""

    id: str
    directive: str
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class RuleChoices:
    """What a reporting rule may be tied to: a clause, a receiver, the recurring task it is the report of."""

    clauses: tuple[ClauseChoice, ...] = ()
    receivers: tuple[tuple[str, str], ...] = ()
    tasks: tuple[tuple[str, str], ...] = ()


def list_days(session: Session) -> tuple[DayException, ...]:
    """Return the days off or worked against the calendar, newest first."""
    days = session.scalars(select(HolidayException).order_by(HolidayException.day.desc()))
    return tuple(DayException(d.day, d.is_off, d.reason, d.source) for d in days)


def sample_months(
    session: Session,
    *,
    start_day: int,
    due_day: int,
    first: Month,
    count: int = 3,
    both_ends: bool = False,
) -> tuple[SampleMonth, ...]:
    """Return the windows and due dates of some months under a rule that need not be kept yet."""
    rule = WindowRule(start_day, due_day, both_ends)
    calendar = office_calendar(session)
    months = [first.plus(n) for n in range(count)]
    return tuple(SampleMonth(m, rule.window(m), DueDates.of(rule.legal_due(m), calendar)) for m in months)


def list_clause_choices(session: Session) -> tuple[ClauseChoice, ...]:
    """Return every clause, newest directive first."""
    rows = session.execute(
        select(Clause.id, Directive.number, Directive.kind, Clause.number, Clause.text)
        .join(Directive, Directive.id == Clause.directive_id)
        .order_by(func.coalesce(Directive.issued_on, date(1900, 1, 1)).desc(), Clause.position)
    )
    return tuple(ClauseChoice(key, number or kind, clause, text) for key, number, kind, clause, text in rows)


def list_rule_choices(session: Session, *, today: date) -> RuleChoices:
    """Return what a rule may be tied to on a day: key and words of each, units in official order."""
    recurring = (
        select(Task.id, Task.content)
        .where(Task.kind == TaskKind.RECURRING, Task.cancelled_on.is_(None))
        .order_by(Task.created_at, Task.id)
    )
    return RuleChoices(
        list_clause_choices(session),
        tuple((unit.id, unit.short_name) for unit in list_units(session, as_of=today)),
        tuple((key, content) for key, content in session.execute(recurring)),
    )


def count_expected(session: Session, *, rule_id: str) -> dict[str, int]:
    """Return how many units are expected in each period of a rule."""
    rows = session.execute(
        select(ExpectedReport.period_id, func.count())
        .join(Period, Period.id == ExpectedReport.period_id)
        .where(Period.rule_id == rule_id)
        .group_by(ExpectedReport.period_id)
    )
    return dict(rows.all())


def expected_unit_ids(session: Session, *, period_id: str) -> tuple[str, ...]:
    """Return the keys of the units expected in a period."""
    return tuple(session.scalars(select(ExpectedReport.unit_id).where(ExpectedReport.period_id == period_id)))
