"""Files looked at before they are taken in: the real thing rolled back, and what a file says of itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.errors import AppError
from app.core.progress import Progress
from app.exchange.documents import Approval, ReportDocument
from app.exchange.package_file import read_package
from app.models import Audit, Indicator
from app.services.context import Services
from app.services.packages.arrivals import Arrived
from app.services.packages.batch import BatchOutcome, import_packages
from app.services.packages.proving import find_files


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking files in would do to the register as it stood at ``mark``; ``names`` of the indicators."""

    paths: tuple[Path, ...]
    files: tuple[Arrived, ...]
    mark: int
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a sound file says of itself: who approved it, how and when it was sealed, who made it."""

    sender: str
    recipient: str
    created_at: datetime
    parts: tuple[str, ...]
    approved_by: str = ""
    approval: Approval | None = None
    signed_on: date | None = None
    document_number: str = ""
    sealed_at: datetime | None = None
    reason: str = ""


def preview_packages(services: Services, paths: Sequence[Path], *, progress: Progress) -> Preview:
    """Do the taking in for real and roll it back; nothing is left of it."""
    files = find_files(paths)
    outcome = import_packages(services, services.secrets, files, dry_run=True, progress=progress)
    with services.uow.read() as session:
        return Preview(files, outcome.files, _mark(session), _names(session))


def take_previewed(
    services: Services,
    preview: Preview,
    paths: Sequence[Path],
    *,
    received_at: datetime | None,
    progress: Progress,
) -> BatchOutcome | Preview:
    """Take files in as they were looked at; where the register changed meanwhile, only look again."""
    with services.uow.read() as session:
        is_stale = _mark(session) != preview.mark
    if is_stale:
        return preview_packages(services, preview.paths, progress=progress)
    return import_packages(services, services.secrets, paths, received_at=received_at, progress=progress)


def _mark(session: Session) -> int:
    return session.scalar(select(func.max(Audit.seq))) or 0


def _names(session: Session) -> dict[str, str]:
    return {code: title for code, title in session.execute(select(Indicator.code, Indicator.title))}  # noqa: C416


def file_facts(path: Path) -> FileFacts | None:
    """Read what a file says of itself, without the register; None for a file that is not sound."""
    try:
        package = read_package(path.read_bytes())
    except (AppError, OSError):
        return None
    manifest = package.manifest
    facts = FileFacts(
        manifest.sender.name,
        manifest.recipient.name,
        manifest.created_at,
        tuple(part.path for part in manifest.parts),
    )
    document = package.content
    if not isinstance(document, ReportDocument):
        return facts
    return FileFacts(
        facts.sender,
        facts.recipient,
        facts.created_at,
        facts.parts,
        document.approved_by,
        document.approval,
        document.signed_on,
        document.document_number,
        document.sealed_at,
        document.reason,
    )
