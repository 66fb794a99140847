"""Headings at the left, the text of one at the right: figures in it are live, last month's text under it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFont, QIcon, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.services.queries.words import FIELD, filled
from app.ui.icons import icon
from app.ui.tone import Tone
from app.ui.widgets.labels import plain_label, push_button
from app.ui.widgets.outline_line import OutlineLine, TextFault
from app.ui.widgets.word_marks import WordMarks

_MOST_FAULTS = 3


class OutlineEditor(QWidget):
    """``written(key, text)`` when a changed text is left or kept; ``nothing(key)`` for "Không phát sinh".

    The text is never written over while it is being typed: an input method may be in the middle of a word.
    """

    written = Signal(str, str)
    nothing = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outline_editor")
        self._lines: dict[str, OutlineLine] = {}
        self._fields: Mapping[str, str] = {}
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
        self.marks = WordMarks(self.edit.document())
        self.faults = QListWidget()
        self.faults.setObjectName("faults_list")
        self.faults.setAccessibleName("Chỗ cần xem trong đoạn này")
        self.printed = plain_label("", "soft", wraps=True)
        self.printed.setObjectName("printed_text")
        self.nothing_button = push_button("Không phát sinh", self._say_nothing, name="nothing_button")
        self.again_button = push_button("Dùng lại câu kỳ trước", self._use_again, name="again_button")
        self.insert_button = push_button("Chèn số liệu", self.open_figures, name="insert_button")
        self.fix_button = push_button("Sửa giúp", self.fix_current, name="fix_button")
        self.previous_title = plain_label("Kỳ trước", "soft")
        self.previous = plain_label("", "soft", wraps=True)
        self.previous.setObjectName("previous_text")
        self.previous.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.previous.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._past = QScrollArea()
        self._past.setWidgetResizable(True)
        self._past.setWidget(self.previous)
        self._lay_out()
        self._connect()

    @property
    def current_key(self) -> str:
        """The heading that is open."""
        return self._key

    @property
    def is_changed(self) -> bool:
        """Whether the text differs from what is kept."""
        line = self._lines.get(self._key)
        return line is not None and line.can_write and self.edit.toPlainText().strip() != line.text.strip()

    def show_lines(
        self, lines: Sequence[OutlineLine], *, is_open: bool, fields: Mapping[str, str] | None = None
    ) -> None:
        """Show an outline; the open heading stays open, and what is being typed stays as it is."""
        was_changed = self.is_changed
        kept, same = self._key, [line.key for line in lines] == list(self._lines)
        self._lines = {line.key: line for line in lines}
        self._is_open = is_open
        self._fields = fields or {}
        self.marks.set_fields(self._fields)
        self.list.blockSignals(True)
        if not same:
            self.list.clear()
        for row, line in enumerate(lines):
            item = self.list.item(row) if same else QListWidgetItem(self.list)
            self._dress(item, line)
        self.list.blockSignals(False)
        if kept in self._lines:
            self._show(kept, keeps_text=same and (was_changed or not self.is_changed))
        else:
            first = next((row for row, line in enumerate(lines) if line.can_write), -1)
            self._key = ""
            self.list.setCurrentRow(first)
            self._show(lines[first].key if first >= 0 else "")

    def choose(self, key: str) -> None:
        """Open a heading."""
        if key in self._lines:
            self.list.setCurrentRow(list(self._lines).index(key))

    def jump(self, key: str, start: int, end: int) -> None:
        """Open a heading and select a place in its text."""
        self.choose(key)
        cursor = self.edit.textCursor()
        last = len(self.edit.toPlainText())
        cursor.setPosition(min(start, last))
        cursor.setPosition(min(end, last), cursor.MoveMode.KeepAnchor)
        self.edit.setTextCursor(cursor)
        self.edit.setFocus()

    def forget(self) -> None:
        """Drop what is typed and not kept."""
        self._show(self._key)

    def keep(self) -> None:
        """Tell the text of the open heading if it has changed."""
        if self.is_changed:
            self.written.emit(self._key, self.edit.toPlainText())

    def open_figures(self) -> QMenu:
        """Offer the figures of the heading; the chosen one is tied to its cell."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        line = self._lines.get(self._key)
        for code, words in (line.offered if line else {}).items():
            menu.addAction(words).triggered.connect(lambda _=False, code=code: self.insert(code))
        menu.popup(self.insert_button.mapToGlobal(self.insert_button.rect().bottomLeft()))
        return menu

    def insert(self, code: str) -> None:
        """Put a figure where the cursor is."""
        self.edit.insertPlainText(f"{{{code}}}")
        self.edit.setFocus()

    def fix_current(self) -> None:
        """Put the fault that is chosen, else the first that can be, right; Ctrl+Z takes it back."""
        faults = self._shown_faults()
        row = self.faults.currentRow()
        order = [*faults[row:], *faults[: max(row, 0)]] if row >= 0 else faults
        fault = next((f for f in order if f.correction is not None), None)
        if fault is None or self.edit.isReadOnly():
            return
        cursor = self.edit.textCursor()
        cursor.setPosition(fault.start)
        cursor.setPosition(fault.end, cursor.MoveMode.KeepAnchor)
        cursor.insertText(fault.correction or "")
        self.keep()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the text when the cursor leaves it."""
        if watched is self.edit and event.type() == QEvent.Type.FocusOut:
            self.keep()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the room of a low window for the text: last month's stays one button away."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Let chips and underlines follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "marks"):
            self.marks.rehighlight()

    def _fit(self) -> None:
        line = self._lines.get(self._key)
        is_low = self.height() < self.fontMetrics().height() * 16
        for widget in (self._past, self.previous_title):
            widget.setVisible(bool(line and line.previous) and not is_low)
        self.note.setVisible(not is_low)
        self.again_button.setToolTip(line.previous if line else "")

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.insert_button, self.nothing_button, self.again_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.insertWidget(0, self.fix_button)
        self.edit.setMinimumHeight(int(self.fontMetrics().height() * 3.2))
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(8, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addWidget(self.note)
        column.addWidget(self.edit, 3)
        column.addWidget(self.printed)
        column.addWidget(self.faults)
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
        self.faults.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.fix_button.setToolTip("Sửa chỗ đang chọn theo cách đúng (Ctrl+.)")
        self.nothing_button.setToolTip("Phím P khi đang ở danh sách đề mục")
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(self._chosen)
        self.edit.textChanged.connect(self._follow_text)
        self.faults.itemActivated.connect(self._go_to_fault)
        self.faults.itemClicked.connect(self._go_to_fault)
        for keys, parent, run in (("P", self.list, self._say_nothing), ("Ctrl+.", self, self.fix_current)):
            shortcut = QShortcut(QKeySequence(keys), parent)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

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

    def _show(self, key: str, *, keeps_text: bool = False) -> None:
        self._key = key
        line = self._lines.get(key)
        can_write = line is not None and line.can_write and self._is_open
        self.title.setText(line.title if line else "")
        self.note.setText(line.note if line else "")
        if not keeps_text:
            self.edit.setPlainText(line.text if line else "")
        self.edit.setPlaceholderText(line.hint if line else "")
        self.edit.setReadOnly(not can_write)
        self.nothing_button.setEnabled(can_write)
        self.insert_button.setEnabled(can_write and bool(line and line.offered))
        previous = line.previous if line else ""
        self.again_button.setEnabled(can_write and bool(previous))
        self.previous.setText(previous)
        self._fit()
        self._follow_text()

    def _shown_faults(self) -> list[TextFault]:
        """The faults of the text as it was kept; once it is changed their places are no longer known."""
        line = self._lines.get(self._key)
        return [] if line is None or self.is_changed else list(line.faults)

    def _follow_text(self) -> None:
        text, faults = self.edit.toPlainText(), self._shown_faults()
        has_figures = bool(FIELD.search(text))
        self.printed.setVisible(has_figures)
        if has_figures:
            self.printed.setText(f"Văn bản in: {filled(text, self._fields)}")
        self.marks.set_marks([fault for fault in faults if fault.end > fault.start])
        if [self.faults.item(n).text() for n in range(self.faults.count())] != [f.message for f in faults]:
            self.faults.clear()
            for fault in faults:
                tone = Tone.BAD if fault.level == "block" else Tone.WARNING
                item = QListWidgetItem(icon("warning", tone), fault.message)
                item.setToolTip(fault.message)
                self.faults.addItem(item)
        line = int(self.fontMetrics().height() * 1.4)
        self.faults.setFixedHeight(line * min(len(faults), _MOST_FAULTS) + 6)
        self.faults.setVisible(bool(faults))
        can_fix = any(fault.correction is not None for fault in faults)
        self.fix_button.setVisible(can_fix and not self.edit.isReadOnly())

    def _go_to_fault(self, item: QListWidgetItem) -> None:
        faults = self._shown_faults()
        if 0 <= self.faults.row(item) < len(faults):
            fault = faults[self.faults.row(item)]
            self.jump(self._key, fault.start, fault.end)

    def _say_nothing(self) -> None:
        if self._key and self.nothing_button.isEnabled():
            self.edit.setPlainText("")
            self.nothing.emit(self._key)

    def _use_again(self) -> None:
        self.edit.setPlainText(self.previous.text())
        self.edit.setFocus()
