"""Deadlines as registers write them: a day, "trước 30/6/2024", "quý II/2024", "thường xuyên"."""

import re
from dataclasses import dataclass
from datetime import date

from app.core.dates import parse_date
from app.core.errors import InvalidField
from app.core.periods import Month
from app.core.statuses import DeadlineOperator, TaskKind
from app.core.text import fold, format_date, one_line

_DAY = re.compile(r"(?<![\d/])(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?)(?![\d/])")
_BEFORE = re.compile(r"\btruoc (ngay )?$")
_QUARTER = re.compile(r"\bquy (iv|iii|ii|i|[1-4])\s*(?:[/-]|nam)?\s*(\d{4})?$")
_MONTH = re.compile(r"\bthang (\d{1,2})\s*(?:[/-]|nam)?\s*(\d{4})?$")
_YEAR = re.compile(r"^(?:het |trong |cuoi )?nam (\d{4})$")
_STANDING = ("thuong xuyen", "lien tuc", "hang ngay", "khi co yeu cau", "khi phat sinh")
_RHYTHMS = ("hang thang", "hang quy", "hang tuan", "hang nam", "dinh ky", "moi thang", "moi quy")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True, slots=True)
class DueWords:
    """What a deadline's words mean; ``kind`` is set where they say more than a day."""

    day: date | None = None
    operator: DeadlineOperator | None = None
    text: str = ""
    kind: TaskKind | None = None
    recurrence: str = ""


def due_on(day: date) -> DueWords:
    """Return the deadline of a plain day: on time on that day."""
    return DueWords(day, DeadlineOperator.ON_OR_BEFORE, f"chậm nhất ngày {format_date(day)}")


def read_due_words(text: str, today: date, *, field: str = "due") -> DueWords:
    """Read a deadline; what cannot be read is an ``InvalidField``, never a task without a deadline."""
    words = one_line(text)
    folded = fold(words).strip(" .")
    if not folded:
        return DueWords()
    if any(rhythm in folded for rhythm in _RHYTHMS):
        return DueWords(text=words, kind=TaskKind.RECURRING, recurrence=words[:64])
    if any(word in folded for word in _STANDING):
        return DueWords(text=words, kind=TaskKind.STANDING)
    days = _DAY.findall(folded)
    if len(days) == 1:
        day = parse_date(days[0], today, field=field)
        before = folded[: folded.index(days[0])]
        if not before.strip():
            return due_on(day)
        is_before = _BEFORE.search(before) is not None
        return DueWords(day, DeadlineOperator.BEFORE if is_before else DeadlineOperator.ON_OR_BEFORE, words)
    end = _end_of(folded, today) if not days else None
    if end is None:
        raise InvalidField(field, f"Không hiểu thời hạn “{words}”; ghi ngày/tháng/năm.")
    return DueWords(end, DeadlineOperator.WITHIN, words)


def _end_of(folded: str, today: date) -> date | None:
    """Return the last day of a quarter, month or year that is named alone."""
    if match := _QUARTER.search(folded):
        quarter = _QUARTERS.get(match[1]) or int(match[1])
        return Month(int(match[2] or today.year), quarter * 3).day(31)
    if (match := _MONTH.search(folded)) and 1 <= int(match[1]) <= 12:
        return Month(int(match[2] or today.year), int(match[1])).day(31)
    if match := _YEAR.search(folded):
        return date(int(match[1]), 12, 31)
    return None
