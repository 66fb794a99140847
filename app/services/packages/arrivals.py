"""One file that came: proved, judged, kept, and its stream brought to what all its files say."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from nacl.signing import SigningKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import Clock
from app.core.errors import AppError, RuleViolation
from app.core.ids import derived_id
from app.core.periods import Month
from app.core.text import format_date
from app.exchange.documents import AssignmentDocument, ReceiptDocument, ReportDocument
from app.exchange.manifest import Kind
from app.exchange.package_file import OpenPackage
from app.exchange.refusals import PackageRefused, TooNew
from app.exchange.seal import grouped
from app.models import ExpectedReport, Package, Period, Register, Unit
from app.services.audit import note, record
from app.services.cycles import refuse_locked
from app.services.packages import words
from app.services.packages.admission import (
    Held,
    check_claimed_code,
    check_key,
    check_recipient,
    stream_of,
)
from app.services.packages.comparing import Change, about_of, cells_in, changes_of
from app.services.packages.keys import own_register
from app.services.packages.receipts import apply_standings
from app.services.packages.report_content import check_arrived
from app.services.packages.reports import settle_report
from app.services.packages.store import PackageStore, note_attachment
from app.services.packages.taking_over import take_over
from app.services.packages.words import ELIGIBLE, PackageVerdict


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of one file. ``outcome``: new, replacement, duplicate, rejected; ``reason`` says why.

    ``about`` is the period or year it is about; ``cells`` counts what a report says, changed or not.
    """

    file: str
    outcome: str
    reason: str = ""
    code: str = ""
    id: str = ""
    kind: str = ""
    unit: str = ""
    unit_id: str = ""
    verdict: str = ""
    revision: int = 0
    seal_code: str = ""
    changes: tuple[Change, ...] = ()
    notices: tuple[str, ...] = ()
    about: str = ""
    cells: int = 0


@dataclass(slots=True)
class Desk:
    """What taking in needs: our key (None on a machine without one), the raw files, the time, the batch."""

    store: PackageStore
    clock: Clock
    key: SigningKey | None
    received_at: datetime
    batch_id: str
    keep_files: bool = True  # a dry run keeps none
    codes: dict[str, str] = field(default_factory=dict)  # seal codes made before the transaction, by file


def take_in(session: Session, *, file: str, content: bytes, desk: Desk) -> Arrived:
    """Take one file in; whatever is wrong with it is in the answer, never an exception of a bad file."""
    digest = desk.store.offer(content)
    try:
        package = desk.store.open(digest)
    except TooNew as error:
        return _keep_unread(session, file, digest, error, desk)
    except PackageRefused as error:
        return Arrived(file, "rejected", f"{error.message} {error.hint}", error.code)
    known = _known_file(session, digest)
    if known is not None and known.undone_at is None and known.verdict in ELIGIBLE:
        return _answer(session, file, package, known, "duplicate", words.already_here(known))
    try:
        own = own_register(session)
        check_recipient(session, package, own)
        stream = stream_of(session, package, own)
    except AppError as error:
        return _refused(file, package, error)
    try:
        with _all_or_nothing(session):
            check_key(session, package, own, desk.key, desk.clock)
            before = _standing_before(session, package, stream)
            row = _enter(session, file, package, stream, known, desk, PackageVerdict.APPLIED, "")
            notices = _apply(session, package, row, own, desk)
    except Held as error:
        row = _enter(session, file, package, stream, known, desk, PackageVerdict.WAITING, error.sentence())
        return _answer(session, file, package, row, "rejected", error.sentence(), code=error.code)
    except AppError as error:
        return _refused(file, package, error)
    outcome = _OUTCOMES.get(str(row.verdict), "rejected")
    if outcome == "new" and before is not None:
        outcome = "replacement"
    changes = changes_of(session, package, before, desk.store) if outcome in ("new", "replacement") else ()
    return _answer(session, file, package, row, outcome, row.reason, changes=changes, notices=notices)


@contextmanager
def _all_or_nothing(session: Session) -> Iterator[None]:
    """Take back what a block did when it fails, the journal's head with it."""
    session.flush()
    head = session.info.get("audit_head")
    try:
        with session.begin_nested():
            yield
    except BaseException:
        session.info["audit_head"] = head
        raise


_OUTCOMES: dict[str, str] = {PackageVerdict.APPLIED: "new", PackageVerdict.SUPERSEDED: "duplicate"}


def _refused(file: str, package: OpenPackage, error: AppError) -> Arrived:
    manifest = package.manifest
    return Arrived(
        file,
        "rejected",
        error.sentence(),
        error.code,
        kind=manifest.kind.value,
        unit=manifest.sender.name,
        unit_id=manifest.sender.id,
        revision=manifest.revision,
        seal_code=grouped(manifest.seal_code or ""),
        about=about_of(package),
    )


def _answer(
    session: Session,
    file: str,
    package: OpenPackage,
    row: Package,
    outcome: str,
    reason: str,
    *,
    code: str = "",
    changes: tuple[Change, ...] = (),
    notices: tuple[str, ...] = (),
) -> Arrived:
    manifest = package.manifest
    return Arrived(
        file,
        outcome,
        reason,
        code,
        row.id,
        manifest.kind.value,
        manifest.sender.name,
        manifest.sender.id,
        str(row.verdict),
        manifest.revision,
        grouped(manifest.seal_code or ""),
        changes,
        notices,
        about_of(package),
        cells_in(package),
    )


