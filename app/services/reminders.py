"""Use cases of following up: a reminder that was sent, reminding that is stopped or taken up again."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import InvalidField, NotFound, RuleViolation
from app.core.ids import new_id
from app.core.ladder import LEADER
from app.core.statuses import WORDS, ReminderChannel
from app.core.text import format_date, normalize, one_line
from app.models import Reminder, ReminderStop
from app.services.audit import note
from app.services.queries.reminders import FollowUp, follow_ups

_CHANGED = Changes(reminders=True)
TWICE_A_DAY = "E-NHAC-01"


def log_reminder(
    session: Session,
    *,
    unit_id: str,
    channel: ReminderChannel,
    text: str,
    clock: Clock,
    again: bool = False,
) -> Done[int]:
    """Note that a unit was reminded of all it owes; returns how often it has been by now.

    A unit that owes nothing is never reminded. A second reminder on one day is refused with the code
    ``TWICE_A_DAY`` unless a person says ``again``.
    """
    row = followed_unit(session, unit_id=unit_id, clock=clock)
    last = row.last
    if last is not None and last.day == clock.today() and not again:
        raise RuleViolation(
            f"{row.unit} đã được nhắc hôm nay qua {WORDS[last.channel].lower()}.",
            hint="Nhắc thêm lần nữa trong ngày chỉ khi thật cần.",
            code=TWICE_A_DAY,
        )
    for item in row.followed:
        assert item.rung is not None
        session.add(
            Reminder(
                id=new_id(),
                unit_id=unit_id,
                subject_kind=item.owed.subject_kind,
                subject_id=item.owed.subject_id,
                sent_at=clock.now(),
                channel=channel.value,
                step=LEADER if channel is ReminderChannel.LEADER else item.rung.step,
                text=normalize(text).strip(),
            )
        )
    note(
        session,
        clock=clock,
        action="reminder.log",
        subject_kind="unit",
        subject_id=unit_id,
        after={"channel": channel.value, "subjects": [item.owed.subject_id for item in row.followed]},
    )
    return Done(len(row.sent) + 1, _CHANGED)


def followed_unit(session: Session, *, unit_id: str, clock: Clock) -> FollowUp:
    """Return what a unit is followed for today; ``NotFound`` where it owes nothing any more."""
    found = follow_ups(session, day=clock.today(), unit_ids=(unit_id,))
    if not found or not found[0].followed:
        raise NotFound(
            "Đơn vị này không còn việc nào phải nhắc.",
            hint="Đơn vị đã nộp, được miễn, kỳ đã khóa hoặc việc nhắc đã dừng. Nạp lại danh sách (F5).",
        )
    return found[0]


def stop_reminding(session: Session, *, unit_id: str, reason: str, clock: Clock) -> Done[int]:
    """Stop reminding a unit of what it owes now, with the reason; what it owes later is followed."""
    if not one_line(reason):
        raise InvalidField("reason", "Chưa ghi lý do dừng nhắc.")
    row = followed_unit(session, unit_id=unit_id, clock=clock)
    for item in row.followed:
        session.add(
            ReminderStop(
                id=new_id(),
                unit_id=unit_id,
                subject_kind=item.owed.subject_kind,
                subject_id=item.owed.subject_id,
                reason=normalize(reason).strip(),
                stopped_at=clock.now(),
            )
        )
    subjects = [item.owed.subject_id for item in row.followed]
    _note(session, clock, "reminder.stop", unit_id, subjects, reason)
    return Done(len(subjects), _CHANGED)


def resume_reminding(session: Session, *, unit_id: str, clock: Clock) -> Done[int]:
    """Take up reminding a unit again."""
    stops = session.scalars(
        select(ReminderStop).where(ReminderStop.unit_id == unit_id, ReminderStop.ended_at.is_(None))
    ).all()
    if not stops:
        raise NotFound("Việc nhắc đơn vị này không bị dừng.", hint="Nạp lại danh sách (F5).")
    for stop in stops:
        stop.ended_at = clock.now()
    _note(session, clock, "reminder.resume", unit_id, [stop.subject_id for stop in stops], "")
    return Done(len(stops), _CHANGED)


def _note(
    session: Session, clock: Clock, action: str, unit_id: str, subjects: Sequence[str], reason: str
) -> None:
    note(
        session,
        clock=clock,
        action=action,
        subject_kind="unit",
        subject_id=unit_id,
        after={"subjects": list(subjects), "day": format_date(clock.today())},
        reason=reason,
    )
