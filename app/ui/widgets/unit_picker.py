"""Choose units: a list in groups to tick, a search box, the number chosen."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.widgets.check_list import CheckListModel, CheckListView, Choice
from app.ui.widgets.labels import plain_label, push_button
from app.ui.widgets.search_box import SearchBox


class UnitPicker(QWidget):
    """``Choice(key, title, group)`` in, ``ticked`` keys out, in the official order they came in."""

    changed = Signal()

    def __init__(self, choices: Sequence[Choice] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("unit_picker")
        self.model = CheckListModel(choices, self)
        self.box = SearchBox("Tìm đơn vị")
        self.list = CheckListView(self.model)
        self.count = plain_label("", "soft")
        self.count.setObjectName("picker_count")
        foot = QHBoxLayout()
        foot.addWidget(self.count, 1)
        foot.addWidget(push_button("Chọn hết", lambda: self._tick_shown(on=True), name="all_button"))
        foot.addWidget(push_button("Bỏ hết", lambda: self._tick_shown(on=False), name="none_button"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.box)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        self.box.searched.connect(self._search)
        self.box.left_down.connect(self.list.setFocus)
        self.model.ticked_changed.connect(self._tell)
        self.setFocusProxy(self.box)
        self._count()

    @property
    def ticked(self) -> tuple[str, ...]:
        """The keys chosen, hidden by the search or not."""
        return self.model.ticked

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Replace the units; ticks of units that remain stay."""
        self.model.set_choices(choices)
        self._count()

    def set_ticked(self, keys: Iterable[str]) -> None:
        """Choose these and no others."""
        self.model.set_ticked(keys)

    def _search(self, query: str) -> None:
        self.model.set_query(query)
        self._count()

    def _tick_shown(self, *, on: bool) -> None:
        self.model.tick([choice.key for choice in self.model.shown], on=on)

    def _tell(self) -> None:
        self._count()
        self.changed.emit()

    def _count(self) -> None:
        words = f"Đã chọn {len(self.model.ticked)}/{self.model.total} đơn vị"
        if not self.model.shown and self.model.total:
            words = "Không thấy đơn vị nào có chữ này."
        self.count.setText(words)
