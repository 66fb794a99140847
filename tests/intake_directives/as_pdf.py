"""Text → PDF the way offices print it: justified lines, page numbers, columns, ruled tables."""

import io
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from app.intake.structure.markers import find_marker
from app.reports.fonts import bundled_fonts
from tests.intake_directives.layouts import Laid, lay_out


@lru_cache(maxsize=1)
def _font() -> str:
    pdfmetrics.registerFont(TTFont("DirectiveSerif", str(bundled_fonts().regular)))
    return "DirectiveSerif"


def _style(name: str, **options) -> ParagraphStyle:
    base = {"fontName": _font(), "fontSize": 13, "leading": 18, "spaceAfter": 4}
    return ParagraphStyle(name, **{**base, **options})


def _page_number(canvas, document) -> None:
    if canvas.getPageNumber() > 1:
        canvas.setFont(_font(), 13)
        canvas.drawCentredString(
            document.pagesize[0] / 2, document.pagesize[1] - 12 * mm, str(canvas.getPageNumber())
        )


def _columns(left: list[str], right: list[str], widths: tuple[float, float]) -> Table:
    style = _style("head", alignment=TA_CENTER, leading=15, spaceAfter=0)
    cells = [[Paragraph(escape(line), style) for line in lines] for lines in (left, right)]
    table = Table([cells], colWidths=widths)
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return table


def _grid(rows: list[tuple[str, ...]], width: float) -> Table:
    style = _style("cell", fontSize=11, leading=13, spaceAfter=0)
    count = max(map(len, rows))
    shares = [0.06, 0.38, *([0.56 / (count - 2)] * (count - 2))] if count > 2 else [0.5] * count
    cells = [
        [Paragraph(escape(words), style) for words in (*row, *[""] * (count - len(row)))] for row in rows
    ]
    table = Table(cells, colWidths=[share * width for share in shares], repeatRows=1, splitInRow=1)
    table.setStyle(
        TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    )
    return table


def _listed(part: str, style: ParagraphStyle) -> Paragraph:
    """Hang a number in front of its words, a tab away, as programs print lists."""
    marker = find_marker(part)
    if marker is None or not marker.style.startswith(("dec", "letter", "bullet")):
        return Paragraph(escape(part), style)
    hung = _style(
        "hung",
        alignment=TA_JUSTIFY,
        leftIndent=25 * mm,
        bulletIndent=12 * mm,
        bulletFontName=_font(),
        bulletFontSize=13,
    )
    return Paragraph(escape(part[marker.length :]), hung, bulletText=part[: marker.length].strip())


def build(laid: Laid, *, hangs: bool = False) -> bytes:
    """Return the PDF of a directive's parts; ``hangs`` as a list program sets numbers."""
    rows_first = any(isinstance(part, tuple) for part in laid.body)
    size = landscape(A4) if rows_first else A4
    stream = io.BytesIO()
    document = SimpleDocTemplate(
        stream,
        pagesize=size,
        leftMargin=30 * mm,
        rightMargin=18 * mm,
        topMargin=20 * mm,
        bottomMargin=20 * mm,
    )
    width = size[0] - 48 * mm
    body = _style("body", alignment=TA_JUSTIFY, firstLineIndent=12 * mm)
    centre = _style("centre", alignment=TA_CENTER)
    story: list[Flowable] = []
    if laid.left or laid.right:
        story += [_columns(laid.left, laid.right, (width * 0.42, width * 0.58)), Spacer(1, 8)]
    rows: list[tuple[str, ...]] = []
    was_title = False  # what a title is of stands under it, in the middle as well
    for part in [*laid.body, ""]:
        if isinstance(part, tuple):
            rows.append(part)
            continue
        if rows:
            story.append(_grid(rows, width))
            rows = []
        if part:
            is_title = (part.isupper() and len(part) < 200) or (
                was_title and not part.endswith((".", ":", ";"))
            )
            was_title = is_title
            listed = hangs and not is_title
            story.append(
                _listed(part, body) if listed else Paragraph(escape(part), centre if is_title else body)
            )
    if laid.recipients or laid.signature:
        story += [Spacer(1, 8), _columns(laid.recipients, laid.signature, (width * 0.5, width * 0.5))]
    story += [Paragraph(escape(note), _style("note", fontSize=10, leading=12)) for note in laid.notes]
    document.build(story, onFirstPage=_page_number, onLaterPages=_page_number)
    return stream.getvalue()


def convert(text: str) -> bytes:
    """Return a directive's text as PDF."""
    return build(lay_out(text))


def convert_hanging(text: str) -> bytes:
    """Return a directive's text as PDF with its numbers hung in front of the words."""
    return build(lay_out(text), hangs=True)


def convert_file(source: Path, target: Path) -> None:
    """Write a text file's directive as PDF."""
    target.write_bytes(convert(source.read_text(encoding="utf-8")))
