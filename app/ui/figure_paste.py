"""Where the cells of a pasted block go, and how each was read; no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.errors import InvalidField
from app.core.figures import read_figure, reading_words
from app.core.text import fold
from app.services.queries.figures import FigureRow


@dataclass(frozen=True, slots=True)
class PastedCell:
    """One cell of a block: where it goes, how it was read; ``text`` is None where it is left out."""

    code: str
    title: str
    raw: str
    reading: str
    text: str | None
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class PastePlan:
    """What a block would do."""

    cells: tuple[PastedCell, ...]
    extra: int
    """Rows of the block below the last cell."""
    by_code: bool
    """Whether the rows were matched by their codes or titles, not by their order."""

    @property
    def good(self) -> tuple[PastedCell, ...]:
        """The cells that would be filled."""
        return tuple(cell for cell in self.cells if cell.text is not None)


def plan_paste(
    rows: Sequence[FigureRow], start: str, block: Sequence[Sequence[str]], *, into_words: bool = False
) -> PastePlan:
    """Match a block with the rows of the grid from a code on.

    A column with codes or titles of indicators decides where rows go; without one they go one below another,
    computed and carried cells standing aside. The number is the first column that has numbers.
    """
    lines = [list(line) for line in block if any(cell.strip() for cell in line)]
    named = _named_rows(rows, lines)
    if named is not None:
        matched, column = named
        width = _number_column(lines, skip=column)
        cells = [
            _cell(row, line, width, into_words=False) if row else _outside(line)
            for row, line in zip(matched, lines, strict=True)
        ]
        return PastePlan(tuple(cell for cell in cells if cell), 0, by_code=True)
    places = [row for row in rows if not row.is_computed and row.opening is None]
    first = next((n for n, row in enumerate(places) if row.code == start), None)
    if first is None:
        first = _next_place(rows, places, start)
    targets = places[first:]
    lines = [list(line) for line in block]
    width = 0 if into_words else _number_column(lines, skip=-1)
    made = [_cell(row, line, width, into_words=into_words) for row, line in zip(targets, lines, strict=False)]
    return PastePlan(tuple(c for c in made if c), max(0, len(lines) - len(targets)), by_code=False)


def _next_place(rows: Sequence[FigureRow], places: Sequence[FigureRow], start: str) -> int:
    codes = [row.code for row in rows]
    after = codes[codes.index(start) :] if start in codes else []
    return next((n for n, row in enumerate(places) if row.code in after), len(places))


def _named_rows(
    rows: Sequence[FigureRow], lines: Sequence[Sequence[str]]
) -> tuple[list[FigureRow | None], int] | None:
    """Find the column that names indicators in at least half of the lines, two of them at least."""
    by_name = {fold(row.title): row for row in rows} | {fold(row.code): row for row in rows}
    best: tuple[list[FigureRow | None], int] | None = None
    most = 1
    for column in range(max((len(line) for line in lines), default=0)):
        found = [by_name.get(fold(line[column])) if column < len(line) else None for line in lines]
        hits = sum(row is not None for row in found)
        if hits > most and hits * 2 >= len(lines):
            best, most = (found, column), hits
    return best


def _number_column(lines: Sequence[Sequence[str]], *, skip: int) -> int:
    """Return the column where most cells can be read as numbers; the leftmost of several."""

    def share(column: int) -> int:
        return sum(column < len(line) and line[column].strip().lstrip("=+-")[:1].isdigit() for line in lines)

    columns = [c for c in range(max((len(line) for line in lines), default=1)) if c != skip]
    return max(columns, key=lambda c: (share(c), -c), default=0)


def _outside(line: Sequence[str]) -> PastedCell | None:
    words = " | ".join(cell for cell in line if cell.strip())
    return PastedCell("", "", words, "Không có chỉ tiêu nào mang tên này", None)


def _cell(row: FigureRow, line: Sequence[str], column: int, *, into_words: bool) -> PastedCell | None:
    raw = line[column].strip() if column < len(line) else ""
    if into_words:
        return PastedCell(row.code, row.title, raw, raw or "(để trống)", None, raw) if raw else None
    if not raw:
        return None
    words = next((c.strip() for c in line[column + 1 :] if sum(x.isalpha() for x in c) > 3), "")
    if row.is_computed or row.opening is not None:
        why = "Chương trình tính" if row.is_computed else "Chuyển từ kỳ trước"
        return PastedCell(row.code, row.title, raw, f"{why}, không nhập", None)
    try:
        figure = read_figure(raw, code=row.code, is_count=row.value_type == "int")
    except InvalidField as error:
        return PastedCell(row.code, row.title, raw, error.message, None)
    return PastedCell(row.code, row.title, raw, reading_words(raw, figure), raw, words)
