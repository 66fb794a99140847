"""Reporting windows: every day lies in exactly one period, whatever the rule."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import InvalidField
from app.core.periods import Month, Window, WindowRule, days_counted, months_between

DAY_NUMBERS = st.integers(min_value=1, max_value=31)
RULES = st.builds(WindowRule, start_day=DAY_NUMBERS, due_day=DAY_NUMBERS)
DAYS = st.dates(date(2020, 1, 1), date(2029, 12, 31))
MONTHS = st.builds(Month, st.integers(2020, 2029), st.integers(1, 12))
SETTINGS = [
    (start, due) for start in (1, 2, 12, 13, 15, 28, 29, 30, 31) for due in (1, 12, 14, 28, 29, 30, 31)
]


@pytest.mark.parametrize(("start", "due"), SETTINGS)
def test_every_day_of_ten_years_belongs_to_exactly_one_period(start: int, due: int) -> None:
    rule = WindowRule(start, due)
    months = list(months_between(Month(2019, 10), Month(2030, 3)))
    owners: dict[date, Month] = {}
    for month in months:
        window = rule.window(month)
        day = window.starts_on
        while day < window.ends_before:
            assert day not in owners, f"{day} counts in {owners[day]} and in {month}"
            owners[day] = month
            day += timedelta(days=1)
    day = date(2020, 1, 1)
    while day < date(2030, 1, 1):
        assert owners[day] == rule.month_of(day)
        day += timedelta(days=1)


@given(RULES, MONTHS)
def test_a_window_begins_where_the_one_before_ends(rule: WindowRule, month: Month) -> None:
    assert rule.window(month).ends_before == rule.window(month.plus(1)).starts_on


@given(RULES, DAYS)
def test_the_period_named_for_a_day_contains_that_day(rule: WindowRule, day: date) -> None:
    assert day in rule.window(rule.month_of(day))


@given(RULES, MONTHS)
def test_a_window_is_over_by_the_end_of_its_due_day(rule: WindowRule, month: Month) -> None:
    assert rule.window(month).last_day <= rule.legal_due(month)


@given(RULES, MONTHS)
def test_no_fresher_window_could_have_been_reported_by_the_due_day(rule: WindowRule, month: Month) -> None:
    following = rule.window(month.plus(1))
    # equal only where the month is too short for the due day
    assert following.last_day >= rule.legal_due(month)


@given(RULES, MONTHS)
def test_a_period_bears_the_month_of_its_due_day(rule: WindowRule, month: Month) -> None:
    assert Month.of(rule.legal_due(month)) == month


@given(RULES, DAYS)
def test_the_last_closed_period_is_over_and_the_next_one_is_not(rule: WindowRule, day: date) -> None:
    last = rule.last_closed(day)
    assert rule.window(last).last_day < day
    assert rule.window(last.plus(1)).last_day >= day


def test_the_report_of_march_2024_covers_12_february_to_11_march() -> None:
    rule = WindowRule()
    assert rule.window(Month(2024, 3)) == Window(date(2024, 2, 12), date(2024, 3, 12))
    assert rule.legal_due(Month(2024, 3)) == date(2024, 3, 12)


def test_the_national_rule_runs_from_the_15th_to_the_14th() -> None:
    window = WindowRule(start_day=15, due_day=25).window(Month(2024, 3))
    assert (window.starts_on, window.last_day) == (date(2024, 2, 15), date(2024, 3, 14))


def test_the_other_side_of_the_12th_runs_from_13_february_to_12_march() -> None:
    window = WindowRule(start_day=13, due_day=12).window(Month(2024, 3))
    assert (window.starts_on, window.last_day) == (date(2024, 2, 13), date(2024, 3, 12))


def test_a_window_that_closes_after_the_due_day_belongs_to_the_next_report() -> None:
    window = WindowRule(start_day=15, due_day=12).window(Month(2024, 3))
    assert (window.starts_on, window.last_day) == (date(2024, 1, 15), date(2024, 2, 14))


@pytest.mark.parametrize(
    ("start", "due", "period"), [(12, 12, (2024, 4)), (13, 12, (2024, 3)), (15, 15, (2024, 3))]
)
def test_a_dossier_of_12_march_is_counted_once_on_either_side(
    start: int, due: int, period: tuple[int, int]
) -> None:
    rule, day = WindowRule(start, due), date(2024, 3, 12)
    holding = [m for m in months_between(Month(2024, 1), Month(2024, 6)) if day in rule.window(m)]
    assert holding == [Month(*period)] == [rule.month_of(day)]


def test_on_the_12th_the_period_that_closed_on_the_11th_is_the_last_closed_one() -> None:
    assert WindowRule().last_closed(date(2024, 3, 12)) == Month(2024, 3)
    assert WindowRule().last_closed(date(2024, 3, 11)) == Month(2024, 2)


def test_a_rule_for_day_31_uses_the_last_day_of_a_shorter_month() -> None:
    rule = WindowRule(start_day=31, due_day=31)
    assert rule.window(Month(2024, 2)) == Window(date(2024, 1, 31), date(2024, 2, 29))
    assert rule.legal_due(Month(2023, 2)) == date(2023, 2, 28)


@pytest.mark.parametrize(
    ("start", "due", "field"), [(0, 12, "start_day"), (32, 12, "start_day"), (12, 0, "due_day")]
)
def test_a_day_that_no_month_has_is_refused_by_name(start: int, due: int, field: str) -> None:
    with pytest.raises(InvalidField, match="không có trong tháng nào") as refused:
        WindowRule(start, due)
    assert refused.value.field == field


@pytest.mark.parametrize("text", ["2024-03", "3/2024", "03/2024", " 2024-3 ", "2024/03"])
def test_a_month_is_read_as_people_write_it(text: str) -> None:
    assert Month.parse(text) == Month(2024, 3)


@pytest.mark.parametrize(
    "text",
    ["", "2024", "2024-13", "2024-00", "13/2024", "tháng 3", "3-24", "2024-3-1", "²/2024", "1800-01", "-/-"],
)
def test_what_is_not_a_month_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InvalidField, match="không đúng") as refused:
        Month.parse(text)
    assert "2024-03" in refused.value.hint


def test_a_month_is_written_in_three_ways() -> None:
    month = Month(2024, 3)
    assert (str(month), month.words, month.short) == ("2024-03", "tháng 3 năm 2024", "tháng 3/2024")


@given(MONTHS, st.integers(-200, 200), st.integers(-200, 200))
def test_months_add_up_like_numbers(month: Month, a: int, b: int) -> None:
    assert month.plus(a).plus(b) == month.plus(a + b)
    assert (month.plus(a) < month) == (a < 0)


def test_windows_of_one_rule_miss_no_day_and_count_none_twice() -> None:
    windows = [WindowRule().window(month) for month in months_between(Month(2024, 1), Month(2024, 12))]
    assert days_counted(windows) == ([], [])


def test_both_ends_on_the_12th_would_count_every_12th_twice() -> None:
    read_literally = [
        Window(w.starts_on, w.ends_before + timedelta(days=1))
        for w in (WindowRule().window(month) for month in months_between(Month(2024, 1), Month(2024, 4)))
    ]
    assert days_counted(read_literally) == ([], [date(2024, month, 12) for month in (1, 2, 3)])


def test_a_change_of_rule_shows_the_days_it_leaves_out() -> None:
    old, new = WindowRule(12, 12).window(Month(2024, 3)), WindowRule(15, 15).window(Month(2024, 4))
    assert days_counted([new, old]) == ([date(2024, 3, day) for day in (12, 13, 14)], [])


def test_windows_are_half_open() -> None:
    for before, after in pairwise(WindowRule().window(Month(2024, m)) for m in (2, 3)):
        assert after.starts_on in after
        assert after.starts_on not in before
        assert "12/02/2024" not in before


BOTH = st.builds(WindowRule, start_day=st.integers(1, 28), due_day=DAY_NUMBERS, both_ends=st.just(True))


@given(BOTH, MONTHS)
def test_both_ends_count_exactly_the_boundary_days_twice(rule: WindowRule, month: Month) -> None:
    windows = [rule.window(month.plus(n)) for n in range(13)]
    missed, twice = days_counted(windows)
    assert missed == []
    assert twice == [window.starts_on for window in windows[1:]]


@given(BOTH, MONTHS)
def test_a_window_with_both_ends_is_over_by_the_end_of_its_due_day(rule: WindowRule, month: Month) -> None:
    assert rule.window(month).last_day <= rule.legal_due(month)
    assert rule.last_closed(rule.window(month).ends_before) == month
    assert rule.last_closed(rule.window(month).last_day) == month.plus(-1)


def test_a_dossier_of_the_twelfth_counts_once_under_every_setting_but_both_ends() -> None:
    day = date(2024, 3, 12)
    months = [Month(2024, n) for n in (2, 3, 4, 5)]
    for start in range(1, 32):
        owners = [m for m in months if day in WindowRule(start, 12).window(m)]
        assert len(owners) == 1
    assert len([m for m in months if day in WindowRule(12, 12, both_ends=True).window(m)]) == 2


def test_a_window_from_the_21st_runs_to_the_20th_and_follows_the_one_before() -> None:
    """The window of the figures of Vĩnh Phúc (product A-ter 6)."""
    rule = WindowRule(start_day=21, due_day=21)
    march, april = (rule.window(Month(2024, month)) for month in (3, 4))
    assert (march.starts_on, march.last_day) == (date(2024, 2, 21), date(2024, 3, 20))
    assert april.starts_on == march.ends_before
