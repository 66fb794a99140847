"""What is on the pages of a PDF: text with its look and place, straight strokes; tops count down."""

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pypdfium2.raw
from pypdfium2 import PdfDocument, PdfiumError

from app.reports.checking.facts import GROUND, Span
from app.reports.checking.word_package import refused

pdfium: Any = pypdfium2.raw  # generated, without types

MOST_PAGES = 600
_MOST_CHARACTERS = 3_000_000
_MOST_OBJECTS = 400_000
_WIDE_GAP = 1.2  # of the size: inside one piece a gap this wide is blanks that the file left out
_PART_GAP = 0.6  # of the size: between two pieces a gap this wide parts columns
_BLANK = 0.25  # of the size
_LEVEL = 1.5  # points: the same baseline
_FLAT = 1.5  # points: a stroke no higher than this lies flat
_BRIGHT = 100  # between the strongest and the weakest part of a colour
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_HYPHENS = {"\x02", "\ufffe"}


@dataclass(slots=True)
class Piece:
    """Text on one line without a wide gap."""

    left: float
    right: float
    baseline: float
    spans: list[Span]

    @property
    def text(self) -> str:
        """The words."""
        return "".join(span.text for span in self.spans)

    @property
    def size(self) -> float:
        """The largest size in it."""
        return max((span.size or 0 for span in self.spans if span.text.strip()), default=1.0)


@dataclass(slots=True)
class Drawn:
    """One page as it is drawn; flat strokes are (left, right, top), upright ones (x, top, bottom)."""

    width: float
    height: float
    rotation: int
    pieces: list[Piece] = field(default_factory=list)
    flat: list[tuple[float, float, float]] = field(default_factory=list)
    upright: list[tuple[float, float, float]] = field(default_factory=list)
    figures: list[tuple[float, float, float, float]] = field(default_factory=list)  # left, right, top, bottom
    grounds: list[tuple[float, float, float, float]] = field(default_factory=list)  # in a bright colour
    has_picture: bool = False


def read_pages(content: bytes) -> list[Drawn]:
    """Return every page; a file that cannot be read is told in a sentence."""
    try:
        document: Any = PdfDocument(content)  # type: ignore[no-untyped-call]
    except PdfiumError as error:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD:
            raise refused(
                "Tệp PDF có mật khẩu nên không đọc được.", "Bỏ mật khẩu rồi kiểm tra lại."
            ) from error
        raise refused("Tệp PDF đã hỏng hoặc bị cắt cụt nên không đọc được.") from error
    try:
        count = len(document)
        if count > MOST_PAGES:
            raise refused(f"Tệp PDF có {count} trang, quá {MOST_PAGES} trang.")
        reader = _PageReader()
        return [reader.read(document, number) for number in range(count)]
    finally:
        document.close()


class _PageReader:
    """Reads pages one after another; fonts and objects are looked at once."""

    def __init__(self) -> None:
        self._characters = 0
        self._looks: dict[int, Span | None] = {}
        self._height = 0.0

    def read(self, document: PdfDocument, number: int) -> Drawn:
        try:
            page = document[number]
            text = page.get_textpage()
        except PdfiumError as error:
            raise refused(f"Trang {number + 1} của tệp PDF đã hỏng nên không đọc được.") from error
        try:
            width, height = page.get_size()
            self._height = height
            drawn = Drawn(width, height, page.get_rotation())
            self._strokes(page, drawn)
            drawn.pieces = self._pieces(text, drawn)
        finally:
            text.close()
            page.close()
        return drawn

    def _pieces(self, text: Any, drawn: Drawn) -> list[Piece]:
        count = text.count_chars()
        self._characters += count
        if self._characters > _MOST_CHARACTERS:
            raise refused("Tệp PDF quá nhiều chữ nên không kiểm tra được.")
        self._looks = {}
        pieces: list[Piece] = []
        handle, x, y, box = text.raw, ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
        owner = 0
        for at in range(count):
            if pdfium.FPDFText_IsGenerated(handle, at) == 1:
                continue
            char = chr(pdfium.FPDFText_GetUnicode(handle, at))
            char = "-" if char in _HYPHENS else char
            thing = pdfium.FPDFText_GetTextObject(handle, at)
            if not thing or char in "\r\n\0":
                continue
            key = ctypes.cast(thing, ctypes.c_void_p).value or 0
            pdfium.FPDFText_GetCharOrigin(handle, at, x, y)
            pdfium.FPDFText_GetLooseCharBox(handle, at, box)
            if key not in self._looks:
                # Words in a drawing are its labels.
                self._looks[key] = None if _is_figure(thing) else self._look(handle, at, thing)
            look, baseline = self._looks[key], self._height - y.value
            if look is None:
                continue
            middle, waist = (x.value + box.right) / 2, baseline - (look.size or 0) / 4
            if any(a <= middle <= b and c <= waist <= d for a, b, c, d in drawn.grounds):
                look = replace(look, color=GROUND)
            _append(pieces, char, look, (x.value, box.right, baseline), is_same=key == owner)
            owner = key
        return [piece for piece in pieces if piece.text.strip()]

    def _look(self, handle: Any, at: int, thing: Any) -> Span:
        font = pdfium.FPDFTextObj_GetFont(thing)
        name = _font_name(font)
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        pdfium.FPDFText_GetFillColor(handle, at, red, green, blue, alpha)
        rgb = (red.value, green.value, blue.value)
        matrix = pdfium.FS_MATRIX()
        size = pdfium.FPDFText_GetFontSize(handle, at)
        if pdfium.FPDFPageObj_GetMatrix(thing, matrix):
            size *= abs(matrix.d) or 1.0
        lowered = name.lower()
        angle = ctypes.c_int()
        leans = bool(pdfium.FPDFFont_GetItalicAngle(font, angle)) and angle.value < 0
        return Span(
            "",
            (name,),
            round(size, 2),
            bold="bold" in lowered or "-bd" in lowered,
            italic="italic" in lowered or "oblique" in lowered or leans,
            color="" if max(rgb) <= 40 else "#{:02X}{:02X}{:02X}".format(*rgb),
            embedded=pdfium.FPDFFont_GetIsEmbedded(font) == 1,
        )

    def _strokes(self, page: Any, drawn: Drawn) -> None:
        for count, item in enumerate(page.get_objects(max_depth=3)):
            if count > _MOST_OBJECTS:
                raise refused("Tệp PDF có quá nhiều nét vẽ nên không kiểm tra được.")
            if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
                drawn.has_picture = True
            elif item.type == pdfium.FPDF_PAGEOBJ_PATH and _is_figure(item.raw):
                left, bottom, right, top = item.get_bounds()
                drawn.figures.append((left, right, drawn.height - top, drawn.height - bottom))
            elif item.type == pdfium.FPDF_PAGEOBJ_PATH and _is_ground(item):
                left, bottom, right, top = item.get_bounds()  # its edges are no strokes
                drawn.grounds.append((left, right, drawn.height - top, drawn.height - bottom))
            elif item.type == pdfium.FPDF_PAGEOBJ_PATH:
                for first, second in _segments(item):
                    _sort_stroke(first, second, drawn)


