"""How wide text is, from the font files themselves, and how it falls into lines. Widths are in points."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.reports.tree import Run

# Natural line of Times New Roman and its twins, in ems (hhea: ascent, descent, line gap).
ASCENT, DESCENT, LINE = 0.891, 0.216, 1.149

BOLD, ITALIC = 1, 2
_SLACK = 0.01  # points; keeps a line that was measured to fit from breaking by rounding


@dataclass(frozen=True, slots=True)
class FaceMetrics:
    """Advances of one face, in thousandths of an em by character."""

    advances: dict[str, float]

    def missing(self, text: str) -> set[str]:
        """Return the characters of text that the face cannot draw."""
        return {char for char in text if char not in self.advances}

    @classmethod
    def read(cls, path: Path) -> "FaceMetrics":
        """Read head, hhea, hmtx and the Unicode cmap of a TrueType file."""
        data = path.read_bytes()
        try:
            tables = _tables(data)
            (em,) = struct.unpack_from(">H", data, tables["head"] + 18)
            (count,) = struct.unpack_from(">H", data, tables["hhea"] + 34)
            widths = struct.unpack_from(f">{count * 2}H", data, tables["hmtx"])[::2]
            glyphs = _characters(data, tables["cmap"])
        except (KeyError, struct.error) as error:
            raise ValueError(f"not a usable TrueType font: {path.name}") from error
        scale = 1000 / em
        return cls({char: widths[min(glyph, count - 1)] * scale for char, glyph in glyphs.items()})


def _tables(data: bytes) -> dict[str, int]:
    (count,) = struct.unpack_from(">H", data, 4)
    places = {}
    for index in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", data, 12 + 16 * index)
        places[tag.decode("latin-1")] = offset
    return places


def _characters(data: bytes, cmap: int) -> dict[str, int]:
    """Read the Windows Unicode cmap, format 4: character to glyph."""
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    for index in range(count):
        platform, encoding, offset = struct.unpack_from(">HHL", data, cmap + 4 + 8 * index)
        if (platform, encoding) == (3, 1):
            return _format_four(data, cmap + offset)
    raise ValueError("font has no Unicode cmap")


def _format_four(data: bytes, start: int) -> dict[str, int]:
    kind, _, _, double = struct.unpack_from(">4H", data, start)
    if kind != 4:
        raise ValueError("font has no cmap of format 4")
    count = double // 2
    ends = struct.unpack_from(f">{count}H", data, start + 14)
    starts = struct.unpack_from(f">{count}H", data, start + 16 + double)
    deltas = struct.unpack_from(f">{count}H", data, start + 16 + 2 * double)
    ranges_at = start + 16 + 3 * double
    offsets = struct.unpack_from(f">{count}H", data, ranges_at)
    glyphs: dict[str, int] = {}
    for index, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                place = ranges_at + 2 * index + offset + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", data, place)
                if not glyph:
                    continue
            glyph = (glyph + delta) & 0xFFFF
            if glyph:
                glyphs[chr(code)] = glyph
    return glyphs


Piece = tuple[str, int]  # words and the face they are set in


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: its pieces in order and its width."""

    pieces: tuple[Piece, ...]
    width: float

    @property
    def text(self) -> str:
        """The words of the line."""
        return "".join(piece for piece, _ in self.pieces)

    @property
    def blanks(self) -> int:
        """How many blanks justification stretches; a PDF's word space takes no-break ones along."""
        return sum(piece.count(" ") + piece.count("\u00a0") for piece, _ in self.pieces)


class Metrics:
    """Measures of the four faces of a family; words are measured once."""

    def __init__(self, faces: Sequence[Path]) -> None:
        self._paths = tuple(faces)
        self._faces: dict[int, FaceMetrics] = {}
        self._words: tuple[dict[str, float], ...] = ({}, {}, {}, {})

    def face(self, number: int) -> FaceMetrics:
        """Return one face, read on first use."""
        if number not in self._faces:
            self._faces[number] = FaceMetrics.read(self._paths[number])
        return self._faces[number]

    def width(self, text: str, size: float, face: int = 0) -> float:
        """Return the width of text."""
        known = self._words[face]
        units = known.get(text)
        if units is None:
            advances = self.face(face).advances
            units = sum(advances.get(char, 500.0) for char in text)
            if len(known) < 50_000:
                known[text] = units
        return units * size / 1000

    def wrap(
        self, runs: Sequence[Run], size: float, width: float, *, face: int = 0, first: float = 0
    ) -> list[Line]:
        """Break runs into lines by words; ``first`` is the first line's indent, ``face`` the style's own."""
        if len(runs) == 1:
            run = runs[0]
            own = face | (BOLD if run.bold else 0) | (ITALIC if run.italic else 0)
            return self._wrap_plain(run.text, own, size, width, first)
        return self._wrap_mixed(_split_words(runs, face), size, width, first)

    def lines(self, text: str, size: float, width: float, face: int = 0) -> list[str]:
        """Break plain text into lines by words, as strings."""
        return [line.text for line in self._wrap_plain(text, face, size, width, 0)]

    def _wrap_plain(self, text: str, face: int, size: float, width: float, first: float) -> list[Line]:
        blank = self.width(" ", size, face)
        lines: list[Line] = []
        words: list[str] = []
        used, room = 0.0, width - first + _SLACK
        for word in text.split(" "):
            if not word:
                continue
            advance = self.width(word, size, face)
            if words and used + blank + advance > room:
                lines.append(Line(((" ".join(words), face),), used))
                words, used, room = [], 0.0, width + _SLACK
            while advance > room and len(word) > 1:
                head, word = self._cut(word, face, size, room)
                lines.append(Line(((head, face),), self.width(head, size, face)))
                advance, room = self.width(word, size, face), width + _SLACK
            used += advance + (blank if words else 0)
            words.append(word)
        if words or not lines:
            lines.append(Line(((" ".join(words), face),), used))
        return lines

    def _wrap_mixed(self, words: list[list[Piece]], size: float, width: float, first: float) -> list[Line]:
        lines: list[Line] = []
        pieces: list[Piece] = []
        used, room = 0.0, width - first + _SLACK
        for word in words:
            advance = sum(self.width(text, size, face) for text, face in word)
            blank = self.width(" ", size, pieces[-1][1]) if pieces else 0.0
            if pieces and used + blank + advance > room:
                lines.append(Line(_joined(pieces), used))
                pieces, used, room = [], 0.0, width + _SLACK
            if pieces:
                pieces.append((" ", pieces[-1][1]))
                used += blank
            pieces.extend(word)
            used += advance
        if pieces or not lines:
            lines.append(Line(_joined(pieces), used))
        return lines

    def _cut(self, word: str, face: int, size: float, room: float) -> tuple[str, str]:
        """Cut a word that is longer than a line where the line ends."""
        used = 0.0
        for index, char in enumerate(word):
            used += self.width(char, size, face)
            if used > room and index:
                return word[:index], word[index:]
        return word[:1], word[1:]


def _split_words(runs: Sequence[Run], base: int) -> list[list[Piece]]:
    words: list[list[Piece]] = [[]]
    for run in runs:
        face = base | (BOLD if run.bold else 0) | (ITALIC if run.italic else 0)
        head, *rest = run.text.split(" ")
        if head:
            words[-1].append((head, face))
        words.extend([(part, face)] if part else [] for part in rest)
    return [word for word in words if word]


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    joined: list[Piece] = []
    for text, face in pieces:
        if joined and joined[-1][1] == face:
            joined[-1] = (joined[-1][0] + text, face)
        else:
            joined.append((text, face))
    return tuple(joined)
