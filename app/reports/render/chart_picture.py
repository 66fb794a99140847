"""A chart as a picture, for Word and for the window: the same drawing as in the PDF."""

from app.reports.charts import chart_png, draw_chart
from app.reports.fonts import bundled_fonts
from app.reports.render.pdf_ink import LOCK, register
from app.reports.tree import Chart


def chart_picture(chart: Chart, width: float) -> tuple[bytes, float, float]:
    """Return a grey PNG of 300 dots an inch, and its width and height in points."""
    fonts = bundled_fonts()
    with LOCK:  # reportlab measures the labels
        names = register(fonts)
        drawing = draw_chart(chart, width, names)
        return chart_png(drawing, fonts, names), drawing.width, drawing.height
