"""Runs of several months: which periods a quarter, half a year, nine months or a year has, and its words."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.periods import Month
from app.services.queries.periods import PeriodRow, list_periods

_ROMAN = ("I", "II", "III", "IV")


class Span(StrEnum):
    """How many months a report covers."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE = "nine"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class SpanFacts:
    """A run of periods of one rule: how papers name it, its periods, those of the run before it."""

    key: str  # "2024-q1", part of file names
    words: str  # "quý I năm 2024"
    periods: tuple[PeriodRow, ...]
    before: tuple[PeriodRow, ...]
    year_so_far: tuple[PeriodRow, ...]

    @property
    def last(self) -> PeriodRow:
        """The period that closes the run."""
        return self.periods[-1]


def months_of(span: Span, month: Month) -> tuple[range, str, str]:
    """Return the months, the key and the words of the span that a month lies in."""
    year = month.year
    if span is Span.QUARTER:
        quarter = (month.month - 1) // 3
        first = quarter * 3 + 1
        return range(first, first + 3), f"{year}-q{quarter + 1}", f"quý {_ROMAN[quarter]} năm {year}"
    if span is Span.HALF and month.month > 6:
        return range(7, 13), f"{year}-6t2", f"6 tháng cuối năm {year}"
    if span is Span.HALF:
        return range(1, 7), f"{year}-6t", f"6 tháng đầu năm {year}"
    if span is Span.NINE:
        return range(1, 10), f"{year}-9t", f"9 tháng đầu năm {year}"
    if span is Span.YEAR:
        return range(1, 13), f"{year}", f"năm {year}"
    return range(month.month, month.month + 1), str(month), month.words


def span_of(session: Session, span: Span, period: PeriodRow, day: date) -> SpanFacts:
    """Return the run of periods that a period lies in, up to this period and to the last one begun by a day.

    Periods that were never made are simply not there: a register may start in the middle of a year.
    """
    year = period.month.year
    known = {p.month: p for p in list_periods(session, rule_id=period.rule_id) if p.month.year >= year - 1}
    months, key, words = months_of(span, period.month)
    inside = [known[m] for m in (Month(year, number) for number in months) if m in known]
    told = tuple(p for p in inside if p.month <= period.month and p.first_day <= day)
    if not told:
        raise NotFound(f"Chưa lập kỳ báo cáo nào của {words}.")
    first = Month(year, months[0])
    before = [known[m] for m in (first.plus(-back) for back in range(len(months), 0, -1)) if m in known]
    so_far = tuple(p for m, p in sorted(known.items()) if m.year == year and m <= told[-1].month)
    return SpanFacts(key, words, told, tuple(before), so_far)
