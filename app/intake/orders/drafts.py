"""A task while it is being read, and what its surroundings hand down to it."""

import re
from dataclasses import dataclass, replace

from app.core.text import one_line
from app.intake.deadlines import Deadline, state_time
from app.intake.deadlines.calendar_words import Anchor
from app.intake.orders.parties import find_coordinators, find_predicate, split_parties
from app.intake.source import Block


@dataclass(frozen=True, slots=True)
class Scope:
    """What holds for an item: whether orders are expected here, and what it inherits."""

    mode: str = "before"  # before, named, mixed, operative
    parties: tuple[str, ...] = ()
    source: str = "none"  # where the parties come from
    deadline: Deadline | None = None
    details: bool = False  # inside a list that only specifies its parent


@dataclass(slots=True, eq=False)
class Draft:
    """One order found: a piece of a block, with what is known of it so far."""

    block: Block
    start: int
    end: int
    rule: str
    confidence: float
    parties: tuple[str, ...] = ()
    source: str = "none"
    coordinators: tuple[str, ...] = ()
    deadline: Deadline | None = None
    product: str | None = None
    section: str | None = None
    content: str | None = None  # where it is not simply the piece of the block
    last: Block | None = None  # the last block of its details
    details: str = ""
    is_prohibition: bool = False
    is_reference: bool = False
    has_own_deadline: bool = False

    @property
    def words(self) -> str:
        """The task's text."""
        piece = self.content if self.content is not None else self.block.text[self.start : self.end]
        return one_line(f"{piece} {self.details}")


@dataclass(frozen=True, slots=True)
class Attributes:
    """Values of attribute lines: whoever, whenever and whatever they name."""

    lead: str = ""
    support: str = ""
    due: str = ""
    product: str = ""

    def merged(self, other: "Attributes") -> "Attributes":
        """Return these with what the other adds; several lines of a kind are joined."""
        return Attributes(
            *(
                "; ".join(filter(None, (getattr(self, name), getattr(other, name))))
                for name in ("lead", "support", "due", "product")
            )
        )

    def __bool__(self) -> bool:
        return any((self.lead, self.support, self.due, self.product))

    def apply(self, draft: Draft, anchor: Anchor, *, shared: bool = False) -> None:
        """Give the values to a task; what its own words say of its time stays.

        A line ``shared`` with the tasks after it leaves this one the party that its words or heading name.
        """
        if self.lead and not (shared and draft.source in ("item", "heading")):
            name, leads, rest = self.lead.partition(" chủ trì")
            draft.parties, draft.source = parties_of_value(name), "attribute"
            if leads and not self.support:
                draft.coordinators = find_coordinators(rest) or draft.coordinators
            draft.confidence = max(draft.confidence, 0.95)
        if self.support:
            draft.coordinators = parties_of_value(self.support)
        if self.product and not draft.product:
            draft.product = self.product.strip(" .;")
        if self.due and not (draft.has_own_deadline and draft.deadline and draft.deadline.day):
            draft.deadline = state_time(_time_of(self.due, draft), anchor) or draft.deadline


_POINTS = re.compile(r"\bđiểm\s+(?P<point>[a-zđ])\b\)?\s*:?\s*", re.IGNORECASE)


def _time_of(due: str, draft: Draft) -> str:
    """Return what a time told letter by letter says for a task: "điểm a trước ngày …, điểm b quý IV"."""
    told = list(_POINTS.finditer(due))
    own = (draft.section or "").rpartition(".")[2]
    for match, following in zip(told, [*told[1:], None], strict=False):
        if match["point"].casefold() == own:
            return due[match.end() : following.start() if following else len(due)].strip(" ,;")
    return due if not told else ""


def parties_of_value(value: str) -> tuple[str, ...]:
    """Return the parties of an attribute line or a cell: "Sở Nội vụ chủ trì, …" keeps only the name."""
    value = value.strip(" .;")
    if value.count(",") + value.count(";") <= 1:
        place = find_predicate(value)
        if place:
            value = value[:place]
    return split_parties(value)


def with_parties(scope: Scope, parties: tuple[str, ...], source: str) -> Scope:
    """Return a scope whose items inherit other parties."""
    return replace(scope, parties=parties, source=source) if parties else scope
