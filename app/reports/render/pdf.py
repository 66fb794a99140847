"""Documents as PDF: embedded fonts, outline, document properties, the same bytes every time (R01-R08)."""

from functools import singledispatchmethod
from typing import BinaryIO

from reportlab.pdfgen.canvas import Canvas

from app.core.progress import NullProgress, Progress
from app.reports.cells import clean
from app.reports.fonts import FontFiles, find_fonts, metrics_of
from app.reports.layout import balance
from app.reports.metrics import ASCENT
from app.reports.render.pdf_blocks import (
    addressee_boxes,
    heading_box,
    paragraph_boxes,
    party_box,
    rule_box,
    signature_box,
    title_boxes,
)
from app.reports.render.pdf_ink import LOCK, Ink, register
from app.reports.render.pdf_pages import Box, Placed, paginate, tie_end
from app.reports.render.pdf_table import TableBoxes
from app.reports.render.stamp import PROGRAM, created_on
from app.reports.styles import LANGUAGE, LOOKS, MM, PAGE, Part
from app.reports.tree import (
    Addressees,
    Annex,
    Block,
    Chart,
    Document,
    Heading,
    Paragraph,
    PartySignatures,
    Run,
    SignatureBlock,
    Spacer,
    Style,
    Table,
    TitleBlock,
)

LINES_WITH_SIGNATURE = 2  # R51


def render_pdf(
    document: Document, stream: BinaryIO, fonts: FontFiles | None = None, progress: Progress | None = None
) -> None:
    """Write a document as PDF; without ``fonts`` the best family of this machine is taken.

    ``progress`` hears every page and may stop the work there; nothing is in the stream then.
    """
    with LOCK:
        PdfRenderer(document, stream, fonts or find_fonts(), progress or NullProgress()).render()


