"""Use case on the person in an assignment; a name that answered for finished work stays with it."""

from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import InvalidField, RuleViolation
from app.core.ids import AssignmentId
from app.core.text import format_date
from app.models import Person
from app.services.audit import record, snapshot
from app.services.tasks import get_assignment
from app.services.validity import covers


def set_person(
    session: Session, *, assignment_id: str, person_id: str | None, clock: Clock
) -> Done[AssignmentId]:
    """Name the person who answers for an open assignment; None takes the name away."""
    assignment = get_assignment(session, assignment_id)
    if assignment.cancelled_on is not None:
        raise RuleViolation("Nhiệm vụ của đơn vị này đã hủy nên không đổi người được.")
    if assignment.done_on is not None:
        raise RuleViolation(
            f"Nhiệm vụ đã hoàn thành ngày {format_date(assignment.done_on)} nên giữ tên người đã làm.",
            hint="Ghi tiến độ dưới 100% để mở lại nhiệm vụ trước khi đổi người.",
        )
    if person_id is not None:
        _refuse_stranger(session, person_id, assignment.unit_id, clock)
    before = snapshot(assignment)
    assignment.person_id = person_id
    record(session, clock=clock, action="assignment.person", subject=assignment, before=before)
    return Done(AssignmentId(assignment.id), Changes(tasks=True))


def _refuse_stranger(session: Session, person_id: str, unit_id: str, clock: Clock) -> None:
    person = session.get(Person, person_id)
    if person is None:
        raise InvalidField("person_id", "Không còn người này trong Danh mục.", hint="Chọn người khác.")
    if person.unit_id != unit_id:
        raise InvalidField(
            "person_id",
            f"{person.name} không thuộc đơn vị được giao nhiệm vụ.",
            hint="Chọn người của đơn vị, hoặc sửa nơi làm việc trong Danh mục.",
        )
    if not covers(person.valid_from, person.valid_to, clock.today()):
        raise InvalidField(
            "person_id",
            f"{person.name} không còn làm việc ở đơn vị vào ngày {format_date(clock.today())}.",
            hint="Chọn người đang làm việc.",
        )
