"""Charts of papers: reportlab lays them out once; PDF takes them as vectors, DOCX as a picture (issue: 8).

Greys differ by at least a fifth and columns bear their numbers, so that a chart prints on any machine.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from reportlab.graphics.charts.barcharts import HorizontalBarChart, VerticalBarChart
from reportlab.graphics.charts.legends import Legend
from reportlab.graphics.renderbase import Renderer, getStateDelta
from reportlab.graphics.shapes import Drawing
from reportlab.graphics.transform import transformPoint
from reportlab.lib.colors import Color, black, white
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth

from app.reports.fonts import FontFiles
from app.reports.metrics import BOLD
from app.reports.styles import MM
from app.reports.tree import Chart

_GREYS = (0.86, 0.62, 0.40, 1.0, 0.75)
_SIZE, _LABEL_SIZE = 11.0, 10.0
_LINE = 0.5
_DOTS = 300 / 72  # pixels in a point
_ROOM_BELOW, _ROOM_ABOVE, _ROOM_LEFT = 22.0, 26.0, 26.0
_DARK = 0.5  # numbers on darker greys are white
_NAME_SHARE, _NAME_LINES = 0.34, 2  # of a lying chart: the names on its left
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


def draw_chart(chart: Chart, width: float, fonts: Sequence[str]) -> Drawing:
    """Return the columns or bars, their legend above; ``fonts`` are reportlab's names of the faces."""
    height = chart.height * MM
    bars = _lying(chart, width, fonts) if chart.lying else _standing(chart, width, fonts)
    for index in range(len(chart.series)):
        bars.bars[index].fillColor = _grey(index)
        bars.bars[index].strokeColor, bars.bars[index].strokeWidth = black, _LINE
    drawing = Drawing(width, height)
    drawing.add(bars)
    drawing.add(_legend(chart, width, height, fonts[0]))
    return drawing


def _standing(chart: Chart, width: float, fonts: Sequence[str]) -> Any:
    """Make columns side by side, each under its number."""
    height = chart.height * MM
    bars: Any = VerticalBarChart()
    bars.x, bars.y = _ROOM_LEFT, _ROOM_BELOW
    bars.width, bars.height = width - _ROOM_LEFT - 6, height - _ROOM_BELOW - _ROOM_ABOVE
    bars.data = [list(series.values) for series in chart.series]
    bars.groupSpacing, bars.barSpacing = 12, 0
    bars.strokeColor = None
    _set_axes(bars, fonts[0], max((value for row in bars.data for value in row), default=0))
    bars.categoryAxis.categoryNames = list(chart.categories)
    bars.categoryAxis.labels.dy = -4
    bars.barLabelFormat = "%d"
    bars.barLabels.boxAnchor, bars.barLabels.nudge = "s", 2
    bars.barLabels.fontName, bars.barLabels.fontSize = fonts[BOLD], _LABEL_SIZE
    return bars


def _lying(chart: Chart, width: float, fonts: Sequence[str]) -> Any:
    """Make bars from the left, series end to end; a number stands where its piece is wide enough."""
    names = width * _NAME_SHARE
    bars: Any = HorizontalBarChart()
    bars.x, bars.y = names, _ROOM_BELOW
    bars.width, bars.height = width - names - 12, chart.height * MM - _ROOM_BELOW - _ROOM_ABOVE
    bars.data = [list(series.values) for series in chart.series]
    bars.groupSpacing, bars.barSpacing = 4, 0
    bars.strokeColor = None
    bars.categoryAxis.style, bars.categoryAxis.reverseDirection = "stacked", True
    most = max((sum(values) for values in zip(*bars.data, strict=True)), default=0)
    _set_axes(bars, fonts[0], most)
    bars.categoryAxis.categoryNames = [_name(name, fonts[0], names - 10) for name in chart.categories]
    bars.categoryAxis.labels.boxAnchor, bars.categoryAxis.labels.dx = "e", -6
    bars.categoryAxis.labels.dy, bars.categoryAxis.labels.textAnchor = 0, "end"
    bars.categoryAxis.labels.leading = _SIZE
    bars.valueAxis.labels.dy = -4
    bold, scale = fonts[BOLD], bars.width / bars.valueAxis.valueMax

    def fitting(value: int) -> str:
        words = str(value)
        return words if value and stringWidth(words, bold, _LABEL_SIZE) + 3 <= value * scale else ""

    bars.barLabelFormat = fitting
    for index in range(len(chart.series)):
        label = bars.barLabels[index]
        label.boxAnchor, label.boxTarget = "c", "mid"
        label.fontName, label.fontSize = bold, _LABEL_SIZE
        label.fillColor = white if _GREYS[index % len(_GREYS)] < _DARK else black
    return bars


def _name(text: str, font: str, room: float) -> str:
    """Return a name in at most two lines."""
    lines = simpleSplit(text, font, _SIZE, room)
    if len(lines) > _NAME_LINES:
        last = lines[_NAME_LINES - 1]
        while last and stringWidth(last + "…", font, _SIZE) > room:
            last = last[:-1]
        lines = [*lines[: _NAME_LINES - 1], last.rstrip() + "…"]
    return "\n".join(lines)


def _grey(index: int) -> Color:
    level = _GREYS[index % len(_GREYS)]
    return Color(level, level, level)


