"""One unit's report of one period as a function of the files that came and of what persons decided.

Files are ranked by (epoch, revision). Of two different files of one rank neither counts; a file whose seal
code is not the one that was heard does not count; the highest of the rest does. Every valid version keeps its
own times, so that the first decides timeliness and the last one accepted decides the numbers. Nothing depends
on the order in which files come, or on how often.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.core.clock import Clock
from app.core.ids import derived_id
from app.core.statuses import Channel, ReportState
from app.exchange.documents import ReportDocument
from app.models import Figure, Narrative, Package, Submission, SubmissionComment
from app.services.audit import record, snapshot
from app.services.packages import words
from app.services.packages.cells import with_cells
from app.services.packages.comparing import told_by
from app.services.packages.dossier import Dossier, read_dossier
from app.services.packages.hand_entered import laid_file, lay_down, put_back, set_aside
from app.services.packages.store import PackageStore
from app.services.packages.words import PackageVerdict, version_of
from app.services.reviews import close_answered
from app.services.submissions import freeze_version

_DECIDED = (ReportState.ACCEPTED, ReportState.LOCKED)
Rank = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the files of a report come to: those that count, by rank, and those that do not."""

    counted: dict[Rank, Package]
    conflicts: tuple[Package, ...]
    mismatches: tuple[Package, ...]
    noted: tuple[str, ...]  # codes that were heard

    @property
    def winner(self) -> Package | None:
        """The file whose numbers count."""
        return self.counted[max(self.counted)] if self.counted else None


def by_rank(packages: Sequence[Package]) -> tuple[dict[Rank, Package], tuple[Package, ...]]:
    """Return the one file of each rank, and those of ranks with different files, of which none counts."""
    ranks: dict[Rank, list[Package]] = defaultdict(list)
    for package in packages:
        ranks[package.epoch, package.revision].append(package)
    counted = {rank: found[0] for rank, found in ranks.items() if len({p.sha256 for p in found}) == 1}
    return counted, tuple(p for rank, found in ranks.items() if rank not in counted for p in found)


def judge_files(packages: Sequence[Package], noted: Sequence[str]) -> Standing:
    """Return what a set of files and heard codes comes to; a pure function of both."""
    counted, conflicts = by_rank(packages)
    here = {package.seal_code for package in packages}
    mismatches: tuple[Package, ...] = ()
    if any(code not in here for code in noted):
        mismatches = tuple(p for p in counted.values() if p.seal_code not in noted)
        counted = {rank: p for rank, p in counted.items() if p.seal_code in noted}
    return Standing(counted, conflicts, mismatches, tuple(noted))


def settle_report(session: Session, *, expected_id: str, store: PackageStore, clock: Clock) -> Standing:
    """Bring a report to what its files and decisions say; doing it again changes nothing."""
    return settle(session, read_dossier(session, expected_id), store=store, clock=clock)


def settle(session: Session, dossier: Dossier, *, store: PackageStore, clock: Clock) -> Standing:
    """Bring a report whose dossier was read to what it says."""
    expected = dossier.expected
    before = snapshot(expected)
    standing = judge_files(dossier.files, dossier.noted)
    old = next((p for p in dossier.files if p.verdict == PackageVerdict.APPLIED), None)
    _tell_verdicts(dossier, standing)
    _enter_versions(session, dossier, standing, store, clock)
    winner = standing.winner
    if winner is None:
        put_back(session, dossier, clock)
    elif old is None or old.id != winner.id or dossier.aside is None:
        laid = laid_file(dossier)
        told = told_by(dossier, laid, store) if laid else {}
        document = with_cells(store.open(winner.sha256).document(ReportDocument), dossier.kept)
        if old is not None:
            _keep_remarked(session, dossier, old, clock)
        set_aside(session, dossier, document.plan_year, told, clock)
        lay_down(session, dossier, document, winner.sha256, clock)
    _settle_state(dossier)
    if len(dossier.versions) > 1:
        close_answered(session, expected_id=expected.id, clock=clock)
    record(session, clock=clock, action="report.settle", subject=expected, before=before)
    return standing


def _keep_remarked(session: Session, dossier: Dossier, old: Package, clock: Clock) -> None:
    """Keep what a version said that the hub remarked on, so that a remark can be held against the next."""
    row = next((row for row in dossier.versions if row.package_id == old.id), None)
    remarks = select(SubmissionComment.id).where(SubmissionComment.submission_id == row.id) if row else None
    if row is not None and remarks is not None and session.scalars(remarks.limit(1)).first() is not None:
        freeze_version(session, dossier.expected.id, row.version, clock)


