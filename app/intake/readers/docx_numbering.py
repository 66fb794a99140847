"""Automatic numbering of Word: the numbers stand in no text, they are counted here."""

from collections import defaultdict
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, fromstring

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(slots=True)
class Level:
    """One level of a list: its kind of number, the text around it, where it starts."""

    kind: str = "decimal"
    text: str = "%1."
    start: int = 1


def value_of(element: Element | None, tag: str) -> str | None:
    """Return the w:val of a child."""
    child = element.find(W + tag) if element is not None else None
    return child.get(W + "val") if child is not None else None


def roman(number: int) -> str:
    """Return a number in roman capitals."""
    text = "X" * (number // 10)
    number %= 10
    for value, sign in _ROMAN:
        while value < 10 and number >= value:
            text, number = text + sign, number - value
    return text


def written(kind: str, number: int) -> str:
    """Return a number as a level writes it."""
    if kind in ("upperRoman", "lowerRoman"):
        return roman(number) if kind == "upperRoman" else roman(number).lower()
    if kind in ("upperLetter", "lowerLetter"):
        letter = chr(97 + (number - 1) % 26)
        return letter.upper() if kind == "upperLetter" else letter
    return f"{number:02d}" if kind == "decimalZero" else str(number)


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # by abstract list
    lists: dict[str, str] = field(default_factory=dict)  # numId → abstract list
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)  # style → (numId, level)
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def read(cls, numbering: bytes | None, styles: bytes | None) -> "Numbering":
        """Read word/numbering.xml and the lists that styles bring with them."""
        found = cls()
        if numbering is not None:
            found._read_lists(fromstring(numbering))
        if styles is not None:
            found._read_styles(fromstring(styles))
        return found

    def _read_lists(self, root: Element) -> None:
        for abstract in root.iter(W + "abstractNum"):
            levels: dict[int, Level] = {}
            for level in abstract.iter(W + "lvl"):
                start = value_of(level, "start") or "1"
                levels[int(level.get(W + "ilvl") or 0)] = Level(
                    value_of(level, "numFmt") or "decimal",
                    value_of(level, "lvlText") or "",
                    int(start) if start.isdigit() else 1,
                )
            self.levels[abstract.get(W + "abstractNumId") or ""] = levels
        for number in root.iter(W + "num"):
            key = number.get(W + "numId") or ""
            self.lists[key] = value_of(number, "abstractNumId") or ""
            for override in number.iter(W + "lvlOverride"):
                restart = value_of(override, "startOverride")
                if restart and restart.isdigit():
                    self.restarts[key, int(override.get(W + "ilvl") or 0)] = int(restart)

    def _read_styles(self, root: Element) -> None:
        for style in root.iter(W + "style"):
            properties = style.find(W + "pPr")
            numbered = properties.find(W + "numPr") if properties is not None else None
            number = value_of(numbered, "numId")
            if number:
                level = value_of(numbered, "ilvl") or "0"
                self.styles[style.get(W + "styleId") or ""] = (number, int(level))

    def label(self, properties: Element | None) -> str:
        """Return the number or bullet of the next paragraph, "" for one outside lists."""
        if properties is None:
            return ""
        numbered = properties.find(W + "numPr")
        number, level = value_of(numbered, "numId"), int(value_of(numbered, "ilvl") or 0)
        if number is None:
            number, level = self.styles.get(value_of(properties, "pStyle") or "", ("0", 0))
        abstract = self.lists.get(number or "0")
        if number in (None, "0") or abstract is None:
            return ""
        shape = self.levels.get(abstract, {}).get(level, Level())
        if shape.kind == "bullet":
            return "-" if level == 0 else "+"
        if shape.kind == "none":
            return ""
        counts = self._count(abstract, number or "", level, shape)
        text = shape.text
        for above in range(level + 1):
            kind = self.levels[abstract].get(above, Level()).kind
            text = text.replace(f"%{above + 1}", written(kind, counts.get(above, 1)))
        return text.strip()

    def _count(self, abstract: str, number: str, level: int, shape: Level) -> dict[int, int]:
        counts = self.counts[abstract]
        restart = self.restarts.get((number, level))
        if restart is not None and (number, level) not in self.begun:
            counts[level] = restart
        elif level in counts:
            counts[level] += 1
        else:
            counts[level] = shape.start
        self.begun.add((number, level))
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        for above in range(level):
            counts.setdefault(above, self.levels[abstract].get(above, Level()).start)
        return counts
