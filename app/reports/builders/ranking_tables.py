"""The ranking as it is printed: places by group with their parts, who is left out, and the method."""

from decimal import Decimal

from app.core.ranking import RankedUnit, Ranking
from app.core.text import format_number, join_words
from app.reports.builders.framing import body
from app.reports.builders.tables import header
from app.reports.tree import Align, Block, Cell, Column, Row, Table

_C, _R = Align.CENTER, Align.RIGHT


def place_table(ranking: Ranking) -> Table:
    """Make the table of places; a group is a row of its own where there are several."""
    rows: list[Row] = []
    for group in ranking.groups:
        if len(ranking.groups) > 1:
            rows.append(Row((Cell(group.name, bold=True, colspan=10),), is_group=True))
        rows += [_row(unit) for unit in group.units]
    return Table(
        columns=(
            Column(7, _C),
            Column(26),
            Column(9, _R),
            Column(9, _R),
            Column(9, _R),
            Column(10, _C),
            Column(10, _C),
            Column(9, _R),
            Column(8, _R),
            Column(10, _C),
        ),
        header=header(
            "Hạng",
            "Đơn vị",
            "Tổng điểm",
            "Điểm báo cáo",
            "Điểm nhiệm vụ",
            "Số kỳ đúng hạn",
            "Số nhiệm vụ đúng hạn",
            "Số kỳ muộn có lý do",
            "Số lần đã nhắc",
            "So với tháng trước",
        ),
        rows=tuple(rows),
        caption="Xếp hạng các đơn vị",
    )


def _row(unit: RankedUnit) -> Row:
    return Row(
        (
            Cell(unit.place) if unit.place is not None else Cell("-"),
            Cell(unit.unit),
            _points(unit.score),
            _points(unit.report_points),
            _points(unit.task_points),
            Cell(f"{unit.on_time}/{unit.judged}"),
            Cell(f"{unit.tasks_on_time}/{unit.tasks_due}" if unit.tasks_due else "-"),
            Cell(unit.late_excused),
            Cell(unit.reminders),
            Cell(change_words(unit)),
        )
    )


def _points(points: Decimal | None) -> Cell:
    return Cell("-", align=_C) if points is None else Cell(points, decimals=2)


def change_words(unit: RankedUnit) -> str:
    """Return how a place moved: "tăng 2", "giảm 1", "giữ nguyên", "mới"."""
    if unit.place is None:
        return "-"
    if unit.change is None:
        return "mới"
    if not unit.change:
        return "giữ nguyên"
    return f"{'tăng' if unit.change > 0 else 'giảm'} {format_number(abs(unit.change))}"


def ranking_remarks(ranking: Ranking) -> list[Block]:
    """Make what stands below the table: the method, the most improved, who is not ranked, what is near."""
    lines = [f"Phương pháp: {ranking.method[0]}", *ranking.method[1:]]
    if ranking.most_improved:
        lines.append(f"Tiến bộ nhiều nhất so với tháng trước: {join_words(ranking.most_improved)}.")
    lines += [f"Không xếp hạng {one.unit}: {one.reason.rstrip(' .')}." for one in ranking.excluded]
    near = [
        f"{unit.unit} từ hạng {unit.place} lên hạng {unit.earlier}"
        for unit in ranking.units
        if unit.place is not None and unit.earlier is not None and unit.earlier < unit.place
    ]
    if near:
        lines.append(f"Thứ hạng đổi nếu kỳ này nộp sớm 1 ngày: {'; '.join(near)}.")
    if ranking.is_provisional:
        lines.append(
            f"Số liệu tạm tính: mới chấp nhận {format_number(ranking.accepted)}/"
            f"{format_number(ranking.expected)} báo cáo của kỳ."
        )
    return [block for line in lines for block in body(line)]
