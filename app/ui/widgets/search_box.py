"""A box to search in: quiet while the person types, then one signal."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.icons import icon

PAUSE_MS = 250


class SearchBox(QLineEdit):
    """Emits ``searched(text)`` a quarter of a second after the last key; Esc empties, Down leaves.

    Nothing is completed or changed while somebody types: Vietnamese keyboards rewrite what stands in the box.
    """

    searched = Signal(str)
    left_down = Signal()

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search_box")
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setClearButtonEnabled(True)
        self.addAction(icon("search", "ink_soft"), QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self._told = ""
        self.textChanged.connect(self._typed)

    def flush(self) -> None:
        """Search now, without waiting."""
        self._pause.stop()
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc empty the box, Enter search now, Down go to the list."""
        key = event.key()
        if key == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.flush()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.flush()
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Down:
            self.flush()
            self.left_down.emit()
        else:
            super().keyPressEvent(event)

    def _typed(self) -> None:
        self._pause.start()

    def _tell(self) -> None:
        if self.text() != self._told:
            self._told = self.text()
            self.searched.emit(self._told)
