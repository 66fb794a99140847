"""Tables of a document as a workbook: one sheet per annex, then the tables of the main part.

The letter itself (letterhead, signature) belongs to DOCX and PDF; only a paper without any table puts its
text on a sheet, so that a workbook is never empty.
"""

from functools import singledispatchmethod
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from app.core.text import shorten
from app.reports.cells import clean, recipient_items
from app.reports.fonts import default_metrics
from app.reports.layout import column_widths, lay_out_head
from app.reports.render.stamp import PROGRAM, StampedZip, created_at, created_on
from app.reports.render.xlsx_cells import CellStyles, sheet_name
from app.reports.render.xlsx_rows import BookWriter, SheetRows
from app.reports.render.xlsx_sheet import SheetWriter
from app.reports.styles import FONT, LANGUAGE, MM, MOTTO, NATION, PAGE, RECIPIENTS_WORD, TABLE_SIZE
from app.reports.tree import (
    Addressees,
    Align,
    Annex,
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Heading,
    Paragraph,
    PartySignatures,
    Row,
    SignatureBlock,
    Spacer,
    Style,
    Table,
    TitleBlock,
)

_TEXT_WIDTH = 90.0  # characters of a sheet that holds text only
_POINTS_PER_CHARACTER = 5.6
_PROPERTY = 250


def render_xlsx(document: Document, stream: BinaryIO) -> None:
    """Write the tables of a document as a workbook."""
    XlsxRenderer(document).render(stream)


