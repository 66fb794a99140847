"""A message above the content: it says what happened and what to do, and waits without blocking."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.ui.icons import icon
from app.ui.tone import Tone
from app.ui.widgets.labels import icon_button, plain_label, push_button, restyle

_ICONS = {Tone.INFO: "info", Tone.GOOD: "status-done", Tone.WARNING: "warning", Tone.BAD: "error"}


class Banner(QFrame):
    """Hidden until ``say``; closed by its cross or ``hide``. One button at most."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._tone = Tone.INFO
        self._mark = QLabel()
        self._words = plain_label(wraps=True)
        self._words.setObjectName("banner_text")
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._verb: QPushButton | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 8, 8, 8)
        self._row.setSpacing(10)
        self._row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._words, 1)
        self._row.addWidget(
            icon_button("close", "Đóng thông báo", self._close), 0, Qt.AlignmentFlag.AlignVCenter
        )
        self.hide()

    @property
    def text(self) -> str:
        """What the banner says; empty while hidden."""
        return "" if self.isHidden() else self._words.text()

    def say(
        self, text: str, tone: Tone = Tone.INFO, *, verb: str = "", action: Callable[[], object] | None = None
    ) -> None:
        """Show one message, in place of the one before."""
        self.setProperty("tone", tone.value)
        self._words.setText(text)
        self._tone = tone
        self._draw_mark()
        if self._verb is not None:
            self._row.removeWidget(self._verb)
            self._verb.deleteLater()
            self._verb = None
        if verb and action is not None:
            self._verb = push_button(verb, action, name="banner_button")
            self._row.insertWidget(2, self._verb, 0, Qt.AlignmentFlag.AlignVCenter)
        for widget in (self, self._words):
            restyle(widget)
        self.show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the size of letters."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._draw_mark()

    def _draw_mark(self) -> None:
        side = self.fontMetrics().height()
        self._mark.setPixmap(icon(_ICONS.get(self._tone, "info"), self._tone).pixmap(QSize(side, side)))

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
