"""Reading of preset files into checked data."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.core.errors import InvalidField
from app.core.periods import WindowRule
from app.core.statuses import DuePolicy, Frequency, ReportSubject, Role
from app.core.text import fold, format_date
from app.core.working_days import DayException
from app.services.presets.catalogue_files import (
    check_phrases,
    keyed_texts,
    read_catalogue,
    read_criteria,
    read_outlines,
)
from app.services.presets.definition import (
    OutlineFile,
    Preset,
    PresetGroup,
    PresetLetterhead,
    PresetRule,
    PresetUnit,
    Succession,
    unit_on,
)
from app.services.presets.parsing import Node, PresetError, read_file

_FORM = "so-cchc/preset/1"
_KEYS = (
    *("format", "key", "name", "description", "day", "focal", "roles", "units", "successions", "groups"),
    *("letterheads", "rules", "catalogue", "criteria", "outlines", "phrases", "days"),
)

Units = tuple[PresetUnit, ...]


@dataclass(frozen=True, slots=True)
class PresetInfo:
    """A preset in a list: what to tell a person who chooses."""

    key: str
    name: str
    description: str
    roles: tuple[Role, ...]
    units: int
    path: Path


def list_presets(folder: Path) -> tuple[PresetInfo, ...]:
    """Return the presets of the resources folder, oldest and smallest first."""
    presets = [(read_preset(path), path) for path in sorted((folder / "presets").glob("*.json"))]
    presets.sort(key=lambda found: (found[0].day, len(found[0].units)))
    return tuple(
        PresetInfo(p.key, p.name, p.description, tuple(r for r in Role if p.may_own(r)), len(p.units), path)
        for p, path in presets
    )


def find_preset(folder: Path, name: str) -> Preset:
    """Return the preset of a key or a name; raises ``PresetError`` that lists those there are."""
    known = list_presets(folder)
    for info in known:
        if fold(name) in (info.key, fold(info.name)):
            return read_preset(info.path)
    names = "; ".join(f"{info.key} ({info.name})" for info in known)
    raise PresetError(f"Không có bộ mẫu “{name}”.", hint=f"Các bộ mẫu: {names}.")


def read_preset(path: Path) -> Preset:
    """Read a preset with the catalogues it names (in the folder beside); raises ``PresetError``."""
    node = read_file(path, form=_FORM)
    node.only(*_KEYS)
    shared = path.parents[1] / "catalogue"
    day = node.needed_day("day")
    units = _units(node)
    groups = tuple(_group(item, units, day) for item in node.nodes("groups"))
    by_code = {group.code: group for group in groups}
    focal = node.optional("focal")
    return Preset(
        key=node.text("key"),
        name=node.text("name"),
        description=node.text("description"),
        day=day,
        hubs=_owners(node.child("roles").child("hub"), units, by_code, day),
        reporters=_owners(node.child("roles").child("reporter"), units, by_code, day),
        focal=_unit(node, units, focal, day) if focal else None,
        units=units,
        successions=tuple(_succession(item, units) for item in node.nodes("successions")),
        groups=groups,
        letterheads=tuple(
            head for item in node.nodes("letterheads") for head in _letterheads(item, units, by_code, day)
        ),
        rules=tuple(_rule(item, units, day) for item in node.nodes("rules")),
        catalogue=read_catalogue(shared / f"{node.text('catalogue')}.json"),
        criteria=tuple(
            read_criteria(
                shared / f"{item.text('file')}.json",
                year=item.number("year") if "year" in item.value else None,
            )
            for item in node.nodes("criteria")
        ),
        outlines=_outlines(node, shared),
        days=tuple(
            DayException(
                item.needed_day("day"), item.flag("is_off"), item.text("reason"), item.text("source")
            )
            for item in node.nodes("days")
        ),
    )


def _outlines(node: Node, shared: Path) -> OutlineFile:
    common = read_outlines(shared / f"{node.text('outlines')}.json")
    own = keyed_texts(node.child("phrases"))
    check_phrases(node, own)
    kinds = common.phrases.keys() | own.keys()
    merged = {kind: {**common.phrases.get(kind, {}), **own.get(kind, {})} for kind in sorted(kinds)}
    return OutlineFile(common.required, common.empty, merged)


def _units(node: Node) -> Units:
    units: list[PresetUnit] = []
    for item in node.nodes("units"):
        item.only(
            *("code", "name", "short_name", "kind", "parent", "valid_from", "valid_to"),
            *("is_sample", "note", "aliases"),
        )
        name = item.text("name")
        unit = PresetUnit(
            code=item.text("code"),
            name=name,
            short_name=item.text("short_name", name),
            kind=item.text("kind", ""),
            parent_code=item.optional("parent"),
            valid_from=item.day("valid_from"),
            valid_to=item.day("valid_to"),
            is_sample=item.flag("is_sample"),
            note=item.text("note", ""),
            aliases=item.texts("aliases"),
        )
        _check_unit(item, unit, units)
        units.append(unit)
    if not units:
        raise node.fault("chưa có đơn vị nào")
    return tuple(units)


def _check_unit(node: Node, unit: PresetUnit, before: list[PresetUnit]) -> None:
    first, last = _span(unit)
    if first > last:
        raise node.fault(f"“{unit.name}” hết hiệu lực trước khi bắt đầu")
    if unit.parent_code is not None and not any(u.code == unit.parent_code for u in before):
        raise node.fault(f"“{unit.name}”: đơn vị cấp trên {unit.parent_code} không có trong danh sách ở trên")
    for other in before:
        begins, ends = _span(other)
        if other.code == unit.code and begins <= last and first <= ends:
            raise node.fault(
                f"mã {unit.code} dùng cho hai đơn vị trong cùng thời gian: “{other.name}” và “{unit.name}”"
            )


def _span(unit: PresetUnit) -> tuple[date, date]:
    return unit.valid_from or date.min, unit.valid_to or date.max


def _unit(node: Node, units: Units, code: str, day: date) -> PresetUnit:
    unit = unit_on(units, code, day)
    if unit is None:
        raise node.fault(f"không có đơn vị mang mã {code} vào ngày {format_date(day)}")
    return unit


def _group(node: Node, units: Units, day: date) -> PresetGroup:
    node.only("code", "name", "members", "aliases")
    members = tuple(_unit(node, units, code, day) for code in node.texts("members"))
    return PresetGroup(node.text("code"), node.text("name"), members, node.texts("aliases"))


def _named(
    node: Node, units: Units, groups: dict[str, PresetGroup], codes: tuple[str, ...], day: date
) -> Units:
    """Return single units, then the members of the groups named."""
    found = [_unit(node, units, code, day) for code in node.texts("units")]
    for code in codes:
        if code not in groups:
            raise node.fault(f"không có nhóm mang mã {code}")
        found += groups[code].members
    return tuple(found)


def _owners(node: Node, units: Units, groups: dict[str, PresetGroup], day: date) -> Units:
    node.only("units", "groups")
    return _named(node, units, groups, node.texts("groups"), day)


def _succession(node: Node, units: Units) -> Succession:
    node.only("from", "to", "on", "source")
    on_date = node.needed_day("on")
    eve = date.fromordinal(on_date.toordinal() - 1)
    return Succession(
        _unit(node, units, node.text("from"), eve),
        _unit(node, units, node.text("to"), on_date),
        on_date,
        node.text("source", ""),
    )


def _letterheads(
    node: Node, units: Units, groups: dict[str, PresetGroup], day: date
) -> list[PresetLetterhead]:
    node.only(
        *("units", "group", "superior", "issuer", "place", "symbol", "drafting_symbol", "addressee"),
        *("channel", "recipients", "authority", "valid_from", "valid_to"),
    )
    group = node.optional("group")
    named = _named(node, units, groups, (group,) if group else (), day)
    if not node.texts("issuer"):
        raise node.fault("thiếu “issuer”")
    return [
        PresetLetterhead(
            unit=unit,
            superior=_filled(node, node.text("superior", ""), unit, units, day),
            issuer=tuple(_filled(node, line, unit, units, day) for line in node.texts("issuer")),
            place=_filled(node, node.text("place"), unit, units, day),
            symbol=_filled(node, node.text("symbol"), unit, units, day),
            drafting_symbol=node.text("drafting_symbol", ""),
            addressee=_filled(node, node.text("addressee", ""), unit, units, day),
            channel=node.text("channel", ""),
            recipients=tuple(_filled(node, line, unit, units, day) for line in node.texts("recipients")),
            authority=node.texts("authority"),
            valid_from=node.day("valid_from"),
            valid_to=node.day("valid_to"),
        )
        for unit in named
    ]


def _filled(node: Node, text: str, unit: PresetUnit, units: Units, day: date) -> str:
    """Fill a letterhead's fields with the unit's names."""
    fields = {"code": unit.code, "lower": unit.lower, "bare": unit.bare, "SHORT": unit.short_name.upper()}
    parent = unit_on(units, unit.parent_code, day) if unit.parent_code else None
    if parent is not None:
        fields |= {"parent_lower": parent.lower, "parent_bare": parent.bare}
    try:
        return text.format_map(fields)
    except (KeyError, ValueError, IndexError) as error:
        raise node.fault(f"“{text}” nhắc trường không có cho “{unit.name}”") from error


def _rule(node: Node, units: Units, day: date) -> PresetRule:
    node.only(
        *("code", "name", "subject", "frequency", "start_day", "due_day", "due_month", "policy"),
        *("receiver", "valid_from", "valid_to"),
    )
    receiver = node.optional("receiver")
    frequency = node.choice("frequency", Frequency)
    start_day, due_day = node.number("start_day", 12), node.number("due_day", 12)
    try:
        WindowRule(start_day, due_day)
    except InvalidField as error:
        raise node.fault(error.message.rstrip(".")) from error
    yearly = frequency in (Frequency.YEARLY, Frequency.ONCE)
    return PresetRule(
        code=node.text("code"),
        name=node.text("name"),
        subject=node.choice("subject", ReportSubject),
        frequency=frequency,
        start_day=start_day,
        due_day=due_day,
        due_month=node.number("due_month") if yearly else None,
        policy=node.choice("policy", DuePolicy, DuePolicy.LEGAL),
        receiver=_unit(node, units, receiver, day) if receiver else None,
        valid_from=node.day("valid_from"),
        valid_to=node.day("valid_to"),
    )
