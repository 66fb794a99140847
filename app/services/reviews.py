"""Use cases of the hub's review: what was looked at, remarks on cells, the first of two steps."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import InvalidField, RuleViolation
from app.core.figures import FigureValue
from app.core.ids import SubmissionId, derived_id
from app.core.statuses import FigureState, ReportState
from app.core.text import normalize
from app.models import Figure, Narrative, ReviewMark, Submission, SubmissionComment
from app.services.audit import note, record, snapshot
from app.services.cycles import refuse_locked
from app.services.submissions import freeze_version, get_expected, last_submission

_CHANGED = Changes(cycles=True)


@dataclass(frozen=True, slots=True)
class SeenItem:
    """One item of the queue: the cell or heading, what the queue said of it, the key of what was seen."""

    key: str
    expected_id: str
    subject: str
    message: str


def mark_seen(session: Session, *, items: Sequence[SeenItem], clock: Clock) -> Done[int]:
    """Let items of the queue stand; they come back when what was seen changes.

    Nothing but the queue shows marks, therefore nothing else is told to read again.
    """
    for item in items:
        if session.get(ReviewMark, item.key) is None:
            mark = ReviewMark(
                id=item.key,
                expected_report_id=item.expected_id,
                subject=item.subject,
                message=item.message,
                seen_by=str(session.info.get("actor", "")),
                seen_at=clock.now(),
            )
            session.add(mark)
            record(session, clock=clock, action="review.seen", subject=mark)
    return Done(len(items), Changes())


def unmark_seen(session: Session, *, keys: Sequence[str], clock: Clock) -> Done[int]:
    """Put items back into the queue."""
    for key in keys:
        mark = session.get(ReviewMark, key)
        if mark is not None:
            note(
                session,
                clock=clock,
                action="review.unsee",
                subject_kind="review_mark",
                subject_id=key,
                before=snapshot(mark),
            )
            session.delete(mark)
    session.flush()
    return Done(len(keys), Changes())


def comment_on(session: Session, *, expected_id: str, subject: str, text: str, clock: Clock) -> Done[str]:
    """Write a remark on a cell or heading of the newest version; it closes itself when the cell changes."""
    words = normalize(text).strip()
    if not words:
        raise InvalidField("text", "Chưa ghi nhận xét.")
    expected = get_expected(session, expected_id)
    refuse_locked(session, expected, clock.today())
    submission = last_submission(session, expected_id)
    if submission is None:
        raise RuleViolation("Đơn vị chưa nộp báo cáo kỳ này nên chưa có gì để nhận xét.")
    # What the remark is about is kept with the version, so that a change can be seen.
    freeze_version(session, expected_id, submission.version, clock)
    remark = SubmissionComment(
        id=derived_id("remark", submission.id, subject, words),
        submission_id=submission.id,
        subject=subject,
        text=words,
        author=str(session.info.get("actor", "")),
        created_at=clock.now(),
    )
    if session.get(SubmissionComment, remark.id) is None:
        session.add(remark)
        record(session, clock=clock, action="report.comment", subject=remark)
    return Done(remark.id, _CHANGED)


def close_answered(session: Session, *, expected_id: str, clock: Clock) -> Done[int]:
    """Close the remarks whose cell no longer holds what they were about; open ones again that went back."""
    found = session.execute(
        select(SubmissionComment, Submission.version)
        .join(Submission, Submission.id == SubmissionComment.submission_id)
        .where(Submission.expected_report_id == expected_id)
        .order_by(Submission.version, SubmissionComment.id)
    ).all()
    changed = 0
    now = contents_of(session, expected_id, 0) if found else {}
    for remark, version in found:
        then = contents_of(session, expected_id, version)
        if not then:
            continue  # nothing was kept of that version: nothing to hold the cell against
        whole = not remark.subject  # a remark on the whole report: any change answers it
        is_answered = then != now if whole else then.get(remark.subject) != now.get(remark.subject)
        if is_answered != (remark.resolved_at is not None):
            before = snapshot(remark)
            remark.resolved_at = clock.now() if is_answered else None
            action = "comment.close" if is_answered else "comment.reopen"
            record(session, clock=clock, action=action, subject=remark, before=before)
            changed += 1
    return Done(changed, _CHANGED if changed else Changes())


def contents_of(
    session: Session, expected_id: str, version: int
) -> dict[str, FigureValue | tuple[FigureState, str]]:
    """Return every cell and heading of one version of a report by its code or key; blanks are left out."""
    cells: dict[str, FigureValue | tuple[FigureState, str]] = {}
    figures = session.execute(
        select(Figure.indicator_code, Figure.state, Figure.value).where(
            Figure.expected_report_id == expected_id, Figure.version == version
        )
    )
    for code, state, value in figures:
        if state is not FigureState.BLANK:
            cells[code] = FigureValue(state, value)
    words = session.execute(
        select(Narrative.heading_key, Narrative.state, Narrative.text).where(
            Narrative.expected_report_id == expected_id, Narrative.version == version
        )
    )
    for key, state, text in words:
        if text or state is not FigureState.BLANK:
            cells[key] = (state, text)
    return cells


def check_report(session: Session, *, expected_id: str, clock: Clock) -> Done[SubmissionId]:
    """Take the first of the two steps: the newest version has been gone through ("đã kiểm tra")."""
    expected = get_expected(session, expected_id)
    refuse_locked(session, expected, clock.today())
    submission = last_submission(session, expected_id)
    if submission is None or submission.state is not ReportState.RECEIVED:
        raise RuleViolation("Chỉ kiểm tra được báo cáo đã nhận, chưa trả lại hay chấp nhận.")
    before = snapshot(submission)
    submission.checked_at = clock.now()
    submission.checked_by = str(session.info.get("actor", ""))
    record(session, clock=clock, action="report.check", subject=submission, before=before)
    return Done(SubmissionId(submission.id), _CHANGED)
