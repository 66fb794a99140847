"""Use cases on the organisation: units, groups, people, signers, letterheads."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import InvalidField, NotFound, RuleViolation
from app.core.ids import GroupId, UnitId
from app.core.text import exact_key, fold, format_date, normalize, one_line
from app.models import Letterhead, Person, Signer, Unit, UnitGroup, UnitGroupMember
from app.services.audit import record, snapshot
from app.services.lookup import existing
from app.services.validity import covers, overlaps
from app.services.versions import require_version

_CHANGED = Changes(units=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFields:
    """What a person enters about a unit; ``valid_to`` is its last day."""

    code: str
    name: str
    short_name: str = ""
    kind: str = ""
    parent_id: str | None = None
    sort_order: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    phone: str = ""
    email: str = ""
    note: str = ""
    is_sample: bool = False


def save_unit(
    session: Session, *, fields: UnitFields, clock: Clock, unit_id: str | None = None, seen: int | None = None
) -> Done[UnitId]:
    """Create or change a unit; two units may share a code only in different times."""
    code, name = one_line(fields.code), one_line(fields.name)
    if not code:
        raise InvalidField("code", "Chưa ghi mã đơn vị.")
    if not name:
        raise InvalidField("name", "Chưa ghi tên đơn vị.")
    if len(name) > 500:
        raise InvalidField("name", "Tên đơn vị dài quá 500 ký tự.")
    if fields.valid_from and fields.valid_to and fields.valid_to < fields.valid_from:
        raise InvalidField(
            "valid_to",
            f"Ngày hết hiệu lực {format_date(fields.valid_to)} trước ngày bắt đầu "
            f"{format_date(fields.valid_from)}.",
        )
    _refuse_same_code(session, code, fields, unit_id)
    unit = _get(session, unit_id) if unit_id else Unit(code=code, name=name)
    require_version(session, unit, seen, fields)
    before = snapshot(unit) if unit_id else None
    if unit_id is None:
        session.add(unit)
        unit.sort_order = fields.sort_order or (_last_place(session) + 1)
    elif fields.sort_order is not None:
        unit.sort_order = fields.sort_order
    unit.code, unit.name = code, name
    unit.short_name = one_line(fields.short_name) or name
    unit.kind, unit.parent_id = one_line(fields.kind), fields.parent_id
    unit.valid_from, unit.valid_to = fields.valid_from, fields.valid_to
    unit.phone, unit.email, unit.note = fields.phone, fields.email, normalize(fields.note)
    unit.is_sample = fields.is_sample
    words = f"{name} {unit.short_name} {code}"
    unit.search_plain, unit.search_exact = fold(words), exact_key(words)
    record(session, clock=clock, action="unit.save", subject=unit, before=before)
    return Done(UnitId(unit.id), _CHANGED)


def _refuse_same_code(session: Session, code: str, fields: UnitFields, unit_id: str | None) -> None:
    same = select(Unit).where(Unit.code == code, overlaps(Unit, fields.valid_from, fields.valid_to))
    other = session.scalars(same.where(Unit.id != unit_id) if unit_id else same).first()
    if other is not None:
        raise InvalidField(
            "code",
            f"Mã {code} đang là mã của “{other.name}” trong cùng thời gian.",
            hint="Đổi mã, hoặc ghi ngày hết hiệu lực của đơn vị cũ trước ngày đơn vị mới bắt đầu.",
        )


def _last_place(session: Session) -> int:
    return session.scalar(select(Unit.sort_order).order_by(Unit.sort_order.desc()).limit(1)) or 0


def _get(session: Session, unit_id: str) -> Unit:
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFound("Không còn đơn vị này trong sổ.", hint="Nạp lại danh sách (F5).")
    return unit


def require_valid_unit(session: Session, unit_id: str, day: date) -> Unit:
    """Return a unit that is valid on a day; refuse one outside its validity."""
    unit = _get(session, unit_id)
    if not covers(unit.valid_from, unit.valid_to, day):
        span = f"từ {format_date(unit.valid_from)}" if unit.valid_from else ""
        span += f" đến {format_date(unit.valid_to)}" if unit.valid_to else ""
        raise RuleViolation(
            f"“{unit.name}” không còn hiệu lực vào ngày {format_date(day)} (chỉ có hiệu lực {span.strip()}).",
            hint="Chọn đơn vị kế thừa, hoặc sửa thời gian hiệu lực trong Danh mục.",
            code="E-DONVI-01",
        )
    return unit


def retire_unit(session: Session, *, unit_id: str, last_day: date, clock: Clock) -> Done[UnitId]:
    """End a unit's validity; a used unit is never deleted."""
    unit = _get(session, unit_id)
    if unit.valid_from and last_day < unit.valid_from:
        raise InvalidField("valid_to", "Ngày hết hiệu lực trước ngày bắt đầu.")
    before = snapshot(unit)
    unit.valid_to = last_day
    record(session, clock=clock, action="unit.retire", subject=unit, before=before)
    return Done(UnitId(unit.id), _CHANGED)


