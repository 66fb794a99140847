"""The frame: navigation, period, palette, status line, closing; and what it must not import."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QToolButton, QWidget

from app.core.changes import Changes, Done
from app.core.periods import Month
from app.ui.dialogs import MessageDialog
from app.ui.errors import CrashReports, FaultDesk
from app.ui.frame.module import Heading, Module
from app.ui.frame.palette import matching
from app.ui.frame.rail import Rail
from app.ui.jobs import JobRunner
from app.ui.main_window import MainWindow
from app.ui.screen import ScreenBase
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable
from tests.ui.example.columns import COLUMNS
from tests.ui.example.presenter import NoteRow
from tests.ui.fakes import MORNING, ScriptedDialogs, make_services

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class FakeScreen(ScreenBase):
    """A list that counts its refreshes."""

    watches = Changes(tasks=True)

    def __init__(self, ui, title):
        super().__init__(ui, title=title)
        self.table = RowsTable(RowsModel(COLUMNS, lambda row: row.id), name="fake")
        self.set_content(self.table)
        self.presenter = self
        self.refreshes, self.places, self.may_leave = 0, [], True
        self.add_action("Trả lại", lambda: None, mark="undo", name="return")

    def refresh(self):
        self.refreshes += 1
        self.table.set_rows([NoteRow(1, "Một")])

    def open_place(self, place):
        self.places.append(dict(place))

    def can_leave(self):
        return self.may_leave


def broken(ui):
    raise KeyError("hỏng")


MODULES = (
    Module("home", "Bàn làm việc", "home", lambda ui: FakeScreen(ui, "Bàn làm việc")),
    Module("tasks", "Sổ nhiệm vụ", "tasks", lambda ui: FakeScreen(ui, "Sổ nhiệm vụ"), words="việc giao"),
    Module("broken", "Hỏng", "warning", broken),
    Module("intake", "Bóc tách", "import", lambda ui: FakeScreen(ui, "Bóc tách"), parent="tasks"),
    Module("totals", "Tổng hợp", "merge", lambda ui: FakeScreen(ui, "Tổng hợp"), is_for_hubs=True),
    Module("backups", "Sao lưu", "backups", lambda ui: FakeScreen(ui, "Sao lưu")),
)


@pytest.fixture
def dialogs():
    return ScriptedDialogs()


@pytest.fixture
def window(qtbot, look, tmp_path, uow, bus, dialogs):
    services = make_services(tmp_path, uow)
    faults = FaultDesk(dialogs, CrashReports(tmp_path, MORNING))
    runner = JobRunner(uow, bus, faults)
    window = MainWindow(services, MODULES, runner=runner, faults=faults, dialogs=dialogs, bus=bus, look=look)
    qtbot.addWidget(window, before_close_func=lambda _: runner.shutdown())
    with qtbot.waitSignal(window.painted):
        window.show()
    window.activateWindow()
    return window


def test_the_first_screen_is_made_after_the_first_paint(qtbot, window):
    assert window.current_module == "home"
    qtbot.waitUntil(lambda: window.current_screen.refreshes == 1)
    assert window.windowTitle().startswith("Bàn làm việc – Sổ CCHC")


def test_a_reporter_has_no_modules_of_a_hub_and_the_keys_count_what_is_there(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_4, ALT)
    assert window.current_module == "totals"
    assert "Tổng hợp" in [entry.command.title for entry in window.entries()]
    window.show_heading(Heading("UBND xã Mẫu", "Đơn vị báo cáo", collects=False))
    assert not window.rail.findChild(QToolButton, "module_totals").isVisible()
    assert "Tổng hợp" not in [entry.command.title for entry in window.entries()]
    qtbot.keyClick(window, Qt.Key.Key_4, ALT)
    assert window.current_module == "backups"


def test_entries_move_together_before_one_has_to_be_scrolled_to(qtbot, look):
    many = [Module(f"m{n}", f"Phân hệ {n}", "home", broken) for n in range(16)]
    rail = Rail(many)
    qtbot.addWidget(rail)
    rail.show()
    last = rail.findChild(QToolButton, "module_m15")
    letters = rail.fontMetrics().height()
    for height in (60 * letters, 16 * int(1.4 * letters)):
        rail.resize(200, height)
        qtbot.waitUntil(lambda: last.mapTo(rail, last.rect().bottomRight()).y() <= rail.height())
        assert last.height() > letters


def test_modules_open_with_alt_and_their_number_and_are_made_once(qtbot, window):
    home = window.current_screen
    qtbot.keyClick(window, Qt.Key.Key_2, ALT)
    assert window.current_module == "tasks"
    qtbot.mouseClick(window.rail.findChild(QWidget, "module_home"), Qt.MouseButton.LeftButton)
    assert window.current_screen is home


def test_a_screen_is_told_the_place_it_was_opened_for(window):
    window.ui.navigator.open("tasks", task_id="7")
    assert window.current_screen.places == [{"task_id": "7"}]


def test_a_screen_that_cannot_be_made_leaves_the_one_before(qtbot, window):
    window.open("broken")
    assert window.current_module == "home"
    crash = window._faults._shown
    assert crash is not None
    crash.close()


def test_a_screen_may_hold_back_what_is_not_kept(window):
    window.current_screen.may_leave = False
    window.open("tasks")
    assert window.current_module == "home"
    assert not window.close()
    window.current_screen.may_leave = True


def test_the_period_is_shown_and_every_screen_reads_again(qtbot, window):
    qtbot.waitUntil(lambda: window.current_screen.refreshes == 1)
    assert window.top.period.isHidden()
    window.set_period(Month(2024, 3))
    assert window.top.period.text() == "Kỳ tháng 3/2024"
    qtbot.waitUntil(lambda: window.current_screen.refreshes == 2)
    qtbot.keyClick(window, Qt.Key.Key_PageDown, ALT)
    assert window.period == Month(2024, 4)


def test_the_heading_names_the_office(window):
    window.show_heading(Heading("UBND xã Châu Quang", "Đơn vị báo cáo"))
    assert window.top.unit.text() == "UBND xã Châu Quang"


def test_the_palette_finds_modules_and_commands_without_accents(window):
    entries = window.entries()
    found = [entry.command.title for entry in matching(entries, "so nhiem")]
    assert found == ["Sổ nhiệm vụ"]
    assert [e.command.title for e in matching(entries, "tra lai")] == ["Trả lại"]
    assert [e.command.title for e in matching(entries, "giao")] == ["Sổ nhiệm vụ"]
    assert matching(entries, "") == entries
    assert matching(entries, "sổ nhiêm") == []


def test_ctrl_k_opens_the_palette_and_enter_runs(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    palette = window._palette
    assert palette.isVisible()
    qtbot.keyClicks(palette.box, "nhiem vu")
    qtbot.keyClick(palette.box, Qt.Key.Key_Down)
    qtbot.keyClick(palette.box, Qt.Key.Key_Up)
    qtbot.keyClick(palette.box, Qt.Key.Key_Return)
    assert window.current_module == "tasks"


def test_the_palette_says_when_there_is_nothing(qtbot, window):
    window.open_palette()
    palette = window._palette
    palette.box.setText("zzz")
    assert palette.nothing.isVisible()
    qtbot.keyClick(palette.box, Qt.Key.Key_Escape)
    qtbot.keyClick(palette.box, Qt.Key.Key_Escape)
    assert window.current_module == "home"


def test_the_keys_are_listed(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_Slash, CONTROL)
    dialog = window.findChild(MessageDialog)
    assert dialog.isVisible()
    dialog.accept()


def test_letters_grow_and_shrink_with_the_keys(qtbot, window, look):
    qtbot.keyClick(window, Qt.Key.Key_Plus, CONTROL)
    assert look.points == 18
    qtbot.keyClick(window, Qt.Key.Key_0, CONTROL)
    assert look.points == 14


def test_a_narrow_window_shows_icons_only(qtbot, window):
    window.resize(1400, 700)
    qtbot.waitUntil(lambda: not window.rail.is_narrow)
    wide = window.rail.width()
    window.resize(700, 600)
    qtbot.waitUntil(lambda: window.rail.is_narrow)
    assert window.rail.width() < wide / 2


def test_the_window_fits_the_smallest_screen_at_the_largest_letters(qtbot, window, look):
    look.step(1)
    window.resize(1093, 614)
    qtbot.waitUntil(lambda: window.rail.is_narrow)
    assert (window.width(), window.height()) == (1093, 614)
    assert window.minimumSizeHint().width() <= 1093


def test_the_status_line_says_what_was_done_and_offers_to_undo_it(qtbot, window):
    undone = []
    window.ui.navigator.tell("Đã xóa 3 dòng.", verb="Hoàn tác", action=lambda: undone.append(1))
    assert window.status.message == "Đã xóa 3 dòng."
    qtbot.mouseClick(window.status.findChild(QWidget, "message_button"), Qt.MouseButton.LeftButton)
    assert undone == [1]
    assert window.status.message == ""
    window.ui.navigator.warn("Bản sao lưu gần nhất đã quá 7 ngày.")
    assert window.banner.text.startswith("Bản sao lưu")


def test_a_write_is_noted_with_its_time(qtbot, window):
    window.ui.jobs.write(lambda s, j: Done(1, Changes(tasks=True)), title="Đang cất")
    label = window.status.findChild(QWidget, "saved_label")
    qtbot.waitUntil(lambda: label.text().startswith("Đã cất "))


def test_long_work_shows_a_bar_with_a_stop_button(qtbot, window):
    def work(job):
        while True:
            job.report(3, 10, "Dòng 3/10")

    window.ui.jobs.compute(work, lambda _: None, title="Đang đọc tệp", cancellable=True)
    label = window.status.findChild(QWidget, "work_label")
    assert not label.isVisible()  # nothing under 300 ms
    qtbot.waitUntil(label.isVisible)
    assert label.text() == "Dòng 3/10"
    qtbot.mouseClick(window.status.findChild(QWidget, "stop_button"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not label.isVisible())


@pytest.mark.parametrize("answer", [False, True])
def test_closing_asks_about_work_that_would_be_lost(qtbot, window, dialogs, uow, answer):
    started = threading.Event()

    def work(session, job):
        started.set()
        while True:
            job.report(1, 2)

    window.ui.jobs.write(work, title="Đang nhập gói", cancellable=True)
    assert started.wait(5)
    dialogs.answers.append(answer)
    assert window.close() is answer
    assert dialogs.asked == ["Đang nhập gói chưa xong."]
    assert uow.is_closed is answer


def test_place_and_module_are_remembered(qtbot, window):
    window.open("tasks")
    window.close()
    settings = window._services.settings
    assert settings.text("window.module") == "tasks"
    assert settings.text("window.geometry")


def test_the_shell_paints_before_anything_heavy_is_imported():
    program = """
