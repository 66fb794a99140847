"""Due dates and the four states of a task; figures published by others must come out the same."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.deadlines import DueDates, TaskCounts, last_timely_day, task_state
from app.core.statuses import DeadlineOperator, DuePolicy, TaskKind, TaskState
from app.core.working_days import VietnamCalendar

DUE = date(2024, 6, 30)
DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31))
COUNTED = (TaskState.DONE_ON_TIME, TaskState.DONE_LATE, TaskState.OPEN_IN_TIME, TaskState.OPEN_OVERDUE)


def state(kind: TaskKind = TaskKind.DATED, **facts: object) -> TaskState:
    given_facts = {"due": DUE, "done_on": None, "as_of": date(2024, 6, 1), **facts}
    return task_state(kind, **given_facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("done_on", "as_of", "expected"),
    [
        (None, DUE, TaskState.OPEN_IN_TIME),
        (None, DUE + timedelta(days=1), TaskState.OPEN_OVERDUE),
        (DUE, DUE, TaskState.DONE_ON_TIME),
        (DUE, date(2024, 12, 31), TaskState.DONE_ON_TIME),
        (DUE + timedelta(days=1), date(2024, 12, 31), TaskState.DONE_LATE),
        # seen from before it was done, it was open
        (date(2024, 7, 10), DUE, TaskState.OPEN_IN_TIME),
        (date(2024, 7, 10), date(2024, 7, 9), TaskState.OPEN_OVERDUE),
    ],
)
def test_a_dated_task_is_in_one_of_four_states(
    done_on: date | None, as_of: date, expected: TaskState
) -> None:
    assert state(done_on=done_on, as_of=as_of) is expected


def test_before_30_june_is_late_on_30_june() -> None:
    due = last_timely_day(DUE, DeadlineOperator.BEFORE)
    assert due == date(2024, 6, 29)
    assert state(due=due, done_on=DUE, as_of=DUE) is TaskState.DONE_LATE


@pytest.mark.parametrize(
    "operator", [None, DeadlineOperator.ON_OR_BEFORE, DeadlineOperator.WITHIN, DeadlineOperator.RELATIVE]
)
def test_at_the_latest_the_12th_is_on_time_on_the_12th(operator: DeadlineOperator | None) -> None:
    twelfth = date(2024, 3, 12)
    due = last_timely_day(twelfth, operator)
    assert state(due=due, done_on=twelfth, as_of=twelfth) is TaskState.DONE_ON_TIME
    assert state(due=due, as_of=twelfth) is TaskState.OPEN_IN_TIME


def test_work_without_a_due_date_is_never_late() -> None:
    assert state(due=None, as_of=date(2030, 1, 1)) is TaskState.OPEN_IN_TIME
    assert state(due=None, done_on=date(2029, 1, 1), as_of=date(2030, 1, 1)) is TaskState.DONE_ON_TIME


@pytest.mark.parametrize("kind", [TaskKind.STANDING, TaskKind.PROHIBITION, TaskKind.REFERENCE])
def test_duties_without_end_stand_apart_from_the_ratio(kind: TaskKind) -> None:
    assert state(kind, as_of=date(2030, 1, 1)) is TaskState.STANDING


@given(st.sampled_from(TaskKind), st.none() | DAYS, st.none() | DAYS, DAYS)
def test_a_cancelled_task_is_cancelled_whatever_else_is_true(
    kind: TaskKind, due: date | None, done_on: date | None, as_of: date
) -> None:
    assert task_state(kind, due=due, done_on=done_on, as_of=as_of, is_cancelled=True) is TaskState.CANCELLED


@given(
    st.lists(
        st.tuples(st.sampled_from(TaskKind), st.none() | DAYS, st.none() | DAYS, st.booleans()), max_size=60
    ),
    DAYS,
)
def test_four_states_and_the_standing_ones_add_up_for_any_mix(
    tasks: list[tuple[TaskKind, date | None, date | None, bool]], as_of: date
) -> None:
    states = Counter(
        task_state(kind, due=due, done_on=done, as_of=as_of, is_cancelled=cancelled)
        for kind, due, done, cancelled in tasks
    )
    counts = TaskCounts(**{name.value: states[name] for name in (*COUNTED, TaskState.STANDING)})
    assert counts.total + states[TaskState.CANCELLED] == len(tasks)
    assert counts.done + counts.open + counts.standing == counts.total
    assert counts.fallen_due == counts.total - counts.standing - counts.open_in_time
    for rate in counts.rates().values():
        assert rate is None or Decimal(0) <= Decimal(str(rate)) <= 100


def test_the_figures_of_quang_nam_2017_come_out_to_two_decimals() -> None:
    rates = TaskCounts(done_on_time=81, done_late=168, open_in_time=177, open_overdue=130).rates()
    assert rates["done_on_time"] == Decimal("32.53")
    assert rates["done_late"] == Decimal("67.47")
    assert rates["open_in_time"] == Decimal("57.65")
    assert rates["open_overdue"] == Decimal("42.35")


def test_the_figures_of_vinh_phuc_come_out_to_two_decimals() -> None:
    counts = TaskCounts(done_on_time=19_255, done_late=689, standing=16)  # 16 withdrawn stay outside
    assert counts.fallen_due == 19_944
    assert counts.rates()["done_on_time"] == counts.rates()["on_time"] == Decimal("96.55")
    assert counts.rates()["done_late"] == Decimal("3.45")


def test_the_on_time_rate_counts_everything_that_has_fallen_due() -> None:
    rates = TaskCounts(done_on_time=6, done_late=2, open_in_time=50, open_overdue=2, standing=9).rates()
    assert rates["on_time"] == Decimal(60)


def test_a_rate_over_nothing_is_no_rate() -> None:
    assert set(TaskCounts(standing=3).rates().values()) == {None}


def test_three_due_dates_of_a_sunday_are_friday_sunday_and_monday() -> None:
    due = DueDates.of(date(2024, 5, 12), VietnamCalendar())
    assert (due.target, due.legal, due.lenient) == (date(2024, 5, 10), date(2024, 5, 12), date(2024, 5, 13))
    assert [due.judging(policy) for policy in DuePolicy] == [due.legal, due.target, due.lenient]


def test_on_a_working_day_the_three_due_dates_are_one() -> None:
    due = DueDates.of(date(2024, 3, 12), VietnamCalendar())
    assert due.target == due.legal == due.lenient
