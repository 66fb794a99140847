"""Use cases on the reporting year: rules, periods, who is expected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.deadlines import DueDates
from app.core.errors import AppError, InvalidField, NotFound, RuleViolation
from app.core.ids import PeriodId, RuleId, derived_id
from app.core.periods import Month, Window, WindowRule, months_between
from app.core.statuses import DuePolicy, Frequency, PeriodState, ReportSubject, Role
from app.core.text import format_date, one_line
from app.models import (
    Catalogue,
    ExpectedReport,
    Figure,
    Narrative,
    Period,
    Register,
    ReportingRule,
    Submission,
)
from app.services.audit import note, record, snapshot
from app.services.directives import units_bound_by
from app.services.lookup import existing
from app.services.office_days import office_calendar
from app.services.validity import valid_on
from app.services.versions import require_version

_CHANGED = Changes(cycles=True)
MOST_EXTENSIONS = 9
RELOCK_DAYS = 3  # how long what was opened again stays open


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFields:
    """A duty to report; for a yearly or single one ``due_month`` and ``due_day`` name the day."""

    name: str
    subject: ReportSubject = ReportSubject.MONTHLY_REPORT
    frequency: Frequency = Frequency.MONTHLY
    clause_id: str | None = None
    task_id: str | None = None
    receiver_unit_id: str | None = None
    start_day: int = 12
    both_ends: bool = False
    due_day: int = 12
    due_month: int | None = None
    policy: DuePolicy = DuePolicy.LEGAL
    lock_after_days: int = 10
    max_extensions: int = 1
    two_step: bool = False
    window_words: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


def save_rule(
    session: Session, *, fields: RuleFields, clock: Clock, rule_id: str | None = None, seen: int | None = None
) -> Done[RuleId]:
    """Create or change a reporting rule; periods already made keep the settings they were made under."""
    name = one_line(fields.name)
    if not name:
        raise InvalidField("name", "Chưa ghi tên chế độ báo cáo.")
    WindowRule(fields.start_day, fields.due_day)
    if not 0 <= fields.lock_after_days <= 365:
        raise InvalidField("lock_after_days", "Số ngày khóa sau hạn phải từ 0 đến 365.")
    if not 0 <= fields.max_extensions <= MOST_EXTENSIONS:
        raise InvalidField("max_extensions", f"Số lần gia hạn phải từ 0 đến {MOST_EXTENSIONS}.")
    if fields.frequency in (Frequency.YEARLY, Frequency.ONCE) and not (
        fields.due_month and 1 <= fields.due_month <= 12
    ):
        raise InvalidField("due_month", "Báo cáo năm hoặc một lần cần ghi tháng đến hạn, từ 1 đến 12.")
    rule = existing(session, ReportingRule, rule_id, "chế độ báo cáo")
    before = snapshot(rule) if rule else None
    if rule is not None:
        require_version(session, rule, seen, fields)
    else:
        rule = ReportingRule(name=name, subject=fields.subject, frequency=fields.frequency)
        session.add(rule)
    rule.name, rule.subject, rule.frequency = name, fields.subject, fields.frequency
    rule.clause_id, rule.task_id = fields.clause_id, fields.task_id
    rule.receiver_unit_id = fields.receiver_unit_id
    rule.start_day, rule.both_ends = fields.start_day, fields.both_ends
    rule.due_day, rule.due_month = fields.due_day, fields.due_month
    rule.policy, rule.window_words = fields.policy, one_line(fields.window_words)
    rule.lock_after_days, rule.two_step = fields.lock_after_days, fields.two_step
    rule.max_extensions = fields.max_extensions
    rule.valid_from, rule.valid_to = fields.valid_from, fields.valid_to
    record(session, clock=clock, action="rule.save", subject=rule, before=before)
    return Done(RuleId(rule.id), _CHANGED)


def make_periods(
    session: Session, *, rule_id: str, year: int, clock: Clock, state: PeriodState = PeriodState.OPEN
) -> Done[tuple[PeriodId, ...]]:
    """Lay out a rule's periods whose due days fall in a year, each with its expected reporters.

    Making them again changes nothing: a period is rule + name, an expected report period + unit. A year that
    is laid out ahead is ``PLANNED``: each month takes reports once it has been opened.
    """
    rule = get_rule(session, rule_id)
    calendar = office_calendar(session)
    ids: list[PeriodId] = []
    for month in _months(rule, year):
        if not _in_force(rule, month):
            continue
        period_id = derived_id("period", rule.id, str(month))
        if session.get(Period, period_id) is None:
            window = window_of(rule, month)
            due = DueDates.of(month.day(rule.due_day), calendar)
            period = Period(
                id=period_id,
                rule_id=rule.id,
                name=str(month),
                starts_on=window.starts_on,
                ends_before=window.ends_before,
                legal_due=due.legal,
                target_due=due.target,
                lenient_due=due.lenient,
                policy=rule.policy,
                start_day=rule.start_day,
                catalogue_id=catalogue_on(session, window.last_day),
                state=state,
            )
            session.add(period)
            record(session, clock=clock, action="period.make", subject=period)
            if rule.clause_id is not None:
                units = units_bound_by(session, rule.clause_id, window.last_day)
                _expect(session, period_id, units, rule.clause_id, clock)
        ids.append(PeriodId(period_id))
    return Done(tuple(ids), _CHANGED)


def _months(rule: ReportingRule, year: int) -> Sequence[Month]:
    if rule.frequency is Frequency.MONTHLY:
        return tuple(months_between(Month(year, 1), Month(year, 12)))
    if rule.frequency is Frequency.QUARTERLY:
        return tuple(Month(year, month) for month in (3, 6, 9, 12))
    return (Month(year, rule.due_month or 12),)


def _in_force(rule: ReportingRule, month: Month) -> bool:
    due = month.day(rule.due_day)
    return (rule.valid_from is None or due >= rule.valid_from) and (
        rule.valid_to is None or due <= rule.valid_to
    )


def window_of(rule: ReportingRule | RuleFields, month: Month) -> Window:
    """Return the days that a rule's period of a month counts."""
    monthly = WindowRule(rule.start_day, rule.due_day, rule.both_ends)
    if rule.frequency is Frequency.MONTHLY:
        return monthly.window(month)
    if rule.frequency is Frequency.QUARTERLY:
        return Window(monthly.window(month.plus(-2)).starts_on, monthly.window(month).ends_before)
    # A yearly plan looks at the calendar year before its due day.
    return Window(date(month.year - 1, 1, 1), date(month.year, 1, 1))


