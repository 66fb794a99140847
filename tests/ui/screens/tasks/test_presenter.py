"""Decisions of the register of tasks, over a real register."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from app.core.statuses import AssignmentRole, TaskKind, TaskState
from app.services.queries.task_detail import get_assignment_detail
from app.services.queries.task_register import (
    Wanted,
    count_rows,
    missing_words,
    narrowed_words,
    sum_check,
    summary_words,
)
from app.services.tasks import ProgressNote
from app.ui.screens.tasks import columns
from app.ui.screens.tasks.presenter import Action, ExtendRequest, TasksPresenter, actions_for
from app.ui.task_desk import AssignPlan
from app.ui.undo_desk import UndoDesk
from tests.builders import assignment_of, make_task
from tests.register import TODAY
from tests.ui.fakes import RecordingReply, make_ui


class FakeView:
    """Fills every form as a test says, and keeps what it was shown."""

    def __init__(self):
        self.rows, self.register, self.wanted, self.detail = (), None, None, None
        self.opened, self.told, self.asked = [], [], []
        self.value = None
        self.reply = None

    def _save(self, name, save, *shown):
        self.asked.append((name, *shown))
        self.reply = RecordingReply()
        if self.value is not None:
            save(self.value, self.reply)

    def show_register(self, rows, register, wanted, state):
        self.rows, self.register, self.wanted = list(rows), register, wanted

    def show_detail(self, detail):
        self.detail = detail

    def open_row(self, assignment_id):
        self.opened.append(assignment_id)

    def ask_progress(self, rows, *, is_finish, save):
        self._save("finish" if is_finish else "progress", save, rows)

    def ask_extension(self, rows, save):
        self._save("extension", save, rows)

    def ask_person(self, rows, people, save):
        self._save("person", save, rows, people)

    def ask_task(self, draft, save):
        self._save("task", save, draft)

    def ask_plan(self, previews, tree, save):
        self.value = self.plan
        self._save("plan", save, previews)

    def tell(self, text, tone=None):
        self.told.append(text)


@pytest.fixture
def desk(office, tmp_path):
    """Return a presenter with its view over the register, read once."""
    ui = make_ui(tmp_path, uow=office.uow, clock=TODAY)
    view = FakeView()
    presenter = TasksPresenter(view, ui)
    ui.bus.subscribe(lambda *_: presenter.refresh())
    presenter.refresh()

    def row(name, unit=None):
        wanted = assignment_of(office.tasks[name], unit or office.here)
        both = (*view.register.rows, *view.register.cancelled)
        return next(row for row in both if row.id == wanted)

    return SimpleNamespace(presenter=presenter, view=view, ui=ui, office=office, row=row)


def test_states_are_counted_at_the_day_and_add_up(desk):
    counts = count_rows(desk.view.register.rows)
    assert (counts.done_on_time, counts.done_late, counts.open_in_time, counts.open_overdue) == (1, 1, 2, 1)
    assert (counts.standing, counts.total) == (1, 6)
    assert summary_words(counts) == (
        "Xong 2: đúng hạn 50% · Chưa xong 3: quá hạn 33,33% · Đã đến hạn 3: đúng hạn 33,33%"
    )
    assert "5 có hạn + 1 thường xuyên = 6" in sum_check(counts, TODAY.today())
    assert summary_words(count_rows(())) == "Xong 0 · Chưa xong 0 · Đã đến hạn 0"


def test_an_earlier_day_shows_the_register_as_it_stood(desk):
    desk.presenter.narrow(replace(desk.presenter.wanted, as_of=date(2024, 1, 20)))
    counts = count_rows(desk.view.register.rows)
    assert (counts.done, counts.open_in_time, counts.open_overdue) == (0, 5, 0)


def test_a_state_is_chosen_without_reading_again(desk):
    reads = len(desk.ui.jobs.titles)
    desk.presenter.choose_state(TaskState.OPEN_OVERDUE)
    assert [row.content for row in desk.view.rows] == ["Đối thoại"]
    desk.presenter.choose_state(None)
    assert len(desk.view.rows) == 6
    assert len(desk.ui.jobs.titles) == reads


def test_the_register_is_narrowed_by_unit_kind_directive_and_days(desk):
    wanted = desk.presenter.wanted
    for part, number in (
        ({"unit_id": desk.office.there}, 2),
        ({"kind": TaskKind.STANDING}, 1),
        ({"directive_id": desk.view.register.choices.directives[0][0]}, 1),
        ({"due_from": date(2024, 2, 1), "due_to": date(2024, 2, 28)}, 2),
    ):
        desk.presenter.narrow(replace(wanted, **part))
        assert len(desk.view.rows) == number
    assert narrowed_words(desk.presenter.wanted, desk.view.register.choices) == (
        "hạn từ 01/02/2024; hạn đến 28/02/2024"
    )
    desk.presenter.clear()
    assert len(desk.view.rows) == 6


def test_other_screens_point_at_a_state_what_is_due_soon_a_task_or_a_row(desk):
    desk.presenter.go_to({"state": "open_overdue"})
    assert [row.content for row in desk.view.rows] == ["Đối thoại"]
    desk.presenter.go_to({"due": "soon"})
    assert desk.view.rows == []
    assert desk.view.wanted.due_to == date(2024, 3, 12)
    desk.presenter.go_to({"silent": "14"})
    assert len(desk.view.rows) == 3
    assert "chưa có tin từ 20/02/2024" in narrowed_words(desk.view.wanted, desk.view.register.choices)
    desk.presenter.go_to({"task_id": desk.office.tasks["open"]})
    assert len(desk.view.rows) == 2
    desk.presenter.go_to({"assignment_id": "x"})
    assert desk.view.opened == ["x"]


def test_tasks_that_nobody_was_given_yet_are_given(desk):
    desk.presenter.go_to({"unassigned": "1"})
    assert desk.view.told == ["Mọi nhiệm vụ đều đã giao cho đơn vị."]
    with desk.office.uow.write() as session:
        waiting = make_task(session, content="Việc chờ giao")
    day = date(2024, 3, 4)
    desk.view.plan = AssignPlan(day, AssignmentRole.LEAD, ((waiting, (desk.office.here,)),))
    desk.presenter.go_to({"unassigned": "1"})
    assert "Việc chờ giao" in [row.content for row in desk.view.rows]


def test_progress_is_noted_on_one_row(desk):
    desk.presenter.open(desk.row("open").id)
    desk.view.value = ProgressNote(progress=40, text="Đã quét nửa kho")
    desk.presenter.note([desk.row("open")])
    assert desk.view.reply.accepted
    assert desk.row("open").progress == 40
    assert desk.view.detail.progress[0].text == "Đã quét nửa kho"
    assert desk.ui.navigator.told[-1] == "Đã ghi tiến độ 1 nhiệm vụ."


def test_a_refusal_of_one_row_stays_in_its_form(desk):
    desk.view.value = ProgressNote(done_on=date(2024, 1, 1))
    desk.presenter.note([desk.row("open")], is_finish=True)
    assert not desk.view.reply.accepted
    assert desk.view.reply.refused[0].field == "done_on"


def test_many_rows_are_written_each_for_itself_and_refusals_are_listed(desk):
    rows = [desk.row("open"), desk.row("overdue"), desk.row("open", desk.office.there)]
    desk.view.value = ExtendRequest(date(2024, 7, 31), "Chờ hướng dẫn")
    desk.presenter.extend(rows)
    assert desk.view.reply.accepted
    assert [desk.row("open").due, desk.row("open", desk.office.there).due] == [date(2024, 7, 31)] * 2
    assert desk.row("overdue").due == date(2024, 2, 20)
    assert desk.view.told == ["Đã gia hạn 2 nhiệm vụ; 1 dòng không làm được."]
    _, (finding,) = desk.ui.dialogs.shown[0]
    assert finding.column == "Xã Châu Bình: Đối thoại"
    assert "sau khi đã hết hạn" in finding.message
    UndoDesk(desk.ui).undo()  # all that was done is one step
    assert desk.ui.navigator.told[-1] == "Đã hoàn tác: Gia hạn 3 dòng."
    assert {desk.row("open").due, desk.row("open", desk.office.there).due}.isdisjoint({date(2024, 7, 31)})
    UndoDesk(desk.ui).redo()
    assert [desk.row("open").due, desk.row("open", desk.office.there).due] == [date(2024, 7, 31)] * 2


def test_a_field_wrong_for_every_row_stays_in_the_form(desk):
    desk.view.value = ExtendRequest(date(2024, 3, 6), "Chờ")
    desk.presenter.extend([desk.row("open"), desk.row("open", desk.office.there)])
    assert not desk.view.reply.accepted
    assert desk.view.reply.refused[0].field == "to_due"


def test_a_second_extension_is_refused_with_the_rule(desk):
    desk.view.value = ExtendRequest(date(2024, 7, 31), "Chờ hướng dẫn")
    desk.presenter.extend([desk.row("open")])
    desk.view.value = ExtendRequest(date(2024, 8, 31), "Chờ nữa")
    desk.presenter.extend([desk.row("open")])
    assert "nhiều nhất 1 lần" in desk.view.reply.refused[0].message


def test_the_person_of_rows_of_one_unit_is_named(desk):
    desk.view.value = desk.office.person
    desk.presenter.set_person([desk.row("open"), desk.row("overdue")])
    assert {desk.row(name).person for name in ("open", "overdue")} == {"Lê Thị Hạnh"}
    assert [person.name for person in desk.view.asked[-1][2]] == ["Lê Thị Hạnh"]
    desk.presenter.set_person([desk.row("open", desk.office.there)])
    assert "chưa có cán bộ nào" in desk.view.told[-1]


def test_cancelled_rows_leave_every_number_and_can_be_seen(desk):
    desk.ui.dialogs.answers.append("Trùng với văn bản khác")
    desk.presenter.cancel([desk.row("open"), desk.row("overdue")])
    assert len(desk.view.rows) == 4
    desk.presenter.choose_state(TaskState.CANCELLED)
    assert len(desk.view.rows) == 2
    assert actions_for(desk.view.rows) == frozenset()
    desk.presenter.open(desk.row("open").id)
    assert desk.view.detail.cancel_reason == "Trùng với văn bản khác"


def test_without_a_reason_nothing_is_cancelled(desk):
    desk.ui.dialogs.answers.append(None)
    desk.presenter.cancel([desk.row("open")])
    assert len(desk.view.rows) == 6


def test_a_new_task_is_kept_together_with_its_units(desk):
    from app.services.tasks import TaskFields

    desk.view.value = TaskFields(content="Báo cáo nhanh", due_on=date(2024, 3, 20))
    units = (desk.office.here, desk.office.there)
    desk.view.plan = AssignPlan(date(2024, 3, 4), AssignmentRole.LEAD, (("", units),))
    desk.presenter.add()
    made = [row for row in desk.view.rows if row.content == "Báo cáo nhanh"]
    assert [row.assigned_on for row in made] == [date(2024, 3, 4)] * 2
    desk.view.value = None
    desk.presenter.add()
    assert desk.view.asked[-1][1].fields.content == ""


def test_words_that_got_no_units_yet_are_not_lost(desk):
    from app.services.tasks import TaskFields

    desk.view.value = TaskFields(content="Báo cáo nhanh")
    desk.view.plan = None
    desk.presenter.add()
    assert len(desk.view.rows) == 6
    desk.view.value = None
    desk.presenter.add()
    assert desk.view.asked[-1][1].fields.content == "Báo cáo nhanh"


def test_the_words_of_a_task_are_changed(desk):
    desk.presenter.edit([desk.row("open")])
    draft = desk.view.asked[-1][1]
    desk.view.value = replace(draft.fields, content="Số hóa kho lưu trữ")
    desk.presenter.edit([desk.row("open")])
    assert desk.row("open", desk.office.there).content == "Số hóa kho lưu trữ"
    desk.view.asked.clear()
    desk.presenter.edit([desk.row("open"), desk.row("done")])
    assert desk.view.asked == []


def test_the_life_of_a_task_is_told_in_words(desk):
    desk.view.value = desk.office.person
    desk.presenter.set_person([desk.row("open")])
    desk.view.value = ExtendRequest(date(2024, 7, 31), "Chờ hướng dẫn")
    desk.presenter.extend([desk.row("open")])
    desk.presenter.open(desk.row("open").id)
    detail = desk.view.detail
    told = "\n".join(words for _, words in columns.journal_pairs(detail))
    assert "người thực hiện: Lê Thị Hạnh" in told
    assert "hạn hiện tại: 30/6/2024 → 31/7/2024" in told
    assert "Lý do: Chờ hướng dẫn" in told
    assert "_" not in told
    facts = dict(columns.fact_pairs(detail))
    assert (facts["Hạn hiện tại"], facts["Hạn gốc"]) == ("31/7/2024", "30/6/2024")
    assert facts["Cả nhiệm vụ"] == "2 đơn vị: 2 đang trong hạn"
    assert columns.extension_pairs(detail)[0][1].startswith("Cho gia hạn từ 30/6/2024 đến 31/7/2024")
    assert columns.progress_pairs(detail) == [("", "Chưa có ghi chép nào từ ngày giao.")]
    assert columns.due_words(detail.row) == "31/7/2024 *"


def test_the_verbatim_clause_stands_beside_the_task(desk):
    with desk.office.uow.read() as session:
        detail = get_assignment_detail(session, desk.row("done").id, as_of=TODAY.today())
    facts = dict(columns.fact_pairs(detail))
    assert facts["Văn bản"] == "Công văn 15/UBND-NV: V/v cải cách hành chính"
    assert facts["Điều khoản"] == "5: Nội dung điều khoản 5."


def test_what_is_missing_of_the_four_is_named(desk):
    assert missing_words(desk.row("open")) == "3/4 rõ, còn thiếu: rõ người"


@pytest.mark.parametrize(
    ("names", "allowed"),
    [
        ((), set()),
        (("open",), set(Action)),
        (("overdue",), set(Action)),
        (("done",), {Action.PROGRESS, Action.CANCEL, Action.EDIT}),
        (("open", "overdue"), set(Action) - {Action.EDIT}),
    ],
)
def test_what_may_be_done_follows_the_rows(desk, names, allowed):
    assert actions_for([desk.row(name) for name in names]) == allowed


def test_standing_work_is_neither_finished_nor_extended(desk):
    allowed = actions_for([desk.row("standing", desk.office.there)])
    assert allowed == {Action.PROGRESS, Action.CANCEL, Action.PERSON, Action.EDIT}
    two = actions_for([desk.row("open"), desk.row("open", desk.office.there)])
    assert two == set(Action) - {Action.PERSON}


def test_search_keys_hold_words_with_and_without_accents(desk):
    plain, exact = columns.search_texts(desk.row("open"))
    assert "so hoa ho so" in plain
    assert "xã châu bình" in exact


def test_nothing_wanted_is_the_whole_register():
    assert not Wanted(as_of=date(2024, 1, 1)).is_narrow
    assert Wanted(as_of=date(2024, 1, 1), due_to=date(2024, 2, 1)).is_narrow
