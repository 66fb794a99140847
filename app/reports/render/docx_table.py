"""Ruled tables as WordprocessingML: repeated header, whole rows, spans."""

from collections.abc import Iterator, Sequence

from app.reports.cells import Placed, header_rows, is_numbering, keeps_whole, place, printed
from app.reports.layout import column_widths
from app.reports.metrics import BOLD, ITALIC, LINE, Metrics
from app.reports.render.docx_xml import WIDE, cell, indent, paragraph, row, run, style_id, table
from app.reports.styles import CELL_PADDING, INDENT_STEP, MM, TABLE_SIZE_WIDE, Part, table_size
from app.reports.tree import Align, Cell, Row, Table

_LONG = 1200  # characters: only such a cell can make a row taller than a page


class TableXml:
    """Writes one table in a given room."""

    def __init__(self, node: Table, room: float, page_room: float, metrics: Metrics) -> None:
        self._node = node
        self._metrics = metrics
        self._page_room = page_room
        self._size = table_size(len(node.columns))
        self._widths = column_widths(node, room, self._size, metrics)
        suffix = WIDE if self._size == TABLE_SIZE_WIDE else ""
        self._text_style = style_id(Part.TABLE_TEXT) + suffix
        self._header_style = style_id(Part.TABLE_HEADER) + suffix

    def xml(self) -> str:
        """Return the table."""
        rows = [*self._rows(header_rows(self._node), is_header=True), *self._rows(self._node.rows)]
        return table(self._widths, rows, ruled=True, padding=CELL_PADDING * MM)

    def _rows(self, rows: Sequence[Row], *, is_header: bool = False) -> Iterator[str]:
        columns = len(self._node.columns)
        open_spans: dict[int, tuple[Cell, int]] = {}  # first column: cell above, rows to come
        last = len(rows) - 1
        whole = keeps_whole(self._node)
        # Neither the first row nor the last, mostly the total, stands alone on a page.
        ties = {0, last - 1}
        for index, (node, placed) in enumerate(zip(rows, place(rows, columns), strict=True)):
            cells: dict[int, str] = {}
            for at, (above, rest) in list(open_spans.items()):
                cells[at] = self._covered(at, above)
                if rest > 1:
                    open_spans[at] = (above, rest - 1)
                else:
                    del open_spans[at]
            is_bold = node.is_group or (is_header and not is_numbering(node))
            keep = not is_header and index < last and (node.is_group or whole or index in ties)
            for at, item in placed:
                cells[at] = self._cell(at, item, bold=is_bold, is_header=is_header, keep=keep)
                if item.rowspan > 1:
                    open_spans[at] = (item, item.rowspan - 1)
            splits = not is_header and self._is_tall(placed)
            yield row((cells[at] for at in sorted(cells)), header=is_header, splits=splits)

    def _width(self, at: int, item: Cell) -> float:
        return sum(self._widths[at : at + item.colspan])

    def _covered(self, at: int, item: Cell) -> str:
        content = paragraph("", self._text_style)
        return cell(content, self._width(at, item), span=item.colspan, merge="continue")

    def _cell(self, at: int, item: Cell, *, bold: bool, is_header: bool, keep: bool) -> str:
        column = self._node.columns[at]
        align = Align.CENTER if is_header else item.align or column.align
        style = self._header_style if is_header and bold else self._text_style
        face = (BOLD if bold or item.bold else 0) | (ITALIC if item.italic else 0)
        text = printed(item)
        content = paragraph(
            run(text, face, BOLD if style == self._header_style else 0) if text else "",
            style,
            keep=keep or (is_header and not bold),
            ind=indent(item.indent * INDENT_STEP * MM) if item.indent else "",
            align=align if align is not Align.LEFT or style == self._header_style else None,
        )
        return cell(
            content,
            self._width(at, item),
            span=item.colspan,
            merge="restart" if item.rowspan > 1 else "",
            middle=True,
        )

    def _is_tall(self, placed: Placed) -> bool:
        """Tell whether a row needs more than a page and has to be split after all."""
        for at, item in placed:
            text = printed(item)
            if len(text) < _LONG and text.count("\n") < 30:
                continue
            width = self._width(at, item) - 2 * CELL_PADDING * MM
            lines = sum(len(self._metrics.lines(part, self._size, width)) for part in text.split("\n"))
            if lines * self._size * LINE > self._page_room * 0.9:
                return True
        return False
