"""What a unit reported before: month by month, each read with the catalogue of its own time."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from app.core.figures import FigureValue
from app.core.periods import Month
from app.core.statuses import Frequency
from app.models import ExpectedReport, Figure, Period, ReportingRule
from app.services.across_versions import Counting, counting, figures_over_versions
from app.services.month_figures import (
    KEPT_FIGURE,
    IndicatorFacts,
    added_up,
    computed_over,
    indicator_facts,
    kept_figure,
    with_computed,
)
from app.storage.plain_rows import plain_rows

MOST_MONTHS = 13  # a year, and the month a year ago


@dataclass(frozen=True, slots=True)
class PastMonth:
    """One earlier month of a unit: what counts of it, computed figures included, and what was explained."""

    month: Month
    expected_id: str
    version: int
    catalogue_id: str | None
    facts: Mapping[str, IndicatorFacts]
    entered: dict[str, FigureValue]
    figures: dict[str, FigureValue]
    explanations: dict[str, str]


_own = select(Period.name, ReportingRule.subject).join(ReportingRule, ReportingRule.id == Period.rule_id)
_OWN = _own.where(Period.id == bindparam("period_id")).subquery()
_REPORTS = (
    select(ExpectedReport.id, ExpectedReport.accepted_version, Period.name, Period.catalogue_id)
    .join(Period, Period.id == ExpectedReport.period_id)
    .join(ReportingRule, ReportingRule.id == Period.rule_id)
    .join(_OWN, and_(_OWN.c.subject == ReportingRule.subject, Period.name < _OWN.c.name))
    .where(ExpectedReport.unit_id == bindparam("unit_id"), ReportingRule.frequency == Frequency.MONTHLY)
    .order_by(Period.name.desc(), Period.rule_id)
    .limit(bindparam("most"))
)
_CELLS = (
    select(Figure.expected_report_id, Figure.indicator_code, *KEPT_FIGURE, Figure.explanation)
    .join(ExpectedReport, ExpectedReport.id == Figure.expected_report_id)
    .where(
        Figure.expected_report_id.in_(bindparam("reports", expanding=True)),
        Figure.version == ExpectedReport.accepted_version,
    )
)


def past_months(
    session: Session,
    expected: ExpectedReport,
    *,
    most: int = MOST_MONTHS,
    read: Mapping[str, Mapping[str, IndicatorFacts]] | None = None,
) -> list[PastMonth]:
    """Return the months that a unit reported before a report, the newest first; what the hub accepted counts.

    The months of an older rule belong to it: only the subject and the monthly rhythm must be the same.
    ``read`` are catalogues that the caller has already.
    """
    reports = plain_rows(session, _REPORTS, period_id=expected.period_id, unit_id=expected.unit_id, most=most)
    cells = _cells(session, [row.id for row in reports])
    facts = dict(read or {})
    found: list[PastMonth] = []
    for row in reports:
        entered, explained = cells[row.id]
        month = Month.parse(row.name)
        if not entered or (found and found[-1].month == month):
            continue
        key = row.catalogue_id
        if key is not None and key not in facts:
            facts[key] = indicator_facts(session, key)
        own = facts[key] if key is not None else {}
        figures = with_computed(own, entered) if key is not None else entered
        found.append(PastMonth(month, row.id, row.accepted_version, key, own, entered, figures, explained))
    return found


def _cells(session: Session, reports: list[str]) -> dict[str, tuple[dict[str, FigureValue], dict[str, str]]]:
    """Return what counts of some reports: figures and explanations by code."""
    found: dict[str, tuple[dict[str, FigureValue], dict[str, str]]] = {key: ({}, {}) for key in reports}
    for key, code, state, value, explanation in plain_rows(session, _CELLS, reports=reports):
        entered, explained = found[key]
        entered[code] = kept_figure(state, value)
        if explanation:
            explained[code] = explanation
    return found


def month_before(past: Sequence[PastMonth], month: Month) -> PastMonth | None:
    """Return the month right before one; None where the unit did not report it."""
    return past[0] if past and past[0].month == month.plus(-1) else None


def year_counting(facts: Mapping[str, IndicatorFacts], month: Month, past: Sequence[PastMonth]) -> Counting:
    """Tell which months from January to a month count for each of its indicators."""
    earlier = [(p.month, p.facts) for p in reversed(past) if p.month.year == month.year]
    return counting(facts, [*earlier, (month, facts)])


def year_to_date(
    year: Counting, month: Month, entered: dict[str, FigureValue], past: Sequence[PastMonth]
) -> dict[str, FigureValue]:
    """Return the figures from January to a month: flows added up, stocks first or last, rates anew."""
    return figures_over_versions(year, [*_this_year(month, past), entered])


def year_to_date_again(
    year: Counting,
    month: Month,
    entered: dict[str, FigureValue],
    past: Sequence[PastMonth],
    *,
    known: Mapping[str, FigureValue],
    changed: Collection[str],
) -> dict[str, FigureValue]:
    """Return what ``year_to_date`` does, adding up only what changed since the figures ``known``."""
    facts, months = year.facts, [*_this_year(month, past), entered]
    if year.is_mixed:
        return figures_over_versions(year, months)
    some = [{code: figures[code] for code in changed if code in figures} for figures in months]
    sums = added_up({code: facts[code].semantics for code in changed if code in facts}, some)
    kept = {code: figure for code, figure in known.items() if code not in changed}
    return computed_over(facts, {**kept, **sums}, months=len(months))


def _this_year(month: Month, past: Sequence[PastMonth]) -> list[dict[str, FigureValue]]:
    return [earlier.entered for earlier in reversed(past) if earlier.month.year == month.year]


def series_of(past: Sequence[PastMonth]) -> dict[str, tuple[Decimal, ...]]:
    """Return the known numbers of every indicator in the last twelve months, the newest first."""
    found: dict[str, list[Decimal]] = defaultdict(list)
    for month in past[:12]:
        for code, figure in month.figures.items():
            if (value := figure.known) is not None:
                found[code].append(value)
    return {code: tuple(values) for code, values in found.items()}
