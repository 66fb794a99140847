"""Tables with one row per unit: who reported when, who did which tasks."""

from collections.abc import Sequence
from dataclasses import replace

from app.core.statuses import WORDS, ReportResult
from app.core.text import ratio
from app.reports.builders.tables import header
from app.reports.data.consolidated_report import UnitSubmission
from app.reports.data.parts import NamedCounts, TaskCounts, UnitTimeliness, sum_counts
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


def unit_task_table(units: Sequence[NamedCounts]) -> Table:
    """Make task counts by unit with their total; the rate is computed from the counts, never averaged."""
    rows = [_counts(Cell(index), Cell(item.name), item.counts) for index, item in enumerate(units, 1)]
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


def _total(units: Sequence[NamedCounts]) -> Row:
    total = sum_counts(item.counts for item in units)
    return _counts(Cell(), Cell("Tổng số", bold=True, align=_C), total, bold=True)


def timeliness_table(units: Sequence[UnitTimeliness]) -> Table:
    """Make results by unit over several periods with their total."""
    rows = [_timely(Cell(index), item) for index, item in enumerate(units, 1)]
    return _timeliness_table("TT", [*rows, _timely_total(units)])


def ranking_table(units: Sequence[UnitTimeliness]) -> Table:
    """Make the same in the order given; units of one rate share a place, those never judged have none."""
    rows, place, last = [], 0, None
    for index, item in enumerate(units, 1):
        rate = ratio(item.on_time, item.judged)
        if rate != last:
            place, last = index, rate
        rows.append(_timely(Cell("-") if rate is None else Cell(place), item))
    return _timeliness_table("Thứ tự", rows)


def _timeliness_table(first: str, rows: Sequence[Row]) -> Table:
    names = ("Đơn vị", "Số kỳ phải báo cáo", "Đúng hạn", "Trong ngày đệm", "Muộn", "Chưa nộp", "Được miễn")
    table = Table(
        columns=(Column(7, _C), Column(38), *(Column(10, _R) for _ in range(7))),
        header=header(first, *names, "Tỷ lệ đúng hạn"),
        rows=tuple(rows),
        caption="Kết quả theo đơn vị",
    )
    return _without_zeros(table, 4)


def _timely(first: Cell, item: UnitTimeliness, *, bold: bool = False) -> Row:
    numbers = (item.expected, item.on_time, item.grace, item.late, item.missing, item.excused)
    rate = ratio(item.on_time, item.judged)
    share = Cell(rate, percent=True, bold=bold) if rate is not None else Cell("-", align=_C, bold=bold)
    name = Cell(item.unit, bold=bold, align=_C if bold else None)
    return Row((first, name, *(Cell(value, bold=bold) for value in numbers), share))


def _timely_total(units: Sequence[UnitTimeliness]) -> Row:
    total = UnitTimeliness(
        "Tổng số",
        sum(item.on_time for item in units),
        sum(item.grace for item in units),
        sum(item.late for item in units),
        sum(item.missing for item in units),
        sum(item.excused for item in units),
    )
    return _timely(Cell(), total, bold=True)


def _without_zeros(table: Table, at: int) -> Table:
    """Leave a column of zeros out; for tables without spans."""
    if any(row.cells[at].value for row in table.rows):
        return table

    def kept(row: Row) -> Row:
        return Row(row.cells[:at] + row.cells[at + 1 :])

    return replace(
        table,
        columns=table.columns[:at] + table.columns[at + 1 :],
        header=tuple(kept(row) for row in table.header),
        rows=tuple(kept(row) for row in table.rows),
    )
