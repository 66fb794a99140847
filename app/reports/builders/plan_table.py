"""The annex table of the improvement plan: criteria, points, causes, measures, owners, dates."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from app.reports.builders.tables import points_cell, roman
from app.reports.data.improvement_plan import ImprovementPlanData, ImprovementRow
from app.reports.tree import Align, Cell, Column, Row, Table

_C, _R = Align.CENTER, Align.RIGHT


@dataclass(frozen=True, slots=True)
class _Field:
    """One column: its name, its look, what it reads, and what it sums in the total row."""

    name: str
    column: Column
    read: Callable[[ImprovementRow], Cell]
    points: Callable[[ImprovementRow], Decimal | None] | None = None


def _points_field(name: str, read: Callable[[ImprovementRow], Decimal | None]) -> _Field:
    return _Field(name, Column(8, _R), lambda row: points_cell(read(row)), read)


def _text_field(name: str, weight: float, read: Callable[[ImprovementRow], str]) -> _Field:
    return _Field(name, Column(weight), lambda row: Cell(read(row)))


def improvement_table(data: ImprovementPlanData) -> Table:
    """Make the table; columns that no row fills are left out, the total of each column of points is shown."""
    mark = " (tạm tính)" if data.result.is_provisional else ""
    fields = [
        _text_field("Tiêu chí, tiêu chí thành phần", 30, lambda row: f"{row.code} {row.title}".strip()),
        _points_field("Điểm tối đa", lambda row: row.max_points),
        _points_field("Điểm tự chấm", lambda row: row.self_points),
        _points_field("Điểm thẩm định", lambda row: row.appraised_points),
        _points_field(f"Điểm bị trừ{mark}", lambda row: row.deducted),
        _text_field("Lý do bị trừ điểm", 22, lambda row: row.reason),
        _text_field("Nguyên nhân", 22, lambda row: row.cause),
        _text_field("Giải pháp, nội dung công việc", 30, lambda row: row.measure),
        _text_field("Sản phẩm", 18, lambda row: row.product),
        _text_field("Chủ trì", 16, lambda row: row.lead),
        _text_field("Phối hợp", 16, lambda row: row.coordinating),
        _Field("Thời gian hoàn thành", Column(12, _C), lambda row: Cell(row.due)),
        _points_field(f"Điểm phấn đấu năm {data.plan_year}", lambda row: row.target_points),
        _text_field("Ghi chú", 12, lambda row: row.note),
    ]
    filled = [field for field in fields if any(field.read(row).value not in {None, ""} for row in data.rows)]
    rows: list[Row] = []
    number = 0
    for index, (name, group) in enumerate(groupby(data.rows, key=lambda row: row.field_name)):
        rows.append(Row((Cell(roman(index)), Cell(name, colspan=len(filled))), is_group=True))
        for row in group:
            number += 1
            rows.append(Row((Cell(number), *(field.read(row) for field in filled))))
    rows.append(_total(filled, data.rows))
    names = (Cell("TT"), *(Cell(field.name) for field in filled))
    columns = (Column(5, _C), *(field.column for field in filled))
    return Table(columns, (Row(names),), tuple(rows), caption="Khắc phục tiêu chí", numbered_columns=True)


def _total(fields: list[_Field], rows: tuple[ImprovementRow, ...]) -> Row:
    cells = [Cell(), Cell("Tổng số", bold=True, align=_C)]
    for field in fields[1:]:
        read = field.points
        if read is None:
            cells.append(Cell())
            continue
        cells.append(points_cell(sum((read(row) or Decimal(0) for row in rows), Decimal(0)), bold=True))
    return Row(tuple(cells))