class PdfRenderer:
    """Turns nodes into boxes, boxes into pages, pages into PDF."""

    def __init__(self, document: Document, stream: BinaryIO, fonts: FontFiles, progress: Progress) -> None:
        self._document = document
        self._progress = progress
        self._pages = 0
        self._metrics = metrics_of(fonts)
        self._names = names = register(fonts)
        self._canvas = Canvas(
            stream,
            pageCompression=1,
            invariant=1,
            pdfVersion=(1, 7),
            initialFontName=names[0],  # type: ignore[arg-type]  # the stub says float
            lang=LANGUAGE,
        )
        self._ink = Ink(self._canvas, names, self._metrics)
        self._boxes: list[Box] = []
        self._landscape = False
        self._marks = 0
        self._level = -1

    def render(self) -> None:
        """Draw the main part and every annex, each with its own page numbers (R08)."""
        self._describe()
        self._section(self._document.blocks, landscape=False)
        for annex in self._document.annexes:
            self._annex(annex)
        self._canvas.save()

    @property
    def _room(self) -> float:
        return PAGE.text_width(landscape=self._landscape) * MM

    def _describe(self) -> None:
        canvas, document = self._canvas, self._document
        day = created_on(document)
        canvas.setTitle(clean(document.title))
        canvas.setAuthor(clean(document.author))
        canvas.setSubject(clean(document.title))
        canvas.setKeywords(", ".join(clean(word) for word in document.keywords))
        canvas.setCreator(PROGRAM)
        canvas.setDateFormatter(lambda *_: f"D:{day:%Y%m%d}000000+07'00'")
        canvas.setViewerPreference("DisplayDocTitle", "true")

    def _section(
        self, blocks: tuple[Block, ...], *, landscape: bool, opening: list[Box] | None = None
    ) -> None:
        self._landscape = landscape
        self._boxes = list(opening or ())
        for block in blocks:
            self._add(block)
        for number, page in enumerate(paginate(self._boxes, PAGE.text_height(landscape=landscape) * MM), 1):
            self._page(page, number)

    def _annex(self, annex: Annex) -> None:
        self._landscape = annex.landscape
        label = f"Phụ lục {annex.numeral}" if annex.numeral else "Phụ lục"
        title = clean(annex.title).upper()
        opening: list[Box] = []
        for text, style in (
            (label, Style.ANNEX_LABEL),
            (title, Style.ANNEX_TITLE),
            (f"({annex.link})", Style.ANNEX_LINK),
        ):
            opening += paragraph_boxes(Paragraph((Run(text),), style), self._room, self._metrics)
        opening[0].outline = (f"{label}. {title}", 0)
        link = balance(clean(annex.link), LOOKS[Style.ANNEX_LINK], self._room, self._metrics)
        opening.append(rule_box(link.rule, self._room))
        opening[-1].height += 6
        self._section(annex.blocks, landscape=annex.landscape, opening=opening)

    def _page(self, page: Placed, number: int) -> None:
        self._progress.report(self._pages, 0)
        self._pages += 1
        width, height = (side * MM for side in PAGE.size(landscape=self._landscape))
        self._canvas.setPageSize((width, height))
        left, top = PAGE.left * MM, height - PAGE.top * MM
        if number > 1:  # the first page of each part shows no number (R07)
            look = LOOKS[Part.PAGE_NUMBER]
            middle = left + (self._room - self._metrics.width(str(number), look.size)) / 2
            self._ink.text(str(number), middle, height - PAGE.header * MM - look.size * ASCENT, look.size)
        for box, offset in page:
            if box.outline:
                self._mark(*box.outline, top - offset)
            box.draw(self._ink, left, top - offset)
        self._canvas.showPage()

    def _mark(self, text: str, level: int, top: float) -> None:
        self._marks += 1
        self._level = min(level, self._level + 1)  # an outline cannot skip a level
        key = f"m{self._marks}"
        self._canvas.bookmarkPage(key, fit="XYZ", left=0, top=top + 6, zoom=0)
        self._canvas.addOutlineEntry(text, key, self._level, closed=False)

    @singledispatchmethod
    def _add(self, node: object) -> None:
        raise TypeError(f"no PDF form for {type(node).__name__}")

    @_add.register
    def _(self, node: Heading) -> None:
        self._boxes.append(heading_box(node, self._metrics))

    @_add.register
    def _(self, node: TitleBlock) -> None:
        self._boxes += title_boxes(node, self._room, self._metrics)

    @_add.register
    def _(self, node: Addressees) -> None:
        if node.items:
            self._boxes += addressee_boxes(node, self._room, self._metrics)

    @_add.register
    def _(self, node: Paragraph) -> None:
        self._boxes += paragraph_boxes(node, self._room, self._metrics)

    @_add.register
    def _(self, node: Table) -> None:
        page_room = PAGE.text_height(landscape=self._landscape) * MM
        self._boxes += TableBoxes(node, self._room, page_room, self._metrics).boxes()

    @_add.register
    def _(self, node: SignatureBlock) -> None:
        if self._boxes and self._boxes[-1].is_text:
            tie_end(self._boxes, LINES_WITH_SIGNATURE)
        self._boxes.append(signature_box(node, self._metrics))

    @_add.register
    def _(self, node: PartySignatures) -> None:
        tie_end(self._boxes, LINES_WITH_SIGNATURE)
        self._boxes.append(party_box(node, self._metrics))

    @_add.register
    def _(self, node: Chart) -> None:
        from app.reports.charts import draw_chart
        from app.reports.render.pdf_chart import draw_vectors

        drawing = draw_chart(node, self._room, self._names)

        def draw(ink: Ink, x: float, top: float) -> None:
            with ink.figure():
                draw_vectors(drawing, ink.canvas, x, top - drawing.height)

        self._boxes.append(Box(drawing.height, draw, before=6, keep=True))

    @_add.register
    def _(self, node: Spacer) -> None:
        self._boxes.append(Box(node.points, lambda ink, x, top: None))
