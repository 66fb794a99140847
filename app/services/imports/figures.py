"""Monthly figures from a workbook: a line an indicator; unit and period from the line or the caller."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from app.core.clock import Clock
from app.core.errors import AppError, Finding, ImportRefused
from app.core.figures import FigureValue
from app.core.periods import Month
from app.core.progress import Progress
from app.core.text import fold, one_line
from app.intake.table_rows import TableRow
from app.intake.tables import Field, Table, find_table
from app.intake.workbooks import letter_of, open_workbook
from app.services.cycles import monthly_rule
from app.services.figures import entered_figures, read_figures, set_figures
from app.services.imports.figure_cells import reading_of, typed_in
from app.services.imports.outcome import Outcome
from app.services.imports.unit_names import UnitNames
from app.services.queries.periods import PeriodRow, find_period
from app.services.submissions import find_expected

FIGURE_FIELDS = (
    Field("code", "Mã chỉ tiêu", ("ma", "ma so"), required=True, is_key=True),
    Field("title", "Tên chỉ tiêu", ("chi tieu", "noi dung", "ten")),
    Field("measure", "Đơn vị tính", ("dvt",)),
    Field("value", "Số liệu", ("gia tri", "so luong", "ket qua", "so lieu trong ky"), required=True),
    Field("explanation", "Giải trình", ("thuyet minh", "ghi chu")),
    Field("unit", "Mã đơn vị", ("don vi bao cao", "ten don vi"), is_key=True),
    Field("period", "Kỳ", ("ky bao cao", "thang bao cao"), is_key=True),
)


@dataclass(frozen=True, slots=True)
class FigureTarget:
    """Whose figures a table without columns for unit and period holds."""

    unit: str = ""
    period: str = ""


def figures_of_unit(path: Path, *, unit: str, period: str) -> dict[str, str]:
    """Return the figures as typed in a workbook; lines of another unit or period are refused."""
    table = find_table(open_workbook(path), "figures", FIGURE_FIELDS)
    typed: dict[str, str] = {}
    faults: list[Finding] = []
    for row in table.rows:
        code = row.text("code")
        if (other := row.text("unit")) and fold(other) != fold(unit):
            row.refuse("unit", f"Dòng này của đơn vị {other}, không phải {unit}.")
        if (named := _period_text(row)) and Month.parse(named) != Month.parse(period):
            row.refuse("period", f"Dòng này của kỳ {named}, không phải {period}.")
        if code in typed:
            row.refuse("code", f"Chỉ tiêu {code} được ghi hai lần.")
        if value := typed_in(row, "value"):
            typed[code] = value
        faults += row.faults
    if faults:
        raise ImportRefused("Số liệu chưa được ghi vì biểu có chỗ sai.", faults, hint="Sửa rồi ghi lại.")
    return typed


def _period_text(row: TableRow) -> str:
    cell = row.cells.get("period")
    day = getattr(cell.value, "year", None) if cell is not None else None
    if cell is not None and day is not None:  # Excel makes a day of "3/2024"
        return f"{cell.value.year:04d}-{cell.value.month:02d}"  # type: ignore[union-attr]
    return row.text("period").lower().removeprefix("tháng ").strip()


def import_figures(
    session: Session,
    table: Table,
    outcome: Outcome,
    clock: Clock,
    progress: Progress,
    target: FigureTarget | None = None,
) -> None:
    """Set the figures of every report named in the table; a report with a fault keeps what it had."""
    reports: dict[tuple[str, str], list[TableRow]] = defaultdict(list)
    taken: dict[tuple[str, str], int] = {}
    for row in table.rows:
        unit = row.text("unit") or (target.unit if target else "")
        period = _period_text(row) or (target.period if target else "")
        if not unit:
            row.refuse("unit", "Chưa ghi đơn vị của số liệu.")
        if not period:
            row.refuse("period", "Chưa ghi kỳ của số liệu.")
        if row.faults:
            outcome.rejected += row.faults
        else:
            reports[one_line(unit), period].append(row)
    for place, ((unit, period), rows) in enumerate(reports.items()):
        progress.report(place, len(reports), f"{unit} {period}")
        _one_report(session, unit, period, rows, outcome, clock, table.file_name, taken)


def _one_report(
    session: Session,
    unit: str,
    period: str,
    rows: list[TableRow],
    outcome: Outcome,
    clock: Clock,
    source: str,
    taken: dict[tuple[str, str], int],
) -> None:
    head = session.info.get("audit_head")
    by_code = {row.text("code"): row for row in rows}
    try:
        with session.begin_nested():
            effects, figures = _apply(session, unit, period, rows, clock, source, taken)
        told = (reading_of(by_code[code], "value", code, figure) for code, figure in figures.items())
        outcome.readings += [reading for reading in told if reading]
        for effect, count in effects.items():
            setattr(outcome, effect, getattr(outcome, effect) + count)
    except ImportRefused as refusal:
        session.info["audit_head"] = head
        for finding in refusal.findings:
            codes = [code for code in (finding.column or "").split(", ") if code in by_code]
            row = by_code[codes[0]] if codes else rows[0]
            row.refuse("value", finding.message)
        outcome.rejected += [fault for row in rows for fault in row.faults]
    except AppError as error:
        session.info["audit_head"] = head
        field = getattr(error, "field", "unit")
        column = rows[0].columns.get(field)
        outcome.rejected.append(Finding(rows[0].number, letter_of(column) if column else None, error.message))


def _apply(
    session: Session,
    unit: str,
    period: str,
    rows: list[TableRow],
    clock: Clock,
    source: str,
    taken: dict[tuple[str, str], int],
) -> tuple[dict[str, int], dict[str, FigureValue]]:
    kept: PeriodRow = find_period(session, name=period, as_of=clock.today(), rule_id=monthly_rule(session).id)
    unit_id = UnitNames.of(session, kept.last_day).find(unit)
    expected = find_expected(session, period_id=kept.id, unit_id=unit_id)
    typed: dict[str, str] = {}
    for row in rows:
        code, value = row.text("code"), typed_in(row, "value")
        if not value:
            continue
        earlier = taken.setdefault((expected.id, code), row.number)  # however unit and period are written
        if earlier != row.number:
            row.refuse("code", f"Chỉ tiêu {code} đã có ở dòng {earlier}.")
        typed[code] = value
    figures = read_figures(session, expected.id, typed)  # refuses what is no figure, together with the rows
    if any(row.faults for row in rows):
        raise ImportRefused("", ())
    before = entered_figures(session, expected.id)
    explanations = {row.text("code"): row.lines("explanation") for row in rows if row.has("explanation")}
    changed = {code: figure for code, figure in figures.items() if before.get(code) != figure}
    if changed:
        told = {code: text for code, text in explanations.items() if text}
        set_figures(
            session, expected_id=expected.id, figures=figures, clock=clock, source=source, explanations=told
        )
    return _counted(before, changed, len(figures)), figures


def _counted(before: dict[str, FigureValue], changed: dict[str, FigureValue], total: int) -> dict[str, int]:
    added = sum(code not in before for code in changed)
    return {"added": added, "changed": len(changed) - added, "unchanged": total - len(changed)}
