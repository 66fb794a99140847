"""The last twelve values of an indicator as a small line, this month's as its last point."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui.theme import current_theme

Index = QModelIndex | QPersistentModelIndex


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
        paint_line(QPainter(self), self.rect(), self._values)


class SparkDelegate(QStyledItemDelegate):
    """Draws the cells of a column that has a line."""

    def __init__(self, line_role: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line_role = line_role

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the ground as every cell has it, then the line."""
        self.initStyleOption(option, index)
        panel = QStyle.PrimitiveElement.PE_PanelItemViewItem
        option.widget.style().drawPrimitive(panel, option, painter, option.widget)
        painter.save()
        paint_line(painter, option.rect.adjusted(2, 3, -2, -3), index.data(self._line_role))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Ask for a few letters' room: a line is readable in any."""
        return QSize(option.fontMetrics.averageCharWidth() * 6, option.fontMetrics.height())


def paint_line(painter: QPainter, rect: QRect, values: Sequence[float]) -> None:
    """Draw values as a line that fills a rectangle; fewer than two draw nothing."""
    if len(values) < 2:
        return
    theme, low, high = current_theme(), min(values), max(values)
    room = rect.adjusted(4, 4, -5, -4)
    step, spread = room.width() / (len(values) - 1), high - low
    points = [
        QPointF(
            room.left() + place * step,
            room.bottom() - ((value - low) / spread if spread else 0.5) * room.height(),
        )
        for place, value in enumerate(values)
    ]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.accent), 1.6))
    painter.drawPolyline(QPolygonF(points))
    painter.setBrush(QColor(theme.accent))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(points[-1], 3, 3)
