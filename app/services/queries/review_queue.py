"""Review by exception: of all reports that came, only the cells and sentences that need eyes.

An item is named by what it says and what stands in the cell: let stand once, it stays away until either
changes, also in a newer version of the report.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.figures import BLANK, FigureValue
from app.core.ids import derived_id
from app.core.progress import NullProgress, Progress
from app.core.statuses import FigureState, ReportState
from app.models import (
    ExpectedReport,
    Figure,
    FigureAdjustment,
    Narrative,
    ReviewMark,
    Submission,
    SubmissionComment,
    Unit,
)
from app.services.checks.report import ReportFacts, check_report, read_report
from app.services.checks.report_words import check_report_words
from app.services.openings import carried_pairs
from app.services.queries.early_reports import early_words
from app.services.queries.papers import outline
from app.services.queries.periods import PeriodRow, begun_periods
from app.services.reviews import contents_of

WHOLE_REPORT = "Cả báo cáo"
_SERIES = 12


class Need(StrEnum):
    """Why something needs eyes, the most urgent first."""

    BLOCK = "block"
    UNEXPLAINED = "unexplained"
    RECHECK = "recheck"
    EXPLAINED = "explained"
    UNUSUAL = "unusual"
    WORDS = "words"


NEED_WORDS = {
    Need.BLOCK: "Không thể đúng",
    Need.UNEXPLAINED: "Chưa giải trình",
    Need.RECHECK: "Kiểm lại số đầu kỳ",
    Need.EXPLAINED: "Có giải trình",
    Need.UNUSUAL: "Cần lưu ý",
    Need.WORDS: "Thuyết minh",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark of the hub; ``closed_at`` once the cell has changed."""

    text: str
    author: str
    version: int
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One cell or heading with all that helps to decide about it."""

    key: str
    expected_id: str
    unit: str
    subject: str
    title: str
    need: Need
    message: str
    figure: FigureValue
    series: tuple[tuple[str, Decimal], ...]  # month and value, the oldest first
    explanation: str
    source: str
    text: str
    is_seen: bool
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that is not what it was in the version before; both sides in words."""

    subject: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ReviewedReport:
    """One report that waits for a decision."""

    expected_id: str
    unit_id: str
    unit: str
    submission_id: str
    version: int
    received_at: datetime | None
    checked_by: str
    is_checked: bool
    changes: tuple[CellChange, ...]  # since the version before, where that one is kept


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """What is left to look at in a period."""

    period: PeriodRow
    periods: tuple[PeriodRow, ...]
    reports: tuple[ReviewedReport, ...]
    items: tuple[ReviewItem, ...]

    @property
    def remaining(self) -> int:
        """How many items nobody has looked at."""
        return sum(not item.is_seen for item in self.items)

    def report(self, expected_id: str) -> ReviewedReport | None:
        """Return a report by its key."""
        return next((one for one in self.reports if one.expected_id == expected_id), None)

    @property
    def ready(self) -> tuple[ReviewedReport, ...]:
        """The reports with nothing left to look at."""
        open_ones = {item.expected_id for item in self.items if not item.is_seen}
        return tuple(report for report in self.reports if report.expected_id not in open_ones)


def read_queue(
    session: Session, *, period: PeriodRow, as_of: date, progress: Progress | None = None
) -> ReviewQueue:
    """Return the queue of a period: reports that came and wait for a decision, in official order."""
    hears = progress or NullProgress()
    waiting = session.execute(
        select(ExpectedReport, Unit)
        .join(Unit, Unit.id == ExpectedReport.unit_id)
        .where(ExpectedReport.period_id == period.id, ExpectedReport.state == ReportState.RECEIVED)
        .order_by(Unit.sort_order, Unit.name)
    ).all()
    marks = set(
        session.scalars(
            select(ReviewMark.id)
            .join(ExpectedReport, ExpectedReport.id == ReviewMark.expected_report_id)
            .where(ExpectedReport.period_id == period.id)
        )
    )
    headings = outline(session, "monthly-report", period.last_day)
    titles = {heading.key: f"{heading.number} {heading.title}".strip() for heading in headings}
    reports: list[ReviewedReport] = []
    items: list[ReviewItem] = []
    for number, (expected, unit) in enumerate(waiting):
        name = unit.short_name or unit.name
        hears.report(number, len(waiting), name)
        versions = _versions(session, expected.id)
        if not versions:
            continue
        reports.append(_report(session, expected, name, versions))
        early = early_words(versions[:1], period.last_day)
        items += _items(session, expected, name, titles, marks, period.last_day, early)
    periods = begun_periods(session, period=period, as_of=as_of)
    return ReviewQueue(period, periods, tuple(reports), tuple(items))


def _versions(session: Session, expected_id: str) -> Sequence[Submission]:
    """Return the versions of a report that stand, the newest first."""
    return session.scalars(
        select(Submission)
        .where(Submission.expected_report_id == expected_id, Submission.withdrawn_at.is_(None))
        .order_by(Submission.epoch.desc(), Submission.version.desc())
    ).all()


def _report(
    session: Session, expected: ExpectedReport, unit: str, versions: Sequence[Submission]
) -> ReviewedReport:
    last = versions[0]
    return ReviewedReport(
        expected.id,
        expected.unit_id,
        unit,
        last.id,
        last.version,
        last.received_at,
        last.checked_by,
        last.checked_at is not None,
        _changes(session, expected.id, versions[1].version) if len(versions) > 1 else (),
    )


