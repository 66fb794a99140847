"""A status as icon, word and colour: as a widget, and in the cells of a table."""

from enum import StrEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui.icons import icon
from app.ui.theme import current_theme
from app.ui.tone import Look, Tone, look

_AIR = 6  # beside a chip in a cell


def chip_size(metrics: QFontMetrics, word: str, *, has_icon: bool = True) -> QSize:
    """Return how large a chip with a word is."""
    height = metrics.height() + 4
    mark = metrics.ascent() + 5 if has_icon else 0
    return QSize(metrics.horizontalAdvance(word) + mark + height, height)


def paint_chip(painter: QPainter, room: QRect, word: str, icon_name: str, tone: Tone) -> None:
    """Draw a chip at the left of some room; a word that does not fit is cut with an ellipsis."""
    ink, ground, edge = current_theme().tones[tone]
    metrics = painter.fontMetrics()
    size = chip_size(metrics, word, has_icon=bool(icon_name))
    width = min(size.width(), room.width())
    height = min(size.height(), room.height())
    chip = QRectF(room.left() + 0.5, room.center().y() - height / 2 + 0.5, width - 1, height - 1)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(edge)))
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(chip, height / 2, height / 2)
    left = int(chip.left() + height / 2 - 3)
    if icon_name:
        side = metrics.ascent()
        icon(icon_name, tone).paint(painter, QRect(left, int(chip.center().y() - side / 2 + 0.5), side, side))
        left += side + 5
    text_room = QRect(left, int(chip.top()), int(chip.right() - height / 2 + 4) - left, int(height))
    painter.setPen(QColor(ink))
    shown = metrics.elidedText(word, Qt.TextElideMode.ElideRight, text_room.width() + 1)
    painter.drawText(text_room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    painter.restore()


class StatusChip(QWidget):
    """One status, for forms and headings."""

    def __init__(self, status: StrEnum | Look | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status_chip")
        self._look: Look | None = None
        self.set_status(status)

    def set_status(self, status: StrEnum | Look | None) -> None:
        """Show another status; None shows nothing."""
        self._look = look(status) if isinstance(status, StrEnum) else status
        self.setAccessibleName(self._look.word if self._look else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Fit the word."""
        return chip_size(self.fontMetrics(), self._look.word) if self._look else QSize(0, 0)

    def minimumSizeHint(self) -> QSize:
        """Never cut the word."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        if self._look is not None:
            painter = QPainter(self)
            paint_chip(painter, self.rect(), self._look.word, self._look.icon, self._look.tone)


class StatusDelegate(QStyledItemDelegate):
    """Draws the cells of a column that has a tone."""

    def __init__(self, tone_role: int, icon_name_role: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone_role = tone_role
        self._icon_name_role = icon_name_role

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the ground as every cell has it, then the chip."""
        word = index.data()
        self.initStyleOption(option, index)
        panel = QStyle.PrimitiveElement.PE_PanelItemViewItem
        option.widget.style().drawPrimitive(panel, option, painter, option.widget)
        if word:
            painter.save()
            painter.setFont(option.font)
            tone = index.data(self._tone_role) or Tone.NEUTRAL
            room = option.rect.adjusted(_AIR, 2, -_AIR, -2)
            paint_chip(painter, room, word, index.data(self._icon_name_role) or "", tone)
            painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Ask for the whole chip and the air around it."""
        has_icon = bool(index.data(self._icon_name_role))
        chip = chip_size(option.fontMetrics, index.data() or "", has_icon=has_icon)
        return QSize(chip.width() + 2 * _AIR, chip.height() + 4)
