"""Use case on due days: a later one is granted seldom, asked for in time, and never hides the first."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import InvalidField, RuleViolation
from app.core.ids import AssignmentId
from app.core.text import format_date, normalize, one_line
from app.models import Assignment, Extension
from app.services.audit import record, snapshot
from app.services.tasks import get_assignment

_CHANGED = Changes(tasks=True)


def extend_assignment(
    session: Session,
    *,
    assignment_id: str,
    to_due: date,
    reason: str,
    clock: Clock,
    limit: int = 1,
    requested_on: date | None = None,
) -> Done[AssignmentId]:
    """Grant a later due day, at most ``limit`` times and asked for in time; the original day is kept."""
    assignment = get_assignment(session, assignment_id)
    asked = requested_on or clock.today()
    if not one_line(reason):
        raise InvalidField("reason", "Chưa ghi lý do gia hạn.")
    _refuse_extension(session, assignment, to_due, asked, limit)
    before = snapshot(assignment)
    session.add(
        Extension(
            assignment_id=assignment_id,
            from_due=assignment.current_due_on,
            to_due=to_due,
            requested_on=asked,
            decided_on=asked,
            reason=normalize(reason).strip(),
        )
    )
    assignment.current_due_on, assignment.extended_on = to_due, asked
    record(session, clock=clock, action="assignment.extend", subject=assignment, before=before, reason=reason)
    return Done(AssignmentId(assignment.id), _CHANGED)


def _refuse_extension(
    session: Session, assignment: Assignment, to_due: date, asked: date, limit: int
) -> None:
    due = assignment.current_due_on
    if due is None:
        raise RuleViolation("Nhiệm vụ không có thời hạn nên không cần gia hạn.")
    if assignment.done_on is not None:
        raise RuleViolation("Nhiệm vụ đã hoàn thành nên không gia hạn được.")
    if assignment.cancelled_on is not None:
        raise RuleViolation("Nhiệm vụ của đơn vị này đã hủy nên không gia hạn được.")
    if to_due <= due:
        raise InvalidField(
            "to_due", f"Hạn mới {format_date(to_due)} phải sau hạn đang có {format_date(due)}."
        )
    if asked > due:
        raise RuleViolation(
            f"Đề nghị gia hạn ngày {format_date(asked)} sau khi đã hết hạn {format_date(due)}.",
            hint="Gia hạn phải được đề nghị trước khi hết hạn; ghi giải trình thay cho gia hạn.",
        )
    granted = session.scalar(
        select(func.count())
        .select_from(Extension)
        .where(Extension.assignment_id == assignment.id, Extension.is_granted)
    )
    if (granted or 0) >= limit:
        raise RuleViolation(
            f"Nhiệm vụ đã được gia hạn {granted} lần; quy định cho gia hạn nhiều nhất {limit} lần.",
            hint="Ghi giải trình, hoặc đổi quy định số lần gia hạn trong Kỳ báo cáo.",
        )
