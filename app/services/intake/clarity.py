"""What a proposal becomes in the register, and which of its four "rõ" are still missing."""

from dataclasses import dataclass
from datetime import date

from app.core.statuses import TaskKind
from app.intake.proposals import ProposedTask
from app.services.intake.doubts import day_readings, is_sure_of
from app.services.intake.party_book import PartyBook
from app.services.intake.review import Line, Review

_NO_RHYTHM = {"continuous", "ongoing"}
_DOUBTFUL = 0.6


def kind_of(task: ProposedTask) -> TaskKind:
    """Return which kind of duty a proposal becomes in the register."""
    deadline = task.deadline
    if task.is_prohibition:
        return TaskKind.PROHIBITION
    if deadline is not None and deadline.recurrence and deadline.recurrence not in _NO_RHYTHM:
        return TaskKind.RECURRING
    if deadline is not None and (deadline.day or deadline.operator):
        return TaskKind.DATED
    return TaskKind.REFERENCE if task.is_reference else TaskKind.STANDING


@dataclass(frozen=True, slots=True)
class Clarity:
    """The four "rõ" of a proposal: who, what, who answers for it, until when."""

    who: bool
    what: bool
    answers: bool
    when: bool

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return self.who and self.what and self.answers and self.when

    @property
    def count(self) -> int:
        """How many of the four are clear."""
        return sum((self.who, self.what, self.answers, self.when))

    @property
    def missing(self) -> tuple[str, ...]:
        """What is not clear, in the words of the badge; a unit is asked about where somebody is named."""
        unit_known = self.answers or not self.who
        named = ((self.who, "người"), (self.what, "việc"), (unit_known, "đơn vị"), (self.when, "hạn"))
        return tuple(word for is_there, word in named if not is_there)


def clarity_of(line: Line, book: PartyBook, review: Review, issued_on: date | None, today: date) -> Clarity:
    """Tell what of a proposal is clear: a name that stands for units, a day with one reading."""
    task = line.task
    return Clarity(
        who=bool(task.assignees),
        what=bool(task.content.strip()) and (line.is_own or task.confidence >= _DOUBTFUL),
        answers=bool(task.assignees) and all(is_sure_of(book, review, name) for name in task.assignees),
        when=_says_when(task, issued_on, today),
    )


def _says_when(task: ProposedTask, issued_on: date | None, today: date) -> bool:
    deadline = task.deadline
    if task.is_prohibition:
        return True
    if deadline is None or len(day_readings(deadline, issued_on, today)) > 1:
        return False
    if deadline.day is not None:
        return issued_on is None or deadline.day >= issued_on
    return bool(deadline.recurrence)
