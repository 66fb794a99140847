"""Lines to paragraphs: joins what the width of a page or a page break has cut (TXT and PDF)."""

import re
import statistics
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from app.core.text import one_line
from app.intake.readers.flat_tables import gather_flat_tables
from app.intake.readers.furniture import furniture_of, is_page_number
from app.intake.source import Block, Line
from app.intake.structure.markers import Marker, find_marker
from app.intake.vocabulary import INTRO, alternatives, patterns, word_list

_FOOTNOTE = re.compile(r"\s*(?:[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,2}|\[\d{1,2}\])\s*\S")
_MARKUP = re.compile(r"</?(?:sub|sup|b|i|u|br|em|strong)\s*/?>", re.IGNORECASE)
_EMPHASIS = re.compile(r"\*\*|__|(?<!\S)\*(?=\S)|(?<=\S)\*(?!\S)")
_HEADING_SIGNS = re.compile(r"^\s{0,3}#{1,6}\s+")
ENDINGS = (".", ";", ":", "!", "?", "./", "…", ".”", '."', "/.")
_OPENERS = re.compile(
    r"(?:[A-ZĐ][^,.;]{2,30},\s+ngày\s|Kính gửi|Nơi nhận|Số\s*:|V/v|CỘNG H[OÒÓ]|Độc lập|TM\.|KT\.|TL\."
    r"|TUQ\.|Điều \d|Phụ lục|PHỤ LỤC)",
    re.IGNORECASE,
)
HANGING = re.compile(
    r"(?:^|\s)(?:và|của|các|cho|với|về|tại|theo|trong|trên|từ|đến|để|bằng|là|do|khi|những|thuộc|giữa|hoặc"
    r"|như|[-–]|Giao|giao|[ỦUu][ỷỶyY] ban|Ủy ban|Ủy ban [Nn]hân|Sở|Bộ|Phòng|Ban|Hội|Mặt trận Tổ|Trung|Chủ"
    r"|Giám|Thủ)$"
)  # words after which nothing can end
_LABEL_AT_END = re.compile(
    r"[.;,(]\s*[^.;:()]{0,30}(?:chủ trì|phối hợp|thực hiện|hoàn thành|thời gian|thời hạn|sản phẩm)\s*:$",
    re.IGNORECASE,
)  # inside a paragraph; what a label names follows
_COUNTED = re.compile(r"(?:^|\s)(?:ngày|tháng|năm|[Qq]uý|Điều|khoản|điểm|lần|thứ|số)$")
_COUNT = re.compile(r"\d|[IVX]+\b")
_NEW_PARAGRAPH = re.compile(
    r"(?:Trên đây là|Nhận được"
    r"|(?:Chỉ thị|Công điện|Công văn|Kế hoạch|Quyết định|Thông báo|Nghị quyết|Văn bản) này"
    r"|(?:Cơ quan|Đơn vị|Người) (?:chủ trì|phối hợp|thực hiện)\b|Thời (?:gian|hạn)\b[^:]{0,25}:"
    r"|Sản phẩm\b[^:]{0,15}:|Kính đề nghị|Trân trọng)"
)
_TOPIC = re.compile(r"\S{1,6}\s+(?:Về|Đối với)\s")  # "3. Về đề nghị của …:" is answered on its own line
_BODY_OPENS = re.compile(rf"(?:{INTRO.pattern}|Ngày \d|Tại\s)")
_PROSE = 80  # characters; a shorter line may be a heading
_CUT_FROM = 55  # characters
_WRAPPED_FROM = 8  # lines; with fewer nothing can be said of the width


def without_markup(text: str) -> str:
    """Return a line without the signs of Markdown and HTML that converters leave in text files."""
    text = _HEADING_SIGNS.sub("", _MARKUP.sub("", text))
    return _EMPHASIS.sub("", text) if "*" in text or "__" in text else text


def page_width(lines: Iterable[str]) -> int | None:
    """Return the width at which lines were cut, None where paragraphs stand on one line each."""
    long = [line.strip() for line in lines if len(line.strip()) > 40]
    lengths = [len(line) for line in long]
    if len(lengths) < _WRAPPED_FROM:
        return _width_of_few(long)
    widest = statistics.quantiles(lengths, n=20)[-1]
    near = sum(1 for length in lengths if length > 0.72 * widest)
    return int(widest) if widest < 160 and near > 0.5 * len(lengths) else _width_of_few(long)


