"""The one table of typographic constants, read by renderers and checker (NĐ 30/2020/NĐ-CP, Phụ lục I).

Lengths are millimetres, sizes and gaps are points, line heights are multiples of the font's natural line.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.reports.tree import Align, Style

FONT = "Times New Roman"  # R04
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")  # annexes (R60), sections (R41)
LANGUAGE = "vi-VN"
MM = 72 / 25.4  # points in a millimetre
TWIPS_PER_MM = 1440 / 25.4

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"  # R10
MOTTO = "Độc lập - Tự do - Hạnh phúc"  # R11

# A no-break space is a quarter of an em; twelve at 13 points are 13.8 mm, and no line breaks there (R21).
GAP = "\u00a0" * 12
SHORT_GAP = "\u00a0" * 6  # where a long place name leaves no room for more


@dataclass(frozen=True, slots=True)
class Page:
    """A4 with margins inside the bands of R01-R03; landscape swaps the sides and keeps the margins."""

    width: float = 210
    height: float = 297
    left: float = 30
    right: float = 15
    top: float = 20
    bottom: float = 20
    header: float = 10

    def size(self, *, landscape: bool) -> tuple[float, float]:
        """Return width and height as the page lies."""
        return (self.height, self.width) if landscape else (self.width, self.height)

    def text_width(self, *, landscape: bool = False) -> float:
        """Return the width between the margins."""
        return self.size(landscape=landscape)[0] - self.left - self.right

    def text_height(self, *, landscape: bool = False) -> float:
        """Return the height between the margins."""
        return self.size(landscape=landscape)[1] - self.top - self.bottom


PAGE = Page()

# The two columns of the letterhead, without cell padding: Quốc hiệu at 12 points is 88.3 mm (1.7).
HEAD_LEFT, HEAD_RIGHT = 69.0, 96.0
SIGN_LEFT, SIGN_RIGHT = 75.0, 90.0
SIGNATURE_ROOM = 34.5  # between the baselines of title and name; at least 28 mm stay free (R50)

ISSUER_RULE = 0.42  # of the longest line: inside 1/3-1/2 (R16)
SUBJECT_RULE = 0.40  # R28
RULE_WIDTH = 0.75  # points

CELL_PADDING = 1.2  # left and right of a table cell
CELL_GAP = 1.5  # points above and below the text of a table cell
TABLE_LINE = 0.5  # points
WIDE_TABLE = 9  # from this many columns on a table is set in the smaller size
TABLE_SIZE, TABLE_SIZE_WIDE = 12.0, 11.0  # R45: never below 11
INDENT_STEP = 3.0


class Part(StrEnum):
    """Styles of the fixed blocks, beside the styles a paragraph can name."""

    NATION = "nation"
    MOTTO = "motto"
    SUPERIOR = "superior"
    ISSUER = "issuer"
    NUMBER = "number"
    PLACE_DATE = "place_date"
    ABOUT = "about"
    URGENCY = "urgency"
    RECIPIENTS = "recipients"
    RECIPIENT = "recipient"
    AUTHORITY = "authority"
    SIGNER = "signer"
    PAGE_NUMBER = "page_number"
    TABLE_TEXT = "table_text"
    TABLE_HEADER = "table_header"
    RULE = "rule"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Look:
    """How a style looks; ``name`` is what Word's list of styles shows."""

    name: str
    size: float
    bold: bool = False
    italic: bool = False
    align: Align = Align.LEFT
    first_line: float = 0
    before: float = 0
    after: float = 0
    line: float = 1.0
    keep_next: bool = False
    level: int | None = None

    @property
    def face(self) -> int:
        """The face number of the style: bold adds 1, italic adds 2."""
        return (1 if self.bold else 0) + (2 if self.italic else 0)


_INDENT = 12.7  # R36
_C = Align.CENTER

