"""Sections of a Word file: paper, margins, page numbers in headers and footers."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from app.reports.checking.facts import Numbering, Para, Section
from app.reports.checking.word_package import R, W, WordPackage
from app.reports.checking.word_runs import Content
from app.reports.checking.word_styles import is_on, number, value
from app.reports.tree import Align

LookOf = Callable[[Element], tuple[Para, Content]]
_TWIP = 1 / 20
_NUMBER_FIELDS = {"PAGE", "NUMPAGES", "SECTIONPAGES"}


@dataclass(slots=True)
class _Strip:
    """What a header or footer shows."""

    number: Para | None = None
    text: str = ""
    fields: set[str] = field(default_factory=set)


def read_section(
    properties: Element, at: int, package: WordPackage, before: Numbering | None, look: LookOf
) -> Section:
    """Read a section; headers it does not name are those of the section before."""
    size, margins = properties.find(f"{W}pgSz"), properties.find(f"{W}pgMar")

    def length(element: Element | None, name: str, default: float = 0) -> float:
        found = number(value(element, name))
        return (default if found is None else found) * _TWIP

    return Section(
        at,
        width=length(size, "w", 12240),
        height=length(size, "h", 15840),
        left=length(margins, "left"),
        right=length(margins, "right"),
        top=abs(length(margins, "top")),
        bottom=abs(length(margins, "bottom")),
        gutter=length(margins, "gutter"),
        numbering=_numbering(properties, package, before, look),
    )


def _numbering(
    properties: Element, package: WordPackage, before: Numbering | None, look: LookOf
) -> Numbering:
    strips: dict[str, _Strip] = {}
    targets = package.targets()
    for kind in ("header", "footer"):
        for reference in properties.findall(f"{W}{kind}Reference"):
            tree = package.tree(targets.get(reference.get(f"{R}id", ""), ""))
            if tree is not None:
                strips[f"{kind}.{value(reference, 'type') or 'default'}"] = _strip(tree, look)
    old = before or Numbering()
    counter = properties.find(f"{W}pgNumType")
    start = number(value(counter, "start"))
    head, foot = strips.get("header.default"), strips.get("footer.default")
    firsts = [strip for name, strip in strips.items() if name.endswith(".first")]
    return Numbering(
        head=head.number if head else old.head,
        head_text=head.text if head else old.head_text,
        foot_text=foot.text if foot else old.foot_text,
        has_foot_number=any(
            strip.fields & _NUMBER_FIELDS for name, strip in strips.items() if name.startswith("footer")
        )
        or (foot is None and old.has_foot_number),
        has_first_number=any(strip.fields & _NUMBER_FIELDS for strip in firsts)
        or (not firsts and old.has_first_number),
        first_is_different=is_on(properties.find(f"{W}titlePg")),
        is_decimal=(value(counter, "fmt") or "decimal") == "decimal",
        start=None if start is None else int(start),
    )


def _strip(tree: Element, look: LookOf) -> _Strip:
    """Read a header or footer; a number in a text box or frame is taken to stand where Word put it."""
    boxed = {para for box in tree.iter(f"{W}txbxContent") for para in box.iter(f"{W}p")}
    strip = _Strip()
    for paragraph in tree.iter(f"{W}p"):
        para, content = look(paragraph)
        frame = paragraph.find(f"{W}pPr/{W}framePr")
        if frame is not None or paragraph in boxed:
            centered = frame is None or value(frame, "xAlign") in {"center", None}
            para = replace(para, align=Align.CENTER if centered else Align.RIGHT)
        strip.text = f"{strip.text} {para.text}".strip()
        strip.fields |= content.fields
        if "PAGE" in content.fields and strip.number is None:
            strip.number = para
    return strip
