"""One read for the whole directory: units, groups, people, signers, letterheads, the catalogue."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.models import UnitGroup
from app.services.queries.catalogue import CatalogueView, newest_version
from app.services.queries.units import (
    LetterheadRow,
    PersonRow,
    SignerRow,
    UnitRow,
    list_groups,
    list_letterheads,
    list_people,
    list_signers,
    list_units,
)


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group with what is needed to edit it."""

    id: str
    code: str
    name: str
    sort_order: int
    member_ids: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything the directory shows at a day; ``units`` holds all times when asked for."""

    units: tuple[UnitRow, ...]
    valid_units: tuple[UnitRow, ...]
    groups: tuple[GroupLine, ...]
    people: tuple[PersonRow, ...]
    signers: tuple[SignerRow, ...]
    letterheads: tuple[LetterheadRow, ...]
    catalogue: CatalogueView


def directory(session: Session, *, today: date, with_retired: bool) -> Directory:
    """Return the directory at a day."""
    orders = dict(session.execute(select(UnitGroup.id, UnitGroup.sort_order)).all())
    groups = tuple(
        GroupLine(
            g.id,
            g.code,
            g.name,
            orders.get(g.id, 0),
            tuple(u.id for u in g.members),
            tuple(u.short_name for u in g.members),
        )
        for g in list_groups(session, as_of=today)
    )
    valid = list_units(session, as_of=today)
    return Directory(
        list_units(session, as_of=None) if with_retired else valid,
        valid,
        groups,
        list_people(session),
        list_signers(session),
        list_letterheads(session),
        _catalogue(session),
    )


def _catalogue(session: Session) -> CatalogueView:
    try:
        return newest_version(session)
    except NotFound:
        return CatalogueView("", None, ())
