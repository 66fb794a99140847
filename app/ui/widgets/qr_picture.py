"""A QR drawn in whole pixels, always dark on white with its quiet zone, so that every phone reads it."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_QUIET = 4


class QrPicture(QWidget):
    """Shows rows of modules; ``side`` pixels at most, a whole number of pixels a module."""

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("qr_picture")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._side = side
        self._modules: Sequence[Sequence[bool]] = ()

    def show_modules(self, modules: Sequence[Sequence[bool]], words: str) -> None:
        """Show another code; ``words`` is what a screen reader says."""
        self._modules = modules
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    @property
    def _step(self) -> int:
        return max(2, self._side // (len(self._modules) + 2 * _QUIET)) if self._modules else 0

    def sizeHint(self) -> QSize:
        """Ask for a whole number of pixels a module."""
        side = self._step * (len(self._modules) + 2 * _QUIET)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw black on white in both themes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        step = self._step
        side = step * (len(self._modules) + 2 * _QUIET)
        painter.fillRect(QRect(0, 0, side, side), QColor(Qt.GlobalColor.white))
        for line, row in enumerate(self._modules, _QUIET):
            for place, dark in enumerate(row, _QUIET):
                if dark:
                    painter.fillRect(place * step, line * step, step, step, QColor(Qt.GlobalColor.black))
