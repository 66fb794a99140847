"""A directive as one text: lines with their places, and blocks (paragraphs, table rows) made of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; ``cells`` for a table's row, ``is_whole`` where the file ends the paragraph."""

    text: str
    page: int | None = None
    cells: tuple[str, ...] = ()
    table: int | None = None
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a table row: its words on one line, and where it stands in the text."""

    start: int
    end: int
    text: str
    page: int | None = None
    cells: tuple[str, ...] = ()
    table: int | None = None
    after_blank: bool = False
    is_ragged: bool = False  # ended by the width of the page, not by its author


@dataclass(frozen=True, slots=True)
class Conversion:
    """A text in an old Vietnamese code that was turned into Unicode: some of it before and after."""

    code: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Source:
    """What was read: the text as it stands, its blocks in reading order, and what could not be read."""

    text: str
    blocks: tuple[Block, ...]
    media_type: str = "text/plain"
    warnings: tuple[str, ...] = ()
    pages: int | None = None
    conversion: Conversion | None = None


def span_of(source: Source, block: Block, start: int, end: int) -> tuple[int, int]:
    """Return where a piece of a block's words stands in the text (the words only ever lost characters)."""
    if block.cells:
        return block.start, block.end
    raw, place = source.text, block.start
    piece = block.text[start:end]
    if (found := raw.find(piece, block.start, block.end)) >= 0 and block.text.find(piece) == start:
        return found, found + len(piece)
    places: list[int] = []
    for char in block.text[:end]:
        while place < block.end and raw[place] != char and not (char == " " and raw[place].isspace()):
            place += 1
        places.append(min(place, block.end))
        place += 1
    if start >= len(places):
        return block.start, block.end
    return places[start], min(places[-1] + 1, block.end)
