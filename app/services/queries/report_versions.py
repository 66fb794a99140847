"""The versions of one report at either end: times, remarks, the cells in which the last two differ."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.statuses import ReportState
from app.exchange.documents import ReportDocument
from app.exchange.seal import grouped
from app.models import Indicator, Package, Submission, SubmissionComment
from app.services.packages.comparing import Change, compare
from app.services.packages.store import PackageStore


@dataclass(frozen=True, slots=True)
class Version:
    """One version with its times; ``revision`` is the number people call it by."""

    package_id: str
    revision: int
    state: ReportState
    seal_code: str
    approved_by: str
    sealed_at: datetime | None
    code_noted_at: datetime | None
    received_at: datetime | None
    reason: str
    decided_by: str


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """What the hub said of a cell or heading of a version."""

    subject: str
    text: str
    author: str
    is_resolved: bool


@dataclass(frozen=True, slots=True)
class ReportStory:
    """The report a file belongs to: versions oldest first, remarks on the newest, the last two compared."""

    expected_id: str
    versions: tuple[Version, ...]
    remarks: tuple[RemarkRow, ...]
    changes: tuple[Change, ...]
    names: dict[str, str]

    @property
    def compared(self) -> tuple[int, int] | None:
        """The numbers of the two versions that are compared."""
        return (self.versions[-2].revision, self.versions[-1].revision) if len(self.versions) > 1 else None


def report_story(session: Session, *, package_id: str, store: PackageStore) -> ReportStory | None:
    """Return the story of the report a file belongs to; None for a file that belongs to none."""
    package = session.get(Package, package_id)
    if package is None or not package.stream:
        return None
    rows = session.execute(
        select(Submission, Package)
        .join(Package, Package.id == Submission.package_id)
        .where(Submission.expected_report_id == package.stream, Submission.withdrawn_at.is_(None))
        .order_by(Submission.epoch, Submission.version)
    ).all()
    if not rows:
        return None
    versions = tuple(_version(submission, file) for submission, file in rows)
    changes: tuple[Change, ...] = ()
    if len(rows) > 1:
        old, new = (store.open(file.sha256).document(ReportDocument) for _, file in rows[-2:])
        changes = compare(old, new)
    names = {code: title for code, title in session.execute(select(Indicator.code, Indicator.title))}  # noqa: C416
    return ReportStory(package.stream, versions, _remarks(session, rows[-1][0].id), changes, names)


def _version(row: Submission, file: Package) -> Version:
    return Version(
        file.id,
        file.revision,
        row.state,
        grouped(row.seal_code or ""),
        row.approved_by,
        row.sealed_at,
        row.code_noted_at,
        row.received_at,
        row.reason,
        row.decided_by,
    )


def _remarks(session: Session, submission_id: str) -> tuple[RemarkRow, ...]:
    rows = session.scalars(
        select(SubmissionComment)
        .where(SubmissionComment.submission_id == submission_id)
        .order_by(SubmissionComment.subject, SubmissionComment.id)
    )
    return tuple(RemarkRow(r.subject, r.text, r.author, r.resolved_at is not None) for r in rows)
