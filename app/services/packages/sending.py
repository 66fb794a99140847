"""Files that leave: copied and proved, put into a draft mail, marked as sent; the whole round of one kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import AppError, Cancelled
from app.core.progress import Progress
from app.exchange.manifest import Kind
from app.models import Package, Unit
from app.services.audit import record, snapshot
from app.services.context import Services
from app.services.packages.making import answer, hand_down, put_out
from app.services.packages.outgoing import MadePackage
from app.services.packages.store import PackageStore
from app.services.packages.words import SentState

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
        except AppError as error:
            if error.code.startswith("E-KEY"):
                raise  # without our key no unit gets one
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
            Kind(row.kind),
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


def mark_sent(session: Session, *, package_ids: Sequence[str], clock: Clock, way: str) -> Done[int]:
    """Note that packages left the office, and how; one that the other side has answered keeps its state."""
    count = 0
    for key in package_ids:
        row = session.get_one(Package, key)
        if row.is_outgoing and row.verdict == SentState.CREATED:
            before = snapshot(row)
            row.verdict = SentState.SENT
            record(session, clock=clock, action="package.send", subject=row, before=before, reason=way)
            count += 1
    return Done(count, Changes(documents=True))
