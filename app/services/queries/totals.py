"""Totals over units and months: sums of what came in, rates from summed counts, never an average.

Every total says how many reports stand behind it and names the units that are missing. Months read with
different catalogues are never added up: each catalogue has its part. One statement reads a whole year of any
number of units; formulas are computed from its sums.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.figures import FigureValue
from app.core.periods import Month
from app.core.statuses import ReportResult, ReportState
from app.models import Catalogue, ExpectedReport, Indicator, Unit, UnitGroup
from app.services.month_figures import formulas_of
from app.services.queries.cycles import cycle_status
from app.services.queries.periods import PeriodRow, list_periods
from app.services.queries.sums import (
    Known,
    RollUp,
    Sums,
    arrived_by,
    column_of,
    indicators_of,
    merged,
    over_time,
    sums_of,
    units_behind,
)


class Reach(StrEnum):
    """How far a total reaches: the period, the year up to it, the same period of the year before."""

    PERIOD = "period"
    YEAR = "year"
    LAST_YEAR = "last_year"


@dataclass(frozen=True, slots=True)
class TotalColumn:
    """One column: a group, a kind of units, or the units of one superior, with its reports."""

    key: str
    title: str
    expected: int
    counted: int


@dataclass(frozen=True, slots=True)
class TotalRow:
    """One indicator over the reports that came; ``units`` of them stand behind the number."""

    code: str
    title: str
    field: str
    value_type: str
    unit_of_measure: str
    figure: FigureValue
    units: int
    target: Decimal | None
    in_report: bool
    formula: str | None = None
    by_column: tuple[FigureValue, ...] = ()


@dataclass(frozen=True, slots=True)
class TotalsPart:
    """The months that are read with one catalogue; two parts are never added up."""

    catalogue_id: str
    catalogue: str
    periods: tuple[PeriodRow, ...]
    rows: tuple[TotalRow, ...]


@dataclass(frozen=True, slots=True)
class Absent:
    """One report that is not in the totals, and why."""

    unit_id: str
    unit: str
    period: str
    result: ReportResult
    sentence: str


@dataclass(frozen=True, slots=True)
class Totals:
    """Totals of a reach at a day; ``expected`` reports, ``counted`` of them in, the others named."""

    period: PeriodRow
    reach: Reach
    by: RollUp
    as_of: date
    periods: tuple[PeriodRow, ...]
    columns: tuple[TotalColumn, ...]
    parts: tuple[TotalsPart, ...]
    absent: tuple[Absent, ...]
    accepted: int  # of those counted
    returned: int  # counted as they came, though the hub has sent them back

    @property
    def expected(self) -> int:
        """How many reports should be in."""
        return sum(column.expected for column in self.columns)

    @property
    def counted(self) -> int:
        """How many are in."""
        return sum(column.counted for column in self.columns)


def consolidate(
    session: Session,
    *,
    period: PeriodRow,
    as_of: date,
    reach: Reach = Reach.PERIOD,
    by: RollUp = RollUp.GROUP,
) -> Totals:
    """Return the totals of a period, its year so far or the same period a year ago, by columns of units."""
    periods = _reached(session, period, reach)
    columns, missing, states = _columns(session, periods, as_of, by)
    sums = sums_of(session, period_ids=[p.id for p in periods], as_of=as_of, by=by)
    return Totals(
        period,
        reach,
        by,
        as_of,
        periods,
        columns,
        tuple(_part(session, key, mine, columns, sums) for key, mine in _by_catalogue(periods)),
        _absent(session, periods, as_of, missing),
        sum(states[state] for state in (ReportState.ACCEPTED, ReportState.LOCKED)),
        states[ReportState.RETURNED],
    )


def _reached(session: Session, period: PeriodRow, reach: Reach) -> tuple[PeriodRow, ...]:
    if reach is Reach.PERIOD:
        return (period,)
    known = list_periods(session, rule_id=period.rule_id)
    if reach is Reach.YEAR:
        year = period.month.year
        return tuple(p for p in known if p.month.year == year and p.month <= period.month)
    wanted = Month(period.month.year - 1, period.month.month)
    found = tuple(p for p in known if p.month == wanted)
    if not found:
        raise NotFound(
            f"Sổ không có kỳ {wanted.short} để so cùng kỳ.", hint="Chọn so với kỳ khác, hoặc nhập kỳ cũ."
        )
    return found


def _by_catalogue(periods: Sequence[PeriodRow]) -> list[tuple[str, tuple[PeriodRow, ...]]]:
    """Group periods by their catalogue, the newest one first; periods without one have no numbers."""
    found: dict[str, list[PeriodRow]] = {}
    for period in periods:
        if period.catalogue_id is not None:
            found.setdefault(period.catalogue_id, []).append(period)
    return [(key, tuple(mine)) for key, mine in reversed(found.items())]


def _part(
    session: Session,
    catalogue_id: str,
    periods: tuple[PeriodRow, ...],
    columns: Sequence[TotalColumn],
    sums: Sums,
) -> TotalsPart:
    indicators = indicators_of(session, catalogue_id)
    formulas = formulas_of({i.code: i for i in indicators})
    months = [sums.get(period.id, {}) for period in periods]
    together = [merged(month.values()) for month in months]
    whole = over_time(indicators, together)
    by_column = [over_time(indicators, [m.get(column.key, {}) for m in months]) for column in columns]
    known = {code: one.known for code, one in merged(together).items()}
    return TotalsPart(
        catalogue_id,
        catalogue_title(session, catalogue_id),
        periods,
        tuple(
            total_row(i, whole[i.code], units_behind(i.code, formulas, known), by_column) for i in indicators
        ),
    )


def catalogue_title(session: Session, catalogue_id: str) -> str:
    """Return how people call a version of the catalogue."""
    catalogue = session.get_one(Catalogue, catalogue_id)
    edition = f"bản {catalogue.version}"
    return catalogue.name if edition in catalogue.name else f"{catalogue.name} ({edition})"


def total_row(i: Indicator, figure: FigureValue, units: int, by_column: Iterable[Known] = ()) -> TotalRow:
    """Return an indicator's row."""
    return TotalRow(
        i.code,
        i.title,
        i.field,
        i.value_type,
        i.unit_of_measure,
        figure,
        units,
        i.target,
        i.in_report,
        i.formula if i.is_computed else None,
        tuple(figures[i.code] for figures in by_column),
    )


