"""Several months of figures together: sums first, rates from them, and no rate that would say nothing."""

from decimal import Decimal

from app.core.figures import BLANK, FigureValue
from app.core.statuses import FigureState
from app.services.month_figures import IndicatorFacts, over_months


def entered(code: str, semantics: str) -> IndicatorFacts:
    return IndicatorFacts(code, code, "int", False, None, False, "sum", semantics)


def rate(code: str, formula: str) -> IndicatorFacts:
    return IndicatorFacts(code, code, "percent", True, formula, False, "recompute", "flow")


FACTS = {
    fact.code: fact
    for fact in (
        entered("OPENING", "stock_start"),
        entered("RECEIVED", "flow"),
        entered("LATE", "flow"),
        entered("STILL_LATE", "stock_end"),
        entered("APOLOGIES", "flow"),
        IndicatorFacts("ALL_LATE", "", "int", True, "LATE+STILL_LATE", False, "sum", "flow"),
        rate("APOLOGY_RATE", "APOLOGIES/ALL_LATE*100"),
        rate("LATE_RATE", "LATE/(OPENING+RECEIVED)*100"),
    )
}


def month(**counts: int) -> dict[str, FigureValue]:
    return {code: FigureValue(FigureState.VALUE, Decimal(count)) for code, count in counts.items()}


JANUARY = month(OPENING=4, RECEIVED=16, LATE=1, STILL_LATE=2, APOLOGIES=3)
FEBRUARY = month(OPENING=5, RECEIVED=20, LATE=2, STILL_LATE=0, APOLOGIES=2)


def test_a_rate_is_computed_from_the_sums_of_its_parts() -> None:
    found = over_months(FACTS, [JANUARY, FEBRUARY])
    assert found["LATE_RATE"].known == Decimal("7.5")  # 3 of 4 + 36
    assert found["ALL_LATE"].known == 3


def test_what_happened_is_not_measured_against_what_is_left_at_the_end() -> None:
    """Five apologies in two months, three files late by now: 166,67% would be nonsense."""
    assert over_months(FACTS, [JANUARY])["APOLOGY_RATE"].known == 100
    assert over_months(FACTS, [JANUARY, FEBRUARY])["APOLOGY_RATE"] == BLANK
