"""Dates as people here type them; no Qt."""

import calendar
import re
from datetime import date

from app.core.errors import InvalidField
from app.core.periods import Month

_EXAMPLE = "Ghi ngày/tháng/năm, ví dụ 12/3/2026."


def read_date(text: str, *, today: date, month: Month | None = None, field: str = "date") -> date | None:
    """Read "1/3" (this year), "12" (of ``month``, else of this month), "05/3/2026", "050326"; blank is None.

    A day that does not exist raises ``InvalidField`` with the reason.
    """
    line = text.strip()
    if not line:
        return None
    if re.fullmatch(r"\d{6}|\d{8}", line):
        line = f"{line[:2]}/{line[2:4]}/{line[4:]}"
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", line)
    if iso:
        return _day(int(iso[1]), int(iso[2]), int(iso[3]), field)
    line = re.sub(r"(?i)\b(ngày|tháng|năm)\b", " ", line)
    if not re.fullmatch(r"\d{1,4}(\s*[\s/.\-]\s*\d{1,4}){0,2}", line.strip()):
        raise InvalidField(field, f"Không đọc được ngày “{text.strip()}”.", hint=_EXAMPLE)
    numbers = [int(part) for part in re.findall(r"\d+", line)]
    here = month or Month.of(today)
    if len(numbers) == 1:
        return _day(here.year, here.month, numbers[0], field)
    year = today.year if len(numbers) == 2 else numbers[2]
    return _day(year + 2000 if year < 100 else year, numbers[1], numbers[0], field)


def _day(year: int, month: int, day: int, field: str) -> date:
    if not 1 <= month <= 12:
        raise InvalidField(field, f"Không có tháng {month}.", hint=_EXAMPLE)
    if not 1900 <= year <= 2100:
        raise InvalidField(field, f"Năm {year} không đúng.", hint=_EXAMPLE)
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise InvalidField(
            field, f"Tháng {month}/{year} chỉ có {last} ngày, không có ngày {day}.", hint=_EXAMPLE
        )
    return date(year, month, day)
