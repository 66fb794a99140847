"""Columns of a table of tasks, known by the words of their headings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.core.text import exact_key
from app.intake.vocabulary import word_list


@dataclass(frozen=True, slots=True)
class Columns:
    """Which cell of a row is what; None where the table has no such column."""

    content: int
    order: int | None = None
    lead: int | None = None
    support: int | None = None
    product: int | None = None
    due: int | None = None


_FIGURE = re.compile(r"\d[\d.,/]*%?")


@lru_cache(maxsize=1)
def _headings() -> dict[str, str]:
    lists = word_list("headings")["columns"]
    return {exact_key(label): kind for kind in lists for label in lists[kind]}


@lru_cache(maxsize=1)
def _longest_first() -> tuple[str, ...]:
    return tuple(sorted(_headings(), key=len, reverse=True))


@lru_cache(maxsize=4096)
def column_kind(text: str) -> str | None:
    """Return what a column's heading says it holds."""
    if len(text) > 90:
        return None
    words = exact_key(re.sub(r"\([^)]*\)|[*.:]", " ", text))
    if not words or len(words) > 60:
        return None
    known = _headings()
    if words in known:
        return known[words]
    for label in _longest_first():
        opens = len(label) > 4 and words.startswith(tuple(label + sign for sign in " ,/;"))
        if opens or (len(label) > 7 and words.endswith(" " + label)):
            return known[label]
    return None


def read_columns(cells: Sequence[str]) -> Columns | None:
    """Return the columns of a heading row; None for any other row."""
    if any(_FIGURE.fullmatch(cell.strip()) for cell in cells):
        return None  # a row of the table itself: its words may end as a heading does
    kinds: dict[str, int] = {}
    known = 0
    for index, cell in enumerate(cells):
        kind = column_kind(cell)
        known += kind is not None
        if kind not in (None, "none"):
            kinds.setdefault(kind or "", index)
    if "content" not in kinds or known < 2 or len(kinds) < 2:
        return None
    if not {"lead", "due", "support"} & kinds.keys():
        return None
    return Columns(
        kinds["content"],
        kinds.get("order"),
        kinds.get("lead"),
        kinds.get("support"),
        kinds.get("product"),
        kinds.get("due"),
    )
