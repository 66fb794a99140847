"""Forms of the board: a report that came, a seal code that was told, a day that is granted."""

from datetime import date, datetime

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from app.core.clock import local_time
from app.core.errors import InvalidField
from app.core.statuses import WORDS, Channel
from app.services.submissions import Receipt
from app.ui.board_actions import CodeFields, GrantFields
from app.ui.forms import FormDialog
from app.ui.widgets.date_edit import DateEdit
from app.ui.widgets.labels import plain_label
from app.ui.widgets.moment_edit import MomentEdit


class ReceiptForm(FormDialog):
    """Gives a ``Receipt``; the same data may be kept for several units."""

    def __init__(self, parent: QWidget | None, subject: str, *, now: datetime) -> None:
        super().__init__(parent, "Ghi nhận báo cáo", verb="Ghi nhận", name="receipt_form")
        self.received_at = MomentEdit(now, "received_at")
        self.channel = QComboBox()
        for channel in Channel:
            self.channel.addItem(WORDS[channel], channel)
        self.signed_on = DateEdit(today=local_time(now).date(), name="signed_on")
        self.document_number = QLineEdit()
        self.document_number.setPlaceholderText("ví dụ 15/BC-UBND")
        self.note = QLineEdit()
        self.add_row(plain_label(subject, "strong", wraps=True))
        self.add_field(
            "received_at", "Nhận ngày", self.received_at, hint="Thời điểm này quyết định đúng hạn."
        )
        self.add_field("channel", "Nhận qua", self.channel)
        self.add_field("signed_on", "Ngày ký", self.signed_on)
        self.add_field("document_number", "Số, ký hiệu", self.document_number)
        self.add_field("note", "Ghi chú", self.note)

    def read_value(self) -> Receipt:
        """Return the receipt."""
        return Receipt(
            received_at=self.received_at.value(),
            channel=Channel(self.channel.currentData()),
            signed_on=self.signed_on.value(),
            document_number=self.document_number.text(),
            note=self.note.text(),
        )


class CodeForm(FormDialog):
    """Gives ``CodeFields``."""

    def __init__(self, parent: QWidget | None, subject: str, *, now: datetime) -> None:
        super().__init__(parent, "Ghi mã niêm phong", verb="Ghi mã", name="code_form")
        self.seal_code = QLineEdit()
        self.seal_code.setPlaceholderText("ví dụ 7K3M 92QD")
        self.noted_at = MomentEdit(now, "noted_at")
        self.add_row(plain_label(subject, "strong", wraps=True))
        self.add_field(
            "seal_code",
            "Mã niêm phong",
            self.seal_code,
            hint="Mã đơn vị đọc qua điện thoại hoặc nhắn; có thể ghi từng nhóm bốn chữ.",
        )
        self.add_field("noted_at", "Nghe lúc", self.noted_at)

    def read_value(self) -> CodeFields:
        """Return the code and its moment."""
        return CodeFields(code=self.seal_code.text(), noted_at=self.noted_at.value())


class GrantForm(FormDialog):
    """Gives ``GrantFields``; ``field`` is what the use case calls its day."""

    def __init__(
        self,
        parent: QWidget | None,
        subject: str,
        *,
        today: date,
        title: str,
        verb: str,
        field: str,
        label: str,
    ) -> None:
        super().__init__(parent, title, verb=verb, name="grant_form")
        self._field = field
        self.day = DateEdit(today=today, name=field)
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setMinimumHeight(self.fontMetrics().height() * 4)
        self.add_row(plain_label(subject, "strong", wraps=True))
        self.add_field(field, label, self.day)
        self.add_field("reason", "Lý do", self.reason)

    def read_value(self) -> GrantFields:
        """Return the day and the reason."""
        day = self.day.value()
        if day is None:
            raise InvalidField(self._field, "Chưa ghi ngày.", hint="Ghi ngày/tháng/năm, ví dụ 15/3/2026.")
        return GrantFields(day=day, reason=self.reason.toPlainText())
