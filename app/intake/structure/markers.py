"""List markers as documents print them: I., A., 1., 1.1., (1), a), -, +, Điều 1."""

import re
from dataclasses import dataclass

_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
_BULLETS = "-–—+*•●○▪■◦‣→✓✔➢❖·‐‑−\uf0b7\uf02d\uf0a7\uf0d8\uf0fc\u2023\u00fc"

_ARTICLE = re.compile(r"(?:Điều|ĐIỀU)\s+(\d{1,3})\s*[.:]?\s*(?=\S|$)")
_PART = re.compile(
    r"(?:Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC)\s+(?:thứ\s+)?([IVXLC]+|\d{1,2})\s*[.:\-–]?\s*(?=\S|$)"
)
_ROMAN = re.compile(
    r"(?=[IVXL])(X{0,3}(?:IX|IV|V?I{0,3}))\s*(?:[.)]|/(?!\d)|\s[-–]|\.\s*[-–]|[-–](?=\s))\s*(?=\S|$)"
)
_UPPER = re.compile(r"([A-HK-Z])\s*[.)]\s+(?=\S)")
_DECIMAL = re.compile(
    r"(\d{1,3}(?:\.\d{1,3}){0,4})(?:\s*(?:\.\)|[.)/:])\s+(?=\S)|[.)]\s*(?=[^\W\d])|\.?\s+(?<=\d\.\d\s)"
    r"(?=[^\W\d])"
    r"|\s*(?:[.)])$)"
)
# As papers of the Party number: "1- Cấp ủy …", "2.1- Cấp ủy …".
_DASHED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})[-–]\s+(?=[A-ZĐÀ-Ỹ])")
_PARENTHESISED = re.compile(r"\((\d{1,2}|[a-zđ]|[ivx]{1,4})\)\s*(?=\S)")
_LETTER = re.compile(r"([a-zđ])\s*(?:\.\)|[.)/])\s*(?=\S|$)")
_BULLET = re.compile(rf"([{re.escape(_BULLETS)}])(?:\s+(?=\S)|(?=[^\W\d_]))|(o|§|Ø|ü|v)\s+(?=[A-ZĐÀ-Ỹ])")
_NOT_LETTER = re.compile(r"[a-z]\.\s*[a-z]\.")


@dataclass(frozen=True, slots=True)
class Marker:
    """A list marker: its style (what it is a sibling of), its label as printed, its place in the count."""

    style: str
    label: str
    value: int | None
    length: int

    @property
    def is_bullet(self) -> bool:
        """Whether the marker counts nothing."""
        return self.style.startswith("bullet")


RANKS = {"part": 0, "article": 1, "roman": 2, "upper": 1.5, "letter": 8, "paren": 9}


def rank(style: str) -> float:
    """Return how deep a style usually stands: roman above 1., 1. above 1.1., a) above bullets."""
    if style.startswith("dec"):
        return 2 + int(style[3:])
    if style.startswith("bullet"):
        return 10.5 if style.endswith(("+", "*", "o", "○", "◦")) else 10
    return RANKS[style]


def roman_value(text: str) -> int:
    """Return the number a roman numeral stands for."""
    total = 0
    for char, following in zip(text, [*text[1:], ""], strict=False):
        value = _ROMAN_VALUES.get(char, 0)
        total += -value if value < _ROMAN_VALUES.get(following, 0) else value
    return total


def find_marker(text: str) -> Marker | None:
    """Return the marker that a paragraph opens with."""
    if match := _ARTICLE.match(text):
        return Marker("article", match[1], int(match[1]), match.end())
    if match := _PART.match(text):
        value = int(match[1]) if match[1].isdigit() else roman_value(match[1])
        return Marker("part", match[1], value, match.end())
    if match := _ROMAN.match(text):
        return Marker("roman", match[1], roman_value(match[1]), match.end())
    if match := _UPPER.match(text):
        return Marker("upper", match[1], ord(match[1]) - 64, match.end())
    if match := _DECIMAL.match(text) or _DASHED.match(text):
        parts = match[1].split(".")
        return Marker(f"dec{len(parts)}", match[1], int(parts[-1]), match.end())
    if match := _PARENTHESISED.match(text):
        return Marker("paren", match[1], int(match[1]) if match[1].isdigit() else None, match.end())
    if (match := _LETTER.match(text)) and not _NOT_LETTER.match(text):
        return Marker("letter", match[1], None, match.end())
    if match := _BULLET.match(text):
        sign = match[1] or match[2]
        return Marker("bullet" + ("-" if sign in "–—‐‑−\uf02d" else sign), "", None, match.end())
    return None
