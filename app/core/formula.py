"""The small language of indicator formulas and cross-checks, read by Python's own parser and never executed.

Formulas: codes, numbers, ``+ - * /`` and brackets. Checks add ``= != < <= > >=``, chains of them, ``and`` and
several checks separated by ``;``. A code whose value is not known is None: a sum leaves it out, anything else
with it is unknown, and so is a division by zero (a rate without denominator). In a check a code may end in
``_KY_TRUOC`` (the figure of the period before) or ``_LUY_KE`` (from January to this period).
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from math import isfinite

Values = Mapping[str, Decimal | None]

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
            sides = left, right
        case _:
            return None

    def gap(value: int) -> Decimal | None:
        tried = {**values, code: Decimal(value)}
        a, b = (_value(side, tried, text) for side in sides)
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
        return _value(_parse(text), values, text)
    except RecursionError as error:
        raise FormulaError(text) from error


def _value(node: ast.expr, values: Values, text: str) -> Decimal | None:
    match node:
        case ast.Constant(value=bool()):
            raise FormulaError(text)
        case ast.Constant(value=int() | float() as number) if isfinite(number):
            return Decimal(str(number))
        case ast.Name(id=code):
            return values.get(code)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            inner = _value(operand, values, text)
            return None if inner is None else -inner
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            known = [v for v in (_value(left, values, text), _value(right, values, text)) if v is not None]
            return sum(known, Decimal(0)) if known else None
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATORS:
            a, b = _value(left, values, text), _value(right, values, text)
            return None if a is None or b is None else _OPERATORS[type(operator)](a, b)
        case _:
            raise FormulaError(text)


@dataclass(frozen=True, slots=True)
class Broken:
    """A comparison that does not hold: its two sides as written and as computed."""

    left_text: str
    sign: str
    right_text: str
    left: Decimal
    right: Decimal
    codes: tuple[str, ...]


def broken_comparisons(text: str, values: Values) -> Iterator[Broken]:
    """Yield every comparison of a check that does not hold; one with an unknown side is not judged."""
    for part in text.split(";"):
        if part.strip():
            try:
                yield from _broken(_parse(part), values, text)
            except RecursionError as error:
                raise FormulaError(text) from error


def _broken(node: ast.expr, values: Values, text: str) -> Iterator[Broken]:
    match node:
        case ast.BoolOp(op=ast.And(), values=parts):
            for part in parts:
                yield from _broken(part, values, text)
        case ast.Compare(left=left, ops=operators, comparators=others):
            sides = [left, *others]
            for a, operator, b in zip(sides, operators, others, strict=False):
                if type(operator) not in _COMPARISONS:
                    raise FormulaError(text)
                sign, holds = _COMPARISONS[type(operator)]
                x, y = _value(a, values, text), _value(b, values, text)
                if x is not None and y is not None and not holds(x, y):
                    codes = sorted(codes_of(ast.unparse(a)) | codes_of(ast.unparse(b)))
                    yield Broken(ast.unparse(a), sign, ast.unparse(b), x, y, tuple(codes))
        case _:
            raise FormulaError(text)


def compute_all(formulas: Mapping[str, str], values: Values) -> dict[str, Decimal | None]:
    """Return values with every formula's code computed, formulas of formulas included.

    A formula that leads back to itself raises ``FormulaError``.
    """
    known: dict[str, Decimal | None] = dict(values)
    waiting: list[str] = []

    def resolve(code: str) -> None:
        if code in known or code not in formulas:
            return
        if code in waiting:
            raise FormulaError(" → ".join([*waiting, code]))
        waiting.append(code)
        for part in codes_of(formulas[code]):
            resolve(part)
        waiting.pop()
        known[code] = evaluate(formulas[code], known)

    for code in formulas:
        known.pop(code, None)
    for code in formulas:
        resolve(code)
    return known
