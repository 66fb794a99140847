"""Use cases on reports that come in: received, code noted, returned, accepted, excused, extended."""

from dataclasses import dataclass
from datetime import date, datetime

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
    ExpectedReport,
    Figure,
    Narrative,
    Period,
    ReportingRule,
    Submission,
    Task,
)
from app.services.audit import record, snapshot
from app.services.cycles import get_period, refuse_locked
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
    _move(expected, ReportState.RECEIVED)
    # A file whose code was heard before is that very version: it keeps the time of the code.
    last = last_submission(session, expected_id)
    awaited = last if last is not None and last.received_at is None else None
    before = snapshot(awaited) if awaited else None
    submission = awaited or _new_version(session, expected_id)
    submission.document_number = one_line(receipt.document_number)
    submission.signed_on, submission.received_at = receipt.signed_on, receipt.received_at
    submission.channel, submission.state = receipt.channel, ReportState.RECEIVED
    submission.reason = normalize(receipt.note).strip()
    record(session, clock=clock, action="report.receive", subject=submission, before=before)
    _finish_single_task(session, expected, received_on, clock)
    return Done(SubmissionId(submission.id), _CHANGED)


def _new_version(session: Session, expected_id: str) -> Submission:
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


def note_seal_code(
    session: Session, *, expected_id: str, code: str, noted_at: datetime, clock: Clock
) -> Done[SubmissionId]:
    """Note a seal code heard by phone or message: from this moment the hub vouches for the report."""
    expected = get_expected(session, expected_id)
    cleaned = "".join(code.split()).upper()
    if not cleaned:
        raise InvalidField("seal_code", "Chưa ghi mã niêm phong.")
    if noted_at > clock.now():
        raise InvalidField("noted_at", "Thời điểm ghi mã ở tương lai; kiểm tra lại ngày giờ.")
    refuse_locked(session, expected, clock.today())
    if expected.state in (ReportState.NOT_STARTED, ReportState.DRAFTING, ReportState.RETURNED):
        expected.state = ReportState.SEALED
    _move(expected, ReportState.CODE_NOTED)
    submission = _new_version(session, expected_id)
    submission.seal_code, submission.code_noted_at = cleaned, noted_at
    submission.state = ReportState.CODE_NOTED
    record(session, clock=clock, action="report.code", subject=submission)
    return Done(SubmissionId(submission.id), _CHANGED)


def return_report(session: Session, *, expected_id: str, reason: str, clock: Clock) -> Done[ExpectedReportId]:
    """Send the last version back with a reason; its mark of timeliness stays."""
    if not one_line(reason):
        raise InvalidField("reason", "Chưa ghi lý do trả lại.")
    return _decide(session, expected_id, ReportState.RETURNED, reason, clock)


def accept_report(
    session: Session, *, expected_id: str, clock: Clock, note: str = ""
) -> Done[ExpectedReportId]:
    """Accept the last version: its figures and words are frozen and count in every total."""
    done = _decide(session, expected_id, ReportState.ACCEPTED, note, clock)
    expected = get_expected(session, expected_id)
    submission = last_submission(session, expected_id)
    if submission is not None:
        _freeze(session, expected_id, submission.version, clock)
        expected.accepted_version = submission.version
    return Done(done.value, _CHANGED | Changes(figures=True))


def _freeze(session: Session, expected_id: str, version: int, clock: Clock) -> None:
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
    _move(expected, state)
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
    """Give a unit a later day for one report, once; the original day is shown beside it."""
    if not one_line(reason):
        raise InvalidField("reason", "Chưa ghi lý do gia hạn.")
    expected = get_expected(session, expected_id)
    refuse_locked(session, expected, clock.today())
    period = get_period(session, expected.period_id)
    if expected.extended_to is not None:
        raise RuleViolation("Kỳ này đơn vị đã được gia hạn một lần.")
    if to_date <= period.legal_due:
        raise InvalidField("to_date", f"Hạn mới phải sau hạn {format_date(period.legal_due)}.")
    if clock.today() > period.lenient_due:
        raise RuleViolation(
            f"Hạn {format_date(period.legal_due)} đã qua nên không gia hạn được nữa.",
            hint="Gia hạn phải được đề nghị trước khi hết hạn.",
        )
    before = snapshot(expected)
    expected.extended_to, expected.extended_on = to_date, clock.today()
    expected.extension_reason = normalize(reason).strip()
    record(session, clock=clock, action="report.extend", subject=expected, before=before, reason=reason)
    return Done(ExpectedReportId(expected_id), _CHANGED)


def reopen_report(
    session: Session, *, expected_id: str, until: date, reason: str, clock: Clock
) -> Done[ExpectedReportId]:
    """Open a locked period for one unit until a day; it locks itself again afterwards."""
    if not one_line(reason):
        raise InvalidField("reason", "Chưa ghi lý do mở lại.")
    if until < clock.today():
        raise InvalidField("until", "Ngày khóa lại phải từ hôm nay trở đi.")
    expected = get_expected(session, expected_id)
    before = snapshot(expected)
    expected.reopened_until, expected.reopen_reason = until, normalize(reason).strip()
    record(session, clock=clock, action="report.reopen", subject=expected, before=before, reason=reason)
    return Done(ExpectedReportId(expected_id), _CHANGED)


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


def _move(expected: ExpectedReport, state: ReportState) -> None:
    if state not in REPORT_MOVES[expected.state]:
        raise RuleViolation(
            f"Báo cáo đang ở trạng thái “{WORDS[expected.state]}”, không chuyển sang “{WORDS[state]}” được."
        )
    expected.state = state
