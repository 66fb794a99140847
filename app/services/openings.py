"""Opening balances: what the month before closed with, carried over, and the signed lines that correct it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.core.formula import FormulaError, carried_codes
from app.core.periods import Month
from app.models import ExpectedReport, FigureAdjustment, Period
from app.services.checks.report import ReportFacts
from app.services.checks.rules import rules_of
from app.services.month_figures import catalogue_of
from app.services.past_months import month_before, past_months
from app.storage.plain_rows import plain_rows

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


def carried_pairs(rules: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Return which code opens with what another one closed with; a catalogue's checks say so (X2)."""
    pairs: dict[str, str] = {}
    for _, rule, _ in rules:
        try:
            pairs |= carried_codes(rule)
        except FormulaError:
            continue  # a rule in words
    return pairs


def openings_of(
    session: Session, expected: ExpectedReport, *, report: ReportFacts | None = None
) -> dict[str, Opening]:
    """Return the opening balances of a report by code; none for what the month before did not close.

    ``report`` is what the caller has read of it already.
    """
    if report is not None:
        pairs, past, month = carried_pairs(report.catalogue.rules), report.past, report.month
    else:
        pairs = carried_pairs(rules_of(session, catalogue_of(session, expected)))
        past = past_months(session, expected, most=1) if pairs else []
        month = Month.parse(session.get_one(Period, expected.period_id).name)
    before = month_before(past, month)
    if before is None or not pairs:
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


_ADJUSTMENTS = (
    select(FigureAdjustment.indicator_code, FigureAdjustment.amount, FigureAdjustment.reason)
    .where(FigureAdjustment.expected_report_id == bindparam("expected_id"))
    .order_by(FigureAdjustment.created_at, FigureAdjustment.id)
)


def adjustments_of(session: Session, expected_id: str) -> dict[str, list[tuple[Decimal, str]]]:
    """Return the corrections of a report's opening balances by code, in the order they were made."""
    found: dict[str, list[tuple[Decimal, str]]] = {}
    for code, amount, reason in plain_rows(session, _ADJUSTMENTS, expected_id=expected_id):
        found.setdefault(code, []).append((amount, reason))
    return found
