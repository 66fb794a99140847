"""A table to type into with a spreadsheet's habits: Enter path, F2, fill down, blocks both ways.

Keys that an input method needs are never taken: while a cell is being edited, every key is the editor's.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.ui.tables.entry_block import Block, read_block, write_block
from app.ui.tables.entry_line import EntryColumn, EntryLine
from app.ui.tables.entry_model import EntryModel, Index, Role, bold_font
from app.ui.theme import current_theme
from app.ui.tone import Tone

Hint = QAbstractItemDelegate.EndEditHint


class _Editor(QStyledItemDelegate):
    """Gives every cell room, and shows with a frame which one the cursor is in."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell; the current one gets a frame."""
        super().paint(painter, option, index)
        view = option.widget
        if isinstance(view, EntryView) and view.currentIndex() == index and view.hasFocus():
            painter.save()
            line = view.entries.lines[index.row()]
            is_wrong = bool(line.problem) and index.column() == min(line.open_columns, default=-1)
            theme = current_theme()
            painter.setPen(QPen(QColor(theme.ink_of(Tone.BAD) if is_wrong else theme.accent), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
            painter.restore()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Fill the cell."""
        editor.setGeometry(option.rect)


class _Head(QHeaderView):
    """Titles as every table of the program has them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(32)

    def sizeHint(self) -> QSize:
        """Leave air above and below the titles."""
        return QSize(super().sizeHint().width(), int(self.fontMetrics().height() * 1.75))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw one title."""
        theme = current_theme()
        painter.save()
        painter.fillRect(rect, QColor(theme.window))
        painter.setPen(QPen(QColor(theme.line)))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setPen(QPen(QColor(theme.line_strong)))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(bold_font(bold=True) or self.font())
        painter.setPen(QColor(theme.ink))
        room = rect.adjusted(6, 0, -6, 0)
        title = str(self.model().headerData(section, Qt.Orientation.Horizontal))
        along = self.model().headerData(section, Qt.Orientation.Horizontal, Role.TextAlignmentRole)
        shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, along, shown)
        painter.restore()


class EntryView(QTableView):
    """``typed(key, column, text)`` tells what was written; ``pasted(key, column, block)`` several cells.

    ``filled(pairs)`` tells Ctrl+D: (key, column, text) of every cell below the first one selected;
    ``moved(key, column)`` the cell the cursor is in.
    """

    typed = Signal(str, int, str)
    pasted = Signal(str, int, list)
    filled = Signal(list)
    moved = Signal(str, int)

    def __init__(self, columns: Sequence[EntryColumn], *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.entries = EntryModel(columns, self)
        self.setModel(self.entries)
        self.setItemDelegate(_Editor(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHorizontalHeader(_Head(self))
        self.entries.typed.connect(self.typed)
        self._measure()

    @property
    def is_editing(self) -> bool:
        """Whether a cell is open."""
        return self.state() == QAbstractItemView.State.EditingState

    @property
    def current_key(self) -> str:
        """The line the cursor is in, blank for none."""
        index = self.currentIndex()
        return self.entries.lines[index.row()].key if index.isValid() else ""

    def show_lines(self, lines: Sequence[EntryLine]) -> None:
        """Show other lines; the cursor stays on its line, or goes to the first open cell that is empty."""
        kept, column = self.current_key, self.currentIndex().column()
        if not self.entries.set_lines(lines):
            self.viewport().update()
            self._tell_place()
            return
        self.clearSpans()
        for row, line in enumerate(lines):
            if line.heading:
                self.setSpan(row, 0, 1, len(self.entries.columns))
        place = self.entries.place_of(kept, column)
        if not place.isValid():
            place = self._first_empty()
        if place.isValid():
            self.setCurrentIndex(place)

    def show_columns(self, shown: Sequence[int]) -> None:
        """Leave the other columns out."""
        for column in range(len(self.entries.columns)):
            self.setColumnHidden(column, column not in shown)
        self._measure()

    def jump(self, key: str, column: int) -> None:
        """Put the cursor on a line's cell."""
        place = self.entries.place_of(key, column)
        if place.isValid():
            self.setCurrentIndex(place)
            self.scrollTo(place, QAbstractItemView.ScrollHint.PositionAtCenter)
            self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter, empty with Delete, copy and paste blocks, fill down with Ctrl+D."""
        index, key = self.currentIndex(), event.key()
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if self.is_editing:
            super().keyPressEvent(event)  # a key that the editor has let through: it closes by itself
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._step(-1 if back else 1)
        elif key == Qt.Key.Key_Delete and is_plain:
            self._empty_selected()
        elif event.matches(QKeySequence.StandardKey.Copy) and index.isValid():
            QGuiApplication.clipboard().setText(self.copied())
        elif event.matches(QKeySequence.StandardKey.Paste) and index.isValid():
            self._paste(index)
        elif key == Qt.Key.Key_D and is_control:
            self._fill_down()
        elif is_plain and index.isValid() and event.text().upper() in self.entries.lines[index.row()].marks:
            self._mark(index, event)
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell where the cursor went."""
        super().currentChanged(current, previous)
        self._tell_place()

    def closeEditor(self, editor: QWidget, hint: Hint) -> None:
        """Go on to the next open cell after Enter and Tab, back after Shift+Tab."""
        forward, back = (Hint.SubmitModelCache, Hint.EditNextItem), Hint.EditPreviousItem
        super().closeEditor(editor, Hint.NoHint if hint in forward or hint == back else hint)
        if hint in forward or hint == back:
            self._step(-1 if hint == back else 1)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Let Tab leave the table."""
        return QWidget.focusNextPrevChild(self, next)

    def changeEvent(self, event: QEvent) -> None:
        """Let heights and widths follow the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "entries"):
            self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the free room to the columns that stretch."""
        super().resizeEvent(event)
        self._measure()

    def copied(self) -> str:
        """Return the selected cells as a spreadsheet takes them; whole lines bring their titles along."""
        chosen = {(index.row(), index.column()) for index in self.selectedIndexes()}
        rows = sorted({row for row, _ in chosen if not self.entries.lines[row].heading})
        columns = sorted(c for c in {column for _, column in chosen} if not self.isColumnHidden(c))
        block: Block = [[self.entries.lines[row].cells[c] for c in columns] for row in rows]
        shown = [c for c in range(len(self.entries.columns)) if not self.isColumnHidden(c)]
        if columns == shown and block:
            block.insert(0, [self.entries.columns[c].title for c in columns])
        return write_block(block)

    def _tell_place(self) -> None:
        self.moved.emit(self.current_key, self.currentIndex().column())

    def _open_selected(self) -> list[QModelIndex]:
        found = [i for i in self.selectedIndexes() if self.entries.is_open(i.row(), i.column())]
        return sorted(found, key=lambda i: (i.column(), i.row()))

    def _empty_selected(self) -> None:
        cells = self._open_selected()
        if len(cells) == 1:
            self.entries.setData(cells[0], "")
        elif cells:
            self.filled.emit([(self.entries.lines[i.row()].key, i.column(), "") for i in cells])

    def _fill_down(self) -> None:
        cells = self._open_selected()
        if len({i.column() for i in cells}) == 1 and len(cells) > 1:
            text = str(cells[0].data(Role.EditRole))
            self.filled.emit([(self.entries.lines[i.row()].key, i.column(), text) for i in cells[1:]])

    def _mark(self, index: QModelIndex, event: QKeyEvent) -> None:
        """One key for "không phát sinh", "không áp dụng" in a cell of numbers; words begin as everywhere."""
        if index.column() == min(self.entries.lines[index.row()].open_columns, default=-1):
            self.entries.setData(index, event.text().upper())
            self._step(1)
        else:
            super().keyPressEvent(event)

    def _step(self, direction: int) -> None:
        index = self.currentIndex()
        place = self._next_open(index.column() if index.isValid() else 0, index.row(), direction)
        if place.isValid():
            self.setCurrentIndex(place)
            self.scrollTo(place)

    def _next_open(self, column: int, row: int, direction: int) -> QModelIndex:
        """Return the next line's open cell in the same column, else its first open one."""
        lines = self.entries.lines
        place = row + direction
        while 0 <= place < len(lines):
            open_columns = lines[place].open_columns
            if open_columns:
                return self.entries.index(place, column if column in open_columns else min(open_columns))
            place += direction
        return QModelIndex()

    def _first_empty(self) -> QModelIndex:
        for row, line in enumerate(self.entries.lines):
            if line.open_columns and not line.cells[min(line.open_columns)]:
                return self.entries.index(row, min(line.open_columns))
        return self._next_open(0, -1, 1)

    def _paste(self, index: QModelIndex) -> None:
        block = read_block(QGuiApplication.clipboard().text())
        if not block:
            return
        if len(block) == 1 and len(block[0]) == 1:
            if self.entries.is_open(index.row(), index.column()):
                self.entries.setData(index, block[0][0])
        else:
            self.pasted.emit(self.entries.lines[index.row()].key, index.column(), block)

    def _measure(self) -> None:
        metrics = self.fontMetrics()
        self.verticalHeader().setMinimumSectionSize(metrics.height())
        self.verticalHeader().setDefaultSectionSize(int(metrics.height() * 1.55))
        letter = metrics.averageCharWidth()
        shown = [(n, c) for n, c in enumerate(self.entries.columns) if not self.isColumnHidden(n)]
        fixed = sum(letter * c.width + 12 for _, c in shown if not c.stretches)
        free = max(0, self.viewport().width() - fixed)
        shares = sum(c.width for _, c in shown if c.stretches) or 1
        for place, column in shown:
            least = letter * column.width + 12
            wide = max(least, free * column.width // shares) if column.stretches else least
            self.setColumnWidth(place, wide)
