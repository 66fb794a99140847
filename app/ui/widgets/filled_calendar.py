"""A month of days of which some are filled; choosing one tells it."""

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QDate, QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QColor, QFont, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QVBoxLayout, QWidget

from app.core.periods import Month
from app.ui.theme import current_theme
from app.ui.widgets.labels import icon_button, plain_label

_WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


class FilledCalendar(QWidget):
    """``day_chosen(date)``: a click or Enter on a day. Filled days are bold on a coloured ground."""

    day_chosen = Signal(object)

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._filled: frozenset[date] = frozenset()
        self.days = QCalendarWidget()
        self.days.setLocale(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
        self.days.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.days.setNavigationBarVisible(False)
        self.days.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.NoHorizontalHeader)
        self.days.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.days.setMinimumHeight(int(self.fontMetrics().height() * 7.5))  # six weeks
        self._title = plain_label("", "strong")
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head, names = QHBoxLayout(), QHBoxLayout()
        head.addWidget(icon_button("left", "Tháng trước", self.days.showPreviousMonth))
        head.addWidget(self._title, 1)
        head.addWidget(icon_button("right", "Tháng sau", self.days.showNextMonth))
        for words in _WEEKDAYS:
            label = plain_label(words, "soft")
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            names.addWidget(label, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addLayout(names)
        column.addWidget(self.days)
        self.days.clicked.connect(self._tell)
        self.days.activated.connect(self._tell)
        self.days.currentPageChanged.connect(self._show_title)
        self._show_title(self.days.yearShown(), self.days.monthShown())

    @property
    def filled(self) -> frozenset[date]:
        """The days that are marked."""
        return self._filled

    def set_filled(self, days: Iterable[date], *, show: date) -> None:
        """Mark other days, and turn to a day's month."""
        self._filled = frozenset(days)
        self._dress()
        self.days.setCurrentPage(show.year, show.month)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_filled"):
            self._dress()

    def _dress(self) -> None:
        theme = current_theme()
        plain, filled = QTextCharFormat(), QTextCharFormat()
        plain.setForeground(QColor(theme.ink))
        for weekday in range(1, 8):
            self.days.setWeekdayTextFormat(Qt.DayOfWeek(weekday), plain)
        self.days.setDateTextFormat(QDate(), QTextCharFormat())
        filled.setBackground(QColor(theme.accent_soft))
        filled.setForeground(QColor(theme.accent))
        filled.setFontWeight(QFont.Weight.Bold)
        for day in self._filled:
            self.days.setDateTextFormat(QDate(day.year, day.month, day.day), filled)

    def _show_title(self, year: int, month: int) -> None:
        words = Month(year, month).short
        self._title.setText(words[:1].upper() + words[1:])

    def _tell(self, day: QDate) -> None:
        self.day_chosen.emit(date(day.year(), day.month(), day.day()))
