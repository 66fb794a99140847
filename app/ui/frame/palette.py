"""Ctrl+K: one box over the register, modules and commands; typed without accents, three keys are enough."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.core.text import exact_key, fold, search_words
from app.ui.context import Command
from app.ui.icons import icon
from app.ui.widgets.labels import plain_label
from app.ui.widgets.search_box import SearchBox


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the palette: its command, the group it stands under, more words to find it by."""

    command: Command
    group: str
    words: str = ""


Finder = Callable[[str, Callable[[str, Sequence[Entry]], object]], object]
"""Looks a query up in the register and answers with it and the entries found, at once or later."""


def matching(entries: Sequence[Entry], query: str) -> list[Entry]:
    """Return the entries with every word of the query; those whose title begins with it come first."""
    words = search_words(query)
    found: list[tuple[int, int, Entry]] = []
    for place, entry in enumerate(entries):
        text = f"{entry.command.title} {entry.words} {entry.group}"
        plain, exact = fold(text), exact_key(text)
        if all(word in (exact if matters else plain) for word, matters in words):
            starts = fold(entry.command.title).startswith(fold(query)) if query else False
            found.append((0 if starts else 1, place, entry))
    return [entry for _, _, entry in sorted(found, key=lambda item: item[:2])]


class CommandPalette(QFrame):
    """Floats under the top bar; arrows and Enter run a line, Esc closes."""

    def __init__(self, entries: Sequence[Entry], find: Finder, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("palette_box")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._entries = entries
        self._find = find
        self._found: list[Entry] = []
        self.box = SearchBox("Tìm đơn vị, nhiệm vụ, văn bản, lệnh: gõ không dấu cũng được")
        self.list = QListWidget()
        self.list.setObjectName("palette_list")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemActivated.connect(lambda *_: self.run_current())
        self.list.itemClicked.connect(lambda *_: self.run_current())
        self.nothing = plain_label("Không thấy. Thử gõ không dấu, hoặc bớt chữ.", "soft")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(self.box)
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing)
        # The short list is searched at each key; the register when the person pauses.
        self.box.textChanged.connect(self.search)
        self.box.searched.connect(lambda query: self._find(query, self.add_records))
        self.box.left_down.connect(lambda: self.step(1))
        self.search("")

    def open_over(self, window: QWidget) -> None:
        """Show the palette near the top of a window."""
        metrics = self.fontMetrics()
        width = min(metrics.averageCharWidth() * 70, window.width() - 40)
        height = min(metrics.height() * 20, window.height() - 80)
        self.resize(width, height)
        self.move(window.mapToGlobal(QPoint((window.width() - width) // 2, metrics.height() * 3)))
        self.show()
        self.box.setFocus()

    def search(self, query: str) -> None:
        """Show the modules and commands that match."""
        self._found = []
        self.list.clear()
        self._add(matching(self._entries, query))
        self.list.setCurrentRow(0)

    def add_records(self, query: str, records: Sequence[Entry]) -> None:
        """Add what the register has, unless the person has typed on; the choice stays where it is."""
        if query == self.box.text():
            self._add(records)
            if self.list.currentRow() < 0:
                self.list.setCurrentRow(0)

    def _add(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            command = entry.command
            tail = command.keys or (entry.group if entry.words == "" else "")
            line = f"{command.title}   {tail}" if tail else command.title
            self.list.addItem(QListWidgetItem(icon(command.icon or "right", "ink_soft"), line))
        self._found += entries
        self.nothing.setVisible(not self._found)

    def step(self, lines: int) -> None:
        """Move the choice down or up, round the ends."""
        if self.list.count():
            self.list.setCurrentRow((self.list.currentRow() + lines) % self.list.count())

    def run_current(self) -> None:
        """Close, then run the chosen line."""
        row = self.list.currentRow()
        if 0 <= row < len(self._found):
            command = self._found[row].command
            self.close()
            command.run()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, run with Enter, close with Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.run_current()
        elif event.key() == Qt.Key.Key_Up:
            self.step(-1)
        else:
            super().keyPressEvent(event)
