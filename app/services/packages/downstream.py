"""What a hub sent us, brought to its newest whole state: work of a year, or an answer to our reports."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import Clock
from app.exchange.documents import AssignmentDocument, ReceiptDocument
from app.models import Package, Register, Unit
from app.services.packages import words
from app.services.packages.comparing import Change
from app.services.packages.news import sentences_of
from app.services.packages.receipts import apply_receipt, apply_standings
from app.services.packages.reports import by_rank
from app.services.packages.store import PackageStore
from app.services.packages.taking_over import take_over
from app.services.packages.words import ELIGIBLE, PackageVerdict


@dataclass(frozen=True, slots=True)
class Brought:
    """What a package from above brought: record by record, in sentences, and whether one was there before."""

    changes: tuple[Change, ...] = ()
    notices: tuple[str, ...] = ()
    is_replacement: bool = False


def apply_newest(
    session: Session, *, unit_id: str, stream: str, own: Register, store: PackageStore, clock: Clock
) -> Brought:
    """Apply the newest file of a stream; two different ones of a rank count for neither."""
    rows = session.scalars(
        select(Package)
        .where(
            Package.stream == stream,
            Package.unit_id == unit_id,
            Package.is_outgoing.is_(False),
            Package.undone_at.is_(None),
            Package.verdict.in_(ELIGIBLE),
        )
        .order_by(Package.epoch, Package.revision, Package.sha256)
    ).all()
    before = any(row.verdict == PackageVerdict.APPLIED for row in rows)
    counted, conflicts = by_rank(rows)
    name = session.get_one(Unit, unit_id).name
    for row in conflicts:
        row.verdict, row.reason = PackageVerdict.CONFLICT, words.conflict(row, name)
    if not counted:
        return Brought()
    newest = counted[max(counted)]
    for row in counted.values():
        row.verdict, row.reason = PackageVerdict.SUPERSEDED, words.superseded(row, newest.revision)
    newest.verdict, newest.reason = PackageVerdict.APPLIED, ""
    opened = store.open(newest.sha256)
    if isinstance(opened.content, ReceiptDocument):
        return Brought(
            (), apply_receipt(session, receipt=opened.content, other_id=unit_id, clock=clock), before
        )
    document = opened.document(AssignmentDocument)
    changes = take_over(session, document=document, hub_id=unit_id, unit_id=str(own.own_unit_id), clock=clock)
    notices = apply_standings(session, standings=document.reports, clock=clock)
    token = opened.manifest.enrol_token
    if token is not None and own.settings.get("enrol_token") != token:
        own.settings = {**own.settings, "enrol_token": token}
    return Brought(changes, (*sentences_of(changes), *notices), before)
