"""The document tree: one immutable description of a paper, read by every renderer.

Nodes speak of meaning and named styles (``styles.py``), never of fonts or file formats. A renderer that
meets a node it does not know raises: nothing is dropped silently. All text is NFC, on one line per node.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Style(StrEnum):
    """Named paragraph styles; each renderer holds one table of what they look like."""

    BODY = "body"  # justified, first line indented (R34-R38)
    BASIS = "basis"  # căn cứ: italic (R32)
    SECTION = "section"  # "I. TIÊU ĐỀ", bold capitals (R41)
    HEADING = "heading"  # "1. Tiêu đề", bold (R41)
    SUBHEADING = "subheading"  # "a) …", regular (R41)
    TITLE = "title"  # tên loại: "BÁO CÁO" (R26)
    SUBJECT = "subject"  # trích yếu under the title (R27)
    NOTE = "note"  # centred italic line under the subject, e.g. the data window
    ADDRESSEE = "addressee"  # "Kính gửi: …" (R31)
    ANNEX_LABEL = "annex_label"  # "Phụ lục I" (R61)
    ANNEX_TITLE = "annex_title"  # capitals, bold (R62)
    ANNEX_LINK = "annex_link"  # "(Kèm theo …)" italic (R63)
    TABLE_TITLE = "table_title"  # a bold line above a table
    TABLE_UNIT = "table_unit"  # "Đơn vị tính: …", right, italic
    SOURCE = "source"  # where a chart's numbers come from, centred, italic


class Align(StrEnum):
    """Horizontal place of a table cell's content."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph; bold and italic are added to what the style already says."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a named style; ``keep_with_next`` ties it to the node after it."""

    runs: tuple[Run, ...]
    style: Style = Style.BODY
    keep_with_next: bool = False
    outline_level: int | None = None  # 1-3: appears in the outline of PDF and DOCX

    @property
    def text(self) -> str:
        """The paragraph's words without marks."""
        return "".join(run.text for run in self.runs)


def paragraph(text: str, style: Style = Style.BODY, *, keep_with_next: bool = False) -> Paragraph:
    """Make a paragraph of one run."""
    levels = {Style.SECTION: 1, Style.HEADING: 2, Style.ANNEX_LABEL: 1}
    return Paragraph((Run(text),), style, keep_with_next or style in levels, outline_level=levels.get(style))


@dataclass(frozen=True, slots=True)
class Heading:
    """The block at the top of page one: agency on the left, Quốc hiệu on the right (R10-R24, R29)."""

    superior: str | None  # printed regular, capitals (R14); None for an UBND
    issuer: tuple[str, ...]  # printed bold, capitals, one entry per official line (R15)
    number: str | None  # "15"; None leaves the gap of a draft (R21)
    symbol: str  # "BC-UBND"
    place: str  # địa danh (R22)
    issued_on: date | None  # None leaves the gap of a draft (R21)
    year: int | None = None  # printed after the gaps of a draft
    subject_line: str | None = None  # công văn only: "V/v …" under the number (R29)
    urgency: str = ""  # "KHẨN": a framed mark below the number (R67)


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """Tên loại, trích yếu and the short rule under them (R26-R28), then an optional note in brackets."""

    kind: str  # "BÁO CÁO"
    subject: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Addressees:
    """Kính gửi: one on the same line, several as an aligned list (R30-R31). Items carry no end marks."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """Nơi nhận on the left, authority, title and name on the right, never split (R46-R56)."""

    recipients: tuple[str, ...]  # without "- " and end marks; the last is "Lưu: VT, NV"
    authority: tuple[str, ...]  # ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    name: str  # blank when the unit has named no signer


CellValue = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell with typed content: XLSX receives the value, DOCX and PDF its Vietnamese form.

    ``text`` replaces the printed form where a state stands for a number ("không phát sinh"); ``decimals``
    fixes the digits after the comma; ``percent`` marks a value already in percent (32.3 prints 32,3%). A line
    feed in text starts a new line inside the cell.
    """

    value: CellValue = None
    text: str | None = None
    align: Align | None = None  # None: the column's own
    bold: bool = False
    italic: bool = False
    colspan: int = 1
    rowspan: int = 1
    percent: bool = False
    decimals: int | None = None
    indent: int = 0  # levels of 3 mm for rows that belong to the one above


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its share of the width and the place of its content; a word too wide for it widens it."""

    weight: float
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Row:
    """One table row; cells covered by a span above or to the left are left out, as in HTML."""

    cells: tuple[Cell, ...]
    is_group: bool = False  # a heading inside the body: bold, kept with the next row


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; header rows repeat on every page and rows are not split where they fit on one page."""

    columns: tuple[Column, ...]
    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    caption: str | None = None  # names the sheet in XLSX where a table of the main part gets its own
    numbered_columns: bool = False  # a row "(1) (2) (3) …" closes the header


@dataclass(frozen=True, slots=True)
class Party:
    """One of two parties that sign side by side: its line in capitals and the name below."""

    authority: tuple[str, ...]  # ("BÊN GIAO",)
    name: str = ""


@dataclass(frozen=True, slots=True)
class PartySignatures:
    """The signatures of a record that two parties make, side by side above the office's own; never split."""

    left: Party
    right: Party


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """One grey of columns: what they count and how many of it each category has."""

    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns side by side in greys under their numbers; XLSX writes the numbers as a table.

    ``lying`` takes bars from the left instead, one for each category with its series end to end: for many
    categories or long names.
    """

    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    description: str  # for those who cannot see it, and the name of its table
    height: float = 62  # millimetres
    lying: bool = False


@dataclass(frozen=True, slots=True)
class Spacer:
    """Room between two tables or blocks, in points; never made of empty paragraphs."""

    points: float = 6


Block = (
    Heading | TitleBlock | Addressees | Paragraph | Table | Chart | SignatureBlock | PartySignatures | Spacer
)


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex: its own section and page numbers (R08, R60-R64). ``numeral`` is None for a single annex."""

    numeral: str | None  # "I", "II", …
    title: str  # printed in capitals
    link: str  # "Kèm theo Báo cáo số …/BC-UBND ngày … tháng … năm … của …"
    blocks: tuple[Block, ...]
    landscape: bool = False
    sheet_name: str = ""  # XLSX, at most 31 characters


@dataclass(frozen=True, slots=True)
class Document:
    """A whole paper: main part and annexes, with what file properties need."""

    title: str  # file property, e.g. "Báo cáo tháng 3/2024 - Xã Mẫu"
    author: str  # the issuing body
    blocks: tuple[Block, ...]
    annexes: tuple[Annex, ...] = ()
    is_draft: bool = True
    created_on: date | None = None  # fixes file properties; None: 1980-01-01 (output stays reproducible)
    keywords: tuple[str, ...] = field(default=())
