"""What a package says about itself: who made it, for whom, about what, and what it holds. Signed whole."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

FORMAT = "cchc-exchange"
MAJOR, MINOR = 1, 0
MOST_REVISION, MOST_EPOCH = 999, 50
UNDERSTOOD: frozenset[str] = frozenset()  # must-understand features of this program

Id = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
Short = Annotated[str, msgspec.Meta(max_length=500)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
Revision = Annotated[int, msgspec.Meta(ge=1, le=MOST_REVISION)]
Epoch = Annotated[int, msgspec.Meta(ge=1, le=MOST_EPOCH)]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Feature = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9-]{1,40}$")]


class Kind(StrEnum):
    """What a package is: work handed down, a report handed up, the answer to it."""

    ASSIGNMENT = "assignment"
    REPORT = "report"
    RECEIPT = "receipt"


class Head(msgspec.Struct, frozen=True):
    """The part of a manifest that every version of the format has; read first."""

    format: str
    major: int
    minor: int
    requires: list[Feature]


class Party(msgspec.Struct, frozen=True):
    """A unit as the packages name it."""

    id: Id
    code: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    name: Name


class Part(msgspec.Struct, frozen=True):
    """One member of the file, with its size in bytes."""

    path: Annotated[str, msgspec.Meta(max_length=100)]
    size: Annotated[int, msgspec.Meta(ge=0)]
    sha256: Sha256


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The signed description. ``created_at`` is the maker's clock and proves nothing."""

    format: str = FORMAT
    major: int = MAJOR
    minor: int = MINOR
    requires: list[Feature] = []
    kind: Kind
    sender: Party
    recipient: Party
    stream: Annotated[str, msgspec.Meta(max_length=64)]  # what the revisions count: a report's or year's key
    epoch: Epoch
    revision: Revision
    supersedes: Sha256 | None = None  # the file of the revision before
    in_reply_to: Sha256 | None = None  # the assignment that was worked from
    enrol_token: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}$")] | None = None
    seal_code: Annotated[str, msgspec.Meta(pattern=r"^[0-9A-HJKMNP-TV-Z]{12}$")] | None = None
    created_at: Moment
    app: Short = ""
    parts: list[Part]

    @property
    def unit(self) -> Party:
        """The reporting unit that the package is about."""
        return self.sender if self.kind is Kind.REPORT else self.recipient
