"""Tables shared by the reports: figures, dossiers, task progress, progress of the improvement plan."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from app.core.statuses import FigureState
from app.reports.builders.facts import STATE_WORDS, TASK_WORDS
from app.reports.data.parts import (
    DossierRow,
    Figure,
    FigureGroup,
    FigureKind,
    FigureValue,
    PlanProgressRow,
    TaskRow,
    sum_dossiers,
)
from app.reports.tree import Align, Cell, Column, Row, Table

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_C, _R = Align.CENTER, Align.RIGHT


def roman(index: int) -> str:
    """Return the numeral of the group at this place, counted from 0."""
    return _ROMAN[index] if index < len(_ROMAN) else str(index + 1)


def header(*names: str) -> tuple[Row, ...]:
    """Make a header of one row."""
    return (Row(tuple(Cell(name) for name in names)),)


def without_empty_columns(table: Table) -> Table:
    """Leave out columns that no row fills; for tables without spans."""
    filled = [
        any(row.cells[at].value not in {None, ""} or row.cells[at].text for row in table.rows)
        for at in range(len(table.columns))
    ]

    def kept(row: Row) -> Row:
        return Row(tuple(cell for cell, is_kept in zip(row.cells, filled, strict=True) if is_kept))

    return replace(
        table,
        columns=tuple(column for column, is_kept in zip(table.columns, filled, strict=True) if is_kept),
        header=tuple(kept(row) for row in table.header),
        rows=tuple(kept(row) for row in table.rows),
    )


def number_cell(value: FigureValue, kind: FigureKind = FigureKind.COUNT, *, bold: bool = False) -> Cell:
    """Make a cell of a number, or of the words that stand for it."""
    if isinstance(value, FigureState):
        return Cell(text=STATE_WORDS[value], align=_C)
    return Cell(value, align=_R, percent=kind is FigureKind.PERCENT, bold=bold)


def points_cell(value: Decimal | None, *, bold: bool = False) -> Cell:
    """Make a cell of points: at most two decimals."""
    return Cell(value, align=_R, bold=bold)


FigureColumn = tuple[str, float, str]


def figure_table(groups: Sequence[FigureGroup], expected: int | None = None) -> Table:
    """Make the table of figures by field; columns that nobody filled are left out."""
    figures = [figure for group in groups for figure in group.figures]
    sides = [
        (name, attribute)
        for name, attribute in (
            ("Kỳ trước", "previous"),
            ("Kỳ này", "current"),
            ("Lũy kế từ đầu năm", "cumulative"),
            ("Chỉ tiêu năm", "target"),
        )
        if attribute == "current" or _any_filled(figures, attribute)
    ]
    has_units = expected is not None and any(figure.units_counted is not None for figure in figures)
    has_notes = any(figure.note for figure in figures)
    names = ["TT", "Chỉ tiêu", "Đơn vị tính", *(name for name, _ in sides)]
    columns = [Column(5, _C), Column(40), Column(13, _C), *(Column(12, _R) for _ in sides)]
    if has_units:
        names.append(f"Số đơn vị có số liệu (trên {expected})")
        columns.append(Column(11, _C))
    if has_notes:
        names.append("Ghi chú")
        columns.append(Column(18))
    rows: list[Row] = []
    for index, group in enumerate(groups):
        if not group.figures:
            continue
        rows.append(Row((Cell(roman(index)), Cell(group.name, colspan=len(columns) - 1)), is_group=True))
        for place, figure in enumerate(group.figures, 1):
            cells = [Cell(place), Cell(figure.title), Cell(figure.unit)]
            cells += [number_cell(getattr(figure, attribute), figure.kind) for _, attribute in sides]
            if has_units:
                cells.append(Cell(figure.units_counted, align=_C))
            if has_notes:
                cells.append(Cell(figure.note))
            rows.append(Row(tuple(cells)))
    return Table(tuple(columns), header(*names), tuple(rows), caption="Số liệu CCHC")


def _any_filled(figures: Iterable[Figure], attribute: str) -> bool:
    return any(getattr(figure, attribute) not in {None, FigureState.BLANK} for figure in figures)


_DOSSIER_COLUMNS = (
    ("Số hồ sơ tiếp nhận", ("Tổng số", "Trực tuyến", "Trực tiếp, bưu chính", "Từ kỳ trước")),
    ("Số hồ sơ đã giải quyết", ("Tổng số", "Trước hạn", "Đúng hạn", "Quá hạn")),
    ("Số hồ sơ đang giải quyết", ("Tổng số", "Trong hạn", "Quá hạn")),
)


def dossier_table(rows: Sequence[DossierRow], name: str = "Lĩnh vực") -> Table:
    """Make Biểu II.06a with its total row; ``name`` heads the second column."""
    first = [Cell("TT", rowspan=2), Cell(name, rowspan=2)]
    first += [Cell(title, colspan=len(parts)) for title, parts in _DOSSIER_COLUMNS]
    second = [Cell(part) for _, parts in _DOSSIER_COLUMNS for part in parts]
    lines = [
        Row((Cell(index), Cell(row.name), *(Cell(value) for value in row.columns())))
        for index, row in enumerate(rows, 1)
    ]
    total = sum_dossiers(rows)
    sums = (Cell(value, bold=True) for value in total.columns())
    lines.append(Row((Cell(total.name, colspan=2, align=_C, bold=True), *sums)))
    return Table(
        columns=(Column(5, _C), Column(34), *(Column(10, _R) for _ in second)),
        header=(Row(tuple(first)), Row(tuple(second))),
        rows=tuple(lines),
        caption="Kết quả giải quyết TTHC",
        numbered_columns=True,
    )


def source_cell(text: str) -> Cell:
    """Name where a task comes from; no line ends between "mục" and its number."""
    return Cell(text.replace(", mục ", ", mục\u00a0"))


def task_table(rows: Sequence[TaskRow]) -> Table:
    """Make the progress of assigned tasks."""
    lines = [
        Row(
            (
                Cell(index),
                Cell(row.content),
                source_cell(row.source),
                Cell(row.lead),
                Cell(row.due) if row.due else Cell(row.due_text),
                Cell(row.progress, percent=True),
                Cell(row.result),
                Cell(TASK_WORDS[row.state]),
            )
        )
        for index, row in enumerate(rows, 1)
    ]
    return without_empty_columns(
        Table(
            columns=(
                Column(5, _C),
                Column(40),
                Column(24),
                Column(18),
                Column(13, _C),
                Column(9, _C),
                Column(26),
                Column(15, _C),
            ),
            header=header(
                "TT",
                "Nhiệm vụ",
                "Văn bản giao (điều khoản)",
                "Chủ trì",
                "Thời hạn",
                "Tiến độ",
                "Kết quả thực hiện",
                "Trạng thái",
            ),
            rows=tuple(lines),
            caption="Tiến độ nhiệm vụ",
        )
    )


def plan_table(rows: Sequence[PlanProgressRow]) -> Table:
    """Make the progress of the measures against deducted points."""
    lines = [
        Row(
            (
                Cell(index),
                Cell(f"{row.criterion_code} {row.criterion}".strip()),
                points_cell(row.deducted),
                Cell(row.measure),
                Cell(row.product),
                Cell(row.lead),
                Cell(row.due),
                Cell(row.progress, percent=True),
                Cell(row.result),
                Cell(TASK_WORDS[row.state]),
            )
        )
        for index, row in enumerate(rows, 1)
    ]
    return without_empty_columns(
        Table(
            columns=(
                Column(5, _C),
                Column(30),
                Column(8, _R),
                Column(30),
                Column(20),
                Column(16),
                Column(13, _C),
                Column(9, _C),
                Column(22),
                Column(14, _C),
            ),
            header=header(
                "TT",
                "Tiêu chí bị trừ điểm",
                "Điểm bị trừ",
                "Giải pháp khắc phục",
                "Sản phẩm",
                "Chủ trì",
                "Thời hạn",
                "Tiến độ",
                "Kết quả đến kỳ báo cáo",
                "Trạng thái",
            ),
            rows=tuple(lines),
            caption="Tiến độ khắc phục",
        )
    )
