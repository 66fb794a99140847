"""The small language of indicators: computed, never executed."""

import re
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.formula import (
    FormulaError,
    broken_comparisons,
    carried_codes,
    codes_of,
    compute_all,
    evaluate,
    solve,
)

VALUES = {"X1": Decimal(10), "X2": Decimal(4), "X3": Decimal(0), "X4": None}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("X1 + X2", 14),
        ("X1 - X2", 6),
        ("X1 * X2", 40),
        ("X1 / X2", Decimal("2.5")),
        ("X2 / X1 * 100", 40),
        ("(X1 + X2) * 2", 28),
        ("-X1 + 3", -7),
        ("0.1 + 0.2", Decimal("0.3")),
        ("X1 + X4", 10),  # a sum leaves out what is not known
        ("X4 + X4", None),
        ("X1 - X4", None),
        ("X1 * X4", None),
        ("X4 / X1", None),
        ("-X4", None),
        ("X1 / X3", None),  # a rate without denominator
        ("X3 / X1", 0),
        ("X99", None),
    ],
)
def test_a_formula_computes_exactly_and_knows_what_it_does_not_know(formula: str, value: object) -> None:
    assert evaluate(formula, VALUES) == value


HOSTILE = [
    "__import__('os').system('true')",
    "__import__('os')",
    "X1.real",
    "X1.__class__",
    "X1[0]",
    "[X1 for X1 in (1,)]",
    "lambda: 1",
    "f'{X1}'",
    "'a' * 9",
    "10**10**10",
    "X1 ** 2",
    "X1 // X2",
    "X1 % X2",
    "X1 << 400",
    "1j",
    "True",
    "None",
    "...",
    "X1 if X2 else X3",
    "(X1 := 3)",
    "not X1",
    "+X1",
    "~X1",
    "X1, X2",
    "X1 = X2",
    "X1 < X2",
    "X4 and",
    "X4 and X1",
    "",
    "  ",
    "X1 +",
    "1and 2",
    "X1\x00",
    "X1\nX2",
    "1e999",
    "1e999 - 1e999",
    "(" * 300 + "1" + ")" * 300,
    "X1" + "+X1" * 400,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_not_a_formula_is_a_fault_of_the_data(text: str) -> None:
    with pytest.raises(FormulaError):
        evaluate(text, VALUES)


@pytest.mark.parametrize(
    "deep", ["-" * 480 + "X1", "X1" + "+X1" * 150, "(" * 150 + "X1" + ")" * 150, "X1" + "-X1" * 150]
)
def test_a_deep_formula_is_computed_or_refused_but_never_breaks_the_program(deep: str) -> None:
    with suppress(FormulaError):
        assert evaluate(deep, VALUES) is not None
    with suppress(FormulaError):
        assert len(list(broken_comparisons(f"{deep} = 99", VALUES))) == 1


def test_the_codes_of_a_check_are_named_once() -> None:
    assert codes_of("X1 = X2 + X3; X3 <= X1") == {"X1", "X2", "X3"}


def test_a_check_that_holds_says_nothing() -> None:
    assert list(broken_comparisons("X1 > X2 > X3; X1 = X2 + 6 and X1 != X2; X1 >= 10 <= X1", VALUES)) == []


def test_a_broken_check_names_both_sides_as_written_and_as_computed() -> None:
    (broken,) = broken_comparisons("X1 = X2 + X3", VALUES)
    assert (broken.left_text, broken.sign, broken.right_text) == ("X1", "=", "X2 + X3")
    assert (broken.left, broken.right, broken.codes) == (10, 4, ("X1", "X2", "X3"))


@pytest.mark.parametrize(
    ("check", "signs"),
    [
        ("X1 <= X2", ["≤"]),
        ("X1 < X2", ["<"]),
        ("X2 >= X1", ["≥"]),
        ("X2 > X1", [">"]),
        ("X1 != X1", ["≠"]),
        ("X1 == X2", ["="]),
        ("X3 >= X2 >= X1", ["≥", "≥"]),  # a chain is judged link by link
        ("X1 <= X2 and X2 <= X3", ["≤", "≤"]),
        ("X1 = 1; X2 = 2", ["=", "="]),
        ("X1 = X1; ; X2 = 2;", ["="]),
        ("X4 = X1", []),  # an unknown side is not judged
        ("X4 - X1 > 5", []),
        ("X1 = X4 + X2", ["="]),
    ],
)
def test_every_broken_comparison_is_yielded(check: str, signs: list[str]) -> None:
    assert [broken.sign for broken in broken_comparisons(check, VALUES)] == signs


@pytest.mark.parametrize(
    "check", ["X1", "X1 or X2", "X1 = 1 or X2 = 2", "X1 in X2", "X1 is X2", "X4 and", "f(X1) = 1"]
)
def test_what_is_not_a_check_is_a_fault_of_the_data(check: str) -> None:
    with pytest.raises(FormulaError):
        list(broken_comparisons(check, VALUES))


def test_formulas_of_formulas_are_computed_in_whatever_order_they_stand() -> None:
    formulas = {"X6": "X5 + X1", "X5": "X2 * 2", "X7": "X6 / X3"}
    computed = compute_all(formulas, {**VALUES, "X6": Decimal(99)})
    assert (computed["X5"], computed["X6"], computed["X7"], computed["X1"]) == (8, 18, None, 10)


@pytest.mark.parametrize(
    "formulas", [{"A": "A + 1"}, {"A": "B", "B": "A"}, {"A": "B", "B": "C", "C": "A * 2"}]
)
def test_a_formula_that_leads_back_to_itself_is_refused_with_its_path(formulas: dict[str, str]) -> None:
    with pytest.raises(FormulaError, match=r"A → .*A"):
        compute_all(formulas, {})


@given(st.text("X1234 +-*/()=<>.;and\n_'", max_size=40))
def test_any_text_is_computed_or_refused_and_nothing_else_happens(text: str) -> None:
    with suppress(FormulaError):
        evaluate(text, VALUES)
    with suppress(FormulaError):
        list(broken_comparisons(text, VALUES))


@pytest.mark.parametrize(
    ("rule", "pairs"),
    [
        ("HS01 = HS15_KY_TRUOC; PA01 = PA05_KY_TRUOC", {"HS01": "HS15", "PA01": "PA05"}),
        ("HS01 = HS15", {}),
        ("HS01 <= HS15_KY_TRUOC", {}),
        ("HS01 = HS15_KY_TRUOC + 1", {}),
        ("HS01_KY_TRUOC = HS15_KY_TRUOC", {}),
        ("HS01 = HS15_KY_TRUOC = HS02", {}),
    ],
)
def test_what_is_carried_over_is_read_from_the_checks(rule: str, pairs: dict[str, str]) -> None:
    assert carried_codes(rule) == pairs


@pytest.mark.parametrize(
    ("equation", "code", "answer"),
    [
        ("X9 = X1", "X9", 10),
        ("X1 = X9 + X2", "X9", 6),
        ("X1 = X9 * 4", "X9", Decimal("2.5")),
        ("X1 = X2", "X9", None),  # it does not depend on the code
        ("X9 * X9 = X1", "X9", None),  # two answers
        ("X9 / X1 = X4", "X9", None),  # nothing known to compare with
        ("X9 * 3 = X1", "X9", None),  # a third has no end
        ("X9 <= X1", "X9", None),
        ("X9 = X1 = X2", "X9", None),
    ],
)
def test_an_equation_gives_its_one_answer_or_none(equation: str, code: str, answer: object) -> None:
    assert solve(equation, code, VALUES) == answer


CODES = st.sampled_from(["X1", "X2", "X3", "X4", "X9"])
TERMS = st.recursive(
    CODES | st.integers(0, 99).map(str),
    lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
    max_leaves=8,
)


@given(TERMS, TERMS)
def test_an_answer_makes_the_equation_hold(left: str, right: str) -> None:
    answer = solve(f"{left} = {right}", "X9", VALUES)
    if answer is not None:
        (a, b) = (evaluate(side, {**VALUES, "X9": answer}) for side in (left, right))
        assert a is None or b is None or abs(a - b) < Decimal("1e-12")


@given(TERMS)
def test_a_formula_made_at_random_is_computed_as_python_computes_it(text: str) -> None:
    known = {code: Decimal(number) for number, code in enumerate(("X1", "X2", "X3", "X4", "X9"), 3)}
    value = evaluate(text, known)
    try:
        exact = re.sub(r"\b(\d+)\b", r"Fraction(\1)", text)
        wanted = eval(exact, {"Fraction": Fraction}, {c: Fraction(int(n)) for c, n in known.items()})
    except ZeroDivisionError:
        return  # unknown there, left out of a sum here
    if value is not None:
        assert abs(Fraction(value) - wanted) <= max(abs(wanted), 1) * Fraction(1, 10**6)
