"""One sheet: merged lines above, tables on one grid, print set-up for A4."""

from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from app.reports.cells import Placed, header_rows, is_numbering, place
from app.reports.metrics import BOLD, LINE, Metrics
from app.reports.render.xlsx_cells import CellStyles, fitting, is_like_formula, typed
from app.reports.render.xlsx_rows import SheetRows
from app.reports.styles import FONT, PAGE
from app.reports.tree import Align, Row, Table

_INCH = 25.4
_A4 = 9  # as Excel numbers papers
_POINTS = 5.4  # of a column one character wide, a little less than drawn: rows turn out high enough
_TALLEST = 409.0  # points of a row
_SIZE = 12.0
_WIDEST = _SIZE * 0.75  # of one character; shorter texts need no measuring


class SheetWriter:
    """Writes lines and tables from the top of a sheet downwards."""

    def __init__(
        self, sheet: Worksheet, styles: CellStyles, metrics: Metrics, widths: list[float], *, landscape: bool
    ) -> None:
        self._sheet = sheet
        self._styles = styles
        self._metrics = metrics
        self._widths = widths
        self.rows = SheetRows()
        self._row = 1
        self.repeats_header = False
        for index, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(index)].width = round(width, 1)
        self._set_up(landscape=landscape)

    def _set_up(self, *, landscape: bool) -> None:
        sheet: Any = self._sheet  # the stubs call parts optional that a new sheet always has
        sheet.page_setup.paperSize = _A4
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.firstPageNumber, sheet.page_setup.useFirstPageNumber = 1, True
        sheet.print_options.horizontalCentered = True
        margins = sheet.page_margins
        margins.left, margins.right = PAGE.left / _INCH, PAGE.right / _INCH
        margins.top, margins.bottom = PAGE.top / _INCH, PAGE.bottom / _INCH
        margins.header = margins.footer = PAGE.header / _INCH
        header = sheet.oddHeader.center
        header.text, header.font, header.size = "&P", f"{FONT},Regular", 14
        sheet.HeaderFooter.differentFirst = True

    def skip(self) -> None:
        """Leave a row free."""
        self._row += 1

    def line(self, text: str, *, bold: bool, italic: bool, align: Align, size: float) -> None:
        """Write a line across the whole grid; its height is set here, Excel measures no merged cells."""
        quoted = is_like_formula(text)
        style = self._styles.get(bold=bold, italic=italic, size=size, align=align, ruled=False, quoted=quoted)
        self.rows.put(self._row, 1, fitting(text), style)
        if len(self._widths) > 1:
            self._merge(self._row, 1, 1, len(self._widths))
        room = sum(self._widths) * _POINTS
        self._height(self._row, len(self._metrics.lines(text, size, room, BOLD if bold else 0)), size)
        self._row += 1

    def table(self, table: Table) -> None:
        """Write a table with its header; the header stays in sight and repeats on each printed page."""
        first = self._row
        header = header_rows(table)
        self._rows(table, header, is_header=True)
        if header and self.repeats_header:
            self._sheet.print_title_rows = f"{first}:{self._row - 1}"
            self._sheet.freeze_panes = f"A{self._row}"
        self._rows(table, table.rows)

    def _rows(self, table: Table, rows: tuple[Row, ...], *, is_header: bool = False) -> None:
        for row, placed in zip(rows, place(rows, len(table.columns)), strict=True):
            bold = row.is_group or (is_header and not is_numbering(row))
            # Rows get their height here: not every program measures wrapped text when it opens a file.
            self._height(self._row, self._cells(table, placed, bold=bold, is_header=is_header), _SIZE)
            self._row += 1

    def _cells(self, table: Table, placed: Placed, *, bold: bool, is_header: bool) -> int:
        """Write one row; return how many lines its cells of one row need."""
        most = 1
        for at, item in placed:
            value, number_format = typed(item)
            align = Align.CENTER if is_header else item.align or table.columns[at].align
            style = self._styles.get(
                bold=bold or item.bold,
                italic=item.italic,
                align=Align.LEFT if align is Align.JUSTIFY else align,
                number_format=number_format,
                quoted=isinstance(value, str) and is_like_formula(value),
                indent=item.indent,
            )
            self.rows.put(self._row, at + 1, fitting(value) if isinstance(value, str) else value, style)
            if item.colspan > 1 or item.rowspan > 1:
                self._span(at, item.rowspan, item.colspan, style)
            if item.rowspan == 1:
                width = self._widths[at] if item.colspan == 1 else sum(self._widths[at : at + item.colspan])
                if isinstance(value, str):
                    face = BOLD if bold or item.bold else 0
                    most = max(most, self._lines(value, width * _POINTS, face))
        return most

    def _lines(self, text: str, room: float, face: int) -> int:
        if len(text) * _WIDEST <= room and "\n" not in text:
            return 1
        return sum(len(self._metrics.lines(part, _SIZE, room, face)) for part in text.split("\n"))

    def _span(self, at: int, rows: int, columns: int, style: int) -> None:
        for row in range(self._row, self._row + rows):
            for column in range(at + 1, at + columns + 1):
                if (row, column) != (self._row, at + 1):
                    self.rows.put(row, column, None, style)
        self._merge(self._row, at + 1, rows, columns)

    def _merge(self, row: int, column: int, rows: int, columns: int) -> None:
        # Not merge_cells(): it rebuilds the border of every covered cell, and ours have their style already.
        last = f"{get_column_letter(column + columns - 1)}{row + rows - 1}"
        self._sheet.merged_cells.add(f"{get_column_letter(column)}{row}:{last}")

    def _height(self, row: int, lines: int, size: float) -> None:
        self.rows.height(row, min(round(lines * size * LINE * 1.08 + 5, 1), _TALLEST))
