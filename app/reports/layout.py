"""Lengths that DOCX and PDF share: letterhead lines, rules, balanced titles, column widths. All in points."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.text import format_date_words
from app.reports.cells import clean, header_rows, place, printed
from app.reports.metrics import BOLD, Metrics
from app.reports.styles import (
    ADDRESSEE_WORD,
    CELL_PADDING,
    GAP,
    HEAD_LEFT,
    HEAD_RIGHT,
    INDENT_STEP,
    ISSUER_RULE,
    LOOKS,
    MM,
    MOTTO,
    SHORT_GAP,
    SUBJECT_RULE,
    Look,
    Part,
)
from app.reports.tree import Addressees, Heading, Style, Table

_WIDEST = 0.75  # of an em: no letter but W is wider in this family
_TIED = "\u00a0- "
_SLACK = 2 * MM  # Word and LibreOffice may set a line a hair wider than it was measured


@dataclass(frozen=True, slots=True)
class HeadLayout:
    """The words of the letterhead as they fall, and the lengths of its two rules."""

    superior: tuple[str, ...]
    issuer: tuple[str, ...]
    issuer_rule: float
    motto_rule: float
    number: str
    about: tuple[str, ...]
    place_date: tuple[str, ...]


def lay_out_head(node: Heading, metrics: Metrics) -> HeadLayout:
    """Break the letterhead into lines ourselves, so that rules can follow the longest one (R12, R16)."""
    room = (HEAD_LEFT - 2) * MM
    issuer = _broken(node.issuer, LOOKS[Part.ISSUER], room, metrics)
    look = LOOKS[Part.ISSUER]
    longest = max((metrics.width(line, look.size, look.face) for line in issuer), default=0.0)
    about = (clean(node.subject_line),) if node.subject_line else ()
    motto = LOOKS[Part.MOTTO]
    return HeadLayout(
        superior=_broken((node.superior,) if node.superior else (), LOOKS[Part.SUPERIOR], room, metrics),
        issuer=issuer,
        issuer_rule=longest * ISSUER_RULE,
        motto_rule=metrics.width(MOTTO, motto.size, motto.face),
        number=f"Số: {node.number}/{clean(node.symbol)}" if node.number else f"Số:{GAP}/{clean(node.symbol)}",
        about=_broken(about, LOOKS[Part.ABOUT], room, metrics),
        place_date=_place_date(node, metrics),
    )


def _broken(texts: Sequence[str], look: Look, room: float, metrics: Metrics) -> tuple[str, ...]:
    lines: list[str] = []
    for text in texts:
        lines.extend(balance(clean(text), look, room, metrics).lines)
    return tuple(lines)


def _place_date(node: Heading, metrics: Metrics) -> tuple[str, ...]:
    """Return place and day on one line; where they have no room, the whole day below its place (R22)."""
    where, look, room = f"{clean(node.place)},", LOOKS[Part.PLACE_DATE], HEAD_RIGHT * MM
    if node.issued_on:
        days = [format_date_words(node.issued_on)]
    else:
        gaps = (GAP, GAP[:9], SHORT_GAP)
        days = [f"ngày{gap}tháng{gap}năm {node.year or SHORT_GAP}".rstrip(" ") for gap in gaps]
    for day in days:
        text = f"{where} {day}"
        if metrics.width(text, look.size, look.face) + _gap_slack(text, look) <= room:
            return (text,)
    return (*balance(where, look, room, metrics).lines, days[0])


def _gap_slack(text: str, look: Look) -> float:
    """LibreOffice draws no-break spaces of an italic face wider than the font says."""
    return text.count("\u00a0") * look.size * 0.1


@dataclass(frozen=True, slots=True)
class Balanced:
    """Centred text broken so that its lines are about equally long."""

    lines: tuple[str, ...]
    width: float  # the room in which words fall into these lines
    longest: float

    @property
    def rule(self) -> float:
        """The length of the rule under a subject (R28)."""
        return self.longest * SUBJECT_RULE


def balance(text: str, look: Look, room: float, metrics: Metrics) -> Balanced:
    """Find the narrowest room that needs no more lines than the full one."""
    tied = text.replace(" - ", _TIED)  # no line begins with a hyphen

    def broken(width: float) -> list[str]:
        return [line.replace(_TIED[:2], " -") for line in metrics.lines(tied, look.size, width, look.face)]

    count = len(broken(room))
    low, high = room / (count + 1), room
    while count > 1 and high - low > 1:
        middle = (low + high) / 2
        if len(broken(middle)) <= count:
            high = middle
        else:
            low = middle
    lines = broken(high)
    longest = max(metrics.width(line, look.size, look.face) for line in lines)
    slack = _SLACK + _gap_slack(text, look)
    return Balanced(tuple(lines), min(room, high + slack) if count > 1 else room, longest)


@dataclass(frozen=True, slots=True)
class AddresseeLayout:
    """Where "Kính gửi:" and its items stand: one item on the same line, or dashes under the colon (R31)."""

    left: float  # where the word starts
    hanging: float  # where items start: the text of one, the dashes of several
    dash: float  # width of "- "
    is_list: bool
    items: tuple[str, ...]
    width: float  # in which the lines of one item are about equally long


def lay_out_addressees(node: Addressees, room: float, metrics: Metrics) -> AddresseeLayout:
    """Centre the block as a whole and align its items."""
    look = LOOKS[Style.ADDRESSEE]
    items = tuple(clean(item).rstrip(" ;.,") for item in node.items)
    is_list = len(items) > 1
    word = metrics.width(ADDRESSEE_WORD.strip(" :") if is_list else ADDRESSEE_WORD, look.size)
    dash = metrics.width("- ", look.size)
    widest = max(metrics.width(item, look.size) for item in items) + (dash + 6 if is_list else 0)
    left = max((room - word - widest) / 2, 12.7 * MM)
    if is_list:
        items = (*(f"- {item};" for item in items[:-1]), f"- {items[-1]}.")
    width = room - left - word
    width = width if is_list else balance(items[0], look, width, metrics).width
    return AddresseeLayout(left, left + word, dash, is_list, items, width)


def column_widths(table: Table, room: float, size: float, metrics: Metrics) -> list[float]:
    """Share the room by weight; no column gets narrower than its longest word (up to 35 mm)."""
    needed = _needed(table, size, metrics)
    if sum(needed) >= room:
        return [width * room / sum(needed) for width in needed]
    weights = [column.weight for column in table.columns]
    fixed: set[int] = set()
    while True:
        free = [index for index in range(len(weights)) if index not in fixed]
        rest = room - sum(needed[index] for index in fixed)
        total = sum(weights[index] for index in free)
        tight = {index for index in free if weights[index] * rest / total < needed[index]}
        if not tight:
            return [
                needed[index] if index in fixed else weights[index] * rest / total
                for index in range(len(weights))
            ]
        fixed |= tight


def _needed(table: Table, size: float, metrics: Metrics) -> list[float]:
    columns = len(table.columns)
    needed = [6 * MM] * columns
    cap, padding = 35 * MM, 2 * CELL_PADDING * MM + 1
    for rows, bold in ((header_rows(table), True), (table.rows, False)):
        for row, placed in zip(rows, place(rows, columns), strict=True):
            face = BOLD if bold or row.is_group else 0
            for at, cell in placed:
                if cell.colspan > 1 or needed[at] >= cap:
                    continue
                own = BOLD if cell.bold else face
                text = printed(cell)
                if len(text) * size * _WIDEST + padding <= needed[at]:
                    continue  # too short to ask for more
                words = text.split()
                widest = max((metrics.width(word, size, own) for word in words), default=0.0)
                widest += padding + cell.indent * INDENT_STEP * MM
                needed[at] = max(needed[at], min(widest, cap))
    return needed
