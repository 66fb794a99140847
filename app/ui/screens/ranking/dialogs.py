"""The form of the method."""

from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget

from app.core.ranking import Method
from app.core.statuses import WORDS, TieRule
from app.ui.forms import FormDialog


class MethodForm(FormDialog):
    """Gives a ``Method``: two weights that make a hundred, and the rule for shared places."""

    def __init__(self, parent: QWidget | None, method: Method) -> None:
        super().__init__(parent, "Phương pháp xếp hạng", name="method_form")
        self.reports, self.tasks = QSpinBox(), QSpinBox()
        for box, value in ((self.reports, method.reports), (self.tasks, method.tasks)):
            box.setRange(0, 100)
            box.setValue(value)
        self.reports.valueChanged.connect(lambda value: self.tasks.setValue(100 - value))
        self.tie = QComboBox()
        self.tie.addItem("Chưa chọn", None)
        for rule in TieRule:
            self.tie.addItem(WORDS[rule], rule)
        self.tie.setCurrentIndex(max(0, self.tie.findData(method.tie)))
        self.add_field("reports", "Trọng số báo cáo", self.reports, hint="Tỷ lệ kỳ báo cáo đúng hạn.")
        self.add_field(
            "tasks", "Trọng số nhiệm vụ", self.tasks, hint="Tỷ lệ nhiệm vụ xong đúng hạn trên số đến hạn."
        )
        self.add_field(
            "tie", "Quy tắc đồng hạng", self.tie, hint="Bảng đã công bố giữ phương pháp lúc công bố."
        )

    def read_value(self) -> Method:
        """Return what was entered."""
        return Method(self.reports.value(), self.tasks.value(), self.tie.currentData())
