"""Scores and plans: what may be done, what is kept."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.core.errors import InvalidField
from app.services.plans import PlanRowFields, ScoreFields
from app.services.queries.plan_units import plans_of_year, score_entry
from app.services.queries.score_card import card_lines
from app.ui.screens.plans.columns import plan_state
from app.ui.screens.plans.presenter import (
    LIST_ACTIONS,
    Action,
    PlansPresenter,
    Tab,
    actions_for,
    read_points,
    ready_for_task,
)
from tests.ui.fakes import RecordingReply


class Screen:
    def __init__(self):
        self.rows = self.unit = self.actions = self.summary = None
        self.lines, self.selected_id, self.folder = (), None, None
        self.asked = []

    def show_list(self, year, rows):
        self.year, self.rows = year, rows

    def show_unit(self, plan, lines, summary):
        self.unit, self.lines, self.summary = plan, lines, summary

    def show_actions(self, actions):
        self.actions = actions

    def ask_score(self, entry, save):
        self.asked.append((entry, save))

    def ask_row(self, row, year, save):
        self.asked.append((row, save))

    def select_row(self, row_id):
        self.selected_id = row_id

    def open_folder(self, folder):
        self.folder = folder


@pytest.fixture
def opened(inline):
    ui, screen = inline(), Screen()
    presenter = PlansPresenter(screen, ui)
    presenter.refresh()
    presenter.open_unit(next(row for row in screen.rows if row.plan_id and row.rows).unit_id)
    return ui, screen, presenter


def test_the_list_has_every_unit_with_its_lost_points(inline):
    ui = inline()
    with ui.services.uow.read() as session:
        rows = plans_of_year(session, year=2024, as_of=date(2024, 3, 13))
    lost = [row for row in rows if row.deductions]
    assert len(rows) >= 34
    assert all(Decimal(0) < row.deducted <= 100 for row in lost)


def test_the_card_sums_each_field_over_its_criteria(opened):
    _, screen, _ = opened
    fields = [line for line in screen.lines if line.is_field]
    first = screen.lines[1 : screen.lines.index(fields[1])]
    assert fields[0].max_points == sum(line.max_points for line in first if line.is_applicable)
    assert len(card_lines(screen.unit.card)) == len(screen.lines)


def test_what_may_be_done_follows_what_is_shown(opened):
    _, screen, _ = opened
    row = replace(screen.unit.rows[0], task_id=None)
    criterion, field = screen.lines[1], screen.lines[0]
    assert actions_for(None, Tab.ROWS, (), ()) == LIST_ACTIONS
    always = {Action.BACK, Action.GENERATE}
    assert actions_for(screen.unit, Tab.SCORES, (), (field,)) == always
    assert actions_for(screen.unit, Tab.SCORES, (), (criterion,)) == always | {Action.EDIT}
    whole = always | {Action.ADD, Action.EXPORT}
    assert actions_for(screen.unit, Tab.ROWS, (), ()) == whole
    assert actions_for(screen.unit, Tab.ROWS, (row,), ()) == whole | {Action.EDIT, Action.TO_TASKS}
    unplanned = replace(screen.unit, plan_id=None, rows=())
    assert actions_for(unplanned, Tab.ROWS, (), ()) == always
    assert actions_for(replace(unplanned, card=None), Tab.ROWS, (), ()) == {Action.BACK}


@pytest.mark.parametrize(("text", "points"), [("2,5", "2.5"), (" 2.50 ", "2.5"), ("0", "0")])
def test_points_are_read_as_typed(text, points):
    assert read_points(text, "self_points") == Decimal(points)


@pytest.mark.parametrize("text", ["hai", "1,00001", "NaN", "1.000,5"])
def test_what_is_no_number_of_points_is_refused(text):
    with pytest.raises(InvalidField):
        read_points(text, "self_points")


def test_blank_points_are_not_scored_yet():
    assert read_points(" ", "self_points") is None


def test_a_score_is_kept_and_its_loss_gets_a_row(opened):
    ui, screen, presenter = opened
    criterion = next(line for line in screen.lines if not line.is_field and not line.deducted)
    presenter.selected(Tab.SCORES, (), (criterion,))
    presenter.edit_clicked()
    entry, save = screen.asked.pop()
    reply = RecordingReply()
    save(
        ScoreFields(
            criterion_id=entry.criterion_id,
            unit_id=entry.unit_id,
            appraised_points=Decimal(0),
            reason="Không có tài liệu kiểm chứng",
        ),
        reply,
    )
    assert reply.accepted
    presenter.refresh()
    assert "chưa có dòng" in screen.summary
    before = len(screen.unit.rows)
    presenter.generate_clicked()
    presenter.refresh()
    assert len(screen.unit.rows) == before + 1
    assert ui.navigator.told[-1] == "Đã thêm 1 dòng cho các điểm bị trừ."
    with ui.services.uow.read() as session:
        again = score_entry(session, criterion_id=entry.criterion_id, unit_id=entry.unit_id)
    assert again.reason == "Không có tài liệu kiểm chứng"


def test_points_above_the_maximum_are_refused_under_their_field(opened):
    _, screen, presenter = opened
    presenter.selected(Tab.SCORES, (), (screen.lines[1],))
    presenter.edit_clicked()
    entry, save = screen.asked.pop()
    reply = RecordingReply()
    save(ScoreFields(criterion_id=entry.criterion_id, unit_id=entry.unit_id, self_points=Decimal(99)), reply)
    assert reply.refused[0].field == "self_points"


def test_a_row_is_added_completed_and_becomes_a_task(opened):
    ui, screen, presenter = opened
    presenter.add_clicked()
    row, save = screen.asked.pop()
    assert row is None
    save(PlanRowFields(shortcoming="Chậm cập nhật hồ sơ"), RecordingReply())
    presenter.refresh()
    added = next(r for r in screen.unit.rows if r.id == screen.selected_id)
    assert added.missing
    assert not ready_for_task(added)
    presenter.selected(Tab.ROWS, (added,), ())
    presenter.to_tasks_clicked()
    assert "chưa đủ" in ui.navigator.told[-1]
    presenter.edit_clicked()
    _, save = screen.asked.pop()
    whole = PlanRowFields(
        shortcoming="Chậm", measure="Cập nhật hằng ngày", lead="Công chức một cửa", due_on=date(2024, 6, 30)
    )
    save(whole, RecordingReply())
    presenter.refresh()
    row = next(r for r in screen.unit.rows if r.id == added.id)
    presenter.selected(Tab.ROWS, (row, replace(added, id="x")), ())
    presenter.to_tasks_clicked()
    assert ui.navigator.told[-1].startswith("Đã chuyển 1 dòng thành nhiệm vụ. Dòng")
    ui.navigator.actions[-1]()
    assert ui.navigator.opened == [("tasks", {})]


def test_the_plan_is_written_where_the_person_wants_it(opened, tmp_path):
    ui, screen, presenter = opened
    ui.services.settings.set("documents.folder", str(tmp_path / "ra"))
    ui.services.settings.set("documents.formats", "docx")
    presenter.export_clicked()
    assert [path.suffix for path in (tmp_path / "ra").iterdir()] == [".docx"]
    ui.navigator.actions[-1]()
    assert screen.folder == tmp_path / "ra"


def test_units_are_walked_through_in_official_order(opened):
    _, screen, presenter = opened
    order = [row.unit_id for row in presenter._list]
    at = order.index(presenter.unit_id)
    presenter.step_unit(1)
    assert screen.unit.unit_id == order[at + 1]
    presenter.back_clicked()
    assert screen.actions == LIST_ACTIONS
    presenter.year_changed(2030)
    assert screen.year == 2030


def test_the_state_of_a_plan_is_icon_word_and_colour(inline):
    ui = inline()
    with ui.services.uow.read() as session:
        row = next(r for r in plans_of_year(session, year=2024, as_of=date(2024, 3, 13)) if r.rows)
    assert plan_state(replace(row, plan_id=None, deductions=3))[0] == "Chưa có kế hoạch"
    assert plan_state(replace(row, plan_id=None, deductions=0))[0] == "Không bị trừ điểm"
    assert plan_state(replace(row, plan_id=None, deductions=0, scored=0))[0] == "Chưa có điểm"
    assert plan_state(replace(row, rows=0))[0] == "Kế hoạch trống"
    assert plan_state(replace(row, rows=4, complete_rows=1))[0] == "Đủ 1/4 dòng"
    assert plan_state(replace(row, rows=4, complete_rows=4, done_rows=4))[0] == "Xong cả"
    assert plan_state(replace(row, rows=4, complete_rows=4, done_rows=1))[0] == "Đủ 4 dòng"
