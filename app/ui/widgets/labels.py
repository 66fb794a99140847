"""Labels that show foreign text as it stands, and the few buttons every widget needs."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from app.ui.icons import Paint, icon


def bare(run: Callable[[], object]) -> Callable[..., None]:
    """Return a slot that drops what Qt sends along, such as "checked"."""

    def pressed(*_: object) -> None:
        run()

    return pressed


def plain_label(text: str = "", kind: str = "", *, wraps: bool = False) -> QLabel:
    """Make a label that never reads its text as markup; ``kind``: title, soft, strong, error."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wraps)
    if kind:
        label.setProperty("kind", kind)
    if wraps:
        policy = label.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        label.setSizePolicy(policy)
    return label


class ElidedLabel(QLabel):
    """A label on one line that gives way: what does not fit ends in an ellipsis, the tooltip has it all."""

    def __init__(self, text: str = "", kind: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if kind:
            self.setProperty("kind", kind)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Change the text and the tooltip."""
        super().setText(text)
        self.setToolTip(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much as fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def push_button(text: str, run: Callable[[], object], *, name: str, primary: bool = False) -> QPushButton:
    """Make a button named by a verb."""
    button = QPushButton(text)
    button.setObjectName(name)
    if primary:
        button.setProperty("kind", "primary")
    button.clicked.connect(bare(run))
    return button


def icon_button(
    name: str,
    words: str,
    run: Callable[[], object] | None,
    parent: QWidget | None = None,
    paint: Paint = "ink_soft",
) -> QToolButton:
    """Make a flat button with a drawing; its words are the tooltip and what a screen reader says."""
    button = QToolButton(parent)
    button.setObjectName(f"{name}_button")
    button.setIcon(icon(name, paint))
    side = button.fontMetrics().height()
    button.setIconSize(QSize(side, side))
    button.setAutoRaise(True)
    button.setToolTip(words)
    button.setAccessibleName(words)
    if run is not None:
        button.clicked.connect(bare(run))
    return button


def restyle(widget: QWidget) -> None:
    """Let the style sheet look again after a property has changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
