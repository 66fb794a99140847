"""What a hub knows of one unit's reports of a year; it travels in receipts and assignments."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.statuses import ReportState
from app.exchange.documents import FileStanding, Remark, ReportStanding
from app.exchange.manifest import Kind
from app.models import ExpectedReport, FieldChoice, Figure, Package, Period, Submission, SubmissionComment
from app.services.packages import words
from app.services.packages.cells import raw_words
from app.services.packages.words import PackageVerdict


def standings_of(session: Session, *, unit_id: str, year: int) -> list[ReportStanding]:
    """Return one line for each file of the unit and for each code noted without a file, in a fixed order."""
    expected = {
        row.id: (row, name)
        for row, name in session.execute(
            select(ExpectedReport, Period.name)
            .join(Period, Period.id == ExpectedReport.period_id)
            .where(ExpectedReport.unit_id == unit_id, Period.name.startswith(f"{year:04d}-", autoescape=True))
        )
    }
    submissions = {
        row.package_id: row
        for row in session.scalars(
            select(Submission).where(
                Submission.expected_report_id.in_(expected), Submission.package_id.is_not(None)
            )
        )
    }
    lines = [
        _line(session, package, *expected[package.stream], submissions.get(package.id))
        for package in session.scalars(
            select(Package).where(
                Package.is_outgoing.is_(False),
                Package.kind == Kind.REPORT.value,
                Package.unit_id == unit_id,
                Package.stream.in_(expected),
                Package.undone_at.is_(None),
            )
        )
    ]
    noted = session.scalars(
        select(Submission).where(
            Submission.expected_report_id.in_(expected),
            Submission.package_id.is_(None),
            Submission.code_noted_at.is_not(None),
            Submission.received_at.is_(None),
            Submission.withdrawn_at.is_(None),
        )
    )
    lines += [_noted(row, *expected[row.expected_report_id]) for row in noted]
    return sorted(
        lines, key=lambda s: (s.period, s.period_id, s.epoch, s.revision, s.sha256 or "", s.seal_code or "")
    )


def files_from(session: Session, *, unit_id: str, year: int) -> list[FileStanding]:
    """Return one line for each package of a year that is no report, in a fixed order."""
    streams = [f"{kind.value}-{year}" for kind in (Kind.ASSIGNMENT, Kind.RECEIPT)]
    rows = session.scalars(
        select(Package)
        .where(
            Package.is_outgoing.is_(False),
            Package.unit_id == unit_id,
            Package.stream.in_(streams),
            Package.undone_at.is_(None),
        )
        .order_by(Package.kind, Package.epoch, Package.revision, Package.sha256)
    )
    return [
        FileStanding(
            sha256=row.sha256,
            kind=row.kind,
            revision=row.revision,
            received_at=row.at,
            verdict=row.verdict,
            reason=row.reason,
        )
        for row in rows
    ]


def _line(
    session: Session, package: Package, expected: ExpectedReport, period: str, submission: Submission | None
) -> ReportStanding:
    remarks: list[Remark] = []
    figures = 0
    if package.verdict == PackageVerdict.APPLIED:
        drafted = select(func.count()).where(Figure.expected_report_id == expected.id, Figure.version == 0)
        figures = session.scalar(drafted) or 0
        remarks = [
            Remark(
                subject=row.subject, text=words.kept_own(raw_words(row.own), row.reason), author=row.chosen_by
            )
            for row in session.scalars(
                select(FieldChoice)
                .where(FieldChoice.expected_report_id == expected.id, FieldChoice.keeps_own)
                .order_by(FieldChoice.subject)
            )
        ]
    if submission is not None:
        remarks += [
            Remark(subject=row.subject, text=row.text, author=row.author)
            for row in session.scalars(
                select(SubmissionComment)
                .where(SubmissionComment.submission_id == submission.id)
                .order_by(SubmissionComment.subject, SubmissionComment.id)
            )
        ]
    return ReportStanding(
        period_id=expected.period_id,
        period=period,
        epoch=package.epoch,
        revision=package.revision,
        sha256=package.sha256,
        seal_code=package.seal_code,
        verdict=package.verdict,
        state=submission.state if submission else ReportState.RECEIVED,
        received_at=package.at,
        code_noted_at=submission.code_noted_at if submission else None,
        reason=(submission.reason if submission and submission.decided_at else "") or package.reason,
        figures=figures,
        remarks=remarks,
    )


def _noted(row: Submission, expected: ExpectedReport, period: str) -> ReportStanding:
    return ReportStanding(
        period_id=expected.period_id,
        period=period,
        epoch=1,
        revision=1,
        seal_code=row.seal_code,
        verdict="noted",
        state=ReportState.CODE_NOTED,
        code_noted_at=row.code_noted_at,
    )
