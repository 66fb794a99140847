"""Headings at the left, the text of one at the right, what was written a month ago under it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFont, QIcon
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.ui.icons import icon
from app.ui.widgets.labels import plain_label, push_button
from app.ui.widgets.outline_line import OutlineLine


class OutlineEditor(QWidget):
    """``written(key, text)`` when a changed text is left or kept; ``nothing(key)`` for "Không phát sinh"."""

    written = Signal(str, str)
    nothing = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outline_editor")
        self._lines: dict[str, OutlineLine] = {}
        self._key = ""
        self._is_open = True
        self.list = QListWidget()
        self.list.setObjectName("outline_list")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.title = plain_label("", "strong", wraps=True)
        self.note = plain_label("", "soft", wraps=True)
        self.edit = QPlainTextEdit()
        self.edit.setObjectName("outline_text")
        self.edit.setAccessibleName("Thuyết minh")
        self.edit.setTabChangesFocus(True)
        self.edit.installEventFilter(self)
        self.nothing_button = push_button("Không phát sinh", self._say_nothing, name="nothing_button")
        self.again_button = push_button("Dùng lại câu kỳ trước", self._use_again, name="again_button")
        self.previous_title = plain_label("Kỳ trước", "soft")
        self.previous = plain_label("", "soft", wraps=True)
        self.previous.setObjectName("previous_text")
        self.previous.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.previous.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._past = QScrollArea()
        self._past.setWidgetResizable(True)
        self._past.setWidget(self.previous)
        self._lay_out()
        self.list.currentItemChanged.connect(self._chosen)

    @property
    def current_key(self) -> str:
        """The heading that is open."""
        return self._key

    @property
    def is_changed(self) -> bool:
        """Whether the text differs from what is kept."""
        line = self._lines.get(self._key)
        return line is not None and line.can_write and self.edit.toPlainText().strip() != line.text.strip()

    def show_lines(self, lines: Sequence[OutlineLine], *, is_open: bool) -> None:
        """Show an outline; the open heading stays open, and what is being typed stays as it is."""
        typed = self.edit.toPlainText() if self.is_changed else None
        kept, same = self._key, [line.key for line in lines] == list(self._lines)
        self._lines = {line.key: line for line in lines}
        self._is_open = is_open
        self.list.blockSignals(True)
        if not same:
            self.list.clear()
        for row, line in enumerate(lines):
            item = self.list.item(row) if same else QListWidgetItem(self.list)
            self._dress(item, line)
        self.list.blockSignals(False)
        if kept in self._lines:
            self._show(kept)
            if typed is not None and same:
                self.edit.setPlainText(typed)
        else:
            first = next((row for row, line in enumerate(lines) if line.can_write), -1)
            self._key = ""
            self.list.setCurrentRow(first)
            self._show(lines[first].key if first >= 0 else "")

    def choose(self, key: str) -> None:
        """Open a heading."""
        if key in self._lines:
            self.list.setCurrentRow(list(self._lines).index(key))

    def forget(self) -> None:
        """Drop what is typed and not kept."""
        self._show(self._key)

    def keep(self) -> None:
        """Tell the text of the open heading if it has changed."""
        if self.is_changed:
            self.written.emit(self._key, self.edit.toPlainText())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the text when the cursor leaves it."""
        if watched is self.edit and event.type() == QEvent.Type.FocusOut:
            self.keep()
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.nothing_button)
        buttons.addWidget(self.again_button)
        buttons.addStretch(1)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(8, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addWidget(self.note)
        column.addWidget(self.edit, 3)
        column.addLayout(buttons)
        column.addWidget(self.previous_title)
        column.addWidget(self._past, 2)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.list)
        splitter.addWidget(right)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 3)
        splitter.setSizes([420, 600])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 0)
        row.addWidget(splitter)
        self.setFocusProxy(self.list)

    def _dress(self, item: QListWidgetItem, line: OutlineLine) -> None:
        item.setText("  " * (line.level - 1) + line.title)
        item.setToolTip(f"{line.title}. {line.note}".strip())
        item.setIcon(icon(line.mark, line.tone) if line.mark else QIcon())
        item.setSizeHint(QSize(10, int(self.fontMetrics().height() * 1.5)))
        font = QFont(self.list.font())
        if line.level == 1:
            font.setWeight(QFont.Weight.DemiBold)
        item.setFont(font)

    def _chosen(self, *_: object) -> None:
        self.keep()
        row = self.list.currentRow()
        keys = list(self._lines)
        self._show(keys[row] if 0 <= row < len(keys) else "")

    def _show(self, key: str) -> None:
        self._key = key
        line = self._lines.get(key)
        can_write = line is not None and line.can_write and self._is_open
        self.title.setText(line.title if line else "")
        self.note.setText(line.note if line else "")
        self.edit.setPlainText(line.text if line else "")
        self.edit.setPlaceholderText(line.hint if line else "")
        self.edit.setReadOnly(not can_write)
        self.nothing_button.setEnabled(can_write)
        previous = line.previous if line else ""
        self.again_button.setEnabled(can_write and bool(previous))
        self.previous.setText(previous)
        for widget in (self._past, self.previous_title):
            widget.setVisible(bool(previous))

    def _say_nothing(self) -> None:
        if self._key:
            self.edit.setPlainText("")
            self.nothing.emit(self._key)

    def _use_again(self) -> None:
        self.edit.setPlainText(self.previous.text())
        self.edit.setFocus()
