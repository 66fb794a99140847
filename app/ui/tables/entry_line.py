"""What a table to type into shows, said without Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class EntryColumn:
    """One column; ``width`` counts characters."""

    title: str
    width: int
    align: Literal["left", "right", "center"] = "left"
    stretches: bool = False


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One line: a heading over the whole width, or cells of which some may be typed into.

    ``problem`` says what is wrong with what was typed, ``is_pending`` that it is not in the register yet.
    ``tips`` are tooltips of single cells; ``marks`` the letters that alone fill an open cell (P, K).
    """

    key: str
    cells: tuple[str, ...] = ()
    open_columns: frozenset[int] = frozenset()
    heading: str = ""
    tooltip: str = ""
    problem: str = ""
    is_pending: bool = False
    tips: Mapping[int, str] = field(default_factory=dict)
    marks: frozenset[str] = frozenset()
