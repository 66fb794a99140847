"""The indicator catalogue as a workbook: a line an indicator or a check, words instead of codes of ours."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from app.core.clock import Clock
from app.core.errors import InvalidField
from app.core.formula import FormulaError, compute_all
from app.core.progress import Progress
from app.core.text import fold, format_number
from app.exchange.workbooks import Value
from app.intake.table_rows import TableRow
from app.intake.tables import Field, Table
from app.services.catalogues import CatalogueDiff, Entry, load_catalogue, newest_catalogue, read_entries
from app.services.imports.outcome import EntryChange, Outcome
from app.services.presets.catalogue_files import read_check, read_indicator, refuse_unknown
from app.services.presets.definition import CheckEntry, IndicatorEntry
from app.services.presets.parsing import Node, PresetError
from app.services.queries.catalogue import CHECK, ENTRY_WORDS, newest_version

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
    return [
        tuple(getattr(line, field.key) or None for field in CATALOGUE_FIELDS)
        for line in newest_version(session).lines
    ]


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
    is_check = {row.number: fold(row.text("kind")) == fold(CHECK) for row in table.rows}
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
    before = read_entries(session, newest_catalogue(session).id)
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
    entries: dict[str, Entry] = {i.code: i for i in indicators} | {c.code: c for c in checks}
    outcome.entries += entry_changes(diff, before, entries)
    if not diff.is_empty:
        outcome.told.append(f"Bản {loaded.version}: {loaded.periods} kỳ chưa có số liệu sẽ đọc theo bản này.")
    if loaded.kept_periods:
        outcome.told.append(f"Giữ bản cũ vì đã có số liệu: {', '.join(loaded.kept_periods)}.")


def entry_changes(
    diff: CatalogueDiff, before: Mapping[str, Entry], after: Mapping[str, Entry]
) -> list[EntryChange]:
    """Return the difference from the version before, an indicator or check at a time."""
    changed = [
        EntryChange("changed", code, _title(after[code]), _reads_otherwise(names, before[code], after[code]))
        for code, names in diff.changed
    ]
    added = [EntryChange("added", code, _title(after[code])) for code in diff.added]
    return added + changed + [EntryChange("ended", code, _title(before[code])) for code in diff.removed]


def _title(entry: Entry) -> str:
    return entry.note if isinstance(entry, CheckEntry) else entry.title


def _reads_otherwise(names: Sequence[str], before: Entry, after: Entry) -> str:
    """Return "công thức “a” → “b”" for every field that changed."""
    return "; ".join(
        f"{_FIELD_WORDS.get(name, name)} “{_said(name, before)}” → “{_said(name, after)}”" for name in names
    )


def _said(name: str, entry: Entry) -> str:
    value = getattr(entry, name, None)
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, Decimal):
        return format_number(value)
    return ENTRY_WORDS.get(name, {}).get(str(value), str(value or ""))


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
    """Return our own word for what an office wrote; any other word is refused, naming all."""
    typed = row.text(name)
    words = {fold(text): key for key, text in ENTRY_WORDS[name].items()}
    if typed and fold(typed) not in words and typed not in ENTRY_WORDS[name]:
        allowed = ", ".join(ENTRY_WORDS[name].values())
        raise PresetError(f"{name}: “{typed}” không dùng được; chỉ nhận {allowed}.")
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
