"""Characters and ruled lines of a PDF page as pdfium gives them; nothing of the page is run or followed."""

import ctypes
import unicodedata
from dataclasses import dataclass
from typing import Any

_MOST_OBJECTS = 20_000
_THIN = 2.5


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character and its box; y grows upwards."""

    char: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> float:
        """Half its height."""
        return (self.bottom + self.top) / 2


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
    count = min(textpage.count_chars(), limit)
    box = raw.FS_RECTF()
    reference = ctypes.byref(box)
    glyphs: list[Glyph] = []
    for index in range(count):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if code in (0, 10, 13, 0xFFFE, 0xFFFF) or not raw.FPDFText_GetLooseCharBox(
            textpage, index, reference
        ):
            continue
        char = "-" if code in (2, 0xAD) else chr(code) if code < 0x110000 else ""
        if not char or (unicodedata.category(char) == "Cc" and char != "\t"):
            continue
        glyphs.append(Glyph(char, box.left, box.bottom, box.right, box.top))
    return glyphs


def rules_of(page: Any) -> list[Rule]:
    """Return the drawn lines of a page: thin boxes, and the four sides of frames."""
    raw = _pdfium()
    rules: list[Rule] = []
    for number, item in enumerate(page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,), max_depth=3)):
        if number > _MOST_OBJECTS:
            return []
        left, bottom, right, top = item.get_bounds()
        width, height = right - left, top - bottom
        if min(width, height) <= _THIN and max(width, height) > 6:
            rules.append(Rule(left, bottom, right, top))
        elif min(width, height) > 8 and len(rules) < _MOST_OBJECTS:
            rules += [
                Rule(left, bottom, right, bottom),
                Rule(left, top, right, top),
                Rule(left, bottom, left, top),
                Rule(right, bottom, right, top),
            ]
    return rules
