"""Filling a fresh register from a preset: all of it in the caller's one transaction, or nothing."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.changes import EVERYTHING, Done
from app.core.clock import Clock
from app.core.errors import RuleViolation
from app.core.ids import derived_id
from app.core.statuses import WORDS, Role
from app.core.text import exact_key, fold
from app.models import (
    HolidayException,
    Letterhead,
    Register,
    ReportingRule,
    Signer,
    Unit,
    UnitAlias,
    UnitGroup,
    UnitGroupMember,
    UnitSuccession,
)
from app.services.audit import note
from app.services.presets.catalogue_loader import Row, add_catalogue, add_criteria, add_outlines, add_rows
from app.services.presets.definition import Preset, PresetUnit, unit_on
from app.services.presets.parsing import PresetError


@dataclass(frozen=True, slots=True)
class LoadedPreset:
    """What a new register holds."""

    register_id: str
    own_unit_id: str
    own_unit: str
    units: int


def load_preset(
    session: Session, *, preset: Preset, role: Role, unit_code: str | None = None, clock: Clock
) -> Done[LoadedPreset]:
    """Fill a fresh register; a hub may leave its unit to the preset, a reporter names its own.

    Keys are derived: hub and reporters made from one preset mean the same units, rules and catalogues.
    """
    if session.scalars(select(Register.id)).first() is not None:
        raise RuleViolation(
            "Sổ này đã được thiết lập.", hint="Tạo sổ mới trong thư mục khác.", code="E-SO-01"
        )
    own = _own_unit(preset, role, unit_code)
    _add_units(session, preset)
    _add_groups(session, preset)
    _add_letterheads(session, preset)
    _add_rules(session, preset, role, own)
    add_catalogue(session, preset.catalogue)
    for criteria in preset.criteria:
        add_criteria(session, criteria)
    add_outlines(session, preset.outlines)
    add_rows(
        session,
        HolidayException,
        [{"day": d.day, "is_off": d.is_off, "reason": d.reason, "source": d.source} for d in preset.days],
    )
    register = Register(
        id=derived_id("register", preset.key, role, own.key),
        role=role,
        own_unit_id=own.key,
        preset=preset.key,
        created_at=clock.now(),
        settings={"focal_unit_id": preset.focal.key} if preset.focal else {},
    )
    session.add(register)
    session.flush()
    after: dict[str, object] = {"preset": preset.key, "role": role.value, "units": len(preset.units)}
    note(
        session,
        clock=clock,
        action="preset.load",
        subject_kind="register",
        subject_id=register.id,
        after=after,
    )
    return Done(LoadedPreset(register.id, own.key, own.name, len(preset.units)), EVERYTHING)


def _own_unit(preset: Preset, role: Role, unit_code: str | None) -> PresetUnit:
    fitting = preset.may_own(role)
    word = WORDS[role].lower()
    if not fitting:
        raise PresetError(f"Bộ mẫu “{preset.name}” không dùng cho {word}.")
    some = ", ".join(f"{unit.code} ({unit.short_name})" for unit in fitting[:6])
    hint = f"Các mã phù hợp: {some}{'…' if len(fitting) > 6 else ''}."
    if unit_code is None:
        if role is Role.HUB:
            return fitting[0]
        raise PresetError("Chưa chọn đơn vị của mình trong bộ mẫu.", hint=hint)
    unit = unit_on(preset.units, unit_code.strip(), preset.day)
    if unit is None:
        raise PresetError(f"Bộ mẫu “{preset.name}” không có đơn vị mang mã “{unit_code}”.", hint=hint)
    if unit not in fitting:
        raise PresetError(f"“{unit.name}” không phải là {word} trong bộ mẫu “{preset.name}”.", hint=hint)
    return unit


def _add_units(session: Session, preset: Preset) -> None:
    rows: list[Row] = []
    for at, unit in enumerate(preset.units, 1):
        words = f"{unit.name} {unit.short_name} {unit.code}"
        parent = _parent(preset, unit)
        rows.append(
            {
                "id": unit.key,
                "code": unit.code,
                "name": unit.name,
                "short_name": unit.short_name,
                "kind": unit.kind,
                "parent_id": parent.key if parent else None,
                "sort_order": at,
                "valid_from": unit.valid_from,
                "valid_to": unit.valid_to,
                "note": unit.note,
                "is_sample": unit.is_sample,
                "search_plain": fold(words),
                "search_exact": exact_key(words),
            }
        )
    add_rows(session, Unit, rows)
    add_rows(
        session,
        UnitAlias,
        [_alias(alias, unit_id=unit.key) for unit in preset.units for alias in unit.aliases],
    )
    add_rows(
        session,
        UnitSuccession,
        [
            {
                "id": derived_id("succession", s.predecessor.key, s.successor.key),
                "predecessor_id": s.predecessor.key,
                "successor_id": s.successor.key,
                "on_date": s.on_date,
                "source": s.source,
            }
            for s in preset.successions
        ],
    )


def _parent(preset: Preset, unit: PresetUnit) -> PresetUnit | None:
    if unit.parent_code is None:
        return None
    return unit_on(preset.units, unit.parent_code, unit.valid_from or preset.day)


def _alias(alias: str, *, unit_id: str | None = None, group_id: str | None = None) -> Row:
    return {
        "id": derived_id("alias", unit_id or group_id or "", alias),
        "alias": alias,
        "folded": fold(alias),
        "unit_id": unit_id,
        "group_id": group_id,
    }


def group_key(preset_key: str, code: str) -> str:
    """Return the key of a preset's group."""
    return derived_id("group", preset_key, code)


