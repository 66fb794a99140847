"""Whom a directive's words mean in this register: a unit, a group, or somebody to ask about."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from app.core.text import exact_key, fold, one_line
from app.services.intake.party_words import (
    ClassWords,
    Words,
    class_words,
    core_of,
    initials_of,
    is_class,
    kind_in,
    means_anybody,
    person_in,
    siblings_of,
    without_tail,
    words_of,
)

if TYPE_CHECKING:
    from app.services.queries.units import GroupRow, UnitRow

SURE = 0.85
_OFFERED = 0.3
_MOST_OFFERED = 5
_ALIKE = 0.72
_CAPITALS = re.compile(r"[A-ZĐ]{2,}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit, a group, or several units that a name may mean, and how sure that is."""

    unit_ids: tuple[str, ...]
    group_id: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class PartyMatch:
    """What a name of a directive may stand for, the likeliest first; below ``SURE`` a person is asked."""

    name: str
    candidates: tuple[Candidate, ...] = ()

    @property
    def unit_ids(self) -> tuple[str, ...]:
        """The units of the likeliest reading."""
        return self.candidates[0].unit_ids if self.candidates else ()

    @property
    def group_id(self) -> str | None:
        """The group of the likeliest reading."""
        return self.candidates[0].group_id if self.candidates else None

    @property
    def confidence(self) -> float:
        """How sure the likeliest reading is."""
        return self.candidates[0].confidence if self.candidates else 0.0

    @property
    def is_sure(self) -> bool:
        """Whether nobody needs to be asked."""
        return self.confidence >= SURE


@dataclass(frozen=True, slots=True)
class PartyNames:
    """The units, groups and remembered spellings of a register on a day, to be read by any thread."""

    units: "tuple[UnitRow, ...]" = ()
    groups: "tuple[GroupRow, ...]" = ()
    aliases: tuple[tuple[str, str | None, str | None], ...] = ()  # folded words, unit, group
    own_unit_id: str | None = None
    people: tuple[tuple[str, str], ...] = ()  # folded name of an officer, unit


