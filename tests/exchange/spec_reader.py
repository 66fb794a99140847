"""A reader of packages written from docs/exchange-format.md alone: nothing of the program is imported."""

import base64
import hashlib
import json
import re
import struct
import unicodedata
import zlib
from typing import Any

from nacl.exceptions import CryptoError
from nacl.signing import VerifyKey

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NAME = re.compile(r"data/[a-z0-9_-]{1,40}\.json|readable/[a-z0-9_-]{1,60}\.(pdf|xlsx)|files/[0-9a-f]{64}")
TYPE = "application/vnd.cchc.manifest.v1+json"
MANIFEST_FIELDS = {
    *("format", "major", "minor", "requires", "kind", "sender", "recipient", "stream", "epoch", "revision"),
    *("supersedes", "in_reply_to", "enrol_token", "seal_code", "created_at", "app", "parts"),
}


class Refused(Exception):
    """Not a sound package."""


def open_package(file: bytes) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Return manifest, document and signer of a sound package of version 1.0; raise ``Refused``."""
    try:
        entries = take_out(file)
        if write_anew(entries) != file:
            raise Refused("another container would hold the same")
        (first, mimetype), (second, envelope), *members = entries
        if (first, mimetype) != ("mimetype", b"application/vnd.cchc.exchange+zip"):
            raise Refused("mimetype")
        if second != "manifest.dsse.json" or not all(NAME.fullmatch(name) for name, _ in members):
            raise Refused("names")
        manifest, signer = open_envelope(envelope)
        if set(manifest) != MANIFEST_FIELDS or (manifest["format"], manifest["major"]) != (
            "cchc-exchange",
            1,
        ):
            raise Refused("manifest")
        if manifest["requires"]:
            raise Refused("newer")
        parts = [
            {"path": name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
            for name, content in members
        ]
        if parts != manifest["parts"]:
            raise Refused("parts")
        document = read_json(dict(members)[f"data/{manifest['kind']}.json"])
    except (ValueError, KeyError, TypeError, IndexError, struct.error, CryptoError) as error:
        raise Refused(str(error)) from error
    return manifest, document, signer


def take_out(file: bytes) -> list[tuple[str, bytes]]:
    """Take the entries out of a container, one behind the other from byte 0."""
    entries, at = [], 0
    while file[at : at + 4] == b"PK\3\4":
        size, length = struct.unpack_from("<I", file, at + 22)[0], struct.unpack_from("<H", file, at + 26)[0]
        name = file[at + 30 : at + 30 + length].decode("ascii")
        at += 30 + length + size
        entries.append((name, file[at - size : at]))
    return entries


def write_anew(entries: list[tuple[str, bytes]]) -> bytes:
    """Write a container in the one form that the table of section 1 leaves."""
    body = index = b""
    ordered = entries[:2] + sorted(entries[2:])
    for name, content in ordered:
        raw = name.encode()
        facts = struct.pack("<HHHHHIII", 20, 0, 0, 0, 33, zlib.crc32(content), len(content), len(content))
        index += b"PK\1\2" + struct.pack("<H", 20) + facts
        index += struct.pack("<HHHHHII", len(raw), 0, 0, 0, 0, 0, len(body)) + raw
        body += b"PK\3\4" + facts + struct.pack("<HH", len(raw), 0) + raw + content
    count = len(ordered)
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, count, count, len(index), len(body), 0)
    return body + index + end


def open_envelope(data: bytes) -> tuple[dict[str, Any], str]:
    """Check the one signature of an envelope, then read what it is over."""
    envelope = read_json(data)
    (signature,) = envelope["signatures"]
    payload = base64.b64decode(envelope["payload"], validate=True)
    if base64.b64encode(payload).decode() != envelope["payload"] or envelope["payloadType"] != TYPE:
        raise Refused("envelope")
    sig = base64.b64decode(signature["sig"], validate=True)
    if base64.b64encode(sig).decode() != signature["sig"] or signature["keyid"] != signature["keyid"].lower():
        raise Refused("signature")
    signed = b"DSSEv1 %d %s %d %s" % (len(TYPE), TYPE.encode(), len(payload), payload)
    VerifyKey(bytes.fromhex(signature["keyid"])).verify(signed, sig)
    return read_json(payload), signature["keyid"]


def read_json(data: bytes) -> Any:
    """Read a document that has to be in its one form."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) != len(pairs):
            raise Refused("a key stands twice")
        return dict(pairs)

    def no(_text: str) -> Any:
        raise Refused("a number with a fraction")

    value = json.loads(data.decode("utf-8"), object_pairs_hook=once, parse_float=no, parse_constant=no)
    plain = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if plain.encode() != data or not unicodedata.is_normalized("NFC", plain):
        raise Refused("not the one form")
    return value


def seal_code(manifest: dict[str, Any]) -> str:
    """Make the seal code of a package anew."""
    lines = "".join(f"{part['sha256']} {part['path']}\n" for part in manifest["parts"])
    content = hashlib.sha256(lines.encode()).digest()
    slow = hashlib.scrypt(content, salt=b"cchc-seal-v1", n=2**15, r=8, p=3, maxmem=2**26, dklen=7)
    number = int.from_bytes(slow, "big") >> 1
    signs = [number >> 5 * place & 31 for place in range(10, -1, -1)]
    check, power = 0, 1
    for sign in reversed(signs):
        power = times(power, 2)
        check ^= times(power, sign)
    return "".join(SIGNS[sign] for sign in (*signs, check))


def times(left: int, right: int) -> int:
    """Multiply in GF(32) with x^5 + x^2 + 1."""
    product = 0
    for bit in range(5):
        if right >> bit & 1:
            product ^= left << bit
    for bit in range(8, 4, -1):
        if product >> bit & 1:
            product ^= 0b100101 << bit - 5
    return product


def key_code(key: str) -> str:
    """Make the 30 digits of a key."""
    number = int.from_bytes(hashlib.sha256(b"cchc-fp-v1" + bytes.fromhex(key)).digest(), "big") % 10**28
    return next(f"{number:028d}{two:02d}" for two in range(1, 99) if (number * 100 + two) % 97 == 1)
