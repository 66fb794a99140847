"""What a use case touched, so that open screens know whether they are stale."""

from dataclasses import dataclass, fields
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """One flag for each kind of record; screens compare it with what they show."""

    units: bool = False
    directives: bool = False
    tasks: bool = False
    cycles: bool = False
    figures: bool = False
    scores: bool = False
    plans: bool = False
    documents: bool = False
    reminders: bool = False
    mail: bool = False
    ranking: bool = False
    settings: bool = False

    def __or__(self, other: "Changes") -> "Changes":
        return Changes(**{f.name: getattr(self, f.name) or getattr(other, f.name) for f in fields(self)})

    def touches(self, other: "Changes") -> bool:
        """Tell whether both name the same kind of record."""
        return any(getattr(self, f.name) and getattr(other, f.name) for f in fields(self))


EVERYTHING = Changes(**{f.name: True for f in fields(Changes)})


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """The outcome of a use case: its value, and what it changed."""

    value: T
    changes: Changes
