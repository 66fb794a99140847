"""Boxes and pages: what may stand where, and where a page may end. Points; tops are counted from above."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.reports.render.pdf_ink import Ink

Draw = Callable[[Ink, float, float], None]  # ink, left of the text area, top of the box

_SLACK = 0.01


@dataclass(slots=True)
class Box:
    """Something that stands on one page whole: a line, a table row, the signature block."""

    height: float
    draw: Draw
    before: float = 0  # room above, given up at the top of a page
    keep: bool = False  # no page ends between this box and the next
    is_text: bool = False  # a line of running text
    outline: tuple[str, int] | None = None  # words and level (0-2) in the outline
    header: tuple["Box", ...] = ()  # repeated where a page begins with this box


Placed = list[tuple[Box, float]]


def paginate(boxes: Sequence[Box], room: float) -> list[Placed]:
    """Fill pages from the top; a page ends before the last chain of boxes that would not stay together."""
    pages: list[Placed] = []
    start = 0
    while start < len(boxes):
        page, end = _fill(boxes, start, room)
        stop = end
        if end < len(boxes):
            while stop > start and boxes[stop - 1].keep:
                stop -= 1
            stop = stop if stop > start else end  # a chain longer than a page must break somewhere
        pages.append(page[: len(page) - (end - stop)])
        start = stop
    return pages


def _fill(boxes: Sequence[Box], start: int, room: float) -> tuple[Placed, int]:
    page: Placed = []
    used = 0.0
    for box in boxes[start].header:
        page.append((box, used))
        used += box.height
    repeated = len(page)
    index = start
    while index < len(boxes):
        box = boxes[index]
        before = box.before if page else 0.0
        if len(page) > repeated and used + before + box.height > room + _SLACK:
            break
        page.append((box, used + before))
        used += before + box.height
        index += 1
    return page, index


def tie_end(boxes: Sequence[Box], lines: int) -> None:
    """Tie what follows to at least this many last lines of text (R51)."""
    for box in reversed(boxes):
        box.keep = True
        lines -= 1 if box.is_text else 0
        if lines <= 0:
            break
