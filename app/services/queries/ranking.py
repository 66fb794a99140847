"""The ranking of a period as the register stands, and those that were published."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import local_day
from app.core.deadlines import TaskCounts
from app.core.errors import NotFound, RuleViolation
from app.core.ranking import (
    ExcludedUnit,
    Method,
    PeriodRecord,
    Ranking,
    UnitRecord,
    has_ties,
    most_improved,
    rank_group,
    with_previous,
)
from app.core.statuses import RankingRemarkKind, ReportResult, ReportState, TieRule
from app.core.text import format_date
from app.models import Period, RankingRemark, RankingSnapshot, Register, Unit
from app.reports.freeze import thawed
from app.services.queries.cycles import ReadReport, ReportRow, read_reports
from app.services.queries.owing import report_name
from app.services.queries.periods import PeriodRow, list_periods, list_rules
from app.services.queries.reminders import sent_reminders
from app.services.queries.tasks import count_states_by_unit
from app.services.queries.units import list_groups

FEWEST = 2  # accepted reports, for a ranking to say anything
_OTHERS = "Đơn vị khác"
_ACCEPTED = (ReportState.ACCEPTED, ReportState.LOCKED)


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """A published ranking in the list."""

    id: str
    period: str
    number: int
    as_of: date
    published_at: datetime
    published_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """A remark on a unit's place."""

    id: str
    unit_id: str
    unit: str
    kind: RankingRemarkKind
    text: str
    author: str
    made_at: datetime


def ranking_method(session: Session) -> Method:
    """Return the office's method; one never chosen has the usual weights and no rule for shared places."""
    register = session.scalars(select(Register)).first()
    kept = (register.settings or {}).get("ranking") if register else None
    if not isinstance(kept, dict):
        return Method()
    tie = str(kept.get("tie") or "")
    return Method(
        reports=int(kept.get("reports", 60)),
        tasks=int(kept.get("tasks", 40)),
        tie=TieRule(tie) if tie in set(TieRule) else None,
    )


def live_ranking(session: Session, *, period: PeriodRow, day: date) -> Ranking:
    """Return the ranking of the year up to a period as it stands on a day.

    Raises ``RuleViolation`` while fewer than two reports of the period are accepted.
    """
    year = list_periods(session, rule_id=period.rule_id, year=period.month.year)
    read = read_reports(session, [one for one in year if one.month <= period.month])
    ranking = _ranked(session, year, read, period=period, day=day)
    if ranking.accepted < FEWEST:
        raise RuleViolation(
            f"Kỳ {period.month.short} mới có {ranking.accepted} báo cáo được chấp nhận nên chưa xếp hạng.",
            hint="Cần ít nhất hai báo cáo được chấp nhận.",
        )
    previous = _previous(session, year, read, period, day)
    groups = tuple(with_previous(group, previous) for group in ranking.groups)
    return Ranking(
        ranking.period,
        ranking.as_of,
        ranking.method,
        groups,
        ranking.excluded,
        most_improved(groups),
        ranking.accepted,
        ranking.expected,
        has_ties(groups),
    )


def _ranked(
    session: Session,
    year: Sequence[PeriodRow],
    read: Sequence[ReadReport],
    *,
    period: PeriodRow,
    day: date,
) -> Ranking:
    told = {p.id: p for p in year if p.month <= period.month}
    reports = [report.judged(day) for report in read if report.row.period_id in told]
    by_unit: dict[str, list[ReportRow]] = defaultdict(list)
    for report in reports:
        by_unit[report.unit_id].append(report)
    current = [r for r in reports if r.period_id == period.id]
    excluded = {
        row.unit_id: row for row in remarks(session, period_id=period.id, kind=RankingRemarkKind.EXCLUSION)
    }
    records = _records(session, period, told, by_unit, day)
    ranked_ids = [r.unit_id for r in current if r.unit_id not in excluded]
    method = ranking_method(session)
    groups = [
        rank_group(name, [records[unit_id] for unit_id in unit_ids], method)
        for name, unit_ids in _grouped(session, ranked_ids, day)
    ]
    asked = [r for r in current if r.verdict.result is not ReportResult.EXCUSED]
    return Ranking(
        period.name,
        day,
        method.words,
        tuple(groups),
        tuple(ExcludedUnit(row.unit, row.text) for row in excluded.values()),
        accepted=sum(r.state in _ACCEPTED for r in asked),
        expected=len(asked),
    )


