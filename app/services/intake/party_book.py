"""What the names of a document stand for in this register, in the words of its cards, and what is asked."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.core.text import format_number
from app.intake.proposals import Reading
from app.services.intake.parties import Candidate, PartyMatch, PartyMatcher, PartyNames
from app.services.intake.review import Answer


@dataclass(frozen=True, slots=True)
class PartyChoice:
    """A unit, a group or several units that a name may be given to."""

    key: str
    words: str
    answer: Answer
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Party:
    """What a name of the document stands for: the likeliest ``choices`` first."""

    name: str
    choices: tuple[PartyChoice, ...] = ()
    is_sure: bool = False
    unit_ids: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        """The likeliest reading."""
        return self.choices[0].words if self.choices else ""

    @property
    def confidence(self) -> float:
        """How sure the likeliest reading is."""
        return self.choices[0].confidence if self.choices else 0.0


@dataclass(frozen=True, slots=True)
class PartyBook:
    """Every name of a document with what it stands for, and everything that it could stand for."""

    found: Mapping[str, Party] = field(default_factory=dict)
    choices: tuple[PartyChoice, ...] = ()
    members: Mapping[str, frozenset[str]] = field(default_factory=dict)  # units by the key of a choice
    addressed: Mapping[str, frozenset[str]] = field(default_factory=dict)  # units by name of "Kính gửi"


def names_of(reading: Reading) -> tuple[str, ...]:
    """Return every name of leads and coordinators once."""
    parties = (name for task in reading.tasks for name in (*task.assignees, *task.coordinators))
    return tuple(dict.fromkeys(parties))


def make_party_book(names: PartyNames, asked: Iterable[str], addressees: tuple[str, ...]) -> PartyBook:
    """Look every name up; needs no register, so that a long document is looked up beside the window."""
    matcher, words = PartyMatcher(names, addressees), _Words(names)
    every = [words.of_group(group.id) for group in names.groups]
    every += [words.of_unit(unit.id) for unit in names.units]
    members = {f"group:{g.id}": frozenset(unit.id for unit in g.members) for g in names.groups}
    members |= {f"unit:{unit.id}": frozenset((unit.id,)) for unit in names.units}
    addressed = {name: matcher.match(name) for name in addressees}
    return PartyBook(
        {name: words.party(matcher.match(name)) for name in asked},
        tuple(every),
        members,
        {name: frozenset(match.unit_ids) for name, match in addressed.items() if match.is_sure},
    )


class _Words:
    """Names units and groups as a person reads them."""

    def __init__(self, names: PartyNames) -> None:
        self._units = {unit.id: unit for unit in names.units}
        self._groups = {group.id: group for group in names.groups}
        self._titles = Counter(unit.short_name for unit in names.units)

    def of_unit(self, unit_id: str, confidence: float = 0.0) -> PartyChoice:
        unit = self._units[unit_id]
        title = unit.short_name if self._titles[unit.short_name] == 1 and unit.short_name else unit.name
        return PartyChoice(f"unit:{unit_id}", title, Answer((unit.code,), unit_id=unit_id), confidence)

    def of_group(self, group_id: str, confidence: float = 0.0) -> PartyChoice:
        group = self._groups[group_id]
        words = f"{group.name} ({format_number(len(group.members))} đơn vị)"
        return PartyChoice(f"group:{group_id}", words, Answer((group.name,), group_id=group_id), confidence)

    def party(self, match: PartyMatch) -> Party:
        """Return what a name may mean, as choices."""
        choices = tuple(self._choice(match.name, one) for one in match.candidates)
        return Party(match.name, choices, match.is_sure, frozenset(match.unit_ids))

    def _choice(self, name: str, one: Candidate) -> PartyChoice:
        if one.group_id is not None:
            return self.of_group(one.group_id, one.confidence)
        if len(one.unit_ids) == 1:
            return self.of_unit(one.unit_ids[0], one.confidence)
        words = f"{format_number(len(one.unit_ids))} đơn vị có tên ở Kính gửi"
        codes = tuple(self._units[unit].code for unit in one.unit_ids)
        return PartyChoice(f"all:{name}", words, Answer(codes), one.confidence)


def wider_addressees(reached: frozenset[str], book: PartyBook) -> tuple[tuple[str, int], ...]:
    """Return the addressees of which a clause binds nobody, with their number of units."""
    if not reached:
        return ()
    return tuple(
        (name, len(units)) for name, units in book.addressed.items() if units and not units & reached
    )
