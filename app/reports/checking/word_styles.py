"""How Word decides what a run and a paragraph look like: defaults, styles, lists, direct marks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from app.reports.checking.word_package import W, WordPackage

Marks = dict[str, str]  # properties by short name; what is not there is Word's default

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SLOTS = ("ascii", "hAnsi", "cs", "eastAsia")
_THEMES = {slot: f"{slot}Theme" for slot in ("ascii", "hAnsi", "eastAsia")} | {"cs": "cstheme"}
_MOST_STYLES_DEEP = 20
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def value(element: Element | None, name: str = "val") -> str | None:
    """Return an attribute of Word's own namespace."""
    return None if element is None else element.get(W + name)


def is_on(element: Element | None) -> bool:
    """Tell whether a switch is on."""
    return element is not None and (value(element) or "1") not in {"0", "false", "off", "none"}


def number(text: str | None) -> float | None:
    """Read a number of an attribute; Word writes twips, sometimes with a unit."""
    try:
        return float(text) if text and len(text) < 24 else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list."""

    kind: str = "decimal"
    pattern: str = "%1."
    indents: Marks = field(default_factory=dict)
    start: int = 1


class Styles:
    """The cascade of one file."""

    def __init__(self, package: WordPackage) -> None:
        self._themes = _theme_fonts(package)
        self._styles: dict[str, Element] = {}
        self._default_paragraph = ""
        self.run_defaults: Marks = {}
        self.para_defaults: Marks = {}
        tree = package.tree("word/styles.xml")
        if tree is not None:
            defaults = tree.find(f"{W}docDefaults")
            if defaults is not None:
                self.run_defaults = self.run_marks(defaults.find(f"{W}rPrDefault/{W}rPr"))
                self.para_defaults = para_marks(defaults.find(f"{W}pPrDefault/{W}pPr"))
            for style in tree.iter(f"{W}style"):
                name = value(style, "styleId") or ""
                self._styles[name] = style
                if value(style, "type") == "paragraph" and value(style, "default") in {"1", "true"}:
                    self._default_paragraph = name
        self._lists = _lists(package)
        self._counters: dict[tuple[str, int], int] = {}
        self._known: dict[str, tuple[Marks, Marks]] = {}

    def run_marks(self, element: Element | None) -> Marks:
        """Read the properties of a run."""
        marks: Marks = {}
        if element is None:
            return marks
        fonts = element.find(f"{W}rFonts")
        if fonts is not None:
            for slot in _SLOTS:
                theme = value(fonts, _THEMES[slot])
                font = self._themes.get(theme, f"*{theme}") if theme else value(fonts, slot)
                if font:
                    marks[slot] = font
        size = value(element.find(f"{W}sz"))
        if size:
            marks["sz"] = size
        for name in ("b", "i", "caps", "vanish"):
            found = element.find(W + name)
            if found is not None:
                marks[name] = "1" if is_on(found) else ""
        ground = value(element.find(f"{W}shd"), "fill")
        if ground is not None:
            marks["ground"] = "" if ground.lower() in {"auto", "ffffff"} else ground
        for name in ("u", "color", "highlight", "vertAlign", "rStyle"):
            word = value(element.find(W + name))
            if word is not None:
                marks[name] = "" if name in {"u", "highlight"} and word == "none" else word
        return marks

    def style(self, name: str | None) -> tuple[Marks, Marks]:
        """Return what a style says of paragraph and run, those it is based on included."""
        wanted = name if name in self._styles else self._default_paragraph
        return self._chain(wanted, 0)

    def named(self, name: str | None) -> tuple[Marks, Marks]:
        """Return what a style says; nothing where there is none (character and table styles)."""
        return self._chain(name, 0) if name in self._styles else ({}, {})

    def _chain(self, name: str | None, depth: int) -> tuple[Marks, Marks]:
        style = self._styles.get(name or "")
        if style is None or depth > _MOST_STYLES_DEEP:
            return {}, {}
        if name and name in self._known:
            return self._known[name]
        para, run = self._chain(value(style.find(f"{W}basedOn")), depth + 1)
        found = (
            para | para_marks(style.find(f"{W}pPr")),
            run | self.run_marks(style.find(f"{W}rPr")),
        )
        self._known[name or ""] = found
        return found

    def list_level(self, marks: Mapping[str, str]) -> ListLevel | None:
        """Return the list level of a paragraph."""
        name = marks.get("numId", "0")
        level = int(number(marks.get("ilvl")) or 0)
        return None if name == "0" else self._lists.get((name, level))

    def label(self, marks: Mapping[str, str], level: ListLevel) -> str:
        """Return the number or dash that Word sets before a paragraph of a list, counting on."""
        if level.kind in {"bullet", "none"}:
            return "" if level.kind == "none" else "- " if level.pattern in {"-", "–", "\uf02d"} else "• "
        name, at = marks["numId"], int(number(marks.get("ilvl")) or 0)
        count = self._counters.get((name, at), level.start - 1) + 1
        self._counters[name, at] = count
        for deeper in [key for key in self._counters if key[0] == name and key[1] > at]:
            del self._counters[deeper]
        text = level.pattern
        for index in range(at + 1):
            own = self._lists.get((name, index), level)
            text = text.replace(f"%{index + 1}", _counted(self._counters.get((name, index), 1), own.kind))
        return f"{text} "


def _counted(count: int, kind: str) -> str:
    if kind.endswith("Roman"):
        text = ""
        for amount, sign in _ROMAN:
            while count >= amount:
                text, count = text + sign, count - amount
        return text.upper() if kind == "upperRoman" else text
    if kind.endswith("Letter"):
        letter = chr(ord("a") + (count - 1) % 26)
        return letter.upper() if kind == "upperLetter" else letter
    return str(count)


def para_marks(element: Element | None) -> Marks:
    """Read the properties of a paragraph."""
    marks: Marks = {}
    if element is None:
        return marks
    align = value(element.find(f"{W}jc"))
    if align:
        marks["jc"] = align
    spacing = element.find(f"{W}spacing")
    for name in ("before", "after", "line", "lineRule", "beforeAutospacing", "afterAutospacing"):
        found = value(spacing, name)
        if found is not None:
            marks[name] = found
    marks |= indents(element.find(f"{W}ind"))
    for name in ("keepNext", "contextualSpacing", "pageBreakBefore"):
        switch = element.find(W + name)
        if switch is not None:
            marks[name] = "1" if is_on(switch) else ""
    listed = element.find(f"{W}numPr")
    if listed is not None:
        marks["numId"] = value(listed.find(f"{W}numId")) or marks.get("numId", "0")
        marks["ilvl"] = value(listed.find(f"{W}ilvl")) or "0"
    border = value(element.find(f"{W}pBdr/{W}bottom")) or value(element.find(f"{W}pBdr/{W}top"))
    if border is not None:
        marks["border"] = "" if border in {"nil", "none"} else border
    return marks


def indents(element: Element | None) -> Marks:
    """Read indents; a hanging one takes the place of a first line and the other way round."""
    marks: Marks = {}
    for name, short in (("left", "left"), ("start", "left"), ("right", "right"), ("end", "right")):
        found = value(element, name)
        if found is not None:
            marks[short] = found
    hanging, first = value(element, "hanging"), value(element, "firstLine")
    if hanging is not None:
        marks["first"] = f"-{hanging}" if hanging != "0" else "0"
    elif first is not None:
        marks["first"] = first
    return marks


def _theme_fonts(package: WordPackage) -> dict[str, str]:
    tree = package.tree("word/theme/theme1.xml")
    fonts: dict[str, str] = {}
    if tree is None:
        return fonts
    for kind in ("major", "minor"):
        for tag, slots in (("latin", ("Ascii", "HAnsi")), ("ea", ("EastAsia",)), ("cs", ("Bidi",))):
            found = tree.find(f".//{_A}{kind}Font/{_A}{tag}")
            face = found.get("typeface", "") if found is not None else ""
            for slot in slots:
                fonts[kind + slot] = face
    return fonts


def _lists(package: WordPackage) -> dict[tuple[str, int], ListLevel]:
    tree = package.tree("word/numbering.xml")
    found: dict[tuple[str, int], ListLevel] = {}
    if tree is None:
        return found
    kinds = {value(item, "abstractNumId"): item for item in tree.iter(f"{W}abstractNum")}
    for item in tree.iter(f"{W}num"):
        abstract = kinds.get(value(item.find(f"{W}abstractNumId")))
        for level in abstract.iter(f"{W}lvl") if abstract is not None else ():
            at = int(number(value(level, "ilvl")) or 0)
            found[value(item, "numId") or "", at] = ListLevel(
                value(level.find(f"{W}numFmt")) or "decimal",
                value(level.find(f"{W}lvlText")) or "",
                indents(level.find(f"{W}pPr/{W}ind")),
                int(number(value(level.find(f"{W}start"))) or 1),
            )
    return found
