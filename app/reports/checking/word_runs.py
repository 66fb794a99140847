"""One paragraph of a Word file as spans, with what is drawn in it: rules, breaks, page fields."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from app.reports.checking.facts import GROUND, Span, Stroke
from app.reports.checking.word_package import W
from app.reports.checking.word_styles import Marks, Styles, number, value

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_EMU = 12700  # in a point
_THIN = 8.0  # points: a drawing no higher than this is a rule
_THROUGH = {W + name for name in ("ins", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "moveTo")}
_BLACK = {"", "auto", "000000"}


@dataclass(slots=True)
class Content:
    """What stands in a paragraph, in order."""

    spans: list[Span] = field(default_factory=list)
    stroke: Stroke | None = None
    fields: set[str] = field(default_factory=set)
    breaks_page: bool = False
    has_drawing: bool = False


class RunReader:
    """Reads runs with the look that styles give them."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._looks: dict[tuple[tuple[str, str], ...], Span] = {}

    def read(self, paragraph: Element, base: Marks) -> Content:
        """Return the content of a paragraph whose own look is ``base``."""
        content = Content()
        codes: list[bool] = []  # for each open field whether its code, not its result, is being read
        for run in self._runs(paragraph, content):
            marks = self._styles.run_marks(run.find(f"{W}rPr"))
            if "rStyle" in marks:
                marks = self._styles.named(marks["rStyle"])[1] | marks
            text = ""
            for child in run:
                tag = child.tag.removeprefix(W)
                if tag == "fldChar":
                    _follow_field(codes, value(child, "fldCharType"))
                elif tag == "instrText":
                    content.fields.update((child.text or "").upper().split()[:1])
                elif not any(codes):
                    text += self._piece(child, content)
            if text and not marks.get("vanish"):
                content.spans.append(self._span(text, base | marks))
        return content

    def _runs(self, element: Element, content: Content) -> Iterator[Element]:
        for child in element:
            if child.tag == f"{W}r":
                yield child
            elif child.tag in _THROUGH:
                code = value(child, "instr")
                if code:
                    content.fields.update(code.upper().split()[:1])
                yield from self._runs(child, content)

    def _piece(self, child: Element, content: Content) -> str:
        tag = child.tag.removeprefix(W)
        if tag == "t":
            return child.text or ""
        if tag in {"tab", "ptab"}:
            return "\t"
        if tag in {"br", "cr"}:
            if value(child, "type") == "page":
                content.breaks_page = True
                return ""
            return "\n"
        if tag in {"noBreakHyphen", "softHyphen"}:
            return "\u2011" if tag == "noBreakHyphen" else "\u00ad"
        if tag == "sym":
            return "\ue000"
        if tag == "AlternateContent" or child.tag == f"{_MC}AlternateContent":
            chosen = child.find(f"{_MC}Choice")
            for inner in chosen if chosen is not None else ():
                self._draw(inner, content)
        elif tag in {"drawing", "pict", "object"}:
            self._draw(child, content)
        return ""

    def _draw(self, drawing: Element, content: Content) -> None:
        content.has_drawing = True
        length = _line_length(drawing)
        if length is not None:
            content.stroke = Stroke(length)

    def _span(self, text: str, marks: Marks) -> Span:
        key = tuple(sorted(marks.items()))
        look = self._looks.get(key)
        if look is None:
            look = self._looks[key] = _look(marks)
        return replace(look, text=text.upper() if marks.get("caps") else text)


def _follow_field(codes: list[bool], kind: str | None) -> None:
    if kind == "begin":
        codes.append(True)
    elif kind == "separate" and codes:
        codes[-1] = False
    elif kind == "end" and codes:
        codes.pop()


def _look(marks: Marks) -> Span:
    default = "Times New Roman"
    fonts = {marks.get("ascii", default), marks.get("hAnsi", default)}
    fonts |= {marks[slot] for slot in ("cs", "eastAsia") if not marks.get(slot, "*").startswith("*")} & _OLD
    color = marks.get("color", "").upper()
    mark = GROUND if marks.get("highlight") or marks.get("ground") else ""
    size = number(marks.get("sz"))
    return Span(
        "",
        tuple(sorted(fonts)),
        10.0 if size is None else size / 2,
        bool(marks.get("b")),
        bool(marks.get("i")),
        bool(marks.get("u")),
        color=mark or ("" if color in _BLACK or color == "AUTO" else color),
        raised=marks.get("vertAlign") in {"superscript", "subscript"},
    )


_OLD = frozenset({".VnTime", ".VnTimeH", "VNI-Times", ".VnArial"})


def _line_length(drawing: Element) -> float | None:
    """Return the length of a drawing that is a horizontal line."""
    extent = next(drawing.iter(f"{_WP}extent"), None)
    if extent is not None:
        width, height = number(extent.get("cx")), number(extent.get("cy"))
        shapes = [shape.get("prst", "") for shape in drawing.iter(f"{_A}prstGeom")]
        is_line = any(shape == "line" or shape.endswith("Connector1") for shape in shapes)
        if width and height is not None and (is_line or shapes) and height / _EMU <= _THIN:
            return width / _EMU
    for line in drawing.iter():
        if not line.tag.startswith(_V):
            continue
        if line.get("from") and line.get("to"):
            start, end = (_measure((line.get(side) or "").split(",")[0]) for side in ("from", "to"))
            return None if start is None or end is None else abs(end - start)
        style = dict(part.split(":", 1) for part in (line.get("style") or "").split(";") if ":" in part)
        width, height = _measure(style.get("width", "")), _measure(style.get("height", "0"))
        if width and height is not None and height <= _THIN:
            return width
    return None


def _measure(text: str) -> float | None:
    text = text.strip()
    for unit, points in (("pt", 1.0), ("mm", 72 / 25.4), ("cm", 72 / 2.54), ("in", 72.0), ("px", 0.75)):
        if text.endswith(unit):
            amount = number(text.removesuffix(unit))
            return None if amount is None else amount * points
    return number(text)
