"""Reads on the organisation."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.statuses import Role
from app.core.text import person_sort_key
from app.models import Letterhead, Person, Register, Signer, Unit, UnitGroup, UnitGroupMember
from app.services.queries.search import matches
from app.services.validity import valid_on
from app.storage.plain_rows import plain_rows


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit in a list; ``groups`` are the names of the groups it belongs to on the day asked."""

    id: str
    code: str
    name: str
    short_name: str
    kind: str
    parent_id: str | None
    sort_order: int
    valid_from: date | None
    valid_to: date | None
    phone: str
    email: str
    note: str
    is_sample: bool
    groups: tuple[str, ...] = ()
    version: int = 1


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group with its members of a day, in official order."""

    id: str
    code: str
    name: str
    members: tuple[UnitRow, ...]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """An officer in a list."""

    id: str
    unit_id: str
    unit_name: str
    name: str
    title: str
    phone: str
    email: str
    valid_from: date | None
    valid_to: date | None
    version: int = 1


@dataclass(frozen=True, slots=True)
class SignerRow:
    """A signer in a list; ``authority`` is the stack of titles."""

    id: str
    unit_id: str
    unit_name: str
    name: str
    authority: tuple[str, ...]
    is_default: bool
    valid_from: date | None
    valid_to: date | None
    version: int = 1


@dataclass(frozen=True, slots=True)
class LetterheadRow:
    """How a unit heads its papers in a span of time."""

    id: str
    unit_id: str
    unit_name: str
    superior: str
    issuer: tuple[str, ...]
    place: str
    symbol: str
    drafting_symbol: str
    addressee: str
    channel: str
    recipients: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    version: int = 1


@dataclass(frozen=True, slots=True)
class RegisterFacts:
    """Whose register this is."""

    role: Role
    own_unit_id: str | None
    own_unit_name: str
    preset: str


_REGISTER = select(
    Register.role, Register.own_unit_id, func.coalesce(Unit.name, ""), Register.preset
).outerjoin(Unit, Unit.id == Register.own_unit_id)


def get_register(session: Session) -> RegisterFacts:
    """Return whose register this is; raises ``NotFound`` in one that was never set up."""
    rows = plain_rows(session, _REGISTER)
    if not rows:
        raise NotFound("Sổ chưa được thiết lập.", hint="Tạo sổ từ một bộ mẫu trước.")
    return RegisterFacts(*rows[0])


def list_units(session: Session, *, as_of: date | None, search: str = "") -> tuple[UnitRow, ...]:
    """Return the units valid on a day (None: of all times) in official order."""
    groups: dict[str, list[str]] = {}
    members = select(UnitGroupMember.unit_id, UnitGroup.name).join(UnitGroup).order_by(UnitGroup.sort_order)
    if as_of is not None:
        members = members.where(valid_on(UnitGroupMember, as_of))
    for unit_id, name in session.execute(members):
        groups.setdefault(unit_id, []).append(name)
    units = select(Unit).where(matches(Unit, search)).order_by(Unit.sort_order, Unit.name)
    if as_of is not None:
        units = units.where(valid_on(Unit, as_of))
    return tuple(_unit_row(unit, tuple(groups.get(unit.id, ()))) for unit in session.scalars(units))


def _unit_row(unit: Unit, groups: tuple[str, ...] = ()) -> UnitRow:
    return UnitRow(
        unit.id,
        unit.code,
        unit.name,
        unit.short_name,
        unit.kind,
        unit.parent_id,
        unit.sort_order,
        unit.valid_from,
        unit.valid_to,
        unit.phone,
        unit.email,
        unit.note,
        unit.is_sample,
        groups,
        unit.row_version,
    )


def find_unit(session: Session, *, code: str, as_of: date) -> UnitRow:
    """Return the unit that bears a code on a day; raises ``NotFound`` naming the code."""
    unit = session.scalars(select(Unit).where(Unit.code == code.strip(), valid_on(Unit, as_of))).first()
    if unit is None:
        other = session.scalars(select(Unit).where(Unit.code == code.strip())).first()
        hint = f"Mã này của “{other.name}” ngoài thời gian đang xét." if other else "Xem mã trong Danh mục."
        raise NotFound(f"Không có đơn vị mang mã “{code}”.", hint=hint)
    return _unit_row(unit)


def list_groups(session: Session, *, as_of: date) -> tuple[GroupRow, ...]:
    """Return the groups with their members of a day."""
    units = {row.id: row for row in list_units(session, as_of=as_of)}
    members: dict[str, list[UnitRow]] = {}
    rows = select(UnitGroupMember.group_id, UnitGroupMember.unit_id).where(valid_on(UnitGroupMember, as_of))
    for group_id, unit_id in session.execute(rows):
        if unit_id in units:
            members.setdefault(group_id, []).append(units[unit_id])
    groups = session.scalars(select(UnitGroup).order_by(UnitGroup.sort_order, UnitGroup.name))
    return tuple(
        GroupRow(g.id, g.code, g.name, tuple(sorted(members.get(g.id, ()), key=lambda u: u.sort_order)))
        for g in groups
    )


def list_people(session: Session, *, unit_id: str | None = None) -> tuple[PersonRow, ...]:
    """Return officers by given name, of one unit or of all."""
    people = select(Person, Unit.short_name).join(Unit)
    if unit_id is not None:
        people = people.where(Person.unit_id == unit_id)
    rows = [
        PersonRow(
            p.id,
            p.unit_id,
            unit,
            p.name,
            p.title,
            p.phone,
            p.email,
            p.valid_from,
            p.valid_to,
            p.row_version,
        )
        for p, unit in session.execute(people)
    ]
    return tuple(sorted(rows, key=lambda row: person_sort_key(row.name)))


def list_signers(session: Session, *, unit_id: str | None = None) -> tuple[SignerRow, ...]:
    """Return signers in the official order of their units."""
    signers = select(Signer, Unit.short_name).join(Unit).order_by(Unit.sort_order, Signer.valid_from)
    if unit_id is not None:
        signers = signers.where(Signer.unit_id == unit_id)
    return tuple(
        SignerRow(
            s.id,
            s.unit_id,
            unit,
            s.name,
            tuple(s.authority.splitlines()),
            s.is_default,
            s.valid_from,
            s.valid_to,
            s.row_version,
        )
        for s, unit in session.execute(signers)
    )


def list_letterheads(session: Session, *, unit_id: str | None = None) -> tuple[LetterheadRow, ...]:
    """Return letterheads in the official order of their units."""
    heads = select(Letterhead, Unit.short_name).join(Unit).order_by(Unit.sort_order, Letterhead.valid_from)
    if unit_id is not None:
        heads = heads.where(Letterhead.unit_id == unit_id)
    return tuple(_letterhead_row(head, unit) for head, unit in session.execute(heads))


def _letterhead_row(head: Letterhead, unit_name: str) -> LetterheadRow:
    return LetterheadRow(
        head.id,
        head.unit_id,
        unit_name,
        head.superior,
        tuple(head.issuer.splitlines()),
        head.place,
        head.symbol,
        head.drafting_symbol,
        head.addressee,
        head.channel,
        tuple(head.recipients.splitlines()),
        head.valid_from,
        head.valid_to,
        head.row_version,
    )


def signer_on(session: Session, *, unit_id: str, day: date) -> SignerRow | None:
    """Return who signs for a unit on a day: its default signer first."""
    found = session.execute(
        select(Signer, Unit.short_name)
        .join(Unit)
        .where(Signer.unit_id == unit_id, valid_on(Signer, day))
        .order_by(Signer.is_default.desc(), Signer.valid_from.desc())
    ).first()
    if found is None:
        return None
    s, unit = found
    lines = tuple(s.authority.splitlines())
    return SignerRow(s.id, s.unit_id, unit, s.name, lines, s.is_default, s.valid_from, s.valid_to)


def signers_on(session: Session, *, unit_id: str, day: date) -> tuple[SignerRow, ...]:
    """Return everybody who may sign for a unit on a day."""
    return tuple(
        row
        for row in list_signers(session, unit_id=unit_id)
        if (row.valid_from is None or row.valid_from <= day) and (row.valid_to is None or day <= row.valid_to)
    )


def chosen_signer(session: Session, *, unit_id: str, day: date, signer_id: str | None) -> SignerRow | None:
    """Return the signer chosen where that one holds on the day, else who usually signs."""
    able = signers_on(session, unit_id=unit_id, day=day) if signer_id is not None else ()
    chosen = next((row for row in able if row.id == signer_id), None)
    return chosen or signer_on(session, unit_id=unit_id, day=day)


def letterhead_on(session: Session, *, unit_id: str, day: date) -> LetterheadRow | None:
    """Return how a unit heads its papers on a day."""
    found = session.execute(
        select(Letterhead, Unit.short_name)
        .join(Unit)
        .where(Letterhead.unit_id == unit_id, valid_on(Letterhead, day))
        .order_by(Letterhead.valid_from.desc())
    ).first()
    return _letterhead_row(*found) if found else None
