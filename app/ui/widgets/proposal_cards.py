"""Proposals as cards of one height: a thousand of them scroll as easily as ten."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui.icons import icon
from app.ui.theme import current_theme
from app.ui.tone import Tone
from app.ui.widgets.proposal_card import Card
from app.ui.widgets.status_chip import chip_size, paint_chip

Index = QModelIndex | QPersistentModelIndex
CARD_ROLE = Qt.ItemDataRole.UserRole + 1
_ROOT = QModelIndex()
_CONTENT_LINES = 2


class CardModel(QAbstractListModel):
    """Cards in their order; cards that stay in place are only repainted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: Sequence[Card] = ()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many cards there are."""
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a card, or what is said about it."""
        if not index.isValid():
            return None
        card = self.cards[index.row()]
        if role == CARD_ROLE:
            return card
        if role == Qt.ItemDataRole.DisplayRole:
            return card.content
        if role == Qt.ItemDataRole.ToolTipRole:
            return card.tooltip
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return card.spoken
        return None

    def place(self, card_id: int) -> int:
        """Return where a card stands, -1 where it does not."""
        return next((place for place, card in enumerate(self.cards) if card.id == card_id), -1)

    def show(self, cards: Sequence[Card]) -> bool:
        """Replace the cards; return whether the list itself changed and not only what cards say."""
        known = self.cards
        if len(known) != len(cards) or any(a.id != b.id for a, b in zip(known, cards, strict=True)):
            self.beginResetModel()
            self.cards = tuple(cards)
            self.endResetModel()
            return True
        changed = [place for place, card in enumerate(cards) if card is not known[place]]
        self.cards = tuple(cards)
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))
        return False


