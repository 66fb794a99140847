"""One unit's report of one period as a function of the files that came and of what persons decided.

Files are ranked by (epoch, revision). Of two different files of one rank neither counts; a file whose seal
code is not the one that was heard does not count; the highest of the rest does. Every valid version keeps its
own times, so that the first decides timeliness and the last one accepted decides the numbers. Nothing depends
on the order in which files come, or on how often.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.core.clock import Clock
from app.core.ids import derived_id
from app.core.statuses import Channel, ReportState
from app.exchange.documents import ReportDocument
from app.exchange.manifest import Kind
from app.models import Draft, ExpectedReport, Figure, Narrative, Package, Submission, SubmissionComment, Unit
from app.services.audit import record, snapshot
from app.services.packages import words
from app.services.packages.hand_entered import lay_down, put_back, set_aside
from app.services.packages.sealing import freeze
from app.services.packages.store import PackageStore
from app.services.packages.words import ELIGIBLE, PackageVerdict, version_of
from app.services.reviews import close_answered
from app.services.submissions import get_expected, last_submission

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


def judge_files(packages: Sequence[Package], noted: Sequence[str]) -> Standing:
    """Return what a set of files and heard codes comes to; a pure function of both."""
    ranks: dict[Rank, list[Package]] = defaultdict(list)
    for package in packages:
        ranks[package.epoch, package.revision].append(package)
    counted = {rank: found[0] for rank, found in ranks.items() if len({p.sha256 for p in found}) == 1}
    conflicts = tuple(p for rank, found in ranks.items() if rank not in counted for p in found)
    here = {package.seal_code for package in packages}
    mismatches: tuple[Package, ...] = ()
    if any(code not in here for code in noted):
        mismatches = tuple(p for p in counted.values() if p.seal_code not in noted)
        counted = {rank: p for rank, p in counted.items() if p.seal_code in noted}
    return Standing(counted, conflicts, mismatches, tuple(noted))


def settle_report(session: Session, *, expected_id: str, store: PackageStore, clock: Clock) -> Standing:
    """Bring a report to what its files and decisions say; doing it again changes nothing."""
    session.flush()
    expected = get_expected(session, expected_id)
    before = snapshot(expected)
    packages = files_of(session, expected_id)
    standing = judge_files(packages, noted_codes(session, expected_id))
    old = next((p for p in packages if p.verdict == PackageVerdict.APPLIED), None)
    _tell_verdicts(session, expected, standing)
    _enter_versions(session, expected, standing, store, clock)
    winner = standing.winner
    if winner is None:
        put_back(session, expected, clock)
    elif old is None or old.id != winner.id or _has_no_draft(session, expected_id):
        document = store.open(winner.sha256).document(ReportDocument)
        set_aside(session, expected, document.plan_year, clock)
        lay_down(session, expected, document, clock)
    _settle_state(session, expected)
    close_answered(session, expected_id=expected_id, clock=clock)
    record(session, clock=clock, action="report.settle", subject=expected, before=before)
    return standing


def _has_no_draft(session: Session, expected_id: str) -> bool:
    return session.get(Draft, f"truoc-goi:{expected_id}") is None


def files_of(session: Session, expected_id: str) -> list[Package]:
    """Return the files that take part in a report's count, in a fixed order."""
    return list(
        session.scalars(
            select(Package)
            .where(
                Package.stream == expected_id,
                Package.is_outgoing.is_(False),
                Package.kind == Kind.REPORT.value,
                Package.undone_at.is_(None),
                Package.verdict.in_(ELIGIBLE),
            )
            .order_by(Package.epoch, Package.revision, Package.sha256)
        )
    )


def noted_codes(session: Session, expected_id: str) -> tuple[str, ...]:
    """Return the codes that were heard for a report and still stand."""
    return tuple(
        session.scalars(
            select(Submission.seal_code)
            .where(
                Submission.expected_report_id == expected_id,
                Submission.code_noted_at.is_not(None),
                Submission.seal_code.is_not(None),
                Submission.withdrawn_at.is_(None),
            )
            .order_by(Submission.seal_code)
        )
    )


def _tell_verdicts(session: Session, expected: ExpectedReport, standing: Standing) -> None:
    unit = session.get_one(Unit, expected.unit_id)
    name = unit.short_name or unit.name
    for package in standing.conflicts:
        package.verdict, package.reason = PackageVerdict.CONFLICT, words.conflict(package, name)
    for package in standing.mismatches:
        package.verdict, package.reason = PackageVerdict.MISMATCH, words.mismatch(package, standing.noted)
    winner = standing.winner
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
    session.flush()


