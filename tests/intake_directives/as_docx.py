"""Text → DOCX the way Word makes it: automatic numbering, tables, heads in borderless tables."""

import io
import textwrap
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from app.intake.readers.docx_numbering import written
from app.intake.structure.markers import Marker, find_marker
from tests.intake_directives.layouts import Laid, lay_out

_PRINTED = 84  # characters on a printed line
_LEVELS = {"dec1": 0, "dec2": 1, "dec3": 2}
_KINDS = {"roman": "upperRoman", "upper": "upperLetter", "letter": "lowerLetter", "paren": "decimal"}


class Numbers:
    """Lists of one document: every printed number becomes a place in a list that counts to it."""

    def __init__(self, document) -> None:
        self.root = document.part.numbering_part.element
        for child in list(self.root):
            self.root.remove(child)
        self.abstracts: dict[str, int] = {}
        self.nums: dict[str, int] = {}
        self.counts: dict[str, dict[int, int]] = {}
        self.instances: list = []
        self.made = 0

    def place(self, marker: Marker, text: str) -> tuple[int, int] | None:
        """Return (numId, level) that prints the marker of a text; None where lists cannot print it."""
        sign = text[: marker.length].strip()
        if marker.is_bullet:
            return self._num("bullet" + sign, [("bullet", sign)], None, 0), 0
        level = _LEVELS.get(marker.style, 0)
        if marker.style.startswith("dec"):
            if level and not sign.startswith(marker.label):
                return None
            tail = sign[len(marker.label) :]
            shapes = [
                ("decimal", "%1."),
                ("decimal", "%1.%2" + (tail or ".")),
                ("decimal", "%1.%2.%3" + (tail or ".")),
            ]
            if level == 0:
                shapes[0] = ("decimal", "%1" + (tail or "."))
            values = [int(part) for part in marker.label.split(".")]
            return self._num("dec" + tail, shapes, values, level), level
        if marker.style not in _KINDS or marker.label == "đ":
            return None
        kind = _KINDS[marker.style]
        value = marker.value or ord(marker.label) - 96
        if written(kind, value) != marker.label:
            return None
        shape = sign.replace(marker.label, "%1", 1)
        return self._num(kind + shape, [(kind, shape)], [value], 0), 0

    def _num(self, key: str, shapes, values, level: int) -> int:
        if key not in self.abstracts:
            self.abstracts[key] = self._abstract(shapes)
            self.counts[key] = {}
        counts = self.counts[key]
        if values is None:
            return self.nums.setdefault(key, self._instance(key, {}))
        expected = counts.get(level, 0) + 1
        restart = {}
        if (
            expected != values[-1]
            or key not in self.nums
            or any(counts.get(i) != v for i, v in enumerate(values[:-1]))
        ):
            restart = {level: values[-1]}
            for above, value in enumerate(values[:-1]):
                counts[above] = value
            self.nums[key] = self._instance(key, restart)
        counts[level] = values[-1]
        for deeper in [i for i in counts if i > level]:
            del counts[deeper]
        return self.nums[key]

    def _abstract(self, shapes) -> int:
        number = len(self.abstracts) + 1
        levels = "".join(
            f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText '
            f'w:val="{text}"/></w:lvl>'
            for i, (kind, text) in enumerate(shapes)
        )
        element = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:multiLevelType '
            f'w:val="multilevel"/>{levels}</w:abstractNum>'
        )
        self.root.insert(len(self.abstracts), element)
        return number

    def _instance(self, key: str, restart: dict[int, int]) -> int:
        self.made += 1
        overrides = "".join(
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{value}"/></w:lvlOverride>'
            for level, value in restart.items()
        )
        self.root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{self.made}"><w:abstractNumId '
                f'w:val="{self.abstracts[key]}"/>{overrides}</w:num>'
            )
        )
        return self.made


def _numbered(paragraph, number: int, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    element = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", level), ("w:numId", number)):
        child = OxmlElement(tag)
        child.set(qn("w:val"), str(value))
        element.append(child)
    properties.append(element)


def _columns(document, left: list[str], right: list[str]) -> None:
    table = document.add_table(rows=1, cols=2)
    for cell, lines in zip(table.rows[0].cells, (left, right), strict=True):
        cell.text = ""
        for index, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
            paragraph.add_run(line).bold = True
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def build(laid: Laid) -> bytes:
    """Return the .docx of a directive's parts."""
    document = docx.Document()
    document.add_paragraph("", style="List Number")  # so that python-docx makes the numbering part
    numbers = Numbers(document)
    document._body._element.remove(document.paragraphs[0]._p)
    if laid.left or laid.right:
        _columns(document, laid.left, laid.right)
    rows: list[tuple[str, ...]] = []
    for part in [*laid.body, ""]:
        if isinstance(part, tuple):
            rows.append(part)
            continue
        if rows:
            width = max(map(len, rows))
            table = document.add_table(rows=len(rows), cols=width)
            table.style = "Table Grid"
            cells = table._cells
            for number, row in enumerate(rows):
                for place, words in enumerate(row):
                    cells[number * width + place].text = words
            rows = []
        if not part:
            continue
        marker = find_marker(part)
        place = numbers.place(marker, part) if marker else None
        paragraph = document.add_paragraph(part[marker.length :] if marker and place else part)
        if place:
            _numbered(paragraph, *place)
    if laid.recipients or laid.signature:
        _columns(document, laid.recipients, laid.signature)
    for note in laid.notes:
        document.add_paragraph(note)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def convert(text: str) -> bytes:
    """Return a directive's text as .docx."""
    return build(lay_out(text))


def convert_lines(text: str) -> bytes:
    """Return a directive copied out of a PDF: every printed line a paragraph of its own."""
    document = docx.Document()
    for line in text.split("\n"):
        is_prose = len(line) > _PRINTED and "|" not in line and "\t" not in line
        for piece in textwrap.wrap(line, _PRINTED, break_on_hyphens=False) if is_prose else [line]:
            document.add_paragraph(piece)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def convert_file(source: Path, target: Path) -> None:
    """Write a text file's directive as .docx."""
    target.write_bytes(convert(source.read_text(encoding="utf-8")))
