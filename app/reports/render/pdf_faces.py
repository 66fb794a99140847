"""What a PDF carries of a font: the outlines, not the small programs that fit letters to coarse screens.

The shapes of the letters stay; only coarse screens show them a trace softer. The programs were more than a
third of what a short report weighs, and reports travel by mail and on sticks.
"""

import struct
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from reportlab.pdfbase.ttfonts import TTFont

_PROGRAMS = frozenset({b"fpgm", b"prep", b"cvt ", b"hdmx", b"VDMX", b"LTSH", b"gasp"})
_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX, _PROGRAM = 0x001, 0x008, 0x020, 0x040, 0x080, 0x100
_HEADER = 10  # contours and box of a glyph


def lean_font(name: str, path: Path) -> TTFont:
    """Return the font of a file under this name, as it is embedded; ``OSError`` where it cannot be read."""
    return TTFont(name, BytesIO(without_programs(path.read_bytes())))


def without_programs(font: bytes) -> bytes:
    """Return a TrueType font with the same glyphs and none of the instructions for fitting them to a grid."""
    tables = {tag: data for tag, data in _tables_of(font) if tag not in _PROGRAMS}
    long_offsets = struct.unpack_from(">H", tables[b"head"], 50)[0] == 1
    loca = tables[b"loca"]
    places = struct.unpack(f">{len(loca) // 4}L", loca) if long_offsets else _doubled(loca)
    glyphs = [_plain_glyph(tables[b"glyf"][start:end]) for start, end in pairwise(places)]
    offsets = [0]
    for glyph in glyphs:
        offsets.append(offsets[-1] + len(glyph))
    tables[b"glyf"] = b"".join(glyphs)
    tables[b"loca"] = struct.pack(f">{len(offsets)}L", *offsets)
    tables[b"head"] = tables[b"head"][:50] + struct.pack(">H", 1) + tables[b"head"][52:]
    return _assembled(tables)


def _doubled(loca: bytes) -> tuple[int, ...]:
    return tuple(2 * half for half in struct.unpack(f">{len(loca) // 2}H", loca))


def _plain_glyph(glyph: bytes) -> bytes:
    (contours,) = struct.unpack_from(">h", glyph) if glyph else (0,)
    if contours == 0:  # a blank: it may end with its box
        return glyph
    plain = _simple(glyph, contours) if contours > 0 else _composite(glyph)
    return plain + bytes(-len(plain) % 4)


def _simple(glyph: bytes, contours: int) -> bytes:
    at = _HEADER + 2 * contours
    (length,) = struct.unpack_from(">H", glyph, at)
    return glyph[:at] + b"\0\0" + glyph[at + 2 + length :]


def _composite(glyph: bytes) -> bytes:
    plain, at, flags = bytearray(glyph), _HEADER, _MORE
    while flags & _MORE:
        (flags,) = struct.unpack_from(">H", glyph, at)
        struct.pack_into(">H", plain, at, flags & ~_PROGRAM)
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _MATRIX else 0
    return bytes(plain[:at])


def _tables_of(font: bytes) -> Iterator[tuple[bytes, bytes]]:
    for number in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _, start, length = struct.unpack_from(">4s3L", font, 12 + 16 * number)
        yield tag, font[start : start + length]


def _assembled(tables: dict[bytes, bytes]) -> bytes:
    power = len(tables).bit_length() - 1
    rest = 16 * (len(tables) - (1 << power))
    font = bytearray(struct.pack(">L4H", 0x10000, len(tables), 16 << power, power, rest))
    place = len(font) + 16 * len(tables)
    body = bytearray()
    for tag, data in sorted(tables.items()):
        padded = data + bytes(-len(data) % 4)
        checksum = sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        font += struct.pack(">4s3L", tag, checksum, place + len(body), len(data))
        body += padded
    return bytes(font + body)