class XlsxRenderer:
    """Turns annexes and tables into sheets."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._metrics = default_metrics()
        self._book = Workbook()
        first = self._book.active
        if first is not None:
            self._book.remove(first)
        self._styles = CellStyles(self._book)
        self._rows: dict[str, SheetRows] = {}
        self._sheet: SheetWriter | None = None

    def render(self, stream: BinaryIO) -> None:
        """Write annexes first, then tables of the main part, then whatever has no table."""
        document = self._document
        for annex in document.annexes:
            self._annex(annex)
        for title, table in _tables(document.blocks):
            self._open(table.caption or title, (table,), landscape=False)
            for text, is_bold in ((document.title, True), (title, False)):
                if text:
                    self._line(clean(text), bold=is_bold, align=Align.CENTER)
            self._add(table)
        if not self._book.worksheets:
            self._open("Nội dung", (), landscape=False)
            for block in document.blocks:
                self._add(block)
        self._describe()
        with StampedZip(stream, created_on(document)) as package:
            BookWriter(self._book, package, self._rows).write_data()

    def _describe(self) -> None:
        properties, document = self._book.properties, self._document
        properties.title = shorten(clean(document.title), _PROPERTY)
        properties.creator = shorten(clean(document.author), _PROPERTY)
        properties.lastModifiedBy = PROGRAM
        properties.language = LANGUAGE
        properties.keywords = ", ".join(clean(word) for word in document.keywords) or None
        properties.created = properties.modified = created_at(document)
        # The default font decides how wide Excel takes a character to be.
        normal: Any = self._book._named_styles  # type: ignore[attr-defined]  # openpyxl has no door to it
        normal["Normal"].font = Font(name=FONT, size=12)

    def _annex(self, annex: Annex) -> None:
        label = f"Phụ lục {annex.numeral}" if annex.numeral else "Phụ lục"
        short = f"PL {annex.numeral} - " if annex.numeral else "PL - "
        shown = (chart_table(block) if isinstance(block, Chart) else block for block in annex.blocks)
        tables = tuple(block for block in shown if isinstance(block, Table))
        self._open(short + (annex.sheet_name or annex.title), tables, landscape=annex.landscape)
        self._line(label, bold=True, align=Align.CENTER, size=14)
        self._line(clean(annex.title).upper(), bold=True, align=Align.CENTER, size=13)
        self._line(f"({clean(annex.link)})", italic=True, align=Align.CENTER, size=13)
        for block in annex.blocks:
            self._add(block)

    def _open(self, name: str, tables: tuple[Table, ...], *, landscape: bool) -> None:
        sheet: Worksheet = self._book.create_sheet(sheet_name(clean(name), self._book.sheetnames))
        widths = [_TEXT_WIDTH]
        if tables:
            widest = max(tables, key=lambda table: len(table.columns))  # the grid the others share
            room = PAGE.text_width(landscape=landscape) * MM
            points = column_widths(widest, room, TABLE_SIZE, self._metrics)
            widths = [width / _POINTS_PER_CHARACTER + 1 for width in points]
        self._sheet = SheetWriter(sheet, self._styles, self._metrics, widths, landscape=landscape)
        self._sheet.repeats_header = len(tables) == 1
        self._rows[sheet.title] = self._sheet.rows

    def _line(
        self,
        text: str,
        *,
        bold: bool = False,
        italic: bool = False,
        align: Align = Align.LEFT,
        size: float = 12,
    ) -> None:
        if self._sheet is not None:
            self._sheet.line(text, bold=bold, italic=italic, align=align, size=size)

    @singledispatchmethod
    def _add(self, node: object) -> None:
        raise TypeError(f"no workbook form for {type(node).__name__}")

    @_add.register
    def _(self, node: Table) -> None:
        if self._sheet is not None:
            self._sheet.table(node)

    @_add.register
    def _(self, node: Paragraph) -> None:
        style = node.style
        centred = style in {Style.TITLE, Style.SUBJECT, Style.NOTE, Style.ANNEX_TITLE}
        align = Align.RIGHT if style is Style.TABLE_UNIT else Align.CENTER if centred else Align.LEFT
        bold = style in {Style.SECTION, Style.HEADING, Style.TABLE_TITLE, Style.TITLE, Style.SUBJECT}
        italic = style in {Style.BASIS, Style.NOTE, Style.TABLE_UNIT}
        self._line(clean(node.text), bold=bold, italic=italic, align=align)

    @_add.register
    def _(self, node: Heading) -> None:
        plan = lay_out_head(node, self._metrics)
        for text in (*([node.superior] if node.superior else ()), *node.issuer):
            self._line(clean(text), bold=True, align=Align.CENTER)
        self._line(plan.number, align=Align.CENTER)
        for text in (NATION, MOTTO):
            self._line(text, bold=True, align=Align.CENTER)
        self._line(" ".join(plan.place_date), italic=True, align=Align.CENTER)

    @_add.register
    def _(self, node: TitleBlock) -> None:
        for text in (node.kind, node.subject):
            self._line(clean(text), bold=True, align=Align.CENTER, size=13)
        if node.note:
            self._line(clean(node.note), italic=True, align=Align.CENTER)

    @_add.register
    def _(self, node: Addressees) -> None:
        self._line("Kính gửi: " + "; ".join(clean(item) for item in node.items))

    @_add.register
    def _(self, node: SignatureBlock) -> None:
        for text in (*node.authority, node.name):
            self._line(clean(text), bold=True, align=Align.RIGHT)
        self._line(RECIPIENTS_WORD, bold=True, italic=True)
        for text in recipient_items(node):
            self._line(text)

    @_add.register
    def _(self, node: PartySignatures) -> None:
        for party in (node.left, node.right):
            for text in (*party.authority, party.name):
                self._line(clean(text), bold=True, align=Align.RIGHT)

    @_add.register
    def _(self, node: Chart) -> None:
        self._add(chart_table(node))

    @_add.register
    def _(self, node: Spacer) -> None:
        if self._sheet is not None:
            self._sheet.skip()


def _tables(blocks: tuple[Block, ...]) -> list[tuple[str, Table]]:
    """Return the tables of the main part with the title that stands above each."""
    found: list[tuple[str, Table]] = []
    title = ""
    for block in blocks:
        if isinstance(block, Paragraph) and block.style is Style.TABLE_TITLE:
            title = block.text
        elif isinstance(block, Table):
            found.append((title, block))
            title = ""
        elif isinstance(block, Chart):
            found.append((block.description, chart_table(block)))
        elif not isinstance(block, Block):  # left to DOCX and PDF by intent, not by oversight
            raise TypeError(f"no workbook form for {type(block).__name__}")
    return found


def chart_table(node: Chart) -> Table:
    """Return the numbers behind a chart: one row for each category."""
    header = Row((Cell(""), *(Cell(series.name) for series in node.series)))
    rows = tuple(
        Row((Cell(name), *(Cell(series.values[at]) for series in node.series)))
        for at, name in enumerate(node.categories)
    )
    columns = (Column(3), *(Column(2, Align.RIGHT) for _ in node.series))
    return Table(columns, (header,), rows, caption=shorten(node.description, 31))
