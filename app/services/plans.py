"""Use cases on scores and improvement plans: lost points become rows, rows become tasks."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import InvalidField, NotFound, RuleViolation
from app.core.ids import PlanId, TaskId, derived_id
from app.core.statuses import DeadlineOperator
from app.core.text import format_date, format_number, normalize, one_line
from app.models import CriteriaSet, Criterion, Plan, PlanRow, Score, Unit
from app.services.audit import record, snapshot
from app.services.lookup import existing
from app.services.tasks import Assignee, TaskFields, create_task
from app.services.versions import require_version

_CHANGED = Changes(plans=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreFields:
    """A unit's points for one criterion; None where not scored yet."""

    criterion_id: str
    unit_id: str
    self_points: Decimal | None = None
    appraised_points: Decimal | None = None
    reason: str = ""
    self_note: str = ""
    is_applicable: bool = True


def save_score(session: Session, *, fields: ScoreFields, clock: Clock) -> Done[str]:
    """Enter a score; points lie between 0 and the criterion's maximum."""
    criterion = session.get(Criterion, fields.criterion_id)
    if criterion is None:
        raise NotFound("Không còn tiêu chí này trong bộ tiêu chí.")
    if criterion.max_points is None or criterion.level != "criterion":
        raise InvalidField("criterion_id", f"“{criterion.title}” không phải tiêu chí chấm điểm.")
    for name, points in (("self_points", fields.self_points), ("appraised_points", fields.appraised_points)):
        if points is not None:
            _check_points(name, criterion.code, points, criterion.max_points)
    _require_unit(session, fields.unit_id)
    score = session.get(Score, derived_id("score", fields.criterion_id, fields.unit_id))
    before = snapshot(score) if score else None
    if score is None:
        score = Score(
            id=derived_id("score", fields.criterion_id, fields.unit_id),
            criterion_id=fields.criterion_id,
            unit_id=fields.unit_id,
        )
        session.add(score)
    score.is_applicable = fields.is_applicable
    score.self_points, score.appraised_points = fields.self_points, fields.appraised_points
    score.reason, score.self_note = normalize(fields.reason).strip(), normalize(fields.self_note).strip()
    score.updated_at = clock.now()
    record(session, clock=clock, action="score.save", subject=score, before=before)
    return Done(score.id, Changes(scores=True, plans=True))


def _check_points(field: str, code: str, points: Decimal, most: Decimal) -> None:
    if not points.is_finite():
        raise InvalidField(field, f"{code}: điểm không phải là số.")
    if not 0 <= points <= most:
        raise InvalidField(
            field,
            f"{code}: {format_number(points)} điểm nằm ngoài khoảng từ 0 đến {format_number(most)}.",
        )
    if points != round(points, 4):
        raise InvalidField(field, f"{code}: điểm ghi nhiều nhất bốn chữ số sau dấu phẩy.")


def _require_unit(session: Session, unit_id: str) -> None:
    if session.get(Unit, unit_id) is None:
        raise NotFound("Không còn đơn vị này trong sổ.", hint="Nạp lại danh sách (F5).")


def open_plan(session: Session, *, unit_id: str, year: int, clock: Clock) -> Done[PlanId]:
    """Open a unit's plan of a year and give it a row for every point lost the year before.

    Opening it again adds rows for deductions that came since and changes nothing else.
    """
    _require_unit(session, unit_id)
    criteria = session.scalars(
        select(CriteriaSet).where(CriteriaSet.year == year - 1).order_by(CriteriaSet.version.desc())
    ).first()
    plan = session.get(Plan, derived_id("plan", unit_id, str(year)))
    if plan is None:
        plan = Plan(id=derived_id("plan", unit_id, str(year)), unit_id=unit_id, year=year)
        plan.criteria_set_id = criteria.id if criteria else None
        session.add(plan)
        record(session, clock=clock, action="plan.open", subject=plan)
    if criteria is not None:
        _add_missing_rows(session, plan, criteria.id, clock)
    return Done(PlanId(plan.id), _CHANGED)


