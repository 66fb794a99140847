"""Reads on the tally book: its lines, its filled days, its totals in any window."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.periods import Month, Window, WindowRule
from app.models import Tally, Unit
from app.services.cycles import monthly_rule
from app.services.month_figures import IndicatorFacts
from app.services.queries.units import get_register
from app.services.tallies import countable, locked_period
from app.storage.plain_rows import plain_rows


@dataclass(frozen=True, slots=True)
class TallyRow:
    """One line of the book; ``adjusts_on`` is the day of a locked period that it corrects."""

    id: str
    on_date: date
    code: str
    title: str
    unit_of_measure: str
    amount: Decimal
    note: str
    adjusts_on: date | None
    reason: str
    is_locked: bool


@dataclass(frozen=True, slots=True)
class TallyTotal:
    """What an indicator comes to in a window."""

    code: str
    title: str
    unit_of_measure: str
    amount: Decimal
    lines: int


@dataclass(frozen=True, slots=True)
class TallyBook:
    """One window of a unit's tally book."""

    unit_id: str
    unit: str
    today: date
    month: Month
    window: Window
    is_running: bool
    indicators: tuple[IndicatorFacts, ...]
    rows: tuple[TallyRow, ...]
    totals: tuple[TallyTotal, ...]
    filled_days: frozenset[date]


_SUMS = (
    select(Tally.indicator_code, func.sum(Tally.amount))
    .where(
        Tally.unit_id == bindparam("unit_id"),
        Tally.on_date >= bindparam("starts_on"),
        Tally.on_date < bindparam("ends_before"),
    )
    .group_by(Tally.indicator_code)
)


def tally_sums(session: Session, *, unit_id: str, window: Window) -> dict[str, Decimal]:
    """Return each indicator's total in a window; the one function for every screen and document."""
    rows = plain_rows(
        session, _SUMS, unit_id=unit_id, starts_on=window.starts_on, ends_before=window.ends_before
    )
    return dict(map(tuple, rows))


def read_book(session: Session, *, today: date, month: Month | None = None) -> TallyBook:
    """Return the own unit's book for a period's window, by default the one that is running."""
    register = get_register(session)
    if register.own_unit_id is None:
        raise NotFound("Sổ chưa biết đơn vị của mình.", hint="Chọn đơn vị trong phần Thiết lập.")
    unit = session.get_one(Unit, register.own_unit_id)
    rule = _window_rule(session)
    running = rule.month_of(today)
    month = month or running
    window = rule.window(month)
    indicators = countable(session, min(today, window.last_day))
    lines = session.scalars(
        select(Tally)
        .where(
            Tally.unit_id == unit.id,
            Tally.on_date >= window.starts_on,
            Tally.on_date < window.ends_before,
        )
        .order_by(Tally.on_date.desc(), Tally.created_at.desc(), Tally.id)
    ).all()
    is_locked = locked_period(session, unit.id, window.last_day, today) is not None
    rows = tuple(_row(line, indicators, is_locked=is_locked) for line in lines)
    return TallyBook(
        unit_id=unit.id,
        unit=unit.short_name,
        today=today,
        month=month,
        window=window,
        is_running=month == running,
        indicators=tuple(indicators.values()),
        rows=rows,
        totals=_totals(rows, list(indicators)),
        filled_days=frozenset(row.on_date for row in rows),
    )


def _window_rule(session: Session) -> WindowRule:
    try:
        rule = monthly_rule(session)
    except NotFound:
        return WindowRule()
    return WindowRule(rule.start_day, rule.due_day)


def _row(line: Tally, known: dict[str, IndicatorFacts], *, is_locked: bool) -> TallyRow:
    fact = known.get(line.indicator_code)
    return TallyRow(
        line.id,
        line.on_date,
        line.indicator_code,
        fact.title if fact else "",
        fact.unit_of_measure if fact else "",
        line.amount,
        line.note,
        line.adjusts_on,
        line.reason,
        is_locked,
    )


def _totals(rows: tuple[TallyRow, ...], order: list[str]) -> tuple[TallyTotal, ...]:
    found: dict[str, TallyTotal] = {}
    for row in rows:
        known = found.get(row.code)
        amount, lines = (known.amount, known.lines) if known else (Decimal(0), 0)
        found[row.code] = TallyTotal(row.code, row.title, row.unit_of_measure, amount + row.amount, lines + 1)
    places = {code: place for place, code in enumerate(order)}
    return tuple(sorted(found.values(), key=lambda total: places.get(total.code, len(places))))