import sys
from pathlib import Path
from app.core.clock import SystemClock
from app.services.context import Services
from app.storage.unit_of_work import UnitOfWork
from app.system.paths import Paths
from app.system.settings import Settings
from app.ui.application import create_application, run
from app.ui.context import ChangeBus
from app.ui.dialogs import QtDialogs
from app.ui.errors import CrashReports, FaultDesk
from app.ui.frame.module import Module
from app.ui.jobs import JobRunner
from app.ui.main_window import MainWindow
from app.ui.screen import ScreenBase

class Screen(ScreenBase):
    def refresh(self):
        pass

def make(ui):
    screen = Screen(ui, title="Thử")
    screen.presenter = screen
    return screen

paths = Paths(Path(sys.argv[1]))
settings = Settings(paths.preferences)
application, look = create_application(["so-cchc"], settings)
services = Services(UnitOfWork(paths.register), SystemClock(), paths, settings)
dialogs, bus = QtDialogs(), ChangeBus()
faults = FaultDesk(dialogs, CrashReports(paths.logs, services.clock))
runner = JobRunner(services.uow, bus, faults)
window = MainWindow(services, [Module("a", "Một", "home", make), Module("b", "Hai", "tasks", make)],
                    runner=runner, faults=faults, dialogs=dialogs, bus=bus, look=look)
