"""Codes that people read to one another: what is misheard or mistyped is noticed before it is believed."""

import random

import pytest

from app.core.errors import InvalidField
from app.exchange.keys import grouped_digits, key_code, new_seed, public_part, read_key_code, signing_key
from app.exchange.seal import (
    ALPHABET,
    check_sign,
    find_codes,
    grouped,
    likely_codes,
    qr_modules,
    read_code,
    seal_code,
)
from app.exchange.spoken import spoken

CONTENT = "ab" * 32
CHANCE = random.Random(1)


def codes(count: int) -> list[str]:
    made = ["".join(CHANCE.choices(ALPHABET, k=11)) for _ in range(count)]
    return [signs + check_sign(signs) for signs in made]


def test_a_code_is_made_from_the_content_and_always_the_same() -> None:
    code = seal_code(CONTENT)
    assert code == "ZD0JREP3AWYR" == read_code(code)  # for ever: codes were read out over the phone
    assert len(code) == 12
    assert set(code) <= set(ALPHABET)
    assert seal_code("ac" * 32) != code


def test_look_alikes_are_not_in_the_alphabet() -> None:
    assert len(set(ALPHABET)) == 32
    assert not set("ILOU") & set(ALPHABET)


@pytest.mark.parametrize("code", codes(20))
def test_every_single_error_is_noticed(code: str) -> None:
    for place, sign in enumerate(code):
        for other in set(ALPHABET) - {sign}:
            with pytest.raises(InvalidField, match="nghe hoặc gõ nhầm"):
                read_code(code[:place] + other + code[place + 1 :])


def test_every_swap_of_neighbours_is_noticed() -> None:
    tried = 0
    for code in codes(300):
        for place in range(11):
            if code[place] != code[place + 1]:
                tried += 1
                with pytest.raises(InvalidField):
                    read_code(code[:place] + code[place + 1] + code[place] + code[place + 2 :])
    assert tried > 3000


def test_control_a_plain_sum_would_miss_swaps() -> None:
    def plain(signs: str) -> int:
        return sum(map(ALPHABET.index, signs)) % 32

    assert plain("AB") == plain("BA")
    assert check_sign("AB") != check_sign("BA")


@pytest.mark.parametrize(
    "typed", ["{0} {1} {2}", "{0}-{1}-{2}", " {0}{1}{2} ", "{0}.{1}.{2}", "{0}\n{1}\n{2}"]
)
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    code = codes(1)[0]
    groups = grouped(code).split()
    assert read_code(typed.format(*groups)) == code
    assert read_code(typed.format(*groups).lower()) == code


def test_look_alikes_that_are_typed_all_the_same_are_understood() -> None:
    signs = "0110" + "A" * 7
    code = signs + check_sign(signs)
    assert read_code(code.replace("0", "O").replace("1", "I")) == code


@pytest.mark.parametrize("typed", ["", "ABCD", "x" * 13, "ABCD EFGH ????"])
def test_what_is_no_code_is_told(typed: str) -> None:
    with pytest.raises(InvalidField, match="12 ký tự"):
        read_code(typed)


NOISE = {
    "as we write it": lambda c: f"CCHC 17038 ky 2024-03 lan 1 ma {grouped(c)}",
    "with accents": lambda c: f"Xã Châu Quang gửi báo cáo tháng 3/2024, mã niêm phong: {grouped(c)}. Cảm ơn!",
    "without accents": lambda c: f"Xa Chau Quang gui bao cao thang 3/2024, ma niem phong {grouped(c)} a",
    "lower case": lambda c: f"ma {grouped(c).lower()} nhe anh",
    "no blanks": lambda c: f"ma {c}",
    "run together": lambda c: f"Chau Quang ma{c}",
    "letter by letter": lambda c: f"mã: {' '.join(c)}",
    "by twos": lambda c: "ma " + " ".join(c[n : n + 2] for n in range(0, 12, 2)),
    "by threes with dashes": lambda c: "gui ma " + "-".join(c[n : n + 3] for n in range(0, 12, 3)),
    "O for 0 and I for 1": lambda c: f"ma {grouped(c).replace('0', 'O').replace('1', 'I')}",
    "l for 1 in small letters": lambda c: f"ma {grouped(c).lower().replace('1', 'l')}",
    "in two lines": lambda c: f"UBND xa Chau Quang\n{grouped(c)}",
    "alone": lambda c: f" {' '.join(c[n : n + 5] for n in range(0, 12, 5))} ",
    "with a number of pages": lambda c: f"Gui 12 trang, so 45/BC-UBND, ma {grouped(c)}",
}


