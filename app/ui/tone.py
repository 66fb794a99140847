"""Colours that mean something, and the look of every status: icon, colour; its words stand in core."""

from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache


class Tone(Enum):
    """What a colour says; the theme gives each its ink and its ground."""

    NEUTRAL = "neutral"
    INFO = "info"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Look:
    """How a status is shown: the word never stands alone, neither does the colour."""

    word: str
    icon: str
    tone: Tone


@cache
def _looks() -> dict[StrEnum, tuple[str, Tone]]:
    # The shell paints before the register's vocabulary is loaded.
    from app.core.statuses import (
        DirectiveState,
        DocumentState,
        FigureState,
        PeriodState,
        ReportResult,
        ReportState,
        TaskState,
    )

    return {
        TaskState.DONE_ON_TIME: ("status-done", Tone.GOOD),
        TaskState.DONE_LATE: ("status-done-late", Tone.WARNING),
        TaskState.OPEN_IN_TIME: ("status-open", Tone.INFO),
        TaskState.OPEN_OVERDUE: ("status-overdue", Tone.BAD),
        TaskState.STANDING: ("status-standing", Tone.NEUTRAL),
        TaskState.CANCELLED: ("status-cancelled", Tone.NEUTRAL),
        PeriodState.PLANNED: ("status-empty", Tone.NEUTRAL),
        PeriodState.OPEN: ("status-open", Tone.INFO),
        PeriodState.LOCKED: ("status-locked", Tone.NEUTRAL),
        ReportState.NOT_STARTED: ("status-empty", Tone.NEUTRAL),
        ReportState.DRAFTING: ("status-draft", Tone.INFO),
        ReportState.APPROVED: ("status-done", Tone.INFO),
        ReportState.SEALED: ("status-sealed", Tone.INFO),
        ReportState.CODE_NOTED: ("status-sealed", Tone.INFO),
        ReportState.RECEIVED: ("status-received", Tone.INFO),
        ReportState.RETURNED: ("status-returned", Tone.WARNING),
        ReportState.ACCEPTED: ("status-done", Tone.GOOD),
        ReportState.LOCKED: ("status-locked", Tone.NEUTRAL),
        ReportResult.ON_TIME: ("status-done", Tone.GOOD),
        ReportResult.LATE: ("status-done-late", Tone.WARNING),
        ReportResult.MISSING: ("status-overdue", Tone.BAD),
        ReportResult.EXCUSED: ("status-standing", Tone.NEUTRAL),
        ReportResult.GRACE: ("status-open", Tone.WARNING),
        ReportResult.NOT_DUE: ("status-empty", Tone.NEUTRAL),
        FigureState.VALUE: ("status-done", Tone.GOOD),
        FigureState.NONE_ARISEN: ("status-standing", Tone.NEUTRAL),
        FigureState.NOT_APPLICABLE: ("status-cancelled", Tone.NEUTRAL),
        FigureState.BLANK: ("status-empty", Tone.WARNING),
        DirectiveState.UNNUMBERED: ("status-draft", Tone.WARNING),
        DirectiveState.ACTIVE: ("status-open", Tone.INFO),
        DirectiveState.REPLACED: ("status-returned", Tone.NEUTRAL),
        DirectiveState.CLOSED: ("status-locked", Tone.NEUTRAL),
        DocumentState.DRAFT: ("status-draft", Tone.INFO),
        DocumentState.CHECKED: ("status-done", Tone.INFO),
        DocumentState.ISSUED: ("status-sealed", Tone.GOOD),
        DocumentState.REPLACED: ("status-returned", Tone.NEUTRAL),
        DocumentState.WITHDRAWN: ("status-cancelled", Tone.WARNING),
    }


def look(status: StrEnum) -> Look:
    """Return the look of a status; one without a look of its own is neutral."""
    from app.core.statuses import WORDS

    icon, tone = _looks().get(status, ("status-standing", Tone.NEUTRAL))
    return Look(WORDS.get(status, str(status)), icon, tone)
