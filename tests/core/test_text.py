"""Vietnamese text: one stored form, search without accents, sorting, and the formats people read."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.text import (
    exact_key,
    fold,
    format_date,
    format_date_words,
    format_number,
    format_percent,
    format_share,
    join_words,
    normalize,
    one_line,
    person_sort_key,
    ratio,
    search_words,
    shorten,
    sort_key,
)

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàằầèềìòồờùừỳảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹáắấéếíóốớúứýạặậẹệịọộợụựỵ"
WORDS = st.text(LETTERS + LETTERS.upper() + " ", max_size=40)


def finds(query: str, text: str) -> bool:
    plain, exact = fold(text), exact_key(text)
    return all(word in (exact if accents else plain) for word, accents in search_words(query))


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("xa", "xã Châu Bình", True),
        ("xã", "xã Châu Bình", True),
        ("xã", "xa xôi", False),
        ("chau xa", "Xã Châu Bình", True),
        ("CHÂU", "xã châu bình", True),
        ("dong", "Đông Hợp", True),
        ("đông", "Đông Hợp", True),
        ("đông", "Dong Hop", False),
        ("d", "Đ", True),
        ("hòa", "hoà giải", True),
        ("hoà", "hòa giải", True),
        ("hoa", "hòa giải", True),
        ("hoá", "hóa đơn", True),
        ("thuỷ", "thủy lợi", True),
        ("khoẻ", "sức khỏe", True),
        ("quỳ", "huyện Quỳ Hợp", True),
        ("quy", "huyện Quỳ Hợp", True),
        ("hoàn", "hoàn thành", True),
        ("", "gì cũng được", True),
    ],
)
def test_words_without_accents_find_all_and_accented_words_only_themselves(
    query: str, text: str, found: bool
) -> None:
    assert finds(query, text) is found


@given(WORDS)
def test_a_text_finds_itself_however_it_is_encoded(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert finds(text, text)
    assert finds(decomposed, text)
    assert finds(fold(text), text)
    assert (fold(decomposed), exact_key(decomposed)) == (fold(text), exact_key(text))


@given(WORDS)
def test_folded_text_is_plain_lower_case_and_folds_to_itself(text: str) -> None:
    assert fold(text).isascii()
    assert fold(fold(text)) == fold(text) == fold(text.upper())


@given(st.text(max_size=60))
def test_stored_text_is_nfc_without_control_characters_and_stays_as_stored(text: str) -> None:
    stored = normalize(text)
    assert unicodedata.is_normalized("NFC", stored)
    assert not any(ord(char) < 32 and char not in "\t\n" for char in stored)
    assert normalize(stored) == stored
    assert one_line(one_line(text)) == one_line(text)


def test_line_ends_and_invisible_marks_are_cleaned() -> None:
    assert normalize("a\r\nb\rc\ufeff\u200b\x00\x07") == "a\nb\nc"
    assert one_line("  Ủy\u00a0ban \n nhân\tdân ") == "Ủy ban nhân dân"


def test_letters_sort_in_the_vietnamese_alphabet() -> None:
    words = ["ưa", "xa", "ơi", "ôi", "oi", "đi", "di", "ê", "e", "ân", "ăn", "an", "ư", "u", "z", "y"]
    wanted = ["an", "ăn", "ân", "di", "đi", "e", "ê", "oi", "ôi", "ơi", "u", "ư", "ưa", "xa", "y", "z"]
    assert sorted(words, key=sort_key) == wanted


def test_tones_decide_only_between_equal_letters() -> None:
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma"], key=sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(["mạ", "man"], key=sort_key) == ["mạ", "man"]
    assert sorted(["Đông Hợp", "Dũng", "Ánh", "Ô", "o"], key=sort_key) == [
        "Ánh",
        "Dũng",
        "Đông Hợp",
        "o",
        "Ô",
    ]


@given(WORDS)
def test_the_order_does_not_depend_on_case_or_encoding(text: str) -> None:
    assert (
        sort_key(unicodedata.normalize("NFD", text))[:2] == sort_key(text)[:2] == sort_key(text.upper())[:2]
    )


def test_people_are_listed_by_their_given_name() -> None:
    people = ["Trần Văn Bình", "Lê Thị Ánh", "Nguyễn Văn Ánh", "Đặng An"]
    assert sorted(people, key=person_sort_key) == ["Đặng An", "Lê Thị Ánh", "Nguyễn Văn Ánh", "Trần Văn Bình"]
    assert person_sort_key("") == person_sort_key("  ")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (999, "999"),
        (19630, "19.630"),
        (1234567, "1.234.567"),
        (-19630, "-19.630"),
        (Decimal("32.3"), "32,3"),
        (Decimal("32.30"), "32,3"),
        (Decimal("32.345"), "32,35"),
        (Decimal("19630.5"), "19.630,5"),
        (Decimal("19630.001"), "19.630"),
        (Decimal("-0.001"), "0"),
        (Decimal("1E+3"), "1.000"),
        (Decimal("0.005"), "0,01"),
    ],
)
def test_numbers_are_written_as_people_do(value: int | Decimal, written: str) -> None:
    assert format_number(value) == written


def test_the_number_of_decimals_can_be_fixed() -> None:
    assert format_number(Decimal("32.3"), decimals=2) == "32,30"
    assert format_number(Decimal("32.5"), decimals=0) == "33"
    assert format_number(19630, decimals=1) == "19.630,0"


@given(st.integers(-(10**14), 10**14))
def test_a_written_count_reads_back_as_itself(value: int) -> None:
    assert int(format_number(value).replace(".", "")) == value


@pytest.mark.parametrize(
    ("day", "form", "words"),
    [
        (date(2026, 3, 5), "05/3/2026", "ngày 05 tháng 3 năm 2026"),
        (date(2024, 2, 12), "12/02/2024", "ngày 12 tháng 02 năm 2024"),
        (date(2024, 1, 1), "01/01/2024", "ngày 01 tháng 01 năm 2024"),
        (date(2024, 12, 31), "31/12/2024", "ngày 31 tháng 12 năm 2024"),
        (date(2024, 10, 10), "10/10/2024", "ngày 10 tháng 10 năm 2024"),
    ],
)
def test_a_zero_stands_before_days_1_to_9_and_months_1_and_2_only(day: date, form: str, words: str) -> None:
    assert (format_date(day), format_date_words(day)) == (form, words)


def test_nothing_of_nothing_is_not_a_percentage() -> None:
    assert ratio(0, 0) is None
    assert format_percent(ratio(0, 0)) == "không phát sinh"
    assert format_share(0, 0, "nhiệm vụ") == "không phát sinh"


def test_all_of_all_is_100_percent_without_decimals() -> None:
    assert format_share(42, 42, "nhiệm vụ") == "42/42 nhiệm vụ, đạt tỷ lệ 100%"


def test_shares_are_written_with_a_comma() -> None:
    assert format_share(81, 249, "nhiệm vụ") == "81/249 nhiệm vụ, đạt tỷ lệ 32,53%"
    assert format_share(0, 3, "hồ sơ") == "0/3 hồ sơ, đạt tỷ lệ 0%"
    assert format_percent(Decimal("96.55")) == "96,55%"


def test_items_are_joined_as_in_a_sentence() -> None:
    assert join_words([]) == ""
    assert join_words(["một"]) == "một"
    assert join_words(["một", "", "hai"]) == "một và hai"
    assert join_words(["một", "hai", "ba"]) == "một, hai và ba"


@given(st.text(LETTERS + " .,", max_size=200), st.integers(2, 60))
def test_shortened_text_fits_and_says_that_it_was_cut(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert short == one_line(text) or short.endswith("…")


def test_text_is_cut_between_words() -> None:
    assert shorten("Báo cáo công tác cải cách hành chính", 20) == "Báo cáo công tác…"
