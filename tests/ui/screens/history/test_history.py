"""The journal's screen: days, the full change, acts taken back and again, deleted records brought back."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt

from app.services.queries.directives import list_clauses
from app.services.queries.tasks import TaskFilter, list_assignments
from app.ui.screens.history.columns import journal_pairs
from app.ui.screens.history.presenter import Action, HistoryPresenter, Span, actions_for
from app.ui.screens.history.view import make
from tests.register import TODAY, clock_at
from tests.ui.fakes import make_ui
from tests.ui.screens.live import live_ui


class FakeView:
    """Keeps what it was shown."""

    def __init__(self):
        self.journal, self.steps, self.trash, self.gone_to = (), (), (), []

    def show_journal(self, rows, *, is_cut):
        self.journal, self.is_cut = rows, is_cut

    def show_steps(self, rows):
        self.steps = rows

    def show_trash(self, rows):
        self.trash = rows

    def show_step(self, step_id):
        self.gone_to.append(step_id)


@pytest.fixture
def desk(office, tmp_path):
    def make_desk(*answers, clock=TODAY):
        ui, view = make_ui(tmp_path, *answers, uow=office.uow, clock=clock), FakeView()
        presenter = HistoryPresenter(view, ui)
        ui.bus.subscribe(lambda *_: presenter.refresh())
        presenter.refresh()
        return SimpleNamespace(presenter=presenter, view=view, ui=ui, office=office)

    return make_desk


def open_tasks(desk):
    with desk.office.uow.read() as session:
        return len(list_assignments(session, TaskFilter(as_of=TODAY.today())))


def test_the_three_pages_are_read(desk):
    found = desk()
    assert found.view.journal[0].action == "Bỏ điều khoản"
    assert found.view.steps[0].title == "Xóa điều khoản 5"
    assert [row.title for row in found.view.trash] == ["Xóa điều khoản 5"]
    assert not found.view.is_cut


def test_the_days_that_are_shown_are_chosen(desk):
    found = desk(clock=clock_at(2024, 3, 20))
    assert found.view.journal == ()
    found.presenter.span_chosen(Span.MONTH)
    assert found.view.journal
    found.presenter.span_chosen(Span.TODAY)
    assert found.view.journal == ()
    found.presenter.span_chosen(Span.ALL)
    assert found.view.journal


def test_a_change_stands_with_its_fields_before_and_after(desk):
    found = desk()
    row = next(row for row in found.view.journal if row.action == "Hủy nhiệm vụ")
    pairs = dict(journal_pairs(row))
    assert pairs["Ngày hủy"] == "05/3/2024"
    assert pairs["Lý do"] == "Trùng"
    found.presenter.show_step([row])
    assert found.view.gone_to == [row.step_id]


def test_one_act_or_all_since_one_are_taken_back(desk):
    found = desk(False, True)
    newest, *_, oldest = found.view.steps
    found.presenter.undo([newest])
    assert found.ui.navigator.told[-1] == "Đã hoàn tác: Xóa điều khoản 5."
    assert found.view.trash == ()
    found.presenter.undo_back_to([oldest], found.view.steps)
    assert open_tasks(found) == 0
    found.presenter.undo_back_to([oldest], found.view.steps)
    assert open_tasks(found) == 4
    assert all(step.undone_at for step in found.view.steps)


def test_what_was_deleted_is_brought_back(desk):
    found = desk()
    found.presenter.restore(found.view.trash)
    with found.office.uow.read() as session:
        assert len(list_clauses(session, found.office.directive)) == 1
    assert found.ui.navigator.told[-1] == "Đã khôi phục 1 mục."
    found.presenter.restore([])


def test_what_may_be_done_follows_what_is_chosen():
    step = SimpleNamespace(undone_at=None)
    assert actions_for([], [step], []) == {Action.UNDO, Action.UNDO_BACK_TO}
    assert actions_for([], [SimpleNamespace(undone_at=1)], []) == frozenset()
    assert actions_for([], [], [1]) == {Action.RESTORE}
    assert actions_for([SimpleNamespace(step_id="")], [], []) == frozenset()
    assert actions_for([SimpleNamespace(step_id="x")], [], []) == {Action.SHOW_STEP}


def test_the_screen_from_a_change_to_its_act_and_back_by_key(office, faults, look, qtbot, tmp_path):
    with live_ui(office.uow, tmp_path, faults, TODAY) as ui:
        screen = make(ui)
        qtbot.addWidget(screen)
        screen.resize(1100, 700)
        screen.show()
        screen.activateWindow()
        qtbot.waitUntil(lambda: len(screen.trash.model.all_rows) == 1)
        assert screen.pages.tabText(2) == "Thùng rác (1)"
        row = next(r for r in screen.journal.model.all_rows if r.action == "Hủy nhiệm vụ")
        screen.journal.select_row(row.seq)
        qtbot.waitUntil(screen._actions[Action.SHOW_STEP].isEnabled)
        assert screen.detail.value("Lý do") == "Trùng"
        screen._actions[Action.SHOW_STEP].trigger()
        assert screen.pages.currentWidget() is screen.steps
        screen.open_place({"page": "trash"})
        screen.trash.view.selectRow(0)
        qtbot.waitUntil(screen._actions[Action.RESTORE].isEnabled)
        screen._actions[Action.RESTORE].trigger()
        qtbot.waitUntil(lambda: len(screen.trash.model.all_rows) == 0)
        screen.open_place({"page": "steps"})
        qtbot.waitUntil(screen.isActiveWindow)
        screen.steps.view.setFocus()
        qtbot.keyClick(screen.steps.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: sum(bool(step.undone_at) for step in screen.steps.model.all_rows) == 2)
        screen.show_step("đã quên")
        assert "quá cũ" in screen.banner.text
        screen.dispose()