def save_group(
    session: Session, *, code: str, name: str, clock: Clock, group_id: str | None = None, sort_order: int = 0
) -> Done[GroupId]:
    """Create or rename a group of units."""
    code, name = one_line(code), one_line(name)
    if not name or not code:
        raise InvalidField("name", "Nhóm đơn vị cần có mã và tên.")
    same = session.scalars(select(UnitGroup).where(UnitGroup.code == code)).first()
    if same is not None and same.id != group_id:
        raise InvalidField("code", f"Mã {code} đang là mã của nhóm “{same.name}”.")
    group = existing(session, UnitGroup, group_id, "nhóm đơn vị")
    before = snapshot(group) if group else None
    if group is None:
        group = UnitGroup(code=code, name=name)
        session.add(group)
    group.code, group.name, group.sort_order = code, name, sort_order
    record(session, clock=clock, action="group.save", subject=group, before=before)
    return Done(GroupId(group.id), _CHANGED)


def set_members(session: Session, *, group_id: str, unit_ids: tuple[str, ...], clock: Clock) -> Done[GroupId]:
    """Make a group consist of these units from now on; members who leave keep their past membership."""
    group = session.get(UnitGroup, group_id)
    if group is None:
        raise NotFound("Không còn nhóm này trong sổ.")
    today = clock.today()
    of_group = select(UnitGroupMember).where(UnitGroupMember.group_id == group_id)
    memberships = session.scalars(of_group).all()
    current = {m.unit_id: m for m in memberships if m.valid_to is None or m.valid_to >= today}
    past = {m.unit_id for m in memberships} - current.keys()
    for unit_id in unit_ids:
        if unit_id not in current:
            since = today if unit_id in past else _get(session, unit_id).valid_from
            member = UnitGroupMember(group_id=group_id, unit_id=unit_id, valid_from=since)
            session.add(member)
            record(session, clock=clock, action="group.join", subject=member)
            current[unit_id] = member
        elif current[unit_id].valid_to == today:  # left and came back on one day
            before = snapshot(current[unit_id])
            current[unit_id].valid_to = None
            record(session, clock=clock, action="group.join", subject=current[unit_id], before=before)
    for unit_id in current.keys() - set(unit_ids):
        before = snapshot(current[unit_id])
        current[unit_id].valid_to = today
        record(session, clock=clock, action="group.leave", subject=current[unit_id], before=before)
    return Done(GroupId(group_id), _CHANGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFields:
    """What a person enters about an officer."""

    unit_id: str
    name: str
    title: str = ""
    phone: str = ""
    email: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


def save_person(
    session: Session,
    *,
    fields: PersonFields,
    clock: Clock,
    person_id: str | None = None,
    seen: int | None = None,
) -> Done[str]:
    """Create or change an officer."""
    if not one_line(fields.name):
        raise InvalidField("name", "Chưa ghi họ và tên.")
    _get(session, fields.unit_id)
    person = existing(session, Person, person_id, "người")
    before = snapshot(person) if person else None
    if person is not None:
        require_version(session, person, seen, fields)
    else:
        person = Person(unit_id=fields.unit_id, name="")
        session.add(person)
    person.unit_id, person.name = fields.unit_id, one_line(fields.name)
    person.title, person.phone, person.email = one_line(fields.title), fields.phone, fields.email
    person.valid_from, person.valid_to = fields.valid_from, fields.valid_to
    record(session, clock=clock, action="person.save", subject=person, before=before)
    return Done(person.id, _CHANGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerFields:
    """Who signs for a unit; ``authority`` is the stack of titles, one line each (R46-R47)."""

    unit_id: str
    name: str
    authority: tuple[str, ...]
    is_default: bool = True
    valid_from: date | None = None
    valid_to: date | None = None


_DEGREES = ("ts.", "ths.", "pgs", "gs.", "bs.", "ngưt", "ngnd", "ts ", "ths ")


def save_signer(
    session: Session,
    *,
    fields: SignerFields,
    clock: Clock,
    signer_id: str | None = None,
    seen: int | None = None,
) -> Done[str]:
    """Create or change a signer; no degree or honour stands before the name (R49)."""
    name = one_line(fields.name)
    if not name:
        raise InvalidField("name", "Chưa ghi họ và tên người ký.")
    if name.lower().startswith(_DEGREES):
        raise InvalidField(
            "name",
            "Trước họ tên người ký không ghi học hàm, học vị.",
            hint="Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.7.c.",
        )
    lines = tuple(line for line in (one_line(text) for text in fields.authority) if line)
    if not lines:
        raise InvalidField("authority", "Chưa ghi quyền hạn, chức vụ của người ký.")
    _get(session, fields.unit_id)
    signer = existing(session, Signer, signer_id, "người ký")
    before = snapshot(signer) if signer else None
    if signer is not None:
        require_version(session, signer, seen, fields)
    else:
        signer = Signer(unit_id=fields.unit_id, name=name, authority="")
        session.add(signer)
    signer.unit_id, signer.name, signer.authority = fields.unit_id, name, "\n".join(lines)
    signer.is_default = fields.is_default
    signer.valid_from, signer.valid_to = fields.valid_from, fields.valid_to
    record(session, clock=clock, action="signer.save", subject=signer, before=before)
    return Done(signer.id, _CHANGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterheadFields:
    """How a unit heads its papers; ``issuer`` holds one official line a row."""

    unit_id: str
    issuer: tuple[str, ...]
    place: str
    symbol: str
    superior: str = ""
    drafting_symbol: str = ""
    addressee: str = ""
    channel: str = ""
    recipients: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None


def save_letterhead(
    session: Session,
    *,
    fields: LetterheadFields,
    clock: Clock,
    letterhead_id: str | None = None,
    seen: int | None = None,
) -> Done[str]:
    """Create or change a unit's letterhead in a span of time; two spans of one unit do not overlap."""
    issuer = tuple(line for line in (one_line(text) for text in fields.issuer) if line)
    if not issuer:
        raise InvalidField("issuer", "Chưa ghi tên cơ quan ban hành.")
    if not one_line(fields.place):
        raise InvalidField("place", "Chưa ghi địa danh.")
    if not one_line(fields.symbol) or " " in one_line(fields.symbol):
        raise InvalidField("symbol", "Chữ viết tắt trong ký hiệu không được trống và không có dấu cách.")
    _get(session, fields.unit_id)
    same = select(Letterhead).where(
        Letterhead.unit_id == fields.unit_id, overlaps(Letterhead, fields.valid_from, fields.valid_to)
    )
    if session.scalars(same.where(Letterhead.id != (letterhead_id or ""))).first() is not None:
        raise InvalidField(
            "valid_from",
            "Đơn vị đã có mẫu đầu văn bản trong cùng thời gian.",
            hint="Ghi ngày hết hiệu lực của mẫu cũ trước.",
        )
    head = existing(session, Letterhead, letterhead_id, "mẫu đầu văn bản")
    before = snapshot(head) if head else None
    if head is not None:
        require_version(session, head, seen, fields)
    else:
        head = Letterhead(unit_id=fields.unit_id, issuer="", place="", symbol="")
        session.add(head)
    head.unit_id, head.superior = fields.unit_id, one_line(fields.superior)
    head.issuer, head.place = "\n".join(issuer), one_line(fields.place)
    head.symbol, head.drafting_symbol = one_line(fields.symbol), one_line(fields.drafting_symbol)
    head.addressee, head.channel = one_line(fields.addressee), one_line(fields.channel)
    head.recipients = "\n".join(line for line in (one_line(text) for text in fields.recipients) if line)
    head.valid_from, head.valid_to = fields.valid_from, fields.valid_to
    record(session, clock=clock, action="letterhead.save", subject=head, before=before)
    return Done(head.id, _CHANGED)
