"""What an outline shows, said without Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.ui.tone import Tone


@dataclass(frozen=True, slots=True)
class TextFault:
    """A place in a heading's text, what is wrong there, what should stand there where that is known."""

    start: int
    end: int
    message: str
    level: str
    correction: str | None = None


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """One heading; ``mark`` is an icon with a meaning that ``note`` puts into words."""

    key: str
    title: str
    level: int
    can_write: bool
    text: str = ""
    previous: str = ""
    hint: str = ""
    mark: str = ""
    tone: Tone = Tone.NEUTRAL
    note: str = ""
    faults: tuple[TextFault, ...] = ()
    offered: Mapping[str, str] = field(default_factory=dict)
    """Figures that belong under the heading: code to words for the list."""
