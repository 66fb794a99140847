"""The faults of a report under its table: one line each, Enter and a click jump, a button puts right."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from app.ui.icons import icon
from app.ui.tone import Look
from app.ui.widgets.labels import push_button


class Shown(Protocol):
    """What a line of the list needs to be."""

    @property
    def message(self) -> str:
        """What is wrong."""
        ...

    @property
    def look(self) -> Look:
        """How strong it is."""
        ...

    @property
    def fix(self) -> object | None:
        """The only answer, where there is one."""
        ...


class FindingList(QWidget):
    """``jumped(finding)`` when one is chosen; ``fixed(finding)`` when its only answer is wanted."""

    jumped = Signal(object)
    fixed = Signal(object)

    def __init__(self, *, name: str, most_lines: Callable[[], int]) -> None:
        super().__init__()
        self._most_lines = most_lines
        self._findings: tuple[Any, ...] = ()
        self.list = QListWidget()
        self.list.setObjectName(name)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.fix_button = push_button("Sửa giúp", self._fix, name="fix_figure_button")
        self.fix_button.setToolTip("Ghi con số duy nhất làm cho phép kiểm tra đúng")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.list, 1)
        row.addWidget(self.fix_button, 0, Qt.AlignmentFlag.AlignTop)
        self.list.itemActivated.connect(lambda _: self._jump())
        self.list.itemClicked.connect(lambda _: self._jump())
        self.list.currentRowChanged.connect(lambda _: self._settle())

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._findings)

    @property
    def current(self) -> Any | None:
        """The finding that is chosen."""
        row = self.list.currentRow()
        return self._findings[row] if 0 <= row < len(self._findings) else None

    def show_findings(self, findings: Sequence[Shown]) -> None:
        """Show other findings; the place in the list stays."""
        kept = self.list.currentRow()
        self._findings = tuple(findings)
        self.list.clear()
        line = int(self.fontMetrics().height() * 1.4)
        for finding in findings:
            look = finding.look
            item = QListWidgetItem(icon(look.icon, look.tone), f"{look.word}: {finding.message}")
            item.setToolTip(finding.message)
            item.setSizeHint(QSize(10, line))
            self.list.addItem(item)
        self.list.setFixedHeight(line * min(len(findings), self._most_lines()) + 6)
        self.list.setCurrentRow(min(kept, len(findings) - 1))
        self.setVisible(bool(findings))
        self._settle()

    def step(self, step: int) -> None:
        """Go to the next or previous finding and jump to its place."""
        if self._findings:
            row = self.list.currentRow()
            start = -1 if row < 0 and step > 0 else max(row, 0)
            self.list.setCurrentRow((start + step) % len(self._findings))
            self._jump()

    def _jump(self) -> None:
        if self.current is not None:
            self.jumped.emit(self.current)

    def _fix(self) -> None:
        chosen = self.current if self.current is not None and self.current.fix is not None else None
        finding = chosen or next((f for f in self._findings if f.fix is not None), None)
        if finding is not None:
            self.fixed.emit(finding)

    def _settle(self) -> None:
        self.fix_button.setVisible(any(f.fix is not None for f in self._findings))
