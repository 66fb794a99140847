"""Scores and improvement plans: lost points become rows, rows become tasks."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.core.changes import Changes
from app.core.errors import AppError, InvalidField, NotFound, RuleViolation
from app.models import Assignment, Plan, PlanRow, Task, Unit
from app.services import plans
from app.services.plans import PlanRowFields, ScoreFields
from app.services.queries.plans import list_plans, score_card
from app.storage.unit_of_work import UnitOfWork
from tests.builders import make_criteria, make_unit
from tests.register import TODAY, journal_of, nothing_written


@pytest.fixture
def scale(register: UnitOfWork) -> dict[str, str]:
    """Return the keys of the criteria of 2023 and, under "unit", of a unit."""
    with register.write() as session:
        return make_criteria(session) | {"unit": make_unit(session)}


def score(register: UnitOfWork, scale: dict[str, str], code: str, **points: object) -> None:
    with register.write() as session:
        fields = ScoreFields(criterion_id=scale[code], unit_id=scale["unit"], **points)  # type: ignore[arg-type]
        done = plans.save_score(session, fields=fields, clock=TODAY)
    assert done.changes == Changes(scores=True, plans=True)


def open_plan(register: UnitOfWork, scale: dict[str, str], year: int = 2024) -> list[PlanRow]:
    with register.write() as session:
        plan_id = plans.open_plan(session, unit_id=scale["unit"], year=year, clock=TODAY).value
        return list(
            session.scalars(select(PlanRow).where(PlanRow.plan_id == plan_id).order_by(PlanRow.position))
        )


def test_a_score_is_entered_and_changed_in_place(register: UnitOfWork, scale: dict[str, str]) -> None:
    with journal_of(register) as actions:
        score(register, scale, "1.1", self_points=Decimal(2))
        score(
            register,
            scale,
            "1.1",
            self_points=Decimal(2),
            appraised_points=Decimal("1.25"),
            reason=" Nộp muộn ",
        )
        score(
            register,
            scale,
            "1.1",
            self_points=Decimal(2),
            appraised_points=Decimal("1.25"),
            reason="Nộp muộn",
        )
    assert actions == ["score.save", "score.save"]
    assert register.rows("SELECT appraised_points, reason FROM score") == [(12500, "Nộp muộn")]


@pytest.mark.parametrize("points", ["0", "2", "0.0001", "1.9999"])
def test_points_between_nothing_and_the_maximum_are_accepted(
    register: UnitOfWork, scale: dict[str, str], points: str
) -> None:
    score(register, scale, "1.1", appraised_points=Decimal(points))


@pytest.mark.parametrize("name", ["self_points", "appraised_points"])
@pytest.mark.parametrize(
    ("points", "words"), [("2.5", "1.1: 2,5 điểm nằm ngoài khoảng từ 0 đến 2"), ("-0.25", "-0,25 điểm")]
)
def test_points_outside_are_refused(
    register: UnitOfWork, scale: dict[str, str], name: str, points: str, words: str
) -> None:
    with nothing_written(register), pytest.raises(InvalidField, match=words) as refused:
        score(register, scale, "1.1", **{name: Decimal(points)})
    assert refused.value.field == name


@pytest.mark.parametrize("points", ["NaN", "0.00001"])
def test_points_that_are_no_points_are_refused_in_words(
    register: UnitOfWork, scale: dict[str, str], points: str
) -> None:
    with nothing_written(register), pytest.raises(InvalidField):
        score(register, scale, "1.1", self_points=Decimal(points))


def test_only_criteria_carry_points(register: UnitOfWork, scale: dict[str, str]) -> None:
    with nothing_written(register), pytest.raises(InvalidField, match="không phải tiêu chí chấm điểm"):
        score(register, scale, "1", self_points=Decimal(1))
    with nothing_written(register), pytest.raises(NotFound, match="Không còn tiêu chí này"):
        score(register, {**scale, "x": "none"}, "x", self_points=Decimal(1))


def test_every_point_lost_the_year_before_becomes_a_row(register: UnitOfWork, scale: dict[str, str]) -> None:
    score(
        register, scale, "1.2", self_points=Decimal("1.5"), appraised_points=Decimal(1), reason="Thiếu bảng"
    )
    score(register, scale, "1.1", self_points=Decimal(1))
    with journal_of(register) as actions:
        rows = open_plan(register, scale)
    assert actions == ["plan.open", "plan.row", "plan.row"]
    assert [(row.position, row.shortcoming, row.measure, row.target_points) for row in rows] == [
        (1, "Tiêu chí 1.1", "Khắc phục 1.1", Decimal(2)),
        (2, "Thiếu bảng", "Khắc phục 1.2", Decimal("1.5")),
    ]


def test_full_points_and_criteria_that_do_not_apply_need_no_row(
    register: UnitOfWork, scale: dict[str, str]
) -> None:
    score(register, scale, "1.1", self_points=Decimal(1), appraised_points=Decimal(2))
    score(register, scale, "1.2", self_points=Decimal(0), is_applicable=False)
    assert open_plan(register, scale) == []


def test_opening_a_plan_again_adds_what_was_lost_since_and_changes_nothing_else(
    register: UnitOfWork, scale: dict[str, str]
) -> None:
    score(register, scale, "1.1", self_points=Decimal(1))
    (row,) = open_plan(register, scale)
    with register.write() as session:
        plans.save_plan_row(
            session,
            plan_id=row.plan_id,
            fields=PlanRowFields(shortcoming="Đã sửa"),
            clock=TODAY,
            row_id=row.id,
        )
    with nothing_written(register):
        open_plan(register, scale)
    score(register, scale, "1.2", self_points=Decimal(1))
    assert [(r.position, r.shortcoming) for r in open_plan(register, scale)] == [
        (1, "Đã sửa"),
        (2, "Tiêu chí 1.2"),
    ]


def test_a_plan_without_scores_of_the_year_before_is_empty(
    register: UnitOfWork, scale: dict[str, str]
) -> None:
    assert open_plan(register, scale, year=2030) == []
    assert register.rows("SELECT year, criteria_set_id FROM plan") == [(2030, None)]


@pytest.fixture
def plan(register: UnitOfWork, scale: dict[str, str]) -> tuple[str, str]:
    """Return the keys of a plan of 2024 and of its one row, which answers a lost point."""
    score(register, scale, "1.1", self_points=Decimal(1))
    (row,) = open_plan(register, scale)
    return row.plan_id, row.id


def save_row(register: UnitOfWork, plan: tuple[str, str], **fields: object) -> None:
    made = PlanRowFields(**({"shortcoming": "Nộp muộn"} | fields))  # type: ignore[arg-type]
    with register.write() as session:
        plans.save_plan_row(session, plan_id=plan[0], fields=made, clock=TODAY, row_id=plan[1] or None)


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"shortcoming": " "}, "shortcoming", "Chưa ghi tồn tại"),
        ({"due_on": date(2025, 1, 1)}, "due_on", "01/01/2025 nằm ngoài năm kế hoạch 2024"),
        ({"progress": 101}, "progress", "từ 0 đến 100"),
        ({"target_points": Decimal("2.5")}, "target_points", "vượt điểm tối đa 2"),
    ],
)
def test_a_row_that_cannot_be_is_refused(
    register: UnitOfWork, plan: tuple[str, str], fields: dict[str, object], field: str, words: str
) -> None:
    with nothing_written(register), pytest.raises(InvalidField, match=words) as refused:
        save_row(register, plan, **fields)
    assert refused.value.field == field


def test_a_finished_row_is_at_a_hundred_percent(register: UnitOfWork, plan: tuple[str, str]) -> None:
    save_row(register, plan, progress=30, done_on=date(2024, 3, 1))
    assert register.rows("SELECT progress FROM plan_row") == [(100,)]


def test_a_row_of_ones_own_comes_last(register: UnitOfWork, plan: tuple[str, str]) -> None:
    save_row(register, (plan[0], ""), shortcoming="Việc khác")
    assert register.rows("SELECT position, shortcoming FROM plan_row ORDER BY position")[1] == (
        2,
        "Việc khác",
    )
    with pytest.raises(NotFound, match="Không còn kế hoạch này"):
        save_row(register, ("none", ""))


def to_task(register: UnitOfWork, row_id: str) -> str:
    with register.write() as session:
        return plans.plan_row_to_task(session, row_id=row_id, clock=TODAY).value


def test_a_row_becomes_a_dated_task_of_its_unit_once(register: UnitOfWork, plan: tuple[str, str]) -> None:
    save_row(
        register, plan, measure="Lập sổ theo dõi", lead="Văn phòng", due_on=date(2024, 6, 30), product="Sổ"
    )
    with journal_of(register) as actions:
        task_id = to_task(register, plan[1])
    assert actions == ["task.create", "task.assign", "assignment.create", "plan.task"]
    with register.read() as session:
        task = session.get_one(Task, task_id)
        assert (task.content, task.due_on, task.section) == (
            "Lập sổ theo dõi",
            date(2024, 6, 30),
            "Kế hoạch 2024, dòng 1",
        )
        assignment = session.scalars(select(Assignment)).one()
        assert (assignment.unit_id, assignment.current_due_on) == (
            session.get_one(Plan, plan[0]).unit_id,
            date(2024, 6, 30),
        )
    with nothing_written(register):
        assert to_task(register, plan[1]) == task_id


def test_a_row_that_lacks_something_is_not_made_a_task(register: UnitOfWork, plan: tuple[str, str]) -> None:
    save_row(register, plan, measure="")
    with (
        nothing_written(register),
        pytest.raises(RuleViolation, match="Dòng 1 chưa ghi giải pháp, chủ trì, thời hạn"),
    ):
        to_task(register, plan[1])
    with nothing_written(register), pytest.raises(NotFound):
        to_task(register, "none")


def test_a_score_of_a_unit_that_is_not_there_is_refused_in_words(
    register: UnitOfWork, scale: dict[str, str]
) -> None:
    with nothing_written(register), pytest.raises(AppError):
        score(register, {**scale, "unit": "none"}, "1.1", self_points=Decimal(1))


def test_a_unit_nobody_has_scored_is_told_from_one_without_deductions(register: UnitOfWork) -> None:
    with register.write() as session:
        silent = make_unit(session, "XA", "Xã A", clock=TODAY)
        (line,) = list_plans(session, year=2024, unit_ids=(silent,))
    assert (line.scored, line.deductions) == (0, 0)


def test_every_unit_with_points_is_scored_and_its_deductions_are_those_below_the_maximum(
    sample: UnitOfWork,
) -> None:
    with sample.read() as session:
        units = tuple(session.scalars(select(Unit.id)))
        lines = [line for line in list_plans(session, year=2024, unit_ids=units) if line.scored]
        assert len(lines) > 20
        for line in lines:
            card = score_card(session, unit_id=line.unit_id, year=2023)
            assert card is not None
            lost = [
                r for r in card.rows if r.is_applicable and r.points is not None and r.points < r.max_points
            ]
            assert line.deductions == len(lost)
            assert line.deductions <= line.scored
