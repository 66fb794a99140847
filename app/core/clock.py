"""The only place that asks what time it is, and the only one that knows the office's time zone.

Days are days of Viet Nam time (UTC+7, no summer time), whatever zone the computer is set to: two registers
must agree on which day a report came in.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Protocol

OFFICE_ZONE = timezone(timedelta(hours=7), "ICT")


class Clock(Protocol):
    """What time it is: an instant in UTC, and the day on the office's calendar."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...

    def today(self) -> date:
        """Return the present day at the office."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return the present day at the office."""
        return local_day(self.now())


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still: for samples, replays and tests."""

    instant: datetime

    def now(self) -> datetime:
        """Return the fixed instant, in UTC."""
        return self.instant.astimezone(UTC)

    def today(self) -> date:
        """Return the day of the fixed instant at the office."""
        return local_day(self.instant)


@dataclass(frozen=True, slots=True)
class PracticeClock:
    """The computer's clock moved to a day of the practice register: its hours go by, its day is that one."""

    day: date

    def now(self) -> datetime:
        """Return the present hour of the practice day, in UTC."""
        hour = local_time(datetime.now(UTC))
        return datetime.combine(self.day, hour.timetz()).astimezone(UTC)

    def today(self) -> date:
        """Return the practice day."""
        return self.day


def local_day(instant: datetime) -> date:
    """Return the day at the office on which an instant (aware) falls."""
    return instant.astimezone(OFFICE_ZONE).date()


def local_time(instant: datetime) -> datetime:
    """Return an instant as the office's clock shows it."""
    return instant.astimezone(OFFICE_ZONE)


def at_office(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """Return the instant of an hour of a day at the office."""
    return datetime.combine(day, time(hour, minute), OFFICE_ZONE)


def end_of_day(day: date) -> datetime:
    """Return the first instant after a day at the office; what happened before it happened by that day."""
    return at_office(day + timedelta(days=1))
