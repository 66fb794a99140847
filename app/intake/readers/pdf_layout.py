"""A PDF page to lines: rows of characters, columns of heads and signatures apart, ruled tables."""

import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from app.core.text import one_line
from app.intake.readers.pdf_characters import Glyph, Rule

_COLUMN_GAP = 2.6  # heights of a character between two columns
_SAME_LINE = 0.3  # points between letters that stand on one line, whatever their height
_SPACE = 0.18
_NEAR = 3.0
_LEAST_ROWS = 2
LIST_SIGN = re.compile(
    r"[-–—+•●○▪■◦➢✓\uf0b7\uf02d]|\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ]|[IVXL]{1,5}|[A-HK])(?:[.):/–-]|\.\)|\.[-–])"
    r"|\d{1,2}(?:\.\d{1,2})+"
)


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without a blank between them."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words on one row."""

    words: tuple[Word, ...]
    middle: float
    height: float

    @property
    def text(self) -> str:
        """Its words with one blank between."""
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.words[-1].right

    @property
    def hangs_at(self) -> float | None:
        """Where the words after the sign of a list begin, and with them its other lines; None without."""
        is_listed = len(self.words) > 1 and LIST_SIGN.fullmatch(self.words[0].text) is not None
        return self.words[1].left if is_listed else None


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: the x of its upright lines, the y of its rows from top to bottom."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.rows[0]

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.rows[-1]

    def holds(self, glyph: Glyph) -> bool:
        """Whether a character stands inside."""
        return (
            self.bottom - 1 <= glyph.middle <= self.top + 1
            and self.columns[0] - 2 <= glyph.left <= self.columns[-1] + 2
        )


def rows_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Return the characters row by row, from the top."""
    rows: list[list[Glyph]] = []
    first = last = 0.0  # where the row's first letter and the latest letter stand
    for glyph in sorted(glyphs, key=attrgetter("base"), reverse=True):
        height = max(glyph.top - glyph.bottom, 1.0)  # a mark above or below makes it higher
        if rows and (last - glyph.base < _SAME_LINE or first - glyph.base < 0.45 * height):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            first = glyph.base
        last = glyph.base
    return [sorted(row, key=attrgetter("left")) for row in rows]


def pieces_of(row: Sequence[Glyph]) -> list[Piece]:
    """Return the runs of words of a row, cut where a gap is as wide as between columns."""
    height = statistics.median(glyph.top - glyph.bottom for glyph in row)
    runs: list[list[Word]] = [[]]
    chars: list[str] = []
    left = right = 0.0
    is_apart = False
    for glyph in row:
        if glyph.char.isspace():
            is_apart = bool(chars)
            continue
        gap = glyph.left - right
        if chars and (is_apart or gap > _SPACE * height):
            runs[-1].append(Word("".join(chars), left, right))
            chars = []
            if gap > _COLUMN_GAP * height:
                runs.append([])
        if not chars:
            left = glyph.left
        chars.append(glyph.char)
        right, is_apart = max(right, glyph.right) if len(chars) > 1 else glyph.right, False
    if chars:
        runs[-1].append(Word("".join(chars), left, right))
    filled = [run for run in runs if run]
    if len(filled) > 1 and len(filled[0]) == 1 and LIST_SIGN.fullmatch(filled[0][0].text):
        filled[:2] = [filled[0] + filled[1]]  # the tab after the number of a list is no column
    pieces = [Piece(tuple(run), row[0].middle, height) for run in filled]
    return _halves(pieces[0]) if len(pieces) == 1 else pieces


def _halves(piece: Piece) -> list[Piece]:
    """Cut a row where one gap is far wider than the others: two columns that come close to each other."""
    sign = LIST_SIGN.fullmatch(piece.words[0].text) is not None
    gaps = [(b.left - a.right, place) for place, (a, b) in enumerate(pairwise(piece.words), 1)][sign:]
    if len(gaps) < 3:
        return [piece]
    widest, place = max(gaps)
    others = statistics.median(gap for gap, _ in gaps)
    if widest < 1.1 * piece.height or widest < 3.2 * max(others, 1.0):
        return [piece]
    return [
        Piece(piece.words[:place], piece.middle, piece.height),
        Piece(piece.words[place:], piece.middle, piece.height),
    ]


def split_near(piece: Piece, left_edge: float, right_edge: float) -> list[Piece]:
    """Cut a row whose two columns nearly touch: at its widest gap, if that lies between the columns."""
    gaps = [
        (b.left - a.right, place)
        for place, (a, b) in enumerate(zip(piece.words, piece.words[1:], strict=False), 1)
    ]
    if len(gaps) < 3:
        return [piece]
    widest, place = max(gaps)
    usual = statistics.median(gap for gap, _ in gaps)
    middle = (piece.words[place - 1].right + piece.words[place].left) / 2
    if widest < 1.8 * max(usual, 1.0) or not left_edge - 40 <= middle <= right_edge + 40:
        return [piece]
    return [
        Piece(piece.words[:place], piece.middle, piece.height),
        Piece(piece.words[place:], piece.middle, piece.height),
    ]


def find_grids(rules: Iterable[Rule]) -> list[Grid]:
    """Return the ruled tables of a page: upright lines that overlap, with the lying lines between."""
    upright = sorted((r for r in rules if not r.is_horizontal), key=lambda r: -r.y1)
    lying = [r for r in rules if r.is_horizontal and r.x1 - r.x0 > 12]
    groups: list[list[Rule]] = []
    bottoms: list[float] = []
    for rule in upright:
        if groups and rule.y1 >= bottoms[-1] - _NEAR:
            groups[-1].append(rule)
            bottoms[-1] = min(bottoms[-1], rule.y0)
        else:
            groups.append([rule])
            bottoms.append(rule.y0)
    grids = []
    for group in groups:
        columns = _merged(rule.x0 for rule in group)
        top, bottom = max(rule.y1 for rule in group), min(rule.y0 for rule in group)
        inside = [
            r
            for r in lying
            if bottom - _NEAR <= r.y0 <= top + _NEAR and r.x1 > columns[0] and r.x0 < columns[-1]
        ]
        rows = tuple(reversed(_merged([*(r.y0 for r in inside), top, bottom])))
        if len(columns) >= 3 and len(rows) >= _LEAST_ROWS:
            grids.append(Grid(columns, rows))
    return grids


def _merged(values: Iterable[float]) -> tuple[float, ...]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return tuple(found)


def grid_cells(grid: Grid, glyphs: Sequence[Glyph]) -> list[tuple[str, ...]]:
    """Return the words of a table's cells, row by row."""
    table: list[list[list[Glyph]]] = [[[] for _ in grid.columns[1:]] for _ in grid.rows[1:]]
    for glyph in glyphs:
        row = next((i for i, y in enumerate(grid.rows[1:]) if glyph.middle >= y), len(table) - 1)
        centre = (glyph.left + glyph.right) / 2
        column = next((i for i, x in enumerate(grid.columns[1:]) if centre <= x), len(grid.columns) - 2)
        table[row][column].append(glyph)
    return [tuple(_cell_words(cell) for cell in row) for row in table]


