"""What happened to one cell of a report, newest first, in words: figures, explanations, adjustments."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import OFFICE_ZONE
from app.core.statuses import WORDS, FigureState
from app.core.text import format_date, format_number
from app.models import Figure, FigureAdjustment
from app.services.queries.history import HistoryRow, history_of


def cell_history(session: Session, *, expected_id: str, code: str) -> tuple[str, ...]:
    """Return a line for every change of a cell: when, who, from what to what, where from."""
    figure = session.scalar(
        select(Figure.id).where(
            Figure.expected_report_id == expected_id, Figure.version == 0, Figure.indicator_code == code
        )
    )
    lines: list[tuple[datetime, str]] = []
    if figure is not None:
        for row in history_of(session, subject_kind="figure", subject_id=figure):
            if told := "; ".join(_changes(row)):
                lines.append((row.at, f"{_when(row.at)} {row.actor}: {told}"))
    adjustments = session.scalars(
        select(FigureAdjustment.id).where(
            FigureAdjustment.expected_report_id == expected_id, FigureAdjustment.indicator_code == code
        )
    )
    for key in adjustments:
        for row in history_of(session, subject_kind="figure_adjustment", subject_id=key):
            amount = next((after for name, _, after in row.changes if name == "amount"), "")
            lines.append(
                (row.at, f"{_when(row.at)} {row.actor}: điều chỉnh số đầu kỳ {amount}, {row.reason}")
            )
    return tuple(text for _, text in sorted(lines, key=lambda line: line[0], reverse=True))


def _when(at: datetime) -> str:
    local = at.astimezone(OFFICE_ZONE)
    return f"{format_date(local.date())} {local:%H:%M}"


def _changes(row: HistoryRow) -> Iterator[str]:
    changed = {name: (before, after) for name, before, after in row.changes}
    if "value" in changed or "state" in changed:
        before, after = (_figure(changed, side) for side in (0, 1))
        if row.changes and any(old is not None for _, old, _ in row.changes):
            yield f"{before} → {after}"
        else:
            yield f"ghi {after}"
    if changed.get("explanation", ("", ""))[1]:
        yield f"giải trình “{changed['explanation'][1]}”"
    if changed.get("source", ("", ""))[1]:
        yield f"nguồn: {changed['source'][1]}"


def _figure(changed: dict[str, tuple[object, object]], side: int) -> str:
    value = changed.get("value", (None, None))[side]
    if value is not None:
        return format_number(Decimal(str(value)))
    state = changed.get("state", (None, None))[side]
    return WORDS[FigureState(str(state))].lower() if state else "để trống"
