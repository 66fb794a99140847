"""Units x months: a table whose first column stands still and whose cells are chosen one by one.

The names stand in the vertical header, so that they stay while the months are scrolled. A cell is a chip
(icon, word, colour) and may bear a second, small mark at its right that the legend explains.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.core.text import exact_key, fold, search_words
from app.ui.icons import icon
from app.ui.tables.matrix_cell import MatrixCell, MatrixColumn, MatrixRow
from app.ui.theme import current_theme
from app.ui.widgets.status_chip import chip_size, paint_chip

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_CELL_ROLE = Qt.ItemDataRole.UserRole + 1
_NOTE_ROLE = Qt.ItemDataRole.UserRole + 2
_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect


class MatrixModel(QAbstractTableModel):
    """Rows and columns that are replaced together; a query hides rows by their name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[MatrixColumn, ...] = ()
        self.all_rows: tuple[MatrixRow, ...] = ()
        self.rows: tuple[MatrixRow, ...] = ()
        self._query = ""

    def set_content(self, columns: Sequence[MatrixColumn], rows: Iterable[MatrixRow]) -> None:
        """Replace everything; the query stays."""
        self.beginResetModel()
        self.columns, self.all_rows = tuple(columns), tuple(rows)
        self.rows = self._found()
        self.endResetModel()

    def set_query(self, query: str) -> None:
        """Show only rows whose name has every word."""
        self.beginResetModel()
        self._query = query
        self.rows = self._found()
        self.endResetModel()

    def cell(self, row: int, column: int) -> MatrixCell:
        """Return one cell."""
        return self.rows[row].cells[column]

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Count the rows that are shown."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Count the columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's word, tooltip, or the cell."""
        if not index.isValid():
            return None
        cell = self.cell(index.row(), index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell.word
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.tooltip or cell.word
        return cell if role == _CELL_ROLE else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a name or a title."""
        if orientation == Qt.Orientation.Vertical:
            names = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
            return self.rows[section].title if role in names and section < len(self.rows) else None
        if section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tooltip or column.title
        return column if role == _NOTE_ROLE else None

    def _found(self) -> tuple[MatrixRow, ...]:
        words = search_words(self._query)
        if not words:
            return self.all_rows
        return tuple(
            row
            for row in self.all_rows
            if all(word in (exact_key(row.title) if exact else fold(row.title)) for word, exact in words)
        )


class _TwoLineHeader(QHeaderView):
    """Column titles with a softer line under each."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        """Have room for two lines."""
        return QSize(super().sizeHint().width(), int(self.fontMetrics().height() * 2.5))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw the title over its note."""
        theme = current_theme()
        column = self.model().headerData(section, Qt.Orientation.Horizontal, _NOTE_ROLE)
        selected = self.selectionModel().columnIntersectsSelection(section, _ROOT)
        painter.save()
        painter.fillRect(rect, QColor(theme.accent_soft if selected else theme.window))
        painter.setPen(QPen(QColor(theme.line)))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setPen(QPen(QColor(theme.line_strong)))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if isinstance(column, MatrixColumn):
            half = rect.height() // 2
            upper = QRect(rect.left() + 8, rect.top() + 3, rect.width() - 16, half - 2)
            if column.icon:
                side = self.fontMetrics().ascent()
                icon(column.icon, "ink_soft").paint(
                    painter, QRect(upper.right() - side, upper.center().y() - side // 2, side, side)
                )
                upper.setRight(upper.right() - side - 4)
            font = QFont(self.font())
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(QColor(theme.accent if selected else theme.ink))
            painter.drawText(upper, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, column.title)
            painter.setFont(self.font())
            painter.setPen(QColor(theme.ink_soft))
            lower = QRect(rect.left() + 8, rect.top() + half, rect.width() - 16, half - 2)
            painter.drawText(lower, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, column.note)
        painter.restore()


class _NameHeader(QHeaderView):
    """The names at the left, at their natural width up to a part of the table."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHint(self) -> QSize:
        """Have room for the longest name."""
        model, metrics = self.model(), self.fontMetrics()
        names = [row.title for row in model.all_rows] if isinstance(model, MatrixModel) else []
        widest = max((metrics.horizontalAdvance(name) for name in names), default=0) + 24
        table = self.parentWidget()
        share = max(metrics.averageCharWidth() * 16, int(table.width() * 0.36)) if table else widest
        return QSize(min(widest, metrics.averageCharWidth() * 26, share), super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw one name, cut with an ellipsis."""
        theme = current_theme()
        name = str(self.model().headerData(section, Qt.Orientation.Vertical) or "")
        selected = self.selectionModel().rowIntersectsSelection(section, _ROOT)
        painter.save()
        painter.fillRect(rect, QColor(theme.accent_soft if selected else theme.surface))
        painter.setPen(QPen(QColor(theme.line)))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(QPen(QColor(theme.line_strong)))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setPen(QColor(theme.ink))
        room = rect.adjusted(10, 0, -10, 0)
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()


class _CellDelegate(QStyledItemDelegate):
    """Draws a chip and its mark."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the ground as every cell has it, then what stands in it."""
        self.initStyleOption(option, index)
        panel = QStyle.PrimitiveElement.PE_PanelItemViewItem
        option.widget.style().drawPrimitive(panel, option, painter, option.widget)
        cell = index.data(_CELL_ROLE)
        if not isinstance(cell, MatrixCell) or not cell.word:
            return
        painter.save()
        painter.setFont(option.font)
        room = option.rect.adjusted(6, 2, -6, -2)
        if cell.mark:
            side = option.fontMetrics.ascent()
            place = QRect(room.right() - side + 1, room.center().y() - side // 2 + 1, side, side)
            icon(cell.mark, cell.mark_tone).paint(painter, place)
            room.setRight(room.right() - side - 4)
        if cell.is_quiet:
            _paint_quietly(painter, room, cell)
        else:
            paint_chip(painter, room, cell.word, cell.icon, cell.tone)
        painter.restore()


def _paint_quietly(painter: QPainter, room: QRect, cell: MatrixCell) -> None:
    side = painter.fontMetrics().ascent() - 3
    icon(cell.icon, "line_strong").paint(
        painter, QRect(room.left() + 4, room.center().y() - side // 2 + 1, side, side)
    )
    painter.setPen(QColor(current_theme().ink_soft))
    words = room.adjusted(side + 10, 0, 0, 0)
    shown = painter.fontMetrics().elidedText(cell.word, Qt.TextElideMode.ElideRight, words.width())
    painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


class MatrixView(QTableView):
    """``chosen_changed()``: ask ``chosen`` for keys; ``activated_cell(key)``: Enter or double click."""

    chosen_changed = Signal()
    activated_cell = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("matrix_view")
        self.matrix = MatrixModel(self)
        self.setHorizontalHeader(_TwoLineHeader(self))
        self.setVerticalHeader(_NameHeader(self))
        self.setModel(self.matrix)
        self.setItemDelegate(_CellDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.selectionModel().selectionChanged.connect(self._tell)
        self.doubleClicked.connect(self._activate)
        self._measure()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The keys of the selected cells, the current one first."""
        indexes = sorted(self.selectedIndexes(), key=lambda index: (index.column(), index.row()))
        cells = [self.matrix.cell(index.row(), index.column()) for index in indexes]
        keys = [cell.key for cell in cells if cell.key]
        current = self.current_key
        return tuple(([current] if current in keys else []) + [key for key in keys if key != current])

    @property
    def current_key(self) -> str:
        """The key of the cell with the cursor."""
        index = self.currentIndex()
        return self.matrix.cell(index.row(), index.column()).key if index.isValid() else ""

    @property
    def current_column(self) -> str:
        """The key of the column with the cursor."""
        index = self.currentIndex()
        return self.matrix.columns[index.column()].key if index.isValid() else ""

    def show_content(
        self, columns: Sequence[MatrixColumn], rows: Iterable[MatrixRow], *, start: str = ""
    ) -> None:
        """Replace everything; go to the column ``start``, else the chosen cells stay chosen."""
        kept, current = set(self.chosen), self.current_key
        scrolled = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        self.blockSignals(True)
        self.matrix.set_content(columns, rows)
        self._measure()
        if start or not self._restore(kept, current):
            self.show_column(start or next((c.key for c in columns), ""))
        else:
            self.horizontalScrollBar().setValue(scrolled[0])
            self.verticalScrollBar().setValue(scrolled[1])
        self.blockSignals(False)
        self._tell()

    def show_column(self, key: str) -> None:
        """Put the cursor on the first unit of a column, and the column into sight."""
        places = [place for place, column in enumerate(self.matrix.columns) if column.key == key]
        if places and self.matrix.rows:
            index = self.matrix.index(0, places[0])
            self.selectionModel().setCurrentIndex(index, _SELECT)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def set_query(self, query: str) -> None:
        """Show only rows with every word in their names."""
        column = self.current_column
        self.matrix.set_query(query)
        self.show_column(column)
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter; letters belong to the filter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._activate(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Leave letters alone: Ctrl+F is for them."""

    def changeEvent(self, event: Any) -> None:
        """Let heights and widths follow the font."""
        super().changeEvent(event)
        if event.type() == event.Type.FontChange and hasattr(self, "matrix"):
            self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave room for the months where it is narrow."""
        super().resizeEvent(event)
        self.verticalHeader().setFixedWidth(self.verticalHeader().sizeHint().width())

    def _restore(self, kept: set[str], current: str) -> bool:
        model, selection = self.matrix, self.selectionModel()
        for row in range(len(model.rows)):
            for column in range(len(model.columns)):
                key = model.cell(row, column).key
                if key and key in kept:
                    selection.select(model.index(row, column), QItemSelectionModel.SelectionFlag.Select)
                if key and key == current:
                    selection.setCurrentIndex(
                        model.index(row, column), QItemSelectionModel.SelectionFlag.NoUpdate
                    )
        return bool(self.selectedIndexes())

    def _measure(self) -> None:
        metrics: QFontMetrics = self.fontMetrics()
        self.verticalHeader().setDefaultSectionSize(int(metrics.height() * 1.6))
        for place, column in enumerate(self.matrix.columns):
            cells = [row.cells[place] for row in self.matrix.all_rows]
            words = [
                chip_size(metrics, cell.word).width() + (metrics.ascent() + 4 if cell.mark else 0)
                for cell in cells
                if cell.word
            ]
            bold = QFont(self.font())
            bold.setWeight(QFont.Weight.DemiBold)
            title = QFontMetrics(bold).horizontalAdvance(column.title)
            title += metrics.ascent() + 8 if column.icon else 0
            heads = [title + 18, metrics.horizontalAdvance(column.note) + 18]
            self.setColumnWidth(place, max([*(width + 14 for width in words), *heads]))
        self.verticalHeader().setFixedWidth(self.verticalHeader().sizeHint().width())

    def _activate(self, index: QModelIndex) -> None:
        if index.isValid() and (key := self.matrix.cell(index.row(), index.column()).key):
            self.activated_cell.emit(key)

    def _tell(self, *_: object) -> None:
        self.horizontalHeader().viewport().update()
        self.verticalHeader().viewport().update()
        self.chosen_changed.emit()
