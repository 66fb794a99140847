"""A Word file as facts: its paragraphs in order with the look that Word gives them, its sections."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from app.core.text import exact_key
from app.reports.checking.facts import Paper, Para, Section, Span, Stroke, Zone
from app.reports.checking.kinds import kind_of_title
from app.reports.checking.word_package import W, WordPackage
from app.reports.checking.word_runs import Content, RunReader
from app.reports.checking.word_sections import read_section
from app.reports.checking.word_styles import Marks, Styles, number, para_marks, value
from app.reports.fonts import default_metrics
from app.reports.tree import Align

_TWIP = 1 / 20
_CELL_MARGIN = 108.0  # twips: Word's own left and right of a cell
_ALIGNS = {
    "left": Align.LEFT,
    "start": Align.LEFT,
    "center": Align.CENTER,
    "right": Align.RIGHT,
    "end": Align.RIGHT,
    "both": Align.JUSTIFY,
    "distribute": Align.JUSTIFY,
}
_RULE_SIGNS = re.compile(r"[_─—\-–\s]{3,}")
_LAYOUT = re.compile(r"xã hội chủ nghĩa|độc lập|nơi nhận\s*:|^số\s*:.*/", re.MULTILINE)
_TABBED = re.compile(r"xã hội chủ nghĩa|độc lập\W+tự do|nơi nhận|^số\s*:|\bngày\b.*\btháng\b|^\W*[_─—]+\t")
_HEADS = re.compile(r"^phụ lục(?:\s+[ivxlc\d]+)?\W*$|^kính gửi\s*:")
_SINGLE = 1.149  # of the size: the natural line of Times New Roman


@dataclass(frozen=True, slots=True)
class Frame:
    """Where paragraphs stand: the room they have, their zone, the table around them."""

    room: float
    zone: Zone = Zone.BODY
    table: tuple[int, int] | None = None
    base: tuple[Marks, Marks] = ({}, {})  # what the table's style says
    cannot_split: bool = False


class WordReader:
    """Walks through the body once."""

    def __init__(self, package: WordPackage) -> None:
        self._package = package
        self._styles = Styles(package)
        self._runs = RunReader(self._styles)
        self._paras: list[Para] = []
        self._sections: list[Section] = []
        self._tables = 0
        self._section_has_table = False
        self._after_table = False
        self._new_page = False

    def read(self) -> Paper:
        """Return the facts of the file."""
        document = self._package.tree("word/document.xml")
        body = None if document is None else document.find(f"{W}body")
        if body is None:
            return Paper("docx", ())
        properties = list(body.iter(f"{W}sectPr"))
        rooms = [_text_width(item) for item in properties] or [468.0]
        for child in _blocks(body):
            room = rooms[min(len(self._sections), len(rooms) - 1)]
            if child.tag == f"{W}p":
                self._paragraph(child, Frame(room))
            elif child.tag == f"{W}tbl":
                self._table(child, room)
            elif child.tag == f"{W}sectPr":
                self._end_section(child)
        return Paper("docx", tuple(self._paras), tuple(self._sections))

    def _end_section(self, properties: Element) -> None:
        at = len(self._sections)
        has_text = any(para.section == at and para.text for para in self._paras)
        before = self._sections[-1].numbering if self._sections else None
        self._sections.append(
            replace(
                read_section(properties, at + 1, self._package, before, self._look_of),
                has_table=self._section_has_table,
                has_text=has_text,
            )
        )
        self._section_has_table = False
        self._new_page = value(properties.find(f"{W}type")) != "continuous"

    def _look_of(self, paragraph: Element) -> tuple[Para, Content]:
        marks, run = self._marks(paragraph, ({}, {}))
        content = self._runs.read(paragraph, run)
        return self._para(content, marks, Frame(468.0)), content

    def _marks(self, paragraph: Element, base: tuple[Marks, Marks]) -> tuple[Marks, Marks]:
        properties = paragraph.find(f"{W}pPr")
        style = value(properties.find(f"{W}pStyle")) if properties is not None else None
        own_para, own_run = self._styles.style(style)
        direct = para_marks(properties)
        marks = self._styles.para_defaults | base[0] | own_para
        level = self._styles.list_level(marks | direct)
        if level is not None:
            marks = marks | level.indents
        return marks | direct, self._styles.run_defaults | base[1] | own_run

    def _paragraph(self, paragraph: Element, frame: Frame) -> None:
        marks, run = self._marks(paragraph, frame.base)
        content = self._runs.read(paragraph, run)
        level = self._styles.list_level(marks)
        is_listed = level is not None and any(span.text.strip() for span in content.spans)
        if level is not None and is_listed:
            first = next(span for span in content.spans if span.text.strip())
            content.spans.insert(0, replace(first, text=self._styles.label(marks, level), raised=False))
        ends = paragraph.find(f"{W}pPr/{W}sectPr")
        para = self._para(content, marks, frame)
        mechanical = not para.text and (ends is not None or bool(marks.get("border")) or content.has_drawing)
        para = replace(
            para,
            is_listed=is_listed,
            is_mechanical=mechanical,
            starts_page=self._new_page or bool(marks.get("pageBreakBefore")),
            after_table=self._after_table,
        )
        self._after_table = False
        self._new_page = content.breaks_page
        self._place(para, marks, content, frame)
        if ends is not None:
            self._end_section(ends)

    def _place(self, para: Para, marks: Marks, content: Content, frame: Frame) -> None:
        """Add a paragraph, its rule to the one above, its halves where tabs part it."""
        if frame.zone is Zone.BODY and "\t" in para.raw.strip() and _TABBED.search(exact_key_lines(para.raw)):
            self._place_halves(para, frame)
            return
        stroke = self._stroke(para, marks, content, frame)
        if not para.text or (stroke is not None and _RULE_SIGNS.fullmatch(para.text)):
            if stroke is not None:
                self._underline(stroke, frame)
            self._add(replace(para, spans=(), is_mechanical=True) if stroke is not None else para)
            return
        para = replace(para, stroke=stroke)
        if "\n" in para.raw.strip() and (frame.zone in {Zone.LEFT, Zone.RIGHT} or _is_broken_head(para)):
            for part in _broken(para):
                if _RULE_SIGNS.fullmatch(part.text):
                    self._underline(self._signs(part), frame)
                else:
                    self._add(replace(part, widest=self._width(part)))
        else:
            self._add(para)

    def _place_halves(self, para: Para, frame: Frame) -> None:
        for part in _halves(para):
            if _RULE_SIGNS.fullmatch(part.text):
                self._underline(self._signs(part), Frame(frame.room, part.zone))
            elif part.text:
                self._add(replace(part, widest=self._width(part)))

    def _add(self, para: Para) -> None:
        self._paras.append(replace(para, number=len(self._paras) + 1, section=len(self._sections)))

    def _underline(self, stroke: Stroke, frame: Frame) -> None:
        for at in range(len(self._paras) - 1, max(len(self._paras) - 8, -1), -1):
            para = self._paras[at]
            same = para.zone is frame.zone and para.section == len(self._sections)
            if same and para.text and (frame.table is None or para.table == frame.table):
                self._paras[at] = replace(para, stroke=stroke)
                return

    def _stroke(self, para: Para, marks: Marks, content: Content, frame: Frame) -> Stroke | None:
        if content.stroke is not None:
            return content.stroke
        if marks.get("border"):
            sides = (number(marks.get("left")) or 0) + (number(marks.get("right")) or 0)
            return Stroke(max(frame.room - sides * _TWIP, 0))
        return self._signs(para) if _RULE_SIGNS.fullmatch(para.text) else None

    def _signs(self, para: Para) -> Stroke:
        return Stroke(self._width(para), is_solid="_" in para.text or "─" in para.text or "—" in para.text)

    def _width(self, para: Para) -> float:
        metrics = default_metrics()
        widths = [0.0]
        for span in para.spans:
            face = (1 if span.bold else 0) + (2 if span.italic else 0)
            first, *rest = span.text.split("\n")
            widths[-1] += metrics.width(first, span.size or 0, face)
            widths += [metrics.width(line, span.size or 0, face) for line in rest]
        return max(widths)

    def _para(self, content: Content, marks: Marks, frame: Frame) -> Para:
        left = (number(marks.get("left")) or 0) * _TWIP
        first = (number(marks.get("first")) or 0) * _TWIP
        right = (number(marks.get("right")) or 0) * _TWIP
        para = Para(
            tuple(content.spans),
            zone=frame.zone,
            table=frame.table,
            align=_ALIGNS.get(marks.get("jc", "left"), Align.LEFT),
            start=left + first,
            left=left,
            before=_gap(marks, "before"),
            after=_gap(marks, "after"),
            line=_line(marks, content.spans),
            keep_next=bool(marks.get("keepNext")),
            cannot_split=frame.cannot_split,
        )
        if frame.zone is Zone.TABLE:
            return para
        width, room = self._width(para), max(frame.room - left - right, 1)
        if width <= room + 0.5:
            return replace(para, widest=width)
        size = max(para.sizes, default=14.0)
        lines = default_metrics().lines(para.text, size, room, 1 if para.bold else 0)
        longest = max(default_metrics().width(line, size, 1 if para.bold else 0) for line in lines)
        return replace(para, widest=min(longest, width), lines=len(lines))

    def _table(self, table: Element, room: float) -> None:
        self._tables += 1
        text = "\n".join(
            "".join(piece.text or "" for piece in paragraph.iter(f"{W}t"))
            for paragraph in table.iter(f"{W}p")
        )
        is_layout = bool(_LAYOUT.search(exact_key_lines(text)))
        properties = table.find(f"{W}tblPr")
        style = value(properties.find(f"{W}tblStyle")) if properties is not None else None
        base = self._styles.named(style)
        padding = _padding(properties)
        grid = [number(value(item, "w")) or 0 for item in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        self._section_has_table = self._section_has_table or not is_layout
        if not is_layout:
            self._mark_captions()
        for row_at, row in enumerate(_rows(table)):
            whole = row.find(f"{W}trPr/{W}cantSplit") is not None
            cells = list(_cells(row))
            for at, cell in enumerate(cells):
                zone = Zone.TABLE
                if is_layout:
                    zone = Zone.LEFT if at == 0 and len(cells) > 1 else Zone.RIGHT
                own = number(value(cell.find(f"{W}tcPr/{W}tcW"), "w"))
                width = own or (grid[at] if at < len(grid) else room / _TWIP / max(len(cells), 1))
                self._cell(
                    cell,
                    Frame((width - padding) * _TWIP, zone, (self._tables, row_at), base, cannot_split=whole),
                )
        self._after_table = True

    def _mark_captions(self) -> None:
        """Mark the bold or italic lines right above a table."""
        for at in range(len(self._paras) - 1, max(len(self._paras) - 4, -1), -1):
            para = self._paras[at]
            if para.text and not ((para.bold or para.italic) and para.zone is Zone.BODY):
                return
            self._paras[at] = replace(para, is_caption=bool(para.text))

    def _cell(self, cell: Element, frame: Frame) -> None:
        self._after_table = False
        for child in _blocks(cell):
            if child.tag == f"{W}p":
                self._paragraph(child, frame)
            elif child.tag == f"{W}tbl":
                for inner in child.iter(f"{W}p"):
                    self._paragraph(inner, frame)


def exact_key_lines(text: str) -> str:
    """Return text line by line in the form in which accented words are compared; tabs stay."""
    return "\n".join("\t".join(exact_key(part) for part in line.split("\t")) for line in text.split("\n"))


def _blocks(parent: Element) -> Iterator[Element]:
    for child in parent:
        if child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}:
            yield from _blocks(child)
        else:
            yield child


def _rows(table: Element) -> Iterator[Element]:
    return (child for child in _blocks(table) if child.tag == f"{W}tr")


def _cells(row: Element) -> Iterator[Element]:
    return (child for child in _blocks(row) if child.tag == f"{W}tc")


def _padding(properties: Element | None) -> float:
    margins = None if properties is None else properties.find(f"{W}tblCellMar")
    total = 0.0
    for names in (("left", "start"), ("right", "end")):
        found = [number(value(margins.find(W + name), "w")) for name in names] if margins is not None else []
        given = [width for width in found if width is not None]
        total += given[0] if given else _CELL_MARGIN
    return total


def _text_width(properties: Element) -> float:
    size, margins = properties.find(f"{W}pgSz"), properties.find(f"{W}pgMar")
    width = number(value(size, "w")) or 12240
    sides = (number(value(margins, side)) or 0 for side in ("left", "right", "gutter"))
    return max(width - sum(sides), 1000) * _TWIP


def _gap(marks: Marks, side: str) -> float:
    if marks.get(f"{side}Autospacing") in {"1", "true", "on"}:
        return 14.0
    return (number(marks.get(side)) or 0) * _TWIP


def _line(marks: Marks, spans: Sequence[Span]) -> float:
    line, rule = number(marks.get("line")) or 240, marks.get("lineRule", "auto")
    if rule == "auto":
        return line / 240
    size = max((span.size or 0 for span in spans if span.text.strip()), default=0) or 14
    multiple = line * _TWIP / (size * _SINGLE)
    return multiple if rule == "exact" else max(multiple, 1.0)


def _halves(para: Para) -> Iterator[Para]:
    """Part a paragraph at its tabs: what stands before the first is left, the rest right."""
    zone = Zone.LEFT
    parts: dict[Zone, list[Span]] = {Zone.LEFT: [], Zone.RIGHT: []}
    for span in para.spans:
        for at, piece in enumerate(span.text.split("\t")):
            if at and any(item.text.strip() for item in parts[Zone.LEFT]):
                zone = Zone.RIGHT
            parts[zone].append(replace(span, text=piece))
    for side, spans in parts.items():
        is_last = side is Zone.RIGHT
        yield replace(
            para, spans=tuple(spans), zone=side, align=None, stroke=para.stroke if is_last else None, lines=1
        )


def _is_broken_head(para: Para) -> bool:
    """Tell a title, a label or Kính gửi that goes on after a line break in the same paragraph."""
    key = exact_key(para.raw.strip().split("\n")[0])
    return para.zone is Zone.BODY and bool(kind_of_title(key) or _HEADS.match(key))


def _broken(para: Para) -> Iterator[Para]:
    """Part a paragraph of a column at its line breaks; only the first keeps the gap above."""
    lines: list[list[Span]] = [[]]
    for span in para.spans:
        for at, piece in enumerate(span.text.split("\n")):
            if at:
                lines.append([])
            lines[-1].append(replace(span, text=piece))
    last = len(lines) - 1
    for at, spans in enumerate(lines):
        yield replace(
            para,
            spans=tuple(spans),
            before=para.before if at == 0 else 0,
            after=para.after if at == last else 0,
            stroke=para.stroke if at == last else None,
            lines=1,
        )
