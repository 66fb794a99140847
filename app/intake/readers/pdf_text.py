"""PDF documents with a layer of text: lines in reading order, without page numbers and footnotes."""

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from app.core.text import normalize
from app.intake.readers.layout import blocks_of
from app.intake.readers.legacy_text import conversion_of, recognise
from app.intake.readers.pdf_characters import Glyph, glyphs_of, rules_of
from app.intake.readers.pdf_layout import Grid, Piece, apart, find_grids, grid_cells, pieces_of, rows_of
from app.intake.refusals import FileRefused, refused
from app.intake.source import Line, Source

PDF = "application/pdf"
MOST_BYTES = 60 * 1024 * 1024
MOST_PAGES = 500
_MOST_CHARACTERS = 2_000_000
_MOST_ON_PAGE = 60_000
_NEAR = 3.0  # points between the edges of lines that begin under each other
_SCANNED_BELOW = 25  # characters a page
_PAGE_NUMBER = re.compile(r"[-–\s]*\d{1,3}(?:\s*/\s*\d{1,3})?[-–\s]*|Trang\s+\d{1,3}.*", re.IGNORECASE)
_NOTE_MARK = re.compile(r"(?:\[?\d{1,2}\]?|[¹²³⁴⁵⁶⁷⁸⁹]+)\s*[A-ZĐ]")


class _PageLines:
    """Makes the lines of one page."""

    def __init__(
        self, number: int, glyphs: Sequence[Glyph], grids: Sequence[Grid], tables: int, indent: float | None
    ) -> None:
        self.number = number
        self.indent = indent
        self.glyphs = glyphs
        self.grids = grids
        self.tables = tables
        self.lines: list[Line] = []

    def run(self) -> list[Line]:
        free = _outside(self.glyphs, self.grids)
        rows = [pieces for row in rows_of(free) if (pieces := pieces_of(row))]
        rows = self._without_margins(rows)
        above = 0.0
        for grid in self.grids:
            before = [
                row for row in rows if row[0].middle > grid.top and (not above or row[0].middle < above)
            ]
            self._words(before)
            self._table(grid)
            above = grid.bottom
        self._words([row for row in rows if not above or row[0].middle < above])
        return self.lines

    @staticmethod
    def _without_margins(rows: list[list[Piece]]) -> list[list[Piece]]:
        """Leave out the number of the page, and footnotes set smaller at its foot."""
        if rows and len(rows[0]) == 1 and _PAGE_NUMBER.fullmatch(rows[0][0].text):
            rows = rows[1:]
        if rows and len(rows[-1]) == 1 and _PAGE_NUMBER.fullmatch(rows[-1][0].text):
            rows = rows[:-1]
        if len(rows) < 6:
            return rows
        usual = statistics.median(row[0].height for row in rows)
        place = len(rows)
        while place > 0 and rows[place - 1][0].height < 0.9 * usual:
            place -= 1
        notes = rows[place:]
        if notes and _NOTE_MARK.match(notes[0][0].text):
            return rows[:place]
        return rows

    def _table(self, grid: Grid) -> None:
        inside = [glyph for glyph in self.glyphs if grid.holds(glyph)]
        for cells in grid_cells(grid, inside):
            if any(cells):
                text = "| " + " | ".join(cells) + " |"
                self.lines.append(Line(text, self.number, cells, self.tables))

    def _words(self, rows: list[list[Piece]]) -> None:
        if not rows:
            return
        placed = apart(rows)
        gaps = [a[0].middle - b[0].middle for a, b in pairwise(rows)]
        usual = statistics.median(gaps) if gaps else 0
        before: Piece | None = None
        hung: float | None = None
        for row in placed:
            if not row:
                self.lines.append(Line("", self.number))
                before = None
                continue
            if before is not None:
                is_far = usual and before.middle - row[0].middle > 1.45 * usual
                is_indented = self.indent is not None and abs(row[0].left - self.indent) < _NEAR
                goes_on = hung is not None and abs(row[0].left - hung) < _NEAR
                if is_far or (is_indented and not goes_on):
                    self.lines.append(Line("", self.number))
            text = "\t".join(piece.text for piece in row)
            self.lines.append(Line(normalize(text), self.number))
            before = row[0]
            if before.hangs_at is not None or (hung is not None and abs(before.left - hung) >= _NEAR):
                hung = before.hangs_at