def _width_of_few(lines: Sequence[str]) -> int | None:
    """Of a short letter: the width at which two lines or more are cut in the middle of a sentence."""
    cut = [len(line) for line in lines if not line.endswith(ENDINGS) and len(line) >= _CUT_FROM]
    if len(cut) < 2 or max(map(len, lines)) >= 160 or max(cut) - min(cut) > 0.2 * max(cut):
        return None
    return max(map(len, lines))


def _is_double_spaced(lines: Sequence[Line]) -> bool:
    """Tell whether a blank line follows every line, so that blanks say nothing."""
    filled = [bool(line.text.strip()) for line in lines]
    pairs = sum(1 for here, after in pairwise(filled) if here and after)
    return pairs <= 0.1 * sum(filled)


def cells_of(text: str) -> tuple[str, ...]:
    """Return the cells of a table row written with upright strokes."""
    stripped = text.strip()
    if not (stripped.startswith("|") and stripped.count("|") >= 3):
        return ()
    return tuple(one_line(without_markup(cell)) for cell in stripped.strip("|").split("|"))


@lru_cache(maxsize=1)
def _dashed_names() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(word_list('bodies')['dashed'])})(?=\W|$)")


def _is_dashed_name(before: str, after: str) -> bool:
    """Tell whether a dash between two lines stands inside a name: "Đài Phát thanh" / "- Truyền hình"."""
    joint = len(before) + 1
    return any(
        match.start() < joint < match.end() for match in _dashed_names().finditer(f"{before} - {after}")
    )


