"""A table as titles and rows: what is copied, printed and exported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.ui.tables.column import Column
from app.ui.tables.model import RowsModel


@dataclass(frozen=True, slots=True)
class TableText:
    """A table to print: titles, texts, how each column is aligned, how wide it wants to be (characters)."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    aligned: tuple[str, ...]
    widths: tuple[int, ...]


def _shown(model: RowsModel, order: Sequence[int] | None) -> list[Column]:
    places = (
        order if order is not None else [n for n, column in enumerate(model.columns) if not column.hidden]
    )
    return [model.columns[place] for place in places]


def table_content(
    model: RowsModel, order: Sequence[int] | None = None
) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Return titles and rows with native values (numbers, dates), as shown: sorted, filtered.

    ``order`` names the columns as the view shows them.
    """
    columns = _shown(model, order)
    cells = [column.value if column.value is not None else _native(column) for column in columns]
    return tuple(c.title for c in columns), [tuple(cell(row) for cell in cells) for row in model.rows]


def _native(column: Column) -> Any:
    sort, text = column.sort, column.text
    if sort is None:
        return text

    is_number = column.align == "right"

    def cell(row: Any) -> object:
        # A date, or a number set right, is written as itself; the rank a status sorts by is not its word.
        value = sort(row)
        is_native = isinstance(value, date) or (is_number and isinstance(value, int | float | Decimal))
        words = text(row)
        return value if is_native and words else words

    return cell


def table_text(model: RowsModel, order: Sequence[int] | None = None) -> TableText:
    """Return the table as people read it."""
    columns = _shown(model, order)
    return TableText(
        tuple(column.title for column in columns),
        tuple(tuple(column.text(row) for column in columns) for row in model.rows),
        tuple(column.align for column in columns),
        tuple(column.width for column in columns),
    )


def copied_text(columns: Sequence[Column], rows: Sequence[Any]) -> str:
    """Return rows for Excel: tab-separated under their titles, no tab or line end inside a cell."""
    lines = ["\t".join(" ".join(column.title.split()) for column in columns)]
    lines += ["\t".join(" ".join(column.text(row).split()) for column in columns) for row in rows]
    return "\r\n".join(lines) + "\r\n"
