"""A report as cells: each with its key, what people call it, how it reads, and how a package carries it.

Keys: an indicator's code; "code/explanation"; a heading's key; "row of a plan/field".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from app.core.statuses import WORDS, FigureState
from app.core.text import format_date, format_number
from app.exchange.documents import FigureLine, NarrativeLine, PlanLine, ReportDocument
from app.services.packages.report_content import UNIT_FIELDS, number_of

_EXPLANATION = "explanation"
_PLAN_WORDS = {
    "cause": "nguyên nhân",
    "measure": "giải pháp",
    "product": "sản phẩm",
    "lead": "chủ trì",
    "coordinating": "phối hợp",
    "due_on": "thời hạn",
    "target_points": "điểm phấn đấu",
    "progress": "tiến độ",
    "done_on": "ngày xong",
    "note": "ghi chú",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that has something in it."""

    label: str
    text: str
    raw: dict[str, Any]


def cells_of(document: ReportDocument) -> dict[str, Cell]:
    """Return what stands in a report, by key."""
    return cells_from(document.figures, document.narratives, document.plan)


def cells_from(
    figures: Sequence[FigureLine], narratives: Sequence[NarrativeLine], plan: Sequence[PlanLine]
) -> dict[str, Cell]:
    """Return the cells of these lines that have something in them, by key."""
    cells: dict[str, Cell] = {}
    for line in figures:
        cells[line.code] = Cell(line.code, _figure(line), {"state": line.state.value, "value": line.value})
        label = f"{line.code} (giải trình)"
        cells[f"{line.code}/{_EXPLANATION}"] = Cell(label, line.explanation, {"text": line.explanation})
    for words in narratives:
        text = words.text if words.state is FigureState.VALUE else WORDS[words.state]
        cells[words.key] = Cell(words.key, text, {"state": words.state.value, "text": words.text})
    for row in plan:
        for name in UNIT_FIELDS:
            raw = {"value": msgspec.to_builtins(getattr(row, name))}
            label = f"dòng {row.position}: {_PLAN_WORDS[name]}"
            cells[f"{row.id}/{name}"] = Cell(label, _plan_cell(row, name), raw)
    return {key: cell for key, cell in cells.items() if cell.text}


def count_cells(document: ReportDocument) -> int:
    """Return how many cells of a report have something in them."""
    words = (line for line in document.narratives if line.text or line.state is not FigureState.VALUE)
    plan = (name for row in document.plan for name in UNIT_FIELDS if _plan_cell(row, name))
    told = (line for line in document.figures if line.explanation)
    return len(document.figures) + sum(1 for _ in (*told, *words, *plan))


def with_cells(document: ReportDocument, own: Mapping[str, Mapping[str, Any]]) -> ReportDocument:
    """Return a report in which some cells are others, as the register's own that a person kept."""
    if not own:
        return document
    plain = msgspec.to_builtins(document)
    figures = {line["code"]: line for line in plain["figures"]}
    words = {line["key"]: line for line in plain["narratives"]}
    rows = {row["id"]: row for row in plain["plan"]}
    for key, raw in own.items():
        first, _, field = key.partition("/")
        if field == _EXPLANATION:
            figures.get(first, {})[_EXPLANATION] = raw["text"]
        elif field:
            rows.get(first, {})[field] = raw["value"]
        elif "value" in raw:
            figures.setdefault(key, {"code": key, _EXPLANATION: ""}).update(raw)
        else:
            words.setdefault(key, {"key": key}).update(raw)
    plain |= {"figures": list(figures.values()), "narratives": list(words.values())}
    return msgspec.convert(plain, type=ReportDocument, strict=True)


def raw_words(raw: Mapping[str, Any]) -> str:
    """Return how a cell reads that was kept in the form of packages."""
    state = FigureState(raw.get("state", FigureState.VALUE))
    if state is not FigureState.VALUE:
        return WORDS[state]
    value = raw.get("text", raw.get("value"))
    return format_number(Decimal(value)) if "state" in raw and "value" in raw else str(value)


def _figure(line: FigureLine) -> str:
    value = number_of(line.value)
    return WORDS[line.state] if value is None else format_number(value)


def _plan_cell(row: PlanLine, name: str) -> str:
    value = getattr(row, name)
    if isinstance(value, date):
        return format_date(value)
    number = number_of(value) if name == "target_points" else None
    return format_number(number) if number is not None else str(value or "")
