"""States with their counts as buttons; where it is narrow only the chosen one keeps its word."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from app.core.text import format_number
from app.ui.icons import icon
from app.ui.tone import Tone


@dataclass(frozen=True, slots=True)
class Chip:
    """One state: its key ("" for all), its word and a shorter one, its look, how many there are."""

    key: str
    word: str
    short: str
    icon: str
    tone: Tone
    count: int


class StateChips(QWidget):
    """``chosen(key)`` comes when a person presses a chip; arrows go from one to the next."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("state_chips")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        self._chips: dict[str, Chip] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._row.addStretch(1)

    def show_chips(self, chips: Sequence[Chip], current: str) -> None:
        """Show counts; buttons stay where they are, so that the cursor does too."""
        for chip in chips:
            if chip.key not in self._buttons:
                self._add(chip.key)
            self._chips[chip.key] = chip
        if current in self._buttons:
            self._buttons[current].setChecked(True)
        self.fit()

    def text(self, key: str) -> str:
        """Return what a chip says in full."""
        chip = self._chips[key]
        return f"{chip.word} {format_number(chip.count)}"

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give words where there is room."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Choose which chips keep their words."""
        side = self.fontMetrics().height()
        for key, button in self._buttons.items():
            chip = self._chips[key]
            button.setIcon(icon(chip.icon, chip.tone))
            button.setIconSize(QSize(side, side))
            button.setToolTip(self.text(key))
            button.setAccessibleName(self.text(key))
        for words in (self.text, self._short, self._own_word, self._number):
            for key, button in self._buttons.items():
                button.setText(f" {words(key)}")
            if (
                sum(b.sizeHint().width() + self._row.spacing() for b in self._buttons.values())
                <= self.width()
            ):
                break

    def _short(self, key: str) -> str:
        return f"{self._chips[key].short} {self._number(key)}"

    def _own_word(self, key: str) -> str:
        return self.text(key) if self._buttons[key].isChecked() else self._number(key)

    def _number(self, key: str) -> str:
        return format_number(self._chips[key].count)

    def _add(self, key: str) -> None:
        button = QToolButton(self)
        button.setObjectName(f"chip_{key or 'all'}")
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(lambda: self._press(key))
        self._group.addButton(button)
        self._buttons[key] = button
        self._row.insertWidget(self._row.count() - 1, button)

    def _press(self, key: str) -> None:
        self.fit()
        self.chosen.emit(key)
