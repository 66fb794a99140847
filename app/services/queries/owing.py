"""What units owe at a day: reports, replacements, tasks; nothing of who is excused, finished or locked."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased

from app.core.clock import end_of_day, local_day
from app.core.ladder import BEFORE
from app.core.personal_names import without_people
from app.core.statuses import Frequency, PeriodState, ReportResult, ReportState, ReportSubject, TaskState
from app.core.text import format_date, shorten
from app.core.working_days import Calendar, working_days_from, working_days_until
from app.models import Directive, ExpectedReport, Indicator, OutlineHeading, Submission, SubmissionComment
from app.services.queries.cycles import ReportRow, list_reports
from app.services.queries.papers import short_citation
from app.services.queries.periods import PeriodRow, RuleRow, list_periods, list_rules
from app.services.queries.tasks import AssignmentRow, TaskFilter, list_assignments

REPORT, ASSIGNMENT = "expected_report", "assignment"
_LOOKS_BACK = timedelta(days=400)
_LOOKS_AHEAD = timedelta(days=40)  # seven working days are never longer, not even around Tết
_OWED = frozenset({ReportResult.NOT_DUE, ReportResult.GRACE, ReportResult.MISSING})
_LONGEST = 70


@dataclass(frozen=True, slots=True)
class OwedReport:
    """A report that has not come, or one that was returned and whose replacement has not come."""

    rule: RuleRow
    period: PeriodRow
    report: ReportRow
    is_returned: bool


@dataclass(frozen=True, slots=True)
class OwedItem:
    """One thing a unit owes, in words that may leave the office: no citizen is named.

    ``due`` judges; until the end of ``grace_end`` nobody is late. ``missing`` says what exactly is to be put
    right, where that is known.
    """

    unit_id: str
    subject_kind: str
    subject_id: str
    period_id: str | None
    name: str
    due: date
    grace_end: date
    when: str
    printed_as: str  # what the official letter calls it
    missing: tuple[str, ...] = ()

    @property
    def is_report(self) -> bool:
        """Whether it is a report, not a task."""
        return self.subject_kind == REPORT

    @property
    def is_returned(self) -> bool:
        """Whether a replacement is awaited: nobody was asked for it before it was returned."""
        return self.is_report and not self.printed_as

    @property
    def words(self) -> str:
        """The whole in one line: "Báo cáo … tháng 3 năm 2024: hạn 12/3/2024, còn 2 ngày làm việc"."""
        more = f" ({'; '.join(self.missing)})" if self.missing else ""
        return f"{self.name}: {self.when}{more}"

    def is_late(self, today: date) -> bool:
        """Whether its last timely day is over."""
        return today > self.grace_end


def owed_reports(session: Session, *, day: date) -> tuple[OwedReport, ...]:
    """Return reports that are still to come at a day, by rule, month and official order of units."""
    rules = {rule.id: rule for rule in list_rules(session)}
    periods = [
        period
        for period in list_periods(session)
        if day - _LOOKS_BACK <= period.due.legal <= day + _LOOKS_AHEAD
        and period.state is not PeriodState.PLANNED
    ]
    known = {period.id: period for period in periods}
    found = []
    for report in list_reports(session, periods, as_of=day, among=_may_owe(day)):
        period = known[report.period_id]
        result = report.verdict.result
        is_returned = report.state is ReportState.RETURNED and result is not ReportResult.EXCUSED
        if (is_returned or result in _OWED) and _is_open(period, report, day):
            found.append(OwedReport(rules[period.rule_id], period, report, is_returned))
    return tuple(sorted(found, key=lambda owed: (owed.rule.name, owed.period.name)))


def _may_owe(day: date) -> ColumnElement[bool]:
    """Leave out what had come by a day, in its grace days too, and was not returned: nearly all of a year."""
    end = end_of_day(day)
    version = aliased(Submission)
    has_come = (
        select(version.id)
        .where(
            version.expected_report_id == ExpectedReport.id,
            or_(version.withdrawn_at.is_(None), version.withdrawn_at >= end),
            or_(version.received_at < end, version.code_noted_at < end),
        )
        .correlate(ExpectedReport)
        .exists()
    )
    return or_(ExpectedReport.state == ReportState.RETURNED, ~has_come)


def _is_open(period: PeriodRow, report: ReportRow, day: date) -> bool:
    is_reopened = report.reopened_until is not None and report.reopened_until >= day
    return period.state is not PeriodState.LOCKED or is_reopened


def report_name(rule: RuleRow, period: PeriodRow) -> str:
    """Return what a report of a period is called: "Báo cáo cải cách hành chính tháng 3 năm 2024"."""
    if rule.frequency is Frequency.MONTHLY:
        return f"{rule.name.removesuffix(' hằng tháng').removesuffix(' hàng tháng')} {period.month.words}"
    return f"{rule.name} (năm {period.month.year})"


def report_noun(rule: RuleRow) -> str:
    """Return "kế hoạch" or "báo cáo"."""
    return "kế hoạch" if rule.subject is ReportSubject.IMPROVEMENT_PLAN else "báo cáo"


def owed_items(
    session: Session, *, day: date, calendar: Calendar, unit_ids: Collection[str] | None = None
) -> tuple[OwedItem, ...]:
    """Return what units owe or will soon, reports first; of all units, or of those named."""
    reports = owed_reports(session, day=day)
    told = {(owed.rule.task_id, owed.report.unit_id) for owed in reports if owed.rule.task_id}
    returned = _returned(session, [owed.report.expected_id for owed in reports if owed.is_returned])
    items = [_report_item(owed, returned, day, calendar) for owed in reports]
    horizon = working_days_from(day, BEFORE[0], calendar)
    late = list_assignments(session, TaskFilter(as_of=day, state=TaskState.OPEN_OVERDUE))
    soon = list_assignments(
        session, TaskFilter(as_of=day, state=TaskState.OPEN_IN_TIME, due_from=day, due_to=horizon)
    )
    names = _citations(session, (*late, *soon))
    items += [
        _task_item(row, row.due, names, day, calendar)
        for row in (*late, *soon)
        if row.due is not None and (row.task_id, row.unit_id) not in told
    ]
    return tuple(item for item in items if unit_ids is None or item.unit_id in unit_ids)


def _report_item(
    owed: OwedReport, returned: Mapping[str, "_Returned"], day: date, calendar: Calendar
) -> OwedItem:
    report, verdict = owed.report, owed.report.verdict
    name = printed = report_name(owed.rule, owed.period)
    due = grace_end = verdict.judged_by
    missing: tuple[str, ...] = ()
    if report.extended_to != due:
        grace_end = max(due, owed.period.due.lenient)
    when = due_words(due, grace_end, day, calendar)
    if owed.is_returned:
        sent_back = returned.get(report.expected_id, _Returned())
        due = grace_end = sent_back.on or due
        when = f"bị trả lại ngày {format_date(due)}, chưa có bản thay thế"
        missing = sent_back.told
        name, printed = f"Bản thay thế của {name[:1].lower()}{name[1:]}", ""
    return OwedItem(
        report.unit_id,
        REPORT,
        report.expected_id,
        owed.period.id,
        name,
        due,
        grace_end,
        when,
        printed,
        missing,
    )


def _task_item(
    row: AssignmentRow, due: date, names: dict[str, str], day: date, calendar: Calendar
) -> OwedItem:
    source = names.get(row.directive_id or "", "")
    if row.section:
        source = f"mục {row.section} {source}".strip()
    told = f" ({source})" if source else ""
    name = f"Nhiệm vụ “{shorten(without_people(row.content), _LONGEST)}”{told}"
    when = due_words(due, due, day, calendar)
    return OwedItem(row.unit_id, ASSIGNMENT, row.id, None, name, due, due, when, row.content)


def due_words(due: date, grace_end: date, day: date, calendar: Calendar) -> str:
    """Return how a due day stands: ahead in working days, today, in its grace, or late in calendar days."""
    told = f"hạn {format_date(due)}"
    if day > grace_end:
        return f"{told}, đã quá hạn {(day - due).days} ngày"
    if day > due:
        return f"{told} là ngày nghỉ, tính đến hết ngày {format_date(grace_end)}"
    if day == due:
        return f"{told}, hạn là hôm nay"
    left = working_days_until(day, due, calendar)
    return f"{told}, còn {left} ngày làm việc" if left else f"{told}, không còn ngày làm việc nào"


def _citations(session: Session, rows: Sequence[AssignmentRow]) -> dict[str, str]:
    keys = {row.directive_id for row in rows if row.directive_id}
    found = session.scalars(select(Directive).where(Directive.id.in_(keys)))
    return {directive.id: short_citation(directive) for directive in found}


@dataclass(frozen=True, slots=True)
class _Returned:
    """When a report was sent back, and what is to be put right by its title; the remarks stay inside."""

    on: date | None = None
    told: tuple[str, ...] = ()


def _returned(session: Session, expected_ids: Sequence[str]) -> dict[str, _Returned]:
    """Return of reports that were sent back when that was and what about, in few statements for all."""
    if not expected_ids:
        return {}
    decided = session.execute(
        select(Submission.expected_report_id, Submission.decided_at)
        .where(Submission.expected_report_id.in_(expected_ids), Submission.state == ReportState.RETURNED)
        .order_by(Submission.epoch, Submission.version)
    )
    days = {key: local_day(at) if at else None for key, at in decided}
    remarks = session.execute(
        select(Submission.expected_report_id, SubmissionComment.subject)
        .join(Submission, Submission.id == SubmissionComment.submission_id)
        .where(Submission.expected_report_id.in_(expected_ids), SubmissionComment.resolved_at.is_(None))
        .order_by(SubmissionComment.created_at)
    )
    subjects: dict[str, dict[str, None]] = defaultdict(dict)
    for key, subject in remarks:
        subjects[key][subject] = None
    titles = _titles(session, {subject for mine in subjects.values() for subject in mine})
    return {
        key: _Returned(
            days.get(key), tuple(f"sửa mục {titles.get(one, one)}" for one in subjects[key] if one)
        )
        for key in expected_ids
    }


def _titles(session: Session, subjects: Collection[str]) -> dict[str, str]:
    """Return the titles of cells and headings as they stand within a sentence."""
    found: dict[str, str] = {}
    for column, title in (
        (OutlineHeading.key, OutlineHeading.title),
        (Indicator.code, Indicator.title),
    ):
        rows = session.execute(select(column, title).where(column.in_(subjects)))
        found |= {key: words.lower() for key, words in rows if words}
    return found
