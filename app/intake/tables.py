"""Finds a table in a workbook as people really make them, and gives its rows by field.

Headers are known by their words in any spelling, also stacked over two or three rows; what stands above,
the row (1) (2) (3), section headings, totals and the signature below are left aside.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.errors import ImportRefused
from app.core.text import fold, one_line
from app.intake.table_rows import TableRow
from app.intake.workbook_guard import MOST_ROWS, refused
from app.intake.workbooks import Cell, Sheet, SheetRow, Workbook, column_of, letter_of

_SEARCHED_ROWS = 40
_STACKED_ROWS = 3
_LONGEST_HEADER = 120
_LONGEST_STACKED = 60
_COUNTING = re.compile(r"\(?\s*([0-9]{1,2}|[a-z])\s*\)?")
_TOTAL = re.compile(r"(tong( cong| so)?|cong)\b.*")
_BELOW = re.compile(
    r"(nguoi lap|nguoi tong hop|noi nhan|thu truong|tm\.? |kt\.? |tl\.? |chu tich|truong phong|ky ten|"
    r".{0,40}ngay .{0,4}thang .{0,4}nam).*"
)
_SECTION_MARK = re.compile(r"[ivx]{1,5}\.?|[a-h]\.?")
_SECTION_LINE = re.compile(r"([IVX]{1,5}|[A-H])[.)/] .*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Field:
    """A column that an import knows: its title in our own workbook and other words people head it with."""

    key: str
    title: str
    names: tuple[str, ...] = ()
    required: bool = False
    is_key: bool = False

    def match(self, header: str) -> int:
        """Return how well a folded header names this field: 0 not at all, else the longer the better."""
        best = 0
        for name in (fold_header(self.title), *self.names):
            if header == name:
                return 1000 + len(name)
            if f" {name} " in f" {header} ":
                best = max(best, len(name))
        return best


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in a workbook; ``columns`` says which field stands in which column."""

    kind: str
    file_name: str
    sheet: str
    header_row: int
    columns: dict[str, int]
    signature: str
    rows: tuple[TableRow, ...]
    skipped: int

    @property
    def mapping(self) -> dict[str, object]:
        """The columns as an office's mapping keeps them: field → letter."""
        return {key: letter_of(column) for key, column in self.columns.items()}


class ColumnsMissing(ImportRefused):
    """A workbook without the columns that a kind of table needs: a person may say which they are."""


@dataclass(frozen=True, slots=True)
class ColumnSample:
    """One column of a workbook: its letter, and the first things that stand in it."""

    letter: str
    words: tuple[str, ...]


def column_samples(book: Workbook, *, most: int = 3) -> tuple[ColumnSample, ...]:
    """Return the columns of the fullest sheet, each with what a person knows it by."""
    sheet = max(book.sheets, key=lambda sheet: len(sheet.rows), default=None)
    words: dict[int, list[str]] = {}
    for row in sheet.rows[:_SEARCHED_ROWS] if sheet else ():
        for cell in row.cells:
            told = words.setdefault(cell.column, [])
            if cell.text and len(told) < most:
                told.append(one_line(cell.text))
    return tuple(
        ColumnSample(letter_of(column), tuple(told)) for column, told in sorted(words.items()) if told
    )


def guessed_columns(book: Workbook, fields: Sequence[Field]) -> dict[str, str]:
    """Return the letters of the columns whose headings are known, of the sheet where most of them are."""
    heads = [_find(sheet, fields, {}).columns for sheet in book.sheets]
    return {key: letter_of(column) for key, column in max(heads, key=len, default={}).items()}


def fold_header(text: str) -> str:
    """Return a header's words for comparing: no accents, no brackets, no signs."""
    words = re.sub(r"\([^)]*\)", " ", fold(text))
    return " ".join(re.sub(r"[^a-z0-9%]+", " ", words).split())


def signature_of(book: Workbook) -> str:
    """Return what tells this layout from others: the words of its fullest text row near the top."""
    best: list[str] = []
    for sheet in book.sheets:
        for row in sheet.rows[:_SEARCHED_ROWS]:
            words = [f"{c.column}:{fold_header(c.text)}" for c in row.cells if isinstance(c.value, str)]
            if len(words) > len(best):
                best = words
    return hashlib.sha256("\n".join(best).encode()).hexdigest()


def find_table(
    book: Workbook, kind: str, fields: Sequence[Field], mapping: Mapping[str, object] | None = None
) -> Table:
    """Return the table of a kind; ``mapping`` (field → letter) overrules the headers' words."""
    found = [_find(sheet, fields, mapping or {}) for sheet in book.sheets]
    needed = {field.key for field in fields if field.required}
    complete = [
        (sheet, head) for sheet, head in zip(book.sheets, found, strict=True) if needed <= head.columns.keys()
    ]
    if not complete:
        raise _no_table(book, fields, found)
    sheet, head = max(complete, key=lambda pair: len(pair[1].columns))
    body = [row for row in sheet.rows if row.number > head.last_row]
    keys = frozenset(field.key for field in fields if field.is_key)
    rows: list[TableRow] = []
    for place, row in enumerate(body):
        by_column = {cell.column: cell for cell in row.cells}
        cells = {key: by_column[column] for key, column in head.columns.items() if column in by_column}
        if not _is_beside(row, cells, needed, is_first=place == 0):
            rows.append(TableRow(row.number, cells, head.columns, keys))
    if len(rows) > MOST_ROWS:
        raise refused(
            f"Trang tính “{sheet.title}” có {len(rows)} dòng, quá 5.000 dòng.",
            "Tách bảng thành nhiều tệp, mỗi tệp không quá 5.000 dòng.",
        )
    skipped = len(body) - len(rows)
    return Table(
        kind, book.name, sheet.title, head.last_row, head.columns, signature_of(book), tuple(rows), skipped
    )


