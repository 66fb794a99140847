"""Whom a clause binds while it is being written: groups and units of a day, unfolded in memory."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.core.text import format_number

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """A group of units with its members of the day."""

    id: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit of the day; ``group`` is the name of the first of its groups."""

    id: str
    name: str
    group: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    has_contact: bool = True

    def is_valid_on(self, day: date) -> bool:
        """Whether the unit is there on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class UnitTree:
    """Groups and units of a day, in official order."""

    groups: tuple[GroupChoice, ...] = ()
    units: tuple[UnitChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class Binding:
    """Whom a clause binds: whole groups, single units, and the units taken out of the groups."""

    groups: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


def read_unit_tree(session: "Session", day: date) -> UnitTree:
    """Return the groups and units of a day."""
    from app.services.queries.units import list_groups, list_units

    groups = list_groups(session, as_of=day)
    units = list_units(session, as_of=day)
    return UnitTree(
        tuple(GroupChoice(g.id, g.name, tuple(unit.id for unit in g.members)) for g in groups),
        tuple(
            UnitChoice(
                u.id,
                u.short_name,
                u.groups[0] if u.groups else "Ngoài nhóm",
                u.valid_from,
                u.valid_to,
                bool(u.phone or u.email),
            )
            for u in units
        ),
    )


def bound_units(tree: UnitTree, binding: Binding) -> tuple[str, ...]:
    """Return the units a binding reaches, in official order: groups unfolded, exceptions taken out."""
    members = {unit for group in tree.groups if group.id in binding.groups for unit in group.members}
    reached = (members | set(binding.units)) - set(binding.excluded)
    return tuple(unit.id for unit in tree.units if unit.id in reached)


def binding_words(tree: UnitTree, binding: Binding) -> str:
    """Return "34 đơn vị: Xã, thị trấn (21), Phòng, ban (14); trừ Phòng Y tế"."""
    if not (binding.groups or binding.units):
        return "Chưa ghi giao cho nhóm hoặc đơn vị nào"
    names = {unit.id: unit.name for unit in tree.units}
    groups = [f"{g.name} ({len(g.members)})" for g in tree.groups if g.id in binding.groups]
    parts = [", ".join(groups)] if groups else []
    if binding.units:
        parts.append(("thêm " if groups else "") + _listed(binding.units, names))
    if binding.excluded:
        parts.append("trừ " + _listed(binding.excluded, names))
    return f"{format_number(len(bound_units(tree, binding)))} đơn vị: " + "; ".join(parts)


def _listed(units: tuple[str, ...], names: dict[str, str]) -> str:
    return ", ".join(names.get(unit, "(đơn vị đã hết hiệu lực)") for unit in units)
