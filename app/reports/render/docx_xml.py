"""WordprocessingML as text: paragraphs, runs, rules, tables, sections. Lengths in points unless named."""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from app.reports.metrics import BOLD, ITALIC, LINE
from app.reports.styles import (
    LOOKS,
    MM,
    PAGE,
    RED,
    RULE_WIDTH,
    TABLE_LINE,
    URGENCY_BEFORE,
    URGENCY_HEIGHT,
    Part,
)
from app.reports.tree import Align, Style

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
JUSTIFY = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right", Align.JUSTIFY: "both"}
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
HEADER_DEFAULT, HEADER_FIRST = "rIdHeader", "rIdHeaderFirst"

_HEADING_IDS = {Style.SECTION: "Heading1", Style.HEADING: "Heading2", Style.SUBHEADING: "Heading3"}
WIDE = "Wide"  # suffix of the smaller table styles


def twips(points: float) -> int:
    """Return twentieths of a point."""
    return round(points * 20)


def style_id(style: Style | Part) -> str:
    """Return the ASCII id of a style."""
    if isinstance(style, Style) and style in _HEADING_IDS:
        return _HEADING_IDS[style]
    return "".join(word.capitalize() for word in style.value.split("_"))


def run(text: str, face: int = 0, style_face: int = 0) -> str:
    """Return a run; only what differs from the style is written. Line feeds become breaks."""
    marks = ""
    if face & BOLD and not style_face & BOLD:
        marks += "<w:b/><w:bCs/>"
    if face & ITALIC and not style_face & ITALIC:
        marks += "<w:i/><w:iCs/>"
    marks = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    words = escape(text).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return f'<w:r>{marks}<w:t xml:space="preserve">{words}</w:t></w:r>'


def indent(left: float = 0, right: float = 0, hanging: float = 0, first: float | None = None) -> str:
    """Return the indents of a paragraph; ``first`` of 0 takes back the style's first line."""
    marks = f' w:left="{twips(left)}" w:right="{twips(right)}"'
    if hanging:
        marks += f' w:hanging="{twips(hanging)}"'
    elif first is not None:
        marks += f' w:firstLine="{twips(first)}"'
    return f"<w:ind{marks}/>"


def paragraph(
    runs: str,
    style: str,
    *,
    keep: bool = False,
    spacing: str = "",
    ind: str = "",
    align: Align | None = None,
    level: int | None = None,
    section: str = "",
) -> str:
    """Return a paragraph; the order of its properties is the one of the schema."""
    properties = f'<w:pStyle w:val="{style}"/>'
    if keep:
        properties += "<w:keepNext/>"
    properties += spacing + ind
    if align is not None:
        properties += f'<w:jc w:val="{JUSTIFY[align]}"/>'
    if level is not None:
        properties += f'<w:outlineLvl w:val="{level}"/>'
    return f"<w:p><w:pPr>{properties}{section}</w:pPr>{runs}</w:p>"


def rule(length: float, room: float, *, keep: bool = True) -> str:
    """Return a centred rule: the bottom border of a paragraph two points high (R12, R16, R28)."""
    side = twips((room - length) / 2)
    tied = "<w:keepNext/>" if keep else ""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style_id(Part.RULE)}"/>{tied}'
        f'<w:pBdr><w:bottom w:val="single" w:sz="{round(RULE_WIDTH * 8)}" w:space="0" '
        'w:color="000000"/></w:pBdr>'
        f'<w:ind w:left="{side}" w:right="{side}"/></w:pPr></w:p>'
    )


