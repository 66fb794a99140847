"""Figures over several months, of a unit or of all: what counts for what, what is left out and said."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from app.core.figures import FigureValue
from app.core.ids import derived_id
from app.core.periods import Month, month_words
from app.models import ExpectedReport
from app.services.across_versions import Counting, counting, over_versions
from app.services.month_figures import entered_figures, indicator_facts, over_months
from app.services.queries.periods import PeriodRow
from app.services.queries.sums import Sum, indicators_of, merged, over_time, sums_of
from app.services.queries.totals import catalogue_title

T = TypeVar("T")


@dataclass(frozen=True)
class Run(Generic[T]):
    """Some periods put together: what stands in each, which count for what, how they are added up."""

    periods: tuple[PeriodRow, ...]
    counted: Counting
    months: Sequence[Mapping[str, T]]
    add_up: Callable[[Sequence[Mapping[str, T]]], Mapping[str, FigureValue]]

    @cached_property
    def figures(self) -> Mapping[str, FigureValue]:
        """Every indicator over the months that count for it."""
        return over_versions(self.counted, self.months, self.add_up) if self.months else {}

    def whole(self, codes: Collection[str]) -> tuple[PeriodRow, ...]:
        """Return the periods that count for every one of some indicators."""
        known = [self.counted.places[code] for code in codes if code in self.counted.places]
        return tuple(p for n, p in enumerate(self.periods) if all(n in places for places in known))

    def together(self, codes: Collection[str]) -> Mapping[str, FigureValue]:
        """Return indicators that must agree with each other, over the periods that count for all of them."""
        same = self.whole(codes)
        some = [m for period, m in zip(self.periods, self.months, strict=True) if period in same]
        return self.add_up(some) if some else {}


def unit_run(
    session: Session, *, periods: Sequence[PeriodRow], unit_id: str, catalogue_id: str
) -> Run[FigureValue]:
    """Return one unit's figures over some periods, computed ones included."""
    told, months = [], []
    for period in _with_catalogue(periods):
        expected = session.get(ExpectedReport, derived_id("expected", period.id, unit_id))
        if expected is not None:
            told.append(period)
            months.append(entered_figures(session, expected.id, expected.accepted_version))
    counted = _counting(session, told, catalogue_id)
    return Run(tuple(told), counted, months, lambda some: over_months(counted.facts, some))


def hub_run(session: Session, *, periods: Sequence[PeriodRow], as_of: date, catalogue_id: str) -> Run[Sum]:
    """Return the totals of all units over some periods, computed ones included."""
    told = _with_catalogue(periods)
    sums = sums_of(session, period_ids=[period.id for period in told], as_of=as_of, by=None)
    indicators = indicators_of(session, catalogue_id)
    months = [merged(sums.get(period.id, {}).values()) for period in told]
    counted = _counting(session, told, catalogue_id)
    return Run(told, counted, months, lambda some: over_time(indicators, some))


def _with_catalogue(periods: Sequence[PeriodRow]) -> tuple[PeriodRow, ...]:
    return tuple(period for period in periods if period.catalogue_id is not None)


def _counting(session: Session, periods: Sequence[PeriodRow], catalogue_id: str) -> Counting:
    keys = {catalogue_id, *(period.catalogue_id for period in periods if period.catalogue_id)}
    facts = {key: indicator_facts(session, key) for key in keys}
    return counting(
        facts[catalogue_id], [(p.month, facts[p.catalogue_id]) for p in periods if p.catalogue_id is not None]
    )


def left_out_words(code: str, runs: Iterable[tuple[str, Counting]]) -> str:
    """Say which months an indicator's columns leave out: "Kỳ này, lũy kế không gồm tháng 1, 2"."""
    columns: dict[tuple[Month, ...], list[str]] = {}
    for column, counted in runs:
        if months := counted.left_out(code):
            columns.setdefault(months, []).append(column)
    told = [f"{', '.join(names)} không gồm {month_words(months)}" for months, names in columns.items()]
    words = "; ".join(told)
    return f"{words[:1].upper()}{words[1:]} (danh mục lúc đó chưa có hoặc tính khác)" if words else ""


def versions_words(
    session: Session, versions: Iterable[tuple[Month, str | None]], counted: Iterable[Counting]
) -> str:
    """Say that months are read with different versions of the catalogue, and how they were added up."""
    by_version: dict[str, list[Month]] = {}
    for month, catalogue_id in sorted({each for each in versions if each[1] is not None}):
        by_version.setdefault(str(catalogue_id), []).append(month)
    if len(by_version) < 2:
        return ""
    named = "; ".join(
        f"{month_words(months)} theo {catalogue_title(session, key)}" for key, months in by_version.items()
    )
    words = (
        f"Số liệu các kỳ ghi theo các bản danh mục khác nhau: {named}. Chỉ tiêu cùng mã, tên và cách tính "
        "được cộng chung; tỷ lệ tính lại theo bản của kỳ cuối."
    )
    if any(each.left_out(code) for each in counted for code in each.facts):
        words += " Chỉ tiêu chưa gồm đủ các tháng được ghi rõ ở cột Ghi chú."
    return words


def gone_words(session: Session, periods: Iterable[PeriodRow], counted: Counting) -> str:
    """Name the entered indicators that earlier versions had and the printed one has not."""
    gone: dict[str, str] = {}
    for key in {period.catalogue_id for period in periods if period.catalogue_id is not None}:
        for code, fact in indicator_facts(session, key).items():
            if fact.is_entered and code not in counted.facts:
                gone[code] = fact.title
    listed = "; ".join(f"{code} “{title}”" for code, title in sorted(gone.items()))
    return f"Chỉ tiêu chỉ có trong danh mục cũ, không in ở đây: {listed}." if listed else ""
