"""A question about what is shown, with its answers numbered: one key gives each of them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from app.core.text import shorten
from app.ui.widgets.flow import FlowRow
from app.ui.widgets.labels import plain_label

MOST_ANSWERS = 9
_MOST_LETTERS = 44


class DoubtBar(QFrame):
    """``chosen(place)`` comes with the place of an answer; keys 1 to 9 are bound by the screen."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doubt_bar")
        self._row = FlowRow()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.addWidget(self._row)
        self.question = ""
        self.answers: tuple[str, ...] = ()
        self.hide()

    def ask(self, question: str, answers: Sequence[str]) -> None:
        """Show a question; an empty one hides the bar."""
        said = (question, tuple(answers[:MOST_ANSWERS]))
        self.setVisible(bool(question))
        if said == (self.question, self.answers):
            return
        self.question, self.answers = said
        self._row.clear()
        words = plain_label(f"{shorten(question, _MOST_LETTERS)}:", "strong")
        words.setToolTip(question)
        self._row.add(words)
        for place, answer in enumerate(self.answers):
            self._row.add(self._button(place, answer))

    def _button(self, place: int, words: str) -> QPushButton:
        button = QPushButton(f"{place + 1}  {shorten(words, _MOST_LETTERS)}", self._row)
        button.setObjectName(f"answer_{place + 1}")
        button.setAccessibleName(words)
        button.setToolTip(f"{words} (bấm {place + 1})")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys stay with the cards
        button.clicked.connect(lambda: self.chosen.emit(place))
        return button
