"""Reporting windows: half-open runs of whole local days, so that no day is counted twice and none is lost.

"From the 12th of last month to the 12th" names day 12 at both ends. Here a window opens on ``start_day``
and ends before the next one opens: start 12 reads "12 → hết ngày 11", start 13 is the other side (13 → 12),
start 15 the national rule (Nghị định 09/2019/NĐ-CP, Điều 12: 15 → 14). A period bears the month of its due
day. Where an office insists on both ends ("cả hai ngày") windows overlap by a day: the one setting under
which days are counted twice, and ``days_counted`` names them.
"""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from app.core.errors import InvalidField


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of the calendar, the name of a period: ``2024-03``, "tháng 3 năm 2024"."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read ``2024-03``, ``3/2024`` or ``03/2024``; anything else is an ``InvalidField``."""
        first, _, second = text.strip().replace("/", "-").partition("-")
        if first.isdecimal() and second.isdecimal():
            year, month = (int(first), int(second)) if len(first) == 4 else (int(second), int(first))
            if 1 <= month <= 12 and 1900 <= year <= 9999:
                return cls(year, month)
        raise InvalidField("period", f"Kỳ “{text}” không đúng.", hint="Ghi năm-tháng, ví dụ 2024-03.")

    @classmethod
    def of(cls, day: date) -> "Month":
        """Return the month a day lies in."""
        return cls(day.year, day.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def words(self) -> str:
        """Return "tháng 3 năm 2024"."""
        return f"tháng {self.month} năm {self.year}"

    @property
    def short(self) -> str:
        """Return "tháng 3/2024"."""
        return f"tháng {self.month}/{self.year}"

    def plus(self, months: int) -> "Month":
        """Return the month so many months later (earlier when negative)."""
        index = self.year * 12 + self.month - 1 + months
        return Month(index // 12, index % 12 + 1)

    def day(self, number: int) -> date:
        """Return day ``number`` of the month, or its last day where the month is shorter."""
        return date(self.year, self.month, min(number, calendar.monthrange(self.year, self.month)[1]))


def month_words(months: Sequence[Month]) -> str:
    """Name months in a row: "tháng 1, 2" or, over New Year, "tháng 12/2023, 1/2024"."""
    if len({month.year for month in months}) > 1:
        return "tháng " + ", ".join(f"{month.month}/{month.year}" for month in months)
    return "tháng " + ", ".join(str(month.month) for month in months)


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open run of days: ``starts_on`` is in, ``ends_before`` is out."""

    starts_on: date
    ends_before: date

    @property
    def last_day(self) -> date:
        """The last day that counts."""
        return self.ends_before - timedelta(days=1)

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.starts_on <= day < self.ends_before


@dataclass(frozen=True, slots=True)
class WindowRule:
    """When monthly windows open and when their report is due: days 1 to 31, clamped to the month's end."""

    start_day: int = 12
    due_day: int = 12
    both_ends: bool = False

    def __post_init__(self) -> None:
        for field, value in (("start_day", self.start_day), ("due_day", self.due_day)):
            if not 1 <= value <= 31:
                raise InvalidField(field, f"Ngày {value} không có trong tháng nào.", hint="Chọn từ 1 đến 31.")

    def window(self, month: Month) -> Window:
        """Return the window of the period named ``month``: the last one over by the end of the due day."""
        closing = month if self._closes_by_due_day else month.plus(-1)
        last = timedelta(days=1 if self.both_ends else 0)
        return Window(closing.plus(-1).day(self.start_day), closing.day(self.start_day) + last)

    def legal_due(self, month: Month) -> date:
        """Return the day the directive names for the period ``month``."""
        return month.day(self.due_day)

    def month_of(self, day: date) -> Month:
        """Return the one period that a day's work is reported in; of two, the later one."""
        opened = Month.of(day) if day >= Month.of(day).day(self.start_day) else Month.of(day).plus(-1)
        closing = opened.plus(1)
        return closing if self._closes_by_due_day else closing.plus(1)

    @property
    def _closes_by_due_day(self) -> bool:
        # 13 → 12 ends on its due day: no day left, yet the 12th. So does 12 → 12.
        return self.start_day + self.both_ends <= self.due_day + 1

    def last_closed(self, day: date) -> Month:
        """Return the period whose window was the last to close on or before the end of ``day - 1``.

        On 12/03 with the rule 12 → 11 it is the period of March: its last day, 11/03, is over.
        """
        return self.month_of(day - timedelta(days=1 if self.both_ends else 0)).plus(-1)


def months_between(first: Month, last: Month) -> Iterator[Month]:
    """Yield every month from first to last, both included."""
    month = first
    while month <= last:
        yield month
        month = month.plus(1)


def days_counted(windows: list[Window]) -> tuple[list[date], list[date]]:
    """Return the days missed and the days counted twice between the first and the last of some windows."""
    ordered = sorted(windows, key=lambda window: window.starts_on)
    missed: list[date] = []
    twice: list[date] = []
    for before, after in pairwise(ordered):
        gap = (after.starts_on - before.ends_before).days
        if gap > 0:
            missed += [before.ends_before + timedelta(days=n) for n in range(gap)]
        elif gap < 0:
            twice += [after.starts_on + timedelta(days=n) for n in range(-gap)]
    return missed, twice
