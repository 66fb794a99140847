"""The names of a register for the matcher, and the answers of people that it keeps for the next time."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.errors import NotFound
from app.core.text import fold, one_line
from app.models import UnitAlias
from app.services.intake.parties import PartyNames
from app.services.queries.units import get_register, list_groups, list_people, list_units


def read_party_names(session: Session, day: date) -> PartyNames:
    """Return what names of a day are compared with."""
    try:
        own = get_register(session).own_unit_id
    except NotFound:
        own = None
    known = session.execute(select(UnitAlias.folded, UnitAlias.unit_id, UnitAlias.group_id))
    return PartyNames(
        list_units(session, as_of=day),
        list_groups(session, as_of=day),
        tuple((folded, unit_id, group_id) for folded, unit_id, group_id in known),
        own,
        tuple((fold(person.name), person.unit_id) for person in list_people(session)),
    )


def remember_party(
    session: Session, *, name: str, unit_id: str | None = None, group_id: str | None = None
) -> Done[str]:
    """Keep what a person answered: next time the same words need no question; a later answer replaces it."""
    alias = one_line(name)
    known = session.scalars(select(UnitAlias).where(UnitAlias.folded == fold(alias))).all()
    kept = next((one for one in known if (one.unit_id, one.group_id) == (unit_id, group_id)), None)
    for other in known:
        if other is not kept:
            session.delete(other)
    if kept is None:
        kept = UnitAlias(alias=alias, folded=fold(alias), unit_id=unit_id, group_id=group_id)
        session.add(kept)
    session.flush()
    return Done(kept.id, Changes(units=True))
