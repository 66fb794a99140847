"""Word documents: paragraphs with computed numbers, tables, text boxes, accepted text; no headers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from xml.etree.ElementTree import Element, fromstring

from app.core.text import normalize, one_line
from app.intake.readers.docx_guard import MOST_BYTES, open_package
from app.intake.readers.docx_numbering import Numbering, W, value_of
from app.intake.readers.layout import ENDINGS, HANGING, blocks_of
from app.intake.readers.legacy_text import by_font, conversion_of
from app.intake.readers.plain_text import lines_of
from app.intake.refusals import refuse_secret, refused
from app.intake.source import Conversion, Line, Source
from app.intake.structure.columns import read_columns
from app.intake.structure.markers import find_marker

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MOST_PARAGRAPHS = 60_000
_SKIPPED = {
    W + tag
    for tag in (
        "del",
        "moveFrom",
        "instrText",
        "delText",
        "footnoteReference",
        "endnoteReference",
        "pPr",
        "rPr",
        "sectPr",
        "tbl",
    )
}
_DATA_COLUMNS = 3
_LAYOUT_WORDS = ("cộng hòa", "cộng hoà", "nơi nhận", "độc lập", "tm.", "kt.", "tl.")


class _DocumentReader:
    """Reads the body of one document from top to bottom."""

    def __init__(self, numbering: Numbering, *, keeps_code: bool = False) -> None:
        self.numbering = numbering
        self.keeps_code = keeps_code
        self.converted: list[tuple[str, str, str]] = []  # font, before, after
        self.lines: list[Line] = []
        self.page = 1
        self.tables = 0
        self.paragraphs = 0

    def read(self, body: Element) -> list[Line]:
        for child in _flat(body):
            if child.tag == W + "p":
                self.lines += [Line(text, self.page, is_whole=True) for text in self.paragraph(child)]
            elif child.tag == W + "tbl":
                self._table(child)
        return self.lines

    def paragraph(self, element: Element) -> list[str]:
        """Return the lines of a paragraph (cut by its author), and those of text boxes it holds."""
        self.paragraphs += 1
        if self.paragraphs > _MOST_PARAGRAPHS:
            raise refused(
                "Văn bản có quá 60.000 đoạn nên không đọc.", "Chép riêng phần giao việc rồi đọc lại."
            )
        boxes: list[Element] = []
        text = normalize("".join(self._words(element, boxes, None)))
        label = self.numbering.label(element.find(W + "pPr"))
        if label and text.strip():
            text = f"{label} {text.lstrip()}"
        lines = [line.strip() for line in text.split("\n")] if text.strip() else [""]
        for box in boxes:
            for inner in _flat(box):
                if inner.tag == W + "p":
                    lines += self.paragraph(inner)
        return lines

    def _words(self, element: Element, boxes: list[Element], font: str | None) -> Iterator[str]:
        for child in element:
            tag = child.tag
            if tag in _SKIPPED:
                continue
            if tag == W + "r":
                properties = child.find(W + "rPr")
                if properties is not None and properties.find(W + "vanish") is not None:
                    continue
                yield from self._words(child, boxes, _font(properties))
            elif tag == W + "t":
                yield self._shown(child.text or "", font)
            elif tag == W + "tab":
                yield "\t"
            elif tag in (W + "br", W + "cr"):
                if child.get(W + "type") == "page":
                    self.page += 1
                else:
                    yield "\n"
            elif tag == W + "lastRenderedPageBreak":
                self.page += 1
            elif tag == W + "noBreakHyphen":
                yield "-"
            elif tag == W + "txbxContent":
                boxes.append(child)
            elif tag == _MC + "AlternateContent":
                choice = child.find(_MC + "Choice")
                if choice is None:
                    choice = child.find(_MC + "Fallback")
                if choice is not None:
                    yield from self._words(choice, boxes, font)
            else:
                yield from self._words(child, boxes, font)

    def _shown(self, text: str, font: str | None) -> str:
        shown = text if self.keeps_code else by_font(text, font)
        if shown != text:
            self.converted.append((font or "", text, shown))
        return shown

    @property
    def conversion(self) -> Conversion | None:
        """What was turned into Unicode because its font shows an old code."""
        if not self.converted:
            return None
        fonts, before, after = zip(*self.converted, strict=True)
        return conversion_of(f"phông {fonts[0]}", before, after)

    def _table(self, table: Element) -> None:
        self.tables += 1
        number = self.tables
        rows: list[tuple[list[list[str]], int]] = []
        above: dict[int, list[str]] = {}
        for row in (found for found in _flat(table) if found.tag == W + "tr"):
            page = self.page
            cells: list[list[str]] = []
            for cell in (found for found in _flat(row) if found.tag == W + "tc"):
                properties = cell.find(W + "tcPr")
                merge = properties.find(W + "vMerge") if properties is not None else None
                lines = self._cell(cell)
                if merge is not None and merge.get(W + "val") != "restart":
                    lines = above.get(len(cells), [])
                else:
                    above[len(cells)] = lines
                cells.append(lines)
                span = value_of(properties, "gridSpan") or "1"
                cells += [[] for _ in range(min(int(span) if span.isdigit() else 1, 60) - 1)]
            rows.append((cells, page))
        self._emit(rows, number)

    def _cell(self, cell: Element) -> list[str]:
        lines: list[str] = []
        for child in _flat(cell):
            if child.tag == W + "p":
                lines += [line for line in self.paragraph(child) if line]
            elif child.tag == W + "tbl":
                inner = _DocumentReader(self.numbering)
                inner.paragraphs = self.paragraphs
                inner._table(child)
                self.paragraphs = inner.paragraphs
                lines += [line.text for line in inner.lines if line.text]
        return lines

    def _emit(self, rows: list[tuple[list[list[str]], int]], number: int) -> None:
        flat = [tuple(one_line(" ".join(lines)) for lines in cells) for cells, _ in rows]
        if _is_data(flat):
            for words, (_, page) in zip(flat, rows, strict=True):
                self.lines.append(Line("| " + " | ".join(words) + " |", page, words, number))
            return
        for cells, page in rows:  # a table that only places things: its cells one after the other
            for lines in cells:
                self.lines += [Line(line, page, is_whole=True) for line in lines]
                self.lines.append(Line("", page))


def _is_data(rows: list[tuple[str, ...]]) -> bool:
    if any(read_columns(row) for row in rows[:4]):
        return True
    words = " ".join(cell for row in rows[:3] for cell in row).casefold()
    if any(word in words for word in _LAYOUT_WORDS):
        return False
    return max((len(row) for row in rows), default=0) >= _DATA_COLUMNS


_LONG = 40  # characters; a shorter paragraph may be a heading
_FEWEST_CUT = 2
_LITTLE_MORE = 1.2  # no paragraph is much longer than a line that was cut


def _is_cut(words: Sequence[str]) -> bool:
    """Tell whether paragraphs are only lines: text copied out of a PDF or a text file into Word."""
    cut = [
        len(here)
        for here, after in pairwise(words)
        if len(here) >= _LONG
        and not here.endswith(ENDINGS)
        and (after[0].islower() or HANGING.search(here))
        and not find_marker(after)
    ]
    return len(cut) >= _FEWEST_CUT and max(map(len, words)) <= _LITTLE_MORE * max(cut)


def _with_typed(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with what somebody typed or pasted: tables of strokes and tabs, cut lines."""
    typed = [
        line if line.cells else replace(found, page=line.page, is_whole=line.is_whole and not found.cells)
        for line, found in zip(lines, lines_of([line.text for line in lines]), strict=True)
    ]
    words = [line.text.strip() for line in typed if line.is_whole and line.text.strip()]
    return [replace(line, is_whole=False) for line in typed] if _is_cut(words) else typed


