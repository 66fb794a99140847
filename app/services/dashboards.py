"""Dashboards as pictures and sheets: window and paper draw one chart."""

from io import BytesIO

from app.reports.data.dashboard import BOARD_TITLES as BOARD_TITLES
from app.reports.data.dashboard import Board as Board
from app.reports.data.dashboard import DashboardData

_WIDTH = 480.0  # points: the room of a sheet


def dashboard_picture(data: DashboardData) -> bytes | None:
    """Return the chart as a PNG; None where there is nothing to draw."""
    from app.reports.builders.dashboard import dashboard_chart
    from app.reports.render.chart_picture import chart_picture

    chart = dashboard_chart(data)
    return chart_picture(chart, _WIDTH)[0] if chart is not None else None


def dashboard_pdf(data: DashboardData) -> bytes:
    """Return the sheet: the chart and its numbers."""
    from app.reports.builders.dashboard import build_dashboard
    from app.reports.writer import renderer

    stream = BytesIO()
    renderer("pdf")(build_dashboard(data).document, stream)
    return stream.getvalue()
