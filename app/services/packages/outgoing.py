"""Packages that we make: numbered, signed, kept whole; the same content is never numbered twice."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from nacl.signing import SigningKey
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import __version__
from app.core.clock import Clock
from app.core.errors import NotFound, RuleViolation
from app.core.ids import derived_id
from app.exchange.documents import Document
from app.exchange.manifest import MOST_REVISION, Kind, Manifest, Party
from app.exchange.package_file import build, content_digest, members_of, parts_of
from app.models import Attachment, Package, Unit
from app.services.audit import record
from app.services.packages.store import PackageStore, note_attachment
from app.services.packages.words import SentState


@dataclass(frozen=True, slots=True)
class MadePackage:
    """A package that was made, or made before with the very same content."""

    id: str
    kind: str
    unit_id: str
    file_name: str
    content: bytes
    sha256: str
    revision: int
    seal_code: str | None = None
    warnings: tuple[str, ...] = ()
    unit_code: str = ""
    is_new: bool = True  # False: nothing had changed, this is the last one again


def party(session: Session, unit_id: str) -> Party:
    """Return a unit as packages name it."""
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFound("Không còn đơn vị này trong sổ.")
    return Party(unit.id, unit.code, unit.name)


def last_made(session: Session, *, kind: Kind, unit_id: str, stream: str, epoch: int) -> Package | None:
    """Return our newest package of a stream in this life of the register."""
    return session.scalars(
        select(Package)
        .where(
            Package.is_outgoing,
            Package.kind == kind.value,
            Package.unit_id == unit_id,
            Package.stream == stream,
            Package.epoch == epoch,
        )
        .order_by(Package.revision.desc())
    ).first()


def last_received(session: Session, *, kind: Kind, unit_id: str) -> str | None:
    """Return the SHA-256 of the newest package of a kind that came from a unit."""
    return session.scalar(
        select(Package.sha256)
        .where(
            Package.is_outgoing.is_(False),
            Package.kind == kind.value,
            Package.unit_id == unit_id,
            Package.undone_at.is_(None),
        )
        .order_by(Package.epoch.desc(), Package.revision.desc(), Package.sha256)
        .limit(1)
    )


def next_revision(last: Package | None) -> int:
    """Return the number after a package's; there are 999 in one life of a register."""
    revision = last.revision + 1 if last else 1
    if revision > MOST_REVISION:
        raise RuleViolation(f"Đã gửi {MOST_REVISION} lần; không đánh số tiếp được.")
    return revision


def make_whole_state(
    session: Session,
    *,
    manifest: Manifest,
    document: Document,
    epoch: int,
    file_name: str,
    key: SigningKey,
    store: PackageStore,
    clock: Clock,
) -> MadePackage:
    """Make a package of a whole state (assignment, receipt); with nothing new return the last one again."""
    members = members_of(manifest.kind, document, {})
    last = session.get(Package, derived_id("made", manifest.supersedes)) if manifest.supersedes else None
    if last is not None and store.open(last.sha256).content_sha256 == content_digest(parts_of(members)):
        content = store.read(last.sha256)
        return replace(_made(last, manifest, content), is_new=False)
    content = build(manifest, members, key)
    return enter_made(
        session, manifest=manifest, file_name=file_name, content=content, store=store, clock=clock
    )


def enter_made(
    session: Session,
    *,
    manifest: Manifest,
    file_name: str,
    content: bytes,
    store: PackageStore,
    clock: Clock,
    signer: str = "",
) -> MadePackage:
    """Keep a package that was made and enter it among those that left."""
    digest = hashlib.sha256(content).hexdigest()
    store.put(content, digest)
    if session.get(Attachment, digest) is None:
        note_attachment(session, digest=digest, name=file_name, size=len(content), clock=clock)
    package = Package(
        id=derived_id("made", digest),
        kind=manifest.kind.value,
        is_outgoing=True,
        unit_id=manifest.recipient.id,
        file_name=file_name,
        sha256=digest,
        epoch=manifest.epoch,
        revision=manifest.revision,
        stream=manifest.stream,
        signer=signer,
        seal_code=manifest.seal_code,
        verdict=SentState.CREATED,
        at=clock.now(),
    )
    session.add(package)
    record(session, clock=clock, action="package.make", subject=package)
    return _made(package, manifest, content)


def _made(row: Package, manifest: Manifest, content: bytes) -> MadePackage:
    whom = manifest.recipient
    return MadePackage(
        row.id,
        row.kind,
        whom.id,
        row.file_name,
        content,
        row.sha256,
        row.revision,
        row.seal_code,
        unit_code=manifest.unit.code,
    )


def manifest_for(
    session: Session,
    *,
    kind: Kind,
    unit_id: str,
    stream: str,
    own_unit_id: str,
    epoch: int,
    clock: Clock,
    facts: Mapping[str, str | None],
) -> Manifest:
    """Return the manifest of our next package in a stream, without its parts."""
    last = last_made(session, kind=kind, unit_id=unit_id, stream=stream, epoch=epoch)
    return Manifest(
        kind=kind,
        sender=party(session, own_unit_id),
        recipient=party(session, unit_id),
        stream=stream,
        epoch=epoch,
        revision=next_revision(last),
        supersedes=last.sha256 if last else None,
        in_reply_to=facts.get("in_reply_to"),
        enrol_token=facts.get("enrol_token"),
        seal_code=facts.get("seal_code"),
        created_at=clock.now(),
        app=__version__,
        parts=[],
    )


def count_packages(session: Session) -> int:
    """Return how many packages left or came."""
    return session.scalar(select(func.count()).select_from(Package)) or 0
