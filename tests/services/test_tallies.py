"""The tally book: dated counts once, any window later, locked days by adjustment, pasted rows."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from app.core.errors import InvalidField, NotFound, RuleViolation
from app.core.ids import new_id
from app.core.periods import Month, Window, WindowRule, months_between
from app.core.statuses import Role
from app.models import Register, Tally
from app.services.cycles import lock_period
from app.services.queries.tallies import read_book, tally_sums
from app.services.submissions import get_expected, reopen_report
from app.services.tallies import TallyFields, add_tallies, change_tally, countable, remove_tallies
from app.services.tally_block import find_indicator, matching_indicators, read_amount, read_block
from app.services.undo import next_undo, undo_step
from app.storage.unit_of_work import UnitOfWork
from tests.months import Months, add_catalogue, make_year
from tests.register import TODAY, clock_at, journal_of, nothing_written

MARCH_5 = TODAY.today()


@pytest.fixture
def months(register: UnitOfWork) -> Months:
    with register.write() as session:
        add_catalogue(session)
        made = make_year(session)
        own = Register(
            role=Role.REPORTER, own_unit_id=made.unit_id, preset="", created_at=TODAY.now(), settings={}
        )
        session.add(own)
    return made


def line(day: date = MARCH_5, amount: str = "1", code: str = "M02", **more: str) -> TallyFields:
    return TallyFields(indicator_code=code, on_date=day, amount=Decimal(amount), **more)


def add(register: UnitOfWork, months: Months, *rows: TallyFields) -> tuple[str, ...]:
    with register.write() as session:
        return add_tallies(session, unit_id=months.unit_id, rows=rows, clock=TODAY).value


def lock_february(register: UnitOfWork, months: Months) -> str:
    with register.write() as session:
        expected = get_expected(session, months.expected("2024-02"))
        lock_period(session, period_id=expected.period_id, clock=TODAY)
        return expected.id


def test_lines_are_summed_in_the_window_that_runs(register: UnitOfWork, months: Months) -> None:
    with journal_of(register) as actions:
        add(
            register,
            months,
            line(date(2024, 2, 11), "7"),
            line(date(2024, 2, 12), "2"),
            line(amount="3", note=" Họp thôn "),
            line(amount="-1"),
            line(code="M08"),
        )
    assert actions == ["tally.add"] * 5
    with register.read() as session:
        book = read_book(session, today=MARCH_5)
    assert (book.month, book.is_running) == (Month(2024, 3), True)
    assert book.window == Window(date(2024, 2, 12), date(2024, 3, 12))
    assert [(t.code, t.amount, t.lines) for t in book.totals] == [("M02", 4, 3), ("M08", 1, 1)]
    assert book.filled_days == {date(2024, 2, 12), MARCH_5}
    assert [row.note for row in book.rows if row.note] == ["Họp thôn"]
    with register.read() as session:
        earlier = read_book(session, today=MARCH_5, month=Month(2024, 2))
    assert ([t.amount for t in earlier.totals], earlier.is_running) == ([7], False)


def test_only_what_happens_on_days_is_tallied(register: UnitOfWork, months: Months) -> None:
    with register.read() as session:
        assert list(countable(session, MARCH_5)) == ["M02", "M04", "M08"]


@pytest.mark.parametrize(
    ("fields", "name", "words"),
    [
        (line(code="M03"), "indicator", "không đếm theo ngày được"),
        (line(code="M05"), "indicator", "không đếm theo ngày được"),
        (line(code="ABC"), "indicator", "không đếm theo ngày được"),
        (line(MARCH_5 + timedelta(days=1)), "date", "Ngày 06/3/2024 chưa đến"),
        (line(amount="0"), "amount", "bằng 0"),
        (line(amount="0.5"), "M02", "phải là số nguyên"),
        (line(amount="-0.5"), "M02", "phải là số nguyên"),
    ],
)
def test_a_line_that_cannot_be_is_refused_with_the_whole_block(
    register: UnitOfWork, months: Months, fields: TallyFields, name: str, words: str
) -> None:
    with nothing_written(register), pytest.raises(InvalidField, match=words) as refused:
        add(register, months, line(), fields)
    assert refused.value.field == name


def test_a_day_of_a_locked_period_becomes_an_adjustment_of_today(
    register: UnitOfWork, months: Months
) -> None:
    (old,) = add(register, months, line(date(2024, 2, 1), "5"))
    lock_february(register, months)
    with nothing_written(register), pytest.raises(InvalidField, match="thuộc kỳ tháng 2/2024 đã khóa") as no:
        add(register, months, line(date(2024, 2, 1), "-2"))
    assert no.value.field == "reason"
    add(register, months, line(date(2024, 2, 1), "-2", reason="Ghi trùng hai hồ sơ"))
    with register.read() as session:
        book = read_book(session, today=MARCH_5)
        february = tally_sums(
            session, unit_id=months.unit_id, window=Window(date(2024, 1, 12), date(2024, 2, 12))
        )
    (row,) = book.rows
    assert (row.on_date, row.adjusts_on, row.amount) == (MARCH_5, date(2024, 2, 1), -2)
    assert row.reason == "Ghi trùng hai hồ sơ"
    assert february == {"M02": 5}  # what a locked period counted stays
    for change in (
        lambda session: remove_tallies(session, tally_ids=[old], clock=TODAY),
        lambda session: change_tally(session, tally_id=old, fields=line(), clock=TODAY),
    ):
        with (
            nothing_written(register),
            pytest.raises(RuleViolation, match="đã vào kỳ tháng 2/2024 đã khóa"),
            register.write() as session,
        ):
            change(session)


def test_a_period_reopened_for_the_unit_takes_lines_again(register: UnitOfWork, months: Months) -> None:
    key = lock_february(register, months)
    with register.write() as session:
        reopen_report(session, expected_id=key, until=MARCH_5, reason="Sai số liệu", clock=TODAY)
    add(register, months, line(date(2024, 2, 1)))
    with register.read() as session:
        (row,) = read_book(session, today=MARCH_5, month=Month(2024, 2)).rows
    assert (row.on_date, row.adjusts_on) == (date(2024, 2, 1), None)


def test_lines_are_corrected_taken_out_and_brought_back(register: UnitOfWork, months: Months) -> None:
    first, second = add(register, months, line(), line(amount="2"))
    with register.write() as session:
        change_tally(session, tally_id=first, fields=line(date(2024, 3, 1), "9", "M08"), clock=TODAY)
        remove_tallies(session, tally_ids=[second], clock=TODAY)
    assert register.rows("SELECT indicator_code FROM tally") == [("M08",)]
    with register.write() as session:
        step = next_undo(session)
        assert step is not None
        assert step.title == "Xóa 1 dòng sổ đếm"
        undo_step(session, step_id=step.id, clock=TODAY)
    assert register.rows("SELECT count(*) FROM tally") == [(2,)]
    with pytest.raises(NotFound), register.write() as session:
        remove_tallies(session, tally_ids=["none"], clock=TODAY)


DAYS = st.dates(date(2023, 1, 1), date(2024, 12, 31))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(DAYS, st.integers(-9, 99)), max_size=30))
def test_the_same_tallies_agree_in_every_window(
    register: UnitOfWork, months: Months, entries: list[tuple[date, int]]
) -> None:
    with register.write() as session:
        session.execute(delete(Tally))
        rows = [
            {
                "id": new_id(),
                "unit_id": months.unit_id,
                "indicator_code": "M02",
                "on_date": day,
                "amount": Decimal(amount),
                "note": "",
                "reason": "",
                "created_at": TODAY.now(),
            }
            for day, amount in entries
        ]
        if rows:
            session.execute(insert(Tally), rows)
    with register.read() as session:

        def total(window: Window) -> Decimal:
            return tally_sums(session, unit_id=months.unit_id, window=window).get("M02", Decimal(0))

        for start_day, due_day in ((12, 12), (13, 12), (15, 20), (1, 5), (31, 31)):
            rule = WindowRule(start_day, due_day)
            named = list(months_between(Month(2022, 12), Month(2025, 3)))
            monthly = {month: rule.window(month) for month in named}
            by_hand = {
                month: sum(a for day, a in entries if day in window) for month, window in monthly.items()
            }
            found = {month: total(window) for month, window in monthly.items()}
            assert found == by_hand
            assert sum(found.values()) == sum(amount for _, amount in entries)
            for first in range(0, len(named) - 2, 3):  # a quarter is its three months, a year its quarters
                quarter = named[first : first + 3]
                whole = Window(monthly[quarter[0]].starts_on, monthly[quarter[2]].ends_before)
                assert total(whole) == sum(found[month] for month in quarter)


def test_pasted_rows_are_read_whatever_order_and_titles_they_have(
    register: UnitOfWork, months: Months
) -> None:
    with register.read() as session:
        known = list(countable(session, MARCH_5).values())
    text = (
        "Ngày\tChỉ tiêu\tSố lượng\tGhi chú\n"
        "01/3/2024\tM02\t19.630\tđợt 1\n"
        "4/3\tChỉ tiêu M08\t-2\n"
        "\t\t\t\n"
        "M04\t5\n"
        "02/3/2024\tM02\tTiêu đề dài\t7\n"
        "32/3/2024\tM02\t1\n"
        "M99\t1\n"
        "M02\tnhiều\n"
        "M02\n"
    )
    lines = read_block(text, known, MARCH_5)
    assert [
        (item.fields.indicator_code, item.fields.on_date, item.fields.amount, item.fields.note)
        for item in lines
        if item.fields
    ] == [
        ("M02", date(2024, 3, 1), 19630, "đợt 1"),
        ("M08", date(2024, 3, 4), -2, ""),
        ("M04", MARCH_5, 5, ""),
        ("M02", date(2024, 3, 2), 7, ""),
    ]
    problems = [item.problem for item in lines if not item.fields]
    assert ["không có trong lịch" in problems[0], "khớp với “M99”" in problems[1]] == [True, True]
    assert "không phải là số" in problems[2]
    assert "Thiếu cột" in problems[3]


def test_an_indicator_is_found_by_code_by_title_and_by_words(register: UnitOfWork, months: Months) -> None:
    with register.read() as session:
        known = list(countable(session, MARCH_5).values())
    assert find_indicator("m08", known).code == "M08"
    assert find_indicator("M08 Chỉ tiêu M08", known).code == "M08"
    assert find_indicator("tieu m04", known).code == "M04"
    assert len(matching_indicators("chi tieu", known)) == 3
    assert matching_indicators("chí", known) == []
    with pytest.raises(InvalidField, match="3 chỉ tiêu khớp với “chỉ”"):
        find_indicator("chỉ", known)
    assert read_amount("+1.200", known[0]) == 1200
    assert read_amount(" -3 ", known[0]) == -3
    with pytest.raises(InvalidField, match="chưa ghi số đếm"):
        read_amount("", known[0])


def test_the_book_of_a_day_far_in_the_past_is_empty(register: UnitOfWork, months: Months) -> None:
    add(register, months, line())
    with register.read() as session:
        book = read_book(session, today=clock_at(2024, 6, 1).today())
    assert (book.rows, book.totals, book.filled_days) == ((), (), frozenset())
