"""Working days: the library's calendar, under the office's own exceptions."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.working_days import (
    DayException,
    VietnamCalendar,
    working_day_on_or_after,
    working_day_on_or_before,
    working_days_until,
)

CALENDAR = VietnamCalendar()
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("year", "months"),
    [
        (2024, [2, 5, 10]),
        (2025, [1, 4, 7, 10]),
        (2026, [4, 7, 9, 12]),
        (2027, [6, 9, 12]),
        (2028, [2, 3, 8, 11]),
    ],
)
def test_the_12ths_on_which_offices_are_closed_are_those_of_the_law(year: int, months: list[int]) -> None:
    closed = [month for month in range(1, 13) if not CALENDAR.is_working_day(date(year, month, 12))]
    assert closed == months


@pytest.mark.parametrize(
    "day", [date(2024, 1, 1), date(2024, 4, 18), date(2024, 4, 30), date(2024, 9, 2), date(2026, 11, 24)]
)
def test_a_public_holiday_is_no_working_day(day: date) -> None:
    assert not CALENDAR.is_working_day(day)


@pytest.mark.parametrize("day", [date(2024, 5, 4), date(2025, 4, 26), date(2026, 8, 22)])
def test_a_saturday_worked_in_exchange_is_a_working_day(day: date) -> None:
    assert day.weekday() == 5
    assert CALENDAR.is_working_day(day)


def test_an_exception_of_the_office_wins_over_the_calendar() -> None:
    friday, saturday = date(2026, 1, 2), date(2026, 1, 10)
    assert (CALENDAR.is_working_day(friday), CALENDAR.is_working_day(saturday)) == (True, False)
    swapped = VietnamCalendar(
        [
            DayException(friday, True, "nghỉ bù", "công văn"),
            DayException(saturday, False, "làm bù", "công văn"),
        ]
    )
    assert (swapped.is_working_day(friday), swapped.is_working_day(saturday)) == (False, True)
    assert swapped.is_working_day(date(2026, 1, 5)) == CALENDAR.is_working_day(date(2026, 1, 5))


@given(DAYS)
def test_the_nearest_working_days_enclose_the_day_with_nothing_but_rest_between(day: date) -> None:
    before, after = working_day_on_or_before(day, CALENDAR), working_day_on_or_after(day, CALENDAR)
    assert before <= day <= after
    assert CALENDAR.is_working_day(before) and CALENDAR.is_working_day(after)
    between = [before + timedelta(days=n) for n in range(1, (after - before).days)]
    assert not any(CALENDAR.is_working_day(d) for d in between if d != day)
    assert (before == day == after) == CALENDAR.is_working_day(day)


def test_working_days_left_do_not_count_today_and_count_the_last_day() -> None:
    friday, monday = date(2024, 3, 8), date(2024, 3, 11)
    assert working_days_until(friday, monday, CALENDAR) == 1
    assert working_days_until(friday, friday, CALENDAR) == 0
    assert working_days_until(monday, friday, CALENDAR) == -1


@given(DAYS, st.integers(0, 40), st.integers(0, 40))
def test_working_days_of_two_spans_add_up(day: date, first: int, second: int) -> None:
    middle, end = day + timedelta(days=first), day + timedelta(days=first + second)
    whole = working_days_until(day, end, CALENDAR)
    assert whole == working_days_until(day, middle, CALENDAR) + working_days_until(middle, end, CALENDAR)
