"""Mail on its way out: what was asked for, and what became of it."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.statuses import MailState
from app.models.base import Base, Key, LongText, Name, Versioned, foreign_key


class OutboxMail(Base, Versioned):
    """One mail; its Message-ID never changes, so that a second copy can be told from a second mail."""

    __tablename__ = "outbox_mail"
    __table_args__ = (UniqueConstraint("message_id"),)

    id: Mapped[Key]
    message_id: Mapped[str] = mapped_column(String(200))
    unit_id: Mapped[str | None] = foreign_key("unit.id")
    address: Mapped[Name]
    subject: Mapped[Name]
    body: Mapped[LongText] = mapped_column(default="")
    purpose: Mapped[str] = mapped_column(String(24), default="")  # reminder, package, …
    state: Mapped[MailState] = mapped_column(default=MailState.QUEUED, index=True)
    queued_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]  # the last time its content went down the line
    ended_at: Mapped[datetime | None]
    outcome: Mapped[LongText] = mapped_column(default="")  # the sentence people read


class OutboxSubject(Base):
    """What a mail is about, so that its arrival can be noted where it matters."""

    __tablename__ = "outbox_subject"
    __table_args__ = (UniqueConstraint("mail_id", "subject_kind", "subject_id"),)

    id: Mapped[Key]
    mail_id: Mapped[str] = foreign_key("outbox_mail.id", index=False)
    subject_kind: Mapped[str] = mapped_column(String(24))
    subject_id: Mapped[str] = mapped_column(String(36))


class OutboxAttachment(Base):
    """A file that goes with a mail, kept under its SHA-256 among the attachments."""

    __tablename__ = "outbox_attachment"
    __table_args__ = (UniqueConstraint("mail_id", "position"),)

    id: Mapped[Key]
    mail_id: Mapped[str] = foreign_key("outbox_mail.id", index=False)
    position: Mapped[int]
    name: Mapped[Name]
    sha256: Mapped[str] = foreign_key("attachment.sha256")