def catalogue_on(session: Session, day: date) -> str | None:
    """Return the catalogue in force on a day, the newest of several."""
    return session.scalar(
        select(Catalogue.id).where(valid_on(Catalogue, day)).order_by(Catalogue.version.desc()).limit(1)
    )


def _expect(
    session: Session,
    period_id: str,
    unit_ids: Sequence[str],
    clause_id: str | None,
    clock: Clock,
    *,
    dropped: Sequence[str] = (),
) -> None:
    for unit_id in unit_ids:
        session.add(
            ExpectedReport(
                id=derived_id("expected", period_id, unit_id),
                period_id=period_id,
                unit_id=unit_id,
                clause_id=clause_id,
            )
        )
    session.flush()
    note(
        session,
        clock=clock,
        action="period.expect",
        subject_kind="period",
        subject_id=period_id,
        before={"units": list(dropped)} if dropped else None,
        after={"units": list(unit_ids)},
    )


def set_expected(
    session: Session, *, period_id: str, unit_ids: tuple[str, ...], clock: Clock
) -> Done[PeriodId]:
    """Make exactly these units a period's expected reporters; one that has handed in is never dropped."""
    period = get_period(session, period_id)
    if period.state is PeriodState.LOCKED:
        _refuse_locked(period)
    present = {
        e.unit_id: e
        for e in session.scalars(select(ExpectedReport).where(ExpectedReport.period_id == period_id))
    }
    for unit_id in present.keys() - set(unit_ids):
        expected = present[unit_id]
        if session.scalar(_used(expected.id)):
            raise RuleViolation(
                "Đơn vị đã nộp báo cáo hoặc có số liệu nên không bỏ khỏi danh sách được.",
                hint="Dùng “Miễn nộp kèm lý do”.",
            )
        session.delete(expected)
    rule = get_rule(session, period.rule_id)
    added = [unit_id for unit_id in dict.fromkeys(unit_ids) if unit_id not in present]
    dropped = sorted(present.keys() - set(unit_ids))
    if added or dropped:
        _expect(session, period_id, added, rule.clause_id, clock, dropped=dropped)
    return Done(PeriodId(period_id), _CHANGED)


def set_expected_in(
    session: Session, *, period_ids: Sequence[str], unit_ids: tuple[str, ...], clock: Clock
) -> Done[int]:
    """Make exactly these units the expected reporters of some periods; return how many periods.

    A refusal names the period; then none of them is changed.
    """
    changes = Changes()
    for period_id in period_ids:
        try:
            changes |= set_expected(session, period_id=period_id, unit_ids=unit_ids, clock=clock).changes
        except AppError as error:
            month = Month.parse(get_period(session, period_id).name)
            error.message = f"Kỳ {month.short}: {error.message}"
            raise
    return Done(len(period_ids), changes)


def _used(expected_id: str) -> Select[tuple[bool]]:
    return select(
        select(Submission.id).where(Submission.expected_report_id == expected_id).exists()
        | select(Figure.id).where(Figure.expected_report_id == expected_id).exists()
        | select(Narrative.id).where(Narrative.expected_report_id == expected_id).exists()
    )


def open_period(session: Session, *, period_id: str, clock: Clock) -> Done[PeriodId]:
    """Publish a period that was laid out ahead: from now on it takes figures and reports."""
    period = get_period(session, period_id)
    if period.state is PeriodState.LOCKED:
        _refuse_locked(period)
    return _set_state(session, period, PeriodState.OPEN, clock, "period.open")


def lock_period(session: Session, *, period_id: str, clock: Clock, reason: str = "") -> Done[PeriodId]:
    """Close a period: its reports and figures no longer change."""
    period = get_period(session, period_id)
    return _set_state(session, period, PeriodState.LOCKED, clock, "period.lock", reason)


