"""The outer form of a package: a ZIP with no compression in which every byte has exactly one legal value.

Whatever is read is written again and compared: a file that another program packed, repaired or touched is not
one of ours. No length, name or number of the file is believed before that comparison.
"""

import re
import struct
import zlib
from collections.abc import Iterator, Mapping

from app.exchange.refusals import Damaged

MOST_BYTES = 64 * 1024 * 1024
MOST_MEMBERS = 256
MIMETYPE = b"application/vnd.cchc.exchange+zip"
ENVELOPE = "manifest.dsse.json"

_ENTRY = b"PK\3\4"
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION, _METHOD, _TIME, _DATE = 20, 0, 0, 33  # the first day a ZIP can name: 01/01/1980
_NAME = re.compile(
    r"data/[a-z0-9_-]{1,40}\.json|files/[0-9a-f]{64}|readable/[a-z0-9_-]{1,60}\.(pdf|xlsx)", re.ASCII
)


def is_member_name(name: str) -> bool:
    """Tell whether a member of the content may bear this name."""
    return _NAME.fullmatch(name) is not None


def pack(envelope: bytes, members: Mapping[str, bytes]) -> bytes:
    """Return the one file that holds an envelope and members; the same content gives the same bytes."""
    if len(members) + 2 > MOST_MEMBERS or not all(map(is_member_name, members)):
        raise ValueError("too many members, or one with a name that the form does not know")
    ordered = [("mimetype", MIMETYPE), (ENVELOPE, envelope), *sorted(members.items())]
    body, directory, offset = [], [], 0
    for name, content in ordered:
        raw, crc, size = name.encode("ascii"), zlib.crc32(content), len(content)
        common = (_VERSION, 0, _METHOD, _TIME, _DATE)
        head = _LOCAL.pack(_ENTRY, *common, crc, size, size, len(raw), 0)
        directory.append(
            _CENTRAL.pack(b"PK\1\2", _VERSION, *common, crc, size, size, len(raw), 0, 0, 0, 0, 0, offset)
            + raw
        )
        body += [head, raw, content]
        offset += len(head) + len(raw) + size
    index = b"".join(directory)
    end = _END.pack(b"PK\5\6", 0, 0, len(ordered), len(ordered), len(index), offset, 0)
    file = b"".join((*body, index, end))
    if len(file) > MOST_BYTES:
        raise ValueError("the package is larger than 64 MiB")
    return file


def unpack(file: bytes) -> tuple[bytes, dict[str, bytes]]:
    """Return the envelope and the members of a file, or raise ``Damaged``."""
    if len(file) > MOST_BYTES:
        raise Damaged("too large")
    found = _entries(file)
    if len(found) < 2 or found[0] != ("mimetype", MIMETYPE) or found[1][0] != ENVELOPE:
        raise Damaged("not a package")
    envelope, members = found[1][1], dict(found[2:])
    if len(members) != len(found) - 2 or not all(map(is_member_name, members)):
        raise Damaged("member names")
    if pack(envelope, members) != file:
        raise Damaged("not the one legal form")
    return envelope, members


def _entries(file: bytes) -> list[tuple[str, bytes]]:
    """Return name and content of the local entries from byte 0 on; bounded by the file's own length."""
    found: list[tuple[str, bytes]] = []
    at = 0
    while file[at : at + 4] == _ENTRY:
        if len(found) >= MOST_MEMBERS or at + _LOCAL.size > len(file):
            raise Damaged("members")
        head = _LOCAL.unpack_from(file, at)
        size, name_length = head[7], head[9]
        start = at + _LOCAL.size
        if name_length > 100 or start + name_length + size > len(file):
            raise Damaged("lengths")
        try:
            name = file[start : start + name_length].decode("ascii")
        except UnicodeDecodeError as error:
            raise Damaged("member name") from error
        at = start + name_length + size
        found.append((name, file[start + name_length : at]))
    return found


def entries_of_wreck(file: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what looks like entries of a file that is not whole; nothing of it may be believed."""
    at, left, room = file.find(_ENTRY), MOST_MEMBERS, 2 * len(file)  # entries of a hostile file overlap
    while 0 <= at <= len(file) - _LOCAL.size and left:
        head = _LOCAL.unpack_from(file, at)
        start = at + _LOCAL.size
        middle = start + min(head[9], 100)
        left, room = left - 1, room - min(head[7], len(file) - middle)
        if room < 0:
            return
        yield file[start:middle].decode("ascii", "replace"), file[middle : middle + head[7]]
        at = file.find(_ENTRY, start)
