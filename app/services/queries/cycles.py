"""Reads on the reporting year: rules, periods, the board of units x months, results at a day."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, select, true
from sqlalchemy.orm import Session

from app.core.clock import local_day
from app.core.deadlines import DueDates
from app.core.errors import NotFound
from app.core.periods import Month, WindowRule
from app.core.statuses import (
    Channel,
    DuePolicy,
    Frequency,
    PeriodState,
    ReportResult,
    ReportState,
    ReportSubject,
)
from app.core.verdicts import (
    Arrival,
    Expectation,
    Verdict,
    judge,
    judge_by_original,
    on_time_rate,
    tally,
)
from app.models import ExpectedReport, Period, Reminder, ReportingRule, Submission, Unit
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


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a report with its three times, instants in UTC."""

    id: str
    version: int
    state: ReportState
    document_number: str
    signed_on: date | None
    sealed_at: datetime | None
    seal_code: str | None
    code_noted_at: datetime | None
    received_at: datetime | None
    channel: Channel | None
    decided_by: str
    reason: str
    withdrawn_at: datetime | None

    @property
    def is_withdrawn(self) -> bool:
        """Whether the version was taken back."""
        return self.withdrawn_at is not None


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One reminder that was sent about a report."""

    sent_at: datetime
    channel: str
    text: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One unit in one period: what was expected, what came, how it is judged at the day asked."""

    expected_id: str
    period_id: str
    unit_id: str
    code: str
    unit: str
    state: ReportState
    verdict: Verdict
    versions: tuple[VersionRow, ...]
    excuse_reason: str
    extended_to: date | None
    reopened_until: date | None
    accepted_version: int
    original: ReportResult  # had no later day been granted
    recheck_of: str  # the reopened month that this one's opening balance came from
    letters: tuple[LetterRow, ...]


@dataclass(frozen=True, slots=True)
class CycleStatus:
    """A period at a day: every expected unit with its result; the counts add up to the expected number."""

    period: PeriodRow
    as_of: date
    reports: tuple[ReportRow, ...]

    @property
    def results(self) -> dict[ReportResult, int]:
        """How many units have each result."""
        return tally(report.verdict for report in self.reports)

    @property
    def rates(self) -> tuple[Decimal | None, Decimal | None]:
        """The on-time rates in percent: by the days that were granted, and by the original day."""
        return rates_of(self.reports)


def rates_of(reports: Sequence[ReportRow]) -> tuple[Decimal | None, Decimal | None]:
    """Return the on-time rates of some reports: by the days granted, and by the original day."""
    original = dict.fromkeys(ReportResult, 0)
    for report in reports:
        original[report.original] += 1
    return on_time_rate(tally(report.verdict for report in reports)), on_time_rate(original)


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


def cycle_status(session: Session, *, period: PeriodRow, as_of: date) -> CycleStatus:
    """Return every expected unit of a period with its result at the end of a day, in official order."""
    return CycleStatus(period, as_of, list_reports(session, (period,), as_of=as_of))


def board(
    session: Session, *, rule_id: str, year: int, as_of: date
) -> tuple[tuple[PeriodRow, ...], tuple[ReportRow, ...]]:
    """Return a rule's periods of a year and all their reports: the board of units x months."""
    periods = list_periods(session, rule_id=rule_id, year=year)
    return periods, list_reports(session, periods, as_of=as_of)


def list_reports(
    session: Session,
    periods: Sequence[PeriodRow],
    *,
    as_of: date,
    among: ColumnElement[bool] | None = None,
) -> tuple[ReportRow, ...]:
    """Return every expected report of some periods with its result at a day, in official order.

    ``among`` is a condition on the expected reports that are asked for.
    """
    return tuple(report.judged(as_of) for report in read_reports(session, periods, among=among))


