"""How wide the columns of a list are: what they hold, what they say, what room there is."""

from collections.abc import Sequence
from dataclasses import dataclass

_MOST = 2  # a column that does not stretch grows to this many times its own width at the most


@dataclass(frozen=True, slots=True)
class Need:
    """What one column needs, in pixels: at least, to show all it holds; ``weight`` shares what is left."""

    least: int
    wanted: int
    weight: int = 0


def need_of(own: int, filled: int, *, title: int, stretches: bool) -> Need:
    """Return a column's need: its width gives way where its cells do not fill it, its title is whole.

    ``own`` is the width it was given, ``filled`` that of its widest cell (0 while there is none), ``title``
    that of its head.
    """
    least = max(title, min(own, filled or own))
    most = filled if stretches else min(filled, own * _MOST)
    return Need(least, max(least, most), own if stretches else 0)


def shared(room: int, needs: Sequence[Need]) -> list[int]:
    """Share room among columns: what each needs at least, then what they want, then the rest by weight."""
    widths = [need.least for need in needs]
    left = room - sum(widths)
    short = [max(0, need.wanted - need.least) for need in needs]
    if left <= 0 or not needs:
        return widths
    given = min(left, sum(short))
    if given:
        widths = [width + given * lack // sum(short) for width, lack in zip(widths, short, strict=True)]
    weight = sum(need.weight for need in needs)
    rest = left - given
    if rest and weight:
        widths = [width + rest * need.weight // weight for width, need in zip(widths, needs, strict=True)]
    return widths
