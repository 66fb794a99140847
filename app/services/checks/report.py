"""Everything that is checked about one report: the one list that window, command line and sealing share."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.figures import FigureValue
from app.core.formula import BEFORE, TO_DATE
from app.core.periods import Month
from app.models import ExpectedReport, Figure, Period
from app.services.checks.findings import FigureFinding
from app.services.checks.history import falling_figures, impossible_rates, unusual_figures, worn_excuses
from app.services.checks.rules import check_figures, rules_of
from app.services.month_figures import (
    IndicatorFacts,
    entered_figures,
    indicator_facts,
    known_values,
    with_computed,
)
from app.services.past_months import PastMonth, month_before, past_months, year_to_date


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """One report as it is read: its month, its catalogue, its figures, what went before."""

    month: Month
    catalogue_id: str
    facts: dict[str, IndicatorFacts]
    entered: dict[str, FigureValue]
    figures: dict[str, FigureValue]
    to_date: dict[str, FigureValue]
    explanations: dict[str, str]
    past: list[PastMonth]

    @property
    def before(self) -> dict[str, FigureValue]:
        """The figures of the month right before, by the catalogue of that month."""
        month = month_before(self.past, self.month)
        return month.figures if month else {}


def read_report(session: Session, expected: ExpectedReport, version: int = 0) -> ReportFacts | None:
    """Read one version of a report (0: the draft) with its past; None where its period has no catalogue."""
    period = session.get_one(Period, expected.period_id)
    if period.catalogue_id is None:
        return None
    facts = indicator_facts(session, period.catalogue_id)
    entered = entered_figures(session, expected.id, version)
    past, month = past_months(session, expected), Month.parse(period.name)
    explanations = session.execute(
        select(Figure.indicator_code, Figure.explanation).where(
            Figure.expected_report_id == expected.id, Figure.version == version, Figure.explanation != ""
        )
    )
    return ReportFacts(
        month,
        period.catalogue_id,
        facts,
        entered,
        with_computed(facts, entered),
        year_to_date(facts, month, entered, past),
        dict(explanations.all()),
        past,
    )


def check_report(
    session: Session, expected: ExpectedReport, version: int = 0, *, report: ReportFacts | None = None
) -> tuple[FigureFinding, ...]:
    """Return every finding on the figures of a report, the strongest first; explanations beside them."""
    report = report or read_report(session, expected, version)
    if report is None:
        return ()
    beside: dict[str, Decimal | None] = {
        **known_values(report.before, BEFORE),
        **known_values(report.to_date, TO_DATE),
    }
    rules = rules_of(session, report.catalogue_id)
    found = [
        *check_figures(session, report.catalogue_id, report.entered, beside),
        *falling_figures(rules, report.facts, report.figures, report.month, report.past),
        *impossible_rates(report.facts, report.figures),
        *unusual_figures(report.facts, report.figures, report.past),
        *worn_excuses(report.explanations, report.month, report.past),
    ]
    strength = ("block", "explain", "notice")
    explained = [_with_explanation(finding, report.explanations) for finding in found]
    return tuple(sorted(explained, key=lambda finding: strength.index(finding.level)))


def _with_explanation(finding: FigureFinding, explanations: Mapping[str, str]) -> FigureFinding:
    if finding.explanation:
        return finding
    told = next((explanations[code] for code in finding.codes if code in explanations), "")
    return replace(finding, explanation=told, fix=None if told else finding.fix)
