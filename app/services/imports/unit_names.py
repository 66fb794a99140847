"""Which unit is meant by "UBND xã Châu Quang", "X. Châu Quang", "17065": never guessed where two fit."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import InvalidField
from app.core.text import exact_key, fold, join_words, one_line
from app.models import Unit, UnitAlias, UnitGroup, UnitGroupMember
from app.services.validity import valid_on

_OFFICES = re.compile(r"^(ubnd|uy ban nhan dan|hdnd va ubnd|lanh dao)( cac)? ")
_KINDS = {
    "x": ("xa",),
    "tt": ("thi tran", "trung tam"),
    "tx": ("thi xa",),
    "tp": ("thanh pho",),
    "p": ("phuong", "phong"),
    "h": ("huyen",),
    "vp": ("van phong",),
    "ca": ("cong an",),
    "ban cqs": ("ban chi huy quan su",),
}
_KIND_WORDS = (
    "xa",
    "phuong",
    "thi tran",
    "huyen",
    "thi xa",
    "thanh pho",
    "phong",
    "van phong",
    "ban",
    "trung tam",
)
_SEPARATORS = re.compile(r"[;\n]+")


def _words(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", fold(text)).split())


def _readings(text: str) -> tuple[str, ...]:
    """Return the full forms a name may stand for: "P. Nội vụ" is a phòng or a phường."""
    words = _OFFICES.sub("", _words(text) + " ").strip()
    for short, longs in _KINDS.items():
        if words.startswith(f"{short} "):
            return tuple(f"{long} {words.removeprefix(short).strip()}" for long in longs)
    return (words,)


def _bare(words: str) -> str:
    """Return a name without the kind of unit in front: "xa chau quang" is also "chau quang"."""
    for kind in sorted(_KIND_WORDS, key=len, reverse=True):
        if words.startswith(f"{kind} "):
            return words.removeprefix(kind).strip()
    return words


@dataclass(slots=True)
class UnitNames:
    """The names of the units valid on a day, from the surest way of naming to the loosest."""

    names: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    full: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    bare: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session, day: date) -> "UnitNames":
        """Read the units, their other spellings and the groups of a day."""
        known = cls()
        for unit in session.scalars(select(Unit).where(valid_on(Unit, day)).order_by(Unit.sort_order)):
            known.names[unit.id] = unit.name
            known.codes[unit.code.casefold()] = unit.id
            for name in {unit.name, unit.short_name}:
                for words in _readings(name):
                    known.full[words].add(unit.id)
                    known.bare[_bare(words)].add(unit.id)
        known._add_groups(session, day)
        for alias in session.scalars(select(UnitAlias)):
            if alias.unit_id in known.names:
                known.full[_words(alias.alias)].add(alias.unit_id)
            elif alias.group_id is not None:
                known.groups.setdefault(_words(alias.alias), known.groups.get(alias.group_id, ()))
        return known

    def _add_groups(self, session: Session, day: date) -> None:
        members: dict[str, list[str]] = defaultdict(list)
        found = session.execute(
            select(UnitGroupMember.group_id, UnitGroupMember.unit_id)
            .join(Unit, Unit.id == UnitGroupMember.unit_id)
            .where(valid_on(UnitGroupMember, day), valid_on(Unit, day))
            .order_by(Unit.sort_order)
        )
        for group_id, unit_id in found:
            members[group_id].append(unit_id)
        for group in session.scalars(select(UnitGroup)):
            for key in (group.id, _words(group.name), _words(group.code)):
                self.groups[key] = tuple(members[group.id])

    def find(self, text: str, *, field: str = "unit") -> str:
        """Return the one unit that is meant; raise ``InvalidField`` for none or several."""
        typed = one_line(text)
        if typed.casefold() in self.codes:
            return self.codes[typed.casefold()]
        readings = _readings(typed)
        candidates = [{_words(typed)}, set(readings)]
        for keys, index in (
            (candidates[0], self.full),
            (candidates[1], self.full),
            (set(readings), self.bare),
        ):
            found = self._exact({unit for key in keys for unit in index.get(key, ())}, typed)
            if len(found) == 1:
                return found.pop()
            if found:
                names = join_words(sorted(self.names[unit] for unit in found))
                raise InvalidField(field, f"“{typed}” có thể là {names}; ghi rõ tên hoặc mã đơn vị.")
        near = get_close_matches(readings[0], [*self.full, *self.bare], n=1, cutoff=0.75)
        hint = ""
        if near:
            unit = next(iter(self.full.get(near[0]) or self.bare[near[0]]))
            hint = f" Gần giống: {self.names[unit]}."
        raise InvalidField(field, f"Không có đơn vị “{typed}” trong sổ.{hint}")

    def _exact(self, found: set[str], typed: str) -> set[str]:
        """Where accents tell several units apart, keep the one whose accents were typed."""
        if len(found) > 1:
            same = {u for u in found if exact_key(self.names[u]).endswith(exact_key(typed).split(". ")[-1])}
            return same if len(same) == 1 else found
        return found

    def find_all(self, text: str, *, field: str = "unit") -> tuple[str, ...]:
        """Return the units of a cell: several separated by ; or lines, a group for all its members."""
        units: list[str] = []
        for part in filter(None, (one_line(part) for part in _SEPARATORS.split(text))):
            units += self.groups.get(_words(part)) or self._one_or_listed(part, field)
        return tuple(dict.fromkeys(units))

    def _one_or_listed(self, part: str, field: str) -> tuple[str, ...]:
        try:
            return (self.find(part, field=field),)
        except InvalidField:
            pieces = [piece for piece in (p.strip() for p in part.split(",")) if piece]
            if len(pieces) < 2:
                raise
            return tuple(self.find(piece, field=field) for piece in pieces)

    def name_all(self, units: Iterable[str]) -> str:
        """Return the names of units for a message."""
        return join_words(self.names.get(unit, unit) for unit in units)
