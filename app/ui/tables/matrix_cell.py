"""What a table of units x months shows, said without Qt."""

from dataclasses import dataclass

from app.ui.tone import Tone


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One cell; ``key`` names what it stands for, without one it stands for nothing.

    A ``is_quiet`` cell is written softly, without a chip: nothing to look at yet.
    """

    key: str = ""
    word: str = ""
    icon: str = ""
    tone: Tone = Tone.NEUTRAL
    mark: str = ""
    mark_tone: Tone = Tone.NEUTRAL
    tooltip: str = ""
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One line: its name, its cells by column key."""

    key: str
    title: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """One column: its title, a second, softer line under it, an icon before it."""

    key: str
    title: str
    note: str = ""
    icon: str = ""
    tooltip: str = ""
