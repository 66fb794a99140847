"""Labels and values of one record, under headings; every value can be selected and copied."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.ui.widgets.labels import plain_label


class DetailPane(QScrollArea):
    """``show_pairs`` replaces everything: (label, value) lines; a pair with an empty label is a heading."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("detail_pane")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._values: dict[str, str] = {}

    def show_pairs(self, pairs: Iterable[tuple[str, str | QWidget]]) -> None:
        """Show lines; a value may be a widget, such as a ``StatusChip``. Empty values are left out."""
        inside = QWidget()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        self._values = {}
        for line, (label, value) in enumerate(pairs):
            if not label and isinstance(value, str):
                grid.addWidget(plain_label(value, "strong", wraps=True), line, 0, 1, 2)
            elif isinstance(value, QWidget):
                grid.addWidget(plain_label(label, "soft"), line, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(value, line, 1, Qt.AlignmentFlag.AlignLeft)
            elif value:
                self._values[label] = value
                words = plain_label(value, wraps=True)
                words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                grid.addWidget(plain_label(label, "soft"), line, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(words, line, 1)
        column = QVBoxLayout(inside)
        column.setContentsMargins(4, 4, 12, 4)
        column.addLayout(grid)
        column.addStretch(1)
        self.setWidget(inside)

    def value(self, label: str) -> str:
        """Return what stands beside a label."""
        return self._values.get(label, "")