def unlock_period(session: Session, *, period_id: str, clock: Clock) -> Done[PeriodId]:
    """Open a locked period again for everybody; after three days it locks itself."""
    period = get_period(session, period_id)
    if period.state is PeriodState.LOCKED:
        period.lock_on = clock.today() + timedelta(days=RELOCK_DAYS)
    return _set_state(session, period, PeriodState.OPEN, clock, "period.unlock")


def lock_day(session: Session, period: Period) -> date:
    """Return the last open day of a period: its rule's days after the due day, never before a granted day."""
    planned = period.lock_on
    if planned is None:
        planned = period.legal_due + timedelta(days=get_rule(session, period.rule_id).lock_after_days)
    granted = session.scalar(
        select(func.max(ExpectedReport.extended_to)).where(ExpectedReport.period_id == period.id)
    )
    return max(planned, granted or planned)


def lock_due_periods(session: Session, *, clock: Clock) -> Done[tuple[str, ...]]:
    """Lock every monthly period whose last open day is over; return their names, oldest first.

    A hub locks; a unit that only reports is told by its hub.
    """
    today = clock.today()
    register = session.scalars(select(Register)).first()
    if register is not None and register.role is Role.REPORTER:
        return Done((), Changes())
    waiting = session.scalars(
        select(Period)
        .join(ReportingRule)
        .where(
            Period.state == PeriodState.OPEN,
            Period.legal_due < today,
            ReportingRule.subject == ReportSubject.MONTHLY_REPORT,
        )
        .order_by(Period.legal_due)
    ).all()
    locked = []
    for period in waiting:
        day = lock_day(session, period)
        if day < today:
            reason = f"Tự khóa sau ngày {format_date(day)}."
            _set_state(session, period, PeriodState.LOCKED, clock, "period.lock", reason)
            locked.append(period.name)
    return Done(tuple(locked), _CHANGED if locked else Changes())


def _set_state(
    session: Session, period: Period, state: PeriodState, clock: Clock, action: str, reason: str = ""
) -> Done[PeriodId]:
    if period.state is state:
        return Done(PeriodId(period.id), Changes())
    before = snapshot(period)
    period.state = state
    period.locked_on = clock.today() if state is PeriodState.LOCKED else None
    record(session, clock=clock, action=action, subject=period, before=before, reason=reason)
    return Done(PeriodId(period.id), _CHANGED)


def get_rule(session: Session, rule_id: str) -> ReportingRule:
    """Return a rule or raise ``NotFound``."""
    rule = session.get(ReportingRule, rule_id)
    if rule is None:
        raise NotFound("Không còn chế độ báo cáo này trong sổ.")
    return rule


def get_period(session: Session, period_id: str) -> Period:
    """Return a period or raise ``NotFound``."""
    period = session.get(Period, period_id)
    if period is None:
        raise NotFound("Không còn kỳ báo cáo này trong sổ.")
    return period


def refuse_locked(session: Session, expected: ExpectedReport, today: date) -> None:
    """Refuse a change to a report of a locked period, unless it was reopened for this unit."""
    period = get_period(session, expected.period_id)
    if period.state is PeriodState.PLANNED or is_locked(period, expected, today):
        _refuse_locked(period)


def is_locked(period: Period, expected: ExpectedReport, today: date) -> bool:
    """Tell whether nothing of a report may change: its period is locked and not reopened for this unit."""
    is_reopened = expected.reopened_until is not None and today <= expected.reopened_until
    return period.state is PeriodState.LOCKED and not is_reopened


def _refuse_locked(period: Period) -> None:
    if period.state is PeriodState.PLANNED:
        raise RuleViolation(
            f"Kỳ {Month.parse(period.name).short} chưa mở.",
            hint="Mở kỳ trong phân hệ Chế độ báo cáo rồi làm lại.",
            code="E-KY-02",
        )
    if period.state is PeriodState.LOCKED:
        since = f" từ ngày {format_date(period.locked_on)}" if period.locked_on else ""
        raise RuleViolation(
            f"Kỳ {Month.parse(period.name).short} đã khóa{since}.",
            hint="Mở lại kỳ cho đơn vị kèm lý do rồi làm lại.",
            code="E-KY-01",
        )


def monthly_rule(session: Session, day: date | None = None) -> ReportingRule:
    """Return the rule of the monthly report in force on a day (the newest where several are)."""
    rules = select(ReportingRule).where(
        ReportingRule.subject == ReportSubject.MONTHLY_REPORT, ReportingRule.frequency == Frequency.MONTHLY
    )
    if day is not None:
        rules = rules.where(valid_on(ReportingRule, day))
    newest = rules.order_by(
        func.coalesce(ReportingRule.valid_from, date(1900, 1, 1)).desc(), ReportingRule.id
    )
    rule = session.scalars(newest).first()
    if rule is None:
        raise NotFound(
            "Sổ chưa có chế độ báo cáo tháng.", hint="Tạo chế độ báo cáo trong phân hệ Kỳ báo cáo."
        )
    return rule
