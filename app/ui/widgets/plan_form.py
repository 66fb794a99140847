"""The matrix of tasks and units (S06): who gets which task, from which day, in which part, until when."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QTableView, QWidget

from app.core.dates import parse_date
from app.core.errors import AppError, InvalidField
from app.core.statuses import WORDS, AssignmentRole
from app.core.text import format_date
from app.services.queries.binding import UnitTree
from app.ui.forms import FormDialog
from app.ui.task_desk import AssignPlan
from app.ui.widgets.date_edit import DateEdit
from app.ui.widgets.labels import plain_label
from app.ui.widgets.plan_state import PlanColumn, PlanState
from app.ui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from app.services.queries.directive_tasks import TaskPreview

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_DUE_ROW = 0
_DUE_TITLE = "Hạn riêng của nhóm (F2)"


class PlanModel(QAbstractTableModel):
    """The matrix as a table: the first row holds the days of groups, then each task has one."""

    changed = Signal()

    def __init__(self, state: PlanState, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = state
        self.columns: list[PlanColumn] = state.columns
        self._today = today

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Count the tasks and the row of days."""
        return 0 if parent.isValid() else len(self.state.previews) + 1

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Count the groups and the units of those that are unfolded."""
        return 0 if parent.isValid() else len(self.columns)

    def is_due_row(self, row: int) -> bool:
        """Whether a row holds the days of groups."""
        return row == _DUE_ROW

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells of tasks are ticked, those of days are typed into."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not self.is_due_row(index.row()):
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags | Qt.ItemFlag.ItemIsEditable if self.columns[index.column()].is_group else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words and the tick of a cell."""
        column = self.columns[index.column()]
        if self.is_due_row(index.row()):
            day = self.state.due(column.key)
            shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole)
            return format_date(day) if day and role in shown else None
        cell = self.state.cell(index.row() - 1, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.words
        if role == Qt.ItemDataRole.CheckStateRole:
            if not cell.chosen:
                return Qt.CheckState.Unchecked
            whole = cell.chosen == cell.total
            return Qt.CheckState.Checked if whole else Qt.CheckState.PartiallyChecked
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{self.state.row_words(index.row() - 1)}\n{column.title}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick a cell, or give a group its day; a day that cannot be read leaves the one that is there."""
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.CheckStateRole:
            self.tick([index])
            return True
        if role != Qt.ItemDataRole.EditRole or not self.is_due_row(index.row()):
            return False
        try:
            day = parse_date(str(value), self._today) if str(value).strip() else None
        except AppError:
            return False
        self.state.set_due(column.key, day)
        self._tell()
        return True

    def tick(self, indexes: Sequence[Index]) -> None:
        """Tick cells, or take their ticks away where all are ticked."""
        cells = [(i.row() - 1, self.columns[i.column()]) for i in indexes if not self.is_due_row(i.row())]
        if cells:
            self.state.tick(cells)
            self._tell()

    def tick_column(self, place: int) -> None:
        """Tick a column, or take its ticks away."""
        self.state.tick_column(self.columns[place])
        self._tell()

    def fold(self, place: int) -> None:
        """Show the units of a group beside it, or hide them."""
        self.beginResetModel()
        self.state.fold(self.columns[place].group)
        self.columns = self.state.columns
        self.endResetModel()

    def find(self, query: str) -> int | None:
        """Unfold the group of the first unit that is meant; return the place of its column."""
        self.beginResetModel()
        unit = self.state.find(query)
        self.columns = self.state.columns
        self.endResetModel()
        return next((n for n, column in enumerate(self.columns) if column.key == unit), None)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Name tasks at the left; groups, with a sign that they unfold, and units above."""
        if orientation is Qt.Orientation.Vertical:
            if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                return None
            if self.is_due_row(section):
                return _DUE_TITLE
            words = self.state.row_words(section - 1)
            content = self.state.previews[section - 1].content
            return content if role == Qt.ItemDataRole.ToolTipRole else words
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole and column.is_group:
            sign = "−" if self.state.is_unfolded(column.key) else "+"
            return f"{sign} {column.title} ({len(column.units)})"
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return column.title
        if role == Qt.ItemDataRole.FontRole and column.is_group:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def _tell(self) -> None:
        last = self.index(self.rowCount() - 1, max(self.columnCount() - 1, 0))
        self.dataChanged.emit(self.index(0, 0), last)
        self.changed.emit()


class PlanView(QTableView):
    """Space ticks, Ctrl+A ticks the column, + and − unfold and fold a group."""

    def __init__(self, model: PlanModel) -> None:
        super().__init__()
        self.setObjectName("plan_matrix")
        self.setAccessibleName("Nhiệm vụ và đơn vị")
        self.matrix = model
        self.setModel(model)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        self.horizontalHeader().sectionDoubleClicked.connect(self.fold)
        rows = self.verticalHeader()
        rows.setTextElideMode(Qt.TextElideMode.ElideRight)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        model.modelReset.connect(self.fit)
        for keys, run in (
            ("Space", self._tick),
            ("Ctrl+A", self._tick_column),
            ("+", lambda: self._fold(unfolds=True)),
            ("-", lambda: self._fold(unfolds=False)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(run)
        self.fit()

    def fit(self) -> None:
        """Give every column what its words need."""
        metrics = self.fontMetrics()
        letter, line = metrics.averageCharWidth(), metrics.height()
        self.verticalHeader().setFixedWidth(letter * 26)
        self.verticalHeader().setDefaultSectionSize(int(line * 1.9))
        for place, column in enumerate(self.matrix.columns):
            self.setColumnWidth(place, letter * (19 if column.is_group else 14))
        self.horizontalHeader().setFixedHeight(int(line * 3.4))

    def fold(self, place: int) -> None:
        """Unfold a group or fold it; the cursor stays on it."""
        key = self.matrix.columns[place].group
        row = max(self.currentIndex().row(), 0)
        self.matrix.fold(place)
        found = next(n for n, column in enumerate(self.matrix.columns) if column.key == key)
        self.setCurrentIndex(self.matrix.index(row, found))

    def go_to_unit(self, query: str) -> None:
        """Put the cursor on the column of a unit."""
        row = max(self.currentIndex().row(), 0)
        place = self.matrix.find(query)
        if place is not None:
            self.setCurrentIndex(self.matrix.index(row, place))

    def _fold(self, *, unfolds: bool) -> None:
        index = self.currentIndex()
        if index.isValid():
            column = self.matrix.columns[index.column()]
            if self.matrix.state.is_unfolded(column.group) is not unfolds:
                self.fold(index.column())

    def _tick(self) -> None:
        chosen = self.selectedIndexes() or [self.currentIndex()]
        self.matrix.tick([index for index in chosen if index.isValid()])

    def _tick_column(self) -> None:
        if self.currentIndex().isValid():
            self.matrix.tick_column(self.currentIndex().column())


class PlanForm(FormDialog):
    """Gives an ``AssignPlan``; what stands in its way is told below the matrix."""

    def __init__(
        self, parent: QWidget | None, previews: "Sequence[TaskPreview]", tree: UnitTree, *, today: date
    ) -> None:
        super().__init__(parent, "Giao hàng loạt", verb="Giao", name="plan_form")
        self.state = PlanState(previews, tree)
        self.model = PlanModel(self.state, today, self)
        self.matrix = PlanView(self.model)
        letters = self.fontMetrics().averageCharWidth()
        self.matrix.setMinimumSize(QSize(letters * 50, self.fontMetrics().height() * 9))
        self.assigned_on = DateEdit(today=today, name="assigned_on")
        self.assigned_on.set_value(today)
        self.role = QComboBox()
        for role in AssignmentRole:
            self.role.addItem(WORDS[role], role)
        self.total = plain_label("", "strong", wraps=True)
        self.total.setObjectName("plan_total")
        self.problems = plain_label("", "error", wraps=True)
        self.problems.setObjectName("plan_problems")
        self.box = SearchBox("Tìm đơn vị. Space: đánh dấu, Ctrl+A: cả cột, +: mở từng đơn vị của nhóm")
        self.box.searched.connect(self.matrix.go_to_unit)
        self.box.left_down.connect(self.matrix.setFocus)
        self.add_row(self.box)
        self.add_row(self.matrix)
        self.add_row(self.total)
        self.add_row(self.problems)
        self.add_field("assigned_on", "Ngày giao", self._day_row())
        self.model.changed.connect(self._tell)
        self.matrix.selectionModel().currentChanged.connect(lambda *_: self._tell())
        self.assigned_on.line.textChanged.connect(lambda _: self._tell())
        if self.model.columnCount():
            self.matrix.setCurrentIndex(self.model.index(1, 0))
        self.matrix.setFocus()
        self._tell()

    def _day_row(self) -> QWidget:
        room = QWidget()
        row = QHBoxLayout(room)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.assigned_on, 1)
        label = plain_label("Vai trò")
        label.setBuddy(self.role)
        row.addWidget(label)
        row.addWidget(self.role, 1)
        room.setFocusProxy(self.assigned_on)
        return room

    def _fit(self) -> None:
        """Take most of the screen: a matrix is never too large."""
        super()._fit()
        room = self.screen().availableGeometry()
        self.resize(int(room.width() * 0.92), int(room.height() * 0.88))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the matrix the height that nothing else needs."""
        super().resizeEvent(event)
        line = self.fontMetrics().height()
        others = self._grid.sizeHint().height() - self.matrix.minimumHeight() + line * 5
        self.matrix.setMinimumHeight(max(line * 9, self.height() - others))

    def _tell(self) -> None:
        rows = range(len(self.state.previews))
        index = self.matrix.currentIndex()
        words = f"{len(rows)} nhiệm vụ: {self.state.reach_words(rows)}"
        if len(rows) > 1 and index.isValid() and not self.model.is_due_row(index.row()):
            words += f"\nDòng đang chọn: {self.state.count_words((index.row() - 1,))}."
        self.total.setText(words)
        found = self.state.problems(self._day())
        self.problems.setText("\n".join(sentence for _, sentence in found))
        self.problems.setVisible(bool(found))

    def _day(self) -> date:
        try:
            return self.assigned_on.value() or self.assigned_on.today
        except AppError:
            return self.assigned_on.today

    def read_value(self) -> AssignPlan:
        """Return the plan; units that have a task already are left out of it."""
        day = self.assigned_on.value()
        if day is None:
            raise InvalidField("assigned_on", "Chưa ghi ngày giao.")
        rows = tuple((p.task_id, self.state.new(place)) for place, p in enumerate(self.state.previews))
        if not any(units for _, units in rows):
            raise InvalidField("units", "Chưa chọn đơn vị nào chưa có nhiệm vụ.", hint="Tick ít nhất một.")
        stopped = next((sentence for stops, sentence in self.state.problems(day) if stops), "")
        if stopped:
            raise InvalidField("units", stopped)
        return AssignPlan(day, AssignmentRole(self.role.currentData()), rows, self.state.dues())
