"""Charts made of the same counts as sentences and tables: by month, by field, by unit (issue: item 8)."""

from collections.abc import Sequence

from app.core.text import format_number
from app.reports.data.parts import MonthResults, NamedCounts
from app.reports.tree import Block, Chart, ChartSeries, Style, paragraph
from app.reports.wording import Wording

_MONTHS = 6  # more columns would be too thin to read
_BARS = 24  # more bars would not fit on one page
_BAR, _AROUND = 7.0, 20.0  # millimetres: of one bar, of legend and axis


def months_chart(months: Sequence[MonthResults], description: str) -> Chart:
    """Make the results of the last months side by side."""
    shown = months[-_MONTHS:]
    series = [
        ChartSeries("Đúng hạn", tuple(month.on_time for month in shown)),
        ChartSeries("Muộn", tuple(month.late for month in shown)),
        ChartSeries("Chưa nộp", tuple(month.missing for month in shown)),
        ChartSeries("Được miễn", tuple(month.excused for month in shown)),
    ]
    if any(month.grace for month in shown):
        series.append(ChartSeries("Trong ngày đệm", tuple(month.grace for month in shown)))
    return Chart(tuple(month.name for month in shown), tuple(series), description)


def tasks_chart(named: Sequence[NamedCounts], description: str) -> Chart:
    """Make the states of dated tasks, one bar for each unit or field."""
    series = tuple(
        ChartSeries(name, tuple(getattr(item.counts, state) for item in named))
        for name, state in (
            ("Đúng hạn", "done_on_time"),
            ("Xong quá hạn", "done_late"),
            ("Đang làm, quá hạn", "open_overdue"),
            ("Đang làm, trong hạn", "open_in_time"),
        )
    )
    height = len(named) * _BAR + _AROUND
    return Chart(tuple(item.name for item in named), series, description, height=height, lying=True)


def report_charts(
    wording: Wording,
    *,
    months: Sequence[MonthResults],
    fields: Sequence[NamedCounts],
    units: Sequence[NamedCounts],
) -> tuple[Block, ...]:
    """Make the charts of a report that have something to show; a title set blank leaves its chart out."""
    blocks: list[Block] = []
    if len(months) > 1 and any(month.expected for month in months):
        blocks += _framed(wording, "chart.months", months_chart(months, wording.say("chart.months")))
    blocks += fields_chart(wording, fields)
    dated = _dated(units)
    wording.add({"so_don_vi_bieu_do": format_number(min(len(dated), _BARS))})
    key = "chart.units" if len(dated) <= _BARS else "chart.units.most"
    if len(dated) > 1:
        blocks += _framed(wording, key, tasks_chart(weakest(dated), wording.say(key)))
    return tuple(blocks)


def fields_chart(wording: Wording, fields: Sequence[NamedCounts]) -> tuple[Block, ...]:
    """Make the chart of dated tasks by field; nothing where one bar would stand alone."""
    shown = _dated(fields)
    if len(shown) < 2:
        return ()
    return _framed(wording, "chart.fields", tasks_chart(shown, wording.say("chart.fields")))


def _framed(wording: Wording, key: str, chart: Chart) -> tuple[Block, ...]:
    title = wording.say(key)
    if not title:
        return ()
    source = paragraph(wording.say("chart.source"), Style.SOURCE)
    return paragraph(title, Style.TABLE_TITLE), chart, source


def _dated(named: Sequence[NamedCounts]) -> list[NamedCounts]:
    return [item for item in named if item.counts.dated]


def weakest(named: list[NamedCounts]) -> list[NamedCounts]:
    """Return those that fit on a page: all in their order, else the ones with most overdue tasks."""
    if len(named) <= _BARS:
        return named

    def weight(item: NamedCounts) -> tuple[int, int, int]:
        counts = item.counts
        return (-counts.open_overdue, -counts.open, -counts.dated)

    return sorted(named, key=weight)[:_BARS]
