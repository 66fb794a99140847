"""Helps a person mark clauses in the text of a directive: where a piece begins and ends, what it is called.

Nothing is decided here: every reading is a proposal in a form that a person changes and keeps.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.core.dates import parse_date
from app.core.errors import InvalidField
from app.core.statuses import DeadlineOperator, TaskKind
from app.core.text import one_line

_START = re.compile(
    r"^[ \t]*(?:(?P<number>\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[IVX]{1,5})[.)]|(?P<dash>[-–+•]))[ \t]+(?=\S)", re.M
)
_GAP = re.compile(r"\n[ \t]*\n\s*(?=\S)")
_DASH = ", gạch đầu dòng "
_DUE = re.compile(
    r"(?P<words>trước|chậm nhất|muộn nhất|xong|đến)(?: vào)?(?: ngày)? (?P<day>\d{1,2}/\d{1,2}/\d{4})",
    re.I,
)
_RHYTHM = re.compile(r"\b(?:hằng|hàng) (?P<unit>tháng|quý|năm|tuần)\b", re.I)
_RHYTHM_DUE = re.compile(
    r"(?:trước|chậm nhất|muộn nhất) (?:vào )?(?:ngày )?\d{1,2} (?:hằng|hàng) (?:tháng|quý|năm)", re.I
)
_SUBJECT = re.compile(r"^[ \t]*V/v:?\s+(?P<subject>.+?)(?=\n\s*(?:Kính gửi|[^\n]{2,40}, ngày))", re.M | re.S)
_PLACE = re.compile(r"^[ \t]*(?P<place>\S[^,\n]{1,40}), ngày\b", re.M)
_ADDRESSED = re.compile(r"Kính gửi:\s*(?P<list>.+?)\n[ \t]*\n", re.S)


class Marked(Protocol):
    """A clause that stands in the text already."""

    @property
    def id(self) -> str:
        """Its key."""
        ...

    @property
    def number(self) -> str:
        """Its number as printed."""
        ...

    @property
    def text(self) -> str:
        """Its words."""
        ...

    @property
    def span(self) -> tuple[int, int] | None:
        """Where it stands."""
        ...


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text that may become a clause."""

    number: str
    text: str
    span: tuple[int, int]
    parent_id: str | None


@dataclass(frozen=True, slots=True)
class DueReading:
    """What a clause's words say about time."""

    kind: TaskKind = TaskKind.STANDING
    due_on: date | None = None
    operator: DeadlineOperator | None = None
    due_text: str = ""
    recurrence: str = ""


@dataclass(frozen=True, slots=True)
class HeadReading:
    """What the head of a directive's text says."""

    subject: str = ""
    place: str = ""
    addressees: tuple[str, ...] = ()


def piece_around(text: str, position: int, clauses: Sequence[Marked]) -> Piece | None:
    """Return the numbered or dashed piece in which a position stands, None where there are no words."""
    starts = [match.start() for match in _START.finditer(text)]
    gaps = [
        match.end()
        for match in _GAP.finditer(text)
        if _ends_sentence(text[max(match.start() - 40, 0) : match.start()])
    ]
    borders = sorted({0, *starts, *gaps, len(text)})
    begin = max(border for border in borders if border <= min(position, max(len(text) - 1, 0)))
    end = min((border for border in borders if border > begin), default=len(text))
    return piece_of(text, begin, end, clauses)


def _ends_sentence(before: str) -> bool:
    return before.rstrip()[-1:] in tuple(".;:!?”)/") or not before.strip()


def piece_of(text: str, begin: int, end: int, clauses: Sequence[Marked]) -> Piece | None:
    """Return a chosen stretch of the text as a piece, without the blanks around it."""
    words = text[begin:end]
    begin += len(words) - len(words.lstrip())
    words = words.strip()
    if not words:
        return None
    match = _START.match(words + " x") if len(words) < 3 else _START.match(words)
    parent = _parent(clauses, text, begin) if match and _is_lesser(match) else None
    return Piece(
        _number(match, parent, clauses), words, (begin, begin + len(words)), parent.id if parent else None
    )


def _is_lesser(match: re.Match[str]) -> bool:
    return match["dash"] is not None or (match["number"].isalpha() and match["number"].islower())


def _parent(clauses: Sequence[Marked], text: str, begin: int) -> Marked | None:
    above = [c for c in clauses if _DASH not in c.number and c.number.split(".")[-1].isdigit()]
    placed = [(place[0], c) for c in above if (place := span_in(text, c)) is not None and place[0] < begin]
    if placed:
        return max(placed, key=lambda pair: pair[0])[1]
    return above[-1] if above and not any(span_in(text, c) for c in above) else None


def _number(match: re.Match[str] | None, parent: Marked | None, clauses: Sequence[Marked]) -> str:
    if match is None:
        return ""
    head = parent.number if parent else ""
    if match["dash"] is None:
        return f"{head}.{match['number']}" if head and _is_lesser(match) else str(match["number"])
    taken = sum(c.number.startswith(f"{head}{_DASH}") for c in clauses)
    return f"{head}{_DASH}{taken + 1}".removeprefix(", ")


def span_in(text: str, clause: Marked) -> tuple[int, int] | None:
    """Return where a clause's words stand in the text, found again where the text was changed."""
    if clause.span is not None and text[slice(*clause.span)].strip() == clause.text:
        return clause.span
    begin = text.find(clause.text)
    return (begin, begin + len(clause.text)) if begin >= 0 else None


def next_position(text: str, after: int) -> int | None:
    """Return where the next numbered or dashed piece begins; None at the list of recipients."""
    match = _START.search(text, max(after, 0))
    if match is None or "Nơi nhận" in text[after : match.start()]:
        return None
    return match.start()


def without_number(words: str) -> str:
    """Return a clause's words on one line, without the number or dash in front."""
    return one_line(_START.sub("", words, count=1) if _START.match(words) else words)


def read_due(words: str, today: date) -> DueReading:
    """Return what a clause's words say about time: one day, a rhythm, or neither (a standing duty)."""
    line = one_line(words)
    rhythm = _RHYTHM.search(line)
    if rhythm is not None:
        due = _RHYTHM_DUE.search(line)
        text = due.group(0) if due else rhythm.group(0)
        return DueReading(TaskKind.RECURRING, None, None, text, f"hằng {rhythm['unit'].lower()}")
    days = list(_DUE.finditer(line))
    if len(days) != 1:
        return DueReading()
    try:
        day = parse_date(days[0]["day"], today)
    except InvalidField:
        return DueReading()
    is_before = days[0]["words"].lower() == "trước"
    operator = DeadlineOperator.BEFORE if is_before else DeadlineOperator.ON_OR_BEFORE
    return DueReading(TaskKind.DATED, day, operator, days[0].group(0))


def read_head(text: str) -> HeadReading:
    """Return subject, place and addressees where the head of the text has them."""
    head = text[:3000]
    subject, place, addressed = _SUBJECT.search(head), _PLACE.search(head), _ADDRESSED.search(head)
    names = re.split(r"\n\s*[-–]\s*|^\s*[-–]\s*", addressed["list"]) if addressed else []
    return HeadReading(
        f"V/v {one_line(subject['subject'])}" if subject else "",
        one_line(place["place"]) if place else "",
        tuple(line.rstrip(";. ") for name in names if (line := one_line(name))),
    )