def _add_groups(session: Session, preset: Preset) -> None:
    groups = [(group_key(preset.key, g.code), g) for g in preset.groups]
    add_rows(
        session,
        UnitGroup,
        [
            {"id": key, "code": g.code, "name": g.name, "sort_order": at}
            for at, (key, g) in enumerate(groups, 1)
        ],
    )
    add_rows(
        session,
        UnitGroupMember,
        [
            {
                "id": derived_id("member", key, unit.key),
                "group_id": key,
                "unit_id": unit.key,
                "valid_from": unit.valid_from,
                "valid_to": unit.valid_to,
            }
            for key, g in groups
            for unit in g.members
        ],
    )
    add_rows(session, UnitAlias, [_alias(alias, group_id=key) for key, g in groups for alias in g.aliases])


def _add_letterheads(session: Session, preset: Preset) -> None:
    """Add letterheads, and for each unit a signer without a name whose titles are those of its class."""
    heads: list[Row] = []
    signers: list[Row] = []
    for head in preset.letterheads:
        span = {"unit_id": head.unit.key, "valid_from": head.valid_from, "valid_to": head.valid_to}
        start = head.valid_from.isoformat() if head.valid_from else ""
        heads.append(
            {
                "id": derived_id("letterhead", head.unit.key, start),
                **span,
                "superior": head.superior,
                "issuer": "\n".join(head.issuer),
                "place": head.place,
                "symbol": head.symbol,
                "drafting_symbol": head.drafting_symbol,
                "addressee": head.addressee,
                "channel": head.channel,
                "recipients": "\n".join(head.recipients),
            }
        )
        if head.authority:
            key = derived_id("signer", head.unit.key, start)
            signers.append({"id": key, **span, "name": "", "authority": "\n".join(head.authority)})
    add_rows(session, Letterhead, heads)
    add_rows(session, Signer, signers)


def rule_key(code: str, receiver_id: str | None) -> str:
    """Return the key of a reporting rule: the same for the receiver and for those who report to it."""
    return derived_id("rule", code, receiver_id or "")


def _add_rules(session: Session, preset: Preset, role: Role, own: PresetUnit) -> None:
    rows: list[Row] = []
    for rule in preset.rules:
        receiver = rule.receiver or (own if role is Role.HUB else _parent(preset, own))
        rows.append(
            {
                "id": rule_key(rule.code, receiver.key if receiver else None),
                "name": rule.name,
                "subject": rule.subject,
                "frequency": rule.frequency,
                "receiver_unit_id": receiver.key if receiver else None,
                "start_day": rule.start_day,
                "due_day": rule.due_day,
                "due_month": rule.due_month,
                "policy": rule.policy,
                "valid_from": rule.valid_from,
                "valid_to": rule.valid_to,
            }
        )
    add_rows(session, ReportingRule, rows)