def _columns(
    session: Session, periods: Sequence[PeriodRow], as_of: date, by: RollUp
) -> tuple[tuple[TotalColumn, ...], dict[str, set[str]], Counter[ReportState]]:
    """Return the columns in official order; by period who is missing; where the others' reports stand."""
    e = ExpectedReport
    rows = session.execute(
        select(e.period_id, e.unit_id, column_of(by), arrived_by(as_of), e.state)
        .join(Unit, Unit.id == ExpectedReport.unit_id)
        .where(ExpectedReport.period_id.in_([period.id for period in periods]))
        .order_by(Unit.sort_order, Unit.name)
    ).all()
    titles = _titles(session, by)
    expected: dict[str, int] = {}
    counted: dict[str, int] = {}
    missing: dict[str, set[str]] = {period.id: set() for period in periods}
    states: Counter[ReportState] = Counter()
    for period_id, unit_id, key, is_in, state in rows:
        expected[key] = expected.get(key, 0) + 1
        counted[key] = counted.get(key, 0) + bool(is_in)
        if is_in:
            states[state] += 1
        else:
            missing[period_id].add(unit_id)
    order = {key: place for place, key in enumerate(titles)}
    keys = sorted(expected, key=lambda key: order.get(key, len(order)))
    return (
        tuple(TotalColumn(k, titles.get(k, k) or "Đơn vị khác", expected[k], counted[k]) for k in keys),
        missing,
        states,
    )


def _titles(session: Session, by: RollUp) -> dict[str, str]:
    """Return the titles of columns by key, in the order they stand."""
    if by is RollUp.GROUP:
        groups = select(UnitGroup.id, UnitGroup.name).order_by(UnitGroup.sort_order, UnitGroup.code)
        return {row[0]: row[1] for row in session.execute(groups)}
    if by is RollUp.PARENT:
        units = select(Unit.id, Unit.short_name).order_by(Unit.sort_order, Unit.name)
        return {row[0]: row[1] for row in session.execute(units)}
    kinds = select(Unit.kind).group_by(Unit.kind).order_by(func.min(Unit.sort_order))
    return {kind: kind[:1].upper() + kind[1:] for kind in session.scalars(kinds)}


def _absent(
    session: Session, periods: Sequence[PeriodRow], as_of: date, missing: Mapping[str, set[str]]
) -> tuple[Absent, ...]:
    found = []
    for period in periods:
        if not missing[period.id]:
            continue
        for report in cycle_status(session, period=period, as_of=as_of).reports:
            if report.unit_id in missing[period.id]:
                verdict = report.verdict
                found.append(
                    Absent(report.unit_id, report.unit, period.name, verdict.result, verdict.sentence)
                )
    return tuple(found)


def totals(session: Session, *, period: PeriodRow, as_of: date) -> tuple[TotalRow, ...]:
    """Return one period's totals over all units, without columns: what papers print."""
    if period.catalogue_id is None:
        return ()
    sums = sums_of(session, period_ids=[period.id], as_of=as_of, by=None)
    return _part(session, period.catalogue_id, (period,), (), sums).rows
