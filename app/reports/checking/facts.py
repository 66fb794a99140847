"""What a paper looks like, neutral of its format: spans, paragraphs, sections, pages. Lengths in points."""

from dataclasses import dataclass
from enum import StrEnum

from app.core.text import one_line
from app.reports.tree import Align


class Zone(StrEnum):
    """Where a paragraph stands: across the page, in a column of letterhead or signature, in a table."""

    BODY = "body"
    LEFT = "left"
    RIGHT = "right"
    TABLE = "table"


GROUND = "nền màu"  # stands for the colour of words on a coloured ground


@dataclass(frozen=True, slots=True)
class Span:
    """Text of one look; ``fonts`` are all that could draw it, ``color`` is blank for black."""

    text: str
    fonts: tuple[str, ...] = ()
    size: float | None = None
    bold: bool = False
    italic: bool = False
    underline: bool = False
    color: str = ""
    embedded: bool = True
    raised: bool = False  # a footnote mark or an index: its size is its own


@dataclass(frozen=True, slots=True)
class Stroke:
    """The rule under a paragraph; a row of hyphens is not solid."""

    length: float
    is_solid: bool = True


@dataclass(frozen=True, slots=True)
class Para:
    """One paragraph. What a format cannot tell is None; ``lines`` are its printed lines where known."""

    spans: tuple[Span, ...]
    number: int = 0
    zone: Zone = Zone.BODY
    page: int | None = None
    section: int = 0
    table: tuple[int, int] | None = None  # the layout table and row it stands in
    align: Align | None = None
    start: float | None = None  # from the edge of the text to its first line
    left: float | None = None  # to its other lines
    before: float | None = None  # in PDF the whole gap above
    after: float | None = None
    line: float | None = None  # line height as a multiple of the font's own
    widest: float = 0  # width of its longest line
    lines: int = 1
    stroke: Stroke | None = None
    keep_next: bool = False
    baseline: float | None = None  # of its first line, from the top of the page
    center: float | None = None  # of its first line, from the left of the page
    offset: float | None = None  # of its middle from the middle of the text
    is_listed: bool = False  # its number or dash was set by the list function
    is_mechanical: bool = False  # no text because it holds a rule or ends a section
    starts_page: bool = False
    cannot_split: bool = False
    after_table: bool = False
    is_caption: bool = False  # a bold or italic line right above a table

    @property
    def raw(self) -> str:
        """The characters as the file has them."""
        return "".join(span.text for span in self.spans)

    @property
    def text(self) -> str:
        """The words in NFC on one line."""
        return one_line(self.raw)

    @property
    def words(self) -> tuple[Span, ...]:
        """The spans that draw something and stand on the line."""
        return tuple(span for span in self.spans if span.text.strip() and not span.raised)

    @property
    def bold(self) -> bool:
        """Whether every word is bold."""
        return bool(self.words) and all(span.bold for span in self.words)

    @property
    def italic(self) -> bool:
        """Whether every word is italic."""
        return bool(self.words) and all(span.italic for span in self.words)

    @property
    def is_caps(self) -> bool:
        """Whether all letters are capitals."""
        return any(char.isalpha() for char in self.text) and self.text == self.text.upper()

    @property
    def sizes(self) -> tuple[float, ...]:
        """The sizes of its words, each once."""
        return tuple(sorted({span.size for span in self.words if span.size is not None}))


@dataclass(frozen=True, slots=True)
class Numbering:
    """How a section of a Word file shows page numbers."""

    head: Para | None = None  # the paragraph of the default header that holds the field
    head_text: str = ""
    foot_text: str = ""
    has_foot_number: bool = False
    has_first_number: bool = False
    first_is_different: bool = False
    is_decimal: bool = True
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a Word file."""

    number: int
    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    gutter: float = 0
    has_table: bool = False
    has_text: bool = True
    numbering: Numbering = Numbering()

    @property
    def is_landscape(self) -> bool:
        """Whether the page lies on its side."""
        return self.width > self.height


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a PDF; ``head`` and ``foot`` are what stands in its margins above and below."""

    number: int
    width: float
    height: float
    rotation: int = 0
    left: float | None = None  # where its lines begin and end
    right: float | None = None
    lowest: float | None = None  # baseline of its last line, from the top
    highest: float | None = None
    head: tuple[Para, ...] = ()
    foot: tuple[Para, ...] = ()
    has_table: bool = False

    @property
    def is_landscape(self) -> bool:
        """Whether the page lies on its side."""
        return self.width > self.height


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything the rules look at; a Word file has sections, a PDF has pages."""

    format: str
    paras: tuple[Para, ...]
    sections: tuple[Section, ...] = ()
    pages: tuple[Page, ...] = ()

    @property
    def is_pdf(self) -> bool:
        """Whether positions are known instead of properties."""
        return self.format == "pdf"
