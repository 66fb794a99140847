"""The numbers behind a chart as a table, said without Qt."""

from collections.abc import Callable
from decimal import Decimal

from app.core.text import format_number, format_percent
from app.reports.builders.dashboard import dashboard_names
from app.reports.data.dashboard import Board
from app.ui.tables.column import Column

Numbers = tuple[object, ...]


def board_columns(board: Board) -> tuple[Column[Numbers], ...]:
    """Return the columns of a dashboard's numbers."""
    return tuple(
        Column(
            title=name,
            text=_text(place),
            value=_value(place),
            sort=_value(place) if place else None,
            align="right" if place else "left",
            width=8 if place else 16,
            stretches=not place,
        )
        for place, name in enumerate(dashboard_names(board))
    )


def _value(place: int) -> Callable[[Numbers], object]:
    return lambda row: row[place]


def _text(place: int) -> Callable[[Numbers], str]:
    def text(row: Numbers) -> str:
        value = row[place]
        if value is None:
            return "không phát sinh"
        if isinstance(value, Decimal):
            return format_percent(value)
        return format_number(value) if isinstance(value, int) else str(value)

    return text
