"""Papers we make: drafts, and issued ones frozen with the figures they printed."""

from datetime import date, datetime

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.statuses import DocumentState
from app.models.base import Base, Code, Key, LongText, Name, Versioned, foreign_key


class IssuedDocument(Base, Versioned):
    """A paper from draft to withdrawal. A number is unique in its series: issuer, year, symbol."""

    __tablename__ = "issued_document"
    __table_args__ = (UniqueConstraint("unit_id", "year", "symbol", "number"),)

    id: Mapped[Key]
    kind: Mapped[Code]
    unit_id: Mapped[str] = foreign_key("unit.id")  # who issues it
    about_unit_id: Mapped[str | None] = foreign_key("unit.id")
    period_id: Mapped[str | None] = foreign_key("period.id")
    year: Mapped[int]
    state: Mapped[DocumentState] = mapped_column(default=DocumentState.DRAFT)
    number: Mapped[str | None] = mapped_column(String(11))  # None until issued
    symbol: Mapped[str] = mapped_column(String(30))
    issued_on: Mapped[date | None]
    signer_id: Mapped[str | None] = foreign_key("signer.id")
    title: Mapped[Name]
    frozen_data: Mapped[dict[str, object] | None] = mapped_column(JSON)
    frozen_sha256: Mapped[str | None] = mapped_column(String(64))
    signed_attachment_sha256: Mapped[str | None] = mapped_column(String(64))
    replaced_by_id: Mapped[str | None] = foreign_key("issued_document.id")
    reason: Mapped[LongText] = mapped_column(default="")
    created_at: Mapped[datetime]
