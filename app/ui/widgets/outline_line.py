"""What an outline shows, said without Qt."""

from dataclasses import dataclass

from app.ui.tone import Tone


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
