"""The list of modules on the left: icons and words, icons alone where the window is narrow."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.frame.module import Module
from app.ui.icons import icon

_MARGIN, _GAP = 8, 2
_TIGHT, _COMFORTABLE = 1.15, 1.8  # heights of an entry, in lines of text


class Rail(QFrame):
    """Emits ``chosen(key)``; Alt+1…9 are the window's shortcuts."""

    chosen = Signal(str)

    def __init__(self, modules: Sequence[Module], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        self._is_narrow = False
        self._wanted = 0
        self._offered = len(modules)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, _MARGIN, 0, _MARGIN)
        column.setSpacing(_GAP)
        for module in modules:
            button = QToolButton()
            button.setObjectName(f"module_{module.key}")
            button.setText(f" {module.title}")
            button.setIcon(_icon(module.icon))
            button.setCheckable(True)
            button.setAccessibleName(module.title)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _=False, key=module.key: self.chosen.emit(key))
            self._group.addButton(button)
            self._buttons[module.key] = button
            column.addWidget(button)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # it would cover the icons
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self._scroll = scroll
        self.offer([module.key for module in modules])
        self.fit(is_narrow=True)  # small first: a window must be able to become narrow

    @property
    def is_narrow(self) -> bool:
        """Whether only icons are shown."""
        return self._is_narrow

    def choose(self, key: str) -> None:
        """Mark a module as the open one."""
        self._buttons[key].setChecked(True)
        self._scroll.ensureWidgetVisible(self._buttons[key], 0, 0)

    def offer(self, keys: Sequence[str]) -> None:
        """Show these modules and no others; the first nine name their keys."""
        for key, button in self._buttons.items():
            button.setVisible(key in keys)
        for place, key in enumerate(keys, 1):
            button = self._buttons[key]
            button.setToolTip(f"{button.accessibleName()} (Alt+{place})" if place <= 9 else "")
        self._offered = len(keys)
        self._share_height()

    def fit(self, *, is_narrow: bool) -> None:
        """Show words or not, in the size of the font."""
        self._is_narrow = is_narrow
        side = int(self.fontMetrics().height() * 1.05)
        style = (
            Qt.ToolButtonStyle.ToolButtonIconOnly
            if is_narrow
            else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        )
        for button in self._buttons.values():
            button.setIconSize(QSize(side, side))
            button.setToolButtonStyle(style)
        widest = max((button.sizeHint().width() for button in self._buttons.values()), default=0)
        self._wanted = max(widest, side * 2) + (0 if is_narrow else self.fontMetrics().averageCharWidth())
        # Words give way to icons: they must not keep the window from becoming narrow.
        self.setMinimumWidth(min(self._wanted, side * 3))
        self.setMaximumWidth(self._wanted)
        self._share_height()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Ask for the width of the words, or of the icons alone."""
        return QSize(self._wanted, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move the entries together where the window is low, before any has to be scrolled to."""
        super().resizeEvent(event)
        self._share_height()

    def _share_height(self) -> None:
        letters = self.fontMetrics().height()
        room = (self.height() - 2 * _MARGIN) // max(1, self._offered) - _GAP
        for button in self._buttons.values():
            button.setFixedHeight(max(int(letters * _TIGHT), min(int(letters * _COMFORTABLE), room)))


def _icon(name: str) -> QIcon:
    return icon(name, "rail_ink")