def _enter_versions(
    session: Session, expected: ExpectedReport, standing: Standing, store: PackageStore, clock: Clock
) -> None:
    rows = {
        row.package_id: row
        for row in session.scalars(
            select(Submission).where(
                Submission.expected_report_id == expected.id, Submission.package_id.is_not(None)
            )
        )
    }
    counted = {package.id for package in standing.counted.values()}
    for package_id, row in rows.items():
        if package_id not in counted:
            _take_out(session, expected, row)
    for rank in sorted(standing.counted):
        package = standing.counted[rank]
        if package.id not in rows:
            _enter_version(session, expected, package, store, clock)


def _enter_version(
    session: Session, expected: ExpectedReport, package: Package, store: PackageStore, clock: Clock
) -> None:
    opened = store.open(package.sha256)
    document = opened.document(ReportDocument)
    version = version_of(package.epoch, package.revision)
    _make_room(session, expected.id, package.epoch, version)
    heard = session.scalars(
        select(Submission).where(
            Submission.expected_report_id == expected.id,
            Submission.package_id.is_(None),
            Submission.seal_code == package.seal_code,
            Submission.received_at.is_(None),
            Submission.withdrawn_at.is_(None),
        )
    ).all()
    noted_at = min((row.code_noted_at for row in heard if row.code_noted_at), default=None)
    for row in heard:
        session.delete(row)
    session.flush()
    freeze(session, expected.id, version, document, clock.now())
    session.add(
        Submission(
            id=derived_id("submission", expected.id, "package", package.sha256),
            expected_report_id=expected.id,
            epoch=package.epoch,
            version=version,
            document_number=document.document_number,
            signed_on=document.signed_on,
            approved_by=document.approved_by,
            sealed_at=document.sealed_at,
            seal_code=package.seal_code,
            code_noted_at=noted_at,
            received_at=package.at,
            channel=Channel.PACKAGE,
            content_sha256=opened.content_sha256,
            package_id=package.id,
            attachment_sha256=package.sha256,
            state=ReportState.RECEIVED,
            reason=document.reason,
        )
    )
    session.flush()


def _make_room(session: Session, expected_id: str, epoch: int, version: int) -> None:
    """Move a version that was entered by hand aside with what it said: its number is a file's.

    Epoch 0 is the hub's own.
    """
    there = session.scalars(
        select(Submission).where(
            Submission.expected_report_id == expected_id,
            Submission.epoch == epoch,
            Submission.version == version,
        )
    ).one_or_none()
    if there is not None:
        there.epoch, there.version = 0, _free(session, expected_id)
        for model in (Figure, Narrative):
            session.execute(
                update(model)
                .where(model.expected_report_id == expected_id, model.version == version)
                .values(version=there.version),
                execution_options={"synchronize_session": "fetch"},
            )
        session.flush()


def _free(session: Session, expected_id: str) -> int:
    moved = session.scalar(
        select(func.count())
        .select_from(Submission)
        .where(Submission.expected_report_id == expected_id, Submission.epoch == 0)
    )
    return version_of(0, (moved or 0) + 1)


def _take_out(session: Session, expected: ExpectedReport, row: Submission) -> None:
    """Take a version out whose file no longer counts; a code that was heard for it stays."""
    for model in (Figure, Narrative):
        session.execute(
            delete(model).where(model.expected_report_id == expected.id, model.version == row.version),
            execution_options={"synchronize_session": "fetch"},
        )
    session.execute(delete(SubmissionComment).where(SubmissionComment.submission_id == row.id))
    code, noted_at = row.seal_code, row.code_noted_at
    session.delete(row)
    session.flush()
    if noted_at is not None:
        session.add(
            Submission(
                id=derived_id("submission", expected.id, "code", code or ""),
                expected_report_id=expected.id,
                epoch=0,
                version=_free(session, expected.id),
                seal_code=code,
                code_noted_at=noted_at,
                state=ReportState.CODE_NOTED,
            )
        )
        session.flush()


def _settle_state(session: Session, expected: ExpectedReport) -> None:
    last = last_submission(session, expected.id)
    accepted = session.scalar(
        select(func.max(Submission.version)).where(
            Submission.expected_report_id == expected.id,
            Submission.state.in_(_DECIDED),
            Submission.withdrawn_at.is_(None),
        )
    )
    expected.accepted_version = accepted or 0
    if last is not None:
        expected.state = last.state
    else:
        drafted = select(Figure.id).where(Figure.expected_report_id == expected.id).limit(1)
        has = session.scalars(drafted).first() is not None
        expected.state = ReportState.DRAFTING if has else ReportState.NOT_STARTED
    session.flush()
