"""Days are days at the office, wherever the computer believes to be."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import FixedClock, SystemClock, at_office, end_of_day, local_day, local_time

INSTANTS = st.datetimes(timezones=st.just(UTC)).filter(lambda instant: 1900 < instant.year < 9000)


def test_23_59_on_the_12th_in_viet_nam_is_the_12th() -> None:
    assert local_day(datetime(2024, 3, 12, 16, 59, tzinfo=UTC)) == date(2024, 3, 12)
    assert local_day(datetime(2024, 3, 12, 17, 0, tzinfo=UTC)) == date(2024, 3, 13)


@pytest.mark.parametrize("hours", [-11, 0, 7, 13])
def test_the_zone_in_which_an_instant_is_told_does_not_change_its_day(hours: int) -> None:
    instant = datetime(2024, 3, 12, 16, 59, tzinfo=UTC).astimezone(timezone(timedelta(hours=hours)))
    clock = FixedClock(instant)
    assert clock.today() == date(2024, 3, 12)
    assert clock.now().utcoffset() == timedelta(0)


@given(INSTANTS)
def test_an_instant_lies_in_its_office_day(instant: datetime) -> None:
    day = local_day(instant)
    assert at_office(day) <= instant < end_of_day(day) == at_office(day + timedelta(days=1))
    assert local_time(instant) == instant


def test_the_computers_clock_is_aware_and_its_day_is_the_offices() -> None:
    clock = SystemClock()
    before, today, after = clock.now(), clock.today(), clock.now()
    assert before.tzinfo is not None
    assert local_day(before) <= today <= local_day(after)