class _CardDelegate(QStyledItemDelegate):
    """Draws a card: chips and number, two lines of words, who and until when."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the one size of all cards."""
        metrics = option.fontMetrics
        return QSize(metrics.averageCharWidth() * 24, metrics.height() * (_CONTENT_LINES + 2) + 26)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one card."""
        card = index.data(CARD_ROLE)
        self.initStyleOption(option, index)
        option.text = ""
        panel = QStyle.PrimitiveElement.PE_PanelItemViewItem
        option.widget.style().drawPrimitive(panel, option, painter, option.widget)
        theme = current_theme()
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ink = QColor(theme.selection_ink if is_chosen else theme.ink)
        soft = QColor(theme.selection_ink if is_chosen else theme.ink_soft)
        room = option.rect
        painter.save()
        painter.setFont(option.font)
        painter.fillRect(QRect(room.left(), room.top() + 3, 4, room.height() - 6), _edge(card.state.tone))
        painter.setPen(QColor(theme.line))
        painter.drawLine(room.left() + 8, room.bottom(), room.right() - 8, room.bottom())
        inner = room.adjusted(14, 7, -10, -8)
        line = painter.fontMetrics().height()
        self._head(painter, inner, card, soft)
        words = QRect(inner.left(), inner.top() + line + 7, inner.width(), line * _CONTENT_LINES)
        painter.setPen(soft if card.is_struck else ink)
        _draw_words(painter, words, card.content, is_struck=card.is_struck)
        self._foot(painter, QRect(inner.left(), words.bottom() + 4, inner.width(), line), card, soft)
        painter.restore()

    def _head(self, painter: QPainter, room: QRect, card: Card, soft: QColor) -> None:
        metrics = painter.fontMetrics()
        height = metrics.height() + 4
        state = chip_size(metrics, card.state.word)
        paint_chip(
            painter,
            QRect(room.left(), room.top(), state.width(), height),
            card.state.word,
            card.state.icon,
            card.state.tone,
        )
        right = room.right()
        if card.badge:
            mark = "status-done" if card.badge_tone is Tone.GOOD else "warning"
            badge, free = card.badge, room.width() - state.width() - 12
            place = metrics.horizontalAdvance(card.section or "") + 18
            if chip_size(metrics, badge).width() > free - place:
                badge = badge.split(",")[0]  # what is missing stands below the list too
            width = min(chip_size(metrics, badge).width(), free)
            right -= width
            paint_chip(painter, QRect(right, room.top(), width, height), badge, mark, card.badge_tone)
        left = room.left() + state.width() + 10
        words = "  ".join(filter(None, (card.section, card.kind)))
        painter.setPen(soft)
        between = QRect(left, room.top(), max(0, right - 8 - left), height)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, between.width())
        painter.drawText(between, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _foot(self, painter: QPainter, room: QRect, card: Card, soft: QColor) -> None:
        metrics = painter.fontMetrics()
        painter.setPen(soft)
        due = metrics.elidedText(card.due, Qt.TextElideMode.ElideRight, int(room.width() * 0.5))
        width = metrics.horizontalAdvance(due) + metrics.height() + 2 if due else 0
        side = metrics.ascent()
        top = room.top() + (room.height() - side) // 2
        if due:
            left = room.right() - width
            icon("calendar", "ink_soft").paint(painter, QRect(left, top, side, side))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, due)
        if card.who:
            icon("units", "ink_soft").paint(painter, QRect(room.left(), top, side, side))
            who = room.adjusted(side + 6, 0, -width - 10, 0)
            shown = metrics.elidedText(card.who, Qt.TextElideMode.ElideRight, who.width())
            painter.drawText(who, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _edge(tone: Tone) -> QColor:
    return QColor(current_theme().tones[tone][0])


def _draw_words(painter: QPainter, room: QRect, text: str, *, is_struck: bool) -> None:
    """Draw a text on the lines there are; the last one ends in an ellipsis."""
    font = painter.font()
    font.setStrikeOut(is_struck)
    layout = QTextLayout(text[:600], font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    height = painter.fontMetrics().height()
    painter.save()
    painter.setFont(font)
    for number in range(_CONTENT_LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(room.width())
        start, end = line.textStart(), line.textStart() + line.textLength()
        shown = text[start:end]
        if number == _CONTENT_LINES - 1 and end < len(text):
            rest = text[start : start + 300]
            shown = painter.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, room.width())
        spot = QRect(room.left(), room.top() + number * height, room.width(), height)
        painter.drawText(spot, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    layout.endLayout()
    painter.restore()


class ProposalCards(QListView):
    """``current_changed(id)`` follows the card with the cursor; Shift and Ctrl choose several."""

    current_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("proposal_cards")
        self.setAccessibleName("Nhiệm vụ đề xuất")
        self.cards = CardModel(self)
        self.setModel(self.cards)
        self.setItemDelegate(_CardDelegate(self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._is_moving = False
        self.selectionModel().currentChanged.connect(self._moved)

    @property
    def current_id(self) -> int | None:
        """The card with the cursor."""
        index = self.currentIndex()
        return self.cards.cards[index.row()].id if index.isValid() else None

    @property
    def chosen_ids(self) -> tuple[int, ...]:
        """The chosen cards in their order; the one with the cursor where none is chosen."""
        places = sorted(index.row() for index in self.selectedIndexes())
        if not places and self.currentIndex().isValid():
            places = [self.currentIndex().row()]
        return tuple(self.cards.cards[place].id for place in places)

    def show_cards(self, cards: Sequence[Card], current: int | None) -> None:
        """Show cards; the cursor goes to ``current``. Nobody is told: who shows cards shows the rest too."""
        self._is_moving = True
        self.cards.show(cards)
        if current is not None:
            self.go_to(current)
        self._is_moving = False

    def go_to(self, card_id: int) -> None:
        """Put the cursor on a card."""
        place = self.cards.place(card_id)
        if place < 0:
            return
        index = self.cards.index(place)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flags)
        self.selectionModel().select(QItemSelection(index, index), flags)
        self.scrollTo(index)

    def keyboardSearch(self, search: str) -> None:
        """Leave letters alone: they are commands."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the card with the cursor in view when a question takes room from the list."""
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def _moved(self, current: QModelIndex, previous: QModelIndex) -> None:
        if current.isValid() and not self._is_moving:
            self.current_changed.emit(self.cards.cards[current.row()].id)
