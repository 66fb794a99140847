"""The row of actions above a screen: icon and word; where it gets narrow only icons, words in the tooltip."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from app.ui.icons import beside_words, icon
from app.ui.widgets.labels import bare


class ActionBar(QWidget):
    """Buttons over ``QAction``s; the last ones lose their words first, the primary one never."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.setObjectName("action_bar")
        self._owner = owner
        self._buttons: list[QToolButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._row.addStretch(1)

    def add(
        self,
        text: str,
        run: Callable[[], object],
        *,
        mark: str,
        name: str,
        keys: str = "",
        primary: bool = False,
    ) -> QAction:
        """Add an action; ``keys`` ("Ctrl+N") work inside the owner and stand in the tooltip."""
        action = QAction(icon(mark, "accent_ink" if primary else "ink_soft"), text, self._owner)
        action.setObjectName(name)
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        words = text.replace("&", "")
        action.setToolTip(f"{words} ({keys})" if keys else words)
        action.triggered.connect(bare(run))
        self._owner.addAction(action)
        button = QToolButton(self)
        button.setObjectName(f"{name}_button")
        button.setDefaultAction(action)
        button.setAccessibleName(words)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        if primary:
            button.setProperty("kind", "primary")
        action.visibleChanged.connect(lambda: button.setVisible(action.isVisible()))
        self._buttons.append(button)
        self._row.insertWidget(self._row.count() - 1, button)
        return action

    def add_widget(self, widget: QWidget) -> None:
        """Put something else into the row, before the free room."""
        self._row.insertWidget(self._row.count() - 1, widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take words away from the right until the row fits, give them back where there is room."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Choose which buttons keep their words."""
        side = self.fontMetrics().height()
        for button in self._buttons:
            button.setIconSize(beside_words(side))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        items = [self._row.itemAt(place) for place in range(self._row.count())]
        widgets = [widget for item in items if item is not None and (widget := item.widget()) is not None]
        shown = [widget for widget in widgets if not widget.isHidden()]
        needed = sum(widget.sizeHint().width() + self._row.spacing() for widget in shown)
        for button in reversed(self._buttons):
            if needed <= self.width():
                break
            if button.property("kind") != "primary" and not button.isHidden():
                before = button.sizeHint().width()
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
                needed -= before - button.sizeHint().width()
