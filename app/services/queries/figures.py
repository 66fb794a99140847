"""Reads on figures: one report with its past, and totals over units that never average a rate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.figures import BLANK, FigureValue
from app.core.periods import Month
from app.core.statuses import FigureState
from app.models import ExpectedReport, Figure, Narrative, Unit
from app.services.checks.report import ReportFacts, read_report
from app.services.cycles import get_period
from app.services.month_figures import indicator_facts, with_computed
from app.services.openings import CARRIED, Opening, openings_of
from app.services.queries.sums import arrived_by
from app.services.queries.words import filled_texts
from app.services.submissions import get_expected


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One indicator of one report: its figure, the month before, the year so far, what was carried over.

    ``series`` are the last twelve months' numbers, the newest first; ``opening`` is the balance that the
    month opens with, where it was carried over and is not typed.
    """

    code: str
    title: str
    field: str
    value_type: str
    unit_of_measure: str
    is_computed: bool
    is_required: bool
    formula: str | None
    figure: FigureValue
    previous: FigureValue
    cumulative: FigureValue
    target: Decimal | None
    explanation: str
    in_report: bool
    series: tuple[Decimal, ...] = ()
    opening: Opening | None = None
    source: str = ""
    left_out: tuple[Month, ...] = ()
    """Months of the year that ``cumulative`` leaves out: the catalogue of their time counts otherwise."""


@dataclass(frozen=True, slots=True)
class NarrativeRow:
    """What one unit wrote under one heading."""

    unit: str
    heading_key: str
    state: FigureState
    text: str


def report_figures(
    session: Session,
    expected_id: str,
    *,
    report: ReportFacts | None = None,
    openings: Mapping[str, Opening] | None = None,
) -> tuple[FigureRow, ...]:
    """Return every numeric indicator of a report's catalogue with its figure, computed ones included.

    ``report`` and ``openings`` are what the caller has read of it already.
    """
    expected = get_expected(session, expected_id)
    report = report or read_report(session, expected)
    if report is None:
        raise NotFound(
            "Kỳ này chưa có danh mục chỉ tiêu.", hint="Nạp danh mục chỉ tiêu rồi tạo lại kỳ báo cáo."
        )
    if openings is None:
        openings = openings_of(session, expected, report=report)
    return tuple(
        figure_row(report, code, openings) for code, fact in report.facts.items() if fact.value_type != "text"
    )


def figure_row(report: ReportFacts, code: str, openings: Mapping[str, Opening]) -> FigureRow:
    """Return one indicator of a report that was read, with its opening balance where it is carried over."""
    fact, source = report.facts[code], report.sources.get(code)
    return FigureRow(
        code=code,
        title=fact.title,
        field=fact.field,
        value_type=fact.value_type,
        unit_of_measure=fact.unit_of_measure,
        is_computed=fact.is_computed,
        is_required=fact.is_required,
        formula=fact.formula,
        figure=report.figures[code],
        previous=report.before.get(code, BLANK),
        cumulative=report.to_date[code],
        target=fact.target,
        explanation=report.explanations.get(code, ""),
        in_report=fact.in_report,
        series=report.series.get(code, ()),
        opening=openings.get(code) if source in (CARRIED, None) else None,
        source=source or "",
        left_out=report.year.left_out(code),
    )


def unit_totals(
    session: Session, *, period_id: str, codes: tuple[str, ...], as_of: date
) -> dict[str, dict[str, Decimal | None]]:
    """Return chosen indicators by unit name for the units that reported, computed ones included."""
    period = get_period(session, period_id)
    if period.catalogue_id is None:
        return {}
    facts = indicator_facts(session, period.catalogue_id)
    rows = session.execute(
        select(Unit.short_name, Figure.indicator_code, Figure.state, Figure.value)
        .join(ExpectedReport, ExpectedReport.id == Figure.expected_report_id)
        .join(Unit, Unit.id == ExpectedReport.unit_id)
        .where(
            ExpectedReport.period_id == period_id,
            arrived_by(as_of),
            Figure.version == ExpectedReport.accepted_version,
        )
        .order_by(Unit.sort_order)
    )
    entered: dict[str, dict[str, FigureValue]] = {}
    for unit, code, state, value in rows:
        entered.setdefault(unit, {})[code] = FigureValue(state, value)
    result = {}
    for unit, figures in entered.items():
        complete = with_computed(facts, figures)
        result[unit] = {code: complete[code].known for code in codes if code in complete}
    return result


def narratives(
    session: Session, *, period_id: str, as_of: date, expected_id: str | None = None
) -> tuple[NarrativeRow, ...]:
    """Return what units wrote, by official order; of one report its draft, else what counts for the hub.

    Sentences tied to figures are told with the figures of the same version.
    """
    rows = (
        select(
            Unit.short_name,
            Narrative.heading_key,
            Narrative.state,
            Narrative.text,
            Narrative.expected_report_id,
            Narrative.version,
        )
        .join(ExpectedReport, ExpectedReport.id == Narrative.expected_report_id)
        .join(Unit, Unit.id == ExpectedReport.unit_id)
        .order_by(Unit.sort_order, Narrative.heading_key)
    )
    if expected_id is not None:
        rows = rows.where(Narrative.expected_report_id == expected_id, Narrative.version == 0)
    else:
        rows = rows.where(
            ExpectedReport.period_id == period_id,
            arrived_by(as_of),
            Narrative.version == ExpectedReport.accepted_version,
        )
    found = session.execute(rows).all()
    texts: dict[int, str] = {}
    for (report_id, version), group in groupby(range(len(found)), key=lambda n: tuple(found[n][4:])):
        places = list(group)
        told = filled_texts(session, report_id, version, (found[n].text for n in places))
        texts |= dict(zip(places, told, strict=True))
    return tuple(NarrativeRow(row[0], row[1], row[2], texts[n]) for n, row in enumerate(found))
