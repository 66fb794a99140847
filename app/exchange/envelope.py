"""The envelope of a manifest: DSSE with one Ed25519 signature over the exact bytes (no canonical JSON)."""

import base64
import binascii

import msgspec
from nacl.exceptions import CryptoError
from nacl.signing import SigningKey, VerifyKey

from app.exchange.guarded_json import decode, encode
from app.exchange.refusals import Damaged

PAYLOAD_TYPE = "application/vnd.cchc.manifest.v1+json"
_MOST_BYTES = 1024 * 1024


class _Signature(msgspec.Struct, frozen=True):
    keyid: str  # the signer's public key, 64 hexadecimal digits
    sig: str


class _Envelope(msgspec.Struct, frozen=True):
    payload: str
    payloadType: str  # the name that DSSE gives it
    signatures: list[_Signature]


def pre_authentication_encoding(payload_type: str, payload: bytes) -> bytes:
    """Return what is signed (DSSE 1.0.2): the type and the body, each with its length."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def seal_envelope(payload: bytes, key: SigningKey) -> bytes:
    """Return the envelope of a payload, signed."""
    signature = key.sign(pre_authentication_encoding(PAYLOAD_TYPE, payload)).signature
    public = bytes(key.verify_key).hex()
    return encode(_Envelope(_base64(payload), PAYLOAD_TYPE, [_Signature(public, _base64(signature))]))


def open_envelope(data: bytes) -> tuple[bytes, str]:
    """Return the payload and the public key (hex) that signed it; raise ``Damaged`` unless it verifies.

    Who that key belongs to, and whether it is trusted, is for the register to say.
    """
    envelope = decode(data, _Envelope, most_bytes=_MOST_BYTES)
    if envelope.payloadType != PAYLOAD_TYPE or len(envelope.signatures) != 1:
        raise Damaged("envelope")
    (signature,) = envelope.signatures
    payload = _bytes(envelope.payload)
    try:
        key = bytes.fromhex(signature.keyid)
        if key.hex() != signature.keyid:
            raise ValueError("key not in its one form")
        VerifyKey(key).verify(
            pre_authentication_encoding(envelope.payloadType, payload), _bytes(signature.sig)
        )
    except (CryptoError, ValueError, TypeError) as error:
        raise Damaged("signature") from error
    return payload, signature.keyid


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Damaged("base64") from error
    if _base64(data) != text:
        raise Damaged("base64 not in its one form")
    return data
