"""Reads on the reporting year: the board of units x months, what came, results at a day."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, select, true
from sqlalchemy.orm import Session

from app.core.clock import local_day
from app.core.statuses import (
    Channel,
    ReportResult,
    ReportState,
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
from app.models import ExpectedReport, Reminder, Submission, Unit
from app.services.queries.periods import PeriodRow, list_periods
from app.storage.plain_rows import plain_rows


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
