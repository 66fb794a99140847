"""A list as people know it: filter box, table, sentence when empty, count line."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from app.core.text import format_number
from app.ui.tables.arrangement import Arrangement
from app.ui.tables.content import TableText, table_content, table_text
from app.ui.tables.model import RowsModel
from app.ui.tables.view import RowsView
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import plain_label, push_button
from app.ui.widgets.search_box import SearchBox

Order = Qt.SortOrder
_SLICE_SECONDS = 0.008


class RowsTable(QWidget):
    """Shows a ``RowsModel``.

    ``activated(row)``: Enter or double click. ``selection_changed()``: ask ``selected_rows``.

    ``set_empty`` says what stands there while the list has no row; ``menu_actions`` are offered by the right
    button; the room above the table takes more filters through ``add_filter``.
    """

    activated = Signal(object)
    selection_changed = Signal()

    def __init__(
        self, model: RowsModel, *, name: str, noun: str = "dòng", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_table")
        self.model = model
        self.noun = noun
        self.menu_actions: list[QAction] = []
        self.box = SearchBox("Lọc trong bảng (Ctrl+F)")
        self.view = RowsView(model)
        self.view.setObjectName(f"{name}_view")
        self.empty = EmptyState(self.view.viewport())
        self._sentence: tuple[str, str, Callable[[], object] | None] = ("Chưa có dòng nào.", "", None)
        self._count = plain_label("", "soft")
        self._count.setObjectName("count_line")
        self._unfilter: QPushButton = push_button("Bỏ mọi lọc", self.clear_filters, name="unfilter_button")
        self._tools = QHBoxLayout()
        self._tools.setSpacing(8)
        self._tools.addStretch(0)  # where a few rows need no box, its neighbours stay at the right
        self._tools.addWidget(self.box, 1)
        self._tools.addWidget(self._unfilter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._tools)
        column.addWidget(self.view, 1)
        column.addWidget(self._count)
        self.setFocusProxy(self.view)
        self._connect()
        self._settle()

    def _connect(self) -> None:
        self.box.searched.connect(self.model.set_query)
        self.box.left_down.connect(self.view.setFocus)
        self.view.activated_row.connect(self.activated)
        self.view.selection_settled.connect(self._settle)
        self.view.selection_settled.connect(self.selection_changed)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self.open_menu)
        self.view.head.menu_wanted.connect(self.open_head_menu)
        self.view.viewport().installEventFilter(self)
        # While the person types, search texts are made in slices too short to be felt.
        self._ahead = QTimer(self)
        self._ahead.setInterval(0)
        self._ahead.timeout.connect(self._prepare_search)
        self.box.textEdited.connect(lambda _: self._ahead.start())
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.focus_filter)

    def set_rows(self, rows: Iterable[Any]) -> None:
        """Replace the rows; sorting, filters, selection and place stay."""
        self.model.set_rows(rows)

    def set_empty(self, sentence: str, verb: str = "", action: Callable[[], object] | None = None) -> None:
        """Say what stands there while there is no row, with the one button that helps."""
        self._sentence = (sentence, verb, action)
        self._settle()

    def add_filter(self, widget: QWidget) -> None:
        """Put another filter beside the box."""
        self._tools.insertWidget(self._tools.count() - 1, widget)

    def selected_rows(self) -> list:
        """Return the selected rows in the order they stand."""
        return self.view.selected_rows()

    def current_row(self) -> Any | None:
        """Return the row with the cursor, if any."""
        return self.view.current_row()

    def select_row(self, row_id: Hashable) -> None:
        """Select a row now, or when it arrives."""
        self.view.select_row(row_id)

    def focus_filter(self) -> None:
        """Put the cursor into the filter box."""
        self.box.setFocus()
        self.box.selectAll()

    def clear_filters(self) -> None:
        """Show every row again."""
        self.box.clear()
        self.box.flush()
        self.model.clear_filters()

    def seen_as(self) -> dict[str, object]:
        """Return filters and columns as they are now, fit for JSON: what a named view keeps."""
        titles = [column.title for column in self.model.columns]
        filters = {title: self.model.accepted(place) for place, title in enumerate(titles)}
        return {
            "words": self.box.text(),
            "columns": self.view.arrangement().as_data(),
            "filters": {title: sorted(texts) for title, texts in filters.items() if texts is not None},
            "choices": {box.objectName(): box.currentData() for box in self._boxes()},
        }

    def see_as(self, view: Mapping[str, Any]) -> None:
        """Take what ``seen_as`` gave; a column or a choice that is no longer there is passed over."""
        self.clear_filters()
        self.view.arrange(Arrangement.from_data(view.get("columns")))
        titles = [column.title for column in self.model.columns]
        for title, texts in (view.get("filters") or {}).items():
            if title in titles:
                self.model.set_accepted(titles.index(title), frozenset(texts))
        for box in self._boxes():
            place = box.findData((view.get("choices") or {}).get(box.objectName()))
            box.setCurrentIndex(max(place, 0))
            box.activated.emit(max(place, 0))
        self.box.setText(str(view.get("words") or ""))
        self.box.flush()

    def _boxes(self) -> list[QComboBox]:
        """Return the filters beside the box that are one choice of some."""
        own = Qt.FindChildOption.FindDirectChildrenOnly
        return self.findChildren(QComboBox, options=own)

    def copy_all(self) -> None:
        """Put every shown row on the clipboard."""
        self.view.selectAll()
        self.view.copy_selection()

    def content(self) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
        """Return titles and rows with native values, as shown."""
        return table_content(self.model, self.view.shown_columns)

    def text(self) -> TableText:
        """Return titles and rows as people read them."""
        return table_text(self.model, self.view.shown_columns)

    @property
    def count_text(self) -> str:
        """What the count line says."""
        return self._count.text()

    def open_menu(self, point: QPoint) -> QMenu:
        """Open the menu of the selected rows."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.menu_actions)
        if self.menu_actions:
            menu.addSeparator()
        copy = menu.addAction("Chép các dòng đã chọn\tCtrl+C")
        copy.triggered.connect(self.view.copy_selection)
        copy.setEnabled(self.view.selected_count > 0)
        index = self.view.indexAt(point)
        if index.isValid():
            self._add_filter_action(menu, index.column())
        self._add_columns(menu)
        menu.popup(self.view.viewport().mapToGlobal(point))
        return menu

    def open_head_menu(self, column: int, point: QPoint) -> QMenu:
        """Open the menu of one column: filter, sort, hide, and the columns of the table."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        head = self.view.head
        self._add_filter_action(menu, column)
        menu.addSeparator()
        for words, order in (("Xếp tăng dần", Order.AscendingOrder), ("Xếp giảm dần", Order.DescendingOrder)):
            menu.addAction(words).triggered.connect(lambda _, o=order: head.setSortIndicator(column, o))
        unsort = menu.addAction("Bỏ xếp")
        unsort.triggered.connect(lambda: head.setSortIndicator(-1, Order.AscendingOrder))
        unsort.setEnabled(head.sortIndicatorSection() >= 0)
        menu.addSeparator()
        hide = menu.addAction(f"Ẩn cột “{self.model.columns[column].title}”")
        hide.triggered.connect(lambda: self.view.show_column(column, on=False))
        hide.setEnabled(len(self.view.shown_columns) > 1)
        self._add_columns(menu)
        menu.popup(point)
        return menu

    def _add_filter_action(self, menu: QMenu, column: int) -> None:
        action = menu.addAction(f"Lọc cột “{self.model.columns[column].title}”…\tAlt+↓")
        action.triggered.connect(lambda: self.view.open_filter(column))

    def _add_columns(self, menu: QMenu) -> None:
        columns = menu.addMenu("Cột hiện ra")
        columns.setObjectName("columns_menu")
        for place, described in enumerate(self.model.columns):
            shown = columns.addAction(described.title)
            shown.setCheckable(True)
            shown.setChecked(not self.view.isColumnHidden(place))
            shown.toggled.connect(lambda on, place=place: self.view.show_column(place, on=on))
        columns.addSeparator()
        reset = columns.addAction("Về mặc định")
        reset.triggered.connect(lambda: self.view.arrange(Arrangement()))
        reset.setEnabled(self.view.arrangement() != Arrangement())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the sentence over the whole table."""
        if event.type() == QEvent.Type.Resize:
            self.empty.setGeometry(self.view.viewport().rect())
        return super().eventFilter(watched, event)

    def _prepare_search(self) -> None:
        if self.model.prepare_search(_SLICE_SECONDS):
            self._ahead.stop()

    def _settle(self) -> None:
        total, shown = len(self.model.all_rows), len(self.model.rows)
        words = f"{format_number(shown)} {self.noun}"
        if self.model.is_filtered:
            words = f"{format_number(shown)} trong {format_number(total)} {self.noun}"
        chosen = self.view.selected_count
        self._count.setText(f"{words}, chọn {format_number(chosen)}" if chosen else words)
        self._unfilter.setVisible(self.model.is_filtered)
        bars = Qt.ScrollBarPolicy  # with no row there is nothing to scroll to
        self.view.setHorizontalScrollBarPolicy(bars.ScrollBarAsNeeded if shown else bars.ScrollBarAlwaysOff)
        if shown:
            self.empty.hide()
            return
        if total:
            self.empty.set_content("Không có dòng nào khớp với bộ lọc.", "Bỏ mọi lọc", self.clear_filters)
        else:
            self.empty.set_content(*self._sentence)
        self.empty.setGeometry(self.view.viewport().rect())
        self.empty.show()
