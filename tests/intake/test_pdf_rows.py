"""Facts of how letters of a page become rows."""

import pytest

from app.intake.readers.pdf_characters import Glyph
from app.intake.readers.pdf_layout import rows_of


def line(words: str, left: float, base: float, height: float) -> list[Glyph]:
    """Set letters as pdfium reports them: a capital with a mark is higher or deeper than its neighbours."""
    glyphs = []
    for at, char in enumerate(words):
        top = base + height * (1.2 if char in "ÓỦ" else 1.0)
        bottom = base - (3.0 if char == "Ị" else 0.0)
        glyphs.append(Glyph(char, left + 10 * at, bottom, left + 10 * at + 9, top, (bottom + top) / 2, base))
    return glyphs


@pytest.mark.parametrize("above", [-7.0, -6.0, -4.5, 1.5, 4.5, 6.0, 6.5, 7.0, 7.5, 8.0])
def test_an_accented_capital_stays_in_its_word_beside_a_column_of_other_lines(above: float) -> None:
    receivers = line("vụ;", 90, 664.0 + above, 10.7)
    signer = line("PHÓ CHỦ TỊCH", 373, 664.0, 12.5)
    rows = ["".join(glyph.char for glyph in row if glyph.left > 300) for row in rows_of(receivers + signer)]
    assert [row for row in rows if row] == ["PHÓ CHỦ TỊCH"]


def test_lines_under_each_other_are_rows_of_their_own() -> None:
    rows = rows_of(line("KT. CHỦ TỊCH", 373, 680.0, 12.5) + line("PHÓ CHỦ TỊCH", 373, 664.0, 12.5))
    assert ["".join(glyph.char for glyph in row) for row in rows] == ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
