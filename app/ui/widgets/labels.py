"""Labels that show foreign text as it stands, and the few buttons every widget needs."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from app.ui.icons import Paint, icon


def plain_label(text: str = "", kind: str = "", *, wraps: bool = False) -> QLabel:
    """Make a label that never reads its text as markup; ``kind`` picks its look: title, soft, strong, error."""
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


def push_button(text: str, run: Callable[[], object], *, name: str, primary: bool = False) -> QPushButton:
    """Make a button named by a verb."""
    button = QPushButton(text)
    button.setObjectName(name)
    if primary:
        button.setProperty("kind", "primary")
    button.clicked.connect(lambda: run())
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
        button.clicked.connect(lambda: run())
    return button


def restyle(widget: QWidget) -> None:
    """Let the style sheet look again after a property has changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
