"""A unit with a year of monthly periods under a small catalogue that carries balances over; for tests."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from app.core.clock import Clock
from app.core.figures import FigureValue
from app.core.ids import derived_id
from app.core.statuses import FigureState
from app.models import Catalogue, CrossCheck, Indicator
from app.services.cycles import make_periods
from app.services.figures import read_figures, set_figures
from tests.builders import make_clause, make_directive, make_rule, make_unit
from tests.register import TODAY

INDICATORS = (
    # code, type, formula, semantics, required
    ("M01", "int", None, "stock_start", True),
    ("M02", "int", None, "flow", True),
    ("M03", "int", "M01 + M02", "flow", False),
    ("M04", "int", None, "flow", True),
    ("M05", "int", None, "stock_end", True),
    ("M06", "percent", "M04 / M03 * 100", "flow", False),
    ("M07", "int", None, "cumulative_ytd", False),
    ("M08", "int", None, "flow", False),
)
CHECKS = (
    ("X1", "M03 = M04 + M05", "block"),
    ("X2", "M01 = M05_KY_TRUOC", "explain"),
    ("X9", "lũy kế không giảm trong năm", "explain"),
    ("K1", "M08_LUY_KE <= M02_LUY_KE", "explain"),
)


@dataclass(frozen=True)
class Months:
    """The keys of one unit's reports by month."""

    unit_id: str
    rule_id: str

    def expected(self, month: str) -> str:
        """Return the key of a month's report."""
        return derived_id("expected", derived_id("period", self.rule_id, month), self.unit_id)


def add_catalogue(
    session: Session,
    version: int = 1,
    *,
    valid_from: date | None = None,
    valid_to: date | None = None,
    formula: str = "M01 + M02",
) -> str:
    """Add a version of the small catalogue; ``formula`` is how it computes M03."""
    catalogue = Catalogue(code="nho", version=version, name=f"Danh mục {version}", valid_from=valid_from)
    catalogue.valid_to = valid_to
    session.add(catalogue)
    session.flush()
    for place, (code, value_type, own, semantics, required) in enumerate(INDICATORS):
        indicator = Indicator(catalogue_id=catalogue.id, code=code, title=f"Chỉ tiêu {code}", field="TTHC")
        indicator.value_type, indicator.semantics, indicator.aggregation = value_type, semantics, "sum"
        indicator.formula = formula if code == "M03" else own
        indicator.is_computed, indicator.is_required = own is not None, required
        indicator.unit_of_measure, indicator.sort_order = "hồ sơ", place
        session.add(indicator)
    for code, rule, severity in CHECKS:
        session.add(CrossCheck(catalogue_id=catalogue.id, code=code, rule=rule, severity=severity))
    session.flush()
    return catalogue.id


def make_year(session: Session, *, years: tuple[int, ...] = (2024,), clock: Clock = TODAY) -> Months:
    """Make a unit whose months of some years are expected; the catalogue must be there."""
    unit_id = make_unit(session)
    clause_id = make_clause(session, make_directive(session), unit_ids=(unit_id,))
    rule_id = make_rule(session, clause_id=clause_id)
    for year in years:
        make_periods(session, rule_id=rule_id, year=year, clock=clock)
    return Months(unit_id, rule_id)


def enter(session: Session, expected_id: str, clock: Clock = TODAY, **typed: object) -> None:
    """Enter figures as typed."""
    figures = read_figures(session, expected_id, typed)  # type: ignore[arg-type]
    set_figures(session, expected_id=expected_id, figures=figures, clock=clock)


def value(number: int | str) -> FigureValue:
    """Return a plain figure."""
    return FigureValue(FigureState.VALUE, Decimal(number))
