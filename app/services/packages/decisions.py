"""What persons decide about files that came: undo an import, choose between files, discard, try again."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.changes import EVERYTHING, Done
from app.core.clock import Clock
from app.core.errors import InvalidField, RuleViolation
from app.exchange.documents import AssignmentDocument
from app.exchange.manifest import Kind
from app.models import Package, Submission
from app.services.audit import note, record, snapshot
from app.services.packages.arrivals import Arrived, Desk, take_in_file
from app.services.packages.joining import keys_to_take, take_keys
from app.services.packages.keys import forget_untrusted
from app.services.packages.reports import settle_report
from app.services.packages.store import PackageStore
from app.services.packages.words import ELIGIBLE, PackageVerdict
from app.services.submissions import get_expected


def undo_batch(session: Session, *, batch_id: str, store: PackageStore, clock: Clock) -> Done[int]:
    """Take a whole batch back, also days later: every report becomes what its other files say."""
    rows = list(
        session.scalars(
            select(Package)
            .where(Package.batch_id == batch_id, Package.undone_at.is_(None))
            .order_by(Package.id)
        )
    )
    if not rows:
        raise RuleViolation("Không có lần nhập nào như vậy, hoặc đã hoàn tác.")
    for row in rows:
        _refuse_decided(session, row)
        before = snapshot(row)
        row.undone_at = clock.now()
        record(session, clock=clock, action="package.undo", subject=row, before=before, batch_id=batch_id)
    for stream in sorted({row.stream for row in rows if row.kind == Kind.REPORT.value and row.stream}):
        settle_report(session, expected_id=stream, store=store, clock=clock)
    for unit_id in sorted({row.unit_id for row in rows if row.unit_id}):
        live = select(Package.id).where(
            Package.unit_id == unit_id,
            Package.is_outgoing.is_(False),
            Package.undone_at.is_(None),
            Package.verdict.in_(ELIGIBLE),
        )
        if session.scalars(live.limit(1)).first() is None:
            forget_untrusted(session, unit_id=unit_id, clock=clock)
    return Done(len(rows), EVERYTHING)


def _refuse_decided(session: Session, row: Package) -> None:
    if row.kind not in (Kind.REPORT.value, "unknown"):
        raise RuleViolation(
            "Gói giao việc, biên nhận không hoàn tác được.", hint="Nhận gói mới của cơ quan giao."
        )
    decided = session.scalars(
        select(Submission.id).where(Submission.package_id == row.id, Submission.decided_at.is_not(None))
    ).first()
    if decided is not None:
        raise RuleViolation(
            f"“{row.file_name}” đã được trả lại hoặc chấp nhận nên không hoàn tác lần nhập được.",
            hint="Dùng Trả lại để bỏ số liệu của gói đó.",
        )


def retry_waiting(session: Session, *, unit_id: str | None, desk: Desk) -> Done[tuple[Arrived, ...]]:
    """Take kept files in again after a key was confirmed, a period reopened or the program updated."""
    waiting = select(Package).where(
        Package.verdict == PackageVerdict.WAITING, Package.undone_at.is_(None), Package.is_outgoing.is_(False)
    )
    if unit_id is not None:
        waiting = waiting.where(Package.unit_id == unit_id)
    answers = []
    for row in list(session.scalars(waiting.order_by(Package.sha256))):
        desk.received_at, desk.batch_id = row.at, row.batch_id or desk.batch_id  # it reached us back then
        answers.append(
            take_in_file(session, file=row.file_name, content=desk.store.read(row.sha256), desk=desk)
        )
    return Done(tuple(answers), EVERYTHING)


def join_registers(session: Session, *, package_id: str, desk: Desk) -> Done[Arrived]:
    """Take over the keys by which a kept package calls us and its sender, then take the package in."""
    row = session.get(Package, package_id)
    if row is None or row.verdict != PackageVerdict.WAITING or row.undone_at is not None:
        raise RuleViolation("Gói này không còn chờ xử lý.")
    file, content, package = row.file_name, desk.store.read(row.sha256), desk.store.open(row.sha256)
    keys = keys_to_take(session, package)
    if not keys:
        raise RuleViolation("Gói không khớp với đơn vị của sổ này nên không nối được.", code="E-PKG-04")
    desk.received_at, desk.batch_id = row.at, row.batch_id or desk.batch_id
    for old, new in keys.items():
        note(
            session,
            clock=desk.clock,
            action="unit.join",
            subject_kind="unit",
            subject_id=new,
            before={"id": old},
            after={"id": new},
            batch_id=desk.batch_id,
        )
    take_keys(session, keys, package.document(AssignmentDocument).rules)
    return Done(take_in_file(session, file=file, content=content, desk=desk), EVERYTHING)


def choose_file(
    session: Session, *, package_id: str, reason: str, store: PackageStore, clock: Clock
) -> Done[str]:
    """Decide between two files of one version, or between a file and a heard code: this file stands."""
    row = _decidable(session, package_id, reason)
    for other in _rivals(session, row):
        _discard(session, other, reason, clock)
    expected = get_expected(session, row.stream)
    for noted in session.scalars(
        select(Submission).where(
            Submission.expected_report_id == expected.id,
            Submission.package_id.is_(None),
            Submission.code_noted_at.is_not(None),
            Submission.seal_code != row.seal_code,
            Submission.withdrawn_at.is_(None),
        )
    ):
        before = snapshot(noted)
        noted.withdrawn_at, noted.reason = clock.now(), reason
        record(session, clock=clock, action="report.code.drop", subject=noted, before=before, reason=reason)
    settle_report(session, expected_id=row.stream, store=store, clock=clock)
    return Done(row.id, EVERYTHING)


def discard_file(
    session: Session, *, package_id: str, reason: str, store: PackageStore, clock: Clock
) -> Done[str]:
    """Decide that a file never counts; it stays kept."""
    row = _decidable(session, package_id, reason)
    _discard(session, row, reason, clock)
    if row.kind == Kind.REPORT.value and row.stream:
        settle_report(session, expected_id=row.stream, store=store, clock=clock)
    return Done(row.id, EVERYTHING)


def _decidable(session: Session, package_id: str, reason: str) -> Package:
    row = session.get(Package, package_id)
    if row is None or row.is_outgoing:
        raise RuleViolation("Không còn gói này trong Hộp đến.")
    if not reason.strip():
        raise InvalidField("reason", "Chưa ghi lý do.")
    return row


def _rivals(session: Session, row: Package) -> Sequence[Package]:
    return session.scalars(
        select(Package).where(
            Package.stream == row.stream,
            Package.is_outgoing.is_(False),
            Package.epoch == row.epoch,
            Package.revision == row.revision,
            Package.id != row.id,
            Package.undone_at.is_(None),
            Package.verdict.in_(ELIGIBLE),
        )
    ).all()


def _discard(session: Session, row: Package, reason: str, clock: Clock) -> None:
    before = snapshot(row)
    row.verdict, row.reason = PackageVerdict.DISCARDED, reason
    record(session, clock=clock, action="package.discard", subject=row, before=before, reason=reason)
