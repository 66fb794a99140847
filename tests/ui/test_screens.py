"""The pattern of a screen, on the example: presenter alone, screen with its form, staleness."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.core.changes import Changes, Done
from app.core.errors import RuleViolation
from app.ui.context import UiContext
from tests.ui.example import presenter as example
from tests.ui.example.presenter import NoteFields, NoteRow, NotesPresenter
from tests.ui.example.view import NotesScreen
from tests.ui.fakes import RecordingReply, make_ui


@pytest.fixture(autouse=True)
def notes():
    example.NOTES[:] = [NoteRow(1, "Một"), NoteRow(2, "Hai")]
    yield example.NOTES
    example.NOTES.clear()


class FakeView:
    """A view without widgets."""

    def __init__(self):
        self.rows, self.selected, self.save = [], None, None

    def show_rows(self, rows):
        self.rows = rows

    def select(self, note_id):
        self.selected = note_id

    def ask_note(self, save):
        self.save = save


def test_a_presenter_is_tested_without_a_window(tmp_path):
    view, ui, reply = FakeView(), make_ui(tmp_path), RecordingReply()
    presenter = NotesPresenter(view, ui)
    presenter.refresh()
    assert [row.text for row in view.rows] == ["Một", "Hai"]
    presenter.add_clicked()
    view.save(NoteFields("Một"), reply)
    assert [error.field for error in reply.refused] == ["text"]
    view.save(NoteFields("Ba"), reply)
    assert reply.accepted
    assert view.selected == 3
    assert ui.navigator.told == ["Đã thêm một ghi chép."]


@pytest.fixture
def ui(tmp_path) -> UiContext:
    return make_ui(tmp_path)


@pytest.fixture
def screen(qtbot, look, ui):
    screen = NotesScreen(ui)
    qtbot.addWidget(screen)
    screen.resize(900, 500)
    screen.show()
    qtbot.waitUntil(lambda: len(screen.table.model.rows) == 2)
    return screen


def form_of(screen):
    return screen.findChild(QWidget, "note_form")


def test_a_form_stays_until_its_value_is_kept(qtbot, screen):
    qtbot.keyClick(screen.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: form_of(screen) is not None)
    form = form_of(screen)
    qtbot.waitUntil(form.isActiveWindow)
    qtbot.keyClick(form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert form.problem("text") == "Chưa ghi nội dung."
    form.text_edit.setText("Hai")
    qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    assert form.problem("text") == "Ghi chép này đã có. Ghi nội dung khác."
    assert form.isVisible()
    assert form.text_edit.property("invalid") is True
    form.text_edit.setText("Ba")
    qtbot.keyClick(form.text_edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not form.isVisible()
    qtbot.waitUntil(lambda: len(screen.table.model.rows) == 3)
    assert [row.id for row in screen.table.selected_rows()] == [3]


def test_esc_puts_a_form_off(qtbot, screen):
    screen.presenter.add_clicked()
    form = form_of(screen)
    form.text_edit.setText("Ba")
    qtbot.keyClick(form.text_edit, Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert len(example.NOTES) == 2


def test_a_shown_screen_refreshes_when_what_it_watches_was_written(qtbot, screen, ui):
    example.NOTES.append(NoteRow(3, "Ba"))
    ui.bus.publish(Changes(units=True))
    ui.bus.publish(Changes(tasks=True, units=True))
    qtbot.waitUntil(lambda: len(screen.table.model.rows) == 3)


def test_a_hidden_screen_waits_until_it_is_shown(qtbot, screen, ui):
    before = len(ui.jobs.titles)
    screen.hide()
    example.NOTES.append(NoteRow(3, "Ba"))
    ui.bus.publish(Changes(tasks=True))
    assert len(ui.jobs.titles) == before
    screen.show()
    qtbot.waitUntil(lambda: len(screen.table.model.rows) == 3)
    assert len(ui.jobs.titles) == before + 1


def test_many_changes_make_one_refresh(qtbot, screen, ui):
    before = len(ui.jobs.titles)
    for _ in range(20):
        ui.bus.publish(Changes(tasks=True))
    qtbot.waitUntil(lambda: len(ui.jobs.titles) > before)
    assert len(ui.jobs.titles) == before + 1


def test_a_disposed_screen_hears_nothing(qtbot, screen, ui):
    screen.dispose()
    screen.show_rows([])
    screen.presenter.refresh()
    ui.bus.publish(Changes(tasks=True))
    assert screen.table.model.rows == []


def test_a_refusal_of_the_rules_stands_in_the_banner(screen):
    screen.show_problem(RuleViolation("Kỳ đã khóa.", hint="Mở khóa kỳ trước."))
    assert screen.banner.text == "Kỳ đã khóa. Mở khóa kỳ trước. (E-QUYTAC-01)"


def test_the_palette_offers_what_the_screen_can_do(screen):
    commands = {command.title: command.keys for command in screen.commands()}
    assert commands == {"Thêm": "Ctrl+N", "In": "Ctrl+P", "Xuất Excel": "Ctrl+E"}


def test_a_write_elsewhere_names_its_view(qtbot, screen, ui):
    heard = []
    ui.bus.subscribe(lambda changes, who: heard.append(who))
    screen.ui.jobs.write(lambda session, job: Done(1, Changes(tasks=True)), title="Đang cất")
    assert heard == [screen.token]
