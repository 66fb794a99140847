"""The form of the preview: when the files reached the office."""

from datetime import datetime

from PySide6.QtWidgets import QWidget

from app.ui.forms import FormDialog
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
