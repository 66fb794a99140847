"""How a cell of a workbook becomes a figure: as a person would type it, told where it is read otherwise."""

from decimal import Decimal

from app.core.errors import Finding, InvalidField
from app.core.figures import FigureValue, read_figure, unlike_typed
from app.intake.table_rows import TableRow
from app.intake.workbooks import Cell, letter_of


def typed_in(row: TableRow, name: str) -> str:
    """Return a figure as a person would type it: Excel's 0.323 shown as 32,3% is "32,3%"."""
    cell = row.cells.get(name)
    if cell is None or not _is_number(cell):
        return row.text(name)
    number = row.number_of(name)
    if number is None:
        return ""
    if "%" in cell.shown_as:
        return f"{(number * 100).normalize():f}%".replace(".", ",")
    return f"{number:f}".replace(".", ",")


def reading_of(row: TableRow, name: str, code: str, figure: FigureValue) -> Finding | None:
    """Tell how a cell was read that is not written as the office writes numbers; None where it is."""
    text = typed_in(row, name)
    words = unlike_typed(text, figure)
    if not words:
        return None
    column = row.columns.get(name)
    return Finding(row.number, letter_of(column) if column else None, f"{code}: “{text}” đọc là {words}.")


def figure_in(row: TableRow, code: str, *, is_count: bool, readings: list[Finding]) -> Decimal | None:
    """Return the number in the column of an indicator, refused in its row where it is none."""
    text = typed_in(row, code)
    if not text:
        return None
    try:
        figure = read_figure(text, code=code, is_count=is_count)
    except InvalidField as error:
        row.refuse(code, error.message)
        return None
    if told := reading_of(row, code, code, figure):
        readings.append(told)
    return figure.known


def _is_number(cell: Cell) -> bool:
    return isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
