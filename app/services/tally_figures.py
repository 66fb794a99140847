"""From the tally book into a report: the totals of its window, taken into figures that are still empty."""

from decimal import Decimal

from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.figures import checked_value
from app.core.periods import Window
from app.models import ExpectedReport, Period
from app.services.figures import set_figures
from app.services.month_figures import catalogue_of, entered_figures, indicator_facts
from app.services.queries.tallies import tally_sums
from app.services.submissions import get_expected

SOURCE = "Sổ đếm nhanh"
"""Where a figure comes from that was taken from the tally book."""


def sums_of_report(session: Session, expected: ExpectedReport) -> dict[str, Decimal]:
    """Return each indicator's total in the window of a report."""
    period = session.get_one(Period, expected.period_id)
    window = Window(period.starts_on, period.ends_before)
    return tally_sums(session, unit_id=expected.unit_id, window=window)


def take_tallies(
    session: Session, *, expected_id: str, clock: Clock, besides: frozenset[str] = frozenset()
) -> Done[tuple[str, ...]]:
    """Take the book's totals into the empty figures of a report; tell the codes of those taken.

    ``besides`` are figures that come from elsewhere in the same step. Refuses what ``set_figures`` refuses.
    """
    expected = get_expected(session, expected_id)
    entered = entered_figures(session, expected_id)
    filled = besides | {code for code, figure in entered.items() if figure.value is not None}
    facts = indicator_facts(session, catalogue_of(session, expected))
    figures = {
        code: checked_value(amount, code=code, is_count=facts[code].is_count)
        for code, amount in sums_of_report(session, expected).items()
        if code in facts and code not in filled and amount >= 0
    }
    if not figures:
        return Done((), Changes())
    changes = set_figures(
        session, expected_id=expected_id, figures=figures, clock=clock, source=SOURCE
    ).changes
    return Done(tuple(figures), changes)
