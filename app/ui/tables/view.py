"""The bare table: fixed rows, sorting heads, keys; ``RowsTable`` puts the rest around it."""

from collections.abc import Hashable

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from app.ui.tables.arrangement import Arrangement
from app.ui.tables.column import Column
from app.ui.tables.content import copied_text
from app.ui.tables.filter_popup import ColumnFilter
from app.ui.tables.header import FilterHeader
from app.ui.tables.model import ICON_NAME_ROLE, LINE_ROLE, TONE_ROLE, RowsModel
from app.ui.tables.widths import Need, need_of, shared
from app.ui.widgets.sparkline import SparkDelegate
from app.ui.widgets.status_chip import StatusDelegate

_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
_MOVE = QItemSelectionModel.SelectionFlag.NoUpdate
_SAMPLE = 30  # rows looked at: enough to know what a column holds, and not felt
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class RowsView(QTableView):
    """A ``QTableView`` for a ``RowsModel``: whole rows, no proxy, selection kept by row id.

    ``arranged``: the person has dragged, moved, hidden or sorted a column.
    """

    activated_row = Signal(object)
    selection_settled = Signal()
    arranged = Signal()

    def __init__(self, model: RowsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rows_view")
        self._kept: tuple[set[Hashable], Hashable | None, int, int] = (set(), None, 0, 0)
        self._wanted: Hashable | None = None
        self._dragged: dict[int, float] = {}  # width in characters: it follows the font
        self._is_spreading = False
        self._needs: list[Need] = []
        self._measured: object = None
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(self.verticalHeader().ResizeMode.Fixed)
        self.head = FilterHeader(self)
        self.setHorizontalHeader(self.head)
        self.setModel(model)
        self.rows_model = model
        # Enabled after the header shows "unsorted": else Qt sorts by the first column at once.
        self.setSortingEnabled(True)
        for place, column in enumerate(model.columns):
            self.setColumnHidden(place, column.hidden)
            if column.tone is not None:
                self.setItemDelegateForColumn(place, StatusDelegate(TONE_ROLE, ICON_NAME_ROLE, self))
            elif column.line is not None:
                self.setItemDelegateForColumn(place, SparkDelegate(LINE_ROLE, self))
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        self.doubleClicked.connect(self._activate)
        self.head.filter_wanted.connect(self.open_filter)
        self.head.sectionResized.connect(self._resized)
        self.head.sectionMoved.connect(lambda *_: self.arranged.emit())
        self.head.sortIndicatorChanged.connect(lambda *_: self.arranged.emit())
        self.selectionModel().selectionChanged.connect(lambda *_: self.selection_settled.emit())
        self._measure()

    @property
    def shown_columns(self) -> list[int]:
        """The columns that are shown, in the order they stand."""
        places = [self.head.logicalIndex(n) for n in range(self.head.count())]
        return [place for place in places if not self.isColumnHidden(place)]

    def show_column(self, place: int, *, on: bool) -> None:
        """Show or hide a column; the last one stays."""
        if on or len(self.shown_columns) > 1:
            self.setColumnHidden(place, not on)
            self._spread()
            self.arranged.emit()

    def arrangement(self) -> Arrangement:
        """Return what the person has changed of the columns."""
        columns, order = (
            self.rows_model.columns,
            [self.head.logicalIndex(n) for n in range(self.head.count())],
        )
        titles = [column.title for column in columns]
        by, falls = self.head.sortIndicatorSection(), self.head.sortIndicatorOrder()
        return Arrangement(
            tuple(titles[place] for place in order) if order != sorted(order) else (),
            {
                column.title: column.hidden
                for place, column in enumerate(columns)
                if self.isColumnHidden(place) != column.hidden
            },
            {titles[place]: round(letters, 1) for place, letters in sorted(self._dragged.items())},
            (titles[by], falls == Qt.SortOrder.DescendingOrder) if 0 <= by < len(titles) else None,
        )

    def arrange(self, arrangement: Arrangement) -> None:
        """Lay the columns out; an empty arrangement is the table as it comes."""
        columns = self.rows_model.columns
        titles = [column.title for column in columns]
        for stand, place in enumerate(arrangement.places(titles)):
            self.head.moveSection(self.head.visualIndex(place), stand)
        hidden = [not arrangement.shown.get(column.title, not column.hidden) for column in columns]
        for place, is_hidden in enumerate(hidden):
            self.setColumnHidden(place, is_hidden and not all(hidden))
        self._dragged = {
            titles.index(title): letters for title, letters in arrangement.widths.items() if title in titles
        }
        by, falls = arrangement.sort or ("", False)
        self.head.setSortIndicator(
            titles.index(by) if by in titles else -1,
            Qt.SortOrder.DescendingOrder if falls else Qt.SortOrder.AscendingOrder,
        )
        self._spread()
        self.arranged.emit()

    def selected_rows(self) -> list:
        """Return the selected rows in the order they stand."""
        rows = self.rows_model.rows
        return [rows[place] for top, bottom in self._blocks() for place in range(top, bottom + 1)]

    @property
    def selected_count(self) -> int:
        """How many rows are selected."""
        return sum(bottom - top + 1 for top, bottom in self._blocks())

    def _blocks(self) -> list[tuple[int, int]]:
        """Return the runs of selected rows; with 100,000 of them an index for each would take a second."""
        selection = self.selectionModel().selection()
        blocks = [selection.at(n) for n in range(selection.count())]
        return sorted({(block.top(), block.bottom()) for block in blocks})

    def current_row(self) -> object | None:
        """Return the row with the cursor, if any."""
        index = self.currentIndex()
        return self.rows_model.row(index) if index.isValid() else None

    def select_row(self, row_id: Hashable) -> None:
        """Select a row and scroll to it; one that is not there yet is selected when it comes."""
        index = self.rows_model.index_of(row_id)
        if not index.isValid():
            self._wanted = row_id
            return
        self._wanted = None
        self.selectionModel().setCurrentIndex(index, _SELECT)
        self.scrollTo(index)

    def open_filter(self, column: int) -> ColumnFilter:
        """Open the filter of a column under its head."""
        popup = ColumnFilter(self.rows_model, column, self)
        left = self.head.sectionViewportPosition(column)
        popup.open_at(
            self.head.viewport().mapToGlobal(self.head.viewport().rect().bottomLeft()) + QPoint(left, 0)
        )
        return popup

    def copy_selection(self) -> None:
        """Put the selected rows on the clipboard, tab-separated under their titles."""
        rows = self.selected_rows()
        if rows:
            columns: list[Column] = [self.rows_model.columns[place] for place in self.shown_columns]
            QGuiApplication.clipboard().setText(copied_text(columns, rows))

    def keyboardSearch(self, search: str) -> None:
        """Leave letters alone: Ctrl+F is for them."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, copy with Ctrl+C, filter the column with Alt+Down."""
        index = self.currentIndex()
        is_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            self._activate(index)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        elif event.key() == Qt.Key.Key_Down and is_alt:
            if self.shown_columns:
                self.open_filter(index.column() if index.isValid() else self.shown_columns[0])
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Let heights and widths follow the font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "rows_model"):
            self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the free room to the columns that stretch."""
        super().resizeEvent(event)
        self._spread()

    def _activate(self, index: QModelIndex) -> None:
        if index.isValid():
            self.activated_row.emit(self.rows_model.row(index))

    def _measure(self) -> None:
        metrics = self.fontMetrics()
        self.verticalHeader().setMinimumSectionSize(metrics.height())
        self.verticalHeader().setDefaultSectionSize(int(metrics.height() * 1.6))
        self._measured = self.rows_model.all_rows
        self._needs = [self._need(place, column) for place, column in enumerate(self.rows_model.columns)]
        self._spread()

    def _need(self, place: int, column: Column) -> Need:
        own = self.fontMetrics().averageCharWidth() * column.width + 2 * self.head.pad
        filled = self._widest_cell(place)
        return need_of(
            max(own, filled) if column.tone is not None else own,  # a status is read whole or not at all
            filled,
            title=self.head.wanted_width(place, column.title),
            stretches=column.stretches,
        )

    def _widest_cell(self, column: int) -> int:
        model = self.rows_model
        places = [model.index(row, column) for row in range(min(len(model.rows), _SAMPLE))]
        # The style's padding of a cell is not in its hint.
        return max((self.sizeHintForIndex(i).width() + 2 * self.head.pad for i in places), default=0)

    def _spread(self) -> None:
        """Share the room among the columns that nobody has dragged."""
        shown = [n for n in range(len(self._needs)) if not self.isColumnHidden(n)]
        free = [place for place in shown if place not in self._dragged]
        letter = self.fontMetrics().averageCharWidth()
        kept = {place: round(self._dragged[place] * letter) for place in shown if place in self._dragged}
        room = self.viewport().width() - sum(kept.values())
        self._is_spreading = True
        for place, width in kept.items():
            self.setColumnWidth(place, width)
        for place, width in zip(free, shared(room, [self._needs[n] for n in free]), strict=True):
            self.setColumnWidth(place, width)
        self._is_spreading = False

    def _resized(self, section: int, old: int, new: int) -> None:
        if not self._is_spreading and old and new:
            self._dragged[section] = new / self.fontMetrics().averageCharWidth()
            self.arranged.emit()

    def _keep(self) -> None:
        row_id, current = self.rows_model.row_id, self.currentIndex()
        chosen = {row_id(row) for row in self.selected_rows()}
        has_current = current.isValid() and current.row() < len(self.rows_model.rows)
        name = row_id(self.rows_model.row(current)) if has_current else None
        self._kept = (chosen, name, max(current.column(), 0), self.verticalScrollBar().value())

    def _restore(self) -> None:
        chosen, name, column, scrolled = self._kept
        self._kept = (set(), None, 0, 0)
        model, selection = self.rows_model, QItemSelection()
        if model.all_rows is not self._measured:  # other rows: sorting and filtering move no column
            self._measure()
        start, last, current = -1, len(model.columns) - 1, -1
        for place, row in enumerate(model.rows if chosen or name is not None else ()):
            this = model.row_id(row)
            if this == name:
                current = place
            if this in chosen:
                start = place if start < 0 else start
            elif start >= 0:
                selection.select(model.index(start, 0), model.index(place - 1, last))
                start = -1
        if start >= 0:
            selection.select(model.index(start, 0), model.index(len(model.rows) - 1, last))
        if current >= 0:
            self.selectionModel().setCurrentIndex(model.index(current, column), _MOVE)
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if scrolled and model.rows:
            self.doItemsLayout()
            self.verticalScrollBar().setValue(scrolled)
        if self._wanted is not None:
            self.select_row(self._wanted)
        self.selection_settled.emit()