@pytest.mark.parametrize("noise", NOISE)
def test_a_code_is_found_in_a_message_as_people_write_it(noise: str) -> None:
    for code in codes(40):
        assert find_codes(NOISE[noise](code)) == (code,), NOISE[noise](code)


def test_what_a_vietnamese_keyboard_made_of_a_code_is_undone() -> None:
    signs = "DD7AS2EEAW3"
    code = signs + check_sign(signs)
    typed = "Đ7Á2ÊĂ3" + code[-1]
    assert find_codes(f"mã {typed}") == (code,)


def test_messages_without_a_code_have_none() -> None:
    for message in (
        "Không có mã nào ở đây, 0123 4567 8901",
        "Xa Chau Quang da gui bao cao thang 3/2024 qua Zalo",
        "Ma don vi 17038, ky 2024-03, lan 1",
        "chau quang chau loc chau ly",
        "",
    ):
        assert find_codes(message) == ()


def test_a_mishearing_in_a_message_is_told_not_passed_over() -> None:
    code = codes(1)[0]
    wrong = code[:3] + ("7" if code[3] != "7" else "8") + code[4:]
    assert find_codes(f"ma {grouped(wrong)}") == ()
    assert likely_codes(f"xa gui ma {grouped(wrong)} nhe") == (wrong,)


def test_two_codes_in_one_message_are_both_found() -> None:
    first, second = codes(2)
    assert find_codes(f"ma {grouped(first)}, ma {grouped(second)}") == (first, second)


def test_a_code_has_its_picture() -> None:
    modules = qr_modules("7K3M 92QD 41AB")
    assert len(modules) == len(modules[0]) >= 21
    assert all(modules[0][:7])  # the finder pattern of the corner
    assert modules != qr_modules("7K3M 92QD 41AC")


def test_a_code_is_read_out_without_letters_that_sound_alike() -> None:
    assert spoken("7K3M92QD41AB") == (
        "bảy, K Khánh, ba, M Mai\nchín, hai, Q Quang, D Dung\nbốn, một, A An, B Bình"
    )
    assert all(spoken(sign * 4) for sign in ALPHABET)
    assert len({spoken(sign * 4) for sign in ALPHABET}) == len(ALPHABET)


def test_a_key_has_thirty_digits_that_check_themselves() -> None:
    public = public_part(signing_key(new_seed()))
    code = key_code(public)
    assert len(code) == 30
    assert read_key_code(grouped_digits(code)) == code
    assert [len(group) for group in grouped_digits(code).split()] == [5] * 6


def test_every_wrong_digit_and_every_swap_of_a_key_code_is_noticed() -> None:
    for number in range(50):
        code = key_code(f"{number:064x}")
        for place in range(30):
            for other in set("0123456789") - {code[place]}:
                with pytest.raises(InvalidField, match="gõ nhầm"):
                    read_key_code(code[:place] + other + code[place + 1 :])
            if place < 29 and code[place] != code[place + 1]:
                with pytest.raises(InvalidField):
                    read_key_code(code[:place] + code[place + 1] + code[place] + code[place + 2 :])


@pytest.mark.parametrize("typed", ["", "12345", "x" * 30, "１" * 30])
def test_what_is_no_key_code_is_told(typed: str) -> None:
    with pytest.raises(InvalidField, match="30 chữ số"):
        read_key_code(typed)


def test_what_the_vault_should_not_hold_is_no_key() -> None:
    for seed in ("", "zz", "00" * 31):
        with pytest.raises(ValueError):
            signing_key(seed)
