"""Content of cells and paragraphs made fit to print: clean text, Vietnamese numbers, places in the grid."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from unicodedata import is_normalized

from app.core.text import format_date, format_number, format_percent, normalize
from app.reports.tree import Cell, Row, Run, SignatureBlock, Table

# What XML 1.0 or a font cannot hold: C1 controls, surrogates, non-characters, direction marks, private use.
_UNPRINTABLE = re.compile(
    "[\u0080-\u009f\u200c-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069"
    "\ud800-\udfff\ue000-\uf8ff\ufff0-\ufffb\ufffe\uffff]"
)
_FEW_ROWS, _FEW_CHARACTERS = 12, 900
_LINE_MARKS = re.compile("[\n\t\x0b\x0c\u0085\u2028\u2029]+")


def clean(text: str) -> str:
    """Return text in NFC on one line without characters that a file format refuses."""
    if text.isprintable() and is_normalized("NFC", text):
        return text  # nearly always; blanks other than the plain one are not "printable" and go the long way
    return _UNPRINTABLE.sub("", normalize(_LINE_MARKS.sub(" ", text)))


def clean_lines(text: str) -> str:
    """Return text in NFC, line feeds kept, without characters that a file format refuses."""
    if "\n" not in text and "\r" not in text:
        return clean(text)
    return "\n".join(clean(line) for line in normalize(text).split("\n")).strip("\n")


def clean_runs(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return runs with clean text."""
    return tuple(Run(clean(run.text), run.bold, run.italic) for run in runs)


@lru_cache(maxsize=8192)
def _whole(value: int) -> str:
    return format_number(value)


def printed(cell: Cell) -> str:
    """Return what a reader sees in a cell; lines are parted by line feeds."""
    if cell.text is not None:
        return clean_lines(cell.text)
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return clean_lines(value)
    if isinstance(value, date):
        return format_date(value)
    return _number(value, cell)


def _number(value: int | Decimal, cell: Cell) -> str:
    if cell.percent:
        if cell.decimals is None:
            return format_percent(Decimal(value))
        return format_number(value, decimals=cell.decimals) + "%"
    if isinstance(value, int) and cell.decimals is None:
        return _whole(value)
    return format_number(value, decimals=cell.decimals)


def header_rows(table: Table) -> tuple[Row, ...]:
    """Return the header with its row of column numbers where the table wants one."""
    if not table.numbered_columns:
        return table.header
    numbers = tuple(Cell(f"({index})", italic=True) for index in range(1, len(table.columns) + 1))
    return (*table.header, Row(numbers))


def recipient_items(node: SignatureBlock) -> list[str]:
    """Return Nơi nhận with dashes and end marks: ";" each, "." the last (R54-R56)."""
    items = [clean(item).strip().removeprefix("- ").rstrip(" ;.,") for item in node.recipients]
    items = [item for item in items if item]
    return [f"- {item}{'.' if index == len(items) - 1 else ';'}" for index, item in enumerate(items)]


def keeps_whole(table: Table) -> bool:
    """Tell whether a table is so small that it stands on one page."""
    if len(table.rows) > _FEW_ROWS:
        return False
    return sum(len(printed(cell)) for row in table.rows for cell in row.cells) <= _FEW_CHARACTERS


def is_numbering(row: Row) -> bool:
    """Tell the row of column numbers, which is not bold, from the names above it."""
    return all(cell.italic for cell in row.cells)


Placed = list[tuple[int, Cell]]


def place(rows: Sequence[Row], columns: int) -> Iterator[Placed]:
    """Give each cell of each row its first column; cells under a row span are left out, as in the tree."""
    below = [0] * columns  # how many further rows the cell above reaches into
    for row in rows:
        taken = [rest > 0 for rest in below]
        below = [max(rest - 1, 0) for rest in below]
        placed: Placed = []
        for cell in row.cells:
            at = taken.index(False) if False in taken else columns
            if at + cell.colspan > columns:
                raise ValueError(f"a row has more cells than the table has columns ({columns})")
            placed.append((at, cell))
            for column in range(at, at + cell.colspan):
                taken[column], below[column] = True, cell.rowspan - 1
        if False in taken:
            raise ValueError(f"a row has fewer cells than the table has columns ({columns})")
        yield placed


def span_groups(placed: Sequence[Placed]) -> Iterator[tuple[int, int]]:
    """Yield (first, after last) of row groups that row spans tie together; most groups are one row."""
    start, reach = 0, 0
    for index, cells in enumerate(placed):
        reach = max([reach, index + 1, *(index + cell.rowspan for _, cell in cells)])
        if reach == index + 1:
            yield start, reach
            start = reach
    if start < len(placed):
        yield start, len(placed)