def _append(
    pieces: list[Piece], char: str, look: Span, place: tuple[float, float, float], *, is_same: bool
) -> None:
    x, right, baseline = place
    last = pieces[-1] if pieces else None
    size = look.size or 1.0
    if last is not None and abs(last.baseline - baseline) < _LEVEL:
        gap = x - last.right
        if -0.5 * size - 2 < gap < _PART_GAP * size or (is_same and gap > -2):
            blanks = ""
            ends_blank = last.spans[-1].text.endswith((" ", "\u00a0"))
            if gap > _WIDE_GAP * size:
                blanks = " " * max(round(gap / (_BLANK * size)), 1)
            elif gap > 0.15 * size and not ends_blank and not char.isspace():
                blanks = " "
            _put(last, blanks + char, look)
            last.right = max(last.right, right)
            return
    pieces.append(Piece(x, right, baseline, [replace(look, text=char)]))


def _put(piece: Piece, text: str, look: Span) -> None:
    last = piece.spans[-1]
    if replace(last, text="") == look:
        piece.spans[-1] = replace(last, text=last.text + text)
    else:
        piece.spans.append(replace(look, text=text))


def _is_figure(thing: Any) -> bool:
    """Tell whether an object is marked as part of a drawing, as programs mark charts."""
    length = ctypes.c_ulong()
    for at in range(max(pdfium.FPDFPageObj_CountMarks(thing), 0)):
        name = (ctypes.c_ushort * 32)()
        mark = pdfium.FPDFPageObj_GetMark(thing, at)
        if pdfium.FPDFPageObjMark_GetName(mark, name, 64, length):
            text = bytes(name).decode("utf-16-le", "replace").partition("\0")[0]
            if text == "Figure":
                return True
    return False


def _is_ground(item: Any) -> bool:
    """Tell whether a path is an area in a colour of a marker pen; greys, pale areas, rules are not."""
    path, mode, stroked = item.raw, ctypes.c_int(), ctypes.c_int()
    drawn = pdfium.FPDFPath_GetDrawMode(path, mode, stroked)
    _, bottom, _, top = item.get_bounds()
    if not drawn or not mode.value or stroked.value or top - bottom <= _FLAT:
        return False
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(path, red, green, blue, alpha):
        return False
    rgb = (red.value, green.value, blue.value)
    return max(rgb) - min(rgb) > _BRIGHT


def _font_name(font: Any) -> str:
    buffer = ctypes.create_string_buffer(256)
    length = pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
    if not length or length > 256:
        return "?"
    name = buffer.value.decode("latin-1", "replace")
    return _SUBSET.sub("", unicodedata.normalize("NFC", name))


Point = tuple[float, float]


def _segments(item: Any) -> Iterator[tuple[Point, Point]]:
    matrix = item.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    start: Point = (0.0, 0.0)
    last: Point = start
    for at in range(min(pdfium.FPDFPath_CountSegments(item.raw), _MOST_OBJECTS)):
        segment = pdfium.FPDFPath_GetPathSegment(item.raw, at)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        here = matrix.on_point(x.value, y.value)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            start = here
        else:
            yield last, here
        last = here
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield here, start


def _sort_stroke(first: Point, second: Point, drawn: Drawn) -> None:
    (x1, y1), (x2, y2) = first, second
    if abs(y1 - y2) <= _FLAT and abs(x1 - x2) > 8:
        drawn.flat.append((min(x1, x2), max(x1, x2), drawn.height - (y1 + y2) / 2))
    elif abs(x1 - x2) <= _FLAT and abs(y1 - y2) > 4:
        drawn.upright.append((x1, drawn.height - max(y1, y2), drawn.height - min(y1, y2)))
