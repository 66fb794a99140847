"""Figures and narrative of a report, and the catalogue they are read with."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import JSON, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.statuses import FigureState
from app.models.base import Base, Code, Key, LongText, Name, Versioned, foreign_key


class Catalogue(Base):
    """A version of the indicator catalogue; old months are read with the one of their time."""

    __tablename__ = "catalogue"
    __table_args__ = (UniqueConstraint("code", "version"),)

    id: Mapped[Key]
    code: Mapped[Code]
    version: Mapped[int]
    name: Mapped[Name]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    source: Mapped[Name] = mapped_column(default="")


class Indicator(Base):
    """One indicator: entered or computed by formula, with how it adds up over units and time."""

    __tablename__ = "indicator"
    __table_args__ = (UniqueConstraint("catalogue_id", "code"),)

    id: Mapped[Key]
    catalogue_id: Mapped[str] = foreign_key("catalogue.id", index=False)
    code: Mapped[Code]
    title: Mapped[Name]
    field: Mapped[Code]
    value_type: Mapped[str] = mapped_column(String(16))  # int, money, percent, text
    unit_of_measure: Mapped[str] = mapped_column(String(64), default="")
    is_computed: Mapped[bool] = mapped_column(default=False)
    formula: Mapped[str | None] = mapped_column(String(500))
    semantics: Mapped[str] = mapped_column(String(24))  # flow, stock_start, stock_end, cumulative_ytd, …
    aggregation: Mapped[str] = mapped_column(String(16))  # sum, recompute, max, min, count, concat
    applies_to: Mapped[list[str]] = mapped_column(JSON, default=list)
    source_system: Mapped[Name] = mapped_column(default="")
    target: Mapped[Decimal | None]
    is_required: Mapped[bool] = mapped_column(default=False)
    in_report: Mapped[bool] = mapped_column(default=True)  # printed in the monthly annex
    sort_order: Mapped[int] = mapped_column(default=0)
    note: Mapped[LongText] = mapped_column(default="")


class CrossCheck(Base):
    """A rule between indicators: "HS08 = HS12 + HS15 + HS19"."""

    __tablename__ = "cross_check"
    __table_args__ = (UniqueConstraint("catalogue_id", "code"),)

    id: Mapped[Key]
    catalogue_id: Mapped[str] = foreign_key("catalogue.id", index=False)
    code: Mapped[Code]
    rule: Mapped[LongText]
    severity: Mapped[str] = mapped_column(String(16))  # block, explain, notice
    note: Mapped[LongText] = mapped_column(default="")


class Figure(Base, Versioned):
    """One cell of one report. Version 0 is the working draft; sealed and received versions are frozen."""

    __tablename__ = "figure"
    __table_args__ = (
        UniqueConstraint("expected_report_id", "version", "indicator_code"),
        Index(None, "indicator_code", "version"),
    )

    id: Mapped[Key]
    expected_report_id: Mapped[str] = foreign_key("expected_report.id", index=False)
    version: Mapped[int] = mapped_column(default=0)
    indicator_code: Mapped[Code]
    state: Mapped[FigureState]
    value: Mapped[Decimal | None]
    explanation: Mapped[LongText] = mapped_column(default="")
    source: Mapped[Name] = mapped_column(default="")
    updated_at: Mapped[datetime]


class FigureAdjustment(Base):
    """A signed correction of an opening balance, with its reason."""

    __tablename__ = "figure_adjustment"

    id: Mapped[Key]
    expected_report_id: Mapped[str] = foreign_key("expected_report.id")
    indicator_code: Mapped[Code]
    amount: Mapped[Decimal]
    reason: Mapped[LongText]
    created_at: Mapped[datetime]


class Tally(Base):
    """A dated count, entered once and summed into whatever window asks (sổ đếm nhanh)."""

    __tablename__ = "tally"
    __table_args__ = (Index(None, "unit_id", "indicator_code", "on_date"),)

    id: Mapped[Key]
    unit_id: Mapped[str] = foreign_key("unit.id", index=False)
    indicator_code: Mapped[Code]
    on_date: Mapped[date]
    amount: Mapped[Decimal]
    note: Mapped[LongText] = mapped_column(default="")
    created_at: Mapped[datetime]
    adjusts_on: Mapped[
        date | None
    ]  # the day of a locked period that this line corrects, counted on ``on_date``
    reason: Mapped[LongText] = mapped_column(default="", server_default=text("''"))


class OutlineHeading(Base):
    """A heading of a paper's outline in its time; officers edit it, code does not know it."""

    __tablename__ = "outline_heading"
    __table_args__ = (UniqueConstraint("document_kind", "key", "valid_from"),)

    id: Mapped[Key]
    document_kind: Mapped[Code]
    key: Mapped[Code]  # stable name: "direction", "field.TTHC", "next_tasks"
    number: Mapped[Code]
    title: Mapped[Name]
    level: Mapped[int] = mapped_column(default=1)
    sort_order: Mapped[int]
    is_required: Mapped[bool] = mapped_column(default=False)
    empty_sentence: Mapped[LongText] = mapped_column(default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class Phrase(Base):
    """A standing sentence of a paper, with named fields in braces, in its time."""

    __tablename__ = "phrase"
    __table_args__ = (UniqueConstraint("document_kind", "key", "valid_from"),)

    id: Mapped[Key]
    document_kind: Mapped[Code]
    key: Mapped[Code]
    text: Mapped[LongText]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class Narrative(Base, Versioned):
    """What a unit wrote under one heading of one report; version as for figures."""

    __tablename__ = "narrative"
    __table_args__ = (UniqueConstraint("expected_report_id", "version", "heading_key"),)

    id: Mapped[Key]
    expected_report_id: Mapped[str] = foreign_key("expected_report.id", index=False)
    version: Mapped[int] = mapped_column(default=0)
    heading_key: Mapped[Code]
    state: Mapped[FigureState] = mapped_column(default=FigureState.VALUE)
    text: Mapped[LongText] = mapped_column(default="")
    updated_at: Mapped[datetime]
