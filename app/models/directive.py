"""Directives with their clauses: the words that bind, kept verbatim."""

from datetime import date, datetime

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.statuses import DirectiveState
from app.models.base import Base, Code, Key, LongText, Name, Versioned, foreign_key


class Directive(Base, Versioned):
    """A document that orders work. Number and date may be blank: "bản chưa số"."""

    __tablename__ = "directive"

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(64), default="công văn")
    number: Mapped[str | None] = mapped_column(String(100), index=True)  # number and symbol as printed
    issued_on: Mapped[date | None]
    issuer: Mapped[Name] = mapped_column(default="")
    issuer_unit_id: Mapped[str | None] = foreign_key("unit.id")
    place: Mapped[Name] = mapped_column(default="")
    subject: Mapped[Name] = mapped_column(default="")
    addressees: Mapped[list[str]] = mapped_column(JSON, default=list)
    signer_name: Mapped[Name] = mapped_column(default="")
    signer_title: Mapped[Name] = mapped_column(default="")
    received_on: Mapped[date | None]
    is_own: Mapped[bool] = mapped_column(default=False)  # issued by the owner of this register
    state: Mapped[DirectiveState] = mapped_column(default=DirectiveState.ACTIVE)
    text: Mapped[LongText] = mapped_column(default="")  # as read, NFC; spans of clauses count in it
    text_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    attachment_sha256: Mapped[str | None] = mapped_column(String(64))
    note: Mapped[LongText] = mapped_column(default="")
    created_at: Mapped[datetime]
    search_plain: Mapped[LongText] = mapped_column(default="")
    search_exact: Mapped[LongText] = mapped_column(default="")


class DirectiveLink(Base):
    """A document cited by another: carried out, replaced, amended, repealed or only named."""

    __tablename__ = "directive_link"

    id: Mapped[Key]
    from_id: Mapped[str] = foreign_key("directive.id")
    to_id: Mapped[str | None] = foreign_key("directive.id")
    to_number: Mapped[str] = mapped_column(String(100), default="")
    to_date: Mapped[date | None]
    relation: Mapped[str] = mapped_column(String(24), default="cites")


class Clause(Base):
    """One numbered or lettered piece of a directive; the printed number is kept even where it skips."""

    __tablename__ = "clause"
    __table_args__ = (UniqueConstraint("directive_id", "position"),)

    id: Mapped[Key]
    directive_id: Mapped[str] = foreign_key("directive.id")
    parent_id: Mapped[str | None] = foreign_key("clause.id")
    position: Mapped[int]  # reading order, from 1
    number: Mapped[Code] = mapped_column(default="")  # path as printed: "5", "5.a"
    text: Mapped[LongText]
    span_start: Mapped[int | None]
    span_end: Mapped[int | None]
    page: Mapped[int | None]


class ClauseAddressee(Base):
    """Whom a clause binds: a group or one unit; ``is_excluded`` takes one unit out of a named group."""

    __tablename__ = "clause_addressee"
    __table_args__ = (UniqueConstraint("clause_id", "group_id", "unit_id"),)

    id: Mapped[Key]
    clause_id: Mapped[str] = foreign_key("clause.id")
    group_id: Mapped[str | None] = foreign_key("unit_group.id")
    unit_id: Mapped[str | None] = foreign_key("unit.id")
    is_excluded: Mapped[bool] = mapped_column(default=False)
