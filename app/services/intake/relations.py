"""What the register already knows about a document: a copy of it, the documents it touches, its tasks."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from app.core.statuses import WORDS, DirectiveRelation
from app.core.text import exact_key, format_date, format_number, one_line, shorten
from app.intake.letterhead.citations import Citation
from app.intake.proposals import DirectiveHead, ProposedTask, Reading

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.services.intake.copies import KnownCopy

_BEFORE = 110
_ALIKE = 0.88
# The words right before a number, said of this document: "Kế hoạch này thay thế …", "Bãi bỏ Công văn số …".
_SAYS = r"(?:^|[.;:\n]\s*|\bnày\s[^.;\n]{0,60}|(?:V/v|Về việc|về việc|và|,)\s+)"
_REST = r"\s[^.;\n]{0,90}$"
_OPENINGS = tuple(
    (relation, re.compile(words + _REST, re.IGNORECASE))
    for relation, words in (
        (DirectiveRelation.REPLACES, _SAYS + "thay thế"),
        (DirectiveRelation.REPEALS, _SAYS + "(?:bãi bỏ|hủy bỏ|huỷ bỏ)"),
        (DirectiveRelation.AMENDS, _SAYS + "(?:sửa đổi|bổ sung|điều chỉnh|đính chính)"),
    )
)
_OTHERS_LAW = re.compile(r"(?:Luật|Bộ luật|Nghị định|Thông tư|Nghị quyết)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Twin:
    """A task of the register with the same words as a proposal."""

    task_id: str
    where: str


@dataclass(frozen=True, slots=True)
class Ended:
    """A directive of the register that the document replaces or repeals."""

    directive_id: str
    name: str
    open_tasks: int


@dataclass(frozen=True, slots=True)
class Relations:
    """What the register already knows about a document."""

    copy: "KnownCopy | None" = None
    notes: tuple[str, ...] = ()
    ended: tuple[Ended, ...] = ()
    twins: Mapping[str, Twin] = field(default_factory=dict)  # by ``twin_key`` of a proposal's words


def relation_of(text: str, cited: Citation, head: DirectiveHead) -> DirectiveRelation:
    """Return what a document does to one that it cites, told by the words before the number."""
    digits = cited.number.split("/")[0].split("-")[0]
    number = max(text.find(digits, cited.start, cited.end), cited.start)  # a citation begins at its kind
    before = text[max(0, number - _BEFORE) : number]
    for relation, opening in _OPENINGS:
        found = opening.search(before)
        # "Luật sửa đổi, bổ sung một số điều của Luật số …" names another's amendment
        if found is not None and not (
            relation is DirectiveRelation.AMENDS and _OTHERS_LAW.search(before[: found.end()])
        ):
            return relation
    is_parent = cited.number == head.carries_out
    return DirectiveRelation.CARRIES_OUT if is_parent else DirectiveRelation.CITES


def related(reading: Reading) -> tuple[tuple[Citation, DirectiveRelation], ...]:
    """Return every cited document with what is done to it; the one that says most comes first."""
    order = list(DirectiveRelation)
    pairs = [(cited, relation_of(reading.text, cited, reading.head)) for cited in reading.head.references]
    return tuple(sorted(pairs, key=lambda pair: (order.index(pair[1]), pair[0].start)))


def twin_key(words: str) -> str:
    """Return the form in which the words of two tasks are compared."""
    return exact_key(words).strip(" .;,")


def read_relations(session: "Session", reading: Reading, day: date) -> Relations:
    """Find copies, parents, predecessors and tasks with the same words."""
    from app.services.intake.copies import find_known_copy
    from app.services.queries.directives import list_directives

    known = {row.number: row for row in list_directives(session, as_of=day) if row.number}
    notes, ended, near = [], [], []
    for cited, relation in related(reading):
        if relation is DirectiveRelation.CITES:
            continue
        row = known.get(cited.number)
        name = f"{WORDS[relation]} văn bản số {cited.number}"
        name += f" ngày {format_date(cited.issued_on)}" if cited.issued_on else ""
        where = "chưa có trong sổ, chỉ ghi số"
        if row is not None:
            near.append(row.id)
            where = "đã có trong sổ, sẽ nối hai văn bản"
            if relation in (DirectiveRelation.REPLACES, DirectiveRelation.REPEALS):
                ended.append(Ended(row.id, f"số {row.number}", row.counts.open))
                where = f"đang có trong sổ với {format_number(row.counts.open)} nhiệm vụ chưa xong"
        notes.append(f"{name}: {where}.")
    copy = find_known_copy(session, reading)
    twins = {} if copy is not None else find_twins(session, reading.tasks, near)
    return Relations(copy, tuple(notes), tuple(ended), twins)


def find_twins(
    session: "Session", tasks: Iterable[ProposedTask], near: Iterable[str] = ()
) -> dict[str, Twin]:
    """Return the tasks of the register that say the same; of ``near`` directives also nearly the same."""
    from sqlalchemy import or_, select

    from app.models import Directive, Task

    wanted = {twin_key(task.content): one_line(task.content) for task in tasks}
    close = tuple(near)
    found = session.execute(
        select(Task.id, Task.content, Task.section, Task.directive_id, Directive.number)
        .outerjoin(Directive, Directive.id == Task.directive_id)
        .where(
            Task.cancelled_on.is_(None),
            or_(Task.content.in_(wanted.values()), Task.directive_id.in_(close)),
        )
    ).all()
    twins: dict[str, Twin] = {}
    for task_id, content, section, directive_id, number in found:
        place = f"khoản {section}, " if section else ""
        twin = Twin(task_id, f"{place}{'văn bản số ' + number if number else 'bản chưa số'}")
        key = twin_key(content)
        if key in wanted:
            twins.setdefault(key, twin)
        elif directive_id in close and (like := _nearest(key, wanted)) is not None:
            twins.setdefault(like, twin)
    return twins


def _nearest(key: str, wanted: Mapping[str, str]) -> str | None:
    matcher = SequenceMatcher(None, "", key, autojunk=False)
    for other in wanted:
        matcher.set_seq1(other)
        if (
            matcher.real_quick_ratio() >= _ALIKE
            and matcher.quick_ratio() >= _ALIKE
            and matcher.ratio() >= _ALIKE
        ):
            return other
    return None


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
