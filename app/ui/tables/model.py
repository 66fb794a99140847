"""One table model for every list: rows in, cells out; sorting and filtering happen here, over the list.

A proxy over a Python model sorts 100,000 rows in four seconds; a list sorts in twenty milliseconds.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.core.text import exact_key, fold, search_words, sort_key
from app.ui.icons import icon
from app.ui.tables.column import Column
from app.ui.tone import Tone

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex

Role = Qt.ItemDataRole
SORT_ROLE = Role.UserRole + 1
ROW_ROLE = Role.UserRole + 2
TONE_ROLE = Role.UserRole + 3
ICON_NAME_ROLE = Role.UserRole + 4

_ROOT = QModelIndex()
_ALIGNMENTS = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    "center": Qt.AlignmentFlag.AlignCenter,
}


class RowsModel(QAbstractTableModel, Generic[R]):
    """Rows of one list; ``set_rows`` is the only way in, the rows' own order is the order without sorting.

    ``row_id`` names a row across refreshes. ``search`` may give (folded text, exact key) of a row where the
    register keeps them; otherwise both are made from the columns' texts when first needed.
    """

    def __init__(
        self,
        columns: Sequence[Column[R]],
        row_id: Callable[[R], Hashable],
        *,
        search: Callable[[R], tuple[str, str]] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.row_id = row_id
        self._search = search or self._search_texts
        self._rows: list[R] = []
        self._shown: list[R] = []
        self._order: tuple[int, bool] | None = None
        self._query = ""
        self._accepted: dict[int, frozenset[str]] = {}
        self._sort_values: dict[int, dict[Hashable, Any]] = {}
        self._search_values: dict[Hashable, tuple[str, str]] = {}

    def set_rows(self, rows: Iterable[R]) -> None:
        """Replace every row; sorting and filters stay."""
        self._rows = list(rows)
        self._sort_values.clear()
        self._search_values.clear()
        self._rebuild()

    @property
    def all_rows(self) -> Sequence[R]:
        """Every row, in its own order, filtered or not."""
        return self._rows

    @property
    def rows(self) -> Sequence[R]:
        """The rows that are shown, in the order they are shown."""
        return self._shown

    @property
    def is_filtered(self) -> bool:
        """Whether a filter hides rows or could."""
        return bool(self._query or self._accepted)

    def row(self, index: Index) -> R:
        """Return the row of a valid index."""
        return self._shown[index.row()]

    def index_of(self, row_id: Hashable) -> QModelIndex:
        """Return the first cell of a row that is shown, else an invalid index."""
        for place, row in enumerate(self._shown):
            if self.row_id(row) == row_id:
                return self.index(place, 0)
        return QModelIndex()

    def set_query(self, query: str) -> None:
        """Show only rows that have every word: "xa" finds xã, "xã" finds only xã."""
        if query != self._query:
            self._query = query
            self._rebuild()

    def set_accepted(self, column: int, texts: frozenset[str] | None) -> None:
        """Show only rows whose cell has one of some texts; None takes the column's filter away."""
        if texts is None:
            self._accepted.pop(column, None)
        else:
            self._accepted[column] = texts
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, column, column)
        self._rebuild()

    def accepted(self, column: int) -> frozenset[str] | None:
        """Return the texts a column's filter lets through; None where it has none."""
        return self._accepted.get(column)

    def clear_filters(self) -> None:
        """Show every row again."""
        self._query = ""
        self._accepted.clear()
        if self.columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        self._rebuild()

    def counts(self, column: int) -> list[tuple[str, int]]:
        """Count the texts of a column over rows that the other filters let through, in sorted order."""
        text = self.columns[column].text
        first: dict[str, R] = {}
        counted: Counter[str] = Counter()
        for row in self._filtered(without=column):
            word = text(row)
            counted[word] += 1
            first.setdefault(word, row)
        value = self._sort_value(column)
        # By the rows' own value: months and numbers stand in their order, not in that of their digits.
        keyed = [(value(row) is None, value(row), word) for word, row in first.items()]
        try:
            keyed.sort(key=lambda entry: entry[:2] if not entry[0] else (True, ()))
        except TypeError:
            keyed.sort(key=lambda entry: sort_key(entry[2]))
        return [(word, counted[word]) for _, _, word in keyed]

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Count the rows that are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Count the columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Return what a cell shows; ``SORT_ROLE`` its native value, ``ROW_ROLE`` the row itself."""
        if not index.isValid():
            return None
        row, column = self._shown[index.row()], self.columns[index.column()]
        if role == Role.DisplayRole:
            return column.text(row)
        if role == Role.TextAlignmentRole:
            return _ALIGNMENTS[column.align]
        if role == Role.DecorationRole:
            return self._decoration(column, row)
        if role == TONE_ROLE:
            return column.tone(row) if column.tone is not None else None
        if role == ICON_NAME_ROLE:
            return column.icon(row) if column.icon is not None else ""
        if role == Role.ToolTipRole:
            return column.tooltip(row) if column.tooltip is not None else column.text(row)
        if role == SORT_ROLE:
            return column.sort(row) if column.sort is not None else column.text(row)
        return row if role == ROW_ROLE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Return a column's title, and how it is aligned."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Role.DisplayRole:
            return column.title
        if role == Role.TextAlignmentRole:
            return _ALIGNMENTS[column.align]
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 goes back to the rows' own order."""
        wanted = None if column < 0 else (column, order == Qt.SortOrder.DescendingOrder)
        if wanted != self._order:
            self._order = wanted
            self._rebuild()

    def _decoration(self, column: Column[R], row: R) -> Any:
        if column.icon is None:
            return None
        name = column.icon(row)
        return icon(name, column.tone(row) if column.tone is not None else Tone.NEUTRAL) if name else None

    def _rebuild(self) -> None:
        self.beginResetModel()
        self._shown = self._sorted(self._filtered())
        self.endResetModel()

    def _filtered(self, without: int = -1) -> list[R]:
        rows = self._rows
        for column, accepted in self._accepted.items():
            if column != without:
                text = self.columns[column].text
                rows = [row for row in rows if text(row) in accepted]
        words = search_words(self._query)
        if words:
            found = self._found
            rows = [row for row in rows if found(row, words)]
        return rows if rows is not self._rows else list(rows)

    def _found(self, row: R, words: tuple[tuple[str, bool], ...]) -> bool:
        row_id = self.row_id(row)
        texts = self._search_values.get(row_id)
        if texts is None:
            texts = self._search_values[row_id] = self._search(row)
        plain, exact = texts
        return all(word in (exact if matters else plain) for word, matters in words)

    def _search_texts(self, row: R) -> tuple[str, str]:
        words = "\n".join([column.text(row) for column in self.columns])
        return fold(words), exact_key(words)

    def _sorted(self, rows: list[R]) -> list[R]:
        if self._order is None:
            return rows
        column, descending = self._order
        value = self._sort_value(column)
        known = [(value(row), place, row) for place, row in enumerate(rows)]
        blank = [row for key, _, row in known if key is None]
        filled = [entry for entry in known if entry[0] is not None]
        filled.sort(key=lambda entry: entry[0], reverse=descending)
        return [row for _, _, row in filled] + blank

    def _sort_value(self, column: int) -> Callable[[R], Any]:
        """Return the key of a column's order, kept per row: Vietnamese keys are dear."""
        described = self.columns[column]
        native = described.sort if described.sort is not None else described.text
        kept = self._sort_values.setdefault(column, {})
        row_id = self.row_id

        def value(row: R) -> Any:
            name = row_id(row)
            if name in kept:
                return kept[name]
            found = native(row)
            kept[name] = found = sort_key(found) if isinstance(found, str) else found
            return found

        return value
