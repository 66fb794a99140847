"""What the screen of reporting periods reads in one go: the board, and what it is set up with."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.core.statuses import ReportSubject
from app.core.working_days import DayException
from app.models import Period
from app.services.cycles import lock_day
from app.services.queries.cycles import ReportRow, board
from app.services.queries.office_days import count_expected, list_days
from app.services.queries.periods import PeriodRow, RuleRow, known_years, list_periods, list_rules


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
    lock_day: date


@dataclass(frozen=True, slots=True)
class SetupData:
    """The rules, the chosen one's periods of a year, the days off and worked."""

    rules: tuple[RuleRow, ...]
    years: tuple[int, ...]
    rule_id: str
    year: int
    periods: tuple[PeriodLine, ...]
    days: tuple[DayException, ...]
    doubles: tuple[str, ...] = ()  # names of rules that ask the same report at the same time


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
    lines = tuple(
        PeriodLine(period, expected.get(period.id, 0), lock_day(session, session.get_one(Period, period.id)))
        for period in periods
    )
    years = _years(session, year, year + 1)
    return SetupData(rules, years, chosen, year, lines, list_days(session), _doubles(rules))


def _doubles(rules: tuple[RuleRow, ...]) -> tuple[str, ...]:
    """Return the names of rules of which two ask for the same report at the same time."""
    names: list[str] = []
    for place, one in enumerate(rules):
        for other in rules[place + 1 :]:
            is_same = (one.subject, one.frequency) == (other.subject, other.frequency)
            if is_same and one.subject is not ReportSubject.OTHER and _overlap(one, other):
                names += [one.name, other.name]
    return tuple(dict.fromkeys(names))


def _overlap(one: RuleRow, other: RuleRow) -> bool:
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    return first <= min(one.valid_to or date.max, other.valid_to or date.max)


def _chosen(rules: tuple[RuleRow, ...], rule_id: str) -> str:
    if rule_id in {rule.id for rule in rules}:
        return rule_id
    monthly = [rule.id for rule in rules if rule.subject is ReportSubject.MONTHLY_REPORT]
    return (monthly or [rule.id for rule in rules] or [""])[0]


def _years(session: Session, *more: int) -> tuple[int, ...]:
    return tuple(sorted({*known_years(session), *more}, reverse=True))
