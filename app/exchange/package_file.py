"""A whole package: built from a manifest's facts and a document, or read back and proved. No database."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import msgspec
from nacl.signing import SigningKey

from app.exchange.container import is_member_name, pack, unpack
from app.exchange.documents import AssignmentDocument, Document, ReceiptDocument, ReportDocument
from app.exchange.envelope import open_envelope, seal_envelope
from app.exchange.form_layout import FormProof
from app.exchange.guarded_json import cleaned, decode, encode, guarded
from app.exchange.manifest import FORMAT, MAJOR, MINOR, UNDERSTOOD, Head, Kind, Manifest, Part
from app.exchange.refusals import Damaged, TooNew

SUFFIX = ".cchc"
_MOST_MANIFEST = 1024 * 1024
_MOST_DOCUMENT = 8 * 1024 * 1024
_MOST_FILE = 15 * 1024 * 1024

D = TypeVar("D", AssignmentDocument, ReportDocument, ReceiptDocument)
DOCUMENTS: dict[Kind, type[AssignmentDocument] | type[ReportDocument] | type[ReceiptDocument]] = {
    Kind.ASSIGNMENT: AssignmentDocument,
    Kind.REPORT: ReportDocument,
    Kind.RECEIPT: ReceiptDocument,
}


@dataclass(frozen=True, slots=True)
class OpenPackage:
    """A package that verified: every byte is what the holder of ``key`` (hex) signed."""

    manifest: Manifest
    key: str
    members: Mapping[str, bytes]
    sha256: str  # of the whole file: its identity
    size: int
    content: Document
    form: FormProof | None = None  # a report that came as a filled workbook: marked by us, signed by nobody

    @property
    def content_sha256(self) -> str:
        """What the seal code is made from."""
        return content_digest(self.manifest.parts)

    def document(self, kind: type[D]) -> D:
        """Return the typed content; raise ``Damaged`` for anything but this kind of package."""
        if not isinstance(self.content, kind):
            raise Damaged("another kind of package")
        return self.content


def _document_name(kind: Kind) -> str:
    return f"data/{kind.value}.json"


def members_of(kind: Kind, document: Document, readable: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the members of a package: the document, and the papers a person reads without this program."""
    members = {_document_name(kind): encode(cleaned(document))}
    members |= {f"readable/{name}": content for name, content in readable.items()}
    for name, content in members.items():
        if not is_member_name(name) or len(content) > _MOST_FILE:
            raise ValueError(f"a package cannot hold {name}")
    return members


def parts_of(members: Mapping[str, bytes]) -> list[Part]:
    """Return the list of members as the manifest has it."""
    return [
        Part(name, len(content), hashlib.sha256(content).hexdigest())
        for name, content in sorted(members.items())
    ]


def content_digest(parts: list[Part]) -> str:
    """Return the SHA-256 over all parts: path and hash of each, one a line."""
    return hashlib.sha256("".join(f"{part.sha256} {part.path}\n" for part in parts).encode()).hexdigest()


def build(manifest: Manifest, members: Mapping[str, bytes], key: SigningKey) -> bytes:
    """Return the file of a package, proved by reading it back; the same content gives the same bytes."""
    filled = cleaned(msgspec.structs.replace(manifest, parts=parts_of(members)))
    file = pack(seal_envelope(encode(filled), key), members)
    read_package(file)
    return file


def read_package(file: bytes) -> OpenPackage:
    """Return a package that proved to be whole; raise ``Damaged`` or ``TooNew``.

    Order: size, container, envelope, signature, version, manifest, sizes and hashes of the parts, document.
    """
    envelope, members = unpack(file)
    payload, key = open_envelope(envelope)
    manifest = read_manifest(payload)
    if manifest.parts != parts_of(members):
        raise Damaged("parts")
    if _document_name(manifest.kind) not in members:
        raise Damaged("no document")
    document = decode(
        members[_document_name(manifest.kind)],
        DOCUMENTS[manifest.kind],
        most_bytes=_MOST_DOCUMENT,
        exact=manifest.minor <= MINOR,
    )
    return OpenPackage(manifest, key, members, hashlib.sha256(file).hexdigest(), len(file), document)


def read_manifest(payload: bytes) -> Manifest:
    """Return the description whose signature was proved; raise ``Damaged`` or ``TooNew``."""
    try:
        head = msgspec.convert(guarded(payload, most_bytes=_MOST_MANIFEST), type=Head, strict=True)
    except msgspec.ValidationError as error:
        raise Damaged(f"head: {error}") from error
    if head.format != FORMAT or head.major < 1 or head.minor < 0:
        raise Damaged("another format")
    if head.major > MAJOR or not UNDERSTOOD.issuperset(head.requires):
        raise TooNew
    return decode(payload, Manifest, most_bytes=_MOST_MANIFEST, exact=head.minor <= MINOR)
