"""What every part of the sample stands on: its files, the register's keys, rows waiting to be inserted."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.core.clock import at_office
from app.core.ids import derived_id
from app.models import Base, Unit, UnitGroup, UnitGroupMember
from app.services.presets.parsing import Node, PresetError, read_file
from app.services.validity import valid_on

Row = dict[str, Any]
FIRST_DAY = date(2024, 1, 1)


def key(*parts: str) -> str:
    """Return the key of a sample record: the same every time the sample is loaded."""
    return derived_id("sample", *parts)


def dice(low: int, high: int, *parts: str) -> int:
    """Return a number from low to high that depends on its name alone, on every machine and version."""
    digest = hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).digest()
    return low + int.from_bytes(digest, "big") % (high - low + 1)


def pick(items: Sequence[Any], *parts: str) -> Any:
    """Return one of some items, by name."""
    return items[dice(0, len(items) - 1, *parts)]


def office_hours(day: date, *parts: str) -> datetime:
    """Return a moment of a working day, by name."""
    return at_office(day) + timedelta(minutes=dice(450, 990, *parts))  # 7:30 to 16:30


@dataclass(slots=True)
class Ground:
    """The session with what the parts look up and hand on; rows are inserted parents first."""

    session: Session
    folder: Path
    unit_ids: dict[str, str] = field(default_factory=dict)
    unit_names: dict[str, str] = field(default_factory=dict)
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)  # group code -> unit codes
    group_ids: dict[str, str] = field(default_factory=dict)
    officers: dict[str, str] = field(default_factory=dict)  # unit code -> the officer who follows the work
    waiting: dict[type[Base], list[Row]] = field(default_factory=dict)
    assignments: dict[tuple[str, str], Row] = field(default_factory=dict)  # task key, unit code
    dated_tasks: set[str] = field(default_factory=set)

    @classmethod
    def over(cls, session: Session, folder: Path) -> "Ground":
        """Look up the units and groups of the register on the sample's first day."""
        ground = cls(session, folder)
        units = session.execute(
            select(Unit.code, Unit.id, Unit.short_name)
            .where(valid_on(Unit, FIRST_DAY))
            .order_by(Unit.sort_order)
        )
        for code, unit_id, name in units:
            ground.unit_ids[code], ground.unit_names[code] = unit_id, name
        codes = {unit_id: code for code, unit_id in ground.unit_ids.items()}
        members = session.execute(
            select(UnitGroup.code, UnitGroup.id, UnitGroupMember.unit_id)
            .join(UnitGroupMember, UnitGroupMember.group_id == UnitGroup.id)
            .join(Unit, Unit.id == UnitGroupMember.unit_id)
            .order_by(UnitGroup.sort_order, Unit.sort_order)
        )
        for code, group_id, unit_id in members:
            ground.group_ids[code] = group_id
            ground.groups[code] = (*ground.groups.get(code, ()), codes[unit_id])
        return ground

    def file(self, name: str) -> Node:
        """Read one of the sample's files."""
        return read_file(self.folder / "sample" / f"{name}.json", form=f"so-cchc/sample-{name}/1")

    def unit(self, node: Node, code: str) -> str:
        """Return a unit's key; a code that the register does not know is a fault of the file."""
        if code not in self.unit_ids:
            raise PresetError(f"{node.where}: sổ không có đơn vị mang mã {code}.")
        return self.unit_ids[code]

    def kind(self, code: str) -> str:
        """Return the group a unit belongs to, blank for none."""
        return next((group for group, members in self.groups.items() if code in members), "")

    def add(self, model: type[Base], row: Row) -> None:
        """Keep a row for the next ``write``."""
        self.waiting.setdefault(model, []).append(row)

    def write(self, *models: type[Base]) -> None:
        """Insert the rows that wait (of these models where named), parents before children."""
        order = {table.name: at for at, table in enumerate(Base.metadata.sorted_tables)}
        chosen = [model for model in self.waiting if not models or model in models]
        for model in sorted(chosen, key=lambda m: order[m.__tablename__]):
            self.session.execute(insert(model), self.waiting.pop(model))
