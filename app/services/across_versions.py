"""Months read with different versions of the catalogue: what is added up, what is left out and said.

An entered indicator counts alike in two versions where code, title, unit, its ways over time and over offices
and the note on how it is counted are the same. A computed one is computed anew, by the version that prints,
over the months in which everything behind it counts alike.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from app.core.figures import BLANK, FigureValue
from app.core.periods import Month
from app.core.text import exact_key
from app.services.month_figures import IndicatorFacts, entered_behind, over_months

Facts = Mapping[str, IndicatorFacts]
T = TypeVar("T")
Adding = Callable[[Sequence[Mapping[str, T]]], Mapping[str, FigureValue]]


@dataclass(frozen=True, slots=True)
class Counting:
    """Which of some months count for each indicator of the version that prints them."""

    facts: Facts
    months: tuple[Month, ...]
    places: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """By indicator, where not every month counts for every indicator: the places of those that do."""

    @property
    def is_mixed(self) -> bool:
        """Whether the months are read with different versions."""
        return bool(self.places)

    def left_out(self, code: str) -> tuple[Month, ...]:
        """Return the months that do not count for an indicator, in order of time."""
        places = self.places.get(code)
        if places is None:
            return ()
        return tuple(month for place, month in enumerate(self.months) if place not in places)

    def groups_left_out(self) -> dict[tuple[Month, ...], tuple[str, ...]]:
        """Return the indicators that do not count every month, by the months left out."""
        found: dict[tuple[Month, ...], tuple[str, ...]] = {}
        for code, fact in self.facts.items() if self.is_mixed else ():
            if fact.value_type != "text" and (months := self.left_out(code)):
                found[months] = (*found.get(months, ()), code)
        return found


def counting(now: Facts, months: Sequence[tuple[Month, Facts]]) -> Counting:
    """Tell which months count for each indicator of ``now``; each month comes with its own version."""
    named = tuple(month for month, _ in months)
    if all(then is now or then == now for _, then in months):
        return Counting(now, named)
    alike = [_alike(now, then) for _, then in months]
    places = {
        code: frozenset(place for place, codes in enumerate(alike) if code in codes)
        for code, fact in now.items()
        if not fact.is_computed
    }
    every = frozenset(range(len(months)))
    for code, fact in now.items():
        if fact.is_computed:
            behind = entered_behind(frozenset({code}), now)
            places[code] = every.intersection(*(places[other] for other in behind))
    return Counting(now, named, places)


def _alike(now: Facts, then: Facts) -> frozenset[str]:
    return frozenset(
        code for code, fact in now.items() if code in then and _meaning(fact) == _meaning(then[code])
    )


def _meaning(fact: IndicatorFacts) -> tuple[str | bool, ...]:
    words = (exact_key(text) for text in (fact.title, fact.unit_of_measure, fact.note))
    return (*words, fact.value_type, fact.semantics, fact.aggregation, fact.is_computed)


def over_versions(
    counted: Counting, months: Sequence[Mapping[str, T]], add_up: Adding[T]
) -> dict[str, FigureValue]:
    """Put months together, of each indicator those that count; ``add_up`` adds months up and computes."""
    if not counted.is_mixed:
        return dict(add_up(months))
    found: dict[str, FigureValue] = dict.fromkeys(counted.facts, BLANK)
    for places in set(counted.places.values()):
        if not places:
            continue
        figures = add_up([months[place] for place in sorted(places)])
        for code in counted.facts:
            if counted.places[code] == places and code in figures:
                found[code] = figures[code]
    return found


def figures_over_versions(
    counted: Counting, months: Sequence[Mapping[str, FigureValue]]
) -> dict[str, FigureValue]:
    """Put the figures of one unit's months together."""
    return over_versions(counted, months, lambda some: over_months(counted.facts, some))