def _cell_words(glyphs: Sequence[Glyph]) -> str:
    lines = [" ".join(piece.text for piece in pieces_of(row)) for row in rows_of(glyphs) if row]
    return _CUT_SYMBOL.sub("", one_line(" ".join(lines)))


_CUT_SYMBOL = re.compile(
    r"(?<=/)\s(?=[A-ZĐ]{1,5}-[A-ZĐ])|(?<=/[A-ZĐ])\s(?=[A-ZĐ]{1,4}-[A-ZĐ])"
)  # "12/2026/N Đ-CP"
_ENDS_HEAD = re.compile(
    r"(?:Kính gửi|[-–+•]\s|(?:QUYẾT ĐỊNH|CHỈ THỊ|KẾ HOẠCH|THÔNG BÁO|CÔNG ĐIỆN|NGHỊ QUYẾT|CHƯƠNG TRÌNH"
    r"|HƯỚNG DẪN|KẾT LUẬN|BÁO CÁO|TỜ TRÌNH)\b)"
)


def apart(rows: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """Put two columns (letterhead, signature) one under the other: all of the left, then the right."""
    result: list[list[Piece]] = []
    place = 0
    while place < len(rows):
        if len(rows[place]) != 2:
            result.append(list(rows[place]))
            place += 1
            continue
        left, right, place = _columns(rows, place)
        result += [*left, [], *right, []]
    return result


def _columns(rows: Sequence[Sequence[Piece]], place: int) -> tuple[list[list[Piece]], list[list[Piece]], int]:
    """Return both columns of the rows from a two-column row on, and the first row after them."""
    left: list[list[Piece]] = []
    right: list[list[Piece]] = []
    left_edge, right_edge = rows[place][0].right, rows[place][1].left
    above: Piece | None = None
    while place < len(rows):
        row = list(rows[place])
        is_list = len(row) == 1 and above is not None and _ENDS_HEAD.match(row[0].text) and not _lists(left)
        is_far = above is not None and above.middle - row[0].middle > 2.1 * row[0].height
        if is_list or (is_far and len(row) == 1 and _ENDS_HEAD.match(row[0].text)):
            break
        if len(row) == 1 and row[0].left < left_edge and row[0].right > right_edge:
            row = split_near(row[0], left_edge, right_edge)
        if len(row) == 2 and row[0].right < row[1].left:
            left_edge, right_edge = max(left_edge, row[0].right), min(right_edge, row[1].left)
            left.append([row[0]])
            right.append([row[1]])
        elif len(row) == 1 and row[0].right < max(left_edge + 30, right_edge) and not (is_far and not right):
            left.append([row[0]])
        elif len(row) == 1 and row[0].left >= right_edge - 30:
            right.append([row[0]])
        else:
            break
        above = row[0]
        place += 1
    return left, right, place


def _lists(column: Sequence[Sequence[Piece]]) -> bool:
    """Whether a column is the list of recipients beside a signature."""
    return any(row[0].text.startswith(("Nơi nhận", "-", "–")) for row in column)
