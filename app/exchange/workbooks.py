"""Writing workbooks: real numbers and dates, text that is never a formula, a file whole or not at all."""

import csv
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from app.core.errors import InvalidField

Value = str | int | Decimal | float | bool | date | datetime | None

_MOST_CHARACTERS = 32_767  # what an Excel cell holds
_WIDEST, _NARROWEST = 60, 8
_RISKY = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Column:
    """A column's header and how wide it is (None: as its contents); ``is_text`` keeps leading zeros."""

    header: str
    width: int | None = None
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One worksheet; ``heading`` lines stand above the header, which is frozen and filtered."""

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    heading: tuple[str, ...] = ()
    blank_rows: int = 0  # how many empty rows get the columns' formats, for a form to fill in


def write_workbook(pages: Sequence[Page], path: Path) -> Path:
    """Write an .xlsx in the place of ``path``; an ``OSError`` leaves what was there."""
    for page in pages:  # before the writer begins: it does not bear being left in the middle
        for row in page.rows:
            for value in row:
                _clean(value)
    return _put(path, partial(_fill, pages))


def _fill(pages: Sequence[Page], part: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    for page in pages:
        _write_page(book, page)
    packed = BytesIO()  # a zip file that meets a full disk complains once more when it is thrown away
    book.save(packed)
    part.write_bytes(packed.getbuffer())


def _write_page(book: Any, page: Page) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(_sheet_title(page.title))
    for number, width in enumerate(_widths(page), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    top = len(page.heading) + 1
    sheet.freeze_panes = f"A{top + 1}"
    last = max(top + len(page.rows) + page.blank_rows, top + 1)
    sheet.auto_filter.ref = f"A{top}:{get_column_letter(len(page.columns))}{last}"
    sheet.print_title_rows = f"{top}:{top}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    plain, bold = Font(name="Arial", size=11), Font(name="Arial", size=11, bold=True)
    wrapped = Alignment(wrap_text=True, vertical="top")

    def cell(value: Value, font: Font, *, is_text: bool = False) -> Any:
        made = WriteOnlyCell(sheet, _clean(value))
        if isinstance(value, str):
            made.data_type = "s"  # never a formula, whatever it begins with
            made.quotePrefix = value.startswith(_RISKY)
        made.font, made.alignment = font, wrapped
        made.number_format = _format(value, is_text=is_text)
        return made

    for line in page.heading:
        sheet.append([cell(line, bold)])
    header = [cell(column.header, bold) for column in page.columns]
    for made in header:
        made.fill = PatternFill("solid", fgColor="FFDCE6F1")
        made.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    sheet.append(header)
    for row in page.rows:
        sheet.append(
            [cell(v, plain, is_text=column.is_text) for v, column in zip(row, page.columns, strict=True)]
        )
    for _ in range(page.blank_rows):
        sheet.append([cell(None, plain, is_text=column.is_text) for column in page.columns])


def _sheet_title(title: str) -> str:
    return "".join(" " if char in "[]:*?/\\" else char for char in title).strip("' ")[:31] or "Bảng"


def _widths(page: Page) -> list[int]:
    widths = []
    for number, column in enumerate(page.columns):
        longest = max(
            (len(line) for row in page.rows[:200] for line in str(row[number] or "").splitlines()), default=0
        )
        fitted = min(max(longest, len(column.header), _NARROWEST) + 2, _WIDEST)
        widths.append(column.width or fitted)
    return widths


def _clean(value: Value) -> Any:
    """Return what may stand in a cell; text Excel cannot hold is refused, never cut."""
    if isinstance(value, str):
        text = "".join(char for char in value if char >= " " or char in "\n\t")
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if len(text) > _MOST_CHARACTERS:
            raise InvalidField(
                "text", f"Một ô dài {len(text)} ký tự, Excel chỉ chứa được {_MOST_CHARACTERS}."
            )
        return text
    if isinstance(value, datetime) and value.tzinfo is not None:
        raise ValueError("an instant must be made local before it is written")
    return value


def _format(value: Value, *, is_text: bool) -> str:
    if is_text or isinstance(value, str):
        return "@"
    if isinstance(value, datetime):
        return "dd/mm/yyyy hh:mm"
    if isinstance(value, date):
        return "dd/mm/yyyy"
    if isinstance(value, Decimal | float) and value != int(value):
        return "#,##0.00"
    return "#,##0" if isinstance(value, int | Decimal | float) and not isinstance(value, bool) else "General"


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[Value]], path: Path) -> Path:
    """Write a .csv that Excel opens with its accents: UTF-8 with mark, semicolons, 32,3 and 31/01/2024."""

    def fill(part: Path) -> None:
        with part.open("w", encoding="utf-8-sig", newline="", errors="replace") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow([_csv_text(header) for header in headers])
            writer.writerows([_csv_text(value) for value in row] for row in rows)

    return _put(path, fill)


def _csv_text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int | float | Decimal):
        return f"{Decimal(str(value)):f}".replace(".", ",")
    text = value.replace("\x00", "")
    return f"'{text}" if text.startswith(_RISKY) else text  # a spreadsheet would run it as a formula


def _put(path: Path, fill: Callable[[Path], None]) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem[:40]}-", suffix=".tmp")
    os.close(handle)
    part = Path(name)
    try:
        fill(part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.chmod(0o644)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return path
