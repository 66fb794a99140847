"""Days, months, quarters and years as directives name them, read to the day they end on."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_QUARTERS = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
}

TIME = r"(?:\d{1,2}\s*(?:giờ|h|g|:)\s*(?:\d{2})?\s*(?:phút)?\s*,?\s*)"
_FULL = r"(?P<d1>\d{1,2})\s*[/.\-–]\s*(?P<m1>\d{1,2})\s*[/.\-–]\s*(?P<y1>\d{4})"
_WORDS = r"(?P<d2>\d{1,2})\s+tháng\s+(?P<m2>\d{1,2})(?:(?:\s*,?\s*năm\s+|\s*/\s*)(?P<y2>\d{4}))?"
_SHORT = r"(?P<d3>\d{1,2})\s*/\s*(?P<m3>\d{1,2})(?![\d/])"
DAY = rf"(?:{_FULL}|{_WORDS}|{_SHORT})"
MONTH = r"tháng\s+(?P<mm>\d{1,2})(?:\s*(?:/|\.|-|,?\s*năm)\s*(?P<my>\d{4}))?(?![\d/])"
BARE_MONTH = r"(?<![\d/])(?P<bm>\d{1,2})\s*/\s*(?P<by>\d{4})"
QUARTER = r"quý\s+(?P<q>IV|III|II|I|[1-4]|một|hai|ba|tư)\b(?:\s*(?:/|-|,?\s*năm)\s*(?P<qy>\d{4}))?"
HALF = r"(?:0?6|sáu)\s+tháng\s+(?P<half>đầu|cuối)\s+năm(?:\s+(?P<hy>\d{4}))?"
YEARS = r"(?:năm\s+)?(?P<ya>(?:19|20)\d{2})\s*[-–]\s*(?P<yb>(?:19|20)\d{2})"
YEAR = r"năm\s+(?P<yy>(?:19|20)\d{2})"
PERIOD = rf"(?:{MONTH}|{QUARTER}|{HALF}|{YEAR})"
RENAMED = re.compile(r"\(\?P<(\w+)>")


def last_of_month(year: int, month: int) -> date | None:
    """Return the last day of a month, None for a month that is none."""
    if not 1 <= month <= 12 or not 1900 <= year <= 2199:
        return None
    return date(year, month, calendar.monthrange(year, month)[1])


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a text without a year leans on: the document's day or, where it is blank, its year."""

    issued_on: date | None = None
    year: int | None = None
    planned: int | None = None  # the year that a plan is for: its months are that year's

    def day(self, day: int, month: int, year: int | None) -> date | None:
        """Return a day; without a year the first one that does not lie before the document."""
        guess = year or self.year or (self.issued_on.year if self.issued_on else None)
        if guess is None:
            return None
        try:
            found = date(guess, month, day)
            if year is None and self.issued_on is not None and found < self.issued_on:
                found = date(guess + 1, month, day)
        except ValueError:
            return None
        return found

    def is_past(self, day: date | None) -> bool:
        """Tell whether a day lies before the document: nothing can be asked by then."""
        return day is not None and self.issued_on is not None and day < self.issued_on

    def month(self, month: int, year: int | None) -> date | None:
        """Return the last day of a month; without a year the first that does not end before the document."""
        guess = year or self.planned or self.year or (self.issued_on.year if self.issued_on else None)
        if guess is None:
            return None
        found = last_of_month(guess, month)
        if (
            found
            and year is None
            and self.planned is None
            and self.issued_on is not None
            and found < self.issued_on
        ):
            found = last_of_month(guess + 1, month)
        return found


def _number(groups: dict[str, str | None], name: str) -> int | None:
    value = groups.get(name)
    return int(value) if value else None


def named_day(match: re.Match[str], anchor: Anchor) -> date | None:
    """Return the day that a match of ``DAY`` names."""
    groups = match.groupdict()
    for index in "123":
        if groups.get(f"d{index}"):
            day, month = _number(groups, f"d{index}"), _number(groups, f"m{index}")
            return anchor.day(day or 0, month or 0, _number(groups, f"y{index}"))
    return None


def has_year(match: re.Match[str]) -> bool:
    """Tell whether a match of ``DAY`` says its year."""
    groups = match.groupdict()
    return bool(groups.get("y1") or groups.get("y2"))


def month_and_day(match: re.Match[str]) -> str | None:
    """Return "12-25" of a match of ``DAY``."""
    groups = match.groupdict()
    for index in "123":
        if groups.get(f"d{index}"):
            return f"{int(groups[f'm{index}'] or 0):02d}-{int(groups[f'd{index}'] or 0):02d}"
    return None


def period_end(match: re.Match[str], anchor: Anchor) -> date | None:
    """Return the last day of the month, quarter, half-year or year that a match names."""
    groups = match.groupdict()
    if groups.get("mm") or groups.get("bm"):
        month = _number(groups, "mm") or _number(groups, "bm") or 0
        return anchor.month(month, _number(groups, "my") or _number(groups, "by"))
    if quarter := groups.get("q"):
        return anchor.month(3 * _QUARTERS[quarter.lower()], _number(groups, "qy"))
    if half := groups.get("half"):
        return anchor.month(6 if half == "đầu" else 12, _number(groups, "hy"))
    year = _number(groups, "yb") or _number(groups, "yy") or _number(groups, "y0")
    return last_of_month(year, 12) if year else None
