"""Whom the names of a directive mean in this register, and which documents of the register it touches."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from app.core.text import format_date, format_number, shorten
from app.intake.proposals import DirectiveHead, Reading
from app.services.intake.review import Answer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.services.intake.copies import KnownCopy


@dataclass(frozen=True, slots=True)
class Party:
    """What a name of the document stands for; ``choice`` is the key of what is proposed."""

    name: str
    words: str = ""
    confidence: float = 0.0
    is_sure: bool = False
    choice: str = ""


@dataclass(frozen=True, slots=True)
class PartyChoice:
    """A unit or group that a name may be given to."""

    key: str
    words: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class PartyBook:
    """Every name of a document with what it stands for, and what it could stand for."""

    found: Mapping[str, Party] = field(default_factory=dict)
    choices: tuple[PartyChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class Relations:
    """What the register already knows about a document: a copy of it, its parent, what it replaces."""

    copy: "KnownCopy | None" = None
    notes: tuple[str, ...] = ()
    replaced: tuple[str, str, int] | None = None  # key, words, open tasks
    parent_id: str | None = None


def names_of(reading: Reading) -> tuple[str, ...]:
    """Return every name of leads and coordinators once."""
    parties = (name for task in reading.tasks for name in (*task.assignees, *task.coordinators))
    return tuple(dict.fromkeys(parties))


def read_party_book(
    session: "Session", names: Iterable[str], addressees: tuple[str, ...], day: date
) -> PartyBook:
    """Look every name up among the units and groups of a day."""
    from app.services.intake.parties import PartyMatcher
    from app.services.queries.units import list_groups, list_units

    matcher = PartyMatcher(session, day, addressees)
    units, groups = list_units(session, as_of=day), list_groups(session, as_of=day)
    codes = {unit.id: unit.code for unit in units}
    titles = {unit.id: unit.short_name or unit.name for unit in units}
    classes = {group.id: f"{group.name} ({len(group.members)} đơn vị)" for group in groups}
    choices = [
        PartyChoice(f"group:{group.id}", classes[group.id], Answer((group.name,), group_id=group.id))
        for group in groups
    ]
    choices += [
        PartyChoice(f"unit:{unit.id}", unit.name, Answer((unit.code,), unit_id=unit.id)) for unit in units
    ]
    found = {}
    for name in names:
        match = matcher.match(name)
        words, choice = "", ""
        if match.group_id is not None:
            words, choice = classes.get(match.group_id, ""), f"group:{match.group_id}"
        elif len(match.unit_ids) == 1:
            words, choice = titles.get(match.unit_ids[0], ""), f"unit:{match.unit_ids[0]}"
        elif match.unit_ids:
            choice = f"all:{name}"
            words = f"{format_number(len(match.unit_ids))} đơn vị có tên ở Kính gửi"
            known = tuple(codes[unit] for unit in match.unit_ids if unit in codes)
            choices.insert(0, PartyChoice(choice, words, Answer(known)))
        found[name] = Party(name, words, match.confidence, match.is_sure and bool(words), choice)
    return PartyBook(found, tuple(choices))


def read_relations(session: "Session", reading: Reading, day: date) -> Relations:
    """Find copies, parents and predecessors of a document in the register."""
    from app.services.intake.copies import find_known_copy
    from app.services.queries.directives import list_directives

    head = reading.head
    known = {row.number: row for row in list_directives(session, as_of=day) if row.number}
    notes, parent_id, replaced = [], None, None
    if head.carries_out:
        parent = known.get(head.carries_out)
        parent_id = parent.id if parent else None
        where = "đã có trong sổ, sẽ nối hai văn bản" if parent else "chưa có trong sổ, chỉ ghi số"
        notes.append(f"Thực hiện văn bản số {_cited(head, head.carries_out)}: {where}.")
    if head.replaces:
        old = known.get(head.replaces)
        where = "chưa có trong sổ, chỉ ghi số"
        if old is not None:
            left = old.counts.open
            replaced = (old.id, f"số {old.number}", left)
            where = f"đang có trong sổ với {format_number(left)} nhiệm vụ chưa xong"
        notes.append(f"Thay thế văn bản số {_cited(head, head.replaces)}: {where}.")
    return Relations(find_known_copy(session, reading), tuple(notes), replaced, parent_id)


def _cited(head: DirectiveHead, number: str) -> str:
    day = next((cited.issued_on for cited in head.references if cited.number == number), None)
    return f"{number} ngày {format_date(day)}" if day else number


def copy_words(copy: "KnownCopy") -> str:
    """Return what a person is told about a document that is in the register already."""
    name = f"số {copy.number}" if copy.number else f"“{shorten(copy.subject, 80)}” (bản chưa số)"
    if copy.reason == "number":
        return f"Văn bản {name} đã có trong sổ; không ghi lần thứ hai."
    if copy.reason == "text":
        return f"Văn bản này đã có trong sổ: {name}, nguyên văn giống hệt; không ghi lần thứ hai."
    if copy.is_signed_later:
        many = len(copy.differences)
        apart = f"khác {format_number(many)} chỗ" if many else "nguyên văn như nhau"
        return f"Đây có lẽ là bản chính thức của {name} đang có trong sổ; {apart}."
    return f"Văn bản này gần giống {name} đang có trong sổ; không ghi lần thứ hai."


def difference_words(copy: "KnownCopy") -> str:
    """Return the places where two copies differ, for reading."""
    pieces = []
    for number, apart in enumerate(copy.differences, 1):
        before = "; ".join(apart.before) or "(không có)"
        after = "; ".join(apart.after) or "(không có)"
        pieces.append(f"{number}. Bản trong sổ: {before}\n    Bản mới: {after}")
    return "\n\n".join(pieces) or "Hai bản giống nhau."
