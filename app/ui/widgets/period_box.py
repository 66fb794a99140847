"""A choice among the periods of a rule, the newest first."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from app.services.queries.periods import PeriodRow


class PeriodBox(QComboBox):
    """``picked(name)`` comes only when a person chooses: "2024-03"."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("period_box")
        self.setAccessibleName("Kỳ báo cáo")
        self.setToolTip("Kỳ báo cáo (Alt+PgUp, Alt+PgDn)")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.hide()  # nothing to choose yet
        self.activated.connect(lambda _: self.picked.emit(self.currentData()))

    def set_periods(self, periods: Sequence[PeriodRow], chosen: str) -> None:
        """Show the periods, the chosen one on top; tells nobody."""
        self.blockSignals(True)
        self.clear()
        for period in periods:
            self.addItem(f"Tháng {period.month.month}/{period.month.year}", period.name)
        self.setVisible(bool(periods))
        self.setCurrentIndex(max(0, self.findData(chosen)))
        self.blockSignals(False)
