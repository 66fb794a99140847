"""What of a damaged package can still be read; told to people, never taken in.

Only what the signed description vouches for counts as whole: a part whose bytes have the hash that the
description names. Without a description that verifies nothing is said.
"""

import hashlib
from dataclasses import dataclass

from app.exchange.container import ENVELOPE, entries_of_wreck
from app.exchange.envelope import open_envelope
from app.exchange.manifest import Manifest
from app.exchange.package_file import read_manifest
from app.exchange.refusals import PackageRefused


@dataclass(frozen=True, slots=True)
class Wreck:
    """The description, and which of the parts it names are whole and which are not."""

    manifest: Manifest
    whole: tuple[str, ...]
    spoilt: tuple[str, ...]


def survey(file: bytes) -> Wreck | None:
    """Return what is left of a damaged file; None where not even its description is whole."""
    found = list(entries_of_wreck(file))
    hashes = {hashlib.sha256(content).hexdigest() for _, content in found}
    manifest = next(filter(None, (_manifest(content) for name, content in found if name == ENVELOPE)), None)
    if manifest is None:
        return None
    whole = tuple(part.path for part in manifest.parts if part.sha256 in hashes)
    return Wreck(manifest, whole, tuple(part.path for part in manifest.parts if part.path not in whole))


def _manifest(envelope: bytes) -> Manifest | None:
    try:
        payload, _ = open_envelope(envelope)
        return read_manifest(payload)
    except PackageRefused:
        return None