def _records(
    session: Session,
    period: PeriodRow,
    told: dict[str, PeriodRow],
    by_unit: dict[str, list[ReportRow]],
    day: date,
) -> dict[str, UnitRecord]:
    tasks = count_states_by_unit(session, as_of=day)
    rule = next(rule for rule in list_rules(session) if rule.id == period.rule_id)
    printed = report_name(rule, period)
    sent = sent_reminders(session, unit_ids=by_unit, day=day)
    found = {}
    for unit_id, reports in by_unit.items():
        reports.sort(key=lambda report: told[report.period_id].name)
        last = reports[-1]
        count = sum(
            last.expected_id in one.subjects or printed in one.printed for one in sent.get(unit_id, ())
        )
        found[unit_id] = UnitRecord(
            unit_id,
            last.unit,
            tuple(
                _period_record(report, told[report.period_id])
                for report in reports
                if report.verdict.result not in (ReportResult.NOT_DUE, ReportResult.GRACE)
            ),
            tasks.get(unit_id, TaskCounts()),
            count,
            last.state in _ACCEPTED,
        )
    return found


def _period_record(report: ReportRow, period: PeriodRow) -> PeriodRecord:
    verdict = report.verdict
    if verdict.result is ReportResult.EXCUSED:
        return PeriodRecord(None, is_excused=True)
    if verdict.arrived_on is None:
        return PeriodRecord(None)
    original = period.due.judging(period.policy)
    is_extended = report.extended_to is not None and verdict.judged_by != original
    if is_extended and verdict.result is ReportResult.ON_TIME and verdict.arrived_on > original:
        return PeriodRecord((original - verdict.arrived_on).days, is_late_excused=True)
    return PeriodRecord((verdict.judged_by - verdict.arrived_on).days)


def _grouped(session: Session, unit_ids: Sequence[str], day: date) -> list[tuple[str, list[str]]]:
    """Return the units of each group in official order; a unit in two groups is ranked in the first."""
    left, found = set(unit_ids), []
    for group in list_groups(session, as_of=day):
        members = [unit.id for unit in group.members if unit.id in left]
        left -= set(members)
        if members:
            found.append((group.name, members))
    others = [unit_id for unit_id in unit_ids if unit_id in left]
    return [*found, *([(_OTHERS, others)] if others else [])]


def _previous(
    session: Session, year: Sequence[PeriodRow], read: Sequence[ReadReport], period: PeriodRow, day: date
) -> dict[str, tuple[int | None, Decimal | None]]:
    """Return last month's places and scores: as published, else as they stood as long after its day."""
    month = period.month.plus(-1)
    if month.year != period.month.year:
        return {}
    before = next((p for p in year if p.month == month), None)
    if before is None:
        return {}
    published = list_snapshots(session, period_id=before.id)
    if published:
        ranking = read_snapshot(session, snapshot_id=published[0].id)
    else:
        then = before.due.legal + (day - period.due.legal)
        ranking = _ranked(session, year, read, period=before, day=then)
    return {unit.unit_id: (unit.place, unit.score) for unit in ranking.units}


def list_snapshots(session: Session, *, period_id: str) -> tuple[SnapshotRow, ...]:
    """Return the published rankings of a period, newest first."""
    rows = session.execute(
        select(RankingSnapshot, Period.name)
        .join(Period, Period.id == RankingSnapshot.period_id)
        .where(RankingSnapshot.period_id == period_id)
        .order_by(RankingSnapshot.number.desc())
    )
    return tuple(
        SnapshotRow(s.id, name, s.number, s.as_of, s.published_at, s.published_by, s.reason)
        for s, name in rows
    )


def read_snapshot(session: Session, *, snapshot_id: str) -> Ranking:
    """Return a ranking as it was published, whatever has changed since."""
    snapshot = session.get(RankingSnapshot, snapshot_id)
    if snapshot is None:
        raise NotFound("Không còn bảng xếp hạng này.", hint="Nạp lại danh sách (F5).")
    return thawed(Ranking, snapshot.content)


def printed_ranking(session: Session, *, period: PeriodRow, day: date) -> tuple[Ranking, str]:
    """Return the ranking a paper prints and how it was published: the last one, else the live one."""
    published = [row for row in list_snapshots(session, period_id=period.id) if row.as_of <= day]
    if not published:
        return live_ranking(session, period=period, day=day), ""
    row = published[0]
    words = f"công bố lần {row.number} ngày {format_date(local_day(row.published_at))}"
    return read_snapshot(session, snapshot_id=row.id), words


def remarks(
    session: Session, *, period_id: str, kind: RankingRemarkKind | None = None
) -> tuple[RemarkRow, ...]:
    """Return the remarks of a period that have not ended, oldest first."""
    rows = (
        select(RankingRemark, Unit.short_name)
        .join(Unit, Unit.id == RankingRemark.unit_id)
        .where(RankingRemark.period_id == period_id, RankingRemark.ended_at.is_(None))
        .order_by(RankingRemark.made_at, RankingRemark.id)
    )
    if kind is not None:
        rows = rows.where(RankingRemark.kind == kind)
    return tuple(
        RemarkRow(r.id, r.unit_id, unit, r.kind, r.text, r.author, r.made_at)
        for r, unit in session.execute(rows)
    )
