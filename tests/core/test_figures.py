"""Reading figures as people type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import InvalidField
from app.core.figures import BLANK, FigureValue, checked_value, read_figure, reading_words
from app.core.statuses import FigureState
from app.core.text import format_number


def count(text: str) -> FigureValue:
    return read_figure(text, code="HS08", is_count=True)


def amount(text: str) -> FigureValue:
    return read_figure(text, code="HS08", is_count=False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("19630", 19630),
        ("19.630", 19630),
        ("19,630", 19630),
        ("19 630", 19630),
        ("19\u00a0630", 19630),
        ("1.234.567", 1234567),
        ("1,234,567", 1234567),
        (" 7 ", 7),
        ("0", 0),
        ("007", 7),
    ],
)
def test_a_count_is_read_with_any_separator_of_thousands(text: str, value: int) -> None:
    assert count(text) == FigureValue(FigureState.VALUE, Decimal(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("32,3", "32.3"),
        ("32.3", "32.3"),
        ("32,3%", "32.3"),
        ("32,3 %", "32.3"),
        ("19.630", "19630"),
        ("19,630", "19.63"),
        ("1.234,5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1,234,567.5", "1234567.5"),
        ("0,5", "0.5"),
        ("0.500", "0.5"),  # no thousands begin with a zero
        ("0.125", "0.125"),
        ("0,0001", "0.0001"),
    ],
)
def test_an_amount_is_read_with_a_decimal_comma_or_point(text: str, value: str) -> None:
    assert amount(text) == FigureValue(FigureState.VALUE, Decimal(value))


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("P", FigureState.NONE_ARISEN),
        ("p", FigureState.NONE_ARISEN),
        ("Không phát sinh", FigureState.NONE_ARISEN),
        ("khong phat sinh", FigureState.NONE_ARISEN),
        ("K", FigureState.NOT_APPLICABLE),
        ("không áp dụng", FigureState.NOT_APPLICABLE),
        ("", FigureState.BLANK),
        ("   ", FigureState.BLANK),
        ("-", FigureState.BLANK),
    ],
)
def test_three_kinds_of_emptiness_are_kept_apart(text: str, state: FigureState) -> None:
    assert count(text) == FigureValue(state) == amount(text)


def test_none_arisen_computes_as_zero_and_the_other_two_as_unknown() -> None:
    assert FigureValue(FigureState.NONE_ARISEN).known == 0
    assert FigureValue(FigureState.NOT_APPLICABLE).known is None
    assert BLANK.known is None
    assert count("0").known == 0
    assert count("0") != count("P")


@pytest.mark.parametrize(
    "text", ["mười", "12a", "1e5", "1..2", "1.23.456", "--5", "+5", "%", "5 000 00", "²", "1/2"]
)
def test_what_is_not_a_number_is_refused_with_the_indicator_and_what_to_write(text: str) -> None:
    for read in (count, amount):
        with pytest.raises(InvalidField, match=r"^HS08: “.*” không phải là số") as refused:
            read(text)
        assert (refused.value.field, "P (không phát sinh)" in refused.value.hint) == ("HS08", True)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("-5", "HS08: số liệu không được âm (-5)."),
        ("-1.234", "HS08: số liệu không được âm (-1.234)."),
        ("32,3", "HS08: phải là số nguyên, không phải 32,3."),
        ("0.500", "HS08: phải là số nguyên, không phải 0,5."),
        ("0,500", "HS08: phải là số nguyên, không phải 0,5."),
        ("100000000000000", "HS08: số quá lớn."),
        ("9" * 40, "HS08: số quá lớn."),
        ("9" * 40 + ".5", "HS08: số quá lớn."),
        ("-" + "9" * 40 + ".5", "HS08: số quá lớn."),
    ],
)
def test_a_count_that_cannot_be_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(InvalidField) as refused:
        count(text)
    assert refused.value.message == sentence


def test_an_amount_finer_than_four_decimals_is_refused_not_rounded() -> None:
    with pytest.raises(InvalidField, match="nhiều nhất bốn chữ số sau dấu phẩy"):
        amount("0,00001")


def test_the_largest_amount_is_the_one_that_fits_an_integer_of_64_bits() -> None:
    largest = checked_value(Decimal("99999999999999.9999"), code="X", is_count=False)
    assert largest.value is not None
    assert int(largest.value * 10_000) < 2**63


@given(st.integers(0, 10**13))
def test_a_count_reads_back_as_it_is_written(value: int) -> None:
    assert count(format_number(value)).value == value


@given(st.decimals(0, 10**9, places=2))
def test_an_amount_reads_back_as_it_is_written(value: Decimal) -> None:
    assert amount(format_number(value)).value == value


@given(st.text("0123456789.,-% PK\u00a0ae", max_size=50))
def test_whatever_is_typed_is_read_or_refused_in_words(text: str) -> None:
    for read in (count, amount):
        try:
            figure = read(text)
        except InvalidField as refused:
            assert refused.message.startswith("HS08: ")
        else:
            assert (figure.value is None) == (figure.state is not FigureState.VALUE)


def test_a_rate_is_not_read_where_a_count_is_wanted() -> None:
    with pytest.raises(InvalidField, match="tỷ lệ"):
        read_figure("5%", code="HS01", is_count=True)
    assert read_figure("32,3%", code="TY01", is_count=False).value == Decimal("32.3")


@pytest.mark.parametrize(
    ("text", "value"),
    [("=12+3", 15), ("= 1.200 + 30 - 5", 1225), ("=7", 7), ("=-2+5", 3), ("=12 + 3 - 15", 0)],
)
def test_a_small_sum_is_added_up(text: str, value: int) -> None:
    assert count(text) == FigureValue(FigureState.VALUE, Decimal(value))


@pytest.mark.parametrize("text", ["=", "=+", "=1+", "=1++2", "=1*2", "=A1", "=1+x", "=5-9", "=(1+2)"])
def test_a_sum_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(InvalidField):
        count(text)


@pytest.mark.parametrize(
    ("text", "is_count", "words"),
    [
        ("19.630", True, "19.630 (dấu chấm ngăn hàng nghìn)"),
        ("19,630", True, "19.630 (dấu phẩy ngăn hàng nghìn)"),
        ("19 630", True, "19.630 (khoảng trắng ngăn hàng nghìn)"),
        ("19,630", False, "19,63 (dấu phẩy là dấu lẻ)"),
        ("32,3%", False, "32,3 (dấu phẩy là dấu lẻ, phần trăm)"),
        ("32.3", False, "32,3 (dấu chấm là dấu lẻ)"),
        ("5,0", False, "5 (dấu phẩy là dấu lẻ)"),
        ("=12+3", True, "15 (cộng lại)"),
        ("7", True, "7"),
        ("P", True, "không phát sinh"),
        ("k", True, "không áp dụng"),
        ("", True, "để trống"),
    ],
)
def test_the_reading_of_a_number_is_told(text: str, is_count: bool, words: str) -> None:
    assert reading_words(text, read_figure(text, code="X", is_count=is_count)) == words
