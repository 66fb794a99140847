"""A key held down by one test is up in the next: each run of this one presses, and finds nothing held."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget


@pytest.mark.parametrize("run", [1, 2])
def test_no_modifier_is_left_held_by_the_test_before(run, qtbot):
    assert QGuiApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier
    pressed = QWidget()
    qtbot.addWidget(pressed)
    qtbot.keyClick(pressed, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.keyboardModifiers() == Qt.KeyboardModifier.ControlModifier
