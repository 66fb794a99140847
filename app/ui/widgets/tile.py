"""A card, larger letters, and a button with any content: what pages beyond tables are made of."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QEnterEvent, QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QLayout

from app.ui.theme import current_theme


def scaled(label: QLabel, factor: float, colour: str = "") -> QLabel:
    """Make a label's letters larger and bold, in a colour if need be."""
    points = QGuiApplication.font().pointSizeF() * factor
    ink = f" color: {colour};" if colour else ""
    label.setStyleSheet(f"font-size: {points:.1f}pt; font-weight: 600;{ink}")
    return label


def card(layout: QLayout) -> QFrame:
    """Put a layout onto a card."""
    frame = QFrame()
    frame.setObjectName("card")
    frame.setLayout(layout)
    return frame


class Tile(QAbstractButton):
    """A button with any content: hover, focus and Enter as people expect them."""

    def __init__(self, name: str, words: str, run: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda _=False: run())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw hover and focus."""
        self.paint_ground(QPainter(self), None, None)

    def paint_ground(self, painter: QPainter, ground: str | None, edge: str | None) -> None:
        """Draw a rounded ground; focus and hover come over it."""
        theme = current_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() and self.isEnabled():
            ground = theme.hover
        if self.hasFocus():
            edge = theme.accent
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the hover."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Take the hover away."""
        super().leaveEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
