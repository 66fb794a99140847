"""Papers against the bare libraries writing the same blocks: same words, same cells, none of the form."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from pypdfium2 import PdfDocument

from app.reports.catalogue import CATALOGUE
from app.reports.fonts import bundled_fonts
from app.reports.tree import (
    Addressees,
    Block,
    Cell,
    Chart,
    Document,
    Heading,
    Paragraph,
    PartySignatures,
    SignatureBlock,
    Spacer,
    Table,
    TitleBlock,
)
from app.reports.writer import renderer
from app.services.papers import Paper
from tools.bench.measure import Row, compare, compare_memory


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield block.text
        case Heading():
            yield from (*block.issuer, block.symbol, block.place)
        case TitleBlock():
            yield from (block.kind, block.subject)
        case Addressees():
            yield from block.items
        case SignatureBlock():
            yield from (*block.recipients, *block.authority, block.name)
        case Chart():
            yield from block.categories
        case Spacer() | Table() | PartySignatures():
            return


def _blocks(document: Document) -> Iterator[Block]:
    yield from document.blocks
    for annex in document.annexes:
        yield Paragraph(())
        yield from annex.blocks


def _printed(cell: Cell) -> str:
    return cell.text if cell.text is not None else "" if cell.value is None else str(cell.value)


def bare_docx(document: Document) -> bytes:
    """Write the same blocks with python-docx alone, table rows by its fastest road (cells of a row)."""
    import docx

    made = docx.Document()
    for block in _blocks(document):
        if isinstance(block, Table):
            rows = (*block.header, *block.rows)
            table = made.add_table(rows=len(rows), cols=len(block.columns))
            cells = table._cells
            for number, row in enumerate(rows):
                for place, cell in enumerate(row.cells):
                    cells[number * len(block.columns) + place].text = _printed(cell)
        else:
            for text in _texts(block):
                made.add_paragraph(text)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def bare_pdf(document: Document) -> bytes:
    """Write the same blocks with reportlab's own flowables and an embedded font."""
    from xml.sax.saxutils import escape

    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph as Flow
    from reportlab.platypus import SimpleDocTemplate
    from reportlab.platypus import Table as FlowTable

    pdfmetrics.registerFont(TTFont("bare", str(bundled_fonts().regular)))
    style = ParagraphStyle("bare", fontName="bare", fontSize=12, leading=15)
    story: list[object] = []
    for block in _blocks(document):
        if isinstance(block, Table):
            rows = [
                [Flow(escape(_printed(cell)), style) for cell in row.cells]
                + [""] * (len(block.columns) - len(row.cells))
                for row in (*block.header, *block.rows)
            ]
            story.append(FlowTable(rows, repeatRows=len(block.header)))
        else:
            story += [Flow(escape(text), style) for text in _texts(block)]
    stream = io.BytesIO()
    SimpleDocTemplate(stream).build(story)
    return stream.getvalue()


def _sheets(document: Document) -> Iterator[tuple[Block, ...]]:
    """Yield what a workbook holds: annexes, tables of the main part; the text of a paper without a table."""
    tables = [(block,) for block in document.blocks if isinstance(block, Table)]
    yield from (annex.blocks for annex in document.annexes)
    yield from tables
    if not document.annexes and not tables:
        yield document.blocks


def bare_xlsx(document: Document) -> bytes:
    """Write the same words and cells with openpyxl by its plain road, cells of tables ruled and wrapped."""
    import openpyxl
    from openpyxl.styles import Alignment, Border, NamedStyle, Side

    line = Side(style="thin")
    ruled = NamedStyle("ruled", border=Border(line, line, line, line), alignment=Alignment(wrap_text=True))
    book = openpyxl.Workbook()
    book.add_named_style(ruled)
    for blocks in _sheets(document):
        sheet = book.create_sheet()
        at = 0
        for block in blocks:
            if isinstance(block, Table):
                for row in (*block.header, *block.rows):
                    at += 1
                    for place, cell in enumerate(row.cells, 1):
                        value = cell.text if cell.text is not None else cell.value
                        sheet.cell(at, place, value).style = "ruled"
            else:
                for text in _texts(block):
                    at += 1
                    sheet.cell(at, 1, text)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


_BARE: dict[str, Callable[[Document], bytes]] = {"docx": bare_docx, "pdf": bare_pdf, "xlsx": bare_xlsx}


def measure(one_unit: list[Paper], all_units: list[Paper]) -> list[Row]:
    """Return the rows of the table about papers: the three of one unit, and those of all units."""
    rows = []
    for extension, bare in _BARE.items():
        for name, papers, runs in (
            (f"3 papers of one unit, {extension}", one_unit, 5),
            (f"{len(all_units)} papers of all units, {extension}", all_units, 1),
        ):
            rows.append(_row(name, papers, extension, bare, runs))
    return rows


_LETTERS, _PAGES = 130, 100


def letters_of(reminder: Paper) -> list[Paper]:
    """Return a letter to each of 130 units, each with its own name."""
    return [
        Paper(
            "reminder",
            replace(reminder.data, unit_code=f"{number:05d}", unit_name=f"Ủy ban nhân dân xã Mẫu {number}"),
        )
        for number in range(1, _LETTERS + 1)
    ]


def long_report(whole: Paper) -> Paper:
    """Return the hub's report over so many units that it has a hundred pages or more."""
    data = whole.data
    times = 1
    while True:
        times *= 2
        longer = replace(
            data,
            submissions=data.submissions * times,
            unit_tasks=data.unit_tasks * times,
            unit_dossiers=data.unit_dossiers * times,
        )
        made = io.BytesIO()
        renderer("pdf")(CATALOGUE[whole.kind].build(longer).document, made)
        if len(PdfDocument(made.getvalue())) >= _PAGES:  # type: ignore[no-untyped-call]
            return Paper(whole.kind, longer)


def measure_large(reminder: Paper, whole: Paper) -> list[Row]:
    """Return the rows about many letters and about one long report: time, and the most memory it took."""
    letters, report = letters_of(reminder), [long_report(whole)]
    rows = []
    for extension, bare in _BARE.items():
        rows.append(_row(f"{_LETTERS} reminder letters, {extension}", letters, extension, bare, 1))
        name = f"report of {_PAGES} pages and more, {extension}"
        rows.append(_row(name, report, extension, bare, 1))
        document = CATALOGUE[whole.kind].build(report[0].data).document
        rows.append(
            compare_memory(
                f"{name}, memory",
                partial(renderer(extension), document, io.BytesIO()),
                partial(bare, document),
                aim="≤ 1.5",
            )
        )
    return rows


def _row(name: str, papers: list[Paper], extension: str, bare: Callable[[Document], bytes], runs: int) -> Row:
    built = [CATALOGUE[paper.kind].build(paper.data).document for paper in papers]
    render = renderer(extension)

    def ours() -> None:
        for paper in papers:
            render(CATALOGUE[paper.kind].build(paper.data).document, io.BytesIO())

    def floor() -> None:
        for document in built:
            bare(document)

    return compare(name, ours, floor, aim="≤ 1.5", runs=runs)
