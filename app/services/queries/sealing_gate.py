"""The last gate before a report leaves: what stands in its way, what the package holds and replaces."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.clock import Clock, local_time
from app.core.errors import AppError
from app.core.periods import Month
from app.core.statuses import FigureState, PeriodState, ReportState, ReportSubject
from app.core.text import format_date
from app.exchange.documents import ReportDocument
from app.models import Audit, ExpectedReport, Package, Period, ReportingRule, Unit
from app.services.checks.findings import FigureFinding, Level, WordFinding
from app.services.checks.report import check_report
from app.services.checks.report_words import MONTHLY, check_report_words
from app.services.checks.words import NEEDED
from app.services.figures import indicator_facts
from app.services.packages.comparing import Change, compare
from app.services.packages.keys import own_register
from app.services.packages.report_content import figure_lines, narrative_lines, plan_lines
from app.services.packages.store import PackageStore
from app.services.queries.report_versions import Version, report_story
from app.services.queries.units import signer_on
from app.services.wording import HeadingRow, list_headings, missing_words

_BEHIND, _AHEAD = timedelta(minutes=5), timedelta(days=45)


@dataclass(frozen=True, slots=True)
class OwnReport:
    """A report that this office has to seal."""

    expected_id: str
    title: str
    due: date
    state: ReportState
    is_open: bool


@dataclass(frozen=True, slots=True)
class GateFinding:
    """One thing to look at: how strong, where, what, what was explained; ``stands`` in the way or not.

    ``is_missing``: a required heading that is still empty.
    """

    level: Level
    place: str
    message: str
    explanation: str = ""
    code: str = ""
    heading: str = ""
    stands: bool = False
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class Gate:
    """One report before its seal; ``sealed`` is its newest sealed version, ``changes`` the difference."""

    report: OwnReport
    period: str
    unit_id: str
    unit_code: str
    receiver: str
    is_plan: bool
    findings: tuple[GateFinding, ...]
    content: tuple[tuple[str, str], ...]
    approver: str
    sealed: Version | None
    changes: tuple[Change, ...]
    names: dict[str, str]
    clock_doubt: str
    file_name: str = ""  # of the newest sealed version

    @property
    def is_blocked(self) -> bool:
        """Whether something stands in the way."""
        return any(finding.stands for finding in self.findings)


def own_reports(session: Session, *, today: date) -> tuple[OwnReport, ...]:
    """Return the reports of this office, the one to seal now first: due, open, not accepted."""
    own = own_register(session).own_unit_id
    rows = session.execute(
        select(ExpectedReport, Period, ReportingRule)
        .join(Period, Period.id == ExpectedReport.period_id)
        .join(ReportingRule, ReportingRule.id == Period.rule_id)
        .where(ExpectedReport.unit_id == own, Period.state != PeriodState.PLANNED)
        .order_by(Period.legal_due)
    ).all()
    reports = [
        OwnReport(
            expected.id,
            f"{rule.name}, {Month.parse(period.name).short}",
            expected.extended_to or period.legal_due,
            expected.state,
            period.state is not PeriodState.LOCKED
            or (expected.reopened_until is not None and today <= expected.reopened_until),
        )
        for expected, period, rule in rows
    ]
    return tuple(sorted(reports, key=lambda report: _urgency(report, today)))


def _urgency(report: OwnReport, today: date) -> tuple[bool, bool, int]:
    is_over = report.state in (ReportState.ACCEPTED, ReportState.LOCKED) or not report.is_open
    is_sealed = report.state in (ReportState.SEALED, ReportState.CODE_NOTED, ReportState.RECEIVED)
    return is_over, is_sealed, abs((report.due - today).days)


def read_gate(session: Session, *, report: OwnReport, store: PackageStore, clock: Clock) -> Gate:
    """Return everything the gate shows of one report; the seal itself checks once more."""
    expected = session.get_one(ExpectedReport, report.expected_id)
    period = session.get_one(Period, expected.period_id)
    rule = session.get_one(ReportingRule, period.rule_id)
    unit = session.get_one(Unit, expected.unit_id)
    is_plan = rule.subject is ReportSubject.IMPROVEMENT_PLAN
    findings = _plan_findings(session, unit.id, int(period.name[:4])) if is_plan else ()
    if rule.subject is ReportSubject.MONTHLY_REPORT:
        findings = _report_findings(session, expected, period, clock.today())
    receiver_id = rule.receiver_unit_id or unit.parent_id
    receiver = session.get(Unit, receiver_id) if receiver_id else None
    signer = signer_on(session, unit_id=unit.id, day=clock.today())
    sealed, changes, names = _sealed(session, expected, store)
    return Gate(
        report,
        period.name,
        unit.id,
        unit.code,
        receiver.name if receiver else "",
        is_plan,
        findings,
        _content(session, expected, period, receiver.name if receiver else "chưa ghi", is_plan=is_plan),
        signer.name if signer else "",
        sealed,
        changes,
        names,
        clock_doubt(session, now=clock.now(), store=store),
        session.get_one(Package, sealed.package_id).file_name if sealed else "",
    )


def _report_findings(
    session: Session, expected: ExpectedReport, period: Period, today: date
) -> tuple[GateFinding, ...]:
    facts = indicator_facts(session, period.catalogue_id) if period.catalogue_id else {}
    entered = {
        line.code for line in figure_lines(session, expected.id) if line.state is not FigureState.BLANK
    }
    empty = [
        GateFinding("block", code, f"Chưa có số liệu: {fact.title}.", code=code, stands=True)
        for code, fact in facts.items()
        if fact.is_required and not fact.is_computed and fact.value_type != "text" and code not in entered
    ]
    figures = [_of_figure(finding) for finding in check_report(session, expected)]
    headings = {row.key: row for row in list_headings(session, kind=MONTHLY, day=today)}
    words = [
        _of_words(finding, headings.get(finding.heading))
        for finding in check_report_words(session, expected, day=today)
    ]
    return (*empty, *figures, *words, *_too_soon(period, today))


def _too_soon(period: Period, today: date) -> tuple[GateFinding, ...]:
    last_day = period.ends_before - timedelta(days=1)
    if today >= last_day:
        return ()
    said = f"Kỳ số liệu còn đến hết {format_date(last_day)}: niêm phong hôm nay thì chưa phải số cuối kỳ."
    return (GateFinding("notice", "Cả báo cáo", said),)


def _of_words(finding: WordFinding, heading: HeadingRow | None) -> GateFinding:
    title = f"{heading.number} {heading.title}".strip() if heading else finding.heading
    is_missing = finding.rule == NEEDED
    message = missing_words(title, heading.empty_sentence) if heading and is_missing else finding.message
    return GateFinding(finding.level, title, message, heading=finding.heading, is_missing=is_missing)


def _of_figure(finding: FigureFinding) -> GateFinding:
    place = ", ".join(finding.codes) or finding.rule
    code = finding.codes[0] if finding.codes else ""
    stands = finding.stands_in_the_way
    return GateFinding(finding.level, place, finding.message, finding.explanation, code, stands=stands)


def _plan_findings(session: Session, unit_id: str, year: int) -> tuple[GateFinding, ...]:
    rows = plan_lines(session, unit_id, year)
    if not rows:
        return (GateFinding("block", "Kế hoạch", f"Kế hoạch năm {year} chưa có dòng nào.", stands=True),)
    found = []
    for row in rows:
        lacks = [
            words
            for words, value in (
                ("giải pháp", row.measure),
                ("người chủ trì", row.lead),
                ("thời hạn", row.due_on),
                ("sản phẩm", row.product),
            )
            if not value
        ]
        if lacks:
            said = f"{row.shortcoming[:80]}: chưa ghi {', '.join(lacks)}."
            found.append(GateFinding("notice", f"Dòng {row.position}", said))
    return tuple(found)


def _content(
    session: Session, expected: ExpectedReport, period: Period, receiver: str, *, is_plan: bool
) -> tuple[tuple[str, str], ...]:
    if is_plan:
        inside = f"{len(plan_lines(session, expected.unit_id, int(period.name[:4])))} dòng kế hoạch"
    else:
        figures, words = figure_lines(session, expected.id), narrative_lines(session, expected.id)
        explained = sum(1 for line in figures if line.explanation)
        inside = f"{len(figures)} số liệu ({explained} giải trình), {len(words)} mục thuyết minh"
    return (
        ("Gửi cho", receiver),
        ("Trong gói", inside),
        ("Bản đọc", "PDF và Excel, mở được không cần chương trình"),
        ("Không có", "thông tin cá nhân của người dân"),
    )


def _sealed(
    session: Session, expected: ExpectedReport, store: PackageStore
) -> tuple[Version | None, tuple[Change, ...], dict[str, str]]:
    """Return the newest sealed version and the cells in which the draft differs from it now."""
    last = session.scalars(
        select(Package.id)
        .where(Package.stream == expected.id, Package.is_outgoing)
        .order_by(Package.epoch.desc(), Package.revision.desc())
    ).first()
    story = report_story(session, package_id=last, store=store) if last else None
    if story is None:
        return None, (), {}
    newest = story.versions[-1]
    sealed = store.open(session.get_one(Package, newest.package_id).sha256).document(ReportDocument)
    year = sealed.plan_year
    draft = msgspec.structs.replace(
        sealed,
        figures=figure_lines(session, expected.id),
        narratives=narrative_lines(session, expected.id),
        plan=plan_lines(session, expected.unit_id, year) if year else [],
    )
    return newest, compare(sealed, draft), story.names


def clock_doubt(session: Session, *, now: datetime, store: PackageStore) -> str:
    """Say why the clock of this machine may be wrong; empty where nothing speaks against it.

    It must not run behind what the register has seen (its own last act, the newest package that came), nor
    far ahead of it (reliability C1).
    """
    seen: Sequence[datetime | None] = (session.scalar(select(func.max(Audit.at))), _made_last(session, store))
    newest = max((moment for moment in seen if moment is not None), default=None)
    if newest is None or newest - _BEHIND <= now <= newest + _AHEAD:
        return ""
    here = local_time(now)
    return (
        f"Đồng hồ máy có thể sai (đang là {here.hour}:{here:%M} ngày {format_date(here.date())}). "
        "Hạn và ngày trên văn bản cần được kiểm tra; chỉnh giờ máy trước khi niêm phong. (W-CLK-01)"
    )


def _made_last(session: Session, store: PackageStore) -> datetime | None:
    """Return when the newest package that came was made; a day of difference between offices is forgiven."""
    sha256 = session.scalar(
        select(Package.sha256)
        .where(Package.is_outgoing.is_(False), Package.undone_at.is_(None), Package.signer != "")
        .order_by(Package.at.desc())
        .limit(1)
    )
    if sha256 is None:
        return None
    try:
        return store.open(sha256).manifest.created_at - timedelta(days=1)
    except AppError:
        return None
