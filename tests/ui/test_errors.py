"""Every failure reaches the person in one manner."""

import sys
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.core.errors import (
    Cancelled,
    Finding,
    ImportRefused,
    InvalidField,
    NotFound,
    RegisterLocked,
    RuleViolation,
    Unavailable,
)
from app.ui.context import Token
from app.ui.errors import CrashReports, FaultDesk, Manner, present
from tests.ui.fakes import MORNING, ScriptedDialogs


@pytest.mark.parametrize(
    ("error", "manner"),
    [
        (InvalidField("due", "Sai ngày."), Manner.FIELD),
        (RuleViolation("Kỳ đã khóa."), Manner.BANNER),
        (NotFound("Không có nhiệm vụ."), Manner.BANNER),
        (Unavailable("Đĩa đầy."), Manner.RETRY),
        (RegisterLocked("Sổ đang mở."), Manner.RETRY),
        (ImportRefused("Tệp có lỗi.", [Finding(2, "A", "Trống.")]), Manner.FINDINGS),
        (Cancelled(), Manner.NOTHING),
        (KeyError("x"), Manner.CRASH),
    ],
)
def test_each_kind_of_failure_has_its_manner(error, manner):
    shown = present(error)
    assert shown.manner is manner
    if manner not in (Manner.NOTHING, Manner.CRASH):
        assert shown.message == error.message
        assert shown.code == error.code


class Surface:
    def __init__(self):
        self.problems = []

    def show_problem(self, error):
        self.problems.append(error)


@pytest.fixture
def dialogs():
    return ScriptedDialogs()


@pytest.fixture
def desk(qapp, dialogs, tmp_path):
    desk = FaultDesk(dialogs, CrashReports(tmp_path / "nhat-ky", MORNING), Surface())
    yield desk
    if desk._shown is not None:
        desk._shown.close()


def test_a_refusal_goes_to_the_screens_own_banner(desk):
    surface = Surface()
    desk.handle(RuleViolation("Kỳ đã khóa."), token=Token(surface))
    assert len(surface.problems) == 1
    assert desk.fallback.problems == []


def test_a_refusal_whose_screen_is_gone_goes_to_the_frame(desk):
    token = Token(Surface())
    token.void()
    desk.handle(RuleViolation("Kỳ đã khóa."), token=token)
    assert len(desk.fallback.problems) == 1


@pytest.mark.parametrize("again", [True, False])
def test_the_machine_can_be_asked_again(desk, dialogs, again):
    tries = []
    dialogs.answers.append(again)
    desk.handle(Unavailable("Tệp đang mở."), token=Token(), retry=lambda: tries.append(1))
    assert len(tries) == again


def test_faults_of_an_import_are_listed(desk, dialogs):
    desk.handle(
        ImportRefused("Tệp có lỗi.", [Finding(2, "A", "Trống.")], hint="Sửa rồi nhập lại."), token=Token()
    )
    assert dialogs.shown == [("Tệp có lỗi. Sửa rồi nhập lại.", (Finding(2, "A", "Trống."),))]


def test_a_bug_is_reported_once_and_the_window_lives(qtbot, desk, look, tmp_path):
    desk.show_crash(KeyError("bí mật"))
    first = desk._shown
    desk.show_crash(KeyError("lại nữa"))
    assert desk._shown is first
    reports = list((tmp_path / "nhat-ky").glob("bao-loi-*.txt"))
    assert reports
    assert "KeyError" in reports[0].read_text("utf-8")
    qtbot.mouseClick(first.findChild(object, "copy_button"), Qt.MouseButton.LeftButton)
    assert "KeyError" in QGuiApplication.clipboard().text()
    qtbot.mouseClick(first.findChild(object, "close_button"), Qt.MouseButton.LeftButton)
    assert desk._shown is None


def test_a_report_that_cannot_be_written_is_shown_all_the_same(tmp_path):
    (tmp_path / "tep").write_text("", "utf-8")
    path, text = CrashReports(tmp_path / "tep", MORNING).write(KeyError("x"))
    assert path is None
    assert "KeyError" in text


def test_uncaught_errors_of_slots_and_threads_end_at_the_desk(qtbot, desk, look, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    desk.install_hooks()
    sys.excepthook(RuleViolation, RuleViolation("Kỳ đã khóa."), None)
    assert len(desk.fallback.problems) == 1

    def fail():
        raise KeyError("x")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: desk._shown is not None)
