"""Everything the screen of reports shows of one paper: whose, of when, its figures, words and faults."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Date, bindparam, select
from sqlalchemy.orm import Session

from app.core.errors import AppError, Finding, NotFound
from app.core.periods import Month
from app.core.progress import Progress
from app.core.statuses import ReportResult, Role
from app.models import ExpectedReport, Plan, Unit, UnitGroup, UnitGroupMember
from app.services.cycles import monthly_rule
from app.services.papers import Paper, PaperRequest, collect_paper
from app.services.queries.cycles import cycle_status
from app.services.queries.periods import PeriodRow, list_periods
from app.services.queries.report_draft import DeskReport as DeskReport
from app.services.queries.report_draft import HeadingText as HeadingText
from app.services.queries.report_draft import read_draft_again, read_draft_report
from app.services.queries.units import get_register, list_units
from app.services.validity import valid_on
from app.storage.plain_rows import plain_rows

MONTHLY, PLAN, CONSOLIDATED = "monthly-report", "improvement-plan", "consolidated-report"
REMINDER, RESULTS, LEADER = "reminder", "results-notice", "leader-page"


KINDS = {
    MONTHLY: "Báo cáo tháng của đơn vị",
    PLAN: "Kế hoạch khắc phục",
    CONSOLIDATED: "Báo cáo tổng hợp",
    LEADER: "Trang lãnh đạo",
    REMINDER: "Công văn đôn đốc",
    RESULTS: "Thông báo kết quả",
}
OF_REPORTERS = (MONTHLY, PLAN)  # a register that only reports has no others
_OF_THE_HUB = (CONSOLIDATED, LEADER, RESULTS)


@dataclass(frozen=True, slots=True)
class DeskUnit:
    """A unit whose paper can be made; a group for pickers."""

    id: str
    code: str
    name: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """What is chosen, what can be chosen, and the report that belongs to it, if any."""

    kinds: tuple[str, ...]
    kind: str
    months: tuple[Month, ...]
    month: Month | None
    years: tuple[int, ...]
    year: int
    units: tuple[DeskUnit, ...]
    unit_id: str
    report: DeskReport | None = None

    def request(self, unit_id: str, day: date) -> PaperRequest:
        """Return the request for a unit's paper as drafted on a day."""
        is_plan = self.kind == PLAN
        return PaperRequest(
            kind=self.kind,
            day=day,
            unit_id=unit_id,
            period=None if is_plan else str(self.month),
            year=self.year if is_plan else None,
        )


def read_desk(
    session: Session,
    *,
    kind: str,
    month: Month | None,
    year: int | None,
    unit_id: str,
    today: date,
    known: Desk | None = None,
) -> Desk:
    """Read what is chosen; what is not chosen, or not there, is chosen as an officer would.

    ``known`` is what was read before: where only cells of its report were typed since, only they are read.
    """
    if known is not None and (known.kind, known.month, known.unit_id) == (kind, month, unit_id):
        report = read_draft_again(session, known.report, today=today) if known.report else None
        if report is not None:
            return replace(known, report=report)
    register = get_register(session)
    own = register.own_unit_id or ""
    kinds = OF_REPORTERS if register.role is Role.REPORTER else tuple(KINDS)
    kind = kind if kind in kinds else kinds[0]
    if kind == PLAN:
        years = _plan_years(session, today)
        year = year if year in years else years[0]
        units = _plan_units(session, year, today)
        return Desk(kinds, kind, (), None, years, year, units, _chosen(units, unit_id, own))
    periods = {period.month: period for period in _monthly_periods(session)}
    months = tuple(sorted(periods, key=str, reverse=True))
    month = month if month in periods else _usual_month(periods, today)
    if month is None:
        return Desk(kinds, kind, (), None, (), today.year, (), "")
    period = periods[month]
    if kind in _OF_THE_HUB:
        units = tuple(unit for unit in _units(session, today) if unit.id == own)
    elif kind == REMINDER:
        units = _owing_units(session, period, today)
    else:
        units = _expected_units(session, period)
    chosen = _chosen(units, unit_id, own)
    report = None
    if chosen and kind == MONTHLY:
        report = read_draft_report(session, period, chosen, today=today, is_own=chosen == own)
    return Desk(kinds, kind, months, month, (), today.year, units, chosen, report)


