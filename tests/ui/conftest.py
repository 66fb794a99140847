"""Fixtures of the window's tests: our look, a runner over a fake register, an empty real one."""

import gc
import shutil
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.storage.migrate import create_register
from app.storage.unit_of_work import UnitOfWork
from app.system.settings import Settings
from app.ui.application import dress
from app.ui.context import ChangeBus, Token
from app.ui.jobs import JobRunner, ScreenJobs
from app.ui.screen import ScreenBase
from tests.ui.fakes import FakeUow, make_services

PATIENCE_MS = 30_000  # most facts are there in a blink; a machine that also does other things may need more


def pytest_collection_modifyitems(items):
    """The offscreen platform has no window manager to raise or size windows, and says so."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(autouse=True)
def nothing_left_behind(qapp):
    """Destroy what a test asked to destroy later, while its own log still listens; let go of its keys.

    After a simulated Ctrl+T the application still holds Ctrl: the next ``selectRow`` would then add to
    the selection instead of replacing it, in whichever test the worker happens to run next. Cycles are
    collected here only, as the window's own ``GarbageTimer`` does: on a job's thread the collector could
    destroy a widget of a test that is over.
    """
    gc.disable()
    yield
    if QGuiApplication.keyboardModifiers() != Qt.KeyboardModifier.NoModifier:
        keyboard = QWidget()
        QTest.keyRelease(keyboard, Qt.Key.Key_Control)
        keyboard.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect(1)
    gc.enable()


@pytest.fixture
def qtbot(qtbot, monkeypatch):
    """Wait long enough for a loaded machine; what is still on its way to a screen is dropped with it."""

    def add_widget(widget, before_close_func=None):
        if before_close_func is None and isinstance(widget, ScreenBase):
            before_close_func = ScreenBase.dispose
        type(qtbot).addWidget(qtbot, widget, before_close_func=before_close_func)

    monkeypatch.setattr(qtbot, "waitUntil", partial(qtbot.waitUntil, timeout=PATIENCE_MS))
    monkeypatch.setattr(qtbot, "addWidget", add_widget)
    return qtbot


@pytest.fixture(scope="session")
def _look(qapp, tmp_path_factory):
    return dress(qapp, Settings(tmp_path_factory.mktemp("look") / "tuy-chon.toml"))


@pytest.fixture
def look(_look):
    """Return the look of the program, put back to light and 14 pt afterwards."""
    _look.set_theme("light")
    _look.step(0)
    yield _look
    _look.set_theme("light")
    _look.step(0)


class RecordingFaults:
    """Keeps what could not be delivered."""

    def __init__(self):
        self.errors = []
        self.retries = []

    def handle(self, error, *, token, retry=None):
        self.errors.append(error)
        self.retries.append(retry)


@pytest.fixture
def faults():
    return RecordingFaults()


@pytest.fixture
def uow():
    return FakeUow()


@pytest.fixture
def bus():
    return ChangeBus()


@pytest.fixture
def runner(qapp, uow, bus, faults):
    runner = JobRunner(uow, bus, faults)
    yield runner
    runner.shutdown()


@pytest.fixture
def token():
    return Token()


@pytest.fixture
def jobs(runner, token):
    return ScreenJobs(runner, token)


@pytest.fixture
def services(tmp_path):
    return make_services(tmp_path)


@pytest.fixture(scope="session")
def _empty_register(tmp_path_factory):
    path = tmp_path_factory.mktemp("register") / "so-cchc.db"
    create_register(path)
    return path


@pytest.fixture
def register_uow(_empty_register, tmp_path):
    """Return the unit of work of an empty real register of this test's own; not opened yet."""
    path = tmp_path / "so-cchc.db"
    shutil.copyfile(_empty_register, path)
    return UnitOfWork(path, actor="Kiểm thử")
