"""Files that leave: copied and proved, and the whole round of one kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from app.core.errors import AppError, Cancelled, Unavailable
from app.core.progress import Progress
from app.exchange.manifest import Kind
from app.models import Package, Unit
from app.services.context import Services
from app.services.packages.making import answer, hand_down, put_out
from app.services.packages.outgoing import MadePackage
from app.services.packages.store import PackageStore

Make = Callable[..., MadePackage]


@dataclass(frozen=True, slots=True)
class RoundOutcome:
    """What a round made, unit by unit: packages, and why there is none; ``left`` where it was stopped."""

    made: tuple[MadePackage, ...]
    refused: tuple[tuple[str, str], ...]
    left: int = 0


def make_round(
    services: Services, kind: Kind, unit_ids: Sequence[str], *, year: int, progress: Progress
) -> RoundOutcome:
    """Make one package (``ASSIGNMENT``) or receipt for each unit; each its own transaction."""
    make: Make = hand_down if kind is Kind.ASSIGNMENT else answer
    with services.uow.read() as session:
        names = {key: session.get_one(Unit, key).name for key in unit_ids}
    made: list[MadePackage] = []
    refused: list[tuple[str, str]] = []
    for number, unit_id in enumerate(unit_ids):
        try:
            progress.report(number, len(unit_ids), names[unit_id])
        except Cancelled:
            return RoundOutcome(tuple(made), tuple(refused), len(unit_ids) - number)
        try:
            made.append(make(services, services.secrets, unit_id=unit_id, year=year))
        except Unavailable:
            raise  # without our key, or room on the disk, no unit gets one
        except AppError as error:
            refused.append((names[unit_id], error.sentence()))
    return RoundOutcome(tuple(made), tuple(refused))


def read_made(
    session: Session, *, package_ids: Sequence[str], store: PackageStore
) -> tuple[MadePackage, ...]:
    """Return packages that were made, with their bytes as they were kept."""
    rows = [session.get_one(Package, key) for key in package_ids]
    return tuple(
        MadePackage(
            row.id,
            row.kind,
            str(row.unit_id),
            row.file_name,
            store.read(row.sha256),
            row.sha256,
            row.revision,
            row.seal_code,
        )
        for row in rows
    )


def copy_out(made: Sequence[MadePackage], folder: Path, *, progress: Progress) -> tuple[Path, ...]:
    """Copy packages to a stick or folder, each proved after it was written."""
    written = []
    for number, package in enumerate(made):
        progress.report(number, len(made), package.file_name)
        written.append(put_out(package, folder))
    return tuple(written)