def _add_missing_rows(session: Session, plan: Plan, set_id: str, clock: Clock) -> None:
    answered = set(session.scalars(select(PlanRow.score_id).where(PlanRow.plan_id == plan.id)))
    position = session.scalar(select(func.max(PlanRow.position)).where(PlanRow.plan_id == plan.id)) or 0
    lost = session.execute(
        select(Score, Criterion)
        .join(Criterion, Criterion.id == Score.criterion_id)
        .where(
            Criterion.set_id == set_id,
            Score.unit_id == plan.unit_id,
            Score.is_applicable,
            func.coalesce(Score.appraised_points, Score.self_points) < Criterion.max_points,
        )
        .order_by(Criterion.sort_order)
    )
    for score, criterion in lost.all():
        if score.id in answered:
            continue
        position += 1
        row = PlanRow(
            plan_id=plan.id,
            position=position,
            score_id=score.id,
            criterion_id=criterion.id,
            shortcoming=score.reason or criterion.title,
            measure=criterion.improvement_hint,
            target_points=criterion.max_points,
        )
        session.add(row)
        record(session, clock=clock, action="plan.row", subject=row)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRowFields:
    """One measure: what went wrong, why, what is done about it, by whom, until when, with what to show."""

    shortcoming: str
    cause: str = ""
    measure: str = ""
    product: str = ""
    lead: str = ""
    coordinating: str = ""
    due_on: date | None = None
    target_points: Decimal | None = None
    progress: int = 0
    done_on: date | None = None
    note: str = ""


def save_plan_row(
    session: Session,
    *,
    plan_id: str,
    fields: PlanRowFields,
    clock: Clock,
    row_id: str | None = None,
    seen: int | None = None,
) -> Done[str]:
    """Add or change a row of a plan; its due day lies in the plan's year."""
    plan = session.get(Plan, plan_id)
    if plan is None:
        raise NotFound("Không còn kế hoạch này trong sổ.")
    if not one_line(fields.shortcoming):
        raise InvalidField("shortcoming", "Chưa ghi tồn tại, hạn chế.")
    if fields.due_on is not None and fields.due_on.year != plan.year:
        raise InvalidField(
            "due_on", f"Thời hạn {format_date(fields.due_on)} nằm ngoài năm kế hoạch {plan.year}."
        )
    if not 0 <= fields.progress <= 100:
        raise InvalidField("progress", "Tiến độ ghi từ 0 đến 100.")
    row = existing(session, PlanRow, row_id, "dòng kế hoạch")
    before = snapshot(row) if row else None
    if row is not None:
        require_version(session, row, seen, fields)
    else:
        last = session.scalar(select(func.max(PlanRow.position)).where(PlanRow.plan_id == plan_id)) or 0
        row = PlanRow(plan_id=plan_id, position=last + 1)
        session.add(row)
    _check_target(session, row, fields.target_points)
    row.shortcoming, row.cause = normalize(fields.shortcoming).strip(), normalize(fields.cause).strip()
    row.measure, row.product = normalize(fields.measure).strip(), normalize(fields.product).strip()
    row.lead, row.coordinating = one_line(fields.lead), one_line(fields.coordinating)
    row.due_on, row.target_points, row.note = fields.due_on, fields.target_points, fields.note
    row.progress, row.done_on = (100 if fields.done_on else fields.progress), fields.done_on
    record(session, clock=clock, action="plan.row", subject=row, before=before)
    return Done(row.id, _CHANGED)


def _check_target(session: Session, row: PlanRow, target: Decimal | None) -> None:
    criterion = session.get(Criterion, row.criterion_id) if row.criterion_id else None
    if target is None or criterion is None or criterion.max_points is None:
        return
    if not 0 <= target <= criterion.max_points:
        raise InvalidField(
            "target_points",
            f"Điểm phấn đấu {format_number(target)} vượt điểm tối đa {format_number(criterion.max_points)}.",
        )


def plan_row_to_task(session: Session, *, row_id: str, clock: Clock) -> Done[TaskId]:
    """Enter a plan's row as a dated task of its unit; needs a measure, someone to lead and a day."""
    row = session.get(PlanRow, row_id)
    if row is None:
        raise NotFound("Không còn dòng kế hoạch này trong sổ.")
    plan = session.get_one(Plan, row.plan_id)
    if row.task_id is not None:
        return Done(TaskId(row.task_id), Changes())
    missing = [
        word
        for word, value in (("giải pháp", row.measure), ("chủ trì", row.lead), ("thời hạn", row.due_on))
        if not value
    ]
    if missing:
        raise RuleViolation(
            f"Dòng {row.position} chưa ghi {', '.join(missing)}.", hint="Ghi đủ rồi chuyển thành nhiệm vụ."
        )
    fields = TaskFields(
        content=row.measure,
        product=row.product,
        due_on=row.due_on,
        due_operator=DeadlineOperator.ON_OR_BEFORE,
        due_text=f"chậm nhất ngày {format_date(row.due_on)}" if row.due_on else "",
        section=f"Kế hoạch {plan.year}, dòng {row.position}",
    )
    done = create_task(session, fields=fields, clock=clock, assignees=(Assignee(unit_id=plan.unit_id),))
    before = snapshot(row)
    row.task_id = done.value
    record(session, clock=clock, action="plan.task", subject=row, before=before)
    return replace(done, changes=done.changes | _CHANGED)
