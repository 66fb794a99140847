"""Every letter that a Vietnamese text may hold."""

import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_VOWELS = "aăâeêioôơuưy"
_OTHERS = "bcdđghklmnpqrstvx"


def vietnamese_letters() -> str:
    """Return every letter, small and capital, with every tone, and the sign of the đồng."""
    vowels = [unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in ("", *_TONES)]
    small = "".join(vowels) + _OTHERS
    return small + small.upper() + "₫"
