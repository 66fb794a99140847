"""Tables with one row per unit, for the consolidated report."""

from collections.abc import Sequence

from app.core.statuses import WORDS, ReportResult
from app.core.text import ratio
from app.reports.builders.tables import header
from app.reports.data.consolidated_report import UnitSubmission, UnitTasks
from app.reports.data.parts import TaskCounts, sum_counts
from app.reports.tree import Align, Cell, Column, Row, Table

_C, _R = Align.CENTER, Align.RIGHT


def submission_table(submissions: Sequence[UnitSubmission]) -> Table:
    """Make the list of expected units with what each did; empty side columns are left out."""
    has_late = any(item.result is ReportResult.LATE for item in submissions)
    has_notes = any(item.note for item in submissions)
    names = ["TT", "Đơn vị", "Kết quả", "Ngày nhận"]
    columns = [Column(5, _C), Column(40), Column(18, _C), Column(15, _C)]
    if has_late:
        names.append("Số ngày muộn")
        columns.append(Column(10, _C))
    if has_notes:
        names.append("Ghi chú")
        columns.append(Column(22))
    rows = []
    for index, item in enumerate(submissions, 1):
        received = Cell(item.received_on) if item.received_on else Cell("-")
        cells = [Cell(index), Cell(item.unit), Cell(WORDS[item.result]), received]
        if has_late:
            cells.append(Cell(item.days_late) if item.result is ReportResult.LATE else Cell("-"))
        if has_notes:
            cells.append(Cell(item.note))
        rows.append(Row(tuple(cells)))
    return Table(tuple(columns), header(*names), tuple(rows), caption="Tình hình nộp báo cáo")


def unit_task_table(units: Sequence[UnitTasks]) -> Table:
    """Make task counts by unit with their total; the rate is computed from the counts, never averaged."""
    rows = [_counts(Cell(index), Cell(item.unit), item.counts) for index, item in enumerate(units, 1)]
    rows.append(_total(units))
    return Table(
        columns=(Column(5, _C), Column(36), *(Column(11, _R) for _ in range(7))),
        header=header(
            "TT",
            "Đơn vị",
            "Nhiệm vụ có thời hạn",
            "Hoàn thành đúng hạn",
            "Hoàn thành quá hạn",
            "Đang thực hiện, trong hạn",
            "Đang thực hiện, quá hạn",
            "Tỷ lệ hoàn thành",
            "Nhiệm vụ thường xuyên",
        ),
        rows=tuple(rows),
        caption="Nhiệm vụ theo đơn vị",
        numbered_columns=True,
    )


def _counts(first: Cell, second: Cell, counts: TaskCounts, *, bold: bool = False) -> Row:
    rate = ratio(counts.done, counts.dated)
    share = (
        Cell(rate, percent=True, bold=bold)
        if rate is not None
        else Cell(text="không phát sinh", align=_C, bold=bold)
    )
    numbers = (counts.dated, counts.done_on_time, counts.done_late, counts.open_in_time, counts.open_overdue)
    cells = [Cell(value, bold=bold) for value in numbers]
    return Row((first, second, *cells, share, Cell(counts.standing, bold=bold)))


def _total(units: Sequence[UnitTasks]) -> Row:
    total = sum_counts(item.counts for item in units)
    return _counts(Cell(), Cell("Tổng số", bold=True, align=_C), total, bold=True)
