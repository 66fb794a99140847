"""What a list shows, said without Qt: a screen's ``columns.py`` is a tuple of ``Column``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from app.ui.tone import Tone

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[R]):
    """One column: every part is a function of the row.

    ``sort`` gives a native value (number, date, None last); without it the text sorts in Vietnamese order.
    ``value`` is what an export writes; without it the text. ``width`` counts characters. A column with a
    ``tone`` is drawn as a chip: icon, word, colour; one with a ``line`` as a small line of its values, the
    oldest at the left, whose words are for the tooltip and for paper.
    """

    title: str
    text: Callable[[R], str]
    sort: Callable[[R], object] | None = None
    value: Callable[[R], object] | None = None
    align: Literal["left", "right", "center"] = "left"
    tooltip: Callable[[R], str] | None = None
    icon: Callable[[R], str] | None = None
    tone: Callable[[R], Tone] | None = None
    line: Callable[[R], Sequence[float]] | None = None
    width: int = 16
    stretches: bool = False
    hidden: bool = False
