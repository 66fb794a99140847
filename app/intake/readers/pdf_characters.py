"""Characters and ruled lines of a PDF page as pdfium gives them; nothing of the page is run or followed."""

import ctypes
from dataclasses import dataclass
from typing import Any, NamedTuple

_MOST_OBJECTS = 20_000
_MOST_RULES = 40_000
_MOST_SEGMENTS = 5_000
_OF_A_BOX = 5  # segments; a path with more is several boxes
_THIN = 2.5
_HYPHENS = (0x02, 0xAD)  # pdfium's own sign where it joined a word cut at a line's end, and the soft one


class Glyph(NamedTuple):
    """One character and its box; y grows upwards, ``middle`` is half its height, ``base`` where it stands.

    A tuple, because a long document has hundreds of thousands and each is made, sorted and asked where it
    stands: a frozen dataclass takes four times as long to make.
    """

    char: str
    left: float
    bottom: float
    right: float
    top: float
    middle: float
    base: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line: horizontal where its ends differ in x, else upright."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_horizontal(self) -> bool:
        """Whether it lies."""
        return (self.x1 - self.x0) >= (self.y1 - self.y0)


def _pdfium() -> Any:
    """Return pdfium's own functions (generated, without types); loading it takes a tenth of a second."""
    import pypdfium2.raw

    return pypdfium2.raw


def glyphs_of(textpage: Any, limit: int) -> list[Glyph]:
    """Return the characters of a page, blanks with them; at most ``limit``."""
    raw = _pdfium()
    code_at, box_at = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    count = min(textpage.count_chars(), limit)
    page, box = textpage.raw, raw.FS_RECTF()
    reference = ctypes.byref(box)
    base, high, low = ctypes.c_double(), 0.0, 0.0
    base_at, across, upwards = raw.FPDFText_GetCharOrigin, ctypes.byref(ctypes.c_double()), ctypes.byref(base)
    glyphs: list[Glyph] = []
    for index in range(count):
        code = code_at(page, index)
        if code in _HYPHENS:
            code = ord("-")
        if _is_control(code) or not box_at(page, index, reference):
            continue
        bottom, top = box.bottom, box.top
        if (bottom, top) != (low, high):  # equal boxes stand on one line: half the questions are saved
            low, high = bottom, top
            base_at(page, index, across, upwards)
        glyphs.append(Glyph(chr(code), box.left, bottom, box.right, top, (bottom + top) / 2, base.value))
    return glyphs


def _is_control(code: int) -> bool:
    """Whether pdfium gives no letter: a control sign but the tab, half a pair, no character of Unicode."""
    if code < 0xA0:
        return (code < 0x20 and code != 0x09) or code >= 0x7F
    return code >= 0xD800 and (code < 0xE000 or code in (0xFFFE, 0xFFFF) or code > 0x10FFFF)


def rules_of(page: Any) -> list[Rule]:
    """Return the drawn lines of a page: thin boxes, the four sides of frames, the sides of joined boxes."""
    raw = _pdfium()
    rules: list[Rule] = []
    for number, item in enumerate(page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,), max_depth=3)):
        if number > _MOST_OBJECTS or len(rules) > _MOST_RULES:
            return []
        left, bottom, right, top = item.get_bounds()
        width, height = right - left, top - bottom
        if min(width, height) <= _THIN and max(width, height) > 6:
            rules.append(Rule(left, bottom, right, top))
        elif min(width, height) > 8:
            if raw.FPDFPath_CountSegments(item) > _OF_A_BOX:
                rules += _sides(item)
                continue
            rules += [
                Rule(left, bottom, right, bottom),
                Rule(left, top, right, top),
                Rule(left, bottom, left, top),
                Rule(right, bottom, right, top),
            ]
    return rules


def _sides(item: Any) -> list[Rule]:
    """Return the straight sides of a path of many boxes: a whole row of a table drawn at once."""
    raw = _pdfium()
    across, upwards = ctypes.c_float(), ctypes.c_float()
    matrix = item.get_matrix()
    rules: list[Rule] = []
    start = here = (0.0, 0.0)
    for number in range(min(raw.FPDFPath_CountSegments(item), _MOST_SEGMENTS)):
        segment = raw.FPDFPath_GetPathSegment(item, number)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(across), ctypes.byref(upwards))
        point = matrix.on_point(across.value, upwards.value)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            rules += _rule_between(here, point)
        here = point
        if raw.FPDFPathSegment_GetClose(segment):
            rules += _rule_between(here, start)
            here = start
    return rules


def _rule_between(one: tuple[float, float], other: tuple[float, float]) -> list[Rule]:
    """Return the line between two points if it lies or stands, and is no mere corner."""
    (x0, x1), (y0, y1) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    is_straight = min(x1 - x0, y1 - y0) < 0.5 and max(x1 - x0, y1 - y0) > 6
    return [Rule(x0, y0, x1, y1)] if is_straight else []
