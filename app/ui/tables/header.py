"""The head of a table: click sorts, the funnel (or Alt+Down) filters, the right button offers the rest."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFont, QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from app.ui.icons import icon
from app.ui.tables.model import RowsModel
from app.ui.theme import current_theme

_LONGEST = 22  # letters; a longer title (the name of a group of units) is whole in its tooltip


class FilterHeader(QHeaderView):
    """Paints title, arrow and funnel side by side, so that none covers another."""

    filter_wanted = Signal(int)
    menu_wanted = Signal(int, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("filter_header")
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setSortIndicatorShown(True)
        self.setSortIndicatorClearable(True)
        self.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setMinimumSectionSize(48)
        self.setMouseTracking(True)
        self._hovered = -1

    @property
    def pad(self) -> int:
        """The room left of a title; the cells below have the same."""
        return max(4, self.fontMetrics().height() // 4) + 2

    def funnel_room(self, section: int) -> QRect:
        """Return where a section's funnel is, in the viewport."""
        side = self.fontMetrics().height()
        left = self.sectionViewportPosition(section) + self.sectionSize(section) - side - 6
        return QRect(left, (self.height() - side) // 2, side, side)

    def wanted_width(self, section: int, title: str) -> int:
        """Return the width that shows a title with its arrow and funnel, a very long one cut."""
        metrics = QFontMetrics(self._bold())
        words = min(metrics.horizontalAdvance(title), metrics.averageCharWidth() * _LONGEST)
        return words + 2 * metrics.height() + 22

    def sizeHint(self) -> QSize:
        """Leave air above and below the titles."""
        return QSize(super().sizeHint().width(), int(self.fontMetrics().height() * 1.75))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw one title with what belongs to it."""
        theme = current_theme()
        model = self.model()
        is_filtered = isinstance(model, RowsModel) and model.accepted(section) is not None
        is_sorted = self.sortIndicatorSection() == section
        is_hovered = self._hovered == section
        painter.save()
        painter.fillRect(rect, QColor(theme.hover if is_hovered else theme.window))
        painter.setPen(QPen(QColor(theme.line)))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setPen(QPen(QColor(theme.line_strong)))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        side = int(self.fontMetrics().height() * 0.8)
        right = rect.right() - 6
        if is_filtered or is_hovered:
            paint = "accent" if is_filtered else "ink_soft"
            icon("filter", paint).paint(
                painter, QRect(right - side, rect.center().y() - side // 2, side, side)
            )
            right -= side + 4
        if is_sorted:
            falls = self.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
            arrow = QRect(right - side, rect.center().y() - side // 2, side, side)
            icon("down" if falls else "up", "accent").paint(painter, arrow)
            right -= side + 4
        room = QRect(rect.left() + self.pad, rect.top(), right - rect.left() - self.pad, rect.height())
        painter.setFont(self._bold())
        painter.setPen(QColor(theme.accent if is_filtered or is_sorted else theme.ink))
        title = str(model.headerData(section, Qt.Orientation.Horizontal))
        shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room.width())
        along = model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        painter.drawText(room, along, shown)
        painter.restore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the filter where the funnel was pressed, else sort or drag."""
        section = self.logicalIndexAt(event.position().toPoint())
        is_left = event.button() == Qt.MouseButton.LeftButton
        if section >= 0 and is_left and self.funnel_room(section).contains(event.position().toPoint()):
            self.filter_wanted.emit(section)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the funnel of the section under the mouse."""
        super().mouseMoveEvent(event)
        self._hover(self.logicalIndexAt(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the funnel again."""
        super().leaveEvent(event)
        self._hover(-1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the column under the mouse."""
        section = self.logicalIndexAt(event.pos())
        if section >= 0:
            self.menu_wanted.emit(section, event.globalPos())

    def _hover(self, section: int) -> None:
        if section != self._hovered:
            self._hovered = section
            self.viewport().update()

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font
