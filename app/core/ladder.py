"""When a unit is reminded: 7, 3, 1 and 0 working days before the due day, then every second working day.

After three late reminders the leader is told, and nobody is reminded any more (product A-bis, "Nhắc").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.text import format_date
from app.core.working_days import Calendar, working_day_on_or_before, working_days_from

BEFORE = (7, 3, 1, 0)  # working days
LATE_EVERY = 2  # working days
MOST_LATE = 3
LEADER = len(BEFORE) + MOST_LATE + 1


@dataclass(frozen=True, slots=True)
class Reminded:
    """A reminder as the ladder knows it: its day and the rung it stood on."""

    day: date
    step: int


@dataclass(frozen=True, slots=True)
class Rung:
    """Where something owed stands on the ladder at a day.

    ``step`` 1 to 4 come before the due day, 5 to 7 are late ones, 8 is the leader. It is to be done from
    ``starts_on``; ``is_open`` while it has begun and nobody has been reminded since.
    """

    step: int
    starts_on: date
    is_open: bool
    is_over: bool = False

    @property
    def words(self) -> str:
        """What the rung is called."""
        if self.step == LEADER:
            return "Đã báo cáo lãnh đạo" if self.is_over else "Báo cáo lãnh đạo"
        if self.step > len(BEFORE):
            return f"Quá hạn, nhắc lần {self.step - len(BEFORE)}"
        days = BEFORE[self.step - 1]
        return f"Trước hạn {days} ngày làm việc" if days else "Đúng ngày đến hạn"

    @property
    def turn(self) -> str:
        """Whose turn it is: "đến lượt nhắc", or from which day on."""
        if self.is_over:
            return ""
        return "đến lượt" if self.is_open else f"từ {format_date(self.starts_on)}"


def rung_on(
    today: date, *, due: date, grace_end: date, reminded: Sequence[Reminded], calendar: Calendar
) -> Rung | None:
    """Return the rung of something that is still owed; None while it is too early to speak of it.

    ``grace_end`` is the last day on which it is not late; between the due day and it nothing new is asked.
    """
    if today > grace_end:
        return _late_rung(today, grace_end, reminded, calendar)
    target = working_day_on_or_before(due, calendar)
    days = [working_days_from(target, -count, calendar) for count in BEFORE]
    begun = [place for place, day in enumerate(days) if day <= today]
    if not begun:
        return None
    place = begun[-1]
    if all(one.day < days[place] for one in reminded):
        return Rung(place + 1, days[place], is_open=True)
    if place + 1 < len(days):
        return Rung(place + 2, days[place + 1], is_open=False)
    late_from = working_days_from(grace_end, LATE_EVERY, calendar)
    return Rung(len(BEFORE) + 1, late_from, is_open=False)


def _late_rung(today: date, grace_end: date, reminded: Sequence[Reminded], calendar: Calendar) -> Rung:
    late = [one for one in reminded if one.day > grace_end]
    if any(one.step == LEADER for one in late):
        return Rung(LEADER, max(one.day for one in late), is_open=False, is_over=True)
    days = sorted({one.day for one in late})
    starts_on = working_days_from(days[-1] if days else grace_end, LATE_EVERY, calendar)
    step = len(BEFORE) + 1 + min(len(days), MOST_LATE)
    return Rung(step, starts_on, is_open=today >= starts_on)
