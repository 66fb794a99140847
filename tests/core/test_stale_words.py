"""Months, years and slips that a copied report betrays itself by."""

import pytest

from app.core.periods import Month
from app.core.stale_words import mentions, slips_of_the_pen, wrong_months, wrong_years

MARCH = Month(2024, 3)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Báo cáo kết quả công tác CCHC tháng 2 năm 2024 như sau.", ["tháng 3 năm 2024"]),
        ("UBND xã báo cáo tình hình thực hiện tháng 2/2024.", ["tháng 3/2024"]),
        ("Báo cáo công tác tháng 02.", ["tháng 3"]),
        ("Báo cáo kết quả tháng 3 năm 2024.", []),
        ("Đã gửi báo cáo kết quả tháng 2 đúng hạn.", []),  # last month's report is its own fact
        ("Báo cáo kết quả so với tháng 2.", []),
        ("Báo cáo công tác từ ngày 12 tháng 2 đến ngày 11 tháng 3.", []),
        ("Trong tháng 2 đã họp 2 lần.", []),  # the window begins in February
        ("Báo cáo kết quả tháng 2 năm 2023.", []),  # a year ago, said so
    ],
)
def test_a_report_that_calls_itself_by_the_month_before_is_told(text: str, wanted: list[str]) -> None:
    slips = list(wrong_months(text, MARCH))
    assert [slip.wanted for slip in slips] == wanted
    assert all(text[slip.start : slip.end] == slip.found and slip.names_report for slip in slips)


def test_a_sentence_of_last_month_keeps_its_month_only_where_it_compares() -> None:
    old = "Trong tháng 2 đã ban hành 2 văn bản. So với tháng 2 thì tăng."
    slips = list(wrong_months(old, MARCH, old))
    assert [(slip.found, slip.wanted, slip.names_report) for slip in slips] == [("tháng 2", "tháng 3", False)]


def test_december_comes_before_january() -> None:
    (slip,) = wrong_months("Báo cáo kết quả tháng 12 năm 2023.", Month(2024, 1))
    assert slip.wanted == "tháng 1 năm 2024"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Thực hiện Kế hoạch cải cách hành chính năm 2023.", ["năm 2023"]),
        ("Trong năm 2023 đã rà soát.", ["năm 2023"]),
        ("Khắc phục tiêu chí bị trừ điểm năm 2023.", []),
        ("Tăng so với cùng kỳ năm 2023.", []),
        ("Giai đoạn 2021 - 2025, năm 2024.", []),
        ("Nghị quyết năm 2023 của HĐND.", []),
    ],
)
def test_the_year_before_is_told_where_it_seems_to_mean_this_one(text: str, found: list[str]) -> None:
    assert [slip.found for slip in wrong_years(text, MARCH)] == found


def test_a_sentence_copied_over_new_year_is_told() -> None:
    old = "Nghị quyết năm 2023 của HĐND."
    assert [slip.wanted for slip in wrong_years(old, Month(2024, 1), old)] == ["năm 2024"]
    assert list(wrong_years(old, MARCH, old)) == []


def test_slips_of_the_pen_are_found_as_whole_words() -> None:
    text = "UNBD xã đã khắc pục; UBND đúng."
    slips = list(slips_of_the_pen(text))
    assert {(text[s.start : s.end], s.wanted) for s in slips} == {
        ("UNBD", "UBND"),
        ("khắc pục", "khắc phục"),
    }


def test_a_name_is_found_as_whole_words_only() -> None:
    text = "Xã Châu Lý phối hợp với xã châu lý, không phải Châu Lýn."
    assert [text[a:b] for a, b in mentions(text, "Châu Lý")] == ["Châu Lý", "châu lý"]
    assert list(mentions(text, "Xã")) == []  # too short to mean anything