class _Joiner:
    """Collects lines until one opens a paragraph of its own."""

    def __init__(self, lines: Sequence[Line], text: str, furniture: frozenset[int]) -> None:
        self.lines = lines
        self.text = text
        self.width = page_width(line.text for line in lines if not line.cells and not line.is_whole)
        self.is_spaced = self.width is not None and _is_double_spaced(lines)
        self.blocks: list[Block] = []
        self.parts: list[tuple[int, int, str, int | None]] = []
        self.is_whole = False
        self.furniture = furniture
        self.blank = False  # a blank line since the last one with words
        self.page_break = False  # the end of a page since the last one with words
        self.block_blank = False
        self.last_marker: dict[str, int] = {}

    def run(self) -> tuple[Block, ...]:
        place = 0
        for index, line in enumerate(self.lines):
            start, place = place, place + len(line.text) + 1
            if line.cells:
                self.flush()
                end = start + len(line.text)
                words = " | ".join(line.cells)
                self.blocks.append(Block(start, end, words, line.page, line.cells, line.table, self.blank))
                self.blank = self.page_break = False
                continue
            words = one_line(without_markup(line.text))
            if not words:
                self.blank = not self.is_spaced
                continue
            if index in self.furniture or (not line.is_whole and self.drop(words)):
                self.page_break = self.page_break or any(char.isalnum() for char in words)
                self.blank = self.blank or not self.page_break
                continue
            if self.parts and not self.continues(words, line):
                self.flush()
            if not self.parts:
                self.block_blank = self.blank
            self.parts.append((start, start + len(line.text), words, line.page))
            self.is_whole = line.is_whole
            self.blank = self.page_break = False
        self.flush()
        return tuple(self.blocks)

    def drop(self, words: str) -> bool:
        """Page numbers, and footnotes standing inside a sentence, are no part of the text."""
        if is_page_number(words) and (self.blank or not self.parts or not self.ends(self.parts[-1][2])):
            return True
        return bool(_FOOTNOTE.match(words)) and words[0] not in "0123456789"

    @staticmethod
    def ends(words: str) -> bool:
        return words.endswith(ENDINGS)

    def continues(self, words: str, line: Line) -> bool:
        """Decide whether a line goes on with the paragraph before it."""
        if self.is_whole or line.is_whole:
            return False
        before = self.parts[-1][2]
        if _OPENERS.match(words):
            return False
        marker = find_marker(words)
        if marker is not None and marker.is_bullet and _is_dashed_name(before, words[marker.length :]):
            return not self.blank
        if marker is not None and not self.is_false_marker(marker, before, words):
            return False
        if _OPENERS.match(self.parts[0][2]) and not before.startswith(("V/v", "V/V")) and self.blank:
            return False
        if (
            _LABEL_AT_END.search(before)
            or HANGING.search(before)
            or (_COUNTED.search(before) and _COUNT.match(words))
        ):
            return True
        is_open = not self.ends(before) and not _is_capitals(before)
        if self.is_under_title() and _BODY_OPENS.match(words):
            return False
        if self.page_break and is_open:
            return words[0].islower() or len(before) >= 0.6 * (self.width or _PROSE)
        if self.blank or self.width is None:
            return is_open and words[0].islower()
        if _is_capitals(before) != _is_capitals(words) and not words[0].islower():
            return False
        if words[0].islower() or before.endswith(","):
            return True
        if len(before) >= 0.72 * self.width:
            return self.joins(before, words)
        return not self.ends(before) and self.is_name_cut(before, words)

    def is_under_title(self) -> bool:
        """Tell whether the paragraph is what a title in capitals is about: "KẾ HOẠCH" / "Khắc phục …"."""
        under = self.blocks and _is_capitals(self.blocks[-1].text) and not self.blocks[-1].cells
        return bool(under) and find_marker(self.parts[0][2]) is None and not _is_capitals(self.parts[0][2])

    def joins(self, before: str, words: str) -> bool:
        """A full line that ends a sentence may still be followed by a new paragraph."""
        assert self.width is not None
        if not self.ends(before):
            return True
        if _NEW_PARAGRAPH.match(words):
            return False
        if before.endswith(":"):
            return _TOPIC.match(self.parts[0][2]) is not None
        first_word = len(words.split(" ", 1)[0])
        return len(before) + 1 + first_word > self.width * 0.94 and not words[0].isdigit()

    @staticmethod
    def is_name_cut(before: str, words: str) -> bool:
        """Tell whether a line was cut early inside a name: a heading is followed by an order or a party."""
        if _is_capitals(words):
            return False
        if patterns().verb_first.match(words) or patterns().body.match(words) or INTRO.match(words):
            return False
        return before.rsplit(" ", 1)[-1][:1].isupper()

    def is_false_marker(self, marker: Marker, before: str, words: str) -> bool:
        """A number or dash that the width of the page has brought to the front of a line."""
        if self.ends(before) or self.width is None or len(before) < 0.72 * self.width:
            return False
        if self.blank:
            return marker.is_bullet and words[marker.length : marker.length + 1].islower()
        if marker.is_bullet:
            return before[-1].isdigit() or words[marker.length : marker.length + 1].islower()
        return marker.style.startswith("dec") and marker.value not in (
            1,
            self.last_marker.get(marker.style, -1) + 1,
        )

    def flush(self) -> None:
        if not self.parts:
            return
        text = ""
        for _, _, words, _ in self.parts:
            text = f"{text} {words}" if text else words
        marker = find_marker(text)
        if marker is not None and marker.value is not None:
            self.last_marker[marker.style] = marker.value
        is_ragged = self.width is not None and len(self.parts[-1][2]) >= 0.72 * self.width
        self.blocks.append(
            Block(
                self.parts[0][0],
                self.parts[-1][1],
                text,
                self.parts[0][3],
                after_blank=self.block_blank,
                is_ragged=is_ragged,
            )
        )
        self.parts = []


def _is_capitals(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and sum(char.isupper() for char in letters) > 0.9 * len(letters)


def blocks_of(lines: Sequence[Line]) -> tuple[str, tuple[Block, ...]]:
    """Return the lines as one text and the blocks that stand in it."""
    text = "\n".join(line.text for line in lines)
    furniture = furniture_of(_words_of(lines))
    if gathered := gather_flat_tables(lines, furniture):
        lines, furniture = gathered, furniture_of(_words_of(gathered))
    return text, _Joiner(lines, text, furniture).run()


def _words_of(lines: Sequence[Line]) -> list[str]:
    """Return the words of the lines that a page may have cut, "" for rows and whole paragraphs."""
    return ["" if line.cells or line.is_whole else line.text for line in lines]
