"""The boxes: every file that left or came, what became of it, what waits for a person."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.exchange.seal import grouped
from app.models import Package, Unit, UnitKey
from app.services.packages.words import WORDS, PackageVerdict, SentState


@dataclass(frozen=True, slots=True)
class BoxRow:
    """One file in a box; ``state`` is the word people read, ``reason`` the sentence behind it."""

    id: str
    kind: str
    is_outgoing: bool
    unit_id: str | None
    unit: str
    file_name: str
    sha256: str
    revision: int
    seal_code: str
    verdict: str
    state: str
    reason: str
    at: datetime
    batch_id: str | None
    is_undone: bool


def list_box(session: Session, *, is_outgoing: bool) -> tuple[BoxRow, ...]:
    """Return the files that left or that came, newest first."""
    rows = session.execute(
        select(Package, Unit.short_name, Unit.name)
        .outerjoin(Unit, Unit.id == Package.unit_id)
        .where(Package.is_outgoing.is_(is_outgoing))
        .order_by(Package.at.desc(), Package.id)
    )
    return tuple(_row(package, short or name or "") for package, short, name in rows)


def _row(package: Package, unit: str) -> BoxRow:
    known: dict[str, str] = {state.value: words for state, words in WORDS.items()}
    if package.is_outgoing and package.verdict == SentState.RECEIVED:
        state = WORDS[SentState.RECEIVED]
    else:
        state = known.get(package.verdict, package.verdict)
    return BoxRow(
        package.id,
        package.kind,
        package.is_outgoing,
        package.unit_id,
        unit,
        package.file_name,
        package.sha256,
        package.revision,
        grouped(package.seal_code or ""),
        package.verdict,
        "Đã hoàn tác" if package.undone_at else state,
        package.reason,
        package.at,
        package.batch_id,
        package.undone_at is not None,
    )


def keys_waiting(session: Session, unit_id: str) -> tuple[str, ...]:
    """Return the keys a person may confirm for a unit: those of waiting files first, then those pinned."""
    waiting = session.scalars(
        select(Package.signer)
        .where(
            Package.unit_id == unit_id,
            Package.is_outgoing.is_(False),
            Package.undone_at.is_(None),
            Package.verdict == PackageVerdict.WAITING,
            Package.signer != "",
        )
        .order_by(Package.at.desc())
    )
    pinned = session.scalars(
        select(UnitKey.public_key).where(
            UnitKey.unit_id == unit_id, UnitKey.trusted_at.is_(None), UnitKey.revoked_at.is_(None)
        )
    )
    return tuple(dict.fromkeys((*waiting, *pinned)))
