"""A dashboard on paper: title, the chart that the window shows too, its numbers as a table, the source."""

from app.core.text import format_date, ratio
from app.reports.builders.charts import months_chart, tasks_chart, weakest
from app.reports.builders.framing import Built, body
from app.reports.builders.tables import header
from app.reports.data.dashboard import BOARD_TITLES, Board, DashboardData
from app.reports.tree import (
    Align,
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Row,
    Style,
    Table,
    TitleBlock,
    paragraph,
)

_C, _R = Align.CENTER, Align.RIGHT
_MONTHS = ("Tháng", "Đúng hạn", "Trong ngày đệm", "Muộn", "Chưa nộp", "Được miễn", "Phải nộp")
_TASKS = (
    "Có thời hạn",
    "Đúng hạn",
    "Xong quá hạn",
    "Đang làm, quá hạn",
    "Đang làm, trong hạn",
    "Tỷ lệ đúng hạn",
)


def dashboard_chart(data: DashboardData) -> Chart | None:
    """Return the chart of a dashboard; None where there is nothing to draw."""
    title = BOARD_TITLES[data.board]
    if data.board is Board.MONTHS:
        return months_chart(data.months, title) if any(month.expected for month in data.months) else None
    dated = [item for item in data.counts if item.counts.dated]
    return tasks_chart(weakest(dated), title) if dated else None


def dashboard_names(board: Board) -> tuple[str, ...]:
    """Return the headings of the numbers behind the chart."""
    if board is Board.MONTHS:
        return _MONTHS
    return ("Lĩnh vực" if board is Board.FIELDS else "Đơn vị", *_TASKS)


def dashboard_rows(data: DashboardData) -> tuple[tuple[object, ...], ...]:
    """Return the numbers behind the chart, one row a month, a field or a unit; the last cell may be None."""
    if data.board is Board.MONTHS:
        return tuple(
            (m.name, m.on_time, m.grace, m.late, m.missing, m.excused, m.expected) for m in data.months
        )
    return tuple(
        (
            item.name,
            item.counts.dated,
            item.counts.done_on_time,
            item.counts.done_late,
            item.counts.open_overdue,
            item.counts.open_in_time,
            ratio(item.counts.done_on_time, item.counts.fallen_due),
        )
        for item in data.counts
    )


def build_dashboard(data: DashboardData) -> Built:
    """Build the sheet; it is not an official paper: no number, no signature."""
    title = BOARD_TITLES[data.board]
    day = format_date(data.as_of)
    blocks: list[Block] = [TitleBlock(title.upper(), data.unit_name, f"(số liệu đến hết ngày {day})")]
    chart = dashboard_chart(data)
    if chart is None:
        blocks += body("Chưa có số liệu để vẽ biểu đồ.")
    else:
        blocks.append(chart)
    blocks.append(
        paragraph(f"Nguồn: Sổ CCHC của {data.unit_name}, số liệu đến hết ngày {day}.", Style.SOURCE)
    )
    blocks.append(_table(data))
    document = Document(
        title=f"{title} - {data.unit_name}",
        author=data.unit_name,
        blocks=tuple(blocks),
        is_draft=False,
        created_on=data.as_of,
    )
    return Built(document)


def _table(data: DashboardData) -> Table:
    names = dashboard_names(data.board)
    is_rate = data.board is not Board.MONTHS
    rows = []
    for values in dashboard_rows(data):
        cells = [Cell(value) for value in values]  # type: ignore[arg-type]
        if is_rate:
            rate = values[-1]
            cells[-1] = Cell("-", align=_C) if rate is None else Cell(rate, percent=True)  # type: ignore[arg-type]
        rows.append(Row(tuple(cells)))
    return Table(
        columns=(Column(30), *(Column(11, _R) for _ in names[1:])),
        header=header(*names),
        rows=tuple(rows),
        caption=BOARD_TITLES[data.board],
    )
