"""The filter of one column, as Excel has it: search, tick, counts."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.tables.model import RowsModel
from app.ui.widgets.check_list import CheckListModel, CheckListView, Choice
from app.ui.widgets.labels import plain_label, push_button
from app.ui.widgets.search_box import SearchBox

_BLANK = "(để trống)"


class ColumnFilter(QFrame):
    """Floats under a column's head; "Lọc" keeps the rows whose text is ticked, "Bỏ lọc" keeps all."""

    def __init__(self, model: RowsModel, column: int, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("column_filter")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._rows = model
        self._column = column
        counts = model.counts(column)
        self.choices = CheckListModel(
            [Choice(text, " ".join(text.split()) or _BLANK, note=str(count)) for text, count in counts], self
        )
        accepted = model.accepted(column)
        self.choices.set_ticked(accepted if accepted is not None else [text for text, _ in counts])
        self.box = SearchBox("Tìm trong cột")
        self.list = CheckListView(self.choices)
        self.box.searched.connect(self._search)
        self.box.left_down.connect(self.list.setFocus)
        buttons = QHBoxLayout()
        buttons.addWidget(push_button("Bỏ lọc", self.clear, name="clear_filter_button"))
        buttons.addStretch(1)
        buttons.addWidget(push_button("Lọc", self.apply, name="apply_filter_button", primary=True))
        marks = QHBoxLayout()
        marks.addWidget(push_button("Chọn hết", lambda: self._tick(on=True), name="all_button"))
        marks.addWidget(push_button("Bỏ hết", lambda: self._tick(on=False), name="none_button"))
        marks.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.addWidget(plain_label(model.columns[column].title, "strong"))
        layout.addWidget(self.box)
        layout.addLayout(marks)
        layout.addWidget(self.list, 1)
        layout.addLayout(buttons)

    def open_at(self, corner: QPoint) -> None:
        """Show the filter with its upper left corner at a place of the screen, wholly on the screen."""
        metrics = self.fontMetrics()
        self.resize(max(metrics.averageCharWidth() * 34, self.sizeHint().width()), metrics.height() * 20)
        room = self.screen().availableGeometry()
        left = min(corner.x(), room.right() - self.width())
        top = min(corner.y(), room.bottom() - self.height())
        self.move(max(room.left(), left), max(room.top(), top))
        self.show()
        self.box.setFocus()

    def apply(self) -> None:
        """Filter by the ticks; with a search only by what it shows."""
        wanted = {choice.key for choice in self.choices.shown} & set(self.choices.ticked)
        everything = len(wanted) == self.choices.total
        self._rows.set_accepted(self._column, None if everything else frozenset(wanted))
        self.close()

    def clear(self) -> None:
        """Take the column's filter away."""
        self._rows.set_accepted(self._column, None)
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Filter with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.box.flush()
            self.apply()
        else:
            super().keyPressEvent(event)

    def _search(self, query: str) -> None:
        self.choices.set_query(query)

    def _tick(self, *, on: bool) -> None:
        self.choices.tick([choice.key for choice in self.choices.shown], on=on)