@dataclass(frozen=True, slots=True)
class ReadReport:
    """An expected report with all that came of it, to be judged at any day."""

    row: Row[*tuple[Any, ...]]
    versions: tuple[VersionRow, ...]
    letters: tuple[LetterRow, ...]
    expectation: Expectation
    arrivals: tuple[Arrival, ...]

    def judged(self, as_of: date) -> ReportRow:
        """Return the report with its result at the end of a day."""
        row, verdict = self.row, judge(self.expectation, self.arrivals, as_of=as_of)
        has_more_time = self.expectation.extended_to is not None
        return ReportRow(
            row.id,
            row.period_id,
            row.unit_id,
            row.code,
            row.short_name,
            row.state,
            verdict,
            self.versions,
            row.excuse_reason,
            row.extended_to,
            row.reopened_until,
            row.accepted_version,
            judge_by_original(self.expectation, self.arrivals, as_of=as_of)
            if has_more_time
            else verdict.result,
            row.recheck_of,
            self.letters,
        )


def read_reports(
    session: Session, periods: Sequence[PeriodRow], *, among: ColumnElement[bool] | None = None
) -> tuple[ReadReport, ...]:
    """Return every expected report of some periods, not judged yet, in official order."""
    by_id = {period.id: period for period in periods}
    asked = ExpectedReport.period_id.in_(by_id) & (true() if among is None else among)
    versions = _versions(session, asked)
    letters = _letters(session, list(by_id))
    found = []
    for row in plain_rows(session, _REPORTS.where(asked)):
        mine = versions.get(row.id, ())
        expectation, arrivals = _judged(row, by_id[row.period_id], mine)
        found.append(ReadReport(row, mine, letters.get(row.id, ()), expectation, arrivals))
    return tuple(found)


_REPORTS = (
    select(*ExpectedReport.__table__.columns, Unit.code, Unit.short_name)
    .join(Unit, Unit.id == ExpectedReport.unit_id)
    .order_by(Unit.sort_order, Unit.name, ExpectedReport.id)
)
_VERSIONS = (
    select(
        Submission.expected_report_id,
        *(getattr(Submission, field.name) for field in fields(VersionRow)),
    )
    .join(ExpectedReport, ExpectedReport.id == Submission.expected_report_id)
    .order_by(Submission.epoch, Submission.version)
)


def _letters(session: Session, period_ids: Sequence[str]) -> dict[str, tuple[LetterRow, ...]]:
    """Return the reminders sent about the reports of some periods, the oldest first."""
    rows = session.execute(
        select(Reminder.subject_id, Reminder.sent_at, Reminder.channel, Reminder.text)
        .join(ExpectedReport, ExpectedReport.id == Reminder.subject_id)
        .where(Reminder.subject_kind == "expected_report", ExpectedReport.period_id.in_(period_ids))
        .order_by(Reminder.sent_at)
    )
    found: dict[str, list[LetterRow]] = {}
    for subject_id, sent_at, channel, text in rows:
        found.setdefault(subject_id, []).append(LetterRow(sent_at, channel, text))
    return {key: tuple(letters) for key, letters in found.items()}


def _versions(session: Session, asked: ColumnElement[bool]) -> dict[str, tuple[VersionRow, ...]]:
    grouped: dict[str, list[VersionRow]] = {}
    for row in plain_rows(session, _VERSIONS.where(asked)):
        grouped.setdefault(row[0], []).append(VersionRow(*row[1:]))
    return {key: tuple(rows) for key, rows in grouped.items()}


def _judged(
    expected: Row[*tuple[Any, ...]], period: PeriodRow, versions: Sequence[VersionRow]
) -> tuple[Expectation, tuple[Arrival, ...]]:
    arrivals = tuple(
        Arrival(
            v.version,
            local_day(v.received_at) if v.received_at else None,
            local_day(v.code_noted_at) if v.code_noted_at else None,
            local_day(v.withdrawn_at) if v.withdrawn_at else None,
        )
        for v in versions
    )
    expectation = Expectation(
        period.due,
        period.policy,
        expected.excused_on,
        expected.extended_to,
        expected.extended_on,
    )
    return expectation, arrivals


def known_years(session: Session) -> tuple[int, ...]:
    """Return the years that have periods, newest first."""
    names = session.scalars(select(Period.name).distinct())
    return tuple(sorted({Month.parse(name).year for name in names}, reverse=True))
