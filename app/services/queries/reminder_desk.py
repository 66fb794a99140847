"""What the screen of reminders shows, and the letters that may go with a mail."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.statuses import DocumentState, Role
from app.models import IssuedDocument
from app.services.queries.reminders import FollowUp, follow_ups
from app.services.queries.units import get_register


@dataclass(frozen=True, slots=True)
class ReminderDesk:
    """The list of a day, and who speaks."""

    office: str
    today: date
    rows: tuple[FollowUp, ...]
    is_hub: bool = True

    @property
    def open_rows(self) -> tuple[FollowUp, ...]:
        """The units whose turn it is."""
        return tuple(row for row in self.rows if row.is_open)


def read_reminder_desk(session: Session, *, day: date) -> ReminderDesk:
    """Return the list of a day."""
    register = get_register(session)
    office = register.own_unit_name or "Cơ quan đầu mối"
    return ReminderDesk(office, day, follow_ups(session, day=day), register.role is Role.HUB)


def letter_of(session: Session, *, unit_id: str, day: date) -> str | None:
    """Return the last letter issued to a unit in the month of a day, for sending along."""
    return session.scalars(
        select(IssuedDocument.id)
        .where(
            IssuedDocument.kind == "reminder",
            IssuedDocument.about_unit_id == unit_id,
            IssuedDocument.state == DocumentState.ISSUED,
            IssuedDocument.issued_on >= day.replace(day=1),
            IssuedDocument.issued_on <= day,
        )
        .order_by(IssuedDocument.issued_on.desc(), IssuedDocument.number.desc())
    ).first()
