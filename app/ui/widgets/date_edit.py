"""A field for a date: typed as people type, or chosen from a calendar; the text is never taken away."""

from datetime import date, timedelta

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.errors import InvalidField
from app.core.periods import Month
from app.core.text import format_date
from app.ui.widgets.date_reading import read_date
from app.ui.widgets.labels import icon_button, restyle


class _Line(QLineEdit):
    left = Signal()
    stepped = Signal(int)
    wanted_today = Signal()
    wanted_calendar = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, is_control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers():
            self.stepped.emit(1 if key == Qt.Key.Key_Up else -1)
        elif key == Qt.Key.Key_F4:
            self.wanted_calendar.emit()
        elif is_control and key == Qt.Key.Key_Semicolon:
            self.wanted_today.emit()
        else:
            super().keyPressEvent(event)


class DateEdit(QWidget):
    """``value()`` gives the date or None, or raises ``InvalidField`` named after the widget.

    "1/3" is 01/03 of this year, "12" the 12th of ``month``; Up and Down go a day, Ctrl+; is today, F4 the
    calendar. ``changed(date | None)`` follows a valid date, ``problem_found(str)`` another text.
    """

    changed = Signal(object)
    problem_found = Signal(str)

    def __init__(self, *, today: date, month: Month | None = None, name: str = "date") -> None:
        super().__init__()
        self.setObjectName(name)
        self.today = today
        self.month = month
        self.line = _Line()
        self.line.setObjectName(f"{name}_line")
        self.line.setPlaceholderText("ngày/tháng/năm")
        self._shown: date | None = None
        self._popup: QFrame | None = None
        button = icon_button("calendar", "Chọn trên lịch (F4)", self.open_calendar)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.line, 1)
        row.addWidget(button)
        self.setFocusProxy(self.line)
        self.line.setMinimumWidth(self.line.fontMetrics().averageCharWidth() * 15)
        self.line.left.connect(self.settle)
        self.line.returnPressed.connect(self.settle)
        self.line.stepped.connect(self._step)
        self.line.wanted_today.connect(lambda: self.set_value(self.today))
        self.line.wanted_calendar.connect(self.open_calendar)

    def value(self) -> date | None:
        """Return the date that stands there; raises ``InvalidField``."""
        return read_date(self.line.text(), today=self.today, month=self.month, field=self.objectName())

    def set_value(self, day: date | None) -> None:
        """Show a date; None shows nothing."""
        self.line.setText(format_date(day) if day else "")
        self.settle()

    def settle(self) -> None:
        """Write a valid date out in full; keep another text as it is and say what is wrong."""
        try:
            day = self.value()
        except InvalidField as error:
            self._mark(invalid=True)
            self.problem_found.emit(f"{error.message} {error.hint}")
            return
        self._mark(invalid=False)
        if day is not None:
            self.line.setText(format_date(day))
        if day != self._shown:
            self._shown = day
            self.changed.emit(day)

    def open_calendar(self) -> QCalendarWidget:
        """Float a calendar under the field."""
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setObjectName("card")
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget()
        calendar.setLocale(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        start = self._value_or_none() or (self.month.day(1) if self.month else self.today)
        calendar.setSelectedDate(QDate(start.year, start.month, start.day))
        calendar.clicked.connect(self._chosen)
        calendar.activated.connect(self._chosen)
        QVBoxLayout(popup).addWidget(calendar)
        self._popup = popup
        popup.move(self.mapToGlobal(QPoint(0, self.height())))
        popup.show()
        calendar.setFocus()
        return calendar

    def _chosen(self, day: QDate) -> None:
        self.set_value(date(day.year(), day.month(), day.day()))
        if self._popup is not None:
            self._popup.close()
            self._popup = None

    def _step(self, days: int) -> None:
        start = self._value_or_none()
        self.set_value(start + timedelta(days=days) if start else self.today)

    def _value_or_none(self) -> date | None:
        try:
            return self.value()
        except InvalidField:
            return None

    def _mark(self, *, invalid: bool) -> None:
        if self.line.property("invalid") != invalid:
            self.line.setProperty("invalid", invalid)
            restyle(self.line)
