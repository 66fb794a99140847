"""Excel workbooks as plain cells: no formula is computed, no link followed, no size trusted."""

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from app.core.errors import Finding, ImportRefused
from app.core.text import normalize
from app.intake.workbook_guard import MOST_BYTES, MOST_CHARACTERS, Extent, inspect_workbook, refused

CellValue = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its value (a formula's as Excel last computed it) and how it was shown."""

    column: int
    value: CellValue
    shown_as: str = "General"
    is_formula: bool = False
    is_error: bool = False

    @property
    def text(self) -> str:
        """The value as a line of text, numbers without a needless fraction."""
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        return "" if self.value is None else normalize(str(self.value)).strip()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that has something in it; ``number`` counts as Excel does."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible worksheet."""

    title: str
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook that was read whole."""

    name: str
    sheets: tuple[Sheet, ...]


def letter_of(column: int) -> str:
    """Return a column's letters: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_of(letters: str) -> int:
    """Return a column's number, 0 for what is no column."""
    number = 0
    for letter in letters.strip().upper():
        if not "A" <= letter <= "Z":
            return 0
        number = number * 26 + ord(letter) - 64
    return number


def open_workbook(path: Path) -> Workbook:
    """Read an .xlsx; raise ``ImportRefused`` with a sentence for whatever should not or cannot be read."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise refused(f"Tệp “{path.name}” lớn quá 20 MB.", "Tách tệp thành nhiều phần.")
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise refused(f"Không tìm thấy tệp “{path}”.", "Kiểm tra lại đường dẫn.") from error
    except IsADirectoryError as error:
        raise refused(f"“{path}” là thư mục, không phải tệp Excel.") from error
    extents = inspect_workbook(content, path.name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and dates it leaves aside
            return Workbook(path.name, tuple(_sheets(content, path.name, extents)))
    except ImportRefused:
        raise
    except Exception as error:  # a spoilt workbook breaks its reader in any way there is
        raise refused(f"Tệp “{path.name}” đã hỏng hoặc không phải do Excel ghi ra.") from error


def _sheets(content: bytes, name: str, extents: dict[str, Extent]) -> Iterator[Sheet]:
    import openpyxl

    def load(*, data_only: bool) -> Any:
        return openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False
        )

    book = load(data_only=False)
    has_formulas = any(extent.has_formulas for extent in extents.values())
    computed = load(data_only=True) if has_formulas else None
    rows = max((extent.last_row for extent in extents.values()), default=0)
    columns = max((extent.last_column for extent in extents.values()), default=0)
    try:
        for position, sheet in enumerate(book.worksheets):
            if sheet.sheet_state != "visible" or not rows or not columns:
                continue
            known = extents.get(sheet._worksheet_path.lstrip("/"), Extent(last_row=rows, last_column=columns))
            if not known.last_row:
                continue
            values = computed.worksheets[position] if computed is not None else None
            yield Sheet(str(sheet.title), tuple(_rows(sheet, values, known, name)))
    finally:
        book.close()
        if computed is not None:
            computed.close()


def _rows(sheet: Any, computed: Any, extent: Extent, name: str) -> Iterator[SheetRow]:
    reach = {"min_row": 1, "max_row": extent.last_row, "max_col": extent.last_column}
    values = computed.iter_rows(**reach) if computed is not None else None
    for number, row in enumerate(sheet.iter_rows(**reach), 1):
        results = next(values) if values is not None else row
        cells = []
        for column, (cell, result) in enumerate(zip(row, results, strict=False), 1):
            if cell.value is None:
                continue
            if isinstance(result.value, str) and len(result.value) > MOST_CHARACTERS:
                raise _too_long(name, number, column)
            cells.append(
                Cell(
                    column,
                    result.value,
                    str(cell.number_format or "General"),
                    cell.data_type == "f",
                    result.data_type == "e",
                )
            )
        if any(cell.value not in (None, "") or cell.is_formula for cell in cells):
            yield SheetRow(number, tuple(cells))


def _too_long(name: str, row: int, column: int) -> ImportRefused:
    message = f"Ô {letter_of(column)}{row} dài quá 32.000 ký tự."
    return ImportRefused(
        f"Tệp “{name}” có ô quá dài.",
        (Finding(row, letter_of(column), message),),
        hint="Rút gọn rồi nhập lại.",
    )
