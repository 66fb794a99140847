"""Everything that is checked about one report: the one list that window, command line and sealing share."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.core.figures import FigureValue
from app.core.formula import BEFORE, TO_DATE
from app.core.periods import Month, Window
from app.models import ExpectedReport, Figure, Period
from app.services.across_versions import Counting
from app.services.checks.findings import FigureFinding
from app.services.checks.history import (
    EXCUSE,
    RANGE,
    UNUSUAL,
    VERSIONS,
    counted_otherwise,
    falling_figures,
    impossible_rates,
    unusual_figures,
    worn_excuses,
)
from app.services.checks.rules import CatalogueFacts, read_catalogue
from app.services.month_figures import (
    KEPT_FIGURE,
    IndicatorFacts,
    kept_figure,
    known_values,
    with_computed,
)
from app.services.past_months import (
    PastMonth,
    month_before,
    past_months,
    series_of,
    year_counting,
    year_to_date,
)
from app.storage.plain_rows import plain_rows


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """One report as it is read: its month, its catalogue, its figures, what went before."""

    month: Month
    window: Window
    catalogue_id: str
    catalogue: CatalogueFacts
    entered: dict[str, FigureValue]
    figures: dict[str, FigureValue]
    year: Counting
    """Which months of the year so far ``to_date`` adds up; those counted otherwise are left out and said."""
    to_date: dict[str, FigureValue]
    explanations: dict[str, str]
    sources: dict[str, str]
    """Where an entered figure comes from: typed (""), carried over, the tally book, a file."""
    past: list[PastMonth]
    before: dict[str, FigureValue]
    """The figures of the month right before, by the catalogue of that month."""
    series: dict[str, tuple[Decimal, ...]]
    """The known numbers of the last twelve months by indicator, the newest first."""

    @property
    def facts(self) -> Mapping[str, IndicatorFacts]:
        """The indicators of the month's catalogue by code."""
        return self.catalogue.indicators


_PERIOD = select(Period.name, Period.starts_on, Period.ends_before, Period.catalogue_id).where(
    Period.id == bindparam("period_id")
)
_CELLS = select(Figure.indicator_code, *KEPT_FIGURE, Figure.explanation, Figure.source).where(
    Figure.expected_report_id == bindparam("expected_id"), Figure.version == bindparam("version")
)


def read_report(session: Session, expected: ExpectedReport, version: int = 0) -> ReportFacts | None:
    """Read one version of a report (0: the draft) with its past; None where its period has no catalogue."""
    (period,) = plain_rows(session, _PERIOD, period_id=expected.period_id)
    if period.catalogue_id is None:
        return None
    catalogue = read_catalogue(session, period.catalogue_id)
    facts = catalogue.indicators
    entered: dict[str, FigureValue] = {}
    explanations: dict[str, str] = {}
    sources: dict[str, str] = {}
    for cell in plain_rows(session, _CELLS, expected_id=expected.id, version=version):
        code, state, value, explanation, sources[code] = cell
        entered[code] = kept_figure(state, value)
        if explanation:
            explanations[code] = explanation
    past, month = past_months(session, expected, read={catalogue.id: facts}), Month.parse(period.name)
    year, before = year_counting(facts, month, past), month_before(past, month)
    return ReportFacts(
        month,
        Window(period.starts_on, period.ends_before),
        period.catalogue_id,
        catalogue,
        entered,
        with_computed(facts, entered),
        year,
        year_to_date(year, month, entered, past),
        explanations,
        sources,
        past,
        before.figures if before else {},
        series_of(past),
    )


def check_report(
    session: Session, expected: ExpectedReport, version: int = 0, *, report: ReportFacts | None = None
) -> tuple[FigureFinding, ...]:
    """Return every finding on the figures of a report, the strongest first; explanations beside them."""
    report = report or read_report(session, expected, version)
    return findings_on(report) if report is not None else ()


def findings_on(report: ReportFacts, among: Collection[str] | None = None) -> tuple[FigureFinding, ...]:
    """Hold a report that was read against every check, the strongest finding first.

    With ``among`` only against the checks that read one of those indicators.
    """
    codes = [code for code in report.facts if among is None or code in among]
    values: dict[str, Decimal | None] = {
        **known_values(report.figures),
        **known_values(report.before, BEFORE),
        **known_values(_whole_years(report), TO_DATE),
    }
    rules, facts, figures = report.catalogue.rules, report.facts, report.figures
    found = [
        *report.catalogue.judge(values, among),
        *falling_figures(rules, facts, figures, report.month, report.past, codes),
        *impossible_rates(facts, figures, codes),
        *unusual_figures(facts, figures, report.series, codes),
        *worn_excuses(report.explanations, report.month, report.past, codes),
        *counted_otherwise(report.year, codes),
    ]
    return in_order(report, [_with_explanation(finding, report.explanations) for finding in found])


def _whole_years(report: ReportFacts) -> dict[str, FigureValue]:
    """Return the sums of the year in which every month counts: others cannot be held against each other."""
    if not report.year.is_mixed:
        return report.to_date
    return {code: figure for code, figure in report.to_date.items() if not report.year.left_out(code)}


def in_order(report: ReportFacts, findings: Iterable[FigureFinding]) -> tuple[FigureFinding, ...]:
    """Return findings the strongest first, then check by check, then in the order of the catalogue."""
    strength = {"block": 0, "explain": 1, "notice": 2}
    rules = {code: place for place, (code, _, _) in enumerate(report.catalogue.rules)}
    places = {code: place for place, code in enumerate(report.facts)}
    of_history = (RANGE, UNUSUAL, EXCUSE, VERSIONS)

    def place(finding: FigureFinding) -> tuple[int, int, int]:
        own = rules.get(finding.rule)
        if own is not None and report.catalogue.reads(finding.rule):
            return strength[finding.level], 0, own
        check = of_history.index(finding.rule) + 2 if finding.rule in of_history else 1
        return strength[finding.level], check, places.get(finding.codes[0], len(places))

    return tuple(sorted(findings, key=place))


def _with_explanation(finding: FigureFinding, explanations: Mapping[str, str]) -> FigureFinding:
    if finding.explanation:
        return finding
    told = next((explanations[code] for code in finding.codes if code in explanations), "")
    return replace(finding, explanation=told, fix=None if told else finding.fix)
