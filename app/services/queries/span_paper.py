"""Data of reports on a quarter, half a year, nine months or a year, from the outline of the month."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.figures import BLANK, FigureValue
from app.core.periods import month_words
from app.core.statuses import FigureState
from app.models import ExpectedReport
from app.models import Figure as FigureRecord
from app.reports.data.consolidated_report import ConsolidatedReportData, UnitSubmission
from app.reports.data.monthly_report import MonthlyReportData
from app.reports.data.parts import (
    DossierRow,
    Figure,
    FigureGroup,
    FigureKind,
    OutlineHeading,
    Period,
)
from app.services.month_figures import added_up
from app.services.queries.cycles import CycleStatus, ReportRow, cycle_status
from app.services.queries.figures import narratives, unit_totals
from app.services.queries.letters import timeliness
from app.services.queries.papers import outline, with_texts
from app.services.queries.periods import PeriodRow
from app.services.queries.report_paper import (
    DOSSIER_CODES,
    FIGURE_KINDS,
    consolidated_report_data,
    dossier_rows,
    monthly_report_data,
    named_groups,
    printed,
    report_deadlines,
    submissions_of,
)
from app.services.queries.span_runs import (
    Run,
    gone_words,
    hub_run,
    left_out_words,
    unit_run,
    versions_words,
)
from app.services.queries.spans import SpanFacts
from app.services.queries.units import UnitRow

_COLUMNS = ("kỳ này", "kỳ trước", "lũy kế")


def unit_span_data(session: Session, *, unit: UnitRow, span: SpanFacts, day: date) -> MonthlyReportData:
    """Return a unit's report over several months; tasks as they stood on the last day."""
    data = monthly_report_data(session, unit=unit, period=span.last, day=day)
    catalogue_id = span.last.catalogue_id
    figures: tuple[FigureGroup, ...] = ()
    notes: tuple[str, ...] = ()
    dossiers = data.dossiers
    if catalogue_id is not None:
        runs = [
            unit_run(session, periods=periods, unit_id=unit.id, catalogue_id=catalogue_id)
            for periods in (span.periods, span.before, _further(span))
        ]
        figures = _groups(session, runs)
        notes = _notes(session, runs)
        known = {code: figure.known for code, figure in runs[0].together(DOSSIER_CODES).items()}
        dossiers = dossier_rows("Thủ tục hành chính thuộc thẩm quyền", known)
    return replace(
        data,
        period=_printed(span),
        headings=_with_monthly_texts(session, unit, span, day),
        figures=figures,
        figure_notes=notes,
        dossiers=dossiers,
    )


def _further(span: SpanFacts) -> tuple[PeriodRow, ...]:
    """Return the year so far, unless the run begins the year: then it would say the same twice."""
    return () if span.periods == span.year_so_far else span.year_so_far


def _printed(span: SpanFacts) -> Period:
    """Name the run; the directive's words speak of one month and are left out."""
    return Period(span.key, span.words, span.periods[0].first_day, span.last.last_day)


def _groups(
    session: Session, runs: Sequence[Run[Any]], units: dict[str, int] | None = None
) -> tuple[FigureGroup, ...]:
    """Print the indicators of a catalogue; with ``units`` only those some unit stands behind."""
    now, before, year = (run.figures for run in runs)
    columns = list(zip(_COLUMNS, (run.counted for run in runs), strict=True))
    groups: dict[str, list[Figure]] = defaultdict(list)
    for i in runs[0].counted.facts.values():
        if i.value_type == "text" or not i.in_report:
            continue
        figure = now.get(i.code, BLANK)
        if units is not None and not units.get(i.code) and figure.state is FigureState.BLANK:
            continue
        groups[i.field].append(
            Figure(
                code=i.code,
                title=i.title,
                unit=i.unit_of_measure,
                current=printed(figure),
                previous=printed(before.get(i.code, BLANK)),
                cumulative=printed(year.get(i.code, BLANK)),
                target=i.target,
                kind=FIGURE_KINDS.get(i.value_type, FigureKind.NUMBER),
                note=left_out_words(i.code, columns),
                in_text=i.value_type == "percent" and figure.known is not None,
                units_counted=None if units is None else units.get(i.code),
            )
        )
    return named_groups(session, groups)


def _notes(session: Session, runs: Sequence[Run[Any]]) -> tuple[str, ...]:
    """Say which months are read with other versions of the catalogue, and what is left out for that."""
    now = runs[0]
    periods = [period for run in runs for period in run.periods]
    versions = [(period.month, period.catalogue_id) for period in periods]
    mixed = versions_words(session, versions, [run.counted for run in runs])
    if not mixed:
        return ()
    notes = [mixed, gone_words(session, periods, now.counted)]
    whole = [period.month for period in now.whole(DOSSIER_CODES)]
    if len(whole) < len(now.periods):
        of = f"chỉ gồm {month_words(whole)}" if whole else "không có kỳ nào để cộng"
        notes.append(f"Bảng kết quả giải quyết thủ tục hành chính {of} vì danh mục trước đó tính khác.")
    return tuple(note for note in notes if note)