heavy = {"sqlalchemy", "alembic", "openpyxl", "docx", "reportlab", "keyring", "holidays", "pypdfium2"}
def painted():
    print("HEAVY", sorted(heavy & set(sys.modules)))
    import builtins
    print("IMPORT", builtins.__import__.__module__ if hasattr(builtins.__import__, "__module__") else "")
    window.close()
window.painted.connect(painted)
window.show()
sys.exit(run(application))
"""
    root = Path(__file__).parents[2]
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-c", program, folder],
            cwd=root,
            capture_output=True,
            text=True,
            timeout=60,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(root)},
        )
    assert done.returncode == 0, done.stderr
    assert "HEAVY []" in done.stdout
    assert "IMPORT builtins" in done.stdout


def drop(window, *urls):
    """Drop something in the middle of the window; return whether it was taken."""
    held = QMimeData()
    held.setUrls(list(urls))
    place, left, copy = window.rect().center(), Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    plain = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, copy, held, left, plain)
    enter.setAccepted(False)
    window.dragEnterEvent(enter)
    window.dropEvent(QDropEvent(QPointF(place), copy, held, left, plain))
    return enter.isAccepted()


def test_a_file_dropped_anywhere_is_read_as_a_directive(window, tmp_path):
    assert not drop(window, QUrl("https://example.vn/a.docx"))
    assert window.current_module != "intake"
    path = tmp_path / "công văn.docx"
    assert drop(window, QUrl.fromLocalFile(str(path)))
    assert window.current_module == "intake"
    assert [Path(place["file"]) for place in window.current_screen.places] == [path]


def test_a_module_with_a_parent_stands_under_its_button(qtbot, window):
    window.open("intake")
    assert window.rail.findChild(QWidget, "module_intake") is None
    assert window.rail.findChild(QWidget, "module_tasks").isChecked()
    assert "Bóc tách" in [entry.command.title for entry in window.entries()]
