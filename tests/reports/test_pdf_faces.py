"""Facts of the fonts in a PDF: lean, and the same shapes."""

import struct
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from app.reports.fonts import bundled_fonts
from app.reports.render.pdf_faces import lean_font, without_programs
from tests.reports.test_layout import VIETNAMESE

FACES = bundled_fonts().faces()
# At one pixel a unit nothing is left to fit; what still moves is a fraction of a unit in scaled accents.
UNITS = 2048
STRAY = 400

each_face = pytest.mark.parametrize("path", FACES, ids=lambda path: path.stem)


def drawn(font: ImageFont.FreeTypeFont, letter: str) -> Image.Image:
    page = Image.new("L", (UNITS * 5 // 4, UNITS * 3 // 2))
    ImageDraw.Draw(page).text((100, 100), letter, font=font, fill=255)
    return page


def strays(one: Image.Image, other: Image.Image) -> int:
    """Return how many pixels differ by more than half."""
    return sum(ImageChops.difference(one, other).histogram()[128:])


def tables(font: bytes) -> dict[bytes, bytes]:
    heads = (struct.unpack_from(">4s3L", font, 12 + 16 * n) for n in range(font[5]))
    return {tag: font[start : start + length] for tag, _, start, length in heads}


@each_face
def test_every_outline_is_kept(path: Path) -> None:
    open_face = partial(ImageFont.truetype, size=UNITS, layout_engine=ImageFont.Layout.BASIC)
    whole, lean = open_face(str(path)), open_face(BytesIO(without_programs(path.read_bytes())))
    for letter in "aẵĂẨỡđỰ8":
        assert strays(drawn(whole, letter), drawn(lean, letter)) < STRAY
    assert strays(drawn(whole, "ẵ"), drawn(lean, "ẳ")) > 10 * STRAY


@each_face
def test_every_letter_is_as_wide_as_before(path: Path) -> None:
    metrics = (tables(font) for font in (path.read_bytes(), without_programs(path.read_bytes())))
    whole, lean = ([font[tag] for tag in (b"hmtx", b"hhea", b"cmap", b"maxp")] for font in metrics)
    assert whole == lean


@each_face
def test_what_a_pdf_embeds_holds_no_program_and_is_lighter_by_a_third(path: Path) -> None:
    from reportlab.pdfbase.ttfonts import TTFont

    letters = [*range(128), *map(ord, VIETNAMESE)]
    whole, lean = (
        font.face.makeSubset(letters) for font in (TTFont("whole", str(path)), lean_font("lean", path))
    )
    assert {b"fpgm", b"prep", b"cvt "} <= set(tables(whole))
    assert not {b"fpgm", b"prep", b"cvt "} & set(tables(lean))
    assert len(lean) < 2 / 3 * len(whole)


def test_a_lean_font_is_left_as_it_is() -> None:
    once = without_programs(FACES[0].read_bytes())
    assert without_programs(once) == once
