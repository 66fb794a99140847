"""The newest catalogue of indicators and checks, a line an entry, in the words an office reads and writes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from app.services.catalogues import newest_catalogue, read_entries
from app.services.presets.definition import CheckEntry, IndicatorEntry

INDICATOR, CHECK = "Chỉ tiêu", "Kiểm tra"
ENTRY_WORDS: dict[str, dict[str, str]] = {
    "value_type": {"int": "Số đếm", "money": "Tiền", "percent": "Tỷ lệ", "text": "Chữ"},
    "semantics": {
        "flow": "Trong kỳ",
        "stock_start": "Đầu kỳ",
        "stock_end": "Cuối kỳ",
        "cumulative_ytd": "Lũy kế năm",
        "config_year": "Cả năm",
    },
    "aggregation": {
        "sum": "Cộng",
        "recompute": "Tính lại",
        "max": "Lớn nhất",
        "min": "Nhỏ nhất",
        "count": "Đếm đơn vị",
        "concat": "Ghép",
    },
    "severity": {"block": "Chặn", "explain": "Cần giải trình", "notice": "Lưu ý", "rule": "Cách tính"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueLine:
    """An indicator or a check; what belongs only to the other is blank."""

    code: str
    title: str
    kind: str
    formula: str
    field: str = ""
    value_type: str = ""
    measure: str = ""
    semantics: str = ""
    aggregation: str = ""
    severity: str = ""
    target: Decimal | None = None
    required: str = ""
    printed: str = ""
    applies_to: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CatalogueView:
    """The newest version: what it is called, since when it holds (None: always), its lines."""

    name: str
    valid_from: date | None
    lines: tuple[CatalogueLine, ...]


def newest_version(session: Session) -> CatalogueView:
    """Return the newest version; raises ``NotFound`` where the register has none."""
    newest = newest_catalogue(session)
    entries = read_entries(session, newest.id).values()
    lines = tuple(_check(e) if isinstance(e, CheckEntry) else _indicator(e) for e in entries)
    return CatalogueView(newest.name, newest.valid_from, lines)


def _check(entry: CheckEntry) -> CatalogueLine:
    return CatalogueLine(
        code=entry.code,
        title=entry.note,
        kind=CHECK,
        formula=entry.rule,
        severity=ENTRY_WORDS["severity"][entry.severity],
    )


def _indicator(entry: IndicatorEntry) -> CatalogueLine:
    return CatalogueLine(
        code=entry.code,
        title=entry.title,
        kind=INDICATOR,
        field=entry.field,
        value_type=ENTRY_WORDS["value_type"][entry.value_type],
        measure=entry.unit_of_measure,
        formula=entry.formula or "",
        semantics=ENTRY_WORDS["semantics"][entry.semantics],
        aggregation=ENTRY_WORDS["aggregation"][entry.aggregation],
        target=entry.target,
        required="x" if entry.is_required else "",
        printed="x" if entry.in_report else "",
        applies_to="; ".join(entry.applies_to),
        source=entry.source_system,
        note=entry.note,
    )
