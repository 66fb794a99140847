"""The small language of indicator formulas and cross-checks, read by Python's own parser and never executed.

Formulas: codes, numbers, ``+ - * /`` and brackets. Checks add ``= != < <= > >=``, chains of them, ``and`` and
several checks separated by ``;``. A code whose value is not known is None: a sum leaves it out, anything else
with it is unknown, and so is a division by zero (a rate without denominator). In a check a code may end in
``_KY_TRUOC`` (the figure of the period before) or ``_LUY_KE`` (from January to this period).
"""

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from math import isfinite

Values = Mapping[str, Decimal | None]
Compute = Callable[[Values], Decimal | None]

BEFORE, TO_DATE = "_KY_TRUOC", "_LUY_KE"

_OPERATORS: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal | None]] = {
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b if b else None,
}
_COMPARISONS: dict[type[ast.cmpop], tuple[str, Callable[[Decimal, Decimal], bool]]] = {
    ast.Eq: ("=", lambda a, b: a == b),
    ast.NotEq: ("≠", lambda a, b: a != b),
    ast.Lt: ("<", lambda a, b: a < b),
    ast.LtE: ("≤", lambda a, b: a <= b),
    ast.Gt: (">", lambda a, b: a > b),
    ast.GtE: ("≥", lambda a, b: a >= b),
}


class FormulaError(ValueError):
    """A formula of the catalogue that cannot be read; a fault of the data, told with its text."""


