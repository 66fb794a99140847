"""The open tasks of a directive that is replaced, in one list: kế thừa, đóng or giữ, with the reason."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from app.core.errors import InvalidField
from app.core.text import format_date, format_number, one_line
from app.services.directive_chains import Fate
from app.ui.forms import FormDialog
from app.ui.icons import icon
from app.ui.succession_desk import Fates, Succession
from app.ui.tone import Look, Tone
from app.ui.widgets.labels import plain_label, push_button

LOOKS = {
    Fate.INHERIT: Look("Kế thừa", "status-open", Tone.GOOD),
    Fate.CLOSE: Look("Đóng", "status-cancelled", Tone.NEUTRAL),
    Fate.KEEP: Look("Giữ", "status-standing", Tone.INFO),
}
_TOLD = {
    Fate.INHERIT: "Chuyển sang văn bản mới; đơn vị, hạn, tiến độ giữ nguyên",
    Fate.CLOSE: "Hủy với lý do dưới đây; văn bản mới giao lại hoặc không giao nữa",
    Fate.KEEP: "Để nguyên ở văn bản cũ",
}
_FATE, _TASK = 4, Qt.ItemDataRole.UserRole


class SuccessionForm(FormDialog):
    """Gives ``Fates``; keys 1, 2, 3 set what becomes of the chosen rows."""

    def __init__(self, parent: QWidget | None, succession: Succession) -> None:
        super().__init__(parent, "Nhiệm vụ của văn bản được thay thế", verb="Ghi", name="succession_form")
        many = f"{format_number(len(succession.tasks))} nhiệm vụ chưa xong"
        self.add_row(plain_label(f"{succession.words}; văn bản cũ còn {many}.", wraps=True))
        self.tasks = QTreeWidget()
        self.tasks.setObjectName("fates")
        self.tasks.setAccessibleName("Nhiệm vụ chưa xong")
        self.tasks.setHeaderLabels(["Mục", "Nhiệm vụ", "Hạn", "Đơn vị", "Xử lý"])
        self.tasks.setRootIsDecorated(False)
        self.tasks.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tasks.setTabKeyNavigation(False)
        self._fates: dict[str, Fate] = {}
        for task in succession.tasks:
            due = task.due_text or (format_date(task.due_on) if task.due_on else "")
            item = QTreeWidgetItem([task.section, one_line(task.content), due, format_number(task.units), ""])
            item.setData(0, _TASK, task.id)
            twin = f"\nVăn bản mới có mục {task.twin} giống." if task.twin else ""
            item.setToolTip(1, f"{task.content}{twin}")
            self.tasks.addTopLevelItem(item)
            self._set([item], task.proposed)
        header = self.tasks.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column, wide in ((0, 8), (2, 12), (3, 7)):  # the rest is for the words
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self.tasks.setColumnWidth(column, self.fontMetrics().averageCharWidth() * wide)
        letters = self.fontMetrics().averageCharWidth()
        self.tasks.setMinimumSize(QSize(letters * 56, self.fontMetrics().height() * 10))
        self.add_row(self.tasks)
        self._add_buttons()
        self.reason = QLineEdit(succession.words)
        self.reason.setCursorPosition(0)
        self.add_field("reason", "Lý do", self.reason)
        if (first := self.tasks.topLevelItem(0)) is not None:
            self.tasks.setCurrentItem(first)
        self.tasks.setFocus()

    def _add_buttons(self) -> None:
        room = QWidget()
        row = QHBoxLayout(room)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(plain_label("Dòng đang chọn:", "soft"))
        for number, fate in enumerate(Fate, 1):

            def choose(fate: Fate = fate) -> None:
                self._set(self.tasks.selectedItems(), fate)

            button = push_button(f"{number}  {LOOKS[fate].word}", choose, name=f"{fate.value}_button")
            button.setToolTip(_TOLD[fate])
            button.setAutoDefault(False)
            row.addWidget(button)
            shortcut = QShortcut(QKeySequence(str(number)), self.tasks)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(choose)
        row.addStretch(1)
        self.add_row(room)

    def _set(self, items: Iterable[QTreeWidgetItem], fate: Fate) -> None:
        for item in items:
            self._fates[item.data(0, _TASK)] = fate
            item.setText(_FATE, LOOKS[fate].word)
            item.setIcon(_FATE, icon(LOOKS[fate].icon, LOOKS[fate].tone))
            item.setToolTip(_FATE, _TOLD[fate])

    def read_value(self) -> Fates:
        """Return what becomes of each task."""
        reason = one_line(self.reason.text())
        if not reason:
            raise InvalidField("reason", "Chưa ghi lý do.", hint="Lý do đi theo từng nhiệm vụ trong nhật ký.")
        return Fates(dict(self._fates), reason)
