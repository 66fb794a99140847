"""Following up: reminders that were sent, those that were stopped, rankings as they were published."""

from datetime import date, datetime

from sqlalchemy import JSON, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.statuses import RankingRemarkKind
from app.models.base import Base, Key, LongText, Name, foreign_key


class Reminder(Base):
    """A reminder that was sent: to whom, about what, by which channel, in which words.

    One that names several things leaves a row for each, all with the same instant.
    """

    __tablename__ = "reminder"
    __table_args__ = (Index(None, "subject_kind", "subject_id"),)

    id: Mapped[Key]
    unit_id: Mapped[str] = foreign_key("unit.id")
    subject_kind: Mapped[str] = mapped_column(String(24))
    subject_id: Mapped[str] = mapped_column(String(36))
    sent_at: Mapped[datetime]
    channel: Mapped[str] = mapped_column(String(24))
    step: Mapped[int] = mapped_column(default=1)
    text: Mapped[LongText] = mapped_column(default="")


class ReminderStop(Base):
    """A person's word that a unit is not to be reminded of something any more, with the reason."""

    __tablename__ = "reminder_stop"
    __table_args__ = (Index(None, "subject_kind", "subject_id"),)

    id: Mapped[Key]
    unit_id: Mapped[str] = foreign_key("unit.id")
    subject_kind: Mapped[str] = mapped_column(String(24))
    subject_id: Mapped[str] = mapped_column(String(36))
    reason: Mapped[LongText]
    stopped_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class RankingRemark(Base):
    """Why a unit is left out of a period's ranking, or what it objects to."""

    __tablename__ = "ranking_remark"

    id: Mapped[Key]
    period_id: Mapped[str] = foreign_key("period.id")
    unit_id: Mapped[str] = foreign_key("unit.id")
    kind: Mapped[RankingRemarkKind]
    text: Mapped[LongText]
    author: Mapped[Name] = mapped_column(default="")
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class RankingSnapshot(Base):
    """A ranking as it was published; whatever changes later, it stays."""

    __tablename__ = "ranking_snapshot"
    __table_args__ = (UniqueConstraint("period_id", "number"),)

    id: Mapped[Key]
    period_id: Mapped[str] = foreign_key("period.id", index=False)
    number: Mapped[int]
    as_of: Mapped[date]
    published_at: Mapped[datetime]
    published_by: Mapped[Name] = mapped_column(default="")
    reason: Mapped[LongText] = mapped_column(default="")  # why again
    content: Mapped[dict[str, object]] = mapped_column(JSON)
    content_sha256: Mapped[str] = mapped_column(String(64))
