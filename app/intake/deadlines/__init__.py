"""By when: the phrases that bound a duty in time, read to the day they name."""

from app.intake.deadlines.calendar_words import Anchor
from app.intake.deadlines.phrases import read_deadline, state_time
from app.intake.deadlines.terms import Deadline

__all__ = ["Anchor", "Deadline", "read_deadline", "state_time"]
