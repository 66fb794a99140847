"""The last twelve values of an indicator as a small line, this month's as its last point."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app.ui.theme import current_theme


class Sparkline(QWidget):
    """Oldest at the left; a tooltip says the numbers."""

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._values: tuple[float, ...] = ()

    @property
    def values(self) -> tuple[float, ...]:
        """What is drawn."""
        return self._values

    def set_values(self, values: Sequence[float], words: str) -> None:
        """Draw other values; fewer than two draw nothing."""
        self._values = tuple(values)
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        """As high as a line of text, as long as a few words."""
        height = self.fontMetrics().height()
        return QSize(height * 6, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        if len(self._values) < 2:
            return
        theme, low, high = current_theme(), min(self._values), max(self._values)
        room = self.rect().adjusted(4, 4, -5, -4)
        step, spread = room.width() / (len(self._values) - 1), (high - low) or 1
        points = [
            QPointF(room.left() + place * step, room.bottom() - (value - low) / spread * room.height())
            for place, value in enumerate(self._values)
        ]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.accent), 1.6))
        painter.drawPolyline(QPolygonF(points))
        painter.setBrush(QColor(theme.accent))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(points[-1], 3, 3)
