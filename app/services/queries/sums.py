"""What the database adds up of reports: one statement for any number of units and months, then formulas."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, func, literal, select
from sqlalchemy.orm import Session

from app.core.clock import end_of_day
from app.core.figures import BLANK, FigureValue
from app.core.formula import codes_of
from app.core.statuses import FigureState
from app.models import (
    ExpectedReport,
    Figure,
    Indicator,
    Submission,
    Unit,
    UnitGroup,
    UnitGroupMember,
)
from app.services.month_figures import over_months, with_computed
from app.storage.plain_rows import plain_rows

Known = dict[str, FigureValue]
KNOWN_STATES = (FigureState.VALUE, FigureState.NONE_ARISEN)


class RollUp(StrEnum):
    """By what the columns of the totals are made."""

    GROUP = "group"
    KIND = "kind"
    PARENT = "parent"


@dataclass(frozen=True, slots=True)
class Sum:
    """What the database adds up of one indicator: over reports of one month and one column."""

    total: Decimal | None = None
    most: Decimal | None = None
    least: Decimal | None = None
    known: int = 0
    valued: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(
            _with(self.total, other.total, lambda a, b: a + b),
            _with(self.most, other.most, max),
            _with(self.least, other.least, min),
            self.known + other.known,
            self.valued + other.valued,
        )

    def figure(self, aggregation: str) -> FigureValue:
        """Return the one figure of the indicator; nothing known is blank, known to be nothing says so."""
        value = {"max": self.most, "min": self.least}.get(aggregation, self.total)
        if self.valued and value is not None:
            return FigureValue(FigureState.VALUE, value)
        return FigureValue(FigureState.NONE_ARISEN) if self.known else BLANK


def _with(
    a: Decimal | None, b: Decimal | None, join: Callable[[Decimal, Decimal], Decimal]
) -> Decimal | None:
    if a is None or b is None:
        return b if a is None else a
    return join(a, b)


Sums = dict[str, dict[str, dict[str, Sum]]]  # by period, column, indicator


def arrived_by(as_of: date) -> ColumnElement[bool]:
    """Tell of an expected report whether a version of it had reached the hub by the end of a day."""
    return (
        select(Submission.id)
        .where(
            Submission.expected_report_id == ExpectedReport.id,
            Submission.withdrawn_at.is_(None),
            Submission.received_at < end_of_day(as_of),
        )
        .exists()
    )


def column_of(by: RollUp) -> ColumnElement[str]:
    """Tell the column a unit belongs to: exactly one, so that the columns add up to the whole."""
    if by is RollUp.GROUP:
        first = (
            select(UnitGroup.id)
            .join(UnitGroupMember, UnitGroupMember.group_id == UnitGroup.id)
            .where(UnitGroupMember.unit_id == ExpectedReport.unit_id)
            .order_by(UnitGroup.sort_order, UnitGroup.code)
            .limit(1)
            .correlate(ExpectedReport)
            .scalar_subquery()
        )
        return func.coalesce(first, "")
    column = Unit.kind if by is RollUp.KIND else func.coalesce(Unit.parent_id, "")
    return select(column).where(Unit.id == ExpectedReport.unit_id).correlate(ExpectedReport).scalar_subquery()


def sums_of(session: Session, *, period_ids: Sequence[str], as_of: date, by: RollUp | None) -> Sums:
    """Return the sums of the reports that had come by a day; without ``by`` in one column."""
    column = literal("") if by is None else column_of(by)
    reports = select(
        ExpectedReport.id.label("id"),
        ExpectedReport.accepted_version.label("version"),
        ExpectedReport.period_id.label("period_id"),
        column.label("column_key"),
    )
    return _grouped(session, reports.where(ExpectedReport.period_id.in_(period_ids), arrived_by(as_of)))


def sums_of_reports(session: Session, expected_ids: Sequence[str]) -> Sums:
    """Return the sums of some reports, whatever period they are of."""
    reports = select(
        ExpectedReport.id.label("id"),
        ExpectedReport.accepted_version.label("version"),
        literal("").label("period_id"),
        literal("").label("column_key"),
    )
    return _grouped(session, reports.where(ExpectedReport.id.in_(expected_ids)))


def _grouped(session: Session, reports: Select[*tuple[Any, ...]]) -> Sums:
    # Materialized, or the column of a report is looked up anew for every cell of it.
    counted = reports.cte("counted").prefix_with("MATERIALIZED")
    sums: Sums = {}
    for row in plain_rows(session, _summed(counted)):
        sums.setdefault(row[0], {}).setdefault(row[1], {})[row[2]] = Sum(*row[3:])
    return sums


def _summed(counted: CTE) -> Select[Any]:
    return (
        select(
            counted.c.period_id,
            counted.c.column_key,
            Figure.indicator_code,
            func.sum(Figure.value),
            func.max(Figure.value),
            func.min(Figure.value),
            func.count().filter(Figure.state.in_(KNOWN_STATES)),
            func.count(Figure.value),
        )
        .join(
            Figure,
            and_(Figure.expected_report_id == counted.c.id, Figure.version == counted.c.version),
        )
        .group_by(counted.c.period_id, counted.c.column_key, Figure.indicator_code)
    )


def merged(columns: Iterable[Mapping[str, Sum]]) -> dict[str, Sum]:
    """Return the sums of several columns together."""
    found: dict[str, Sum] = {}
    for column in columns:
        for code, one in column.items():
            found[code] = found[code] + one if code in found else one
    return found


def indicators_of(session: Session, catalogue_id: str) -> tuple[Indicator, ...]:
    """Return the indicators of a catalogue that hold numbers, in its order."""
    return tuple(
        session.scalars(
            select(Indicator)
            .where(Indicator.catalogue_id == catalogue_id, Indicator.value_type != "text")
            .order_by(Indicator.sort_order)
        )
    )


def over_time(indicators: Sequence[Indicator], months: Sequence[Mapping[str, Sum]]) -> Known:
    """Put months together as each indicator runs through time, then compute what has a formula."""
    entered = {i.code: i.aggregation for i in indicators if not i.is_computed}
    figures = [
        {code: one.figure(entered[code]) for code, one in month.items() if code in entered}
        for month in months
    ]
    facts = {i.code: i for i in indicators}
    return with_computed(facts, figures[0]) if len(figures) == 1 else over_months(facts, figures)


def units_behind(code: str, formulas: Mapping[str, str], known: Mapping[str, int]) -> int:
    """As many reports stand behind a computed total as behind its best-known part."""
    if code not in formulas:
        return known.get(code, 0)
    return max((units_behind(part, formulas, known) for part in codes_of(formulas[code])), default=0)
