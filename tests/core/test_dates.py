"""Reading days as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.dates import parse_date
from app.core.errors import InvalidField
from app.core.text import format_date

TODAY = date(2024, 3, 5)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/01/2024", date(2024, 1, 31)),
        (" 1/3 ", date(2024, 3, 1)),
        ("12.3.2024", date(2024, 3, 12)),
        ("12-3-24", date(2024, 3, 12)),
        ("2024-03-13", date(2024, 3, 13)),
        ("2024/3/13", date(2024, 3, 13)),
        ("29/2", date(2024, 2, 29)),
        ("29/02/2000", date(2000, 2, 29)),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, day: date) -> None:
    assert parse_date(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("31/11", "Ngày 31/11/2024 không có trong lịch.", "Tháng 11 có 30 ngày."),
        ("31/11/2024", "Ngày 31/11/2024 không có trong lịch.", "Tháng 11 có 30 ngày."),
        ("29/2/2023", "Ngày 29/2/2023 không có trong lịch.", "Tháng 2 có 28 ngày."),
        ("0/5/2024", "Ngày 0/5/2024 không có trong lịch.", "Tháng 5 có 31 ngày."),
        ("12/13/2024", "Ngày 12/13/2024 không có trong lịch.", "Tháng ghi từ 1 đến 12, sau ngày."),
        ("1/1/1024", "Năm 1024 không dùng được.", "Ghi năm có bốn chữ số, ví dụ 2024."),
        ("0000-01-01", "Năm 0 không dùng được.", "Ghi năm có bốn chữ số, ví dụ 2024."),
    ],
)
def test_a_day_that_does_not_exist_is_named_as_such(text: str, message: str, hint: str) -> None:
    with pytest.raises(InvalidField) as refused:
        parse_date(text, TODAY, field="due_on")
    assert (refused.value.field, refused.value.message, refused.value.hint) == ("due_on", message, hint)


@pytest.mark.parametrize(
    "text", ["", "hôm nay", "12", "12/3/2024/5", "12/3/024", "1 2/3", "²/3/2024", "12/3/2024 8:00"]
)
def test_what_is_no_day_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InvalidField, match="không phải là một ngày") as refused:
        parse_date(text, TODAY)
    assert "31/01/2024" in refused.value.hint


@given(DAYS)
def test_a_written_day_reads_back_as_itself(day: date) -> None:
    assert parse_date(format_date(day), TODAY) == parse_date(day.isoformat(), TODAY) == day


@given(st.text("0123456789/-. ²٣", max_size=12))
def test_whatever_is_typed_is_read_or_refused_in_words(text: str) -> None:
    try:
        parse_date(text, TODAY)
    except InvalidField as refused:
        assert refused.message
