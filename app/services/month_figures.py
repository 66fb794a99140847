"""One month's figures as the catalogue of its time reads them: what was entered, what follows from it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import BigInteger, String, bindparam, select, type_coerce
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.figures import BLANK, FigureValue
from app.core.formula import codes_of, compute_all
from app.core.statuses import FigureState
from app.models import ExpectedReport, Figure, Indicator
from app.models.base import FixedPoint
from app.services.cycles import get_period
from app.storage.plain_rows import plain_rows


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """What computing and checking need to know of an indicator."""

    code: str
    title: str
    value_type: str
    is_computed: bool
    formula: str | None
    is_required: bool
    aggregation: str
    semantics: str = "flow"
    unit_of_measure: str = ""
    field: str = ""
    note: str = ""
    target: Decimal | None = None
    in_report: bool = True

    @property
    def is_count(self) -> bool:
        """Whether only whole numbers make sense."""
        return self.value_type == "int"

    @property
    def is_entered(self) -> bool:
        """Whether a person types its figure."""
        return not self.is_computed and self.value_type != "text"


def catalogue_of(session: Session, expected: ExpectedReport) -> str:
    """Return the catalogue that a report is read with: the one kept with its period."""
    period = get_period(session, expected.period_id)
    if period.catalogue_id is None:
        raise NotFound(
            "Kỳ này chưa có danh mục chỉ tiêu.", hint="Nạp danh mục chỉ tiêu rồi tạo lại kỳ báo cáo."
        )
    return period.catalogue_id


_INDICATORS = (
    select(*(getattr(Indicator, field.name) for field in fields(IndicatorFacts)))
    .where(Indicator.catalogue_id == bindparam("catalogue_id"))
    .order_by(Indicator.sort_order)
)
KEPT_FIGURE = (type_coerce(Figure.state, String), type_coerce(Figure.value, BigInteger))
"""State and number of a cell as they are stored, for ``kept_figure``."""
_ENTERED = select(Figure.indicator_code, *KEPT_FIGURE).where(
    Figure.expected_report_id == bindparam("expected_id"), Figure.version == bindparam("version")
)


def indicator_facts(session: Session, catalogue_id: str) -> Mapping[str, IndicatorFacts]:
    """Return a catalogue's indicators by code, in its order."""
    return _facts(tuple(map(tuple, plain_rows(session, _INDICATORS, catalogue_id=catalogue_id))))


@lru_cache(maxsize=32)
def _facts(rows: tuple[tuple[Any, ...], ...]) -> Mapping[str, IndicatorFacts]:
    """Make the facts of a catalogue once: remembered under its very rows, they cannot grow stale."""
    return MappingProxyType({row[0]: IndicatorFacts(*row) for row in rows})


@lru_cache(maxsize=8192)
def kept_figure(state: str, scaled: int | None) -> FigureValue:
    """Return the figure that a cell of the register stands for; equal cells share one."""
    value = None if scaled is None else Decimal(scaled) / FixedPoint.SCALE
    return FigureValue(FigureState(state), value)


def entered_figures(session: Session, expected_id: str, version: int = 0) -> dict[str, FigureValue]:
    """Return what was entered for one version of a report (0: the draft)."""
    rows = plain_rows(session, _ENTERED, expected_id=expected_id, version=version)
    return {code: kept_figure(state, value) for code, state, value in rows}


def formulas_of(facts: Mapping[str, IndicatorFacts | Indicator]) -> dict[str, str]:
    """Return the formulas of the computed indicators."""
    return {f.code: f.formula for f in facts.values() if f.is_computed and f.formula}


def entered_behind(codes: frozenset[str], facts: Mapping[str, IndicatorFacts]) -> set[str]:
    """Return the entered indicators that some codes are made of, formulas of formulas included."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = list(codes)
    while waiting:
        code = waiting.pop()
        if code in seen or code not in facts:
            continue
        seen.add(code)
        fact = facts[code]
        if fact.is_computed and fact.formula:
            waiting.extend(codes_of(fact.formula))
        else:
            found.add(code)
    return found


def with_computed(
    facts: Mapping[str, IndicatorFacts | Indicator], entered: Mapping[str, FigureValue]
) -> dict[str, FigureValue]:
    """Return every indicator's figure: entered ones as they are, computed ones from them."""
    formulas = formulas_of(facts)
    known = {code: figure.known for code, figure in entered.items() if code in facts}
    computed = compute_all(formulas, known)
    result = {code: entered.get(code, BLANK) for code in facts}
    for code in formulas:
        value = computed[code]
        result[code] = BLANK if value is None else _rounded(value)
    return result


def _rounded(value: Decimal) -> FigureValue:
    return FigureValue(FigureState.VALUE, round(value, 4).normalize())


def known_values(figures: Mapping[str, FigureValue], suffix: str = "") -> dict[str, Decimal | None]:
    """Return figures as numbers to compute with, under their codes and a suffix."""
    return {code + suffix: figure.known for code, figure in figures.items()}


def over_months(
    facts: Mapping[str, IndicatorFacts | Indicator], months: Sequence[Mapping[str, FigureValue]]
) -> dict[str, FigureValue]:
    """Put the entered figures of some months together and compute the rest from the sums.

    Over several months a rate of what happened to what is left at the end says nothing (apologies of the
    whole year over the files late today): such a rate stays blank.
    """
    sums = added_up({f.code: f.semantics for f in facts.values()}, months)
    return computed_over(facts, sums, months=len(months))


def computed_over(
    facts: Mapping[str, IndicatorFacts | Indicator], sums: Mapping[str, FigureValue], *, months: int
) -> dict[str, FigureValue]:
    """Compute the rest from the sums of some months, the part of ``over_months`` that follows the adding."""
    figures = with_computed(facts, sums)
    if months > 1:
        figures |= dict.fromkeys(_rates_of_one_month(facts), BLANK)
    return figures


def _rates_of_one_month(facts: Mapping[str, IndicatorFacts | Indicator]) -> list[str]:
    formulas = formulas_of(facts)

    def kinds(code: str) -> set[str]:
        if code in formulas:
            return set().union(*(kinds(part) for part in codes_of(formulas[code])))
        return {facts[code].semantics} if code in facts else set()

    rates = (code for code in formulas if facts[code].value_type == "percent")
    return [code for code in rates if {"flow", "stock_end"} <= kinds(code)]


def added_up(
    semantics: Mapping[str, str], months: Iterable[Mapping[str, FigureValue]]
) -> dict[str, FigureValue]:
    """Put the months of one unit, or of all, together: flows are summed, stocks taken at their end."""
    series: dict[str, list[FigureValue]] = defaultdict(list)
    for month in months:
        for code, figure in month.items():
            if figure.state is not FigureState.BLANK:
                series[code].append(figure)
    result = {}
    for code, kind in semantics.items():
        known = series.get(code)
        if not known:
            continue
        numbers = [figure.value for figure in known if figure.value is not None]
        if kind == "flow" and numbers:
            result[code] = FigureValue(FigureState.VALUE, sum(numbers, Decimal(0)))
        else:
            result[code] = known[0] if kind == "stock_start" else known[-1]
    return result