@dataclass(frozen=True, slots=True)
class _Head:
    last_row: int
    columns: dict[str, int]


def _find(sheet: Sheet, fields: Sequence[Field], mapping: Mapping[str, object]) -> _Head:
    """Return the header that names the most fields; one row is preferred to several stacked ones."""
    given = {key: column_of(str(letters)) for key, letters in mapping.items() if column_of(str(letters))}
    best = _Head(0, dict(given))
    top = sheet.rows[:_SEARCHED_ROWS]
    for height in range(1, _STACKED_ROWS + 1):
        for start in range(len(top) - height + 1):
            rows = top[start : start + height]
            if height > 1 and not all(_could_be_header(row) for row in rows):
                continue
            named = _match(_headers(rows), fields)
            own = {k: c for k, c in named.items() if k not in given and c not in given.values()}
            if len(named) > 1 and len(own) + len(given) > len(best.columns):
                best = _Head(rows[-1].number, {**own, **given})
    if given and not best.last_row:
        best = _Head(_first_row_with(top, set(given.values())), best.columns)
    return best


def _could_be_header(row: SheetRow) -> bool:
    """Tell whether a row has words only, and short ones: a row of data stacked on a header misleads."""
    return all(isinstance(c.value, str) and len(c.text) <= _LONGEST_STACKED for c in row.cells if c.text)


def _first_row_with(rows: Sequence[SheetRow], columns: set[int]) -> int:
    """Return the first row that has words in every column the office named: its own header."""
    for row in rows:
        if columns <= {cell.column for cell in row.cells if cell.text}:
            return row.number
    return 0


def _headers(rows: Sequence[SheetRow]) -> dict[int, tuple[str, ...]]:
    """Return each column's header words, the lowest first, then together with those stacked above it."""
    columns = sorted({cell.column for row in rows for cell in row.cells})
    texts: list[dict[int, str]] = []
    for row in rows:
        found = {
            c.column: fold_header(c.text)
            for c in row.cells
            if isinstance(c.value, str) and len(c.text) <= _LONGEST_HEADER
        }
        texts.append(found)
    spread = [dict(found) for found in texts]
    for level, upper in enumerate(spread[:-1]):
        last = ""  # a merged cell names all columns under it, and Excel keeps only its first
        for column in columns:
            last = upper.get(column, last)
            if column not in upper and any(column in lower for lower in texts[level + 1 :]):
                upper[column] = last
    headers: dict[int, tuple[str, ...]] = {}
    for column in columns:
        own = next((found[column] for found in reversed(texts) if found.get(column)), "")
        together = " ".join(found[column] for found in spread if found.get(column))
        headers[column] = tuple(dict.fromkeys(text for text in (own, together) if text))
    return headers


def _match(headers: Mapping[int, tuple[str, ...]], fields: Sequence[Field]) -> dict[str, int]:
    """Give every field the column that names it best; a column serves one field."""
    scores = [
        (max(field.match(text) for text in texts), -column, field.key)
        for column, texts in headers.items()
        if texts
        for field in fields
    ]
    found: dict[str, int] = {}
    for score, place, key in sorted(scores, reverse=True):
        if score and key not in found and -place not in found.values():
            found[key] = -place
    return found


def _is_beside(row: SheetRow, cells: Mapping[str, Cell], needed: set[str], *, is_first: bool) -> bool:
    """Tell whether a row below the header is no entry: counters, a heading, a total, a signature."""
    words = [cell.text for cell in row.cells if cell.text]
    texts = [fold(word) for word in words]
    filled = {key for key, cell in cells.items() if cell.text or cell.is_formula}
    if not filled:
        return True
    if is_first and len(texts) > 1 and all(_COUNTING.fullmatch(text) for text in texts):
        return True
    if needed <= filled:
        return False
    if any(_TOTAL.fullmatch(text) for text in texts[:2]):
        return True
    if len(texts) == 1 and (_BELOW.fullmatch(texts[0]) or _SECTION_LINE.fullmatch(words[0])):
        return True
    return len(texts) <= 2 and _SECTION_MARK.fullmatch(texts[0]) is not None


def _no_table(book: Workbook, fields: Sequence[Field], found: Sequence[_Head]) -> "ColumnsMissing":
    best = max((set(head.columns) for head in found), key=len, default=set[str]())
    missing = [field.title for field in fields if field.required and field.key not in best]
    return ColumnsMissing(
        f"Không tìm thấy bảng trong tệp “{book.name}”: thiếu cột {', '.join(missing)}.",
        (),
        hint="Đặt tên cột như trong biểu mẫu (lệnh template), hoặc chỉ rõ cột nào là gì.",
    )