def collect_papers(
    session: Session, desk: Desk, unit_ids: tuple[str, ...], day: date, progress: Progress
) -> tuple[list[Paper], list[Finding]]:
    """Read the papers of some units; what is missing at one of them does not stop the others."""
    named = {unit.id: unit.name for unit in desk.units}
    papers, faults = [], []
    for number, unit_id in enumerate(unit_ids):
        progress.report(number, len(unit_ids), named.get(unit_id, ""))
        try:
            papers.append(collect_paper(session, desk.request(unit_id, day)))
        except AppError as error:
            faults.append(Finding(None, named.get(unit_id, ""), f"{error.message} {error.hint}".strip()))
    return papers, faults


def _chosen(units: tuple[DeskUnit, ...], wanted: str, own: str) -> str:
    known = [unit.id for unit in units]
    return next((key for key in (wanted, own) if key in known), known[0] if known else "")


def _monthly_periods(session: Session) -> tuple[PeriodRow, ...]:
    try:
        rule = monthly_rule(session)
    except NotFound:
        return ()
    return list_periods(session, rule_id=rule.id)


def _usual_month(periods: dict[Month, PeriodRow], today: date) -> Month | None:
    """The last month whose window has closed, else the first."""
    closed = [month for month, period in periods.items() if period.last_day < today]
    return max(closed, key=str) if closed else min(periods, key=str, default=None)


def _plan_years(session: Session, today: date) -> tuple[int, ...]:
    known = session.scalars(select(Plan.year).distinct())
    return tuple(sorted({*known, today.year}, reverse=True))


def _plan_units(session: Session, year: int, day: date) -> tuple[DeskUnit, ...]:
    planned = set(session.scalars(select(Plan.unit_id).where(Plan.year == year)))
    return tuple(unit for unit in _units(session, day) if unit.id in planned)


def _owing_units(session: Session, period: PeriodRow, day: date) -> tuple[DeskUnit, ...]:
    """The units whose report of a period has fallen due and not come."""
    status = cycle_status(session, period=period, as_of=day)
    owing = {r.unit_id for r in status.reports if r.verdict.result is ReportResult.MISSING}
    return tuple(unit for unit in _expected_units(session, period) if unit.id in owing)


def _units(session: Session, day: date) -> tuple[DeskUnit, ...]:
    return tuple(
        DeskUnit(u.id, u.code, u.short_name, u.groups[0] if u.groups else "")
        for u in list_units(session, as_of=day)
    )


_GROUPS = (
    select(UnitGroupMember.unit_id, UnitGroup.name)
    .join(UnitGroup)
    .where(valid_on(UnitGroupMember, bindparam("day", type_=Date)))
    .order_by(UnitGroup.sort_order)
)
_EXPECTED = (
    select(Unit.id, Unit.code, Unit.short_name)
    .join(ExpectedReport, ExpectedReport.unit_id == Unit.id)
    .where(ExpectedReport.period_id == bindparam("period_id"))
    .order_by(Unit.sort_order, Unit.name)
)


def _expected_units(session: Session, period: PeriodRow) -> tuple[DeskUnit, ...]:
    groups: dict[str, str] = {}
    for unit_id, name in plain_rows(session, _GROUPS, day=period.last_day):
        groups.setdefault(unit_id, name)
    rows = plain_rows(session, _EXPECTED, period_id=period.id)
    return tuple(DeskUnit(key, code, name, groups.get(key, "")) for key, code, name in rows)