def _set_axes(bars: Any, font: str, most: int) -> None:
    names, values = bars.categoryAxis, bars.valueAxis
    names.labels.fontName, names.labels.fontSize = font, _SIZE
    names.strokeWidth = values.strokeWidth = _LINE
    step = next((size for size in _STEPS if most / size <= 6), _STEPS[-1])
    values.valueMin, values.valueStep = 0, step
    values.valueMax = (most // step + 1) * step
    values.labels.fontName, values.labels.fontSize = font, _LABEL_SIZE
    values.labelTextFormat = "%d"
    values.visibleGrid, values.gridStrokeWidth, values.gridStrokeColor = True, 0.25, Color(0.7, 0.7, 0.7)


def _legend(chart: Chart, width: float, height: float, font: str) -> Any:
    legend: Any = Legend()
    legend.colorNamePairs = [(_grey(index), series.name) for index, series in enumerate(chart.series)]
    legend.columnMaximum, legend.alignment = 1, "right"
    legend.boxAnchor, legend.x, legend.y = "n", width / 2, height - 1
    legend.fontName, legend.fontSize = font, _SIZE
    legend.dx = legend.dy = 9
    legend.deltax, legend.dxTextSpace, legend.autoXPadding = 30, 5, 16
    legend.variColumn = True  # each name takes its own room
    legend.strokeColor, legend.strokeWidth = black, _LINE
    return legend


def chart_png(drawing: Drawing, fonts: FontFiles, names: Sequence[str]) -> bytes:
    """Return a drawing as a grey picture of 300 dots an inch, the same bytes every time."""
    size = (round(drawing.width * _DOTS), round(drawing.height * _DOTS))
    picture = Image.new("L", size, 255)
    faces = dict(zip(names, (str(path) for path in fonts.faces()), strict=True))
    _PictureRenderer().draw(drawing, _Sheet(picture, faces), 0, 0, showBoundary=0)
    stream = BytesIO()
    picture.save(stream, "PNG", dpi=(300, 300), optimize=False)
    return stream.getvalue()


class _Sheet:
    """A picture to draw on, origin at the bottom left, in points."""

    def __init__(self, picture: Image.Image, faces: dict[str, str]) -> None:
        self._height = picture.height
        self._draw = ImageDraw.Draw(picture)
        self._faces = faces

    def saveState(self) -> None:
        """Nothing is kept between shapes: the renderer asks its own stack."""

    def restoreState(self) -> None:
        """See ``saveState``."""

    def place(self, point: Sequence[float]) -> tuple[int, int]:
        """Return the pixel of a point."""
        return round(point[0] * _DOTS), self._height - 1 - round(point[1] * _DOTS)

    def line(self, points: Sequence[Sequence[float]], state: dict[str, Any]) -> None:
        """Draw straight lines through points."""
        if state["strokeColor"] is not None:
            pen = max(round(state["strokeWidth"] * _DOTS), 1)
            self._draw.line([self.place(p) for p in points], fill=_level(state["strokeColor"]), width=pen)

    def area(self, points: Sequence[Sequence[float]], state: dict[str, Any]) -> None:
        """Fill the room between points and draw its edge."""
        if state["fillColor"] is not None:
            self._draw.polygon([self.place(p) for p in points], fill=_level(state["fillColor"]))
        self.line((*points, points[0]), state)

    def text(self, text: str, point: Sequence[float], state: dict[str, Any]) -> None:
        """Write words at their baseline."""
        anchor = {"start": "ls", "middle": "ms", "end": "rs"}[state["textAnchor"]]
        font = ImageFont.truetype(
            self._faces[state["fontName"]],
            round(state["fontSize"] * _DOTS),
            layout_engine=ImageFont.Layout.BASIC,
        )
        self._draw.text(
            self.place(point), text, fill=_level(state["fillColor"] or black), font=font, anchor=anchor
        )


def _level(color: Color) -> int:
    return round(255 * (color.red + color.green + color.blue) / 3)


class _PictureRenderer(Renderer):
    """reportlab's walk over a drawing, with Pillow holding the pen."""

    _canvas: "_Sheet"
    _tracker: Any

    def applyStateChanges(self, delta: object, state: object) -> None:
        """Shapes read the state when they are drawn."""

    def drawNode(self, node: Any) -> None:
        """Draw one node with what is set in and above it."""
        self._tracker.push(getStateDelta(node))  # type: ignore[no-untyped-call]
        self.drawNodeDispatcher(node)
        self._tracker.pop()

    def _points(self, *points: tuple[float, float]) -> list[Sequence[float]]:
        matrix = self._tracker.getCTM()
        return [transformPoint(matrix, point) for point in points]  # type: ignore[no-untyped-call]

    def drawLine(self, line: Any) -> None:
        """Draw a line."""
        points = self._points((line.x1, line.y1), (line.x2, line.y2))
        self._canvas.line(points, self._tracker.getState())

    def drawPolyLine(self, line: Any) -> None:
        """Draw lines through many points."""
        pairs = list(zip(line.points[::2], line.points[1::2], strict=True))
        self._canvas.line(self._points(*pairs), self._tracker.getState())

    def drawRect(self, rect: Any) -> None:
        """Draw a rectangle."""
        right, top = rect.x + rect.width, rect.y + rect.height
        corners = ((rect.x, rect.y), (right, rect.y), (right, top), (rect.x, top))
        self._canvas.area(self._points(*corners), self._tracker.getState())

    def drawPolygon(self, shape: Any) -> None:
        """Draw a closed shape."""
        pairs = list(zip(shape.points[::2], shape.points[1::2], strict=True))
        self._canvas.area(self._points(*pairs), self._tracker.getState())

    def drawString(self, node: Any) -> None:
        """Write words."""
        (point,) = self._points((node.x, node.y))
        self._canvas.text(node.text, point, self._tracker.getState())
