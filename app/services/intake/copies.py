"""The same directive again: by number, by text, or as the signed copy of one without a number."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.statuses import DirectiveState
from app.core.text import exact_key
from app.intake.proposals import Reading
from app.models import Directive

_ALIKE = 0.9
_LENGTHS = (0.75, 1.35)  # how much shorter or longer a copy may be, stamps and signatures included


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
    return [piece for piece in " ".join(text.split()).replace("; ", ". ").split(". ") if piece]


def differences_of(before: str, after: str) -> tuple[Difference, ...]:
    """Return where two copies of a document differ, in their own words."""
    first, second = _sentences(before), _sentences(after)
    matcher = SequenceMatcher(None, list(map(exact_key, first)), list(map(exact_key, second)), autojunk=False)
    return tuple(
        Difference(tuple(first[a:b]), tuple(second[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    )[:50]


def printed_number(reading: Reading) -> str | None:
    """Return the number where the copy at hand has one: "/UBND-NV" has none yet."""
    number = reading.head.number
    return number if number and number[0].isdigit() else None


def find_known_copy(session: Session, reading: Reading) -> KnownCopy | None:
    """Return the directive that a file repeats, None for a new one."""
    number, day = printed_number(reading), reading.head.issued_on
    if number is not None:
        for known in session.scalars(select(Directive).where(Directive.number == number)):
            if known.issued_on is None or day is None or known.issued_on == day:
                return KnownCopy(known.id, known.number, known.subject, "number")
    sha = hashlib.sha256(exact_key(reading.text).encode()).hexdigest()
    same = session.scalars(select(Directive).where(Directive.text_sha256 == sha)).first()
    if same is not None:
        return KnownCopy(same.id, same.number, same.subject, "text")
    return _alike(session, reading)


def _alike(session: Session, reading: Reading) -> KnownCopy | None:
    """Find a copy with the same words in the main: its number, its day, a few words are others."""
    number = printed_number(reading)
    least, most = (int(len(reading.text) * share) for share in _LENGTHS)
    candidates = select(Directive).where(
        Directive.text != "", func.length(Directive.text).between(least, most)
    )
    if number is not None:  # another number is another document, however alike its words are
        candidates = candidates.where(Directive.state == DirectiveState.UNNUMBERED)
    mine = Counter(exact_key(reading.text).split())
    for known in session.scalars(candidates):
        if known.issued_on and reading.head.issued_on and known.issued_on != reading.head.issued_on:
            continue  # the same letter every month is many documents
        if _likeness(mine, exact_key(known.text).split()) >= _ALIKE:
            return KnownCopy(
                known.id,
                known.number,
                known.subject,
                "alike",
                known.number is None and bool(number or reading.head.issued_on),
                differences_of(known.text, reading.text),
            )
    return None


def _likeness(mine: Counter[str], words: Iterable[str]) -> float:
    """Return the share of words that two texts have in common; their order does not matter here."""
    theirs = Counter(words)
    shared = sum((mine & theirs).values())
    total = sum(mine.values()) + sum(theirs.values())
    return 2 * shared / total if total else 0.0
