"""Vietnamese text: one stored form, search without accents, sorting, and the formats people read."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

# Old and new placement of the tone on oa, oe, uy: "hoà" and "hòa" are one word to a reader.
_TONE_PLACES = {
    f"{first}{toned}": f"{toned_first}{second}"
    for first, second, toned_firsts, toneds in (
        ("o", "a", "òóỏõọ", "àáảãạ"),
        ("o", "e", "òóỏõọ", "èéẻẽẹ"),
        ("u", "y", "ùúủũụ", "ỳýỷỹỵ"),
    )
    for toned_first, toned in zip(toned_firsts, toneds, strict=True)
}
_TONE_PLACE = re.compile(r"(?<![qQ])(" + "|".join(_TONE_PLACES) + r")(?!\w)", re.IGNORECASE)

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_CONTROL = {c: None for c in range(32) if c not in (9, 10)} | {0x7F: None, 0xFEFF: None, 0x200B: None}


def normalize(text: str) -> str:
    """Return the stored form of text: NFC, control characters and zero-width marks removed."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL))


def one_line(text: str) -> str:
    """Return text in NFC on one line, runs of blanks folded to one space."""
    return " ".join(normalize(text).split())


def _place_tone(match: re.Match[str]) -> str:
    found = match.group(0)
    placed = _TONE_PLACES[found.lower()]
    return placed.upper() if found.isupper() else placed


def exact_key(text: str) -> str:
    """Return the form in which accented words are compared: NFC, lower case, one place for the tone."""
    lowered = one_line(text).lower()
    return _TONE_PLACE.sub(_place_tone, lowered)


def _folding() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in range(0x00C0, 0x1EFA):
        decomposed = unicodedata.normalize("NFD", chr(code))
        if len(decomposed) > 1 and decomposed[0].isascii():
            table[code] = decomposed[0].lower()
    table[ord("đ")] = table[ord("Đ")] = "d"
    return table


_FOLDING = _folding()


def fold(text: str) -> str:
    """Return text without accents, lower case, đ as d: the form in which "xa" finds "xã"."""
    return one_line(text).lower().translate(_FOLDING)


def unaccented(text: str) -> str:
    """Return text without accents, capitals kept: the form in which an SMS counts 160 letters."""
    marks = unicodedata.normalize("NFD", normalize(text).replace("đ", "d").replace("Đ", "D"))
    return "".join(mark for mark in marks if not unicodedata.combining(mark))


def search_words(query: str) -> tuple[tuple[str, bool], ...]:
    """Split a query into (word, accents matter) pairs: "xa" finds xã, "xã" finds only xã."""
    return tuple((word, word != fold(word)) for word in exact_key(query).split())


@lru_cache(maxsize=512)
def _place(char: str) -> tuple[int, int]:
    """Return a letter's place in the alphabet and its tone; other signs come before letters, by code."""
    marks = unicodedata.normalize("NFD", char)
    letter = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    place = _ALPHABET.find(letter) if letter else -1
    tone = next((_TONES[mark] for mark in marks if mark in _TONES), 0)
    return (place + 1000 if place >= 0 else min(ord(letter[0]), 999) if letter else 0), tone


@lru_cache(maxsize=8192)
def sort_key(text: str) -> tuple[tuple[int, ...], tuple[int, ...], str]:
    """Return the key of Vietnamese order (a ă â … d đ e ê …); tones decide only between equal letters."""
    places = [_place(char) for char in one_line(text).lower()]
    return tuple(place[0] for place in places), tuple(place[1] for place in places), text


def person_sort_key(name: str) -> tuple[object, object]:
    """Return the key by which people are listed: given name first, then the whole name."""
    words = one_line(name).split()
    return sort_key(words[-1] if words else ""), sort_key(" ".join(words))


def format_number(value: int | Decimal, *, decimals: int | None = None) -> str:
    """Write a number as people here do: 19.630 and 32,3; at most two decimals unless told otherwise."""
    amount = Decimal(value)
    if decimals is not None:
        amount = amount.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    elif amount != amount.to_integral_value():
        amount = amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP).normalize()
    else:
        amount = amount.to_integral_value()
    sign = "-" if amount < 0 else ""
    whole, _, fraction = f"{abs(amount):f}".partition(".")
    groups: list[str] = []
    while len(whole) > 3:
        whole, group = whole[:-3], whole[-3:]
        groups.insert(0, group)
    return sign + ".".join([whole, *groups]) + (f",{fraction}" if fraction else "")


def ratio(part: int | Decimal, whole: int | Decimal) -> Decimal | None:
    """Return part of whole in percent to two decimals, None for 0/0 (which prints "không phát sinh")."""
    if whole == 0:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def format_percent(value: Decimal | None) -> str:
    """Write a percentage (32,3%); None is a rate without a denominator: "không phát sinh"."""
    return "không phát sinh" if value is None else f"{format_number(value)}%"


def format_share(part: int, whole: int, noun: str) -> str:
    """Write "42/42 nhiệm vụ, đạt tỷ lệ 100%", or "không phát sinh" for 0/0."""
    share = ratio(part, whole)
    if share is None:
        return "không phát sinh"
    return f"{format_number(part)}/{format_number(whole)} {noun}, đạt tỷ lệ {format_percent(share)}"


def _two(value: int) -> str:
    return f"{value:02d}"


def format_date(value: date) -> str:
    """Write a date for lists and forms: 05/3/2026 (Nghị định 30/2020: zero before days 1-9, months 1-2)."""
    return f"{_two(value.day)}/{_month(value.month)}/{value.year}"


def _month(month: int) -> str:
    return _two(month) if month < 3 else str(month)


def format_date_words(value: date) -> str:
    """Write a date for documents: "ngày 05 tháng 3 năm 2026" (Nghị định 30/2020, Phụ lục I, II.4.b; R23)."""
    return f"ngày {_two(value.day)} tháng {_month(value.month)} năm {value.year}"


def join_words(items: Iterable[str]) -> str:
    """Join items as a sentence does: "a, b và c"."""
    listed = [item for item in items if item]
    if len(listed) < 2:
        return "".join(listed)
    return ", ".join(listed[:-1]) + " và " + listed[-1]


def shorten(text: str, limit: int) -> str:
    """Cut text at a word boundary so that it has at most limit characters, the last one an ellipsis."""
    line = one_line(text)
    if len(line) <= limit:
        return line
    return line[: limit - 1].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"
