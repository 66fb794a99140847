"""A line for an indicator: its code or some of its words, the matches floating below; text is never taken."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit

from app.services.month_figures import IndicatorFacts
from app.services.tally_block import matching_indicators

_WAIT_MS = 150


class IndicatorBox(QLineEdit):
    """Finds "văn bản" by "van ban"; F4 and Down open the whole list. Nothing is completed in the line."""

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setPlaceholderText("mã hoặc vài chữ của chỉ tiêu")
        self._known: tuple[IndicatorFacts, ...] = ()
        self._found = QStringListModel(self)
        self._list = QCompleter(self._found, self)
        self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list.setMaxVisibleItems(12)
        self._list.setWidget(self)
        self._list.activated.connect(self._chosen)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self._search)
        self.textEdited.connect(lambda _: self._wait.start())

    def set_indicators(self, known: Sequence[IndicatorFacts]) -> None:
        """Offer other indicators."""
        self._known = tuple(known)

    @property
    def offered(self) -> list[str]:
        """What the list holds now."""
        return self._found.stringList()

    def open_list(self) -> None:
        """Show every indicator."""
        self._offer(self._known)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list with F4 and Down; every other key is the line's own."""
        if event.key() in (Qt.Key.Key_F4, Qt.Key.Key_Down) and not event.modifiers():
            self.open_list()
        else:
            super().keyPressEvent(event)

    def _search(self) -> None:
        if self.text().strip() and self.hasFocus():
            self._offer(matching_indicators(self.text(), self._known))
        else:
            self._hide()

    def _offer(self, indicators: Sequence[IndicatorFacts]) -> None:
        self._found.setStringList([f"{fact.code} {fact.title}" for fact in indicators])
        if indicators:
            self._list.complete()
        else:
            self._hide()

    def _hide(self) -> None:
        if (popup := self._list.popup()) is not None:
            popup.hide()

    def _chosen(self, text: str) -> None:
        self.setText(text)
        self.setCursorPosition(0)
        self.focusNextChild()
