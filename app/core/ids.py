"""Keys of rows. They travel between machines, so they are UUIDs and never counted by a database."""

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from typing import NewType

UnitId = NewType("UnitId", str)
GroupId = NewType("GroupId", str)
DirectiveId = NewType("DirectiveId", str)
ClauseId = NewType("ClauseId", str)
TaskId = NewType("TaskId", str)
AssignmentId = NewType("AssignmentId", str)
RuleId = NewType("RuleId", str)
PeriodId = NewType("PeriodId", str)
ExpectedReportId = NewType("ExpectedReportId", str)
SubmissionId = NewType("SubmissionId", str)
PlanId = NewType("PlanId", str)

_NAMESPACE = uuid.UUID("6f0f8a52-6f2e-5d3c-9a55-0cc4c4c40001")


def new_id() -> str:
    """Return a fresh key."""
    return str(uuid.uuid4())


def sibling_ids(names: Iterable[str], *parts: str) -> Iterator[str]:
    """Return the keys of the parts of one thing, such as a report's figures, alike on every machine.

    They differ in their last twelve digits only: a database keeps neighbours together and writes fewer pages.
    """
    stem = derived_id(*parts)[:24]
    return (stem + hashlib.sha256(name.encode()).hexdigest()[:12] for name in names)


def derived_id(*parts: str) -> str:
    """Return the key that two machines give to the same thing, such as rule + period + unit."""
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join(parts)))
