"""A table to type into: Enter and Tab go from one open cell to the next, the others are locked."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
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

from app.ui.tables.entry_line import EntryColumn, EntryLine
from app.ui.theme import current_theme
from app.ui.tone import Tone

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
Hint = QAbstractItemDelegate.EndEditHint
_ROOT = QModelIndex()
_ALIGNMENTS = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    "center": Qt.AlignmentFlag.AlignCenter,
}


class EntryModel(QAbstractTableModel):
    """Lines that are replaced together; what is typed is told, not kept: the next lines show it."""

    typed = Signal(str, int, str)

    def __init__(self, columns: Sequence[EntryColumn], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.lines: tuple[EntryLine, ...] = ()

    def set_lines(self, lines: Sequence[EntryLine]) -> bool:
        """Replace the lines; tell whether the table has another shape now.

        Where it has not, the view paints again and nothing is announced: ``dataChanged`` would write over
        what stands in an open editor.
        """
        new = tuple(lines)
        if [line.key for line in new] == [line.key for line in self.lines]:
            self.lines = new
            return False
        self.beginResetModel()
        self.lines = new
        self.endResetModel()
        return True

    def row_of(self, key: str) -> int:
        """Return the place of a line, -1 for none."""
        return next((n for n, line in enumerate(self.lines) if line.key == key and not line.heading), -1)

    def is_open(self, row: int, column: int) -> bool:
        """Tell whether a cell may be typed into."""
        return column in self.lines[row].open_columns

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Count the lines."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Count the columns."""
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let only open cells be edited."""
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and self.is_open(index.row(), index.column()):
            return usual | Qt.ItemFlag.ItemIsEditable
        return usual

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Return what a cell shows, and how."""
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        if role in (Role.DisplayRole, Role.EditRole):
            return line.heading if line.heading else line.cells[column]
        if role == Role.ToolTipRole:
            return line.problem or line.tooltip or (line.cells[column] if line.cells else line.heading)
        if role == Role.TextAlignmentRole:
            return _ALIGNMENTS["left" if line.heading else self.columns[column].align]
        if role == Role.FontRole:
            return _font(bold=bool(line.heading) or (line.is_pending and column in line.open_columns))
        if role in (Role.BackgroundRole, Role.ForegroundRole):
            return self._colour(line, column, is_ground=role == Role.BackgroundRole)
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Tell what was typed, if it is something else."""
        if role != Role.EditRole or str(value) == self.lines[index.row()].cells[index.column()]:
            return False
        self.typed.emit(self.lines[index.row()].key, index.column(), str(value))
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Return a column's title."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role == Role.DisplayRole:
            return self.columns[section].title
        return _ALIGNMENTS[self.columns[section].align] if role == Role.TextAlignmentRole else None

    def _colour(self, line: EntryLine, column: int, *, is_ground: bool) -> QColor | None:
        theme = current_theme()
        if line.heading:
            return QColor(theme.window) if is_ground else QColor(theme.accent)
        if line.problem and column == min(line.open_columns, default=-1):
            ink, ground, _ = theme.tones[Tone.BAD]
            return QColor(ground if is_ground else ink)
        if column in line.open_columns:
            return None if is_ground else QColor(theme.ink)
        return QColor(theme.stripe) if is_ground else QColor(theme.ink_soft if column != 1 else theme.ink)


def _font(*, bold: bool) -> QFont | None:
    if not bold:
        return None
    font = QFont(QGuiApplication.font())
    font.setWeight(QFont.Weight.DemiBold)
    return font


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
        painter.setFont(_font(bold=True) or self.font())
        painter.setPen(QColor(theme.ink))
        room = rect.adjusted(6, 0, -6, 0)
        title = str(self.model().headerData(section, Qt.Orientation.Horizontal))
        along = self.model().headerData(section, Qt.Orientation.Horizontal, Role.TextAlignmentRole)
        shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, along, shown)
        painter.restore()


class EntryView(QTableView):
    """``typed(key, column, text)`` tells what was written; ``pasted(key, column, lines)`` several cells."""

    typed = Signal(str, int, str)
    pasted = Signal(str, int, list)

    def __init__(self, columns: Sequence[EntryColumn], *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.entries = EntryModel(columns, self)
        self.setModel(self.entries)
        self.setItemDelegate(_Editor(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
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

    def show_lines(self, lines: Sequence[EntryLine]) -> None:
        """Show other lines; the cursor stays on its line, or goes to the first open cell."""
        current = self.currentIndex()
        kept = self.entries.lines[current.row()].key if current.isValid() else ""
        column = current.column()
        if not self.entries.set_lines(lines):
            self.viewport().update()
            return
        self.clearSpans()
        for row, line in enumerate(lines):
            if line.heading:
                self.setSpan(row, 0, 1, len(self.entries.columns))
        place = self.entries.row_of(kept)
        if place >= 0:
            self.setCurrentIndex(self.entries.index(place, column))
        else:
            self._go_to(self._next_open(0, -1, 1))

    def jump(self, key: str, column: int) -> None:
        """Put the cursor on a line's cell."""
        row = self.entries.row_of(key)
        if row >= 0:
            self.setCurrentIndex(self.entries.index(row, column))
            self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)
            self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter, empty with Delete, paste a column from Excel."""
        index = self.currentIndex()
        key = event.key()
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)  # a key that the editor has let through: it closes by itself
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._step(-1 if back else 1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and index.isValid() and self._is_open(index):
            self.entries.setData(index, "")
        elif event.matches(QKeySequence.StandardKey.Copy) and index.isValid():
            QGuiApplication.clipboard().setText(str(index.data()))
        elif event.matches(QKeySequence.StandardKey.Paste) and index.isValid():
            self._paste(index)
        else:
            super().keyPressEvent(event)

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

    def _is_open(self, index: QModelIndex) -> bool:
        return self.entries.is_open(index.row(), index.column())

    def _step(self, direction: int) -> None:
        index = self.currentIndex()
        column = index.column() if index.isValid() else 0
        self._go_to(self._next_open(column, index.row(), direction))

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

    def _go_to(self, index: QModelIndex) -> None:
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def _paste(self, index: QModelIndex) -> None:
        text = QGuiApplication.clipboard().text().rstrip("\r\n")
        lines = [line.split("\t")[0].strip() for line in text.splitlines()]
        if not lines or not self._is_open(index):
            return
        if len(lines) == 1:
            self.entries.setData(index, lines[0])
        else:
            self.pasted.emit(self.entries.lines[index.row()].key, index.column(), lines)

    def _measure(self) -> None:
        metrics = self.fontMetrics()
        self.verticalHeader().setMinimumSectionSize(metrics.height())
        self.verticalHeader().setDefaultSectionSize(int(metrics.height() * 1.55))
        letter, columns = metrics.averageCharWidth(), self.entries.columns
        fixed = sum(letter * c.width + 12 for c in columns if not c.stretches)
        free = max(0, self.viewport().width() - fixed)
        shares = sum(c.width for c in columns if c.stretches) or 1
        for place, column in enumerate(columns):
            least = letter * column.width + 12
            wide = max(least, free * column.width // shares) if column.stretches else least
            self.setColumnWidth(place, wide)
