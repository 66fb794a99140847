"""Many files at once: folders and sticks, a preview that is the real thing rolled back, each file whole."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app.core.errors import Cancelled, InvalidField
from app.core.ids import new_id
from app.core.progress import NullProgress, Progress
from app.exchange.manifest import Kind
from app.exchange.seal import seal_code
from app.services.context import Services
from app.services.packages.arrivals import Arrived, Desk, take_in
from app.services.packages.keys import own_key
from app.services.packages.known import Known, read_known
from app.services.packages.proving import Offered, find_files, handfuls
from app.services.packages.runs import begin_run, end_run, note_file
from app.services.packages.store import PackageStore
from app.services.queries.cut_run import cut_run
from app.system.secrets import Secrets


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
    desk = desk_for(services, secrets)
    desk.received_at = received_at or clock.now()
    if dry_run:
        with services.uow.rehearse() as session:
            run = _Run(session, desk, files, hears, commit=session.flush)
            run.work(handfuls(files, _keep_nothing))
        return BatchOutcome(desk.batch_id, tuple(run.answers))
    desk.store.sweep()
    cut = cut_run(services.uow.rows)
    with services.uow.write_in_steps() as session:
        begin_run(session, batch_id=desk.batch_id, paths=files, cut=cut, clock=clock)
        session.commit()
        run = _Run(session, desk, files, hears, commit=session.commit)
        with suppress(Cancelled):
            run.work(handfuls(files, desk.store.keep))
        end_run(session, batch_id=desk.batch_id, clock=clock)
        session.commit()
    return BatchOutcome(desk.batch_id, tuple(run.answers), files[len(run.answers) :])


@dataclass(slots=True)
class _Run:
    """One way through all files; ``commit`` ends the transaction of each, or of none in a dry run."""

    session: Session
    desk: Desk
    files: Sequence[Path]
    hears: Progress
    commit: Callable[[], None]
    answers: list[Arrived] = field(default_factory=list)

    def work(self, handfuls: Iterator[list[Offered]]) -> None:
        """Take every file in; ``Cancelled`` after the one at which the person stopped."""
        for handful in handfuls:
            for answer in _take_in_all(self.session, handful, self.desk):
                self.commit()
                self.answers.append(answer)
                self.hears.report(len(self.answers), len(self.files), answer.file)
            self.desk.store.forget(handful)


def _keep_nothing(_offered: Offered) -> None:
    """A dry run writes no file."""


def _take_in_all(session: Session, handful: Sequence[Offered], desk: Desk) -> Iterator[Arrived]:
    known = _known_of(session, handful)
    desk.codes = _heard_codes(handful, known)
    for number, offered in enumerate(handful):
        answer = take_in(session, offered=offered, known=known, desk=desk)
        if not answer.id:
            desk.store.drop(offered)
        if not answer.is_entered:
            _note(session, offered, answer, desk)
        if answer.outcome == "rejected" or answer.kind not in ("", Kind.REPORT):  # more may have changed
            known = _known_of(session, handful[number + 1 :])
        yield answer


def _note(session: Session, offered: Offered, answer: Arrived, desk: Desk) -> None:
    """Note a file that left no record of its own."""
    facts: dict[str, object] = {
        "file": answer.file,
        "outcome": answer.outcome,
        "code": answer.code,
        "kind": answer.kind,
        "unit": answer.unit,
    }
    note_file(
        session,
        digest=offered.sha256,
        facts=facts,
        reason=answer.reason,
        batch_id=desk.batch_id,
        clock=desk.clock,
    )


def _known_of(session: Session, handful: Sequence[Offered]) -> Known:
    return read_known(session, [offered.package for offered in handful if offered.package is not None])


def _heard_codes(handful: Sequence[Offered], known: Known) -> dict[str, str]:
    """Make the slow codes of files that claim one that was heard."""
    heard = {code for dossier in known.dossiers.values() for code in dossier.noted}
    return {
        offered.sha256: seal_code(offered.package.content_sha256)
        for offered in handful
        if offered.package is not None and offered.package.manifest.seal_code in heard
    }


def desk_for(services: Services, secrets: Secrets) -> Desk:
    """Return a desk for one batch; a machine without a vault can still take in what known keys signed."""
    key = None
    if secrets.is_secure():
        with services.uow.write() as session:
            key = own_key(session, secrets=secrets, clock=services.clock)
    store = PackageStore(services.paths.attachments)
    return Desk(store, services.clock, key, services.clock.now(), new_id())
