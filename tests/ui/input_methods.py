"""How Vietnamese input methods send words to a widget; for tests of everything that is typed into."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

# Telex in Unikey: each row is (backspaces, letters sent again) as the keys d d u o w c arrive.
DUOC = ((0, "d"), (1, "đ"), (0, "u"), (0, "o"), (2, "ươ"), (0, "c"), (2, "ợc"))


def press(widget, key, text=""):
    """Send one key down and up."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))


def type_as_unikey(widget, steps):
    """Type as Unikey and EVKey do: it takes letters back with Backspace and sends others in their place.

    The letters come without a key of their own (``VK_PACKET``), one by one.
    """
    for backspaces, letters in steps:
        for _ in range(backspaces):
            press(widget, Qt.Key.Key_Backspace, "\b")
        for letter in letters:
            press(widget, Qt.Key.Key_unknown, letter)


def compose(widget, *stages):
    """Type as a composing input method does (TSF, IBus): underlined stages, then the last one for good."""
    for stage in stages:
        QApplication.sendEvent(widget, QInputMethodEvent(stage, []))
    done = QInputMethodEvent()
    done.setCommitString(stages[-1])
    QApplication.sendEvent(widget, done)
