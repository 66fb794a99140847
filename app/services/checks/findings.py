"""What a check says, in three strengths; each names the numbers, where they stand, and where to jump."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from app.core.text import one_line

Level = Literal["block", "explain", "notice"]
LEAST_LETTERS = 15
"""How long an explanation must be to count as one (product: "Cần giải trình", a sentence of 15 letters)."""


@dataclass(frozen=True, slots=True)
class FigureFix:
    """The only figure with which a check would hold."""

    code: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class FigureFinding:
    """What a check says: strength, rule, a sentence naming both numbers, the codes to look at.

    ``explanation`` is what the unit wrote about one of the codes; ``fix`` the one answer, where there is one.
    """

    level: Level
    rule: str
    message: str
    codes: tuple[str, ...]
    explanation: str = ""
    fix: FigureFix | None = None

    @property
    def stands_in_the_way(self) -> bool:
        """Whether the report cannot be sealed as it is."""
        return self.level == "block" or (self.level == "explain" and not explains(self.explanation))


@dataclass(frozen=True, slots=True)
class WordFinding:
    """What is wrong with the words under a heading; ``start`` to ``end`` is the place in the text.

    ``correction`` is what should stand there instead, None where a person must decide.
    """

    level: Level
    rule: str
    message: str
    heading: str
    start: int = 0
    end: int = 0
    correction: str | None = None


def explains(text: str) -> bool:
    """Tell whether a sentence is long enough to explain anything: letters count, signs and blanks do not."""
    return sum(letter.isalpha() for letter in one_line(text)) >= LEAST_LETTERS
