"""Keys of an installation, and the 30-digit code by which people confirm them: typed, not compared by eye."""

import hashlib
import re

from nacl.exceptions import CryptoError
from nacl.signing import SigningKey

from app.core.errors import InvalidField

_LABEL = b"cchc-fp-v1"
_DIGITS = 30


def new_seed() -> str:
    """Return the private part of a fresh key, 64 hexadecimal digits."""
    return bytes(SigningKey.generate()).hex()


def signing_key(seed: str) -> SigningKey:
    """Return the key of a private part; ``ValueError`` where the vault holds something else."""
    try:
        return SigningKey(bytes.fromhex(seed))
    except (CryptoError, TypeError) as error:
        raise ValueError("no private key") from error


def public_part(key: SigningKey) -> str:
    """Return the public part, 64 hexadecimal digits."""
    return bytes(key.verify_key).hex()


def key_code(public: str) -> str:
    """Return the 30 digits of a public key: 28 from SHA-256, the last two check them (ISO 7064 MOD 97-10)."""
    digest = hashlib.sha256(_LABEL + bytes.fromhex(public)).digest()
    number = int.from_bytes(digest, "big") % 10**28
    return f"{number:028d}{98 - number * 100 % 97:02d}"


def grouped_digits(code: str) -> str:
    """Return a code as it is read out: six groups of five."""
    return " ".join(code[place : place + 5] for place in range(0, len(code), 5))


def read_key_code(typed: str) -> str:
    """Return the 30 digits as typed; a slip of the finger is told before anything is compared."""
    digits = re.sub(r"[\s.\-]", "", typed)
    if len(digits) != _DIGITS or not (digits.isascii() and digits.isdecimal()):
        raise InvalidField(
            "key_code",
            f"Mã xác minh gồm {_DIGITS} chữ số, sáu nhóm năm số; đang có {len(digits)} ký tự.",
            hint="Nghe lại từng nhóm năm số.",
        )
    if int(digits) % 97 != 1:
        raise InvalidField(
            "key_code",
            "Mã xác minh gõ nhầm ít nhất một chữ số (hai số kiểm tra không khớp).",
            hint="Nghe lại từng nhóm năm số.",
        )
    return digits
