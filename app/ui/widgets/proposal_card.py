"""What the card of a proposal says, without Qt."""

from dataclasses import dataclass

from app.ui.tone import Look, Tone


@dataclass(frozen=True, slots=True)
class Card:
    """One proposal as it is drawn: decision, place, words, who, until when, what is missing."""

    id: int
    start: int
    end: int
    state: Look
    section: str
    kind: str
    content: str
    who: str
    due: str
    badge: str
    badge_tone: Tone
    tooltip: str = ""
    is_struck: bool = False

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return ". ".join(filter(None, (self.state.word, self.section, self.content, self.who, self.due)))
