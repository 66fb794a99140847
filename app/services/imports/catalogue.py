"""The indicator catalogue as a workbook: a line an indicator or a check, words instead of codes of ours."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from app.core.clock import Clock
from app.core.errors import InvalidField
from app.core.formula import FormulaError, compute_all
from app.core.progress import Progress
from app.core.text import fold
from app.exchange.workbooks import Value
from app.intake.table_rows import TableRow
from app.intake.tables import Field, Table
from app.services.catalogues import CatalogueDiff, load_catalogue, newest_catalogue, read_entries
from app.services.imports.outcome import Outcome
from app.services.presets.catalogue_files import read_check, read_indicator, refuse_unknown
from app.services.presets.definition import CheckEntry, IndicatorEntry
from app.services.presets.parsing import Node, PresetError

CATALOGUE_FIELDS = (
    Field("code", "Mã", ("ma chi tieu", "ma so"), required=True, is_key=True),
    Field("title", "Tên chỉ tiêu, ghi chú kiểm tra", ("ten chi tieu", "chi tieu", "ten"), required=True),
    Field("kind", "Loại", ("chi tieu hay kiem tra",)),
    Field("field", "Lĩnh vực", ("ma linh vuc",)),
    Field("value_type", "Kiểu số", ("kieu",)),
    Field("measure", "Đơn vị tính", ("dvt",)),
    Field("formula", "Công thức, quy tắc", ("cong thuc", "quy tac")),
    Field("semantics", "Tính chất", ("tinh chat so lieu",)),
    Field("aggregation", "Cách cộng", ("cach tong hop",)),
    Field("severity", "Mức kiểm tra", ("muc",)),
    Field("target", "Mức phấn đấu", ("chi tieu phan dau",)),
    Field("required", "Bắt buộc", ()),
    Field("printed", "In báo cáo", ("in",)),
    Field("applies_to", "Loại đơn vị", ("ap dung cho",)),
    Field("source", "Hệ thống nguồn", ("nguon",)),
    Field("note", "Ghi chú", ()),
)
_KINDS = {"indicator": "Chỉ tiêu", "check": "Kiểm tra"}
_WORDS: dict[str, dict[str, str]] = {
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
_FIELD_WORDS = {
    "title": "tên",
    "field": "lĩnh vực",
    "value_type": "kiểu số",
    "unit_of_measure": "đơn vị tính",
    "formula": "công thức",
    "semantics": "tính chất",
    "aggregation": "cách cộng",
    "applies_to": "loại đơn vị",
    "source_system": "hệ thống nguồn",
    "target": "mức phấn đấu",
    "is_required": "bắt buộc",
    "in_report": "in báo cáo",
    "note": "ghi chú",
    "rule": "quy tắc",
    "severity": "mức",
}


def catalogue_rows(session: Session) -> list[tuple[Value, ...]]:
    """Return the newest catalogue as lines of the workbook: an office changes them and loads them back."""
    rows: list[tuple[Value, ...]] = []
    for entry in read_entries(session, newest_catalogue(session).id).values():
        told = _check_row(entry) if isinstance(entry, CheckEntry) else _indicator_row(entry)
        rows.append(tuple(told.get(field.key) or None for field in CATALOGUE_FIELDS))
    return rows


def _check_row(entry: CheckEntry) -> dict[str, Value]:
    return {
        "code": entry.code,
        "title": entry.note,
        "kind": _KINDS["check"],
        "formula": entry.rule,
        "severity": _WORDS["severity"][entry.severity],
    }


def _indicator_row(entry: IndicatorEntry) -> dict[str, Value]:
    return {
        "code": entry.code,
        "title": entry.title,
        "kind": _KINDS["indicator"],
        "field": entry.field,
        "value_type": _WORDS["value_type"][entry.value_type],
        "measure": entry.unit_of_measure,
        "formula": entry.formula,
        "semantics": _WORDS["semantics"][entry.semantics],
        "aggregation": _WORDS["aggregation"][entry.aggregation],
        "target": entry.target,
        "required": "x" if entry.is_required else None,
        "printed": "x" if entry.in_report else None,
        "applies_to": "; ".join(entry.applies_to),
        "source": entry.source_system,
        "note": entry.note,
    }


def import_catalogue(
    session: Session,
    table: Table,
    outcome: Outcome,
    clock: Clock,
    progress: Progress,
    valid_from: date | None,
) -> None:
    """Take a workbook in as the next version of the catalogue; one wrong line refuses all of it."""
    if valid_from is None:
        raise InvalidField("valid_from", "Chưa ghi danh mục có hiệu lực từ ngày nào.", hint="Thêm --from.")
    indicators: list[IndicatorEntry] = []
    checks: list[CheckEntry] = []
    is_check = {row.number: fold(row.text("kind")) == fold(_KINDS["check"]) for row in table.rows}
    for row in table.rows:
        if not is_check[row.number]:
            _read(row, lambda row: indicators.append(read_indicator(_indicator_node(row))))
    known = {entry.code for entry in indicators}
    for row in table.rows:
        if is_check[row.number]:
            _read(row, lambda row: checks.append(read_check(_check_node(row), known)))
        elif formula := row.text("formula"):
            _read(row, lambda row, formula=formula: refuse_unknown(Node({}, "công thức"), formula, known))
    _refuse_twice(table.rows)
    if not any(row.faults for row in table.rows):
        _refuse_circles(indicators, table.rows)
    outcome.rejected += [fault for row in table.rows for fault in row.faults]
    if outcome.rejected:
        return
    progress.report(1, 1, table.file_name)
    loaded = load_catalogue(
        session,
        indicators=tuple(indicators),
        checks=tuple(checks),
        valid_from=valid_from,
        source=table.file_name,
        clock=clock,
    ).value
    diff = loaded.diff
    outcome.added, outcome.changed, outcome.unchanged = len(diff.added), len(diff.changed), diff.unchanged
    outcome.told += diff_words(diff)
    if not diff.is_empty:
        outcome.told.append(f"Bản {loaded.version}: {loaded.periods} kỳ chưa có số liệu sẽ đọc theo bản này.")
    if loaded.kept_periods:
        outcome.told.append(f"Giữ bản cũ vì đã có số liệu: {', '.join(loaded.kept_periods)}.")


def diff_words(diff: CatalogueDiff) -> list[str]:
    """Return the difference from the version before in sentences."""
    told = [f"Thêm: {', '.join(diff.added)}."] if diff.added else []
    if diff.removed:
        told.append(f"Bỏ: {', '.join(diff.removed)}.")
    for code, names in diff.changed:
        told.append(f"Sửa {code}: {', '.join(_FIELD_WORDS.get(name, name) for name in names)}.")
    return told


def _read(row: TableRow, work: object) -> None:
    try:
        work(row)  # type: ignore[operator]
    except PresetError as error:
        row.refuse(_place(error.message), error.message.partition(": ")[2] or error.message)


def _place(message: str) -> str:
    places = {"công thức": "formula", "value_type": "value_type", "semantics": "semantics"}
    places |= {"aggregation": "aggregation", "severity": "severity", "title": "title", "field": "field"}
    return next((field for words, field in places.items() if words in message), "code")


def _key_of(row: TableRow, name: str) -> str:
    """Return our own word for what an office wrote, or what it wrote, for the reader to refuse."""
    typed = row.text(name)
    words = {fold(text): key for key, text in _WORDS[name].items()}
    return words.get(fold(typed), typed)


def _indicator_node(row: TableRow) -> Node:
    target = row.number_of("target")
    return Node(
        {
            "code": row.text("code"),
            "title": row.text("title"),
            "field": row.text("field"),
            "value_type": _key_of(row, "value_type"),
            "unit_of_measure": row.text("measure"),
            "formula": row.text("formula") or None,
            "semantics": _key_of(row, "semantics"),
            "aggregation": _key_of(row, "aggregation"),
            "applies_to": [part.strip() for part in row.text("applies_to").split(";") if part.strip()],
            "source_system": row.text("source"),
            "target": None if target is None else Decimal(target).normalize(),
            "is_required": bool(row.text("required")),
            "in_report": bool(row.text("printed")),
            "note": row.text("note"),
        },
        row.text("code"),
    )


def _check_node(row: TableRow) -> Node:
    return Node(
        {
            "code": row.text("code"),
            "rule": row.text("formula"),
            "severity": _key_of(row, "severity"),
            "note": row.text("title"),
        },
        row.text("code"),
    )


def _refuse_twice(rows: Sequence[TableRow]) -> None:
    seen: set[str] = set()
    for row in rows:
        code = row.text("code")
        if code in seen:
            row.refuse("code", f"Mã {code} có hai lần.")
        seen.add(code)


def _refuse_circles(indicators: Sequence[IndicatorEntry], rows: Sequence[TableRow]) -> None:
    try:
        compute_all({i.code: i.formula for i in indicators if i.formula}, {})
    except FormulaError as error:
        last = str(error).split(" → ")[-1]
        row = next((row for row in rows if row.text("code") == last), rows[0])
        row.refuse("formula", f"Công thức quay vòng hoặc không tính được: {error}.")
