"""The lines of a table to type into: what is shown, what may be typed, what is wrong with it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication
from PySide6.QtWidgets import QWidget

from app.ui.tables.entry_line import EntryColumn, EntryLine
from app.ui.theme import current_theme
from app.ui.tone import Tone

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
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

    def place_of(self, key: str, column: int) -> QModelIndex:
        """Return a line's cell, an invalid index where there is no such line."""
        row = self.row_of(key)
        return self.index(row, column) if row >= 0 else QModelIndex()

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
            return line.problem or line.tips.get(column) or line.tooltip or line.heading
        if role == Role.TextAlignmentRole:
            return _ALIGNMENTS["left" if line.heading else self.columns[column].align]
        if role == Role.FontRole:
            return bold_font(bold=bool(line.heading) or (line.is_pending and column in line.open_columns))
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


def bold_font(*, bold: bool) -> QFont | None:
    """Return the program's font in demi-bold, None for the plain one."""
    if not bold:
        return None
    font = QFont(QGuiApplication.font())
    font.setWeight(QFont.Weight.DemiBold)
    return font
