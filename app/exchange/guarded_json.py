"""JSON from outside: guarded before it is parsed, typed afterwards, and in exactly one form.

One form: keys sorted, no blanks, every field present, text in NFC and unescaped where JSON allows it.
"""

import json
import re
import unicodedata
from typing import Any, TypeVar

import msgspec

from app.core.errors import InvalidField
from app.exchange.refusals import Damaged

MOST_DEPTH = 12
_MOST_TEXT = 32_000
_MOST_INTEGER = 2**53 - 1
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_BRACKETS = re.compile(rb"[\[{]|[\]}]")
# Controls but newline and tab, marks of direction, zero-width signs, lone halves of a pair.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)

T = TypeVar("T")


def encode(value: object) -> bytes:
    """Return a record in its one form."""
    return msgspec.json.encode(value, order="sorted")


def decode(data: bytes, kind: type[T], *, most_bytes: int, exact: bool = True) -> T:
    """Return a typed record, or raise ``Damaged``; ``exact`` refuses what is not in the one form."""
    value = guarded(data, most_bytes=most_bytes)
    try:
        record = msgspec.convert(value, type=kind, strict=True)
        if exact and encode(record) != data:
            raise Damaged("not the one form of this record")
    except (msgspec.ValidationError, RecursionError, ValueError, OverflowError) as error:
        raise Damaged(f"{kind.__name__}: {error}") from error
    return record


def guarded(data: bytes, *, most_bytes: int) -> Any:
    """Return plain JSON values; refuse size, depth, duplicate keys, NaN, long numbers and odd text."""
    if len(data) > most_bytes:
        raise Damaged("document too large")
    _refuse_depth(data)
    try:
        return json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_pairs,
            parse_constant=_refuse,
            parse_float=_refuse,
            parse_int=_integer,
        )
    except (ValueError, RecursionError) as error:
        raise Damaged(f"JSON: {error}") from error


def _refuse_depth(data: bytes) -> None:
    depth = 0
    for bracket in _BRACKETS.finditer(_STRING.sub(b'""', data)):
        depth += 1 if bracket.group() in b"[{" else -1
        if depth > MOST_DEPTH:
            raise Damaged("nested too deep")


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"key {name!r} stands twice")
        found[checked_text(name)] = _checked(value)
    return found


def _checked(value: Any) -> Any:
    if isinstance(value, str):
        checked_text(value)
    elif isinstance(value, list):
        for item in value:
            _checked(item)
    return value


def cleaned(record: T) -> T:
    """Return a record whose texts may stand in a package: NFC, odd signs out; too long: ``InvalidField``."""
    try:
        return msgspec.convert(_clean(msgspec.to_builtins(record)), type=type(record), strict=True)
    except msgspec.ValidationError as error:
        raise InvalidField(
            "text", f"Có chỗ ghi dài quá hoặc không ghi được vào gói ({error}).", hint="Rút gọn rồi làm lại."
        ) from error


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _FORBIDDEN.sub(
            "", unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
        )
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {name: _clean(item) for name, item in value.items()}
    return value


def checked_text(text: str) -> str:
    """Return text that may stand in a package; ``ValueError`` for anything that could deceive a reader."""
    if len(text) > _MOST_TEXT:
        raise ValueError("text too long")
    if _FORBIDDEN.search(text) or not unicodedata.is_normalized("NFC", text):
        raise ValueError("text not in its stored form")
    return text


def _integer(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > _MOST_INTEGER:
        raise ValueError("number too large")
    return int(digits)


def _refuse(literal: str) -> Any:
    raise ValueError(f"{literal[:20]} is no value of ours")
