"""Reads for the plans screen: which units answer for points, and what is needed to edit one."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.ids import derived_id
from app.models import Criterion, Plan, Score
from app.services.queries.plans import (
    PlanRowRow,
    PlanSummary,
    ScoreCard,
    get_plan_rows,
    list_plans,
    score_card,
)
from app.services.queries.units import get_register, list_units


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """One unit's year: the scores of the year before and the plan that answers them."""

    unit_id: str
    unit: str
    year: int
    card: ScoreCard | None
    plan_id: str | None
    rows: tuple[PlanRowRow, ...]


@dataclass(frozen=True, slots=True)
class ScoreEntry:
    """Everything a person may enter about one score."""

    criterion_id: str
    unit_id: str
    code: str
    title: str
    max_points: Decimal
    evidence: str
    self_points: Decimal | None
    appraised_points: Decimal | None
    reason: str
    self_note: str
    is_applicable: bool


def plans_of_year(session: Session, *, year: int, as_of: date) -> tuple[PlanSummary, ...]:
    """Return a line for every unit that is in a group, has lost points or has a plan, in official order."""
    own = get_register(session).own_unit_id
    units = list_units(session, as_of=as_of)
    known = {unit.id for unit in units if unit.groups or unit.id == own}
    lines = list_plans(session, year=year, unit_ids=tuple(unit.id for unit in units))
    return tuple(line for line in lines if line.unit_id in known or line.deductions or line.plan_id)


def unit_plan(session: Session, *, unit_id: str, year: int, as_of: date) -> UnitPlan:
    """Return one unit's scores and plan; either may be missing."""
    unit = next((u for u in list_units(session, as_of=None) if u.id == unit_id), None)
    if unit is None:
        raise NotFound("Không còn đơn vị này trong sổ.", hint="Nạp lại danh sách (F5).")
    plan = session.get(Plan, derived_id("plan", unit_id, str(year)))
    rows = get_plan_rows(session, unit_id=unit_id, year=year, as_of=as_of) if plan else ()
    card = score_card(session, unit_id=unit_id, year=year - 1)
    return UnitPlan(unit_id, unit.short_name, year, card, plan.id if plan else None, rows)


def score_entry(session: Session, *, criterion_id: str, unit_id: str) -> ScoreEntry:
    """Return one score to edit."""
    criterion = session.get(Criterion, criterion_id)
    if criterion is None:
        raise NotFound("Không còn tiêu chí này trong bộ tiêu chí.", hint="Nạp lại (F5).")
    score = session.scalars(
        select(Score).where(Score.criterion_id == criterion_id, Score.unit_id == unit_id)
    ).one_or_none()
    return ScoreEntry(
        criterion_id,
        unit_id,
        criterion.code,
        criterion.title,
        criterion.max_points or Decimal(0),
        criterion.evidence,
        score.self_points if score else None,
        score.appraised_points if score else None,
        score.reason if score else "",
        score.self_note if score else "",
        score.is_applicable if score else True,
    )
