"""The guards of conftest.py bite, and the machine is fit for the window."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6 import QtWidgets
from pytestqt.qtbot import QtBot

from tests.architecture.qt_guards import hide_visible_windows


@pytest.mark.parametrize(
    ("call", "ask"),
    [
        ("QMessageBox.question", lambda: QtWidgets.QMessageBox.question(None, "Hỏi", "Xóa?")),
        ("QMessageBox.exec", lambda: QtWidgets.QMessageBox().exec()),
        ("QFileDialog.getOpenFileName", lambda: QtWidgets.QFileDialog.getOpenFileName()),
        ("QInputDialog.getText", lambda: QtWidgets.QInputDialog.getText(None, "Tên", "Tên")),
        ("QColorDialog.getColor", lambda: QtWidgets.QColorDialog.getColor()),
    ],
)
def test_a_real_dialog_fails_the_test(
    call: str, ask: Callable[[], object], no_real_dialogs: list[str], qapp: QtWidgets.QApplication
) -> None:
    with pytest.raises(AssertionError, match=call):
        ask()
    assert no_real_dialogs == [call]
    no_real_dialogs.clear()  # it was asked for on purpose


def test_a_forgotten_window_is_named_and_hidden(qtbot: QtBot) -> None:
    window = QtWidgets.QWidget(objectName="forgotten")
    qtbot.addWidget(window)
    window.show()
    assert any("forgotten" in text for text in hide_visible_windows(QtWidgets))
    assert hide_visible_windows(QtWidgets) == []


def test_tests_touch_neither_the_screen_nor_the_real_home() -> None:
    assert os.environ["QT_QPA_PLATFORM"]
    assert "so-cchc-tests-" in str(Path.home())
    assert os.environ["PYTHON_KEYRING_BACKEND"] == "keyring.backends.fail.Keyring"


def test_a_call_into_qt_keeps_none_alive(qtbot: QtBot) -> None:
    # PySide6 6.12.0 drops one reference to None per call on Python 3.11, until the process aborts.
    label = QtWidgets.QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _ in range(1000):
        label.setText("Sổ")
    assert sys.getrefcount(None) > before - 500