def read_pdf(content: bytes, name: str, *, keeps_code: bool = False) -> Source:
    """Return the text of a PDF; one without text is named as a scan."""
    if len(content) > MOST_BYTES:
        raise refused(f"Tệp “{name}” lớn quá 60 MB.", "Tách phần giao việc thành tệp riêng.", code="E-TEP-06")
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document: Any = PdfDocument(content)  # type: ignore[no-untyped-call]
    except PdfiumError as error:
        if "password" in str(error).lower():
            raise refused(
                f"Tệp “{name}” có mật khẩu.", "Bỏ mật khẩu rồi đọc lại.", code="E-TEP-04"
            ) from error
        raise _broken(name) from error
    try:
        if len(document) > MOST_PAGES:
            raise refused(
                f"Tệp “{name}” có {len(document)} trang, quá {MOST_PAGES} trang.",
                "Tách phần giao việc thành tệp riêng.",
            )
        lines, characters = _lines(document)
    except FileRefused:
        raise
    except Exception as error:  # a spoilt page breaks its reader in any way there is
        raise _broken(name) from error
    finally:
        document.close()
    if characters < _SCANNED_BELOW * max(len({line.page for line in lines}), 1):
        raise refused(
            f"Tệp “{name}” là bản quét (ảnh chụp), không có lớp chữ nên chưa đọc được.",
            "Xin bản .docx hoặc PDF ký số gốc, hoặc nhận dạng chữ bằng phần mềm khác rồi dán nội dung vào.",
            code="E-TEP-07",
        )
    warnings: list[str] = []
    conversion = None
    if not keeps_code and (found := recognise("\n".join(line.text for line in lines))):
        convert = found[1].split("\n")
        conversion = conversion_of(found[0], [line.text for line in lines], convert)
        lines = [Line(text, line.page) for text, line in zip(convert, lines, strict=True)]
        warnings.append(f"Văn bản dùng mã chữ cũ {found[0]}, đã chuyển sang Unicode; hãy đối chiếu lại.")
    text, blocks = blocks_of(lines)
    return Source(text, blocks, PDF, tuple(warnings), lines[-1].page if lines else None, conversion)


@dataclass(frozen=True, slots=True)
class _Page:
    """What is kept of a page between the two passes."""

    glyphs: list[Glyph]
    grids: list[Grid]


def _lines(document: Any) -> tuple[list[Line], int]:
    pages: list[_Page] = []
    characters = 0
    for page in document:
        textpage = page.get_textpage()
        glyphs = glyphs_of(textpage, _MOST_ON_PAGE)
        characters += sum(not glyph.char.isspace() for glyph in glyphs)
        if characters > _MOST_CHARACTERS:
            raise refused("Văn bản PDF dài quá 2 triệu ký tự.", "Tách phần giao việc thành tệp riêng.")
        pages.append(_Page(glyphs, find_grids(rules_of(page)) if glyphs else []))
        textpage.close()
        page.close()
    indent = _first_line_indent(pages)
    lines: list[Line] = []
    tables, columns = 0, 0
    for number, kept in enumerate(pages, 1):
        if kept.grids and len(kept.grids[0].columns) != columns:
            tables += 1
        columns = len(kept.grids[-1].columns) if kept.grids else 0
        lines += _PageLines(number, kept.glyphs, kept.grids, tables, indent).run() or [Line("", number)]
    return lines, characters


def _outside(glyphs: Sequence[Glyph], grids: Sequence[Grid]) -> Sequence[Glyph]:
    """Return the characters in no ruled table."""
    if not grids:
        return glyphs
    return [glyph for glyph in glyphs if not any(grid.holds(glyph) for grid in grids)]


def _first_line_indent(pages: Sequence[_Page]) -> float | None:
    """Return where paragraphs begin: the commonest left edge a little to the right of the margin."""
    lefts: Counter[int] = Counter()
    for page in pages[:20]:
        for row in rows_of(_outside(page.glyphs, page.grids)):
            first = next((glyph for glyph in row if not glyph.char.isspace()), None)
            if first is not None:
                lefts[round(first.left)] += 1
    total = lefts.total()
    margin = min((left for left, count in lefts.items() if count >= max(2, 0.03 * total)), default=None)
    if margin is None:
        return None
    inner = {left: count for left, count in lefts.items() if margin + 12 < left < margin + 75 and count > 1}
    return float(max(inner, key=lambda left: inner[left])) if inner else None


def _broken(name: str) -> FileRefused:
    return refused(f"Tệp “{name}” không phải là PDF hoặc đã hỏng.", "Xin lại tệp từ nơi gửi.")
