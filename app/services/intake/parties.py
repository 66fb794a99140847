"""Whom a directive's words mean in this register: a unit, a group, or somebody to ask about."""

from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.errors import InvalidField
from app.core.text import fold, one_line
from app.models import UnitAlias, UnitGroup
from app.services.imports.unit_names import UnitNames

SURE = 0.85
_GENERAL = ("cac", "truong", "thu", "chu", "tich", "giam", "doc", "lanh", "dao", "nguoi", "dung", "dau")
_EVERYBODY = {
    "co quan don vi",
    "co quan don vi dia phuong",
    "don vi dia phuong",
    "don vi",
    "co quan",
    "co quan don vi lien quan",
    "nganh dia phuong",
}
_SHORT = (
    ("ubnd", "uy ban nhan dan"),
    ("hdnd", "hoi dong nhan dan"),
    ("tn mt", "tai nguyen va moi truong"),
    ("tnmt", "tai nguyen va moi truong"),
    ("kh dt", "ke hoach va dau tu"),
    ("nn mt", "nong nghiep va moi truong"),
    ("khcn", "khoa hoc va cong nghe"),
    ("tttt", "thong tin va truyen thong"),
    ("gd dt", "giao duc va dao tao"),
    ("gtvt", "giao thong van tai"),
    ("vhtt", "van hoa va thong tin"),
    ("ldtbxh", "lao dong thuong binh va xa hoi"),
    ("tc kh", "tai chinh ke hoach"),
)


@dataclass(frozen=True, slots=True)
class PartyMatch:
    """What a name of a directive stands for; below ``SURE`` a person is asked."""

    name: str
    unit_ids: tuple[str, ...] = ()
    group_id: str | None = None
    confidence: float = 0.0

    @property
    def is_sure(self) -> bool:
        """Whether nobody needs to be asked."""
        return self.confidence >= SURE


def _key(text: str) -> str:
    """Return a name's words without accents, abbreviations written out, titles in front left out."""
    words = " ".join("".join(char if char.isalnum() else " " for char in fold(text)).split())
    for short, long in _SHORT:
        words = f" {words} ".replace(f" {short} ", f" {long} ").strip()
    parts = words.split()
    while parts and parts[0] in _GENERAL and len(parts) > 1:
        parts.pop(0)
    return " ".join(parts)


class PartyMatcher:
    """Knows the units, groups and remembered spellings of a register on a day."""

    def __init__(self, session: Session, day: date, addressees: tuple[str, ...] = ()) -> None:
        self.names = UnitNames.of(session, day)
        self.addressees = addressees
        self.groups: dict[str, str] = {}
        for group in session.scalars(select(UnitGroup)):
            self.groups[_key(group.name)] = group.id
        for alias in session.scalars(select(UnitAlias).where(UnitAlias.group_id.is_not(None))):
            self.groups.setdefault(_key(alias.alias), alias.group_id or "")

    def match(self, name: str) -> PartyMatch:
        """Return the unit or group that a name means, with how sure that is."""
        typed = one_line(name)
        if (group_id := self.groups.get(_key(typed))) is not None:
            return PartyMatch(typed, self.names.groups.get(group_id, ()), group_id, 0.97)
        try:
            return PartyMatch(typed, (self.names.find(typed),), None, 0.95)
        except InvalidField:
            pass
        if _key(typed) in _EVERYBODY and self.addressees:
            return self._everybody(typed)
        return self._nearest(typed)

    def _everybody(self, typed: str) -> PartyMatch:
        """Read "các cơ quan, đơn vị": likely all whom the directive addresses, but a person is asked."""
        found = [self.match(name) for name in self.addressees if _key(name) not in _EVERYBODY]
        units = dict.fromkeys(unit for match in found if match.is_sure for unit in match.unit_ids)
        return PartyMatch(typed, tuple(units), None, 0.7 if units else 0.0)

    def _nearest(self, typed: str) -> PartyMatch:
        """Offer the nearest name; a misspelt one is close enough, a general one is not."""
        key = _key(typed)
        best, score = PartyMatch(typed), 0.0
        for known, group_id in self.groups.items():
            ratio = SequenceMatcher(None, key, known).ratio()
            if ratio > score:
                best, score = PartyMatch(typed, self.names.groups.get(group_id, ()), group_id, ratio), ratio
        for unit_id, unit_name in self.names.names.items():
            ratio = SequenceMatcher(None, key, _key(unit_name)).ratio()
            if ratio > score:
                best, score = PartyMatch(typed, (unit_id,), None, ratio), ratio
        if score < 0.6:
            return PartyMatch(typed)
        return PartyMatch(typed, best.unit_ids, best.group_id, round(score * 0.9, 2))


def remember_party(
    session: Session, *, name: str, unit_id: str | None = None, group_id: str | None = None
) -> Done[str]:
    """Keep what a person answered: next time the same words need no question."""
    alias = one_line(name)
    known = select(UnitAlias).where(
        UnitAlias.folded == fold(alias), UnitAlias.unit_id == unit_id, UnitAlias.group_id == group_id
    )
    found = session.scalars(known).first()
    if found is None:
        found = UnitAlias(alias=alias, folded=fold(alias), unit_id=unit_id, group_id=group_id)
        session.add(found)
        session.flush()
    return Done(found.id, Changes(units=True))