class PartyMatcher:
    """Tells whom names mean; pure once it has the register's names."""

    def __init__(self, names: PartyNames, addressees: tuple[str, ...] = ()) -> None:
        self.addressees = addressees
        self._own = names.own_unit_id
        self._units = {unit.id: unit for unit in names.units}
        self._groups = {group.id: group for group in names.groups}
        self._aliases = {folded: (unit, group) for folded, unit, group in names.aliases}
        self._titled = {fold(name) for unit in names.units for name in (unit.name, unit.short_name) if name}
        self._people: dict[str, set[str]] = {}
        for folded, unit_id in names.people:
            if unit_id in self._units:
                self._people.setdefault(folded, set()).add(unit_id)
        self._by_words: dict[Words, set[str]] = {}
        self._by_letters: dict[str, set[str]] = {}
        self._spelt: dict[str, list[Words]] = {}
        for unit in names.units:
            for words in {words for name in (unit.name, unit.short_name) if name for words in _forms(name)}:
                self._by_words.setdefault(words, set()).add(unit.id)
                self._by_letters.setdefault(_letters(words), set()).add(unit.id)
                self._spelt.setdefault(unit.id, []).append(words)

    def match(self, name: str) -> PartyMatch:
        """Return what a name may mean, the likeliest first."""
        typed = one_line(name)
        if (known := self._remembered(typed)) is not None:
            return PartyMatch(typed, (known,))
        if means_anybody(typed):
            return PartyMatch(typed, tuple(self._everybody()))
        if (person := person_in(typed)) is not None and fold(typed) not in self._titled:
            return PartyMatch(typed, tuple(self._one_of(self._people.get(fold(person), set()), 0.9)))
        classes = self._classes(typed)
        if not is_class(typed):  # one body is not all of its kind
            classes = [one for one in classes if one.confidence >= 0.95]
        return PartyMatch(typed, _best([*classes, *self._single(typed)]))

    def _remembered(self, typed: str) -> Candidate | None:
        unit_id, group_id = self._aliases.get(fold(typed), (None, None))
        if group_id in self._groups:
            return self._group(self._groups[group_id], 1.0)
        return Candidate((unit_id,), None, 1.0) if unit_id in self._units else None

    def _group(self, group: "GroupRow", confidence: float) -> Candidate:
        return Candidate(tuple(unit.id for unit in group.members), group.id, confidence)

    # --- one unit -----------------------------------------------------------------------------------

    def _single(self, typed: str) -> list[Candidate]:
        for unit in self._units.values():
            if typed.casefold() == unit.code.casefold():
                return [Candidate((unit.id,), None, 0.99)]
        forms = _forms(typed)
        exact = {unit for words in forms for unit in self._by_words.get(words, ())}
        if exact:
            return self._one_of(self._with_accents(exact, typed), 0.95)
        if (letters := _typed_letters(forms[0], typed)) and (short := self._by_letters.get(letters)):
            return self._one_of(short, 0.88)
        return self._misspelt(forms)

    def _with_accents(self, found: set[str], typed: str) -> set[str]:
        """Where accents tell several units apart, keep those whose accents were typed."""
        if len(found) == 1:
            return found
        wanted = exact_key(typed)
        return {unit for unit in found if wanted in exact_key(self._units[unit].name)} or found

    def _one_of(self, found: set[str], confidence: float) -> list[Candidate]:
        """Return the one unit; of several that of the own office, else all of them to be asked about."""
        own = {u for u in found if self._own and self._own in (u, self._units[u].parent_id)}
        if len(found) > 1 and len(own) == 1:
            rest = sorted(found - own, key=lambda u: self._units[u].sort_order)
            return [Candidate((own.pop(),), None, 0.9), *(Candidate((u,), None, 0.5) for u in rest[:3])]
        ordered = sorted(found, key=lambda u: self._units[u].sort_order)
        return [
            Candidate((u,), None, confidence if len(ordered) == 1 else 0.6) for u in ordered[:_MOST_OFFERED]
        ]

    def _misspelt(self, forms: Sequence[Words]) -> list[Candidate]:
        found: dict[str, float] = {}
        for words in forms:
            text, kind = " ".join(words), kind_in(words)
            matcher = SequenceMatcher(None, "", text, autojunk=False)
            for unit_id, spelt in self._spelt.items():
                for known in spelt:
                    matcher.set_seq1(" ".join(known))
                    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
                        continue
                    score = matcher.ratio()
                    other = kind_in(known)
                    if kind and other and kind != other:
                        score *= 0.75  # "Sở Nội vụ" is not a misspelt "Phòng Nội vụ"
                    if score >= _ALIKE:
                        found[unit_id] = max(found.get(unit_id, 0.0), score)
        return [Candidate((unit,), None, round(score * 0.88, 2)) for unit, score in found.items()]

    # --- classes of units ---------------------------------------------------------------------------

    def _classes(self, typed: str) -> list[Candidate]:
        said = class_words(typed)
        named = " ".join(words_of(typed))
        found = []
        for group in self._groups.values():
            known = class_words(group.name)
            score = 0.97 if named == " ".join(words_of(group.name)) else _likeness(said, known)
            if score >= _OFFERED:
                found.append(self._group(group, score))
        return self._of_own_office(found)

    def _of_own_office(self, found: list[Candidate]) -> list[Candidate]:
        """Of groups that the words fit equally well take the one whose units are the own office's."""
        best = max((one.confidence for one in found), default=0.0)
        equal = [one for one in found if one.confidence == best]
        if len(equal) < 2:
            return found
        own = [one for one in equal if any(self._units[u].parent_id == self._own for u in one.unit_ids)]
        chosen = own[0] if len(own) == 1 else None
        return [
            one if one is chosen or one.confidence < best else replace(one, confidence=round(best * 0.6, 2))
            for one in found
        ]

    def _everybody(self) -> Iterable[Candidate]:
        """Read "các cơ quan, đơn vị": likely all whom the directive addresses, but a person is asked."""
        matches = [self.match(name) for name in self.addressees if not means_anybody(name)]
        units = dict.fromkeys(unit for match in matches if match.is_sure for unit in match.unit_ids)
        if units:
            yield Candidate(tuple(units), None, 0.7)
        for group in self._groups.values():
            yield self._group(group, 0.5)


def _forms(name: str) -> tuple[Words, ...]:
    """Return the words by which a name is compared: as it is, without titles, without the tail."""
    core = core_of(name)
    return tuple(dict.fromkeys((core, without_tail(core), words_of(name))))


def _letters(words: Words) -> str:
    """Return the kind in front with the first letters of the rest: "so tnmt"."""
    kind = kind_in(words)
    return f"{kind} {initials_of(words[1:] if kind else words)}".strip()


def _typed_letters(words: Words, typed: str) -> str:
    """Return a name that is written with first letters, "" for one that is not."""
    kind = kind_in(words)
    rest = words[1:] if kind else words
    capitals = {fold(found) for found in _CAPITALS.findall(typed)}
    is_short = rest and all(word in capitals or not set(word) & set("aeiouy_") for word in rest)
    return f"{kind} {''.join(rest)}".strip() if is_short else ""


def _likeness(said: ClassWords, known: ClassWords) -> float:
    """Return how well the words for a class fit a group; words said beyond its name narrow it."""
    mine, theirs = said.kinds | said.rest, known.kinds | known.rest
    if mine == theirs:
        return 0.95
    siblings = siblings_of(known.kinds)
    if said.rest == known.rest:
        if known.kinds < said.kinds <= siblings:
            return 0.9  # "các xã, phường, đặc khu" where the register has no đặc khu
        if said.rest and said.kinds < known.kinds:
            return 0.88  # "các phòng chuyên môn" for "các phòng, ban chuyên môn"
        if said.kinds & siblings and said.kinds <= siblings:
            return 0.8
    return round(min(2 * len(mine & theirs) / (len(mine) + len(theirs)) * 0.85, 0.8), 2)


def _best(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    ordered = sorted(found, key=lambda one: -one.confidence)
    kept: dict[tuple[object, ...], Candidate] = {}
    for one in ordered:
        if one.confidence >= _OFFERED:
            kept.setdefault((one.unit_ids, one.group_id), one)
    return tuple(kept.values())[:_MOST_OFFERED]
