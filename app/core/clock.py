"""The only place that asks what time it is."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    """What time it is: an instant in UTC, and the day on the office's calendar."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...

    def today(self) -> date:
        """Return the present day in local time."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return the present day in local time."""
        return datetime.now().astimezone().date()


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still: for samples, replays and tests."""

    instant: datetime

    def now(self) -> datetime:
        """Return the fixed instant."""
        return self.instant.astimezone(UTC)

    def today(self) -> date:
        """Return the fixed day as the instant's own zone sees it."""
        return self.instant.date()


def local_day(instant: datetime) -> date:
    """Return the local day on which an instant (aware) falls."""
    return instant.astimezone().date()
