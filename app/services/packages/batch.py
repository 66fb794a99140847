"""Many files at once: folders and sticks, a preview that is the real thing rolled back, one undo for all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nacl.signing import SigningKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.changes import EVERYTHING, Done
from app.core.clock import Clock
from app.core.errors import Cancelled, InvalidField, RuleViolation, Unavailable
from app.core.ids import new_id
from app.core.progress import NullProgress, Progress
from app.exchange.container import MOST_BYTES
from app.exchange.manifest import Kind
from app.exchange.package_file import SUFFIX
from app.exchange.refusals import PackageRefused
from app.exchange.seal import seal_code
from app.models import Package, Submission
from app.services.audit import record, snapshot
from app.services.context import Services
from app.services.packages.arrivals import Arrived, Desk, take_in
from app.services.packages.keys import forget_untrusted, own_key
from app.services.packages.reports import noted_codes, settle_report
from app.services.packages.runs import begin_run, end_run, note_file
from app.services.packages.store import PackageStore
from app.services.packages.words import ELIGIBLE, PackageVerdict
from app.services.submissions import get_expected
from app.system.secrets import Secrets

_MOST_FILES = 5000


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """What became of every file, in the order of their names; ``batch_id`` undoes them all.

    ``left`` are the files that were not looked at because the person stopped the run.
    """

    batch_id: str
    files: tuple[Arrived, ...]
    left: tuple[Path, ...] = ()

    def count(self, outcome: str) -> int:
        """Return how many files had an outcome."""
        return sum(1 for file in self.files if file.outcome == outcome)


def find_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the packages among files and in folders, each once; a named file counts whatever its ending."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() == SUFFIX and p.is_file())
            found |= dict.fromkeys(inside)
        elif path.is_file():
            found[path] = None
        else:
            raise Unavailable(
                f"Không tìm thấy “{path}”.", hint="Kiểm tra lại đường dẫn, USB.", code="E-DISK-05"
            )
    if len(found) > _MOST_FILES:
        raise InvalidField("paths", f"Có {len(found)} gói; mỗi lần nhập nhiều nhất {_MOST_FILES}.")
    return tuple(found)


def import_packages(
    services: Services,
    secrets: Secrets,
    paths: Iterable[Path],
    *,
    dry_run: bool = False,
    received_at: datetime | None = None,
    progress: Progress | None = None,
) -> BatchOutcome:
    """Take files in, each in its own transaction; a dry run does the same in one that is rolled back.

    ``received_at`` is when they reached the office, where that was before now. A run that is stopped keeps
    the files already taken in; a dry run that is stopped is ``Cancelled``.
    """
    clock, hears = services.clock, progress or NullProgress()
    files = find_files(paths)
    if received_at is not None and received_at > clock.now():
        raise InvalidField("received_at", "Thời điểm nhận ở tương lai; kiểm tra lại ngày giờ.")
    desk = Desk(
        store=PackageStore(services.paths.attachments),
        clock=clock,
        key=_key(services, secrets),
        received_at=received_at or clock.now(),
        batch_id=new_id(),
        keep_files=not dry_run,
    )
    answers: list[Arrived] = []
    if dry_run:
        with services.uow.rehearse() as session:
            for number, path in enumerate(files, 1):
                answers.append(_one(session, path, desk))
                hears.report(number, len(files), path.name)
        return BatchOutcome(desk.batch_id, tuple(answers))
    with services.uow.write() as session:
        begin_run(session, batch_id=desk.batch_id, paths=files, clock=clock)
    for number, path in enumerate(files, 1):
        with services.uow.read() as session:
            _make_heard_codes(session, path, desk)
        with services.uow.write() as session:
            answers.append(_one(session, path, desk))
        desk.store.forget()
        try:
            hears.report(number, len(files), path.name)
        except Cancelled:
            break
    with services.uow.write() as session:
        end_run(session, batch_id=desk.batch_id, clock=clock)
    return BatchOutcome(desk.batch_id, tuple(answers), files[len(answers) :])


def _key(services: Services, secrets: Secrets) -> SigningKey | None:
    """Return our key; a machine without a vault can still take in what known keys signed."""
    if not secrets.is_secure():
        return None
    with services.uow.write() as session:
        return own_key(session, secrets=secrets, clock=services.clock)


def _content(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(MOST_BYTES + 1)


def _one(session: Session, path: Path, desk: Desk) -> Arrived:
    try:
        content = _content(path)
    except OSError:
        reason = "Không đọc được tệp; chép lại rồi nhập lại. (E-DISK-05)"
        return Arrived(path.name, "rejected", reason, "E-DISK-05")
    answer = take_in(session, file=path.name, content=content, desk=desk)
    if answer.outcome == "duplicate" or not answer.id:
        facts: dict[str, object] = {
            "file": answer.file,
            "outcome": answer.outcome,
            "code": answer.code,
            "kind": answer.kind,
            "unit": answer.unit,
        }
        note_file(
            session,
            digest=desk.store.offer(content),
            facts=facts,
            reason=answer.reason,
            batch_id=desk.batch_id,
            clock=desk.clock,
        )
    return answer


def _make_heard_codes(session: Session, path: Path, desk: Desk) -> None:
    """Make the slow code of a file whose code was heard, before the register is locked for writing."""
    try:
        package = desk.store.open(desk.store.offer(_content(path)))
    except (PackageRefused, OSError):
        return
    manifest = package.manifest
    if manifest.kind is Kind.REPORT and manifest.seal_code in noted_codes(session, manifest.stream):
        desk.codes[package.sha256] = seal_code(package.content_sha256)


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
        answers.append(take_in(session, file=row.file_name, content=desk.store.read(row.sha256), desk=desk))
    return Done(tuple(answers), EVERYTHING)


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


def desk_for(services: Services, secrets: Secrets) -> Desk:
    """Return what taking kept files in again needs."""
    return Desk(
        store=PackageStore(services.paths.attachments),
        clock=services.clock,
        key=_key(services, secrets),
        received_at=services.clock.now(),
        batch_id=new_id(),
    )
