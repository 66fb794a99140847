"""Which days keep their copies."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.core.retention import kept_days

TODAY = date(2026, 3, 15)
DAYS = st.sets(st.integers(0, 900).map(lambda back: TODAY - timedelta(days=back)))


def test_a_year_of_daily_copies_thins_out_with_age() -> None:
    year = [TODAY - timedelta(days=back) for back in range(365)]
    kept = sorted(kept_days(year), reverse=True)
    assert kept[:12] == year[:12]
    assert date(2026, 2, 28) in kept  # the last of its month
    assert date(2026, 2, 22) in kept  # the last of its week, a Sunday
    assert date(2026, 2, 21) not in kept
    assert kept[-1] == date(2025, 7, 31)  # nine months back
    assert len(kept) == 12 + 8 + 8


@given(DAYS)
def test_copies_do_not_go_because_time_has_passed(days: set[date]) -> None:
    kept = kept_days(days)
    assert kept <= days
    assert bool(kept) == bool(days)
    assert not days or max(days) in kept


@given(DAYS)
def test_thinning_twice_is_thinning_once(days: set[date]) -> None:
    kept = kept_days(days)
    assert kept_days(kept) == kept
