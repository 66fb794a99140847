"""The journal of changes, and what screens keep for one person."""

from datetime import datetime

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Code, Key, LongText, Name


class Audit(Base):
    """One change: who, what, before, after, why. Rows are only added, each bound to the one before."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "subject_kind", "subject_id"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    actor: Mapped[Name]
    action: Mapped[Code]
    subject_kind: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[str] = mapped_column(String(64))
    before: Mapped[dict[str, object] | None] = mapped_column(JSON)
    after: Mapped[dict[str, object] | None] = mapped_column(JSON)
    reason: Mapped[LongText] = mapped_column(default="")
    batch_id: Mapped[str | None] = mapped_column(String(36), index=True)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Step(Base):
    """One act of a person that can be taken back whole; ``rows`` is what it touched, before and after."""

    __tablename__ = "step"

    id: Mapped[Key]  # the journal's ``batch_id`` of everything the act changed
    seq: Mapped[int] = mapped_column(unique=True)  # the order of the acts; two may share an instant
    at: Mapped[datetime]
    actor: Mapped[Name]
    title: Mapped[Name]
    rows: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None]
    undoes_id: Mapped[str | None] = mapped_column(String(36))  # the act that this one took back


class Trash(Base):
    """What a step deleted, kept whole for a while after the step itself is forgotten."""

    __tablename__ = "trash"

    id: Mapped[Key]
    at: Mapped[datetime]
    actor: Mapped[Name]
    title: Mapped[Name]
    rows: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    restored_at: Mapped[datetime | None]


class SavedView(Base):
    """A named filter of a list."""

    __tablename__ = "saved_view"

    id: Mapped[Key]
    screen: Mapped[Code]
    name: Mapped[Name]
    definition: Mapped[dict[str, object]] = mapped_column(JSON)


class ImportMapping(Base):
    """Which column of an office's own workbook means what; remembered from the last import."""

    __tablename__ = "import_mapping"

    id: Mapped[Key]
    kind: Mapped[Code]
    signature: Mapped[str] = mapped_column(String(64), index=True)
    mapping: Mapped[dict[str, object]] = mapped_column(JSON)


class Draft(Base):
    """Unsaved typing, so that a power cut takes two seconds of it at most; never exported."""

    __tablename__ = "draft"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    payload: Mapped[dict[str, object]] = mapped_column(JSON)
    saved_at: Mapped[datetime]
