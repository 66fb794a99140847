"""Ways to damage a package: every single byte-level one, and seeded ones that keep the container sound."""

import base64
import json
import random
import struct
import zlib
from collections.abc import Callable, Iterator

from app.core.errors import AppError
from app.exchange.refusals import PackageRefused

Read = Callable[[bytes], object]


def flips(file: bytes) -> Iterator[bytes]:
    """Yield the file with each single bit flipped."""
    for place in range(len(file)):
        for bit in range(8):
            yield file[:place] + bytes([file[place] ^ 1 << bit]) + file[place + 1 :]


def cuts(file: bytes) -> Iterator[bytes]:
    """Yield the file cut at each place, with each byte removed, doubled, and junk at either end."""
    for place in range(len(file)):
        yield file[:place]
        yield file[:place] + file[place + 1 :]
        yield file[:place] + b"\0" + file[place:]
        yield file[:place] + file[place : place + 1] * 2 + file[place + 1 :]
    yield file + b"\0"
    yield b"MZ" + file
    yield file + file


def byte_mutants(file: bytes, chance: random.Random) -> Iterator[bytes]:
    """Yield files with a few random faults, for ever."""
    while True:
        data = bytearray(file)
        match chance.randrange(5):
            case 0:
                for _ in range(chance.randint(1, 8)):
                    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            case 1:
                del data[chance.randrange(len(data)) :]
            case 2:
                at = chance.randrange(len(data))
                data[at:at] = chance.randbytes(chance.randint(1, 64))
            case 3:
                at = chance.randrange(len(data))
                del data[at : at + chance.randint(1, 512)]
            case _:
                at = chance.randrange(len(data) - 4)
                data[at : at + 4] = struct.pack("<I", chance.choice((0, 1, 2**31, 2**32 - 1, len(data))))
        yield bytes(data)


def entries(file: bytes) -> list[tuple[str, bytes]]:
    """Return the members of a sound package."""
    found, at = [], 0
    while file[at : at + 4] == b"PK\3\4":
        size, length = struct.unpack_from("<I", file, at + 22)[0], struct.unpack_from("<H", file, at + 26)[0]
        name = file[at + 30 : at + 30 + length].decode()
        at += 30 + length + size
        found.append((name, file[at - size : at]))
    return found


def rebuild(
    members: list[tuple[str, bytes]], *, flags: int = 0, method: int = 0, comment: bytes = b""
) -> bytes:
    """Return a sound container of any members, legal or not, with right sums."""
    body, index, at = b"", b"", 0
    for name, content in members:
        raw, crc = name.encode("utf-8", "surrogatepass"), zlib.crc32(content)
        common = struct.pack("<5H3I", 20, flags, method, 0, 33, crc, len(content), len(content))
        local = b"PK\3\4" + common + struct.pack("<2H", len(raw), 0) + raw + content
        index += b"PK\1\2\x14\0" + common + struct.pack("<5H2I", len(raw), 0, 0, 0, 0, 0, at) + raw
        body += local
        at += len(local)
    count = len(members)
    end = b"PK\5\6" + struct.pack("<4H2IH", 0, 0, count, count, len(index), at, len(comment)) + comment
    return body + index + end


def structure_mutants(files: list[bytes], chance: random.Random) -> Iterator[bytes]:
    """Yield sound containers around changed, swapped, dropped, doubled, foreign or re-ordered members."""
    pool = [entries(file) for file in files]
    while True:
        members = list(chance.choice(pool))
        for _ in range(chance.randint(1, 2)):
            members = _mutate(members, pool, chance)
        yield rebuild(members, flags=chance.choice((0, 0, 0, 0, 8, 2048)), method=chance.choice((0, 0, 0, 8)))


def _mutate(
    members: list[tuple[str, bytes]], pool: list[list[tuple[str, bytes]]], chance: random.Random
) -> list[tuple[str, bytes]]:
    members = list(members)
    if not members:
        return members
    at = chance.randrange(len(members))
    name, content = members[at]
    match chance.randrange(8):
        case 0:
            members[at] = (name, _changed(content, chance))
        case 1:
            del members[at]
        case 2:
            members.insert(chance.randrange(len(members) + 1), members[at])
        case 3:
            other = chance.randrange(len(members))
            members[at], members[other] = members[other], members[at]
        case 4:
            members[at] = (name, chance.choice(chance.choice(pool))[1])
        case 5:
            members[at] = (chance.choice(NAMES), content)
        case 6 if name.endswith("dsse.json"):
            members[at] = (name, _other_manifest(content, chance))
        case _:
            members.append((chance.choice(NAMES), b"{}"))
    return members


NAMES = (
    "../data/report.json",
    "/etc/passwd",
    "C:\\x",
    "data/REPORT.json",
    "data/report.json ",
    "data/report.json.",
    "NUL",
    "a.txt:stream",
    "data/x.json",
    "readable/x.exe",
    "\u202edata/report.json",
    "\\\\host\\share",
)


def _changed(content: bytes, chance: random.Random) -> bytes:
    try:
        value = json.loads(content)
    except ValueError:
        return content + b"\0"
    if isinstance(value, dict) and value:
        key = chance.choice(sorted(value))
        value[key] = chance.choice((None, 0, -1, 2**31, "", "x" * 100, [], {}, 999, True, 1.5, "0001-01-01"))
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _other_manifest(content: bytes, chance: random.Random) -> bytes:
    """Change a field of the signed manifest inside a well-formed envelope."""
    try:
        envelope = json.loads(content)
    except ValueError:
        return content
    if not isinstance(envelope, dict) or not isinstance(envelope.get("payload"), str):
        return content
    payload = _changed(base64.b64decode(envelope["payload"]), chance)
    envelope["payload"] = base64.b64encode(payload).decode()
    return json.dumps(envelope, sort_keys=True, separators=(",", ":")).encode()


def accepted(mutants: Iterator[bytes], originals: set[bytes], read: Read, *, most: int | None = None) -> int:
    """Return how many damaged files a reader takes; anything but a refusal in words is a crash."""
    taken = 0
    for number, mutant in enumerate(mutants):
        if most is not None and number >= most:
            break
        try:
            read(mutant)
        except PackageRefused as refusal:
            assert isinstance(refusal, AppError)
            assert 0 < len(refusal.message) <= 300
            continue
        taken += mutant not in originals
    return taken
