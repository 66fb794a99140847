"""From nothing to a window: the frame first, one register at a time, troubles in words."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from app.core.errors import (
    NotFound,
    RegisterDamaged,
    RegisterLocked,
    RegisterTooNew,
    Unavailable,
)
from app.services.context import Services
from app.storage.unit_of_work import UnitOfWork
from app.system.data_folder import choose_data_folder, chosen_data_folder
from app.system.paths import Paths
from app.system.settings import Settings
from app.ui.main_window import MainWindow
from app.ui.modules import module_list
from app.ui.screens.setup.view import SetupWindow
from app.ui.start import Program, practice_day
from app.ui.trouble import TroubleWindow, what_helps
from tests.ui.practice_register import CLOCK, practice

__all__ = ["practice"]
ROOT = Path(__file__).resolve().parents[2]


class Host:
    def __init__(self, own):
        self.own = own

    def describe(self, data):
        paths = Paths(data or self.own)
        return Services(
            uow=UnitOfWork(paths.register, actor="Kiểm thử"),
            clock=CLOCK,
            paths=paths,
            settings=Settings(paths.preferences),
        )


@pytest.fixture
def program(qapp, look, tmp_path, monkeypatch):
    monkeypatch.setattr("app.ui.errors.FaultDesk.install_hooks", lambda desk: None)
    monkeypatch.setattr("app.ui.start.start_log_once", lambda folder: None)
    program = Program(qapp, Host(tmp_path), look, tmp_path)
    yield program
    if program.window is not None:
        program.window.close()
    if program.runner is not None:
        program.runner.shutdown()


def test_the_window_shows_unit_role_period_and_the_practice_day(qtbot, program, practice):
    practice.settings.set("practice.day", "2024-03-13")
    program.open(Host(practice.paths.data).describe(None))
    window = program.window
    assert isinstance(window, MainWindow)
    qtbot.waitUntil(lambda: window.top.unit.text() == "UBND huyện Quỳ Hợp")
    assert window.top.role.text() == "Cơ quan đầu mối"
    assert window.period.short == "tháng 4/2024"
    assert "đang ở ngày 13/3/2024" in window.banner.text
    qtbot.waitUntil(lambda: not program.runner.is_busy)
    window.banner.findChild(QPushButton, "banner_button").click()
    assert isinstance(program.window, MainWindow)
    qtbot.waitUntil(lambda: not program.runner.is_busy)


def test_a_package_in_the_watched_folder_is_told_on_the_home_page(qtbot, program, practice, tmp_path):
    place = tmp_path / "zalo"
    place.mkdir()
    (place / "moi.cchc").write_bytes(b"any")
    practice.settings.set("exchange.folder", str(place))
    program.open(Host(practice.paths.data).describe(None))
    window = program.window
    qtbot.waitUntil(lambda: "có 1 gói mới, chưa nhận." in window.banner.text, timeout=20_000)
    assert window.current_module == "home"
    window.banner.findChild(QPushButton, "banner_button").click()
    qtbot.waitUntil(lambda: window.current_module == "receiving" and not program.runner.is_busy)


def test_ctrl_k_finds_what_the_register_holds_and_goes_there(qtbot, program, practice):
    program.open(Host(practice.paths.data).describe(None))
    window = program.window
    qtbot.waitUntil(lambda: window.current_module == "home" and not program.runner.is_busy)
    window.open_palette()
    palette = window._palette
    palette.box.setText("chau quang")
    palette.box.flush()
    qtbot.waitUntil(lambda: "Châu Quang" in (palette.list.item(0).text() if palette.list.count() else ""))
    palette.run_current()
    assert window.current_module == "directory"
    qtbot.waitUntil(lambda: not program.runner.is_busy)
    window.open_palette()
    closed = window._palette
    closed.box.setText("khac phuc")
    closed.box.flush()
    closed.close()  # the answer finds nobody
    qtbot.waitUntil(lambda: not program.runner.is_busy)


def test_a_folder_without_a_register_gets_the_set_up(qtbot, program, tmp_path):
    program.open(Host(tmp_path / "moi").describe(None))
    assert isinstance(program.window, SetupWindow)
    qtbot.waitUntil(lambda: not program.runner.is_busy)


def test_a_locked_register_says_who_holds_it_and_opens_when_it_is_free(qtbot, program, practice):
    practice.uow.open()
    program.open(Host(practice.paths.data).describe(None))
    qtbot.waitUntil(lambda: isinstance(program.window, TroubleWindow))
    page = program.window
    practice.uow.close()
    page.retry.click()
    assert isinstance(program.window, MainWindow)
    qtbot.waitUntil(lambda: program.window.top.unit.text() != "")
    qtbot.waitUntil(lambda: not program.runner.is_busy)


def test_a_damaged_register_is_left_alone(qtbot, program, tmp_path, practice, monkeypatch):
    broken = tmp_path / "hong"
    broken.mkdir()
    (broken / "so-cchc.db").write_bytes(b"khong phai so" * 100)
    program.open(Host(broken).describe(None))
    qtbot.waitUntil(lambda: isinstance(program.window, TroubleWindow))
    assert (broken / "so-cchc.db").read_bytes() == b"khong phai so" * 100
    monkeypatch.setattr("app.ui.start.QtDialogs.ask_folder", lambda self, title: practice.paths.data)
    program.window.choose.click()
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow))
    qtbot.waitUntil(lambda: not program.runner.is_busy)


@pytest.mark.parametrize(
    "error",
    [RegisterLocked("a"), RegisterTooNew("a"), RegisterDamaged("a"), Unavailable("a"), NotFound("a")],
)
def test_every_trouble_says_what_helps(error):
    assert what_helps(error).endswith(".")


def test_the_chosen_folder_is_remembered_until_the_own_one_is_chosen(tmp_path):
    home = tmp_path / "nha"
    assert chosen_data_folder(home) == home
    choose_data_folder(home, tmp_path / "khac")
    assert chosen_data_folder(home) == tmp_path / "khac"
    choose_data_folder(home, home)
    assert chosen_data_folder(home) == home


def test_a_practice_day_that_cannot_be_read_is_none(practice):
    practice.settings.set("practice.day", "hôm qua")
    assert practice_day(practice) is None


def test_every_module_has_a_screen_and_a_drawing(look):
    from app.ui.icons import has_icon

    modules = module_list(look)
    assert modules[0].key == "home"
    assert len({module.key for module in modules}) == len(modules)
    assert all(has_icon(module.icon) for module in modules)


SHELL_FIRST = """
import sys
from pathlib import Path
from app.bootstrap import WindowHost
from app.ui.application import create_application, run
from app.ui.start import Program
from app.ui.main_window import MainWindow
from PySide6.QtCore import QTimer
host = WindowHost()
services = host.describe(Path(sys.argv[1]))
application, look = create_application(["x"], services.settings)
program = Program(application, host, look, None)
HEAVY = (
    *("sqlalchemy", "openpyxl", "reportlab", "docx", "keyring", "holidays", "alembic", "pypdfium2"),
    *("logging.handlers", "platform", "app.ui.tables"),
)
seen = {}
def loaded():
    return [name for name in HEAVY if name in sys.modules]
from app.ui.screens.home.view import HomeScreen
show_page = HomeScreen.show_page
def first_data(screen, page):
    show_page(screen, page)
    seen.setdefault("data", loaded())
    if page.copied:  # what is asked for right after the page must not bring the mapper along either
        seen.setdefault("copied", "sqlalchemy" in sys.modules)
HomeScreen.show_page = first_data
program.open(services)
program.window.painted.connect(lambda: seen.setdefault("painted", loaded()))
def look_again():
    if "sqlalchemy" in sys.modules and not program.runner.is_busy and "painted" in seen:
        program.window.close()
        application.quit()
timer = QTimer()
timer.timeout.connect(look_again)
timer.start(20)
run(application)
print(seen["painted"], seen["data"], "sqlalchemy" in sys.modules)
print(seen["copied"])
"""


def test_nothing_heavy_is_imported_before_the_first_data(practice):
    done = subprocess.run(
        [sys.executable, "-c", SHELL_FIRST, str(practice.paths.data)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.split("\n")[:2] == ["[] [] True", "False"]
