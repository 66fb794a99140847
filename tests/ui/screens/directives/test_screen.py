"""The screen with a real runner: from the pasted text to work in the units' hands, by keyboard."""

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication

from app.services.directives import DirectiveFields, save_directive
from app.ui.context import UiContext
from app.ui.jobs import JobRunner, ScreenJobs
from app.ui.screens.directives.dialogs import ClauseForm, DirectiveForm
from app.ui.screens.directives.presenter import ClauseDraft
from app.ui.screens.directives.view import make
from app.ui.widgets.task_form import TaskForm
from tests.register import TODAY
from tests.ui.fakes import RecordingNavigator, RecordingReply, ScriptedDialogs, make_services


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


def test_the_list_has_the_words_of_its_row_below_and_a_task_lights_its_own(screen, qtbot):
    screen.resize(1090, 900)
    screen.table.view.selectRow(0)
    qtbot.waitUntil(lambda: screen.presenter.page is not None)
    assert screen.preview.isVisible()
    text = screen.preview.toPlainText()
    assert text.startswith(" V/v chấn chỉnh")
    row = screen.table.model.rows[0]
    with_words = text.index("Tổ chức tốt nơi tiếp dân.")
    screen.presenter._save_clause(
        ClauseDraft("3", "Tổ chức tốt nơi tiếp dân.", span=(with_words, with_words + 25)), RecordingReply()
    )
    qtbot.waitUntil(lambda: len(screen.pane.clauses.model.rows) == 1)
    screen.presenter.add_task(screen.pane.clauses.model.rows[0])
    form_of(qtbot, screen, TaskForm).submit()
    qtbot.waitUntil(lambda: len(screen.pane.tasks.model.rows) == 1)
    task = screen.pane.tasks.model.rows[0]
    screen._go_into(row.id)
    screen.pane.pages.setCurrentWidget(screen.pane.tasks)
    screen.pane.tasks.view.selectRow(0)
    qtbot.waitUntil(lambda: bool(screen.pane.task_words.extraSelections()))
    (lit,) = screen.pane.task_words.extraSelections()
    assert lit.cursor.selectedText() == "Tổ chức tốt nơi tiếp dân."
    screen.open_place({"directive_id": row.id, "task_id": task.id})
    assert screen.pane.pages.currentWidget() is screen.pane.text
    assert screen.pane.text.text.textCursor().selectedText() == "Tổ chức tốt nơi tiếp dân."
    qtbot.waitUntil(lambda: not screen.runner.is_busy)


def test_words_and_files_on_the_clipboard_go_to_be_read(screen, qtbot, tmp_path):
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    screen.table.view.setFocus()
    QGuiApplication.clipboard().setText("Giao Phòng Nội vụ rà soát.")
    qtbot.keyClick(screen.table.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert screen.navigator.opened[-1] == ("intake", {"text": "Giao Phòng Nội vụ rà soát."})
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.docx"))])
    QGuiApplication.clipboard().setMimeData(held)
    qtbot.keyClick(screen.table.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert screen.navigator.opened[-1] == ("intake", {"file": str(tmp_path / "a.docx")})
    screen.table.box.setFocus()
    QGuiApplication.clipboard().setText("sổ")
    qtbot.keyClick(screen.table.box, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert len(screen.navigator.opened) == 2  # in a field it is pasted as anywhere
