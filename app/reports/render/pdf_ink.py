"""Drawing on a reportlab canvas: faces, lines of text, rules. Points, origin at the bottom left."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from app.reports.fonts import FontFiles
from app.reports.metrics import FaceMetrics, Line, Metrics
from app.reports.render.pdf_faces import lean_font
from app.reports.styles import LOOKS, MM, RED, RULE_WIDTH, URGENCY_HEIGHT, Part

# reportlab keeps fonts and their subsets in module state: one document at a time.
LOCK = threading.Lock()
rl_config.useA85 = 0  # pages as bytes, not written out in letters: a fifth smaller, a tenth less time
_REGISTERED: dict[FontFiles, tuple[str, ...]] = {}


def register(fonts: FontFiles) -> tuple[str, ...]:
    """Make a family known to reportlab once and return the names of its four faces."""
    if fonts not in _REGISTERED:
        names = tuple(f"serif-{len(_REGISTERED)}-{number}" for number in range(4))
        for name, path in zip(names, fonts.faces(), strict=True):
            pdfmetrics.registerFont(lean_font(name, path))
        _REGISTERED[fonts] = names
    return _REGISTERED[fonts]


class _Drawable(dict[int, int]):
    """A translation table that replaces what the face cannot draw, so that nothing vanishes unseen."""

    _TWINS: dict[int, int] = {0x2011: 0x2D, 0x202F: 0xA0, 0x2002: 0xA0, 0x2003: 0xA0, 0x2009: 0xA0}  # noqa: RUF012

    def __init__(self, face: FaceMetrics) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, code: int) -> int:
        drawn = code if chr(code) in self._face.advances else self._TWINS.get(code, 0x25A1)
        if chr(drawn) not in self._face.advances:
            drawn = 0x3F
        self[code] = drawn
        return drawn


Words = tuple[float, float, str, int]  # x, baseline, text, face


class Ink:
    """One canvas with the four faces of one family."""

    def __init__(self, canvas: Canvas, names: tuple[str, ...], metrics: Metrics) -> None:
        self.canvas = canvas
        self.metrics = metrics
        self._names = names
        self._tables = tuple(_Drawable(metrics.face(number)) for number in range(4))

    def text(self, text: str, x: float, baseline: float, size: float, face: int = 0) -> None:
        """Draw words from x on."""
        self.words(((x, baseline, text, face),), size)

    def line(self, line: Line, x: float, baseline: float, size: float, room: float = 0) -> None:
        """Draw one line; with ``room`` it is stretched between its blanks to that width."""
        target = self.canvas.beginText(x, baseline)
        blanks = line.blanks if room else 0
        if blanks:
            target.setWordSpace((room - line.width) / blanks)
        for text, face in line.pieces:
            target.setFont(self._names[face], size)
            target.textOut(text.translate(self._tables[face]))
        if blanks:
            target.setWordSpace(0)  # the word space outlives the text object
        self.canvas.drawText(target)

    def words(self, words: Iterable[Words], size: float) -> None:
        """Draw many pieces of one size as one text object."""
        target = self.canvas.beginText(0, 0)
        current = -1
        for x, baseline, text, face in words:
            if face != current:
                target.setFont(self._names[face], size)
                current = face
            target.setTextOrigin(x, baseline)
            target.textOut(text.translate(self._tables[face]))
        self.canvas.drawText(target)

    @contextmanager
    def figure(self) -> Iterator[None]:
        """Mark what is drawn meanwhile as a figure: its words are labels, not running text."""
        code = self.canvas._code  # type: ignore[attr-defined]  # reportlab has no door to it
        code.append("/Figure BMC")
        yield
        code.append("EMC")

    def rule(self, start: float, end: float, y: float, width: float = RULE_WIDTH) -> None:
        """Draw a horizontal rule."""
        self.canvas.setLineWidth(width)
        self.canvas.line(start, y, end, y)

    def mark(self, text: str, width: float, middle: float, top: float) -> None:
        """Draw a mark of urgency: red words in a red frame (R67)."""
        look, height = LOOKS[Part.URGENCY], URGENCY_HEIGHT * MM
        self.canvas.saveState()
        self.canvas.setStrokeColorRGB(*RED)
        self.canvas.setFillColorRGB(*RED)
        self.canvas.setLineWidth(1.5)
        self.canvas.rect(middle - width / 2, top - height, width, height)
        half = self.metrics.width(text, look.size, look.face) / 2
        self.text(text, middle - half, top - height / 2 - look.size * 0.34, look.size, look.face)
        self.canvas.restoreState()

    def strokes(self, strokes: list[tuple[float, float, float, float]], width: float) -> None:
        """Draw many straight lines."""
        self.canvas.setLineWidth(width)
        self.canvas.lines(strokes)
