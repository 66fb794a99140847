"""The screen with a real runner: choose a state, open a row, note progress, by keyboard."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton

from app.core.statuses import TaskState
from app.ui.context import UiContext
from app.ui.jobs import JobRunner, ScreenJobs
from app.ui.screens.tasks.dialogs import ProgressForm
from app.ui.screens.tasks.view import make
from tests.register import TODAY
from tests.ui.fakes import RecordingNavigator, ScriptedDialogs, make_services


def make_screen(uow, bus, faults, folder, token):
    runner = JobRunner(uow, bus, faults)
    ui = UiContext(
        make_services(folder, uow, TODAY),
        ScreenJobs(runner, token),
        ScriptedDialogs(),
        RecordingNavigator(),
        bus,
    )
    return make(ui), runner


@pytest.fixture
def screen(office, bus, faults, look, qtbot, tmp_path, token):
    """Return the screen over a register that the runner's own thread opens."""
    office.uow.close()
    screen, screen_runner = make_screen(office.uow, bus, faults, tmp_path, token)
    screen.runner = screen_runner
    qtbot.addWidget(screen)
    screen.resize(1090, 680)
    screen.show()
    qtbot.waitUntil(lambda: len(screen.table.model.rows) == 6)
    yield screen
    screen.dispose()
    screen_runner.shutdown()
    assert faults.errors == []


def test_from_an_overdue_row_to_its_note(screen, qtbot):
    chips = screen.list.chips
    assert chips.text("open_overdue") == "Đang quá hạn 1"
    qtbot.mouseClick(screen.findChild(object, "chip_open_overdue"), Qt.MouseButton.LeftButton)
    assert len(screen.table.model.rows) == 1
    screen.table.view.selectRow(0)
    qtbot.keyClick(screen.table.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.pane.panes[0].value("Bốn rõ") != "")
    assert screen.pane.isVisible()

    qtbot.keyClick(screen.pane.pages, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: any(form.isVisible() for form in screen.findChildren(ProgressForm)))
    (form,) = screen.findChildren(ProgressForm)
    form.progress.setValue(50)
    form.text.setPlainText("Đã mời dự đối thoại")
    form.submit()
    qtbot.waitUntil(lambda: screen.pane.pages.tabText(1) == "Tiến độ (1)")
    qtbot.waitUntil(lambda: screen.table.model.rows[0].progress == 50)

    qtbot.keyClick(screen.pane.pages, Qt.Key.Key_Escape)
    assert screen.table.isVisible()
    screen.presenter.choose_state(None)
    qtbot.waitUntil(lambda: not screen.runner.is_busy)


def test_the_search_box_finds_without_accents(screen, qtbot):
    for query, number in (("chau binh", 4), ("so hoa", 2), ("châu", 6), ("chău", 0)):
        screen.table.box.setText(query)
        screen.table.box.flush()
        assert len(screen.table.model.rows) == number, query
    qtbot.waitUntil(lambda: not screen.runner.is_busy)


def test_actions_follow_the_selection_and_history_opens(screen, qtbot):
    actions = {action.objectName(): action for action in screen.actions()}
    assert not actions["extend"].isEnabled()
    screen.table.view.selectAll()
    assert actions["extend"].isEnabled()
    assert not actions["edit"].isEnabled()
    screen.table.view.selectRow(2)
    assert actions["edit"].isEnabled()
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    qtbot.keyClick(screen.table.view, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.pane.pages.currentIndex() == 3)
    qtbot.waitUntil(lambda: "Lịch sử (" in screen.pane.pages.tabText(3))
    qtbot.waitUntil(lambda: not screen.runner.is_busy)


def test_the_day_and_the_unit_narrow_the_register(screen, qtbot):
    screen.list.unit.setCurrentIndex(2)
    qtbot.waitUntil(lambda: len(screen.table.model.rows) == 2)
    screen.list.as_of.line.setText("14/1/2024")
    screen.list.as_of.settle()
    qtbot.waitUntil(lambda: screen.table.model.rows == [])
    assert screen.table.empty.sentence == "Không có nhiệm vụ nào khớp."
    screen.open_place({"state": "open_overdue"})
    qtbot.waitUntil(lambda: [row.state for row in screen.table.model.rows] == [TaskState.OPEN_OVERDUE])
    qtbot.waitUntil(lambda: not screen.runner.is_busy)


def test_an_empty_register_shows_the_way(register_uow, bus, faults, look, qtbot, tmp_path, token):
    screen, runner = make_screen(register_uow, bus, faults, tmp_path, token)
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitUntil(lambda: screen.presenter.register is not None)
    assert screen.table.empty.sentence == "Chưa có nhiệm vụ. Bắt đầu từ một văn bản chỉ đạo."
    screen.dispose()
    runner.shutdown()


def views_menu(qtbot, screen):
    """Press "Cách xem" and return its menu."""
    button = screen.table.findChild(QPushButton, "views_button")
    button.click()
    qtbot.waitUntil(lambda: button.findChild(QMenu, "views_menu") is not None)
    return button.findChild(QMenu, "views_menu")


def press(menu, text):
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.close()
    menu.setParent(None)


def test_a_named_view_brings_state_unit_words_and_columns_back(qtbot, screen, office):
    screen.ui.dialogs.answers.extend(["Việc của Châu Bình"])
    screen.presenter.narrow(replace(screen.presenter.wanted, unit_id=office.here))
    screen.presenter.choose_state(TaskState.OPEN_OVERDUE)
    qtbot.waitUntil(lambda: len(screen.table.model.rows) == 1)
    screen.table.box.setText("đối thoại")
    screen.table.view.show_column(1, on=False)
    press(views_menu(qtbot, screen), "Lưu cách xem…")
    screen.presenter.clear()
    screen.table.clear_filters()
    screen.table.view.show_column(1, on=True)
    qtbot.waitUntil(lambda: len(screen.table.model.rows) == 6)
    press(views_menu(qtbot, screen), "Việc của Châu Bình")
    qtbot.waitUntil(lambda: len(screen.table.model.rows) == 1)
    assert screen.presenter.state is TaskState.OPEN_OVERDUE
    assert screen.presenter.wanted.unit_id == office.here
    assert screen.table.box.text() == "đối thoại"
    assert screen.table.view.isColumnHidden(1)
