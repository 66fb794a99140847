"""What a person is asked about a proposal: whom a name means, which of two days a deadline means."""

import re
from dataclasses import dataclass, replace
from datetime import date

from app.core.statuses import DeadlineOperator
from app.core.text import format_date
from app.intake.deadlines import Deadline
from app.intake.deadlines.calendar_words import DAY, Anchor, named_day
from app.services.intake.party_book import Party, PartyBook
from app.services.intake.review import Answer, Line, Review

DECIDED = "NGUOI"  # the rule of a day that a person chose
_FAR = 270  # days: a day without a year that comes so late may have been meant for this year
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question: its words, and what it sets."""

    words: str
    answer: Answer | None = None
    deadline: Deadline | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question about a proposal; ``name`` is the party asked about, "" where it is about the day."""

    question: str
    options: tuple[Option, ...]
    name: str = ""


def is_sure_of(book: PartyBook, review: Review, name: str) -> bool:
    """Tell whether a name stands for units of the register, by itself or by an answer."""
    answered = review.answers.get(name)
    if answered is not None:
        return bool(answered.names)
    known = book.found.get(name)
    return known is not None and known.is_sure


def doubt_of(
    line: Line, book: PartyBook, review: Review, issued_on: date | None, today: date
) -> Doubt | None:
    """Return the first open question about a proposal, None where all is clear."""
    task = line.task
    for name in dict.fromkeys((*task.assignees, *task.coordinators)):
        if name not in review.answers and not is_sure_of(book, review, name):
            return _about_party(book.found.get(name, Party(name)))
    readings = day_readings(task.deadline, issued_on, today)
    if task.deadline is None or len(readings) < 2:
        return None
    options = tuple(Option(_day_words(reading), deadline=reading) for reading in readings)
    return Doubt(f"“{task.deadline.text}” là", options)


def _about_party(party: Party) -> Doubt:
    options = [Option(f"{one.words} ({one.confidence:.0%})", answer=one.answer) for one in party.choices]
    return Doubt(f"“{party.name}” là", (*options, Option("Không giao", answer=Answer())), party.name)


def _day_words(deadline: Deadline) -> str:
    return format_date(deadline.day) if deadline.day else "chỉ giữ lời, không ghi ngày"


def day_readings(deadline: Deadline | None, issued_on: date | None, today: date) -> tuple[Deadline, ...]:
    """Return the days that a deadline may mean, the likeliest first; one where there is no doubt."""
    if deadline is None or deadline.rule == DECIDED or deadline.recurrence:
        return ()
    day = deadline.day
    has_year = _YEAR.search(deadline.text) is not None
    if day is None:
        return () if has_year or issued_on is not None else _without_year(deadline, today)
    if issued_on is not None and day < issued_on:
        found = [_later(day), _swapped(day)]
        later = [_decided(deadline, other) for other in found if other and other >= issued_on]
        return (*later, _decided(deadline, None)) if later else ()
    if issued_on is not None and not has_year and (day - issued_on).days > _FAR:
        return (_decided(deadline, day), _decided(deadline, None))
    return (deadline,)


def _without_year(deadline: Deadline, today: date) -> tuple[Deadline, ...]:
    """Read a day of a document without date: this year's and the next one's."""
    match = re.search(DAY, deadline.text, re.IGNORECASE)
    if match is None:
        return ()
    days = [named_day(match, Anchor(None, year)) for year in (today.year, today.year + 1)]
    return tuple(_decided(deadline, day) for day in days if day is not None)


def _decided(deadline: Deadline, day: date | None) -> Deadline:
    operator = deadline.operator or DeadlineOperator.ON_OR_BEFORE
    return replace(deadline, day=day, operator=operator if day else None, rule=DECIDED)


def _moved(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:  # 29/02
        return None


def _later(day: date) -> date | None:
    return _moved(day, day.year + 1)


def _swapped(day: date) -> date | None:
    return date(day.year, day.day, day.month) if day.day <= 12 and day.day != day.month else None