LOOKS: dict[Style | Part, Look] = {
    Style.BODY: Look("Nội dung", 14, align=Align.JUSTIFY, first_line=_INDENT, before=6, line=1.15),
    Style.BASIS: Look(
        "Căn cứ", 14, italic=True, align=Align.JUSTIFY, first_line=_INDENT, before=6, line=1.15
    ),
    Style.SECTION: Look(
        "heading 1",
        14,
        bold=True,
        align=Align.JUSTIFY,
        first_line=_INDENT,
        before=9,
        line=1.15,
        keep_next=True,
        level=1,
    ),
    Style.HEADING: Look(
        "heading 2",
        14,
        bold=True,
        align=Align.JUSTIFY,
        first_line=_INDENT,
        before=6,
        line=1.15,
        keep_next=True,
        level=2,
    ),
    Style.SUBHEADING: Look(
        "heading 3", 14, align=Align.JUSTIFY, first_line=_INDENT, before=6, line=1.15, keep_next=True, level=3
    ),
    Style.TITLE: Look("Tên loại", 14, bold=True, align=_C, before=16, keep_next=True),
    Style.SUBJECT: Look("Trích yếu", 14, bold=True, align=_C, keep_next=True),
    Style.NOTE: Look("Ghi chú đầu", 14, italic=True, align=_C, before=6),
    Style.ADDRESSEE: Look("Kính gửi", 14, before=12, after=6, line=1.15),
    Style.ANNEX_LABEL: Look("Tên phụ lục", 14, bold=True, align=_C, keep_next=True, level=1),
    Style.ANNEX_TITLE: Look("Tiêu đề phụ lục", 14, bold=True, align=_C, keep_next=True),
    Style.ANNEX_LINK: Look("Kèm theo", 14, italic=True, align=_C, keep_next=True),
    Style.TABLE_TITLE: Look("Tên bảng", 13, bold=True, before=9, after=4, keep_next=True),
    Style.TABLE_UNIT: Look(
        "Đơn vị tính", 12, italic=True, align=Align.RIGHT, before=4, after=3, keep_next=True
    ),
    Style.SOURCE: Look("Nguồn số liệu", 12, italic=True, align=_C, before=2, after=4),
    Part.NATION: Look("Quốc hiệu", 12, bold=True, align=_C),
    Part.MOTTO: Look("Tiêu ngữ", 13, bold=True, align=_C),
    Part.SUPERIOR: Look("Cơ quan chủ quản", 12, align=_C),
    Part.ISSUER: Look("Cơ quan ban hành", 12, bold=True, align=_C),
    Part.NUMBER: Look("Số ký hiệu", 13, align=_C, before=8),
    Part.PLACE_DATE: Look("Địa danh ngày tháng", 13, italic=True, align=_C, before=8),
    Part.ABOUT: Look("Trích yếu công văn", 12, align=_C, before=6),
    Part.URGENCY: Look("Dấu chỉ độ khẩn", 13, bold=True, align=_C),
    Part.RECIPIENTS: Look("Nơi nhận", 12, bold=True, italic=True),
    Part.RECIPIENT: Look("Danh sách nơi nhận", 11),
    Part.AUTHORITY: Look("Chức vụ người ký", 14, bold=True, align=_C),
    Part.SIGNER: Look("Họ tên người ký", 14, bold=True, align=_C),
    Part.PAGE_NUMBER: Look("Số trang", 14, align=_C),
    Part.TABLE_TEXT: Look("Chữ trong bảng", TABLE_SIZE),
    Part.TABLE_HEADER: Look("Đầu bảng", TABLE_SIZE, bold=True, align=_C, keep_next=True),
    Part.RULE: Look("Đường kẻ", 1),
    Part.BREAK: Look("Hết phần", 1),
}

# Marks of urgency with the widths of their frames in millimetres (R67).
URGENCIES = {"KHẨN": 20.0, "THƯỢNG KHẨN": 40.0, "HỎA TỐC": 30.0}
URGENCY_HEIGHT, URGENCY_BEFORE = 8.0, 8.0  # millimetres, points
RED = (0.85, 0.0, 0.0)

SIGNATURE_BEFORE = 12.0  # points between the body and the signature block
ADDRESSEE_WORD = "Kính gửi: "
RECIPIENTS_WORD = "Nơi nhận:"


def table_size(columns: int) -> float:
    """Return the text size of a table with this many columns."""
    return TABLE_SIZE_WIDE if columns >= WIDE_TABLE else TABLE_SIZE
