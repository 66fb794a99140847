"""Tables that a copy has flattened: one cell a line, wide cells over several, the heading on every page.

The heading says the order of the columns; a row begins with its number; what a line may be (a body, a time,
the rest of the line before) says where the next cell begins.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from app.core.text import one_line
from app.intake.source import Line
from app.intake.structure.columns import column_kind, read_columns
from app.intake.vocabulary import patterns

_ROW = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,3})[.)]?")
_GROUP = re.compile(r"(?:[IVX]{1,5}|[A-H]|\d{1,2})[.)]\s+\S.*")
_GROUP_NUMBER = re.compile(r"[IVX]{1,5}[.)]?|[A-H][.)]?")
_ENDS_TABLE = re.compile(
    r"(?:Nơi nhận|Ghi chú|TM\.|KT\.|TL\.|TUQ\.|PHỤ LỤC|Phụ lục|Trên đây|Trong quá trình|Yêu cầu|Đề nghị"
    r"|Căn cứ)\b"
)
_TIME = re.compile(
    r"(?:(?:nhiệm vụ\s+)?thường xuyên|định kỳ|h[ằà]ng\s+(?:ngày|tuần|tháng|quý|năm)"
    r"|(?:trong\s+|từ\s+|đến\s+)?(?:quý|tháng|năm)\s+[\dIVX]|trước\s+(?:ngày|tháng|\d)|ngày\s+\d|\d{1,2}\s*/\s*\d{1,4}|(?:19|20)\d{2}|"
    r"khi có|theo (?:kế hoạch|tiến độ|lộ trình|quy định)|sau khi|hoàn thành|giai đoạn|6 tháng|cả năm)",
    re.IGNORECASE,
)
_GLUED_AFTER = re.compile(r"(?:[,;–-]|\s(?:và|của|các|cho|với|về|tại|theo|trong|thuộc|hoặc|số|Bộ|Sở|Ban))$")
_GLUED_BEFORE = re.compile(r"(?:và|Và|hoặc)\s")
_PLACE = re.compile(r"(?:Thành phố|Tỉnh|Huyện|Xã|Phường|Trung ương)\b")
_MOST_HEADING_LINES = 24
_MOST_CUT_LINES = 60
_FEWEST_COLUMNS = 4


def gather_flat_tables(lines: Sequence[Line], skipped: frozenset[int]) -> list[Line]:
    """Return the lines with every flattened table as rows of cells; a row keeps the words of its lines.

    ``skipped`` are the lines of the page's furniture.
    """
    result: list[Line] = []
    index, table = 0, 1000
    while index < len(lines):
        found = _heading_at(lines, index, skipped)
        if found is None:
            result.append(lines[index])
            index += 1
            continue
        table += 1
        labels, after = found
        reader = _Rows(lines, skipped, labels, table)
        rows, end = reader.read(after)
        if len(rows) < 2 or not reader.is_plausible(rows):
            result += lines[index : max(after, end)]  # no table: never looked at again
            index = max(after, end)
            continue
        result.append(_line(lines, index, after, labels, table))
        result += rows
        index = end
    return result


def _line(lines: Sequence[Line], start: int, end: int, cells: Sequence[str], table: int) -> Line:
    text = "\n".join(line.text for line in lines[start:end])
    return Line(text, lines[start].page, tuple(cells), table)


def _heading_at(lines: Sequence[Line], start: int, skipped: frozenset[int]) -> tuple[list[str], int] | None:
    """Return the column labels that begin at a line, and the line after them."""
    if lines[start].cells or start in skipped or column_kind(one_line(lines[start].text)) != "order":
        return None
    labels: list[str] = []
    index, pending = start, ""
    while index < min(len(lines), start + _MOST_HEADING_LINES):
        words = one_line(lines[index].text)
        if index in skipped or not words:
            index += 1
            continue
        if lines[index].cells or (labels and (_ROW.fullmatch(words) or _GROUP.fullmatch(words))):
            break
        if labels and _GROUP_NUMBER.fullmatch(words):
            break
        pending = one_line(f"{pending} {words}")
        following = one_line(lines[index + 1].text) if index + 1 < len(lines) else ""
        if column_kind(pending) is not None and not _goes_on(pending, following):
            labels.append(pending)
            pending = ""
        elif len(pending) > 60:
            return None
        index += 1
    if pending or len(labels) < _FEWEST_COLUMNS or read_columns(labels) is None:
        return None
    return labels, index


def _goes_on(pending: str, following: str) -> bool:
    """Tell whether a label goes on: "Thời gian" / "thực hiện"."""
    if not following or not (following[0].islower() or following[0] == "("):
        return False
    return column_kind(f"{pending} {following}") is not None or following.startswith("(")


class _Rows:
    """Deals the lines of one table out to its columns."""

    def __init__(
        self, lines: Sequence[Line], skipped: frozenset[int], labels: Sequence[str], table: int
    ) -> None:
        self.lines = lines
        self.skipped = skipped
        self.labels = list(labels)
        self.kinds = [column_kind(label) or "none" for label in labels]
        self.table = table

    def read(self, start: int) -> tuple[list[Line], int]:
        """Return the rows from a line on, and the line after the table."""
        rows: list[Line] = []
        index = start
        while index < len(self.lines):
            words = one_line(self.lines[index].text)
            if index in self.skipped or not words:
                index += 1
                continue
            if after := self._heading_again(index):
                index = self._after_heading(rows, after)
                continue
            if self.lines[index].cells or _ENDS_TABLE.match(words):
                break
            if not (_ROW.fullmatch(words) or _GROUP_NUMBER.fullmatch(words) or _GROUP.fullmatch(words)):
                break
            end = self._end_of_row(index)
            rows.append(self._row(index, end))
            index = end
        return rows, index

    def _end_of_row(self, start: int) -> int:
        index = start + 1
        while index < len(self.lines):
            words = one_line(self.lines[index].text)
            if self.lines[index].cells or (words and _ENDS_TABLE.match(words)):
                break
            is_kept = words and index not in self.skipped
            if is_kept and (self._begins_row(start, words) or self._heading_again(index)):
                break
            index += 1
        return index

    def _heading_again(self, start: int) -> int:
        """Return the line after the heading where a page repeats it, 0 where it does not."""
        wanted, words = " ".join(self.labels), ""
        if not wanted.startswith(one_line(self.lines[start].text)):
            return 0
        for index in range(start, min(len(self.lines), start + _MOST_HEADING_LINES)):
            words = one_line(f"{words} {self.lines[index].text}")
            if words == wanted:
                return index + 1
            if not wanted.startswith(words):
                return 0
        return 0

    def _begins_row(self, start: int, words: str) -> bool:
        """A bare number begins a row when it follows the number of the row before."""
        if _GROUP_NUMBER.fullmatch(words) or (_GROUP.fullmatch(words) and words[0] in "IVXABCDEGH"):
            return True
        match = _ROW.fullmatch(words)
        if match is None:
            group = re.match(r"(\d{1,2})\.\s+[A-ZĐÀ-Ỹ]", words)
            before = re.match(r"(\d{1,2})", one_line(self.lines[start].text))
            return bool(group and before and int(group[1]) == int(before[1]) + 1)
        before = _ROW.match(one_line(self.lines[start].text))
        if before is None:
            return True
        ours = [int(part) for part in match[1].split(".")]
        last = [int(part) for part in before[1].split(".")]
        return ours > last and (ours[0] - last[0] <= 3)

    def _row(self, start: int, end: int) -> Line:
        words = self._words(start, end)
        cells = [""] * len(self.labels)
        first = words[0]
        if _GROUP.fullmatch(first) and not _ROW.fullmatch(first):
            cells[self.kinds.index("content")] = one_line(" ".join(words))
            return _line(self.lines, start, end, cells, self.table)
        cells[0] = first
        for column, value in self._deal(words[1:]).items():
            cells[column] = value
        return _line(self.lines, start, end, cells, self.table)

    def _words(self, start: int, end: int) -> list[str]:
        return [
            text
            for index in range(start, end)
            if index not in self.skipped and (text := one_line(self.lines[index].text))
        ]

    def _deal(self, words: Sequence[str]) -> dict[int, str]:
        """Give the lines of a row to the columns from left to right."""
        cells: dict[int, str] = {}
        column = 1
        for place, text in enumerate(words):
            if place and column < len(self.kinds) - 1:
                column = self._column_of(words, place, column)
            is_another = cells.get(column) and self._names_another(words, place, column)
            cells[column] = one_line(f"{cells.get(column, '')}{';' if is_another else ''} {text}")
        return cells

    def _names_another(self, words: Sequence[str], place: int, column: int) -> bool:
        """Tell whether a line of a cell of bodies begins the next body."""
        if self.kinds[column] not in ("lead", "support") or _GLUED_AFTER.search(words[place - 1]):
            return False
        return patterns().body.match(words[place]) is not None and not _PLACE.match(words[place])

    def _column_of(self, words: Sequence[str], place: int, column: int) -> int:
        """Return the column of a line: the one before it, or the first later one whose cells look like it."""
        text, before = words[place], words[place - 1]
        if text[0].islower() and not _TIME.match(text):
            return column
        if _GLUED_AFTER.search(before) or _GLUED_BEFORE.match(text):
            return column
        is_body = patterns().body.match(text) is not None
        is_time = _TIME.match(" ".join(words[place : place + 2])) is not None
        kind = self.kinds[column]
        rest = range(column + 1, len(self.kinds))
        if is_time and place >= len(words) - 3 and "due" in self.kinds[column + 1 :]:
            return next(later for later in rest if self.kinds[later] == "due")
        if is_body and kind in ("content", "lead", "order"):
            wanted = ("lead", "support") if kind != "lead" else ("support",)
            return next((later for later in rest if self.kinds[later] in wanted), column)
        if kind in ("lead", "support") and not is_body:
            return next((later for later in rest if self.kinds[later] in ("product", "none")), column)
        return column

    def _after_heading(self, rows: list[Line], index: int) -> int:
        """The rest of a row that a page has cut stands under the repeated heading."""
        last = min(len(self.lines), index + _MOST_CUT_LINES)
        end = next((later for later in range(index, last) if self._opens_something(later)), last)
        pieces = self._words(index, end)
        if not pieces:
            return index
        if rows and pieces[0][0].islower():
            rows[-1] = replace(rows[-1], cells=self._completed(rows[-1].cells, pieces))
        return end

    def _opens_something(self, index: int) -> bool:
        words = one_line(self.lines[index].text)
        if not words or index in self.skipped:
            return False
        opens = _ROW.fullmatch(words) or _GROUP.fullmatch(words) or _ENDS_TABLE.match(words)
        return bool(opens or self._heading_again(index))

    def _completed(self, row: Sequence[str], pieces: Sequence[str]) -> tuple[str, ...]:
        """Go on with the content, then with the cells that were cut inside a name."""
        cells, content = list(row), self.kinds.index("content")
        cut = [place for place, cell in enumerate(cells) if place != content and _GLUED_AFTER.search(cell)]
        column = content
        for text in pieces:
            is_next = cells[column].endswith((".", ";")) or (column != content and text[0].isupper())
            if is_next and cut:
                column = cut.pop(0)
            cells[column] = one_line(f"{cells[column]} {text}")
        return tuple(cells)

    def is_plausible(self, rows: Sequence[Line]) -> bool:
        """A table has rows whose content is followed by somebody or some time."""
        wanted = [c for c, kind in enumerate(self.kinds) if kind in ("lead", "due")]
        content = self.kinds.index("content")
        full = sum(1 for row in rows if row.cells[content] and any(row.cells[c] for c in wanted))
        return full >= max(1, len(rows) // 3)
