"""Data of a unit's improvement plan."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import RuleViolation
from app.core.statuses import ReportSubject
from app.models import ReportingRule, UnitGroupMember
from app.reports.data.improvement_plan import (
    FieldScore,
    ImprovementPlanData,
    ImprovementRow,
    ScoreResult,
)
from app.services.queries.papers import basis_of_rule, outline, paper_frame, standing_phrases
from app.services.queries.plans import PlanRowRow, ScoreCard, get_plan_rows, score_card, score_totals
from app.services.queries.units import UnitRow
from app.services.validity import valid_on


def improvement_plan_data(session: Session, *, unit: UnitRow, year: int, day: date) -> ImprovementPlanData:
    """Return everything a unit's plan of a year prints; it answers the scores of the year before."""
    card = score_card(session, unit_id=unit.id, year=year - 1)
    if card is None:
        raise RuleViolation(
            f"Chưa có bộ tiêu chí và điểm năm {year - 1}.",
            hint="Nhập bộ tiêu chí và điểm của năm trước rồi lập kế hoạch.",
        )
    rows = get_plan_rows(session, unit_id=unit.id, year=year, as_of=day)
    rule_id = session.scalar(
        select(ReportingRule.id).where(ReportingRule.subject == ReportSubject.IMPROVEMENT_PLAN).limit(1)
    )
    phrases = standing_phrases(session, "improvement-plan", day)
    places = {row.code: place for place, row in enumerate(card.rows)}
    return ImprovementPlanData(
        frame=paper_frame(session, unit_id=unit.id, type_symbol="KH", day=day, goes_up=False),
        unit_code=unit.code,
        unit_name=unit.name,
        score_year=year - 1,
        plan_year=year,
        result=_result(session, unit.id, card, day),
        rows=tuple(_row(row) for row in _by_field(rows, places)),
        basis=basis_of_rule(session, rule_id),
        headings=outline(session, "improvement-plan", day),
        organisation=tuple(text for key, text in phrases.items() if key.startswith("organisation.") and text),
        phrases=phrases,
    )


def _by_field(rows: Sequence[PlanRowRow], places: Mapping[str, int]) -> list[PlanRowRow]:
    """Order rows as the scale does, those of one field together; rows of one's own come last."""
    last = len(places)
    return sorted(rows, key=lambda row: (places.get(row.criterion_code, last), row.position))


def _result(session: Session, unit_id: str, card: ScoreCard, day: date) -> ScoreResult:
    rank, ranked = _rank(session, unit_id, card.year, day)
    return ScoreResult(
        max_points=card.max_points,
        total=card.total,
        is_provisional=card.is_provisional,
        fields=_fields(card),
        criteria_deducted=sum(1 for row in card.rows if row.deducted),
        rank=None if card.is_provisional else rank,
        ranked_units=None if card.is_provisional else ranked,
        band=card.band,
        decision=card.decision,
    )


def _fields(card: ScoreCard) -> tuple[FieldScore, ...]:
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0), Decimal(0)])
    for row in card.rows:
        if row.is_applicable and row.points is not None:
            total = sums[row.field_title]
            total[0] += row.max_points
            total[1] += row.points
            total[2] += row.deducted or Decimal(0)
    return tuple(FieldScore(name, *values) for name, values in sums.items())


def _rank(session: Session, unit_id: str, year: int, day: date) -> tuple[int | None, int | None]:
    """Rank within the unit's own group: equal totals share a rank, the next one follows without a gap."""
    totals = score_totals(session, year=year)
    groups = select(UnitGroupMember.group_id).where(
        UnitGroupMember.unit_id == unit_id, valid_on(UnitGroupMember, day)
    )
    peers = set(
        session.scalars(
            select(UnitGroupMember.unit_id).where(
                UnitGroupMember.group_id.in_(groups), valid_on(UnitGroupMember, day)
            )
        )
    ) & set(totals)
    if unit_id not in peers or len(peers) < 2:
        return None, None
    better = {totals[peer] for peer in peers if totals[peer] > totals[unit_id]}
    return len(better) + 1, len(peers)


def _row(row: PlanRowRow) -> ImprovementRow:
    return ImprovementRow(
        field_name=row.field_title,
        code=row.criterion_code,
        title=row.criterion or row.shortcoming,
        max_points=row.max_points or Decimal(0),
        self_points=row.self_points,
        appraised_points=row.appraised_points,
        deducted=row.deducted or Decimal(0),
        reason=row.shortcoming,
        cause=row.cause,
        measure=row.measure,
        product=row.product,
        lead=row.lead,
        coordinating=row.coordinating,
        due=row.due,
        target_points=row.target_points,
        note=row.note,
    )
