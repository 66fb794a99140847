"""Data of the record of a handover of duties (biên bản bàn giao)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.reports.data.frame import Frame
from app.reports.data.parts import OutlineHeading, TaskRow


@dataclass(frozen=True, slots=True)
class HandoverPerson:
    """Somebody who hands over, takes over or witnesses; blanks stay gaps to fill by hand."""

    name: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class HandoverItem:
    """One kind of thing in the register and how many of it there are."""

    name: str
    count: int
    unit: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class HandoverData:
    """What one officer hands to the next: the register by numbers, and the work that is still open."""

    frame: Frame
    unit_code: str
    unit_name: str
    held_on: date
    giver: HandoverPerson
    receiver: HandoverPerson
    witness: HandoverPerson
    items: tuple[HandoverItem, ...]
    open_tasks: tuple[TaskRow, ...]
    headings: tuple[OutlineHeading, ...]
    phrases: Mapping[str, str] = field(default_factory=dict)
