"""Labels and values of one record, under headings; every value can be selected and copied."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.ui.widgets.labels import plain_label


@dataclass(slots=True)
class _Row:
    """The labels of one line; what a line showed before is written over, not made anew."""

    heading: QLabel
    label: QLabel
    words: QLabel
    widget: QWidget | None = None


class DetailPane(QScrollArea):
    """``show_pairs`` replaces everything: (label, value) lines; a pair with an empty label is a heading."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("detail_pane")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._values: dict[str, str] = {}
        self._rows: list[_Row] = []
        inside = QWidget()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        column = QVBoxLayout(inside)
        column.setContentsMargins(4, 4, 12, 4)
        column.addLayout(self._grid)
        column.addStretch(1)
        self.setWidget(inside)

    def show_pairs(self, pairs: Iterable[tuple[str, str | QWidget]]) -> None:
        """Show lines; a value may be a widget, such as a ``StatusChip``. Empty values are left out."""
        shown = [(label, value) for label, value in pairs if value]
        self._values = {label: value for label, value in shown if label and isinstance(value, str)}
        while len(self._rows) < len(shown):
            self._rows.append(self._make_row(len(self._rows)))
        for place, row in enumerate(self._rows):
            label, value = shown[place] if place < len(shown) else ("", "")
            self._fill(row, place, label, value)
        self.verticalScrollBar().setValue(0)

    def _make_row(self, line: int) -> _Row:
        row = _Row(
            plain_label("", "strong", wraps=True), plain_label("", "soft"), plain_label("", wraps=True)
        )
        row.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid.addWidget(row.heading, line, 0, 1, 2)
        self._grid.addWidget(row.label, line, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(row.words, line, 1)
        return row

    def _fill(self, row: _Row, line: int, label: str, value: str | QWidget) -> None:
        if row.widget is not None:
            row.widget.hide()
            row.widget.deleteLater()
            row.widget = None
        is_text = isinstance(value, str)
        if isinstance(value, QWidget):
            row.widget = value
            self._grid.addWidget(value, line, 1, Qt.AlignmentFlag.AlignLeft)
        for part, words, is_there in (
            (row.heading, value if is_text else "", is_text and not label and bool(value)),
            (row.label, label, bool(label)),
            (row.words, value if is_text else "", is_text and bool(label)),
        ):
            if is_there:
                part.setText(str(words))
            part.setVisible(is_there)

    def value(self, label: str) -> str:
        """Return what stands beside a label."""
        return self._values.get(label, "")
