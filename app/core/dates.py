"""Reading days as people here type them: 31/01/2024, 1/3, 12.3.2024, and 2024-03-13 from other programs."""

import calendar
import re
from datetime import date

from app.core.errors import InvalidField
from app.core.text import one_line

_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})")
_HERE = re.compile(r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})(?:[-/.](?P<year>\d{4}|\d{2}))?")
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


def parse_date(text: str, today: date, *, field: str = "date") -> date:
    """Read a day; without a year it is in ``today``'s year. A day that does not exist is named as such."""
    typed = one_line(text)
    match = _ISO.fullmatch(typed) or _HERE.fullmatch(typed)
    if match is None:
        raise InvalidField(
            field, f"“{typed}” không phải là một ngày.", hint="Ghi ngày/tháng/năm, ví dụ 31/01/2024."
        )
    day, month = int(match["day"]), int(match["month"])
    year = _full_year(match["year"], today)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise InvalidField(field, f"Năm {year} không dùng được.", hint="Ghi năm có bốn chữ số, ví dụ 2024.")
    if not 1 <= month <= 12:
        raise InvalidField(
            field,
            f"Ngày {day}/{month}/{year} không có trong lịch.",
            hint="Tháng ghi từ 1 đến 12, sau ngày.",
        )
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise InvalidField(
            field, f"Ngày {day}/{month}/{year} không có trong lịch.", hint=f"Tháng {month} có {days} ngày."
        )
    return date(year, month, day)


def _full_year(typed: str | None, today: date) -> int:
    if typed is None:
        return today.year
    return int(typed) if len(typed) == 4 else 2000 + int(typed)
