"""A moment at the office: a day, and an hour as people write it."""

import re
from datetime import datetime, time

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.core.clock import OFFICE_ZONE, local_time
from app.core.errors import InvalidField
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