def _keep_unread(session: Session, file: str, digest: str, error: TooNew, desk: Desk) -> Arrived:
    row = _known_file(session, digest)
    if row is None:
        row = Package(id=derived_id("came", digest), kind="unknown", is_outgoing=False, sha256=digest)
        row.file_name, row.at, row.batch_id = file[:500], desk.received_at, desk.batch_id
        row.verdict, row.reason = PackageVerdict.WAITING, error.sentence()
        session.add(row)
        _keep_raw(session, file, digest, desk)
        record(session, clock=desk.clock, action="package.hold", subject=row)
    return Arrived(file, "rejected", error.sentence(), error.code, row.id, verdict=str(row.verdict))


def _known_file(session: Session, digest: str) -> Package | None:
    return session.get(Package, derived_id("came", digest))


def _standing_before(session: Session, package: OpenPackage, stream: str) -> str | None:
    """Return the SHA-256 of the file that counted before, None where there was none."""
    return session.scalar(
        select(Package.sha256).where(
            Package.stream == stream,
            Package.unit_id == package.manifest.sender.id,
            Package.is_outgoing.is_(False),
            Package.undone_at.is_(None),
            Package.verdict == PackageVerdict.APPLIED,
        )
    )


def _enter(
    session: Session,
    file: str,
    package: OpenPackage,
    stream: str,
    known: Package | None,
    desk: Desk,
    verdict: PackageVerdict,
    reason: str,
) -> Package:
    manifest = package.manifest
    row = known
    if row is None:
        row = Package(id=derived_id("came", package.sha256), is_outgoing=False, sha256=package.sha256)
        session.add(row)
    row.kind, row.unit_id, row.file_name = manifest.kind.value, manifest.sender.id, file[:500]
    row.epoch, row.revision, row.stream = manifest.epoch, manifest.revision, stream
    row.signer, row.seal_code, row.batch_id = package.key, manifest.seal_code, desk.batch_id
    row.at, row.undone_at = desk.received_at, None
    row.verdict, row.reason = (
        (PackageVerdict.SUPERSEDED if verdict is PackageVerdict.APPLIED else verdict),
        reason,
    )
    _keep_raw(session, file, package.sha256, desk)
    note(
        session,
        clock=desk.clock,
        action="package.enter",
        subject_kind="package",
        subject_id=row.id,
        after={"sha256": package.sha256, "unit": manifest.sender.code, "revision": manifest.revision},
        reason=reason,
        batch_id=desk.batch_id,
    )
    session.flush()
    return row


def _keep_raw(session: Session, file: str, digest: str, desk: Desk) -> None:
    size = len(desk.store.seen[digest])
    if desk.keep_files:
        desk.store.keep(digest)
    note_attachment(session, digest=digest, name=file, size=size, clock=desk.clock)


def _apply(
    session: Session, package: OpenPackage, row: Package, own: Register, desk: Desk
) -> tuple[str, ...]:
    if package.manifest.kind is not Kind.REPORT:
        return apply_newest(
            session, unit_id=package.manifest.sender.id, stream=row.stream, own=own, desk=desk
        )
    document = package.document(ReportDocument)
    expected = session.get_one(ExpectedReport, row.stream)
    period = session.get_one(Period, expected.period_id)
    try:
        refuse_locked(session, expected, desk.clock.today())
    except RuleViolation as error:
        since = f" từ ngày {format_date(period.locked_on)}" if period.locked_on else ""
        raise Held(
            f"Gói đến sau khi chốt: kỳ {Month.parse(period.name).short} đã khóa{since}. "
            "Gói được giữ, số không đổi.",
            hint="Mở lại kỳ cho đơn vị kèm lý do rồi nhập gói chờ.",
            code="E-PKG-11",
        ) from error
    check_arrived(session, period.catalogue_id, document)
    check_claimed_code(session, package, expected.id, desk.codes.get(package.sha256))
    settle_report(session, expected_id=expected.id, store=desk.store, clock=desk.clock)
    return ()


def apply_newest(
    session: Session, *, unit_id: str, stream: str, own: Register, desk: Desk
) -> tuple[str, ...]:
    """Bring what a hub sent us to its newest whole state; two different ones of a rank count for neither."""
    rows = list(
        session.scalars(
            select(Package)
            .where(
                Package.stream == stream,
                Package.unit_id == unit_id,
                Package.is_outgoing.is_(False),
                Package.undone_at.is_(None),
                Package.verdict.in_(ELIGIBLE),
            )
            .order_by(Package.epoch, Package.revision, Package.sha256)
        )
    )
    unit = session.get_one(Unit, unit_id)
    ranks: dict[tuple[int, int], list[Package]] = {}
    for row in rows:
        ranks.setdefault((row.epoch, row.revision), []).append(row)
    single = [found[0] for found in ranks.values() if len(found) == 1]
    for found in ranks.values():
        for row in found if len(found) > 1 else ():
            row.verdict, row.reason = PackageVerdict.CONFLICT, words.conflict(row, unit.name)
    if not single:
        return ()
    newest = single[-1]
    for row in single[:-1]:
        row.verdict, row.reason = PackageVerdict.SUPERSEDED, words.superseded(row, newest.revision)
    newest.verdict, newest.reason = PackageVerdict.APPLIED, ""
    opened = desk.store.open(newest.sha256)
    if opened.manifest.kind is Kind.RECEIPT:
        receipt = opened.document(ReceiptDocument)
        return apply_standings(session, standings=receipt.reports, clock=desk.clock)
    document = opened.document(AssignmentDocument)
    told = take_over(
        session, document=document, hub_id=unit_id, unit_id=str(own.own_unit_id), clock=desk.clock
    )
    told += apply_standings(session, standings=document.reports, clock=desk.clock)
    token = opened.manifest.enrol_token
    if token is not None and own.settings.get("enrol_token") != token:
        own.settings = {**own.settings, "enrol_token": token}
    return told
