"""Texts in the old Vietnamese codes TCVN3 (.VnTime) and VNI: recognised, and turned into Unicode."""

import re
from collections.abc import Sequence
from functools import lru_cache

from app.intake.source import Conversion

_PLAIN = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
_TCVN3 = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦"
_TO_UNICODE = str.maketrans(dict(zip(_TCVN3, _PLAIN, strict=True)))

_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_ROOFED = {"â": "", "à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_BREVED = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_SINGLE = {"ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ô": "ơ", "ö": "ư"}

_SHOWN_LINES = 14
_COMMON = re.compile(
    r"(?<!\w)(?:của|và|các|nhân dân|thực hiện|công|ban|được|về|việc|cho|những|ủy|tỉnh|huyện|xã|số|ngày"
    r"|tháng|năm)(?!\w)",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def _vni_pairs() -> dict[str, str]:
    import unicodedata

    def composed(letters: str) -> str:
        return unicodedata.normalize("NFC", letters)

    pairs: dict[str, str] = {}
    for letter in "aeouy":
        for sign, tone in _TONES.items():
            pairs[letter + sign] = composed(letter + tone)
    for letter in "aeo":
        for sign, tone in _ROOFED.items():
            pairs[letter + sign] = composed(letter + "\u0302" + tone)
    for sign, tone in _BREVED.items():
        pairs["a" + sign] = composed("a\u0306" + tone)
    for letter, base in (("ô", "ơ"), ("ö", "ư")):
        for sign, tone in _TONES.items():
            pairs[letter + sign] = composed(base + tone)
    upper = {code.upper(): plain.upper() for code, plain in pairs.items()}
    mixed = {code[0].upper() + code[1]: plain.upper() for code, plain in pairs.items()}
    return {**mixed, **upper, **pairs}


def from_tcvn3(text: str, *, capitals: bool = False) -> str:
    """Return text of a .Vn font in Unicode; fonts ending in H show small letters as capitals."""
    plain = text.translate(_TO_UNICODE)
    return plain.upper() if capitals else plain


def from_vni(text: str) -> str:
    """Return text of a VNI- font in Unicode."""
    pairs = _vni_pairs()
    singles = {**_SINGLE, **{code.upper(): plain.upper() for code, plain in _SINGLE.items()}}
    result: list[str] = []
    place = 0
    while place < len(text):
        pair = text[place : place + 2]
        if pair in pairs:
            result.append(pairs[pair])
            place += 2
        else:
            result.append(singles.get(text[place], text[place]))
            place += 1
    return "".join(result)


def by_font(text: str, font: str | None) -> str:
    """Return the text of a run as its font shows it."""
    if font is None:
        return text
    if font.startswith((".Vn", ".VN")):
        return from_tcvn3(text, capitals=font.endswith("H"))
    return from_vni(text) if font.upper().startswith("VNI-") else text


def recognise(text: str) -> tuple[str, str] | None:
    """Return (name of the code, text in Unicode) of a text in an old code; None for any other."""
    sample = text[:20_000]
    odd = sum(1 for char in sample if "\u00a1" <= char <= "\u00ff" or char == "\u00ad")
    if odd < 8:
        return None
    plain = len(_COMMON.findall(sample))
    for name, convert in (("TCVN3", from_tcvn3), ("VNI", from_vni)):
        if len(_COMMON.findall(convert(sample))) > 2 * plain + 4:
            return name, convert(text)
    return None


def conversion_of(code: str, before: Sequence[str], after: Sequence[str]) -> Conversion:
    """Return some lines that a conversion changed, for a person to compare."""
    pairs = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]][:_SHOWN_LINES]
    return Conversion(code, "\n".join(old for old, _ in pairs), "\n".join(new for _, new in pairs))
