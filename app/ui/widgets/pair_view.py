"""A list and its detail: side by side where there is room, else one at a time (Enter goes in, Esc back)."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSplitter, QVBoxLayout, QWidget

from app.ui.icons import icon
from app.ui.widgets.labels import push_button


class Stacked(QWidget):
    """A list over the words of its current row; in a low room the list has it all."""

    def __init__(self, first: QWidget, second: QWidget) -> None:
        super().__init__()
        self._second = second
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(first, 3)
        column.addWidget(second, 2)
        self.setFocusProxy(first)
        self.is_wanted = True

    def want_second(self, wanted: bool) -> None:
        """Show the words, where there is room, or leave them to what stands beside the list."""
        self.is_wanted = wanted
        self._settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give a low room to the list."""
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        self._second.setVisible(self.is_wanted and self.height() > self.fontMetrics().height() * 18)


class PairView(QWidget):
    """``open_detail`` and ``open_list`` matter where it is narrow; ``back_button`` is for the detail's head.

    ``share`` is the list's part of the width, until the person moves the line between.
    ``detail_shown`` comes whenever the detail gets into view, so that it can be filled only then.
    """

    detail_shown = Signal()

    def __init__(
        self, first: QWidget, detail: QWidget, *, back: str, letters: int = 140, share: float = 5 / 9
    ) -> None:
        super().__init__()
        self.setObjectName("pair_view")
        self.first = first
        self.detail = detail
        self.back_button: QPushButton = push_button(back, self.open_list, name="back_button")
        self.back_button.setIcon(icon("left", "ink_soft"))
        self.back_button.setToolTip("Esc")
        self._letters, self._share = letters, share
        self._is_wide = False
        self._is_inside = False
        self._is_moved = False
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(17)
        self._splitter.addWidget(first)
        self._splitter.addWidget(detail)
        self._splitter.splitterMoved.connect(self._moved)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._splitter)
        self._settle()

    @property
    def shows_detail(self) -> bool:
        """Whether the detail is in view."""
        return self._is_wide or self._is_inside

    @property
    def is_inside(self) -> bool:
        """Whether the person went into the detail."""
        return self._is_inside

    def open_detail(self) -> None:
        """Go into the detail."""
        self._is_inside = True
        self._settle()
        self.detail_shown.emit()

    def open_list(self) -> None:
        """Go back to the list."""
        self._is_inside = False
        self._settle()
        self.first.setFocus()

    def minimumSizeHint(self) -> QSize:
        """Ask for no more than a small screen has."""
        return QSize(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose between side by side and one at a time."""
        super().resizeEvent(event)
        self._choose()

    def changeEvent(self, event: QEvent) -> None:
        """Choose again when letters grow."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back with Esc from a detail that covers the list."""
        if event.key() == Qt.Key.Key_Escape and self._is_inside and not self._is_wide:
            self.open_list()
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        is_wide = self.width() >= self.fontMetrics().averageCharWidth() * self._letters
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            self._settle()
            if is_wide:
                self.detail_shown.emit()
        if is_wide and not self._is_moved:  # what stands in the two is no measure of the room they need
            first = round(self.width() * self._share)
            self._splitter.setSizes([first, self.width() - first])

    def _moved(self) -> None:
        self._is_moved = True

    def _settle(self) -> None:
        self.first.setVisible(self._is_wide or not self._is_inside)
        self.detail.setVisible(self.shows_detail)
        if isinstance(self.first, Stacked):
            self.first.want_second(not self._is_wide)
        self.back_button.setVisible(not self._is_wide)
