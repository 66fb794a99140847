"""Which days keep a backup: many of late, few of long ago."""

from collections.abc import Iterable
from datetime import date

_DAYS, _WEEKS, _MONTHS = 12, 10, 9


def kept_days(days: Iterable[date]) -> frozenset[date]:
    """Return the days that keep their last copy: the newest 12 days, 10 weeks and 9 months that have one.

    Days without a copy do not count, so that copies are never thrown away because time has passed.
    """
    newest_first = sorted(set(days), reverse=True)
    weeks: dict[tuple[int, int], date] = {}
    months: dict[tuple[int, int], date] = {}
    for day in newest_first:
        year, week, _ = day.isocalendar()
        weeks.setdefault((year, week), day)
        months.setdefault((day.year, day.month), day)
    return frozenset(
        [
            *newest_first[:_DAYS],
            *list(weeks.values())[:_WEEKS],
            *list(months.values())[:_MONTHS],
        ]
    )
