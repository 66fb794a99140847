"""A report whose cells were changed, looked at again: only what reads those cells is computed and checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from app.core.figures import FigureValue
from app.core.formula import made_of
from app.services.checks.findings import FigureFinding
from app.services.checks.report import ReportFacts, findings_on, in_order
from app.services.month_figures import formulas_of, with_computed
from app.services.past_months import year_to_date_again


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell now: the figure, its explanation, where it comes from."""

    figure: FigureValue
    explanation: str = ""
    source: str = ""


def with_cells(report: ReportFacts, cells: Mapping[str, Cell]) -> ReportFacts:
    """Return a report as it would be read after some of its cells were changed."""
    entered = {**report.entered, **{code: cell.figure for code, cell in cells.items()}}
    told = {**report.explanations, **{code: cell.explanation for code, cell in cells.items()}}
    return replace(
        report,
        entered=entered,
        figures=with_computed(report.facts, entered),
        to_date=year_to_date_again(
            report.year, report.month, entered, report.past, known=report.to_date, changed=cells.keys()
        ),
        explanations={code: text for code, text in told.items() if text},
        sources={**report.sources, **{code: cell.source for code, cell in cells.items()}},
    )


def touched_by(report: ReportFacts, codes: Iterable[str]) -> frozenset[str]:
    """Return the indicators that change with some cells: these, and what is computed from them."""
    return made_of(formulas_of(report.facts), codes)


def checked_again(
    report: ReportFacts, before: tuple[FigureFinding, ...], touched: frozenset[str]
) -> tuple[FigureFinding, ...]:
    """Return the findings on a changed report: those before that read nothing of it, and the rest anew."""
    catalogue = report.catalogue
    kept = [
        finding
        for finding in before
        if (catalogue.reads(finding.rule) or frozenset(finding.codes)).isdisjoint(touched)
    ]
    return in_order(report, [*kept, *findings_on(report, touched)])
