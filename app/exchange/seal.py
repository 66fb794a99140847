"""The seal code: twelve signs read over the phone that fix a report's content before its file travels.

Eleven signs (55 bits) come from a slow hash of the content, so that nobody can look for another content with
the same code in any useful time; the twelfth is a check sign. Signs that look alike are left out.
"""

import hashlib
import re
import unicodedata

from app.core.errors import InvalidField
from app.core.text import fold

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_SIGNS = 12
_SALT = b"cchc-seal-v1"
_COST, _BLOCK, _LANES = 2**15, 8, 3  # 32 MiB, about 0.3 s on an office machine
_MEMORY = 64 * 1024 * 1024
_NAMES = {"ma", "phong"}  # "mã …", "mã niêm phong …"
_CIRCUMFLEX = "\u0302"
_KEYS = {  # Telex
    "\u0301": "S",
    "\u0300": "F",
    "\u0309": "R",
    "\u0303": "X",
    "\u0323": "J",
    "\u0306": "W",
    "\u031b": "W",
}


def seal_code(content_sha256: str) -> str:
    """Return the code of a content; takes about 0.3 s on purpose."""
    digest = hashlib.scrypt(
        bytes.fromhex(content_sha256), salt=_SALT, n=_COST, r=_BLOCK, p=_LANES, maxmem=_MEMORY, dklen=7
    )
    number = int.from_bytes(digest, "big") >> 1
    signs = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(_SIGNS - 1)))
    return signs + check_sign(signs)


def check_sign(signs: str) -> str:
    """Return the sign that makes every single error and every swap of neighbours show (sum in GF(32))."""
    total, factor = 0, 1
    for sign in reversed(signs):
        factor = _times(factor, 2)
        total ^= _times(factor, ALPHABET.index(sign))
    return ALPHABET[total]


def _times(left: int, right: int) -> int:
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 32:
            left ^= 0b100101
        right >>= 1
    return product


def read_code(typed: str) -> str:
    """Return a code as typed or heard, in its stored form; a wrong one is an ``InvalidField``."""
    signs = re.sub(r"[\s.\-]", "", typed).upper().translate(_ALIKE)
    if len(signs) != _SIGNS or set(signs) - set(ALPHABET):
        raise InvalidField(
            "seal_code",
            f"Mã niêm phong gồm {_SIGNS} ký tự; đang ghi {len(signs)} ký tự “{typed.strip()[:40]}”.",
            hint="Nghe lại từng nhóm bốn ký tự.",
        )
    if check_sign(signs[:-1]) != signs[-1]:
        raise InvalidField(
            "seal_code",
            f"Mã {grouped(signs)} nghe hoặc gõ nhầm ít nhất một ký tự (ký tự kiểm tra không khớp).",
            hint="Đề nghị đơn vị đọc lại từng nhóm bốn ký tự.",
        )
    return signs


def find_codes(text: str) -> tuple[str, ...]:
    """Return the valid codes in a message, in their order; words that are no codes are passed over."""
    found: dict[str, None] = {}
    for typed in likely_codes(text):
        try:
            found[read_code(typed)] = None
        except InvalidField:
            continue
    return tuple(found)


def likely_codes(text: str) -> tuple[str, ...]:
    """Return what in a message looks like a code, valid or not: in even groups, or after the word "mã"."""
    tokens = re.findall(r"[^\W_]+", text)
    found: list[str] = []
    at = 0
    while at < len(tokens):
        is_named = fold(tokens[at - 1]) in _NAMES if at else False
        typed, end = _twelve(tokens, at)
        sizes = {len(token) for token in tokens[at:end]}
        # Names and years come in fours too: only what has a digit or is in capitals is a code.
        looks = len(sizes) == 1 and (any(map(str.isdigit, typed)) or typed.isupper())
        names = fold(tokens[at]) in _NAMES and not is_named
        if typed and not names and (is_named or looks or end - at == len(tokens)):
            found.append(typed)
            at = end
        else:
            at += 1
    return tuple(found)


def _twelve(tokens: list[str], at: int) -> tuple[str, int]:
    """Return the twelve signs that begin with a token and where they end; "" where the tokens do not fit."""
    typed = ""
    for end in range(at, len(tokens)):
        token = tokens[end]
        if end == at and len(token) > _SIGNS and fold(token).startswith("ma"):
            token = token[2:]  # "mã" and the code run together
        typed += "".join(map(_as_keyed, token))
        if len(typed) >= _SIGNS:
            return (typed, end + 1) if len(typed) == _SIGNS else ("", at)
    return "", at


def _as_keyed(char: str) -> str:
    """Return the keys that gave a letter: a Vietnamese keyboard makes "Đ" of "DD", "Á" of "AS"."""
    if char in "đĐ":
        return "DD"
    parts = unicodedata.normalize("NFD", char)
    base = parts[0]
    return base + "".join(base if mark == _CIRCUMFLEX else _KEYS.get(mark, "") for mark in parts[1:])


def grouped(code: str) -> str:
    """Return a code as people read it: three groups of four."""
    return " ".join(code[place : place + 4] for place in range(0, len(code), 4))


def qr_modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the QR form of a code or message, row by row, dark modules True; the quiet zone is not in it."""
    import segno

    return tuple(tuple(bool(dark) for dark in row) for row in segno.make(text, error="m", micro=False).matrix)