def mark(text: str, width: float, room: float, style: str) -> str:
    """Return a mark of urgency: a red frame of a given width around red words (R67)."""
    side = twips((room - width) / 2)
    inside = round(URGENCY_HEIGHT * MM / 2 - LOOKS[Part.URGENCY].size * LINE / 2)
    color = "".join(f"{round(part * 255):02X}" for part in RED)
    edge = f'w:val="single" w:sz="12" w:space="{inside}" w:color="{color}"'
    frame = "".join(f"<w:{name} {edge}/>" for name in ("top", "left", "bottom", "right"))
    red = f'<w:rPr><w:color w:val="{color}"/></w:rPr>'
    words = f'<w:r>{red}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:keepNext/><w:pBdr>{frame}</w:pBdr>'
        f'<w:spacing w:before="{twips(URGENCY_BEFORE)}"/><w:ind w:left="{side}" w:right="{side}"/></w:pPr>'
        f"{words}</w:p>"
    )


def picture(relation: str, width: float, height: float, description: str, style: str) -> str:
    """Return a paragraph that holds one picture in its line."""
    size = f'cx="{round(width * 12700)}" cy="{round(height * 12700)}"'
    about = quoteattr(description)
    drawing = (
        f'<w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" '
        f'distR="0"><wp:extent {size}/><wp:docPr id="1" name="Biểu đồ" descr={about}/>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr id="1" name="Biểu đồ" '
        f'descr={about}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/>'
        f'<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    return paragraph(f"<w:r>{drawing}</w:r>", style, keep=True, ind=indent(first=0), align=Align.CENTER)


def cell(content: str, width: float, *, span: int = 1, merge: str = "", middle: bool = False) -> str:
    """Return a table cell; ``merge`` is "restart" or "continue" for cells over several rows."""
    properties = f'<w:tcW w:w="{twips(width)}" w:type="dxa"/>'
    if span > 1:
        properties += f'<w:gridSpan w:val="{span}"/>'
    if merge:
        properties += f'<w:vMerge w:val="{merge}"/>'
    if middle:
        properties += '<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(cells: Iterable[str], *, header: bool = False, splits: bool = False) -> str:
    """Return a table row; rows stay whole unless told otherwise."""
    properties = "" if splits else "<w:cantSplit/>"
    properties += "<w:tblHeader/>" if header else ""
    properties = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def table(widths: list[float], rows: Iterable[str], *, ruled: bool, padding: float = 0) -> str:
    """Return a table of fixed column widths."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    line = f'w:val="single" w:sz="{round(TABLE_LINE * 8)}" w:space="0" w:color="000000"'
    drawn = line if ruled else 'w:val="nil"'
    borders = "".join(f"<w:{side} {drawn}/>" for side in sides)
    margins = "".join(f'<w:{side} w:w="{twips(padding)}" w:type="dxa"/>' for side in ("left", "right"))
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(twips(width) for width in widths)}" w:type="dxa"/>'
        f'<w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar>{margins}</w:tblCellMar><w:tblLook w:val="0000"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def section(*, landscape: bool, is_first: bool) -> str:
    """Return the properties of a section: A4, margins, its own page numbers (R01-R03, R07-R08)."""
    width, height = (twips(side * MM) for side in PAGE.size(landscape=landscape))
    orient = ' w:orient="landscape"' if landscape else ""
    sides = {"top": PAGE.top, "right": PAGE.right, "bottom": PAGE.bottom, "left": PAGE.left}
    margins = " ".join(f'w:{side}="{twips(length * MM)}"' for side, length in sides.items())
    header = twips(PAGE.header * MM)
    # Later sections take over the headers of the first.
    headers = (
        f'<w:headerReference w:type="default" r:id="{HEADER_DEFAULT}"/>'
        f'<w:headerReference w:type="first" r:id="{HEADER_FIRST}"/>'
        if is_first
        else ""
    )
    return (
        f'<w:sectPr>{headers}<w:type w:val="nextPage"/><w:pgSz w:w="{width}" w:h="{height}"{orient}/>'
        f'<w:pgMar {margins} w:header="{header}" w:footer="{header}" w:gutter="0"/>'
        '<w:pgNumType w:fmt="decimal" w:start="1"/><w:titlePg/></w:sectPr>'
    )


def section_break(properties: str) -> str:
    """Return the paragraph that ends a section; it takes no room."""
    return paragraph("", style_id(Part.BREAK), section=properties)
