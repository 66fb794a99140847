"""Use cases on reports that come in: received, returned, accepted, excused, extended."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock, local_day
from app.core.errors import InvalidField, NotFound, RuleViolation
from app.core.ids import ExpectedReportId, SubmissionId, derived_id, new_id
from app.core.statuses import REPORT_MOVES, WORDS, Channel, Frequency, ReportState
from app.core.text import format_date, normalize, one_line
from app.models import (
    Assignment,
    Audit,
    ExpectedReport,
    Figure,
    Narrative,
    Period,
    ReportingRule,
    Submission,
    Task,
)
from app.services.audit import record, snapshot
from app.services.cycles import RELOCK_DAYS, get_period, get_rule, refuse_locked
from app.services.rechecks import flag_later_months
from app.services.tasks import ProgressNote, note_progress

_CHANGED = Changes(cycles=True, tasks=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """How a report reached the hub: the moment (aware) and the way; its own number and day where known."""

    received_at: datetime
    channel: Channel = Channel.PAPER
    signed_on: date | None = None
    document_number: str = ""
    note: str = ""


def receive_report(
    session: Session, *, expected_id: str, receipt: Receipt, clock: Clock
) -> Done[SubmissionId]:
    """Register that a version of a report has reached the hub; the first one decides timeliness."""
    expected = get_expected(session, expected_id)
    if receipt.received_at > clock.now():
        raise InvalidField("received_at", "Thời điểm nhận ở tương lai; kiểm tra lại ngày giờ.")
    received_on = local_day(receipt.received_at)
    if receipt.signed_on is not None and receipt.signed_on > received_on:
        raise InvalidField(
            "signed_on",
            f"Ngày ký {format_date(receipt.signed_on)} sau ngày nhận {format_date(received_on)}.",
        )
    refuse_locked(session, expected, clock.today())
    move_report(expected, ReportState.RECEIVED)
    # A file whose code was heard before is that very version: it keeps the time of the code.
    last = last_submission(session, expected_id)
    awaited = last if last is not None and last.received_at is None else None
    before = snapshot(awaited) if awaited else None
    submission = awaited or new_version(session, expected_id)
    submission.document_number = one_line(receipt.document_number)
    submission.signed_on, submission.received_at = receipt.signed_on, receipt.received_at
    submission.channel, submission.state = receipt.channel, ReportState.RECEIVED
    submission.reason = normalize(receipt.note).strip()
    record(session, clock=clock, action="report.receive", subject=submission, before=before)
    _finish_single_task(session, expected, received_on, clock)
    return Done(SubmissionId(submission.id), _CHANGED)


def new_version(session: Session, expected_id: str) -> Submission:
    """Add the next version of a report, numbered after the last one."""
    last = session.scalar(
        select(func.max(Submission.version)).where(Submission.expected_report_id == expected_id)
    )
    version = (last or 0) + 1
    submission = Submission(
        id=derived_id("submission", expected_id, "1", str(version)),
        expected_report_id=expected_id,
        version=version,
    )
    session.add(submission)
    return submission


def _finish_single_task(session: Session, expected: ExpectedReport, received_on: date, clock: Clock) -> None:
    """A report asked for once fulfils its task; a monthly one leaves its task open for the next month."""
    found = session.execute(
        select(Assignment)
        .join(Task, Task.id == Assignment.task_id)
        .join(ReportingRule, ReportingRule.task_id == Task.id)
        .join(Period, Period.rule_id == ReportingRule.id)
        .where(
            Period.id == expected.period_id,
            ReportingRule.frequency.in_((Frequency.ONCE, Frequency.YEARLY)),
            Assignment.unit_id == expected.unit_id,
            Assignment.done_on.is_(None),
            Assignment.cancelled_on.is_(None),
        )
    ).scalar_one_or_none()
    if found is not None:
        note = ProgressNote(done_on=max(received_on, found.assigned_on), result="Đã nhận báo cáo, kế hoạch.")
        note_progress(session, assignment_id=found.id, note=note, clock=clock)


def return_report(session: Session, *, expected_id: str, reason: str, clock: Clock) -> Done[ExpectedReportId]:
    """Send the last version back with a reason; its mark of timeliness stays, and so does what it said."""
    if not one_line(reason):
        raise InvalidField("reason", "Chưa ghi lý do trả lại.")
    done = _decide(session, expected_id, ReportState.RETURNED, reason, clock)
    submission = last_submission(session, expected_id)
    if submission is not None:
        freeze_version(session, expected_id, submission.version, clock)
    return done


def accept_report(
    session: Session, *, expected_id: str, clock: Clock, note: str = ""
) -> Done[ExpectedReportId]:
    """Accept the last version: its figures and words are frozen and count in every total."""
    expected = get_expected(session, expected_id)
    submission = last_submission(session, expected_id)
    rule = get_rule(session, get_period(session, expected.period_id).rule_id)
    if rule.two_step and submission is not None and submission.checked_at is None:
        raise RuleViolation(
            "Báo cáo chưa được kiểm tra nên chưa chấp nhận được.",
            hint="Chế độ này duyệt hai bước: đánh dấu “Đã kiểm tra” rồi chấp nhận.",
        )
    done = _decide(session, expected_id, ReportState.ACCEPTED, note, clock)
    if submission is not None:
        freeze_version(session, expected_id, submission.version, clock)
        expected.accepted_version = submission.version
    return Done(done.value, _CHANGED | Changes(figures=True))


def freeze_version(session: Session, expected_id: str, version: int, clock: Clock) -> None:
    """Copy the working figures and words under the version, unless it already brought its own."""
    for model, columns in (
        (Figure, ("indicator_code", "state", "value", "explanation", "source")),
        (Narrative, ("heading_key", "state", "text")),
    ):
        present = select(model.id).where(model.expected_report_id == expected_id, model.version == version)
        if session.scalars(present).first() is not None:
            continue
        rows = session.execute(
            select(*(getattr(model, name) for name in columns)).where(
                model.expected_report_id == expected_id, model.version == 0
            )
        ).all()
        if rows:
            fixed = {"expected_report_id": expected_id, "version": version, "row_version": 1}
            session.execute(
                insert(model),
                [
                    {
                        "id": new_id(),
                        **fixed,
                        "updated_at": clock.now(),
                        **dict(zip(columns, row, strict=True)),
                    }
                    for row in rows
                ],
            )


def _decide(
    session: Session, expected_id: str, state: ReportState, reason: str, clock: Clock
) -> Done[ExpectedReportId]:
    expected = get_expected(session, expected_id)
    refuse_locked(session, expected, clock.today())
    submission = last_submission(session, expected_id)
    if submission is None:
        raise RuleViolation("Đơn vị chưa nộp báo cáo kỳ này.")
    move_report(expected, state)
    before = snapshot(submission)
    submission.state, submission.reason = state, normalize(reason).strip()
    submission.decided_at, submission.decided_by = clock.now(), str(session.info.get("actor", ""))
    record(session, clock=clock, action=f"report.{state}", subject=submission, before=before, reason=reason)
    return Done(ExpectedReportId(expected_id), _CHANGED)


def excuse_report(
    session: Session, *, expected_id: str, reason: str, clock: Clock, excused_on: date | None = None
) -> Done[ExpectedReportId]:
    """Excuse a unit from reporting in a period, with a reason; it stays in the list."""
    if not one_line(reason):
        raise InvalidField("reason", "Chưa ghi lý do miễn nộp.")
    expected = get_expected(session, expected_id)
    refuse_locked(session, expected, clock.today())
    before = snapshot(expected)
    expected.excused_on = excused_on or clock.today()
    expected.excuse_reason = normalize(reason).strip()
    record(session, clock=clock, action="report.excuse", subject=expected, before=before, reason=reason)
    return Done(ExpectedReportId(expected_id), _CHANGED)


def extend_report(
    session: Session, *, expected_id: str, to_date: date, reason: str, clock: Clock
) -> Done[ExpectedReportId]:
    """Give a unit a later day for one report, as often as its rule allows; the first day stays known."""
    if not one_line(reason):
        raise InvalidField("reason", "Chưa ghi lý do gia hạn.")
    expected = get_expected(session, expected_id)
    refuse_locked(session, expected, clock.today())
    period = get_period(session, expected.period_id)
    _refuse_more_extensions(session, expected, get_rule(session, period.rule_id).max_extensions)
    due = expected.extended_to or period.legal_due
    if to_date <= due:
        raise InvalidField("to_date", f"Hạn mới phải sau hạn {format_date(due)}.")
    if clock.today() > (expected.extended_to or period.lenient_due):
        raise RuleViolation(
            f"Hạn {format_date(due)} đã qua nên không gia hạn được nữa.",
            hint="Gia hạn phải được đề nghị trước khi hết hạn.",
        )
    before = snapshot(expected)
    expected.extended_to, expected.extended_on = to_date, clock.today()
    expected.extension_reason = normalize(reason).strip()
    record(session, clock=clock, action="report.extend", subject=expected, before=before, reason=reason)
    return Done(ExpectedReportId(expected_id), _CHANGED)


def _refuse_more_extensions(session: Session, expected: ExpectedReport, most: int) -> None:
    """Refuse one extension more than the rule allows; the journal knows how many were given."""
    if most < 1:
        raise RuleViolation(
            "Chế độ báo cáo này không cho gia hạn.", hint="Ghi miễn nộp kèm lý do, hoặc nhận báo cáo muộn."
        )
    if expected.extended_to is None:
        return
    given = session.scalar(
        select(func.count())
        .select_from(Audit)
        .where(Audit.action == "report.extend", Audit.subject_id == expected.id)
    )
    if max(given or 0, 1) >= most:
        times = "một" if most == 1 else str(most)
        raise RuleViolation(
            f"Kỳ này đơn vị đã được gia hạn {times} lần, đến {format_date(expected.extended_to)}.",
            hint=f"Mỗi báo cáo gia hạn nhiều nhất {times} lần.",
        )


def reopen_report(
    session: Session, *, expected_id: str, reason: str, clock: Clock, until: date | None = None
) -> Done[tuple[str, ...]]:
    """Open a locked period for one unit until a day (three days by default); then it locks itself again.

    Returns the later months of the unit whose opening balance came from this one: they are flagged.
    """
    if not one_line(reason):
        raise InvalidField("reason", "Chưa ghi lý do mở lại.")
    last_day = until or clock.today() + timedelta(days=RELOCK_DAYS)
    if last_day < clock.today():
        raise InvalidField("until", "Ngày khóa lại phải từ hôm nay trở đi.")
    expected = get_expected(session, expected_id)
    before = snapshot(expected)
    expected.reopened_until, expected.reopen_reason = last_day, normalize(reason).strip()
    record(session, clock=clock, action="report.reopen", subject=expected, before=before, reason=reason)
    return Done(flag_later_months(session, expected=expected, clock=clock), _CHANGED)


def get_expected(session: Session, expected_id: str) -> ExpectedReport:
    """Return an expected report or raise ``NotFound``."""
    expected = session.get(ExpectedReport, expected_id)
    if expected is None:
        raise NotFound("Đơn vị không thuộc danh sách phải báo cáo của kỳ này.")
    return expected


def find_expected(session: Session, *, period_id: str, unit_id: str) -> ExpectedReport:
    """Return a unit's expected report of a period or raise ``NotFound``."""
    return get_expected(session, derived_id("expected", period_id, unit_id))


def last_submission(session: Session, expected_id: str) -> Submission | None:
    """Return the newest version that was not withdrawn."""
    return session.scalars(
        select(Submission)
        .where(Submission.expected_report_id == expected_id, Submission.withdrawn_at.is_(None))
        .order_by(Submission.epoch.desc(), Submission.version.desc())
    ).first()


def move_report(expected: ExpectedReport, state: ReportState) -> None:
    """Move a report to a state, where it may go there from the one it is in."""
    if state not in REPORT_MOVES[expected.state]:
        raise RuleViolation(
            f"Báo cáo đang ở trạng thái “{WORDS[expected.state]}”, không chuyển sang “{WORDS[state]}” được."
        )
    expected.state = state
