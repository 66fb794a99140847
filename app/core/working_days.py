"""Working days of Vietnamese offices: the ``holidays`` library, under the office's own exceptions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True)
class DayException:
    """A day that the calendar has wrong or that was swapped, and the document that says so."""

    day: date
    is_off: bool
    reason: str
    source: str = ""


class Calendar(Protocol):
    """Knows whether offices work on a day."""

    def is_working_day(self, day: date) -> bool:
        """Tell whether offices are open on the day."""
        ...


class VietnamCalendar:
    """Saturday, Sunday and public holidays off (Bộ luật Lao động 2019, Điều 112), swapped days as announced.

    The library guesses what has not been announced yet (Tết of later years, the second day of 2/9), therefore
    exceptions always win. Importing the library costs tens of milliseconds: it is done on first use.
    """

    def __init__(self, exceptions: Iterable[DayException] = ()) -> None:
        self._exceptions = {entry.day: entry for entry in exceptions}
        self._holidays: object | None = None

    def is_working_day(self, day: date) -> bool:
        """Tell whether offices are open on the day."""
        exception = self._exceptions.get(day)
        if exception is not None:
            return not exception.is_off
        if self._holidays is None:
            import holidays

            self._holidays = holidays.country_holidays("VN")
        return bool(self._holidays.is_working_day(day))  # type: ignore[attr-defined]


def working_day_on_or_before(day: date, calendar: Calendar) -> date:
    """Return the last working day on or before a day."""
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day


def working_day_on_or_after(day: date, calendar: Calendar) -> date:
    """Return the first working day on or after a day."""
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return day


def working_days_from(day: date, count: int, calendar: Calendar) -> date:
    """Return the day so many working days after a day; before it when ``count`` is negative."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not calendar.is_working_day(day):
            day += step
    return day


def working_days_until(today: date, day: date, calendar: Calendar) -> int:
    """Count the working days after ``today`` up to and including ``day``; negative when the day is past."""
    if day < today:
        return -working_days_until(day, today, calendar)
    return sum(calendar.is_working_day(today + timedelta(days=n)) for n in range(1, (day - today).days + 1))