def _changes(session: Session, expected_id: str, version: int) -> tuple[CellChange, ...]:
    before = contents_of(session, expected_id, version)
    now = contents_of(session, expected_id, 0)
    if not before:
        return ()
    subjects = sorted(before.keys() | now.keys())
    return tuple(
        CellChange(subject, _plain(before.get(subject)), _plain(now.get(subject)))
        for subject in subjects
        if before.get(subject) != now.get(subject)
    )


def _plain(cell: FigureValue | tuple[FigureState, str] | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell, FigureValue):
        return cell.state.value if cell.value is None else f"{cell.value.normalize():f}"
    return cell[1] or cell[0].value


@dataclass(frozen=True, slots=True)
class _Raw:
    need: Need
    rule: str
    subject: str
    message: str
    explanation: str = ""
    text: str = ""


def _items(
    session: Session,
    expected: ExpectedReport,
    unit: str,
    titles: Mapping[str, str],
    marks: set[str],
    day: date,
    early: str,
) -> Iterable[ReviewItem]:
    report = read_report(session, expected)
    raw = [*_figure_needs(session, expected, report), *_word_needs(session, expected, report, day)]
    if early:
        raw.append(_Raw(Need.UNUSUAL, "SOMKY", "", early))
    raw.sort(key=lambda one: list(Need).index(one.need))
    remarks = _remarks(session, expected.id)
    sources = dict(
        session.execute(
            select(Figure.indicator_code, Figure.source).where(
                Figure.expected_report_id == expected.id, Figure.version == 0
            )
        ).all()
    )
    seen: set[str] = set()
    for one in raw:
        figure = report.figures.get(one.subject, BLANK) if report else BLANK
        said = (one.rule, one.subject, one.message, _plain(figure), one.explanation, one.text)
        key = derived_id("review", expected.id, *said)
        if key in seen:
            continue
        seen.add(key)
        fact = report.facts.get(one.subject) if report else None
        yield ReviewItem(
            key,
            expected.id,
            unit,
            one.subject,
            fact.title if fact else titles.get(one.subject, one.subject or WHOLE_REPORT),
            one.need,
            one.message,
            figure,
            _series(report, one.subject),
            one.explanation,
            sources.get(one.subject, ""),
            one.text,
            key in marks,
            tuple(remark for subject, remark in remarks if subject == one.subject),
        )


def _figure_needs(session: Session, expected: ExpectedReport, report: ReportFacts | None) -> Iterable[_Raw]:
    if report is None:
        return
    told: set[str] = set()
    for finding in check_report(session, expected, report=report):
        subject = finding.codes[0] if finding.codes else ""
        told.update(finding.codes)
        need = Need.UNUSUAL
        if finding.level == "block":
            need = Need.BLOCK
        elif finding.level == "explain":
            need = Need.UNEXPLAINED if finding.stands_in_the_way else Need.EXPLAINED
        elif finding.explanation:
            need = Need.EXPLAINED
        yield _Raw(need, finding.rule, subject, finding.message, finding.explanation)
    for code, words in report.explanations.items():
        if code not in told:
            yield _Raw(Need.EXPLAINED, "GIAITRINH", code, "Đơn vị có giải trình ở ô này.", words)
    for line in session.scalars(
        select(FigureAdjustment).where(FigureAdjustment.expected_report_id == expected.id)
    ):
        message = "Đơn vị điều chỉnh số đầu kỳ."
        yield _Raw(Need.EXPLAINED, "DAUKY", line.indicator_code, message, line.reason)
    if expected.recheck_of:
        month = f"{int(expected.recheck_of[5:])}/{expected.recheck_of[:4]}"
        for code in carried_pairs(report.catalogue.rules):
            message = f"Kỳ tháng {month} của đơn vị đã mở lại: kiểm lại số đầu kỳ này."
            yield _Raw(Need.RECHECK, "MOLAI", code, message)


def _word_needs(
    session: Session, expected: ExpectedReport, report: ReportFacts | None, day: date
) -> Iterable[_Raw]:
    """Yield what the checks say of the words: stale months, names of others, numbers that contradict."""
    texts = _texts(session, expected.id)
    for finding in check_report_words(session, expected, day=day, report=report):
        need = Need.BLOCK if finding.level == "block" else Need.WORDS
        text = texts.get(finding.heading, "")
        yield _Raw(need, finding.rule, finding.heading, finding.message, "", text)


def _texts(session: Session, expected_id: str) -> dict[str, str]:
    rows = session.execute(
        select(Narrative.heading_key, Narrative.text).where(
            Narrative.expected_report_id == expected_id,
            Narrative.version == 0,
            Narrative.state == FigureState.VALUE,
        )
    )
    return {row[0]: row[1] for row in rows}


def _series(report: ReportFacts | None, code: str) -> tuple[tuple[str, Decimal], ...]:
    if report is None:
        return ()
    known = [
        (month.month.short.removeprefix("tháng "), month.figures[code].known)
        for month in report.past[:_SERIES]
        if code in month.figures
    ]
    return tuple((name, value) for name, value in reversed(known) if value is not None)


def _remarks(session: Session, expected_id: str) -> list[tuple[str, Remark]]:
    rows = session.execute(
        select(SubmissionComment, Submission.version)
        .join(Submission, Submission.id == SubmissionComment.submission_id)
        .where(Submission.expected_report_id == expected_id)
        .order_by(SubmissionComment.created_at, SubmissionComment.id)
    )
    return [(row.subject, Remark(row.text, row.author, version, row.resolved_at)) for row, version in rows]
