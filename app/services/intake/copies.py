"""The same directive again: by number, by text, or as the signed copy of one without a number."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.statuses import DirectiveState
from app.core.text import exact_key
from app.intake.proposals import Reading
from app.models import Directive

_ALIKE = 0.9


@dataclass(frozen=True, slots=True)
class Difference:
    """Lines that differ between two copies: those of the earlier and those of the later."""

    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownCopy:
    """A directive of the register that a file repeats; ``is_signed_later`` where it brings number or date."""

    directive_id: str
    number: str | None
    subject: str
    reason: str  # number, text, alike
    is_signed_later: bool = False
    differences: tuple[Difference, ...] = ()


def _sentences(text: str) -> list[str]:
    """Cut where sentences end: the same words may be wrapped differently in two copies."""
    return [piece for piece in exact_key(text.replace("\n", " ")).replace("; ", ". ").split(". ") if piece]


def _differences(before: str, after: str) -> tuple[Difference, ...]:
    first, second = _sentences(before), _sentences(after)
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return tuple(
        Difference(tuple(first[a:b]), tuple(second[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    )[:50]


def find_known_copy(session: Session, reading: Reading) -> KnownCopy | None:
    """Return the directive that a file repeats, None for a new one."""
    head = reading.head
    if head.number and head.number[0].isdigit():
        for known in session.scalars(select(Directive).where(Directive.number == head.number)):
            same_day = known.issued_on is None or head.issued_on is None or known.issued_on == head.issued_on
            if same_day:
                return KnownCopy(known.id, known.number, known.subject, "number")
    sha = hashlib.sha256(exact_key(reading.text).encode()).hexdigest()
    same = session.scalars(select(Directive).where(Directive.text_sha256 == sha)).first()
    if same is not None:
        return KnownCopy(same.id, same.number, same.subject, "text")
    return _unsigned_copy(session, reading)


def _unsigned_copy(session: Session, reading: Reading) -> KnownCopy | None:
    drafts: Sequence[Directive] = session.scalars(
        select(Directive).where(Directive.state == DirectiveState.UNNUMBERED, Directive.text != "")
    ).all()
    mine = exact_key(reading.text).split()
    for draft in drafts:
        # order does not matter here: two copies differ in a number, a day, a few words
        if SequenceMatcher(None, exact_key(draft.text).split(), mine).quick_ratio() >= _ALIKE:
            return KnownCopy(
                draft.id,
                draft.number,
                draft.subject,
                "alike",
                bool(reading.head.number or reading.head.issued_on),
                _differences(draft.text, reading.text),
            )
    return None
