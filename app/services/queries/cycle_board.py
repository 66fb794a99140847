"""What the screen of reporting periods reads in one go: the board, and what it is set up with."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.core.statuses import ReportSubject
from app.core.working_days import DayException
from app.services.queries.cycles import (
    PeriodRow,
    ReportRow,
    RuleRow,
    board,
    known_years,
    list_periods,
    list_rules,
)
from app.services.queries.office_days import count_expected, list_days


@dataclass(frozen=True, slots=True)
class BoardData:
    """The board at a day: the rules to choose from, the chosen one's periods of a year, their reports."""

    rules: tuple[RuleRow, ...]
    years: tuple[int, ...]
    rule_id: str
    year: int
    as_of: date
    periods: tuple[PeriodRow, ...]
    reports: tuple[ReportRow, ...]

    def period(self, period_id: str) -> PeriodRow | None:
        """Return a period by its key."""
        return next((period for period in self.periods if period.id == period_id), None)

    def reports_of(self, period_id: str) -> tuple[ReportRow, ...]:
        """Return a period's reports."""
        return tuple(report for report in self.reports if report.period_id == period_id)


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """A period in the list of a rule's year, with the number of expected reporters."""

    period: PeriodRow
    expected: int


@dataclass(frozen=True, slots=True)
class SetupData:
    """The rules, the chosen one's periods of a year, the days off and worked."""

    rules: tuple[RuleRow, ...]
    years: tuple[int, ...]
    rule_id: str
    year: int
    periods: tuple[PeriodLine, ...]
    days: tuple[DayException, ...]


def read_board(session: Session, *, rule_id: str, year: int, as_of: date) -> BoardData:
    """Read the board of a rule and year; without a rule that of the monthly report."""
    rules = list_rules(session)
    chosen = _chosen(rules, rule_id)
    years = _years(session, year, as_of.year)
    periods, reports = board(session, rule_id=chosen, year=year, as_of=as_of) if chosen else ((), ())
    return BoardData(rules, years, chosen, year, as_of, periods, reports)


def read_setup(session: Session, *, rule_id: str, year: int) -> SetupData:
    """Read the rules, and the periods of one of them."""
    rules = list_rules(session)
    chosen = _chosen(rules, rule_id)
    periods = list_periods(session, rule_id=chosen, year=year) if chosen else ()
    expected = count_expected(session, rule_id=chosen)
    lines = tuple(PeriodLine(period, expected.get(period.id, 0)) for period in periods)
    return SetupData(rules, _years(session, year, year + 1), chosen, year, lines, list_days(session))


def _chosen(rules: tuple[RuleRow, ...], rule_id: str) -> str:
    if rule_id in {rule.id for rule in rules}:
        return rule_id
    monthly = [rule.id for rule in rules if rule.subject is ReportSubject.MONTHLY_REPORT]
    return (monthly or [rule.id for rule in rules] or [""])[0]


def _years(session: Session, *more: int) -> tuple[int, ...]:
    return tuple(sorted({*known_years(session), *more}, reverse=True))