def _with_monthly_texts(
    session: Session, unit: UnitRow, span: SpanFacts, day: date
) -> tuple[OutlineHeading, ...]:
    """Put what the unit wrote month by month under the headings; the same words stand once."""
    texts: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for period in span.periods:
        report = next((r for r in _reports(session, period, day) if r.unit_id == unit.id), None)
        if report is None:
            continue
        written = narratives(session, period_id=period.id, as_of=day, expected_id=report.expected_id)
        for row in written:
            if row.state is FigureState.VALUE and row.text:
                texts[row.heading_key].setdefault(row.text, []).append(f"Tháng {period.month.month}")
    headings = outline(session, "monthly-report", day)
    return with_texts(headings, {key: _dated(said, len(span.periods)) for key, said in texts.items()})


def _dated(texts: dict[str, list[str]], months: int) -> list[str]:
    if len(texts) == 1 and len(next(iter(texts.values()))) == months:
        return list(texts)
    return [f"{', '.join(names).capitalize()}: {text}" for text, names in texts.items()]


def _reports(session: Session, period: PeriodRow, day: date) -> tuple[ReportRow, ...]:
    return cycle_status(session, period=period, as_of=day).reports


def hub_span_data(session: Session, *, hub: UnitRow, span: SpanFacts, day: date) -> ConsolidatedReportData:
    """Return the hub's report over several months: reports are counted, words are those of the last month."""
    data = consolidated_report_data(session, hub=hub, period=span.last, day=day)
    months = [cycle_status(session, period=period, as_of=day) for period in span.periods]
    figures, dossiers, unit_dossiers = data.figures, data.dossiers, data.unit_dossiers
    notes: tuple[str, ...] = ()
    catalogue_id = span.last.catalogue_id
    if catalogue_id is not None:
        runs = [
            hub_run(session, periods=periods, as_of=day, catalogue_id=catalogue_id)
            for periods in (span.periods, span.before, _further(span))
        ]
        figures = _groups(session, runs, _units_in_every(session, runs[0]))
        notes = _notes(session, runs)
        known = {code: figure.known for code, figure in runs[0].together(DOSSIER_CODES).items()}
        dossiers = dossier_rows("Tổng hợp các đơn vị", known)
        unit_dossiers = _unit_dossiers(session, runs[0], day)
    return replace(
        data,
        period=_printed(span),
        submissions=_any_month(months),
        report_deadlines=report_deadlines([report for month in months for report in month.reports]),
        timeliness=timeliness(session, period=span.last, day=day, from_month=span.periods[0].month.month),
        figures=figures,
        figure_notes=notes,
        dossiers=dossiers,
        unit_dossiers=unit_dossiers,
    )


def _units_in_every(session: Session, run: Run[Any]) -> dict[str, int]:
    """Count for each indicator the units that gave a figure in every period that counts for it."""
    runs: dict[tuple[PeriodRow, ...], set[str]] = defaultdict(set)
    for code in run.counted.facts:
        runs[run.whole((code,))].add(code)
    found: dict[str, int] = {}
    for periods, codes in runs.items():
        given = _units_in(session, periods) if periods else {}
        found |= {code: units for code, units in given.items() if code in codes}
    return found


def _units_in(session: Session, periods: Sequence[PeriodRow]) -> dict[str, int]:
    given = (
        select(FigureRecord.indicator_code, ExpectedReport.unit_id)
        .join(ExpectedReport, ExpectedReport.id == FigureRecord.expected_report_id)
        .where(
            ExpectedReport.period_id.in_([period.id for period in periods]),
            FigureRecord.version == ExpectedReport.accepted_version,
            FigureRecord.state.in_((FigureState.VALUE, FigureState.NONE_ARISEN)),
        )
        .group_by(FigureRecord.indicator_code, ExpectedReport.unit_id)
        .having(func.count() == len(periods))
    ).subquery()
    counted = session.execute(select(given.c.indicator_code, func.count()).group_by(given.c.indicator_code))
    return {row[0]: row[1] for row in counted}


def _any_month(months: Sequence[CycleStatus]) -> tuple[UnitSubmission, ...]:
    """Return each unit once, with the first report that came from it."""
    found: dict[str, UnitSubmission] = {}
    for status in months:
        for report, told in zip(status.reports, submissions_of(status), strict=True):
            known = found.get(report.unit_id)
            if known is None or (known.received_on is None and told.received_on is not None):
                found[report.unit_id] = told
    return tuple(found.values())


def _unit_dossiers(session: Session, run: Run[Any], day: date) -> tuple[DossierRow, ...]:
    months: dict[str, list[dict[str, FigureValue]]] = defaultdict(list)
    for period in run.whole(DOSSIER_CODES):
        found = unit_totals(session, period_id=period.id, codes=DOSSIER_CODES, as_of=day)
        for unit, values in found.items():
            months[unit].append({code: _figure(value) for code, value in values.items()})
    # Sums of a month stand beside their parts here: what is computed from flows is a flow.
    facts = run.counted.facts
    flows = {code: facts[code].semantics if code in facts else "flow" for code in DOSSIER_CODES}
    return tuple(
        row
        for unit, figures in months.items()
        for row in dossier_rows(unit, {code: f.known for code, f in added_up(flows, figures).items()})
    )


def _figure(value: Decimal | None) -> FigureValue:
    return BLANK if value is None else FigureValue(FigureState.VALUE, value)
