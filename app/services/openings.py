"""Opening balances: what the month before closed with, carried over, and the signed lines that correct it."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.formula import FormulaError, carried_codes
from app.core.periods import Month
from app.models import CrossCheck, ExpectedReport, FigureAdjustment, Period
from app.services.month_figures import catalogue_of
from app.services.past_months import PastMonth, month_before, past_months

CARRIED = "Số cuối kỳ trước chuyển sang"
"""The source of a figure that was carried over and not typed."""


@dataclass(frozen=True, slots=True)
class Opening:
    """One opening balance: where it comes from, what was carried, what was corrected and why."""

    code: str
    closing_code: str
    carried: Decimal
    adjusted: Decimal
    reasons: tuple[str, ...]

    @property
    def value(self) -> Decimal:
        """What the month opens with."""
        return self.carried + self.adjusted


def carried_pairs(session: Session, catalogue_id: str) -> dict[str, str]:
    """Return which code opens with what another one closed with; the catalogue's checks say so (X2)."""
    pairs: dict[str, str] = {}
    for rule in session.scalars(select(CrossCheck.rule).where(CrossCheck.catalogue_id == catalogue_id)):
        try:
            pairs |= carried_codes(rule)
        except FormulaError:
            continue  # a rule in words
    return pairs


def openings_of(
    session: Session, expected: ExpectedReport, *, past: list[PastMonth] | None = None
) -> dict[str, Opening]:
    """Return the opening balances of a report by code; none for what the month before did not close."""
    pairs = carried_pairs(session, catalogue_of(session, expected))
    if not pairs:
        return {}
    past = past_months(session, expected, most=1) if past is None else past
    before = month_before(past, Month.parse(session.get_one(Period, expected.period_id).name))
    if before is None:
        return {}
    adjusted = adjustments_of(session, expected.id)
    found: dict[str, Opening] = {}
    for code, closing in pairs.items():
        figure = before.figures.get(closing)
        if figure is not None and figure.known is not None:
            lines = adjusted.get(code, ())
            total = sum((amount for amount, _ in lines), Decimal(0))
            found[code] = Opening(code, closing, figure.known, total, tuple(reason for _, reason in lines))
    return found


def adjustments_of(session: Session, expected_id: str) -> dict[str, list[tuple[Decimal, str]]]:
    """Return the corrections of a report's opening balances by code, in the order they were made."""
    found: dict[str, list[tuple[Decimal, str]]] = {}
    rows = session.execute(
        select(FigureAdjustment.indicator_code, FigureAdjustment.amount, FigureAdjustment.reason)
        .where(FigureAdjustment.expected_report_id == expected_id)
        .order_by(FigureAdjustment.created_at, FigureAdjustment.id)
    )
    for code, amount, reason in rows:
        found.setdefault(code, []).append((amount, reason))
    return found
