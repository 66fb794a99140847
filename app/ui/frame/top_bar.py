"""The bar on top: whose register, in what role, which period, and the box that finds everything."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from app.ui.frame.module import Heading
from app.ui.icons import beside_words, icon
from app.ui.widgets.labels import ElidedLabel, icon_button, plain_label

if TYPE_CHECKING:
    from app.core.periods import Month


class TopBar(QFrame):
    """Emits ``stepped(months)`` for the period's arrows and ``search_wanted`` for the box."""

    stepped = Signal(int)
    search_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("top_bar")
        self.unit = ElidedLabel("", "strong")
        self.unit.setObjectName("unit_label")
        self.role = plain_label("", "soft")
        self.role.setObjectName("role_label")
        self._earlier = icon_button("left", "Kỳ trước (Alt+PgUp)", lambda: self.stepped.emit(-1))
        self._later = icon_button("right", "Kỳ sau (Alt+PgDn)", lambda: self.stepped.emit(1))
        self.period = plain_label("", "strong")
        self.period.setObjectName("period_label")
        self.search = QPushButton(icon("search", "ink_soft"), "Tìm, ra lệnh  Ctrl+K")
        self.search.setObjectName("palette_button")
        self.search.setIconSize(beside_words(self.fontMetrics().ascent()))
        self.search.setToolTip("Tìm phân hệ, lệnh (Ctrl+K)")
        self.search.clicked.connect(self.search_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self.unit, 1)
        row.addWidget(self.role)
        row.addSpacing(8)
        for widget in (self._earlier, self.period, self._later):
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self.search)
        self.show_period(None)
        self.fit(is_narrow=True)

    def show_heading(self, heading: Heading) -> None:
        """Show the office and its role."""
        self.unit.setText(heading.unit)
        self.role.setText(heading.role)

    def show_period(self, period: "Month | None") -> None:
        """Show the period; without one its arrows are away."""
        self.period.setText(f"Kỳ {period.short}" if period else "")
        for widget in (self._earlier, self.period, self._later):
            widget.setVisible(period is not None)

    def fit(self, *, is_narrow: bool) -> None:
        """Leave out what can be read elsewhere where the window is narrow."""
        self.role.setVisible(not is_narrow)
        self.search.setIconSize(beside_words(self.fontMetrics().ascent()))
        self.search.setText("Ctrl+K" if is_narrow else "Tìm, ra lệnh  Ctrl+K")
