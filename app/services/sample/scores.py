"""Scores of 2023, the improvement plans that answer the lost points, and the rows that became tasks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from app.core.ids import derived_id
from app.core.statuses import DeadlineOperator, ReportSubject, TaskKind
from app.core.text import format_date
from app.models import CriteriaSet, Criterion, Plan, PlanRow, Score
from app.services.presets.parsing import Node
from app.services.sample.directives import add_assignment, add_task, note_work
from app.services.sample.ground import Ground, Row, dice, key, office_hours, pick
from app.services.sample.reports import Arrived

_PLAN_YEAR = 2024
_STEP = Decimal("0.25")


@dataclass(frozen=True, slots=True)
class Lost:
    """A criterion on which a unit lost points."""

    criterion: Criterion
    score_id: str
    reason: str


def add_scores(ground: Ground) -> dict[str, list[Lost]]:
    """Score every unit but those named; return what each lost, in the order of the scale."""
    node = ground.file("scores")
    year = node.number("year")
    scale = ground.session.scalars(select(CriteriaSet).where(CriteriaSet.year == year)).one()
    criteria = ground.session.scalars(
        select(Criterion)
        .where(Criterion.set_id == scale.id, Criterion.level == "criterion")
        .order_by(Criterion.sort_order)
    ).all()
    lost: dict[str, list[Lost]] = {}
    for kind in node.child("lost").value:
        for code in ground.groups[kind]:
            if code not in node.texts("unscored"):
                lost[code] = _score_unit(ground, node, kind, code, criteria)
    return lost


def _score_unit(
    ground: Ground, node: Node, kind: str, code: str, criteria: Sequence[Criterion]
) -> list[Lost]:
    outside = node.child("not_applicable").texts(kind)
    applied = [c for c in criteria if c.code not in outside]
    few, many = _pair(node.child("lost"), kind)
    count = dice(few, many, "lost", code)
    often = node.texts("often")
    weighed = sorted(applied, key=lambda c: dice(0, 400 if c.code in often else 1000, "weight", code, c.code))
    chosen = {c.code for c in weighed[:count]}
    lost: list[Lost] = []
    for criterion in criteria:
        row = _score(ground, node, code, criterion, criterion.code in chosen)
        row["is_applicable"] = criterion.code not in outside
        if criterion.code in chosen:
            lost.append(Lost(criterion, row["id"], row["reason"]))
        ground.add(Score, row)
    return lost


def _pair(node: Node, name: str) -> tuple[int, int]:
    found = node.value[name]
    if not isinstance(found, list) or len(found) != 2:
        raise node.fault(f"“{name}” phải là hai số")
    return int(found[0]), int(found[1])


def _score(ground: Ground, node: Node, code: str, criterion: Criterion, loses: bool) -> Row:
    most = criterion.max_points or Decimal(0)
    points, self_points = most, most
    if loses:
        steps = int(most / _STEP)
        taken = _STEP * dice(1, min(8, steps), "taken", code, criterion.code)
        points = most - taken
        self_points = points if dice(1, 3, "honest", code, criterion.code) > 1 else most
    provisional = code in node.texts("provisional")
    reasons = criterion.common_deductions or ["chưa đủ tài liệu kiểm chứng"]
    reason = str(pick(reasons, "reason", code, criterion.code))
    return {
        "id": derived_id("score", criterion.id, ground.unit_ids[code]),
        "criterion_id": criterion.id,
        "unit_id": ground.unit_ids[code],
        "is_applicable": True,
        "self_points": points if provisional else self_points,
        "appraised_points": None if provisional else points,
        "reason": reason[:1].upper() + reason[1:] if loses else "",
        "updated_at": office_hours(date(2024, 1, 4), "score", code),
    }


def add_plans(ground: Ground, lost: dict[str, list[Lost]], arrived: tuple[Arrived, ...]) -> None:
    """Open the plan of every unit whose plan came in, with a row for each lost point."""
    node = ground.file("scores")
    rows: dict[tuple[str, int], Row] = {}
    for report in arrived:
        if report.subject is not ReportSubject.IMPROVEMENT_PLAN or report.code not in lost:
            continue
        plan_id = derived_id("plan", ground.unit_ids[report.code], str(_PLAN_YEAR))
        ground.add(
            Plan,
            {
                "id": plan_id,
                "unit_id": ground.unit_ids[report.code],
                "year": _PLAN_YEAR,
                "criteria_set_id": lost[report.code][0].criterion.set_id,
                "expected_report_id": report.expected_id,
            },
        )
        for position, item in enumerate(lost[report.code], 1):
            row = _plan_row(ground, node, report.code, plan_id, position, item)
            rows[report.code, position] = row
            ground.add(PlanRow, row)
    for place, entry in enumerate(node.nodes("as_tasks"), 101):
        code = entry.text("unit")
        _make_task(ground, entry, code, rows[code, entry.number("row")], place)


def _plan_row(ground: Ground, node: Node, code: str, plan_id: str, position: int, item: Lost) -> Row:
    kind, field, name = ground.kind(code), item.criterion.field, (code, item.criterion.code)
    gaps = code in node.texts("incomplete") and position % 3 == 0
    hint = item.criterion.improvement_hint
    due_on = date.fromisoformat(pick(node.texts("due"), "due", *name))
    started = not gaps and dice(1, 4, "started", *name) == 1
    return {
        "id": key("plan-row", plan_id, str(position)),
        "plan_id": plan_id,
        "position": position,
        "score_id": item.score_id,
        "criterion_id": item.criterion.id,
        "shortcoming": item.reason,
        "cause": pick(node.texts("causes"), "cause", *name),
        "measure": hint or node.child("measures").text(field),
        "product": "" if gaps else node.child("products").text(field),
        "lead": "" if gaps else pick(node.child("leads").texts(kind), "lead", *name),
        "coordinating": node.child("coordinating").text(kind),
        "due_on": None if gaps else due_on,
        "target_points": item.criterion.max_points,
        "task_id": None,
        "progress": dice(1, 6, "progress", *name) * 10 if started else 0,
        "done_on": None,
        "note": "",
    }


def _make_task(ground: Ground, node: Node, code: str, row: Row, place: int) -> None:
    """Turn a plan's row into a dated task of its unit, as the use case does, and note what was done."""
    given_on, due_on = date(2024, 2, 5), node.needed_day("due_on")
    task_id = key("plan-task", row["id"])
    row |= {"task_id": task_id, "due_on": due_on}
    add_task(
        ground,
        {
            "id": task_id,
            "directive_id": None,
            "clause_id": None,
            "section": f"Kế hoạch {_PLAN_YEAR}, dòng {row['position']}",
            "kind": TaskKind.DATED,
            "content": row["measure"],
            "product": row["product"],
            "receiver": "",
            "field": "",
            "due_text": f"chậm nhất ngày {format_date(due_on)}",
            "due_on": due_on,
            "due_operator": DeadlineOperator.ON_OR_BEFORE,
            "recurrence": "",
            "review_days": None,
            "assigned_on": given_on,
            "sort_order": place,
            "created_at": office_hours(given_on, "task", row["id"]),
        },
    )
    assignment = add_assignment(ground, task_id, code, given_on=given_on, due=due_on)
    done_on = node.day("done_on")
    on = done_on or node.needed_day("on")
    text, progress = node.text("result"), node.number("progress")
    note_work(ground, assignment, on=on, progress=progress, text=text, done=done_on is not None)
    row |= {"progress": progress, "done_on": done_on}
