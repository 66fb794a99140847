"""The screen with a real runner: from the pasted text to work in the units' hands, by keyboard."""

import pytest
from PySide6.QtCore import Qt

from app.services.directives import DirectiveFields, save_directive
from app.ui.context import UiContext
from app.ui.jobs import JobRunner, ScreenJobs
from app.ui.screens.directives.dialogs import ClauseForm, DirectiveForm
from app.ui.screens.directives.view import make
from app.ui.widgets.task_form import TaskForm
from tests.register import TODAY
from tests.ui.fakes import RecordingNavigator, ScriptedDialogs, make_services


@pytest.fixture
def screen(office, bus, faults, look, qtbot, tmp_path, token):
    """Return the screen over a register that the runner's own thread opens."""
    with office.uow.write() as session:
        fields = DirectiveFields(subject="V/v chấn chỉnh việc làm", text=office.text)
        save_directive(session, fields=fields, clock=TODAY)
    office.uow.close()
    runner = JobRunner(office.uow, bus, faults)
    services = make_services(tmp_path, office.uow, TODAY)
    dialogs, navigator = ScriptedDialogs(), RecordingNavigator()
    screen = make(UiContext(services, ScreenJobs(runner, token), dialogs, navigator, bus))
    screen.runner, screen.dialogs, screen.navigator = runner, dialogs, navigator
    qtbot.addWidget(screen)
    screen.resize(1090, 680)
    screen.show()
    qtbot.waitUntil(lambda: len(screen.table.model.rows) == 1)
    yield screen
    screen.dispose()
    runner.shutdown()
    assert faults.errors == []


def form_of(qtbot, screen, kind):
    qtbot.waitUntil(lambda: any(form.isVisible() for form in screen.findChildren(kind)))
    form = next(form for form in screen.findChildren(kind) if form.isVisible())
    qtbot.waitUntil(form.isActiveWindow)
    return form


def test_from_the_text_to_the_units(screen, qtbot):
    screen.open_directive(screen.table.model.rows[0].id)
    qtbot.waitUntil(lambda: screen.presenter.page is not None)
    assert screen.pair.is_inside
    text = screen.pane.text.text.toPlainText()
    screen.pane.text.go_to(text.index("- Lập kế hoạch"))

    qtbot.keyClick(screen.pane.text.text, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = form_of(qtbot, screen, ClauseForm)
    assert form.text.toPlainText().startswith("- Lập kế hoạch")
    form.groups.set_ticked([choice.key for choice in form.groups.shown])
    assert form.count.text().startswith("6 đơn vị")
    qtbot.keyClick(form.text, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(screen.pane.clauses.model.rows) == 1)
    assert text[screen.pane.text.chosen()[0] :].startswith("- Hàng tháng")
    assert screen.pane.text.text.extraSelections()

    screen.pane.pages.setCurrentWidget(screen.pane.clauses)
    screen.pane.clauses.view.selectRow(0)
    screen.pane.clauses.view.setFocus()
    assert "6 đơn vị" in screen.pane.clauses.note.text()
    screen._add_task()
    task = form_of(qtbot, screen, TaskForm)
    task.submit()
    qtbot.waitUntil(lambda: len(screen.pane.tasks.model.rows) == 1)

    screen.pane.pages.setCurrentWidget(screen.pane.tasks)
    screen.pane.tasks.view.selectRow(0)
    screen.dialogs.answers.append(True)
    screen._assign_bound()
    qtbot.waitUntil(lambda: screen.pane.tasks.model.rows[0].counts.total == 6)
    qtbot.waitUntil(lambda: screen.table.model.rows[0].counts.open == 6)
    qtbot.waitUntil(lambda: not screen.runner.is_busy)


def test_a_narrow_screen_shows_one_part_at_a_time(screen, qtbot):
    assert screen.table.isVisible()
    assert not screen.pane.isVisible()
    screen.table.view.selectRow(0)
    qtbot.keyClick(screen.table.view, Qt.Key.Key_Return)
    assert screen.pane.isVisible()
    assert not screen.table.isVisible()
    qtbot.waitUntil(lambda: screen.presenter.page is not None)
    qtbot.keyClick(screen.pane.pages, Qt.Key.Key_Escape)
    assert screen.table.isVisible()
    screen.resize(2400, 900)
    qtbot.waitUntil(lambda: screen.pane.isVisible() and screen.table.isVisible())
    qtbot.waitUntil(lambda: not screen.runner.is_busy)


def test_f2_changes_what_is_open_and_the_palette_offers_its_acts(screen, qtbot):
    screen.open_directive(screen.table.model.rows[0].id)
    qtbot.waitUntil(lambda: screen.presenter.page is not None)
    assert "Thêm điều khoản" in [command.title for command in screen.commands()]
    qtbot.keyClick(screen.pane.text.text, Qt.Key.Key_F2)
    form = form_of(qtbot, screen, DirectiveForm)
    form.number.setText("7/UBND-NV")
    form.submit()
    qtbot.waitUntil(lambda: screen.table.model.rows[0].number == "7/UBND-NV")
    qtbot.waitUntil(lambda: not screen.runner.is_busy)
    assert screen.pane.facts.value("Số, ký hiệu") == "7/UBND-NV"
