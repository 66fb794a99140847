"""The forms of the preview: when the files reached the office, why a cell is chosen so."""

from datetime import datetime

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from app.core.errors import InvalidField
from app.core.text import one_line
from app.ui.forms import FormDialog
from app.ui.screens.receiving.presenter import ChoiceFields
from app.ui.widgets.labels import plain_label
from app.ui.widgets.moment_edit import MomentEdit


class ArrivalForm(FormDialog):
    """Gives the moment at which files reached the office, where they are taken in later."""

    def __init__(self, parent: QWidget, now: datetime) -> None:
        super().__init__(parent, "Giờ gói đến nơi", verb="Ghi giờ", name="arrival_form")
        self.received_at = MomentEdit(now, "received_at")
        self.add_row(
            plain_label(
                "Gói đến nơi lúc nào thì tính lúc ấy, dù hôm nay mới nhập: đơn vị không bị tính muộn vì "
                "cơ quan nhận nhập sau.",
                wraps=True,
            )
        )
        self.add_field("received_at", "Đến nơi ngày", self.received_at)

    def read_value(self) -> datetime:
        """Return the moment."""
        return self.received_at.value()


class ChoiceForm(FormDialog):
    """Gives ``ChoiceFields``."""

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent, title, verb="Chọn", name="choice_form")
        self.reason = QLineEdit()
        self.remember = QCheckBox("Nhớ lựa chọn này: kỳ sau gợi ý sẵn cho đơn vị")
        self.add_field("reason", "Lý do", self.reason)
        self.add_row(self.remember)

    def read_value(self) -> ChoiceFields:
        """Return the reason, which may not be empty."""
        reason = one_line(self.reason.text())
        if not reason:
            raise InvalidField("reason", "Chưa ghi lý do chọn.")
        return ChoiceFields(reason, self.remember.isChecked())
