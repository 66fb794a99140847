"""Reads on scores and improvement plans."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select, type_coerce
from sqlalchemy.orm import Session

from app.core.deadlines import task_state
from app.core.errors import NotFound
from app.core.ids import derived_id
from app.core.statuses import TaskKind, TaskState
from app.models import Assignment, CriteriaSet, Criterion, Plan, PlanRow, Score, Unit


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A unit's points for one criterion; ``deducted`` is None while nothing is scored."""

    id: str
    criterion_id: str
    code: str
    title: str
    field: str
    field_title: str
    max_points: Decimal
    self_points: Decimal | None
    appraised_points: Decimal | None
    reason: str
    is_applicable: bool

    @property
    def points(self) -> Decimal | None:
        """The points that count: appraised, else self-scored."""
        return self.appraised_points if self.appraised_points is not None else self.self_points

    @property
    def deducted(self) -> Decimal | None:
        """Points lost against the maximum."""
        return None if self.points is None or not self.is_applicable else self.max_points - self.points


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """A unit's scores of a year; the maximum leaves out criteria that do not apply."""

    year: int
    decision: str
    rows: tuple[ScoreRow, ...]
    bands: tuple[tuple[str, Decimal], ...]

    @property
    def is_provisional(self) -> bool:
        """Whether some points are still the unit's own ("tạm tính")."""
        return any(r.appraised_points is None for r in self.rows if r.points is not None)

    @property
    def total(self) -> Decimal:
        """All points."""
        return sum((r.points for r in self.rows if r.points is not None and r.is_applicable), Decimal(0))

    @property
    def max_points(self) -> Decimal:
        """All points that could be had."""
        return sum((r.max_points for r in self.rows if r.is_applicable), Decimal(0))

    @property
    def band(self) -> str:
        """The class the total falls in, lower bounds included; blank where the set has no bands."""
        if not self.max_points:
            return ""
        share = self.total * 100 / self.max_points
        return next((name for name, least in self.bands if share >= least), "")


@dataclass(frozen=True, slots=True)
class PlanRowRow:
    """One row of a plan with its criterion, and how far it is at the day asked."""

    id: str
    position: int
    criterion_code: str
    criterion: str
    field: str
    field_title: str
    max_points: Decimal | None
    self_points: Decimal | None
    appraised_points: Decimal | None
    deducted: Decimal | None
    shortcoming: str
    cause: str
    measure: str
    product: str
    lead: str
    coordinating: str
    due: date | None
    target_points: Decimal | None
    progress: int
    done_on: date | None
    result: str
    state: TaskState
    task_id: str | None
    note: str
    version: int

    @property
    def missing(self) -> tuple[str, ...]:
        """What a sound row still lacks, in words."""
        wanted = (
            ("nguyên nhân", self.cause),
            ("giải pháp", self.measure),
            ("sản phẩm", self.product),
            ("chủ trì", self.lead),
            ("thời hạn", self.due),
        )
        return tuple(word for word, value in wanted if not value)


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """A unit's plan in a list; ``scored`` counts the scores of the year before that anybody has given."""

    plan_id: str | None
    unit_id: str
    unit: str
    year: int
    scored: int
    deductions: int
    deducted: Decimal
    rows: int
    complete_rows: int
    done_rows: int


def field_titles(session: Session, set_id: str) -> dict[str, str]:
    """Return the names of a scale's fields by code."""
    rows = select(Criterion.code, Criterion.title).where(
        Criterion.set_id == set_id, Criterion.level == "field"
    )
    return dict(session.execute(rows).all())


def score_card(session: Session, *, unit_id: str, year: int) -> ScoreCard | None:
    """Return a unit's scores of a year by criterion, None where the year has no scale."""
    scale = session.scalars(
        select(CriteriaSet).where(CriteriaSet.year == year).order_by(CriteriaSet.version.desc())
    ).first()
    if scale is None:
        return None
    titles = field_titles(session, scale.id)
    found = session.execute(
        select(Criterion, Score)
        .outerjoin(Score, (Score.criterion_id == Criterion.id) & (Score.unit_id == unit_id))
        .where(Criterion.set_id == scale.id, Criterion.level == "criterion")
        .order_by(Criterion.sort_order)
    )
    rows = tuple(
        ScoreRow(
            score.id if score else "",
            criterion.id,
            criterion.code,
            criterion.title,
            criterion.field,
            titles.get(criterion.field, criterion.field),
            criterion.max_points or Decimal(0),
            score.self_points if score else None,
            score.appraised_points if score else None,
            score.reason if score else "",
            score.is_applicable if score else True,
        )
        for criterion, score in found
    )
    bands = tuple((str(band["name"]), Decimal(str(band["min"]))) for band in scale.bands)
    return ScoreCard(year, scale.decision, rows, tuple(sorted(bands, key=lambda band: -band[1])))


