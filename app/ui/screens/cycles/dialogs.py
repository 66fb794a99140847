"""Forms of the board: a report that came, a seal code that was told, a day that is granted."""

import re
from datetime import date, datetime, time

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from app.core.clock import OFFICE_ZONE, local_time
from app.core.errors import InvalidField
from app.core.statuses import WORDS, Channel
from app.services.submissions import Receipt
from app.ui.forms import FormDialog
from app.ui.screens.cycles.presenter import CodeFields, GrantFields
from app.ui.widgets.date_edit import DateEdit
from app.ui.widgets.labels import plain_label

_HOUR = re.compile(r"(\d{1,2})(?:\s*[:hg.]\s*(\d{1,2})?)?\s*(?:phút|p)?", re.IGNORECASE)


def read_hour(text: str, field: str) -> time:
    """Read "8:15", "8h15", "0815", "8": an hour of the day; anything else is an ``InvalidField``."""
    line = text.strip()
    if re.fullmatch(r"\d{3,4}", line):
        line = f"{line[:-2]}:{line[-2:]}"
    found = _HOUR.fullmatch(line)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 99)
    if hour > 23 or minute > 59:
        raise InvalidField(field, f"Không đọc được giờ “{text.strip()}”.", hint="Ghi giờ:phút, ví dụ 8:15.")
    return time(hour, minute)


class MomentEdit(QWidget):
    """A day and an hour at the office; ``value()`` gives an aware instant or raises ``InvalidField``."""

    def __init__(self, now: datetime, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        here = local_time(now)
        self.day = DateEdit(today=here.date(), name=f"{name}_day")
        self.day.set_value(here.date())
        self.hour = QLineEdit(f"{here:%H:%M}")
        self.hour.setObjectName(f"{name}_hour")
        self.hour.setAccessibleName("Giờ, phút")
        self.hour.setFixedWidth(self.fontMetrics().averageCharWidth() * 9)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.day, 1)
        row.addWidget(plain_label("lúc", "soft"))
        row.addWidget(self.hour)
        self.setFocusProxy(self.day)

    def value(self) -> datetime:
        """Return the moment."""
        name = self.objectName()
        try:
            day = self.day.value()
        except InvalidField as error:
            raise InvalidField(name, error.message, hint=error.hint) from error
        if day is None:
            raise InvalidField(name, "Chưa ghi ngày.")
        return datetime.combine(day, read_hour(self.hour.text(), name), OFFICE_ZONE)


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
