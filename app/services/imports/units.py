"""Units from a workbook, told apart by code and first day of validity."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import Clock
from app.core.errors import InvalidField
from app.core.progress import Progress
from app.core.text import fold
from app.intake.table_rows import TableRow
from app.intake.tables import Field, Table
from app.models import Unit, UnitGroup, UnitGroupMember
from app.services.audit import snapshot
from app.services.imports.outcome import Effect, Outcome, RowRefused, carry_out
from app.services.imports.unit_names import UnitNames
from app.services.units import UnitFields, save_unit, set_members
from app.services.validity import valid_on

UNIT_FIELDS = (
    Field("code", "Mã đơn vị", ("ma", "ma dvhc", "ma so"), required=True, is_key=True),
    Field(
        "name", "Tên đơn vị", ("don vi", "ten", "ten co quan", "co quan don vi"), required=True, is_key=True
    ),
    Field("short_name", "Tên ngắn", ("ten viet tat", "ten goi tat")),
    Field("kind", "Loại", ("loai don vi", "loai hinh", "cap")),
    Field("group", "Nhóm", ("nhom don vi", "thuoc nhom", "khoi")),
    Field("parent", "Đơn vị cấp trên", ("cap tren", "truc thuoc", "don vi cha", "co quan cap tren")),
    Field("valid_from", "Từ ngày", ("hieu luc tu", "ngay bat dau", "co hieu luc tu"), is_key=True),
    Field("valid_to", "Đến ngày", ("hieu luc den", "ngay het hieu luc", "het hieu luc", "ngay ket thuc")),
    Field("phone", "Điện thoại", ("so dien thoai", "dien thoai lien he", "sdt", "dt")),
    Field("email", "Thư điện tử", ("email", "e mail", "dia chi thu dien tu", "hop thu")),
    Field("note", "Ghi chú", ("ghi chu",)),
)
_BARE_PHONE = re.compile(r"[1-9]\d{8,9}")
_COLUMN_OF = {"parent_id": "parent"}


def import_units(session: Session, table: Table, outcome: Outcome, clock: Clock, progress: Progress) -> None:
    """Save every row; a unit whose parent stands further down waits for it."""
    seen: dict[tuple[str, date | None], int] = {}
    waiting = list(table.rows)
    while waiting:
        to_come = Counter(key for row in waiting for key in _names_of(row))
        later: list[TableRow] = []
        for row in waiting:
            parent = fold(row.text("parent"))
            if to_come[parent] and parent not in _names_of(row):
                later.append(row)
                continue
            to_come.subtract(_names_of(row))
            progress.report(row.number, table.rows[-1].number, table.file_name)
            carry_out(session, row, outcome, partial(_save, session, row, clock, seen))
        if len(later) == len(waiting):  # each the parent of another: saving one tells what is wrong
            row = later.pop(0)
            carry_out(session, row, outcome, partial(_save, session, row, clock, seen))
        waiting = later


def _names_of(row: TableRow) -> set[str]:
    names = {fold(cell.text) for key in ("code", "name") if (cell := row.cells.get(key))}
    return names - {""}


def _save(session: Session, row: TableRow, clock: Clock, seen: dict[tuple[str, date | None], int]) -> Effect:
    today = clock.today()
    code, name = row.text("code", most=64), row.text("name", most=500)
    first, last = row.day("valid_from", today), row.day("valid_to", today)
    texts = {key: row.text(key, most=64 if key == "kind" else 200) for key in ("short_name", "kind", "email")}
    phone, note = _phone(row), row.lines("note")
    parent_id = _parent(session, row, first or today)
    groups = _groups(session, row)
    if row.faults:
        raise RowRefused("")
    earlier = seen.setdefault((code, first), row.number)
    if earlier != row.number:
        raise InvalidField("code", f"Mã {code} đã có ở dòng {earlier}.")
    unit = _existing(session, code, first, row, today)
    fields = _fields_of(unit) if unit else UnitFields(code=code, name=name)
    given: dict[str, object] = {
        key: value
        for key, value in {
            **texts,
            "phone": phone,
            "note": note,
            "valid_to": last,
            "valid_from": first,
        }.items()
        if row.has(key)
    }
    if row.has("parent"):
        given["parent_id"] = parent_id
    if unit is not None and "short_name" in given and not given["short_name"]:
        del given["short_name"]  # blank means: as the program made it
    fields = replace(fields, code=code, name=name, **given)  # type: ignore[arg-type]
    before = snapshot(unit) if unit else None
    try:
        saved = save_unit(session, fields=fields, clock=clock, unit_id=unit.id if unit else None)
    except InvalidField as error:
        raise InvalidField(_COLUMN_OF.get(error.field, error.field), error.message) from error
    joined = _join(session, saved.value, groups, clock)
    if before is None:
        return "added"
    same = snapshot(session.get_one(Unit, saved.value)) == before and not joined
    return "unchanged" if same else "changed"


def _phone(row: TableRow) -> str:
    """Return a phone number; one that Excel took for a number has lost the zero it began with."""
    words, cell = row.text("phone", most=64), row.cells.get("phone")
    is_number = cell is not None and isinstance(cell.value, int | float)
    return f"0{words}" if is_number and _BARE_PHONE.fullmatch(words) else words


def _parent(session: Session, row: TableRow, day: date) -> str | None:
    text = row.text("parent")
    if not text:
        return None
    try:
        return UnitNames.of(session, day).find(text, field="parent")
    except InvalidField as error:
        row.refuse("parent", error.message)
        return None


def _existing(session: Session, code: str, first: date | None, row: TableRow, today: date) -> Unit | None:
    """Return the unit that a row is about; without a first day it is the one valid today."""
    same = select(Unit).where(Unit.code == code)
    if first is not None or row.has("valid_from"):
        return session.scalars(same.where(Unit.valid_from == first)).first()
    return session.scalars(same.where(valid_on(Unit, today))).first()


def _fields_of(unit: Unit) -> UnitFields:
    return UnitFields(
        code=unit.code,
        name=unit.name,
        short_name=unit.short_name,
        kind=unit.kind,
        parent_id=unit.parent_id,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        phone=unit.phone,
        email=unit.email,
        note=unit.note,
        is_sample=unit.is_sample,
    )


def _groups(session: Session, row: TableRow) -> list[UnitGroup]:
    wanted = [part.strip() for part in row.text("group").split(";") if part.strip()]
    known = {fold(key): g for g in session.scalars(select(UnitGroup)) for key in (g.code, g.name)}
    for part in wanted:
        if fold(part) not in known:
            row.refuse("group", f"Không có nhóm “{part}” trong sổ; thêm nhóm trong Danh mục trước.")
    return [known[fold(part)] for part in wanted if fold(part) in known]


def _join(session: Session, unit_id: str, groups: list[UnitGroup], clock: Clock) -> bool:
    """Add a unit to groups it is not yet in; an import takes nobody out of a group."""
    joined = False
    for group in groups:
        members = session.scalars(
            select(UnitGroupMember.unit_id).where(
                UnitGroupMember.group_id == group.id, valid_on(UnitGroupMember, clock.today())
            )
        ).all()
        if unit_id not in members:
            set_members(session, group_id=group.id, unit_ids=(*members, unit_id), clock=clock)
            joined = True
    return joined
