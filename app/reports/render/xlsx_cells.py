"""Cells of a workbook: typed values, cached styles, never a formula made of somebody's text."""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.styles import Alignment, Border, Font, Side

from app.core.text import format_number
from app.reports.cells import printed
from app.reports.styles import FONT
from app.reports.tree import Align, Cell

LONGEST = 32_767  # characters in a cell; Excel refuses the file otherwise
_ILLEGAL_NAME = re.compile(r"[\[\]:*?/\\]")
_SIDE = Side(style="thin", color="000000")
_BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_NO_BORDER = Border()
_FORMULA_SIGNS = ("=", "+", "-", "@")

StyleKey = tuple[bool, bool, float, Align, bool, str, bool, int]


class CellStyles:
    """Makes each combination of font, border, place and number format once per workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book: Any = book  # openpyxl keeps its tables of styles behind doors of its own
        self._made: dict[StyleKey, int] = {}

    def get(
        self,
        *,
        bold: bool = False,
        italic: bool = False,
        size: float = 12,
        align: Align = Align.LEFT,
        ruled: bool = True,
        number_format: str = "General",
        quoted: bool = False,
        indent: int = 0,
    ) -> int:
        """Return the number of the style in the workbook."""
        key = (bold, italic, size, align, ruled, number_format, quoted, indent)
        if key not in self._made:
            model: Any = XlsxCell(self._book.active, 1, 1)
            model.font = _font(bold, italic, size)
            model.border = _BORDER if ruled else _NO_BORDER
            model.alignment = _alignment(align, indent)
            model.number_format = number_format
            # Shown as text for ever, also after somebody edits the cell.
            model._style.quotePrefix = 1 if quoted else 0
            self._made[key] = self._book._cell_styles.add(model._style)
        return self._made[key]


@lru_cache
def _font(bold: bool, italic: bool, size: float) -> Font:
    return Font(name=FONT, size=size, bold=bold, italic=italic)


@lru_cache
def _alignment(align: Align, indent: int) -> Alignment:
    return Alignment(horizontal=align.value, vertical="center", wrap_text=True, indent=indent)


def is_like_formula(text: str) -> bool:
    """Tell whether text begins as a formula does."""
    return text.startswith(_FORMULA_SIGNS)


def fitting(text: str) -> str:
    """Return text that a cell can hold; what had to go is counted at its end."""
    if len(text) <= LONGEST:
        return text
    note = f" […còn {format_number(len(text))} ký tự, xem bản Word hoặc PDF]"
    kept = LONGEST - len(note)
    rest = format_number(len(text) - kept)
    return text[:kept] + f" […còn {rest} ký tự, xem bản Word hoặc PDF]"


def typed(cell: Cell) -> tuple[int | Decimal | date | str | None, str]:
    """Return the value of a cell for a workbook and its number format."""
    value = cell.value
    if cell.text is not None or value is None or isinstance(value, str):
        return printed(cell) or None, "General"
    if isinstance(value, date):
        return value, "dd/mm/yyyy"
    if cell.percent:
        return Decimal(value) / 100, _decimals("0", value, cell.decimals) + "%"
    return value, _decimals("#,##0", value, cell.decimals)


def _decimals(whole: str, value: int | Decimal, decimals: int | None) -> str:
    if decimals is not None:
        return whole + ("." + "0" * decimals if decimals else "")
    return whole if value == int(value) else whole + ".0#"


def sheet_name(wanted: str, taken: list[str]) -> str:
    """Return a name Excel accepts: at most 31 characters, no marks of its own, used once."""
    base = " ".join(_ILLEGAL_NAME.sub(" ", wanted).split()).strip("' ")[:31].strip("' ") or "Bảng"
    known = {name.lower() for name in taken} | {"history"}
    name, number = base, 2
    while name.lower() in known:
        tail = f" ({number})"
        name, number = base[: 31 - len(tail)].rstrip() + tail, number + 1
    return name
