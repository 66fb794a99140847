"""What stands where nothing is yet: one sentence, one button."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.icons import icon
from app.ui.widgets.labels import plain_label, push_button


class EmptyState(QWidget):
    """A calm picture with a sentence and, where there is something to do, its button."""

    def __init__(self, parent: QWidget | None = None, *, mark: str = "empty") -> None:
        super().__init__(parent)
        self.setObjectName("empty_state")
        self._name = mark
        self._mark = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._words = plain_label("", "soft", wraps=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._verb: QPushButton | None = None
        self._column = QVBoxLayout(self)
        self._column.setSpacing(12)
        self._column.addStretch(1)
        self._column.addWidget(self._mark)
        self._column.addWidget(self._words)
        self._column.addStretch(2)

    @property
    def sentence(self) -> str:
        """The sentence shown."""
        return self._words.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the picture out where there is room for the words only."""
        super().resizeEvent(event)
        self._mark.setVisible(self.height() > self.fontMetrics().height() * 9)

    def set_mark(self, mark: str) -> None:
        """Change the picture of the content set next."""
        self._name = mark

    def set_content(self, sentence: str, verb: str = "", action: Callable[[], object] | None = None) -> None:
        """Change the sentence and the button."""
        self._words.setText(sentence)
        side = self.fontMetrics().height() * 3
        self._mark.setPixmap(icon(self._name, "line_strong").pixmap(QSize(side, side)))
        if self._verb is not None:
            self._column.removeWidget(self._verb)
            self._verb.deleteLater()
            self._verb = None
        if verb and action is not None:
            self._verb = push_button(verb, action, name="empty_button", primary=True)
            self._column.insertWidget(3, self._verb, 0, Qt.AlignmentFlag.AlignHCenter)
