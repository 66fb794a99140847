"""Reads on the outbox: what waits, what became of each mail, what a mail holds."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core.statuses import MailState
from app.models import Attachment, OutboxAttachment, OutboxMail, Unit


@dataclass(frozen=True, slots=True)
class MailFileRow:
    """A file of a mail in the attachment store."""

    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class MailRow:
    """One mail of the list, whole; ``outcome`` is the sentence that says what became of it."""

    id: str
    message_id: str
    unit: str
    address: str
    subject: str
    body: str
    purpose: str
    state: MailState
    queued_at: datetime
    tries: int
    next_try_at: datetime | None
    ended_at: datetime | None
    outcome: str
    files: tuple[MailFileRow, ...]

    @property
    def waits_for_person(self) -> bool:
        """Whether somebody has to look at it."""
        return self.state in (MailState.REFUSED, MailState.UNSURE)


def list_mails(session: Session) -> tuple[MailRow, ...]:
    """Return every mail, newest first."""
    found = session.execute(
        select(OutboxMail, Unit.short_name)
        .outerjoin(Unit, Unit.id == OutboxMail.unit_id)
        .order_by(OutboxMail.queued_at.desc(), OutboxMail.id)
    ).all()
    files: dict[str, list[MailFileRow]] = {}
    attached = select(OutboxAttachment, Attachment).join(
        Attachment, Attachment.sha256 == OutboxAttachment.sha256
    )
    for link, kept in session.execute(attached.order_by(OutboxAttachment.position)):
        row = MailFileRow(link.name, kept.media_type, kept.size, kept.sha256)
        files.setdefault(link.mail_id, []).append(row)
    return tuple(_row(mail, unit or "", tuple(files.get(mail.id, ()))) for mail, unit in found)


def due_mails(session: Session, *, now: datetime, every: bool = False) -> tuple[MailRow, ...]:
    """Return the mails to be sent now, oldest first; with ``every`` also those whose next try is later."""
    rows = [row for row in list_mails(session) if row.state is MailState.QUEUED]
    return tuple(row for row in reversed(rows) if every or row.next_try_at is None or row.next_try_at <= now)


def has_interrupted(session: Session) -> bool:
    """Tell whether a mail still bears the mark of being sent."""
    marked = select(OutboxMail.id).where(OutboxMail.state == MailState.SENDING).limit(1)
    return session.scalars(marked).first() is not None


def mails_of_unit(session: Session, unit_id: str, purpose: str) -> tuple[MailState, ...]:
    """Return the states of a unit's mails of one purpose that have not ended."""
    waiting = (MailState.QUEUED, MailState.SENDING, MailState.UNSURE)
    return tuple(
        session.scalars(
            select(OutboxMail.state).where(
                OutboxMail.unit_id == unit_id,
                OutboxMail.purpose == purpose,
                or_(*(OutboxMail.state == state for state in waiting)),
            )
        )
    )


def _row(mail: OutboxMail, unit: str, files: tuple[MailFileRow, ...]) -> MailRow:
    return MailRow(
        mail.id,
        mail.message_id,
        unit,
        mail.address,
        mail.subject,
        mail.body,
        mail.purpose,
        mail.state,
        mail.queued_at,
        mail.tries,
        mail.next_try_at,
        mail.ended_at,
        mail.outcome,
        files,
    )
