"""Scores of a year, and the plan that answers every lost point."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Code, Key, LongText, Name, Versioned, foreign_key


class CriteriaSet(Base):
    """The scale of one year for one class of units."""

    __tablename__ = "criteria_set"
    __table_args__ = (UniqueConstraint("year", "level", "version"),)

    id: Mapped[Key]
    year: Mapped[int]
    level: Mapped[Name]
    version: Mapped[int] = mapped_column(default=1)
    decision: Mapped[Name] = mapped_column(default="")
    total_points: Mapped[Decimal]
    bands: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)


class Criterion(Base):
    """A field, group or criterion of a scale; only criteria carry points."""

    __tablename__ = "criterion"
    __table_args__ = (UniqueConstraint("set_id", "code"),)

    id: Mapped[Key]
    set_id: Mapped[str] = foreign_key("criteria_set.id", index=False)
    parent_id: Mapped[str | None] = foreign_key("criterion.id")
    code: Mapped[Code]
    level: Mapped[str] = mapped_column(String(24))  # field, criterion_group, criterion
    field: Mapped[Code]
    title: Mapped[Name]
    max_points: Mapped[Decimal | None]
    evidence: Mapped[LongText] = mapped_column(default="")
    scoring: Mapped[dict[str, object] | None] = mapped_column(JSON)
    indicator_codes: Mapped[list[str]] = mapped_column(JSON, default=list)
    common_deductions: Mapped[list[str]] = mapped_column(JSON, default=list)
    improvement_hint: Mapped[LongText] = mapped_column(default="")
    sort_order: Mapped[int] = mapped_column(default=0)


class Score(Base, Versioned):
    """A unit's points for one criterion; lost is the maximum less the appraised (else self) points."""

    __tablename__ = "score"
    __table_args__ = (UniqueConstraint("criterion_id", "unit_id"),)

    id: Mapped[Key]
    criterion_id: Mapped[str] = foreign_key("criterion.id", index=False)
    unit_id: Mapped[str] = foreign_key("unit.id")
    is_applicable: Mapped[bool] = mapped_column(default=True)
    self_points: Mapped[Decimal | None]
    self_note: Mapped[LongText] = mapped_column(default="")
    appraised_points: Mapped[Decimal | None]
    reason: Mapped[LongText] = mapped_column(default="")  # why points were taken off
    updated_at: Mapped[datetime]


class Plan(Base, Versioned):
    """A unit's improvement plan of a year, answering the scores of the year before."""

    __tablename__ = "plan"
    __table_args__ = (UniqueConstraint("unit_id", "year"),)

    id: Mapped[Key]
    unit_id: Mapped[str] = foreign_key("unit.id")
    year: Mapped[int]
    criteria_set_id: Mapped[str | None] = foreign_key("criteria_set.id")
    expected_report_id: Mapped[str | None] = foreign_key("expected_report.id")
    note: Mapped[LongText] = mapped_column(default="")


class PlanRow(Base, Versioned):
    """One measure against one lost point: cause, measure, product, who, until when."""

    __tablename__ = "plan_row"
    __table_args__ = (UniqueConstraint("plan_id", "position"),)

    id: Mapped[Key]
    plan_id: Mapped[str] = foreign_key("plan.id", index=False)
    position: Mapped[int]
    score_id: Mapped[str | None] = foreign_key("score.id")
    criterion_id: Mapped[str | None] = foreign_key("criterion.id")
    shortcoming: Mapped[LongText] = mapped_column(default="")
    cause: Mapped[LongText] = mapped_column(default="")
    measure: Mapped[LongText] = mapped_column(default="")
    product: Mapped[LongText] = mapped_column(default="")
    lead: Mapped[Name] = mapped_column(default="")
    coordinating: Mapped[Name] = mapped_column(default="")
    due_on: Mapped[date | None]
    target_points: Mapped[Decimal | None]
    task_id: Mapped[str | None] = foreign_key("task.id")  # the row as a task of the register
    progress: Mapped[int] = mapped_column(default=0)
    done_on: Mapped[date | None]
    note: Mapped[LongText] = mapped_column(default="")
