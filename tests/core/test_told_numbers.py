"""Numbers in running text and the indicators that their words name."""

from decimal import Decimal

import pytest

from app.core.told_numbers import Told, told_numbers

KNOWN = {
    told.code: told
    for told in (
        Told("CD01", "Văn bản chỉ đạo, điều hành CCHC ban hành trong kỳ", "văn bản", Decimal(5)),
        Told("HS05", "Tiếp nhận trực tiếp trong kỳ", "hồ sơ", Decimal(120)),
        Told("HS09", "Đã giải quyết trước hạn", "hồ sơ", Decimal(30)),
        Told("HS10", "Đã giải quyết đúng hạn", "hồ sơ", Decimal(60)),
        Told("VB07", "Tỷ lệ văn bản đi ký số", "%", Decimal("98.5")),
    )
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ban hành 4 văn bản chỉ đạo, điều hành CCHC.", [("CD01", 4)]),
        ("Tiếp nhận trực tiếp 1.118 hồ sơ; giải quyết đúng hạn 60 hồ sơ.", [("HS05", 1118), ("HS10", 60)]),
        ("giải quyết 60 hồ sơ", []),  # early or on time? it does not say
        ("Giải quyết trước hạn 3 việc", []),  # not dossiers
        ("Tỷ lệ văn bản đi ký số đạt 97,5%", [("VB07", Decimal("97.5"))]),
        ("Tiếp nhận trực tiếp 100 hồ sơ và 20 phiếu", []),  # two numbers in one clause
        ("Tiếp nhận trực tiếp {HS05}", []),
        ("Kế hoạch số 12/KH-UBND", []),
        ("ngày 12/3/2024 tiếp nhận trực tiếp", []),
        ("", []),
    ],
)
def test_a_number_is_held_against_the_indicator_that_its_clause_names(text: str, found: list) -> None:
    numbers = list(told_numbers(text, KNOWN))
    assert [(n.code, n.number) for n in numbers] == found
    for number in numbers:
        written = text[number.start : number.end].replace(".", "").replace(",", ".")
        assert Decimal(written) == number.number


def test_a_clause_that_suits_two_indicators_says_nothing() -> None:
    twin = {**KNOWN, "XX01": Told("XX01", "Tiếp nhận trực tiếp trong kỳ", "hồ sơ", Decimal(7))}
    assert list(told_numbers("Tiếp nhận trực tiếp 100 hồ sơ", twin)) == []
