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
    from app.core import statuses as of

    return {
        of.TaskState.DONE_ON_TIME: ("status-done", Tone.GOOD),
        of.TaskState.DONE_LATE: ("status-done-late", Tone.WARNING),
        of.TaskState.OPEN_IN_TIME: ("status-open", Tone.INFO),
        of.TaskState.OPEN_OVERDUE: ("status-overdue", Tone.BAD),
        of.TaskState.STANDING: ("status-standing", Tone.NEUTRAL),
        of.TaskState.CANCELLED: ("status-cancelled", Tone.NEUTRAL),
        of.PeriodState.PLANNED: ("status-empty", Tone.NEUTRAL),
        of.PeriodState.OPEN: ("status-open", Tone.INFO),
        of.PeriodState.LOCKED: ("status-locked", Tone.NEUTRAL),
        of.ReportState.NOT_STARTED: ("status-empty", Tone.NEUTRAL),
        of.ReportState.DRAFTING: ("status-draft", Tone.INFO),
        of.ReportState.APPROVED: ("status-done", Tone.INFO),
        of.ReportState.SEALED: ("status-sealed", Tone.INFO),
        of.ReportState.CODE_NOTED: ("status-sealed", Tone.INFO),
        of.ReportState.RECEIVED: ("status-received", Tone.INFO),
        of.ReportState.RETURNED: ("status-returned", Tone.WARNING),
        of.ReportState.ACCEPTED: ("status-done", Tone.GOOD),
        of.ReportState.LOCKED: ("status-locked", Tone.NEUTRAL),
        of.ReportResult.ON_TIME: ("status-done", Tone.GOOD),
        of.ReportResult.LATE: ("status-done-late", Tone.WARNING),
        of.ReportResult.MISSING: ("status-overdue", Tone.BAD),
        of.ReportResult.EXCUSED: ("status-standing", Tone.NEUTRAL),
        of.ReportResult.GRACE: ("status-open", Tone.WARNING),
        of.ReportResult.NOT_DUE: ("status-empty", Tone.NEUTRAL),
        of.FigureState.VALUE: ("status-done", Tone.GOOD),
        of.FigureState.NONE_ARISEN: ("status-standing", Tone.NEUTRAL),
        of.FigureState.NOT_APPLICABLE: ("status-cancelled", Tone.NEUTRAL),
        of.FigureState.BLANK: ("status-empty", Tone.WARNING),
        of.DirectiveState.UNNUMBERED: ("status-draft", Tone.WARNING),
        of.DirectiveState.ACTIVE: ("status-open", Tone.INFO),
        of.DirectiveState.REPLACED: ("status-returned", Tone.NEUTRAL),
        of.DirectiveState.CLOSED: ("status-locked", Tone.NEUTRAL),
        of.DocumentState.DRAFT: ("status-draft", Tone.INFO),
        of.DocumentState.CHECKED: ("status-done", Tone.INFO),
        of.DocumentState.ISSUED: ("status-sealed", Tone.GOOD),
        of.DocumentState.REPLACED: ("status-returned", Tone.NEUTRAL),
        of.DocumentState.WITHDRAWN: ("status-cancelled", Tone.WARNING),
        of.MailState.QUEUED: ("status-open", Tone.INFO),
        of.MailState.SENDING: ("send", Tone.INFO),
        of.MailState.SENT: ("status-done", Tone.GOOD),
        of.MailState.REFUSED: ("status-overdue", Tone.BAD),
        of.MailState.UNSURE: ("warning", Tone.WARNING),
        of.MailState.CALLED_OFF: ("status-cancelled", Tone.NEUTRAL),
    }


def look(status: StrEnum) -> Look:
    """Return the look of a status; one without a look of its own is neutral."""
    from app.core.statuses import WORDS

    icon, tone = _looks().get(status, ("status-standing", Tone.NEUTRAL))
    return Look(WORDS.get(status, str(status)), icon, tone)
