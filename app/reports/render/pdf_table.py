"""Boxes of a ruled table: one per row, the header repeated, rows tied by spans kept whole."""

from collections.abc import Sequence
from itertools import accumulate

from app.reports.cells import Placed as PlacedCells
from app.reports.cells import header_rows, is_numbering, keeps_whole, place, printed, span_groups
from app.reports.layout import column_widths
from app.reports.metrics import ASCENT, BOLD, ITALIC, LINE, Metrics
from app.reports.render.pdf_ink import Ink, Words
from app.reports.render.pdf_pages import Box, Draw
from app.reports.styles import CELL_GAP, CELL_PADDING, INDENT_STEP, MM, TABLE_LINE, table_size
from app.reports.tree import Align, Cell, Table

_TALL = 0.4  # of the page: a row taller than the page is shown in pieces of this height


class TableBoxes:
    """Lays out one table in a given room."""

    def __init__(self, table: Table, room: float, page_room: float, metrics: Metrics) -> None:
        self._table = table
        self._metrics = metrics
        self._page_room = page_room
        self._size = table_size(len(table.columns))
        self._pitch = self._size * LINE
        widths = column_widths(table, room, self._size, metrics)
        self._edges = [0.0, *accumulate(widths)]

    def boxes(self) -> list[Box]:
        """Return the header as one box and the rows as theirs."""
        columns = len(self._table.columns)
        boxes: list[Box] = []
        header: tuple[Box, ...] = ()
        rows = header_rows(self._table)
        if rows:
            placed = list(place(rows, columns))
            header = (self._group(placed, [not is_numbering(row) for row in rows], is_header=True),)
            header[0].keep = True
            boxes.extend(header)
        placed = list(place(self._table.rows, columns))
        bold = [row.is_group for row in self._table.rows]
        for first, after in span_groups(placed):
            part = self._split(placed[first:after], bold[first:after])
            if bold[after - 1]:
                part[-1].keep = True
            boxes.extend(part)
        for box in boxes[len(header) :]:
            box.header = header
        whole = keeps_whole(self._table)
        ties = {len(header), len(boxes) - 2} if len(boxes) > len(header) + 2 else set()
        for index, box in enumerate(boxes[:-1]):
            # Neither the first row nor the last, mostly the total, stands alone on a page.
            box.keep = box.keep or whole or index in ties
        return boxes

    def _lines(self, cell: Cell, at: int, *, bold: bool) -> list[str]:
        width = self._edges[at + cell.colspan] - self._edges[at] - 2 * CELL_PADDING * MM
        width -= cell.indent * INDENT_STEP * MM
        text = printed(cell)
        face = _face(cell, bold=bold)
        if "\n" not in text and self._metrics.width(text, self._size, face) <= width:
            return [text]
        lines: list[str] = []
        for part in text.split("\n"):
            lines += self._metrics.lines(part, self._size, width, face)
        return lines

    def _split(self, placed: Sequence[PlacedCells], bold: Sequence[bool]) -> list[Box]:
        box = self._group(placed, bold)
        if box.height <= self._page_room or len(placed) > 1:
            return [box]
        most = max(int(self._page_room * _TALL / self._pitch), 1)
        lines = [(at, cell, self._lines(cell, at, bold=bold[0])) for at, cell in placed[0]]
        count = max(len(text) for _, _, text in lines)
        pieces = []
        for start in range(0, count, most):
            cells = [
                (at, _with_text(cell, "\n".join(text[start : start + most]))) for at, cell, text in lines
            ]
            pieces.append(self._group([cells], bold))
        return pieces

    def _group(self, placed: Sequence[PlacedCells], bold: Sequence[bool], *, is_header: bool = False) -> Box:
        laid = [
            [(at, cell, self._lines(cell, at, bold=bold[index])) for at, cell in cells]
            for index, cells in enumerate(placed)
        ]
        heights = self._heights(laid)
        tops = [0.0, *accumulate(heights)]
        strokes: list[tuple[float, float, float, float]] = []
        words: list[Words] = []
        for index, row in enumerate(laid):
            for at, cell, lines in row:
                bottom = tops[min(index + cell.rowspan, len(heights))]
                left, right = self._edges[at], self._edges[at + cell.colspan]
                strokes.append((left, -tops[index], left, -bottom))
                if index or is_header:
                    strokes.append((left, -tops[index], right, -tops[index]))
                face = _face(cell, bold=bold[index])
                align = Align.CENTER if is_header else cell.align or self._table.columns[at].align
                words += self._words(cell, lines, (left, right, tops[index], bottom), face, align)
        end = self._edges[-1]
        strokes += [(0, -tops[-1], end, -tops[-1]), (end, 0, end, -tops[-1])]
        if not self._table.header:  # else the line below the row or header above is already there
            strokes.append((0, 0, end, 0))
        return Box(tops[-1], _drawing(strokes, words, self._size))

    def _heights(self, laid: Sequence[Sequence[tuple[int, Cell, list[str]]]]) -> list[float]:
        heights = [2 * CELL_GAP + self._pitch] * len(laid)
        for spanning in (False, True):
            for index, row in enumerate(laid):
                for _, cell, lines in row:
                    if (cell.rowspan > 1) is not spanning:
                        continue
                    needed = len(lines) * self._pitch + 2 * CELL_GAP
                    last = min(index + cell.rowspan, len(heights))
                    short = needed - sum(heights[index:last])
                    if short > 0:
                        heights[last - 1] += short
        return heights

    def _words(
        self, cell: Cell, lines: list[str], box: tuple[float, float, float, float], face: int, align: Align
    ) -> list[Words]:
        left, right, top, bottom = box
        padding = CELL_PADDING * MM
        offset = (bottom - top - len(lines) * self._pitch) / 2 + top + self._size * (ASCENT + 0.02)
        words: list[Words] = []
        for index, line in enumerate(lines):
            x = left + padding + cell.indent * INDENT_STEP * MM
            if align in {Align.CENTER, Align.RIGHT}:
                width = self._metrics.width(line, self._size, face)
                x = (left + right - width) / 2 if align is Align.CENTER else right - padding - width
            words.append((x, -offset - index * self._pitch, line, face))
        return words


def _face(cell: Cell, *, bold: bool) -> int:
    return (BOLD if bold or cell.bold else 0) | (ITALIC if cell.italic else 0)


def _with_text(cell: Cell, text: str) -> Cell:
    return Cell(text, align=cell.align, bold=cell.bold, italic=cell.italic, colspan=cell.colspan)


def _drawing(strokes: list[tuple[float, float, float, float]], words: list[Words], size: float) -> Draw:
    def draw(ink: Ink, x: float, top: float) -> None:
        ink.strokes([(x + a, top + b, x + c, top + d) for a, b, c, d in strokes], TABLE_LINE)
        ink.words([(x + at, top + base, text, face) for at, base, text, face in words], size)

    return draw
