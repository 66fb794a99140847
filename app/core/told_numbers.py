"""Numbers in running text that seem to tell an indicator's figure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from app.core.text import fold

_NUMBER = re.compile(r"(?<![\w./,{])(\d{1,3}(?:\.\d{3})+|\d+)(,\d+)?(?![\w/]|[.,]\d)")
_CLAUSES = re.compile(r"[^.;:()\n]+(?:\.\d[^.;:()\n]*)*")
_PIECES = re.compile(r"[^,]+(?:,\d[^,]*)*")
_WEAK = {
    *("trong", "ky", "so", "cua", "va", "cac", "ve", "duoc", "da", "theo", "tren", "cho", "tong", "voi"),
    *("co", "la", "thuoc", "o", "den", "tu", "tai", "nay", "luot", "ty", "le"),
}
_LEAST_SHARE = 0.75
_LEAST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Told:
    """An indicator as a text may name it."""

    code: str
    title: str
    unit: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class ToldNumber:
    """A number of a text with the indicator that its words name."""

    start: int
    end: int
    number: Decimal
    code: str


def told_numbers(text: str, indicators: Mapping[str, Told]) -> Iterator[ToldNumber]:
    """Yield numbers whose clause names one indicator, by most words of its title and its unit of measure.

    A clause that suits two indicators equally well says nothing for certain and is left alone.
    """
    known: list[tuple[Told, frozenset[str]]] = []
    for begin, piece, found in _single_numbers(text):
        known = known or [(told, _words(told.title)) for told in indicators.values()]
        after = fold(piece[found.end() :]).strip()
        said = _words(piece)
        best = sorted(
            (
                (share, told.code)
                for told, words in known
                if (share := _share(words, said, told.unit, after)) is not None
            ),
            reverse=True,
        )
        if best and (len(best) == 1 or best[0][0] > best[1][0]):
            whole, fraction = found.group(1).replace(".", ""), (found.group(2) or "").replace(",", ".")
            yield ToldNumber(
                begin + found.start(), begin + found.end(), Decimal(whole + fraction), best[0][1]
            )


def _single_numbers(text: str) -> Iterator[tuple[int, str, re.Match[str]]]:
    """Yield clauses with one number in them; one with several is looked at comma by comma."""
    for clause in _CLAUSES.finditer(text):
        numbers = list(_NUMBER.finditer(clause.group()))
        if len(numbers) == 1:
            yield clause.start(), clause.group(), numbers[0]
            continue
        for piece in _PIECES.finditer(clause.group()) if numbers else ():
            inside = list(_NUMBER.finditer(piece.group()))
            if len(inside) == 1:
                yield clause.start() + piece.start(), piece.group(), inside[0]


@lru_cache(maxsize=4096)  # titles and units come again with every sentence
def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[a-z]+", fold(text)) if word not in _WEAK)


@lru_cache(maxsize=256)
def _measure(unit: str) -> str:
    return fold(unit).split(",")[0].strip()


def _share(words: frozenset[str], said: frozenset[str], unit: str, after: str) -> float | None:
    measure = _measure(unit)
    if measure and not after.startswith(measure):
        return None
    rest = words - _words(unit)
    hits = len(rest & said)
    if len(rest) < _LEAST_WORDS or hits / len(rest) < _LEAST_SHARE:
        return None
    return hits / len(rest | (said - _words(unit)))