def _tell_verdicts(dossier: Dossier, standing: Standing) -> None:
    name, winner = dossier.unit_name, standing.winner
    for package in standing.conflicts:
        package.verdict, package.reason = PackageVerdict.CONFLICT, words.conflict(package, name)
    for package in standing.mismatches:
        package.verdict, package.reason = PackageVerdict.MISMATCH, words.mismatch(package, standing.noted)
    for package in standing.counted.values():
        assert winner is not None
        if package.id != winner.id:
            package.verdict = PackageVerdict.SUPERSEDED
            package.reason = words.superseded(package, winner.revision)
            continue
        told = []
        if winner.epoch > 1 and winner.epoch > min(epoch for epoch, _ in standing.counted):
            told.append(words.restored(name))
        unseen = [n for n in range(1, winner.revision) if (winner.epoch, n) not in standing.counted]
        if unseen:
            told.append(words.gap(winner.revision, unseen))
        package.verdict, package.reason = PackageVerdict.APPLIED, " ".join(told)


def _enter_versions(
    session: Session, dossier: Dossier, standing: Standing, store: PackageStore, clock: Clock
) -> None:
    counted = {package.id for package in standing.counted.values()}
    for row in list(dossier.versions):
        if row.package_id is not None and row.package_id not in counted:
            _take_out(session, dossier, row)
    entered = {row.package_id for row in dossier.versions}
    for rank in sorted(standing.counted):
        package = standing.counted[rank]
        if package.id not in entered:
            _enter_version(session, dossier, package, store, clock)


def _enter_version(
    session: Session, dossier: Dossier, package: Package, store: PackageStore, clock: Clock
) -> None:
    opened = store.open(package.sha256)
    document = opened.document(ReportDocument)
    version = version_of(package.epoch, package.revision)
    heard = [row for row in _awaited(dossier) if row.seal_code == package.seal_code]
    noted_at = min((row.code_noted_at for row in heard if row.code_noted_at), default=None)
    for row in heard:
        dossier.versions.remove(row)
        session.delete(row)
    if _make_room(session, dossier, package.epoch, version) or heard:
        session.flush()  # its number is free before it is given again
    row = Submission(
        id=derived_id("submission", dossier.expected.id, "package", package.sha256),
        expected_report_id=dossier.expected.id,
        epoch=package.epoch,
        version=version,
        document_number=document.document_number,
        signed_on=document.signed_on,
        approved_by=document.approved_by,
        sealed_at=None if opened.form else document.sealed_at,
        seal_code=package.seal_code,
        code_noted_at=noted_at,
        received_at=package.at,
        channel=Channel.EXCEL if opened.form else Channel.PACKAGE,
        content_sha256=opened.content_sha256,
        package_id=package.id,
        attachment_sha256=package.sha256,
        state=ReportState.RECEIVED,
        reason=document.reason,
    )
    session.add(row)
    dossier.versions.append(row)


def _awaited(dossier: Dossier) -> list[Submission]:
    """Return the codes that were heard and wait for their file."""
    return [
        row
        for row in dossier.versions
        if row.package_id is None and row.received_at is None and row.withdrawn_at is None
    ]


def _make_room(session: Session, dossier: Dossier, epoch: int, version: int) -> bool:
    """Move a version that was entered by hand aside with what it said: its number is a file's.

    Epoch 0 is the hub's own.
    """
    there = next((r for r in dossier.versions if (r.epoch, r.version) == (epoch, version)), None)
    if there is None:
        return False
    there.epoch, there.version = 0, _free(dossier)
    for model in (Figure, Narrative):
        session.execute(
            update(model)
            .where(model.expected_report_id == dossier.expected.id, model.version == version)
            .values(version=there.version),
            execution_options={"synchronize_session": "fetch"},
        )
    return True


def _free(dossier: Dossier) -> int:
    own = (row.version for row in dossier.versions if row.epoch == 0)
    return max(own, default=version_of(0, 0)) + 1


def _take_out(session: Session, dossier: Dossier, row: Submission) -> None:
    """Take a version out whose file no longer counts; a code that was heard for it stays."""
    for model in (Figure, Narrative):  # of a version that had been accepted
        session.execute(
            delete(model).where(
                model.expected_report_id == dossier.expected.id, model.version == row.version
            ),
            execution_options={"synchronize_session": "fetch"},
        )
    session.execute(delete(SubmissionComment).where(SubmissionComment.submission_id == row.id))
    dossier.versions.remove(row)
    session.delete(row)
    session.flush()
    if row.code_noted_at is not None:
        heard = Submission(
            id=derived_id("submission", dossier.expected.id, "code", row.seal_code or ""),
            expected_report_id=dossier.expected.id,
            epoch=0,
            version=_free(dossier),
            seal_code=row.seal_code,
            code_noted_at=row.code_noted_at,
            state=ReportState.CODE_NOTED,
        )
        session.add(heard)
        dossier.versions.append(heard)
        session.flush()


def _settle_state(dossier: Dossier) -> None:
    expected = dossier.expected
    standing = [row for row in dossier.versions if row.withdrawn_at is None]
    expected.accepted_version = max((row.version for row in standing if row.state in _DECIDED), default=0)
    if standing:
        expected.state = max(standing, key=lambda row: (row.epoch, row.version)).state
    else:
        expected.state = ReportState.DRAFTING if dossier.has_draft else ReportState.NOT_STARTED