@lru_cache(maxsize=1024)
def _parse(text: str) -> ast.expr:
    if len(text) > 500:
        raise FormulaError(text[:80])
    try:
        return ast.parse(re.sub(r"(?<![<>!=])=(?!=)", "==", text).strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise FormulaError(text) from error


@lru_cache(maxsize=1024)
def codes_of(text: str) -> frozenset[str]:
    """Return the codes that a formula or a check names."""
    parts = [_parse(part) for part in text.split(";") if part.strip()]
    return frozenset(node.id for part in parts for node in ast.walk(part) if isinstance(node, ast.Name))


def carried_codes(text: str) -> dict[str, str]:
    """Return which code opens with what another one closed with a period ago: ``HS01 = HS15_KY_TRUOC``."""
    found: dict[str, str] = {}
    for part in filter(str.strip, text.split(";")):
        match _parse(part):
            case ast.Compare(left=ast.Name(id=opening), ops=[ast.Eq()], comparators=[ast.Name(id=closing)]):
                if closing.endswith(BEFORE) and not opening.endswith(BEFORE):
                    found[opening] = closing.removesuffix(BEFORE)
            case _:
                continue
    return found


def solve(text: str, code: str, values: Values) -> Decimal | None:
    """Return the one value of a code with which an equation holds; None where there is none, or many.

    An equation that is not of the first degree in the code has no answer here.
    """
    match _parse(text):
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
            sides = _made(left, text), _made(right, text)
        case _:
            return None

    def gap(value: int) -> Decimal | None:
        tried = {**values, code: Decimal(value)}
        a, b = (side(tried) for side in sides)
        return None if a is None or b is None else a - b

    at = [gap(value) for value in (0, 1, 2)]
    if None in at:
        return None
    zero, one, two = (value for value in at if value is not None)
    step = one - zero
    if not step or two - one != step:
        return None
    answer = -zero / step
    return answer if answer * step == -zero else None  # a third has no end


def evaluate(text: str, values: Values) -> Decimal | None:
    """Compute a formula over known values; raises ``FormulaError`` for what is not a formula."""
    try:
        return _formula(text)(values)
    except RecursionError as error:
        raise FormulaError(text) from error


@lru_cache(maxsize=1024)
def _formula(text: str) -> Compute:
    return _made(_parse(text), text)


def _made(node: ast.expr, text: str) -> Compute:
    """Turn a formula into functions once, so that a year of months does not walk its tree again and again."""
    match node:
        case ast.Constant(value=bool()):
            raise FormulaError(text)
        case ast.Constant(value=int() | float() as number) if isfinite(number):
            constant = Decimal(str(number))
            return lambda values: constant
        case ast.Name(id=code):
            return lambda values: values.get(code)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _minus(_made(operand, text))
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _sum(_made(left, text), _made(right, text))
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATORS:
            return _both(_OPERATORS[type(operator)], _made(left, text), _made(right, text))
        case _:
            raise FormulaError(text)


def _minus(inner: Compute) -> Compute:
    def compute(values: Values) -> Decimal | None:
        value = inner(values)
        return None if value is None else -value

    return compute


def _sum(left: Compute, right: Compute) -> Compute:
    def compute(values: Values) -> Decimal | None:
        a, b = left(values), right(values)
        if a is None or b is None:
            return b if a is None else a
        return a + b

    return compute


def _both(operate: Callable[[Decimal, Decimal], Decimal | None], left: Compute, right: Compute) -> Compute:
    def compute(values: Values) -> Decimal | None:
        a, b = left(values), right(values)
        return None if a is None or b is None else operate(a, b)

    return compute


@dataclass(frozen=True, slots=True)
class Broken:
    """A comparison that does not hold: its two sides as written and as computed."""

    left_text: str
    sign: str
    right_text: str
    left: Decimal
    right: Decimal
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Comparison:
    """One comparison of a check, ready to be judged month after month."""

    left_text: str
    sign: str
    right_text: str
    left: Compute
    right: Compute
    holds: Callable[[Decimal, Decimal], bool]
    codes: tuple[str, ...]


def broken_comparisons(text: str, values: Values) -> Iterator[Broken]:
    """Yield every comparison of a check that does not hold; one with an unknown side is not judged."""
    try:
        for each in _comparisons(text):
            left, right = each.left(values), each.right(values)
            if left is not None and right is not None and not each.holds(left, right):
                yield Broken(each.left_text, each.sign, each.right_text, left, right, each.codes)
    except RecursionError as error:
        raise FormulaError(text) from error


@lru_cache(maxsize=1024)
def _comparisons(text: str) -> tuple[_Comparison, ...]:
    return tuple(
        made for part in filter(str.strip, text.split(";")) for made in _compared(_parse(part), text)
    )


def _compared(node: ast.expr, text: str) -> Iterator[_Comparison]:
    match node:
        case ast.BoolOp(op=ast.And(), values=parts):
            for part in parts:
                yield from _compared(part, text)
        case ast.Compare(left=left, ops=operators, comparators=others):
            sides = [(ast.unparse(side), _made(side, text)) for side in (left, *others)]
            for (a, x), operator, (b, y) in zip(sides, operators, sides[1:], strict=False):
                if type(operator) not in _COMPARISONS:
                    raise FormulaError(text)
                sign, holds = _COMPARISONS[type(operator)]
                yield _Comparison(a, sign, b, x, y, holds, tuple(sorted(codes_of(a) | codes_of(b))))
        case _:
            raise FormulaError(text)


def compute_all(formulas: Mapping[str, str], values: Values) -> dict[str, Decimal | None]:
    """Return values with every formula's code computed, formulas of formulas included.

    A formula that leads back to itself raises ``FormulaError``.
    """
    known = {code: value for code, value in values.items() if code not in formulas}
    try:
        for code, compute in _in_order(tuple(formulas.items())):
            known[code] = compute(known)
    except RecursionError as error:
        raise FormulaError(code) from error
    return known


def made_of(formulas: Mapping[str, str], codes: Iterable[str]) -> frozenset[str]:
    """Return some codes with every computed one that is made of them, formulas of formulas included."""
    found = set(codes)
    for code, _ in _in_order(tuple(formulas.items())):
        if codes_of(formulas[code]) & found:
            found.add(code)
    return frozenset(found)


@lru_cache(maxsize=64)
def _in_order(formulas: tuple[tuple[str, str], ...]) -> tuple[tuple[str, Compute], ...]:
    """Return codes and what computes them, so that each comes after the computed ones it is made of."""
    texts, ordered, waiting = dict(formulas), dict[str, None](), list[str]()

    def resolve(code: str) -> None:
        if code in ordered or code not in texts:
            return
        if code in waiting:
            raise FormulaError(" → ".join([*waiting, code]))
        waiting.append(code)
        for part in codes_of(texts[code]):
            resolve(part)
        waiting.pop()
        ordered[code] = None

    for code in texts:
        resolve(code)
    return tuple((code, _formula(texts[code])) for code in ordered)