def _font(properties: Element | None) -> str | None:
    fonts = properties.find(W + "rFonts") if properties is not None else None
    return (fonts.get(W + "ascii") or fonts.get(W + "hAnsi")) if fonts is not None else None


def _flat(element: Element) -> Iterator[Element]:
    """Yield paragraphs, tables, rows and cells through content controls and tracked insertions."""
    for child in element:
        if child.tag in (
            W + "sdt",
            W + "sdtContent",
            W + "ins",
            W + "moveTo",
            W + "customXml",
            W + "smartTag",
        ):
            yield from _flat(child)
        elif child.tag not in (W + "del", W + "moveFrom"):
            yield child


def read_docx(content: bytes, name: str, *, keeps_code: bool = False) -> Source:
    """Return the text of a .docx with its paragraphs and tables."""
    if len(content) > MOST_BYTES:
        raise refused(f"Tệp “{name}” lớn quá 40 MB.", "Bỏ hình ảnh trong tệp rồi đọc lại.", code="E-TEP-06")
    parts = open_package(content, name)
    for header in parts.headers:
        refuse_secret("\n".join(element.text or "" for element in fromstring(header).iter(W + "t")))
    body = fromstring(parts.document).find(W + "body")
    if body is None:
        raise refused(f"Tệp “{name}” không có nội dung.", code="E-TEP-03")
    reader = _DocumentReader(Numbering.read(parts.numbering, parts.styles), keeps_code=keeps_code)
    lines = reader.read(body)
    if not any(line.text.strip() for line in lines):
        raise refused(
            f"Tệp “{name}” không có chữ nào (có thể chỉ là ảnh chụp).",
            "Xin bản Word gốc, hoặc dán nội dung vào ô văn bản.",
            code="E-TEP-03",
        )
    text, blocks = blocks_of(_with_typed(lines))
    warnings = (
        ("Tệp có liên kết ra ngoài; chương trình không mở các liên kết đó.",) if parts.has_links else ()
    )
    return Source(text, blocks, DOCX, warnings, reader.page, reader.conversion)
