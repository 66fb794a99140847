"""The ladder of reminders knows working days, Tết, swapped days, and ends with the leader."""

from datetime import date

import pytest

from app.core.ladder import LEADER, Reminded, rung_on
from app.core.working_days import DayException, VietnamCalendar, working_days_from

CALENDAR = VietnamCalendar()
DUE = date(2024, 3, 12)  # a Tuesday


def rung(day: date, *reminded: Reminded, due: date = DUE, grace_end: date | None = None, calendar=CALENDAR):
    return rung_on(day, due=due, grace_end=grace_end or due, reminded=reminded, calendar=calendar)


@pytest.mark.parametrize(
    ("day", "step", "starts_on"),
    [
        (date(2024, 3, 1), 1, date(2024, 3, 1)),
        (date(2024, 3, 6), 1, date(2024, 3, 1)),
        (date(2024, 3, 7), 2, date(2024, 3, 7)),
        (date(2024, 3, 9), 2, date(2024, 3, 7)),  # a Saturday
        (date(2024, 3, 11), 3, date(2024, 3, 11)),
        (date(2024, 3, 12), 4, date(2024, 3, 12)),
    ],
)
def test_before_the_due_day_the_rungs_are_7_3_1_and_0_working_days(day, step, starts_on) -> None:
    found = rung(day)
    assert found is not None
    assert (found.step, found.starts_on, found.is_open) == (step, starts_on, True)


def test_eight_working_days_before_it_is_too_early() -> None:
    assert rung(date(2024, 2, 29)) is None


def test_tet_pushes_the_rungs_to_the_days_before_it() -> None:
    due = date(2024, 2, 12)  # Monday of Tết; offices closed on 7 February's evening, back on the 15th
    last = date(2024, 2, 7)
    assert working_days_from(last, 1, CALENDAR) == date(2024, 2, 15)
    for day, step in ((date(2024, 2, 7), 4), (date(2024, 2, 6), 3), (date(2024, 2, 2), 2)):
        found = rung(day, due=due, grace_end=date(2024, 2, 15))
        assert found is not None and (found.step, found.is_open) == (step, True)


def test_nobody_is_late_in_the_days_of_grace() -> None:
    found = rung(date(2024, 2, 14), due=date(2024, 2, 12), grace_end=date(2024, 2, 15))
    assert found is not None and found.step == 4


def test_a_swapped_day_counts_as_the_document_says() -> None:
    worked = VietnamCalendar([DayException(date(2024, 3, 9), is_off=False, reason="làm bù")])
    found = rung(date(2024, 3, 8), calendar=worked)  # 9 (worked), 11, 12: three working days are left
    assert found is not None and (found.step, found.starts_on) == (2, date(2024, 3, 8))
    assert rung(date(2024, 3, 7), calendar=worked).step == 1


def test_a_reminder_closes_its_rung_and_names_the_day_of_the_next() -> None:
    found = rung(date(2024, 3, 9), Reminded(date(2024, 3, 8), 2))
    assert (found.step, found.starts_on, found.is_open) == (3, date(2024, 3, 11), False)
    again = rung(date(2024, 3, 11), Reminded(date(2024, 3, 8), 2))
    assert (again.step, again.is_open) == (3, True)


def test_a_reminder_on_the_due_day_leads_to_the_first_late_one() -> None:
    found = rung(DUE, Reminded(DUE, 4))
    assert (found.step, found.starts_on, found.is_open) == (5, date(2024, 3, 14), False)


def test_late_reminders_come_every_second_working_day_three_times_then_the_leader() -> None:
    sent: list[Reminded] = []
    days = []
    day = DUE
    for _ in range(40):
        day = date.fromordinal(day.toordinal() + 1)
        found = rung(day, *sent)
        if found.is_open:
            days.append((day, found.step))
            sent.append(Reminded(day, found.step))
    assert days == [
        (date(2024, 3, 14), 5),
        (date(2024, 3, 18), 6),
        (date(2024, 3, 20), 7),
        (date(2024, 3, 22), LEADER),
    ]
    assert rung(day, *sent).is_over


def test_the_leader_is_not_told_before_three_late_reminders_were_really_sent() -> None:
    assert rung(date(2024, 5, 31)).step == 5
    before = [Reminded(date(2024, 3, day), 1) for day in (1, 7, 11)]
    assert rung(date(2024, 5, 31), *before).step == 5


def test_two_reminders_on_one_day_are_one_rung() -> None:
    twice = [Reminded(date(2024, 3, 14), 5), Reminded(date(2024, 3, 14), 5)]
    assert rung(date(2024, 3, 18), *twice).step == 6


def test_rungs_have_words() -> None:
    assert rung(date(2024, 3, 9)).words == "Trước hạn 3 ngày làm việc"
    assert rung(DUE).words == "Đúng ngày đến hạn"
    assert rung(date(2024, 3, 16)).words == "Quá hạn, nhắc lần 1"
    assert rung(date(2024, 3, 9), Reminded(date(2024, 3, 8), 2)).turn == "từ 11/3/2024"
