"""Deciding on proposals as a pure machine: accept, drop, split, join, change, answer; undone step by step."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from app.core.errors import RuleViolation
from app.core.text import one_line
from app.intake.deadlines import Anchor, Deadline, read_deadline
from app.intake.proposals import ProposedTask, Reading

_MOST_STEPS = 300


class Decision(StrEnum):
    """What a person says of a proposal."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Line:
    """A proposal with its decision; ``is_own`` where a person changed or added it."""

    id: int
    task: ProposedTask
    decision: Decision = Decision.OPEN
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Whom a name of the document means here: names the register knows; one unit or group is remembered."""

    names: tuple[str, ...] = ()
    unit_id: str | None = None
    group_id: str | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """Every proposal of a document with its decision, and the answers about names."""

    lines: tuple[Line, ...] = ()
    next_id: int = 1
    answers: Mapping[str, Answer] = field(default_factory=dict)

    def line(self, line_id: int) -> Line:
        """Return one line."""
        return self.lines[self.place(line_id)]

    def find(self, line_id: int | None) -> Line | None:
        """Return one line, None where there is none of that number."""
        return next((line for line in self.lines if line.id == line_id), None)

    def place(self, line_id: int) -> int:
        """Return where a line stands."""
        return next(place for place, line in enumerate(self.lines) if line.id == line_id)

    def count(self, decision: Decision) -> int:
        """Return how many lines have a decision."""
        return sum(1 for line in self.lines if line.decision is decision)


def start_review(tasks: Iterable[ProposedTask]) -> Review:
    """Return the proposals of a reading, nothing decided."""
    lines = tuple(Line(number, task) for number, task in enumerate(tasks, 1))
    return Review(lines, len(lines) + 1)


def decide(review: Review, line_ids: Iterable[int], decision: Decision) -> Review:
    """Accept, drop or reopen some lines."""
    chosen = set(line_ids)
    return replace(
        review,
        lines=tuple(
            replace(line, decision=decision) if line.id in chosen and line.decision is not decision else line
            for line in review.lines
        ),
    )


def accept_complete(review: Review, is_complete: Callable[[Line], bool]) -> Review:
    """Accept every undecided line that lacks nothing."""
    ready = [line.id for line in review.lines if line.decision is Decision.OPEN and is_complete(line)]
    return decide(review, ready, Decision.ACCEPTED)


def change(review: Review, line_id: int, task: ProposedTask) -> Review:
    """Put a changed task in the place of a proposal."""
    known = review.line(line_id)
    if task == known.task:
        return review
    return _put(review, line_id, (replace(known, task=task, is_own=True),))


def add(review: Review, task: ProposedTask) -> Review:
    """Add a task out of words that the reader passed over, in the order of the text."""
    place = sum(1 for line in review.lines if line.task.start <= task.start)
    new = Line(review.next_id, task, Decision.ACCEPTED, is_own=True)
    lines = (*review.lines[:place], new, *review.lines[place:])
    return replace(review, lines=lines, next_id=review.next_id + 1)


def task_of_words(text: str, start: int, end: int, issued_on: date | None) -> ProposedTask | None:
    """Return a task out of a stretch of the text, or of the paragraph where nothing is chosen."""
    if start == end:
        start = text.rfind("\n", 0, start) + 1
        stop = text.find("\n", end)
        end = stop if stop >= 0 else len(text)
    words = one_line(text[start:end])
    if not words:
        return None
    deadline = read_deadline(words, anchor_of(issued_on))
    return ProposedTask(0, None, words, (), (), deadline, None, start, end, None, 1.0, "R-TAY", "none")


def answer(review: Review, given: Mapping[str, Answer]) -> Review:
    """Note whom names of the document mean."""
    return replace(review, answers={**review.answers, **given})


def split(review: Review, line_id: int, text: str, position: int, issued_on: date | None) -> Review:
    """Make two of a proposal at a place of the text; outside its words, where the reader would cut it."""
    known = review.line(line_id)
    task = known.task
    cut = position
    if not _has_words(text, task.start, cut) or not _has_words(text, cut, task.end):
        cut = _own_cut(task, text)
    parts = (one_line(text[task.start : cut]), one_line(text[cut : task.end]))
    halves = tuple(
        replace(
            task,
            content=words,
            start=start,
            end=end,
            deadline=_deadline_of(words, parts, task.deadline, issued_on),
            product=task.product if not task.product or task.product in words or not number else None,
            cuts=(),
        )
        for number, (words, start, end) in enumerate(
            zip(parts, (task.start, cut), (cut, task.end), strict=True)
        )
    )
    second = Line(review.next_id, halves[1], known.decision, is_own=True)
    put = _put(review, line_id, (replace(known, task=halves[0], is_own=True), second))
    return replace(put, next_id=review.next_id + 1)


def _has_words(text: str, start: int, end: int) -> bool:
    return any(char.isalnum() for char in text[start:end]) if start < end else False


def _own_cut(task: ProposedTask, text: str) -> int:
    """Return the reader's first cut as a place of the text."""
    for cut in task.cuts:
        after = task.content[cut : cut + 24].split()
        found = text.find(after[0], task.start + cut // 2, task.end) if after else -1
        if found > task.start:
            return found
    raise RuleViolation(
        "Chưa biết tách ở đâu.",
        hint="Bấm vào chỗ cần tách trong đoạn đang sáng bên trái rồi bấm T.",
        code="E-BOC-01",
    )


def _deadline_of(
    words: str, parts: tuple[str, str], deadline: Deadline | None, issued_on: date | None
) -> Deadline | None:
    """Keep a deadline with the part that says it, or with both where it was inherited."""
    if deadline is None or deadline.text in words:
        return deadline
    if not any(deadline.text in part for part in parts):
        return deadline
    return read_deadline(words, anchor_of(issued_on), horizon=False)


def anchor_of(issued_on: date | None) -> Anchor:
    """Return what days without a year are counted from."""
    return Anchor(issued_on, issued_on.year if issued_on else None)


def merge(review: Review, line_id: int) -> Review:
    """Join a proposal with the next one."""
    place = review.place(line_id)
    if place + 1 >= len(review.lines):
        raise RuleViolation("Đây là dòng cuối nên không có dòng sau để gộp.", code="E-BOC-02")
    first, second = review.lines[place], review.lines[place + 1]
    one, two = first.task, second.task
    joined = replace(
        one,
        content=f"{one.content.rstrip()} {two.content.lstrip()}",
        assignees=tuple(dict.fromkeys(one.assignees + two.assignees)),
        coordinators=tuple(dict.fromkeys(one.coordinators + two.coordinators)),
        deadline=one.deadline or two.deadline,
        product="; ".join(filter(None, dict.fromkeys((one.product, two.product)))) or None,
        start=min(one.start, two.start),
        end=max(one.end, two.end),
        confidence=min(one.confidence, two.confidence),
        cuts=(len(one.content.rstrip()) + 1,),
    )
    lines = (*review.lines[:place], replace(first, task=joined, is_own=True), *review.lines[place + 2 :])
    return replace(review, lines=lines)


def _put(review: Review, line_id: int, new: tuple[Line, ...]) -> Review:
    place = review.place(line_id)
    return replace(review, lines=(*review.lines[:place], *new, *review.lines[place + 1 :]))


def next_line(review: Review, line_id: int | None, wanted: Callable[[Line], bool]) -> int | None:
    """Return the next line that is wanted, from the top again after the last; None where there is none."""
    lines = review.lines
    start = 0
    if line_id is not None:
        start = next((place + 1 for place, line in enumerate(lines) if line.id == line_id), 0)
    return next((line.id for line in (*lines[start:], *lines[:start]) if wanted(line)), None)


def reviewed(reading: Reading, review: Review) -> Reading:
    """Return the reading with the accepted tasks only, names answered, in their order."""
    kept = [line.task for line in review.lines if line.decision is Decision.ACCEPTED]
    tasks = tuple(
        replace(
            task,
            order=number,
            assignees=_answered(task.assignees, review),
            coordinators=_answered(task.coordinators, review),
        )
        for number, task in enumerate(kept, 1)
    )
    return replace(reading, tasks=tasks)


def _answered(names: tuple[str, ...], review: Review) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for name in names:
        known = review.answers.get(name)
        found.update(dict.fromkeys(known.names if known is not None else (name,)))
    return tuple(found)


class History:
    """The review with its past and its future."""

    def __init__(self, review: Review) -> None:
        self.review = review
        self._past: list[Review] = []
        self._future: list[Review] = []

    @property
    def can_undo(self) -> bool:
        """Whether a step can be taken back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether a step that was taken back can be made again."""
        return bool(self._future)

    def step(self, review: Review) -> bool:
        """Go on to another review; False where nothing changed."""
        if review == self.review:
            return False
        self._past = [*self._past[1 - _MOST_STEPS :], self.review]
        self._future.clear()
        self.review = review
        return True

    def undo(self) -> bool:
        """Take the last step back."""
        if not self._past:
            return False
        self._future.append(self.review)
        self.review = self._past.pop()
        return True

    def redo(self) -> bool:
        """Make the step again that was taken back."""
        if not self._future:
            return False
        self._past.append(self.review)
        self.review = self._future.pop()
        return True
