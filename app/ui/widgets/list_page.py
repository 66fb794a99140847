"""A list inside a detail: a bar of actions, a bare table, and what the chosen row says in full."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from app.ui.tables.model import RowsModel
from app.ui.tables.view import RowsView
from app.ui.widgets.action_bar import ActionBar
from app.ui.widgets.labels import plain_label


class ListPage(QWidget):
    """A bar of actions over a bare table; below it what the chosen row says in full."""

    def __init__(
        self, model: RowsModel, name: str, *, has_words: bool, words: QPlainTextEdit | None = None
    ) -> None:
        super().__init__()
        self.bar = ActionBar(self)
        self.model = model
        self.view = RowsView(model)
        self.view.setObjectName(f"{name}_view")
        self.words = words if words is not None else QPlainTextEdit()
        self.words.setObjectName(f"{name}_words")
        self.words.setReadOnly(True)
        self.words.setTabChangesFocus(True)
        self.note = plain_label("", "strong", wraps=True)
        self.note.setObjectName(f"{name}_note")
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.bar)
        column.addWidget(self.view, 3)
        column.addWidget(self.note)
        column.addWidget(self.words, 2)
        self._has_words = has_words
        self.words.setVisible(has_words)
        self.setFocusProxy(self.view)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words to the tooltip where there is room for a few rows only."""
        super().resizeEvent(event)
        line = self.fontMetrics().height()
        self.words.setMaximumHeight(line * 7)
        self.words.setVisible(self._has_words and self.height() > line * 15)
