"""Data of the record of a handover: the register in numbers, and the work still open."""

from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.statuses import DocumentState, TaskState
from app.models import (
    Attachment,
    Base,
    Directive,
    IssuedDocument,
    Plan,
    Submission,
    Task,
    Unit,
)
from app.reports.data.handover import HandoverData, HandoverItem, HandoverPerson
from app.services.queries.papers import outline, paper_frame, standing_phrases
from app.services.queries.report_paper import printed_task
from app.services.queries.tasks import TaskFilter, list_assignments
from app.services.queries.units import UnitRow


@dataclass(frozen=True, slots=True)
class HandoverPeople:
    """Who hands over to whom, and who sees it."""

    giver: HandoverPerson = field(default_factory=HandoverPerson)
    receiver: HandoverPerson = field(default_factory=HandoverPerson)
    witness: HandoverPerson = field(default_factory=HandoverPerson)


def handover_data(session: Session, *, unit: UnitRow, people: HandoverPeople, day: date) -> HandoverData:
    """Return the record for a register that goes from one officer to the next on a day."""
    frame = paper_frame(session, unit_id=unit.id, type_symbol="BB", day=day, goes_up=False)
    frame = replace(frame, recipients=("Bên giao, bên nhận", frame.recipients[-1]))
    open_rows = [
        row
        for state in (TaskState.OPEN_OVERDUE, TaskState.OPEN_IN_TIME)
        for row in list_assignments(session, TaskFilter(as_of=day, unit_id=unit.id, state=state))
    ]
    return HandoverData(
        frame=frame,
        unit_code=unit.code,
        unit_name=unit.name,
        held_on=day,
        giver=people.giver,
        receiver=people.receiver,
        witness=people.witness,
        items=_items(session),
        open_tasks=tuple(printed_task(row) for row in open_rows),
        headings=outline(session, "handover", day),
        phrases=standing_phrases(session, "handover", day),
    )


def _items(session: Session) -> tuple[HandoverItem, ...]:
    def count(model: type[Base]) -> int:
        return session.scalar(select(func.count()).select_from(model)) or 0

    issued = select(func.count()).select_from(IssuedDocument)
    issued = issued.where(IssuedDocument.state.not_in((DocumentState.DRAFT, DocumentState.CHECKED)))
    return (
        HandoverItem("Đơn vị được theo dõi", count(Unit), "đơn vị"),
        HandoverItem("Văn bản chỉ đạo, điều hành", count(Directive), "văn bản"),
        HandoverItem("Nhiệm vụ được giao", count(Task), "nhiệm vụ"),
        HandoverItem("Báo cáo đã nhận của các đơn vị", count(Submission), "báo cáo"),
        HandoverItem("Kế hoạch khắc phục tiêu chí bị trừ điểm", count(Plan), "kế hoạch"),
        HandoverItem("Văn bản đã ban hành từ sổ", session.scalar(issued) or 0, "văn bản"),
        HandoverItem("Tệp đính kèm", count(Attachment), "tệp"),
        HandoverItem("Bản sao lưu toàn bộ dữ liệu của sổ", 1, "bản", "Ghi ra thiết bị lưu trữ"),
    )
