"""Charts of papers: reportlab lays them out once; PDF takes them as vectors, DOCX as a picture (issue: 8).

Greys differ by at least a fifth and every column bears its number, so that a chart prints on any machine.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.charts.legends import Legend
from reportlab.graphics.renderbase import Renderer, getStateDelta
from reportlab.graphics.shapes import Drawing
from reportlab.graphics.transform import transformPoint
from reportlab.lib.colors import Color, black

from app.reports.fonts import FontFiles
from app.reports.metrics import BOLD
from app.reports.styles import MM
from app.reports.tree import Chart

_GREYS = (0.86, 0.62, 0.40, 1.0, 0.75)
_SIZE, _LABEL_SIZE = 11.0, 10.0
_LINE = 0.5
_DOTS = 300 / 72  # pixels in a point
_ROOM_BELOW, _ROOM_ABOVE, _ROOM_LEFT = 22.0, 26.0, 26.0
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


def draw_chart(chart: Chart, width: float, fonts: Sequence[str]) -> Drawing:
    """Return columns side by side, their legend above; ``fonts`` are reportlab's names of the faces."""
    height = chart.height * MM
    bars: Any = VerticalBarChart()
    bars.x, bars.y = _ROOM_LEFT, _ROOM_BELOW
    bars.width, bars.height = width - _ROOM_LEFT - 6, height - _ROOM_BELOW - _ROOM_ABOVE
    bars.data = [list(series.values) for series in chart.series]
    bars.groupSpacing, bars.barSpacing = 12, 0
    bars.strokeColor = None
    _set_axes(bars, chart, fonts[0])
    for index in range(len(chart.series)):
        bars.bars[index].fillColor = _grey(index)
        bars.bars[index].strokeColor, bars.bars[index].strokeWidth = black, _LINE
    bars.barLabelFormat = "%d"
    bars.barLabels.boxAnchor, bars.barLabels.nudge = "s", 2
    bars.barLabels.fontName, bars.barLabels.fontSize = fonts[BOLD], _LABEL_SIZE
    drawing = Drawing(width, height)
    drawing.add(bars)
    drawing.add(_legend(chart, width, height, fonts[0]))
    return drawing


def _grey(index: int) -> Color:
    level = _GREYS[index % len(_GREYS)]
    return Color(level, level, level)


def _set_axes(bars: Any, chart: Chart, font: str) -> None:
    names, values = bars.categoryAxis, bars.valueAxis
    names.categoryNames = list(chart.categories)
    names.labels.fontName, names.labels.fontSize, names.labels.dy = font, _SIZE, -4
    names.strokeWidth = values.strokeWidth = _LINE
    most = max((value for row in bars.data for value in row), default=0)
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
