"""Texts that leave by phone and chat name no citizen (law: personal data; law_and_format 8)."""

import re

_TITLES = "ông|bà|anh|chị|cô|chú|em|cháu|công dân|hộ gia đình|cụ"
_CAPITALS = "A-Z" + "".join(letter for letter in map(chr, range(0xC0, 0x1EFA)) if letter.isupper())
_NAME = rf"[{_CAPITALS}][^\W\d_]*"
_PERSON = re.compile(rf"(?<!\w)((?:{_TITLES})(?:\s+(?:{_TITLES}))*)((?:\s+{_NAME}){{1,5}})")
_AT_START = re.compile(rf"(^|[.;:!?]\s+)(Ông|Bà|Anh|Chị|Cụ|Công dân)((?:\s+{_NAME}){{1,5}})")
_NUMBER = re.compile(r"(?<!\d)(?:\d{12}|\d{9}|0\d{9})(?!\d)")  # identity cards, phones
_HIDDEN = "…"


def without_people(text: str) -> str:
    """Return a text whose citizens' names, card numbers and phones are left out; places keep theirs."""
    hidden = _PERSON.sub(lambda found: f"{found[1]} {_HIDDEN}", text)
    hidden = _AT_START.sub(_hide_at_start, hidden)
    return _NUMBER.sub(_HIDDEN, hidden)


def _hide_at_start(found: re.Match[str]) -> str:
    if found[3].split()[0] in ("Rịa", "Nà", "Đen"):  # Bà Rịa, Bà Nà, Bà Đen are places
        return found[0]
    return f"{found[1]}{found[2]} {_HIDDEN}"