def score_totals(session: Session, *, year: int) -> dict[str, Decimal]:
    """Return the total of every scored unit of a year, by unit key."""
    points = func.coalesce(Score.appraised_points, Score.self_points)
    rows = session.execute(
        select(Score.unit_id, func.sum(points))
        .join(Criterion)
        .join(CriteriaSet)
        .where(CriteriaSet.year == year, Score.is_applicable)
        .group_by(Score.unit_id)
    )
    return {unit_id: total for unit_id, total in rows if total is not None}


def get_plan_rows(session: Session, *, unit_id: str, year: int, as_of: date) -> tuple[PlanRowRow, ...]:
    """Return the rows of a unit's plan; progress of a row that became a task is the task's."""
    plan = session.get(Plan, derived_id("plan", unit_id, str(year)))
    if plan is None:
        raise NotFound(
            f"Chưa có kế hoạch khắc phục năm {year} của đơn vị.",
            hint="Mở phân hệ Kế hoạch khắc phục và bấm “Sinh dòng kế hoạch”.",
        )
    titles = field_titles(session, plan.criteria_set_id) if plan.criteria_set_id else {}
    found = session.execute(
        select(PlanRow, Criterion, Score, Assignment)
        .outerjoin(Criterion, Criterion.id == PlanRow.criterion_id)
        .outerjoin(Score, Score.id == PlanRow.score_id)
        .outerjoin(Assignment, Assignment.task_id == PlanRow.task_id)
        .where(PlanRow.plan_id == plan.id)
        .order_by(PlanRow.position)
    )
    return tuple(
        _plan_row(row, criterion, score, task, titles, as_of) for row, criterion, score, task in found
    )


def _plan_row(
    row: PlanRow,
    criterion: Criterion | None,
    score: Score | None,
    task: Assignment | None,
    titles: dict[str, str],
    as_of: date,
) -> PlanRowRow:
    points = None
    if score is not None:
        points = score.appraised_points if score.appraised_points is not None else score.self_points
    most = criterion.max_points if criterion else None
    done_on = task.done_on if task else row.done_on
    due = task.current_due_on if task else row.due_on
    return PlanRowRow(
        row.id,
        row.position,
        criterion.code if criterion else "",
        criterion.title if criterion else "",
        criterion.field if criterion else "",
        titles.get(criterion.field, criterion.field) if criterion else "",
        most,
        score.self_points if score else None,
        score.appraised_points if score else None,
        most - points if most is not None and points is not None else None,
        row.shortcoming,
        row.cause,
        row.measure,
        row.product,
        row.lead,
        row.coordinating,
        due,
        row.target_points,
        task.progress if task else row.progress,
        done_on,
        task.result if task else row.note,
        task_state(TaskKind.DATED, due=due, done_on=done_on, as_of=as_of),
        row.task_id,
        row.note,
        row.row_version,
    )


def list_plans(session: Session, *, year: int, unit_ids: tuple[str, ...]) -> tuple[PlanSummary, ...]:
    """Return one line for each unit asked: its deductions of the year before and the state of its plan."""
    points = func.coalesce(Score.appraised_points, Score.self_points)
    # A sum over a difference has to be told that it is a number of our kind.
    total = type_coerce(func.sum(Criterion.max_points - points), Criterion.max_points.type)
    given = func.count(points)
    lost = {
        unit_id: (scored, count, total or Decimal(0))
        for unit_id, scored, count, total in session.execute(
            select(Score.unit_id, given, given.filter(points < Criterion.max_points), total)
            .join(Criterion)
            .join(CriteriaSet)
            .where(CriteriaSet.year == year - 1, Score.is_applicable)
            .group_by(Score.unit_id)
        )
    }
    full = (PlanRow.measure != "") & (PlanRow.lead != "") & PlanRow.due_on.is_not(None)
    plans = {
        row[1]: row
        for row in session.execute(
            select(
                Plan.id,
                Plan.unit_id,
                func.count(PlanRow.id),
                func.count(PlanRow.id).filter(full),
                func.count(PlanRow.id).filter(PlanRow.done_on.is_not(None)),
            )
            .outerjoin(PlanRow)
            .where(Plan.year == year)
            .group_by(Plan.id, Plan.unit_id)
        )
    }
    units = session.execute(
        select(Unit.id, Unit.short_name).where(Unit.id.in_(unit_ids)).order_by(Unit.sort_order)
    )
    return tuple(
        PlanSummary(
            plans[unit_id][0] if unit_id in plans else None,
            unit_id,
            name,
            year,
            *lost.get(unit_id, (0, 0, Decimal(0))),
            *(tuple(plans[unit_id][2:]) if unit_id in plans else (0, 0, 0)),
        )
        for unit_id, name in units
    )
