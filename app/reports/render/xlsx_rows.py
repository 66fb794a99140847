"""Cells of a sheet as the XML of a workbook; openpyxl writes all around them.

An object for each cell costs more than the rest of a workbook together, and a report has thousands of cells.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.compat import safe_string
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.dimensions import SheetDimension
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.functions import Element

from app.reports.render.stamp import StampedZip

_PLACE = b"<sheetData/>"  # text cannot hold it: its "<" is escaped

Value = int | Decimal | date | str | None


class SheetRows:
    """The cells of one sheet and how high its rows are; rows and columns count from 1."""

    def __init__(self) -> None:
        self._rows: defaultdict[int, dict[int, str]] = defaultdict(dict)
        self._heights: dict[int, float] = {}

    def put(self, row: int, column: int, value: Value, style: int) -> None:
        """Write a value under a style of the workbook; text is text whatever it looks like."""
        name = f"{get_column_letter(column)}{row}"
        if isinstance(value, str):
            kept = ' xml:space="preserve"' if value != value.strip() else ""
            kind, inside = "inlineStr", f"<is><t{kept}>{escape(value)}</t></is>" if value else ""
        else:
            number = to_excel(value) if isinstance(value, date) else value  # type: ignore[no-untyped-call]
            kind, inside = "n", "" if number is None else f"<v>{safe_string(number)}</v>"
        self._rows[row][column] = f'<c r="{name}" s="{style}" t="{kind}">{inside}</c>'

    def height(self, row: int, points: float) -> None:
        """Set how high a row is."""
        self._heights[row] = points

    @property
    def dimension(self) -> str:
        """The area that has cells, as a sheet names it."""
        rows = self._rows or {1: {1: ""}}
        columns = [column for cells in rows.values() for column in cells]
        first, last = get_column_letter(min(columns)), get_column_letter(max(columns))
        return f"{first}{min(rows)}:{last}{max(rows)}"

    def xml(self) -> bytes:
        """Return the rows in order, each with its cells in order."""
        parts = ["<sheetData>"]
        for row, cells in sorted(self._rows.items()):
            height = self._heights.get(row)
            size = "" if height is None else f' ht="{safe_string(height)}" customHeight="1"'
            parts.append(f'<row r="{row}"{size}>')
            parts += (cells[column] for column in sorted(cells))
            parts.append("</row>")
        parts.append("</sheetData>")
        return "".join(parts).encode("ascii", "xmlcharrefreplace")


class BookWriter(ExcelWriter):
    """Packs a workbook whose sheets have their rows beside them."""

    def __init__(self, book: Workbook, package: StampedZip, rows: Mapping[str, SheetRows]) -> None:
        super().__init__(book, package)
        self._package = package
        self._rows = rows

    def write_worksheet(self, ws: Worksheet) -> None:
        """Write the sheet that openpyxl sets up around our rows."""
        rows = self._rows[ws.title]
        writer = _SheetWriter(ws, rows)
        writer.write()
        head, tail = writer.read().split(_PLACE)
        self._package.writestr(ws.path[1:], b"".join((head, rows.xml(), tail)))
        self.manifest.append(ws)


class _SheetWriter(WorksheetWriter):
    def __init__(self, sheet: Worksheet, rows: SheetRows) -> None:
        super().__init__(sheet, BytesIO())
        self._rows = rows

    def write_dimensions(self) -> None:
        xml: Any = self.xf
        xml.send(SheetDimension(self._rows.dimension).to_tree())

    def write_rows(self) -> None:
        xml: Any = self.xf
        xml.send(Element("sheetData"))
