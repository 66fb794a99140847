"""A signed copy beside the draft it belongs to: where the words differ, which tasks change with it."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHeaderView,
    QPlainTextEdit,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.core.text import format_number, one_line
from app.services.intake.signed_copy import Change, TaskChange
from app.ui.forms import FormDialog
from app.ui.icons import icon
from app.ui.intake_desk import SignedCopy
from app.ui.tone import Look, Tone
from app.ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from app.services.intake.copies import Difference

LOOKS = {
    Change.CHANGED: Look("Sửa theo bản chính thức", "edit", Tone.WARNING),
    Change.NEW: Look("Thêm nhiệm vụ mới", "add", Tone.GOOD),
    Change.GONE: Look("Hủy, bản chính thức không còn", "status-cancelled", Tone.BAD),
}
_KEY = Qt.ItemDataRole.UserRole
_PROPOSED = (Change.CHANGED, Change.NEW)


class SignedCopyForm(FormDialog):
    """Gives the keys of the changes that are taken over; tasks without a tick stay as they are."""

    def __init__(self, parent: QWidget | None, copy: SignedCopy) -> None:
        super().__init__(parent, "Ghép bản chính thức", verb="Ghép", name="signed_copy_form")
        changes = [change for change in copy.changes if change.change is not Change.SAME]
        kept = len(copy.changes) - len(changes)
        self.add_row(plain_label(copy.title, "strong", wraps=True))
        self.add_row(
            plain_label(
                f"{format_number(kept)} nhiệm vụ giữ nguyên lời; đơn vị, tiến độ, kết quả đã ghi không đổi.",
                wraps=True,
            )
        )
        self.pages = QTabWidget()
        self.tasks = self._task_list(changes)
        self.words = QPlainTextEdit()
        self.words.setReadOnly(True)
        self.words.setObjectName("change_words")
        self.words.setFixedHeight(self.fontMetrics().lineSpacing() * 5)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.tasks, 1)
        column.addWidget(self.words)
        self.pages.addTab(page, f"Nhiệm vụ đổi ({len(changes)})")
        text = QPlainTextEdit(_differences(copy.differences))
        text.setReadOnly(True)
        text.setObjectName("differences")
        self.pages.addTab(text, f"Chỗ khác trong văn bản ({len(copy.differences)})")
        letters = self.fontMetrics().averageCharWidth()
        self.pages.setMinimumSize(letters * 56, self.fontMetrics().height() * 14)
        self.add_row(self.pages)
        self._changes = {change.key: change for change in changes}
        self.tasks.currentItemChanged.connect(self._show_words)
        if (first := self.tasks.topLevelItem(0)) is not None:
            self.tasks.setCurrentItem(first)
        else:
            self.pages.setCurrentIndex(1)

    def _task_list(self, changes: Iterable[TaskChange]) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setObjectName("task_changes")
        tree.setHeaderLabels(["Làm gì", "Mục", "Nhiệm vụ"])
        tree.setRootIsDecorated(False)
        for change in changes:
            look = LOOKS[change.change]
            item = QTreeWidgetItem([look.word, change.section, one_line(change.after or change.before)])
            item.setData(0, _KEY, change.key)
            item.setIcon(0, icon(look.icon, look.tone))
            ticked = change.change in _PROPOSED
            item.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            tree.addTopLevelItem(item)
        header = tree.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        return tree

    def _show_words(self, item: QTreeWidgetItem | None) -> None:
        change = self._changes.get(item.data(0, _KEY)) if item is not None else None
        if change is None:
            self.words.clear()
            return
        parts = []
        if change.before:
            due = f" [{change.due_before}]" if change.due_before else ""
            parts.append(f"Trong sổ: {change.before}{due}")
        if change.after:
            due = f" [{change.due_after}]" if change.due_after else ""
            parts.append(f"Bản chính thức: {change.after}{due}")
        self.words.setPlainText("\n\n".join(parts))

    def read_value(self) -> tuple[str, ...]:
        """Return the keys of the ticked changes."""
        items = [self.tasks.topLevelItem(place) for place in range(self.tasks.topLevelItemCount())]
        return tuple(
            str(item.data(0, _KEY))
            for item in items
            if item is not None and item.checkState(0) is Qt.CheckState.Checked
        )


def _differences(differences: "Sequence[Difference]") -> str:
    pieces = []
    for number, apart in enumerate(differences, 1):
        before = "; ".join(apart.before) or "(không có)"
        after = "; ".join(apart.after) or "(không có)"
        pieces.append(f"{number}. Bản trong sổ: {before}\n    Bản chính thức: {after}")
    return "\n\n".join(pieces) or "Hai bản giống nhau."
