"""Data of the monthly report of a unit and of the hub's report over all units."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.clock import local_day
from app.core.periods import month_words
from app.core.statuses import FigureState, ReportResult, TaskKind
from app.core.text import format_date
from app.core.verdicts import fallen_due
from app.models import Criterion, Plan
from app.reports.data.consolidated_report import ConsolidatedReportData, UnitSubmission
from app.reports.data.monthly_report import MonthlyReportData
from app.reports.data.parts import (
    BothDeadlines,
    DossierRow,
    Figure,
    FigureGroup,
    FigureKind,
    MergedTexts,
    NamedCounts,
    OnTime,
    OutlineHeading,
    Period,
    PlanProgressRow,
    TaskCounts,
    TaskRow,
    UnitText,
)
from app.services.checks.report import ReportFacts, read_report
from app.services.queries.cycles import CycleStatus, ReportRow, cycle_status
from app.services.queries.figures import (
    FigureRow,
    narratives,
    report_figures,
    unit_totals,
)
from app.services.queries.month_results import month_results
from app.services.queries.papers import (
    basis_of_rule,
    empty_sentences,
    outline,
    paper_frame,
    standing_phrases,
    with_texts,
)
from app.services.queries.periods import PeriodRow
from app.services.queries.plans import get_plan_rows
from app.services.queries.span_runs import versions_words
from app.services.queries.tasks import (
    AssignmentRow,
    TaskFilter,
    count_states,
    count_states_by_field,
    count_states_by_unit,
    list_assignments,
)
from app.services.queries.totals import TotalRow, totals
from app.services.queries.units import UnitRow
from app.services.queries.words import FIGURE_KINDS as FIGURE_KINDS
from app.services.queries.words import printed as printed
from app.services.submissions import get_expected

_OUTLINE_KEYS = {"CDDH": "direction.plan"}  # the block in front of the six fields
# Where a figure of the form stands in the catalogue (domain: Biểu II.06a).
DOSSIER_CODES = ("HS04", "HS05", "HS06", "HS01", "HS09", "HS10", "HS11", "HS13", "HS14")


def monthly_report_data(
    session: Session, *, unit: UnitRow, period: PeriodRow, day: date
) -> MonthlyReportData:
    """Return everything a unit's monthly report prints; tasks as they stood on the window's last day."""
    status = cycle_status(session, period=period, as_of=day)
    report = next((r for r in status.reports if r.unit_id == unit.id), None)
    read = read_report(session, get_expected(session, report.expected_id)) if report else None
    figures = report_figures(session, report.expected_id, report=read) if report else ()
    wanted = TaskFilter(as_of=period.last_day, unit_id=unit.id)
    assignments = list_assignments(session, wanted)
    plan_rows = _plan_progress(session, unit.id, period)
    values = {row.code: row.figure.known for row in figures}
    return MonthlyReportData(
        frame=paper_frame(session, unit_id=unit.id, type_symbol="BC", day=day, goes_up=True),
        unit_code=unit.code,
        unit_name=unit.name,
        period=printed_period(period),
        basis=basis_of_rule(session, period.rule_id),
        headings=_headings(session, period, report.expected_id if report else None, day),
        figures=_figure_groups(session, period, figures),
        figure_notes=_notes(session, read) if read else (),
        dossiers=dossier_rows("Thủ tục hành chính thuộc thẩm quyền", values),
        task_counts=count_states(session, wanted),
        tasks=tuple(printed_task(a) for a in assignments),
        field_tasks=_field_tasks(session, period, unit.id),
        plan_year=int(period.name[:4]) - 1 if plan_rows else None,
        plan_rows=plan_rows,
        phrases=standing_phrases(session, "monthly-report", day),
    )


def _notes(session: Session, report: ReportFacts) -> tuple[str, ...]:
    """Say which months of the year so far are read with another version of the catalogue."""
    earlier = [(past.month, past.catalogue_id) for past in report.past if past.month in report.year.months]
    words = versions_words(session, [*earlier, (report.month, report.catalogue_id)], [report.year])
    return (words,) if words else ()


def _left_out(row: FigureRow) -> str:
    return f"Lũy kế không gồm {month_words(row.left_out)}" if row.left_out else ""


def _headings(
    session: Session, period: PeriodRow, expected_id: str | None, day: date
) -> tuple[OutlineHeading, ...]:
    """Return the outline with what the unit wrote; a heading that is gone has nothing "not arisen"."""
    headings = outline(session, "monthly-report", day)
    if expected_id is None:
        return headings
    known = {heading.key for heading in headings}
    empty = empty_sentences(session, "monthly-report", day)
    texts: dict[str, tuple[str, ...]] = {}
    for row in narratives(session, period_id=period.id, as_of=day, expected_id=expected_id):
        if row.state is FigureState.VALUE and row.text:
            texts[row.heading_key] = (row.text,)
        elif row.state is FigureState.NONE_ARISEN and row.heading_key in known:
            texts[row.heading_key] = (empty.get(row.heading_key, "Trong kỳ không phát sinh."),)
    return with_texts(headings, texts)


def printed_period(period: PeriodRow) -> Period:
    """Return a period as papers name it."""
    return Period(period.name, period.month.words, period.first_day, period.last_day, period.window_words)


def _figure_groups(session: Session, period: PeriodRow, rows: Iterable[FigureRow]) -> tuple[FigureGroup, ...]:
    groups: dict[str, list[Figure]] = defaultdict(list)
    for row in rows:
        if row.in_report:
            groups[row.field].append(
                Figure(
                    code=row.code,
                    title=row.title,
                    unit=row.unit_of_measure,
                    current=printed(row.figure),
                    previous=printed(row.previous),
                    cumulative=printed(row.cumulative),
                    target=row.target,
                    kind=FIGURE_KINDS.get(row.value_type, FigureKind.NUMBER),
                    note="; ".join(filter(None, (row.explanation, _left_out(row)))),
                    in_text=row.value_type == "percent" and row.figure.known is not None,
                )
            )
    return named_groups(session, groups)


def named_groups(session: Session, groups: dict[str, list[Figure]]) -> tuple[FigureGroup, ...]:
    """Return figures by field under the fields' own names."""
    titles = field_names(session)
    return tuple(
        FigureGroup(
            "direction.documents" if field == "CDDH" else f"field.{field}",
            titles.get(field, field),
            tuple(figures),
        )
        for field, figures in groups.items()
    )


def field_names(session: Session) -> dict[str, str]:
    """Return the fields of the reform by code, in their order."""
    fields = select(Criterion.code, Criterion.title).where(Criterion.level == "field")
    return dict(session.execute(fields.order_by(Criterion.sort_order)).all())


def dossier_rows(name: str, values: dict[str, Decimal | None]) -> tuple[DossierRow, ...]:
    """Return Biểu II.06a as one row, nothing where no number is known."""
    known = [values.get(code) for code in DOSSIER_CODES]
    if all(value is None for value in known):
        return ()
    n = [int(value or 0) for value in known]
    return (DossierRow(name, n[0], n[1] + n[2], n[3], n[4], n[5], n[6], n[7], n[8]),)


def printed_task(row: AssignmentRow) -> TaskRow:
    """Return a line of the register as the progress annex prints it."""
    section = f", mục {row.section}" if row.section and row.directive else row.section
    return TaskRow(
        content=row.content,
        source=f"{row.directive}{section}",
        lead=row.person or row.unit,
        due=row.due,
        progress=row.progress if row.kind in (TaskKind.DATED, TaskKind.RECURRING) else None,
        result=row.result,
        state=row.state,
        due_text=row.due_text,
    )


def _plan_progress(session: Session, unit_id: str, period: PeriodRow) -> tuple[PlanProgressRow, ...]:
    year = int(period.name[:4])
    plan = select(func.count()).select_from(Plan).where(Plan.unit_id == unit_id, Plan.year == year)
    if not session.scalar(plan):
        return ()
    rows = get_plan_rows(session, unit_id=unit_id, year=year, as_of=period.last_day)
    return tuple(
        PlanProgressRow(
            r.criterion_code,
            r.criterion,
            r.deducted,
            r.measure,
            r.product,
            r.lead,
            r.due,
            r.progress,
            r.result,
            r.state,
        )
        for r in rows
    )


def consolidated_report_data(
    session: Session, *, hub: UnitRow, period: PeriodRow, day: date
) -> ConsolidatedReportData:
    """Return everything the hub's report prints: results at ``day``, tasks at the window's last day."""
    status = cycle_status(session, period=period, as_of=day)
    rows = totals(session, period=period, as_of=day)
    by_unit = unit_totals(session, period_id=period.id, codes=DOSSIER_CODES, as_of=day)
    values = {row.code: row.figure.known for row in rows}
    counts = count_states_by_unit(session, as_of=period.last_day)
    expected = {report.unit_id: report.unit for report in status.reports}
    tasks = TaskFilter(as_of=period.last_day)
    task_counts = count_states(session, tasks)
    return ConsolidatedReportData(
        frame=paper_frame(session, unit_id=hub.id, type_symbol="BC", day=day, goes_up=True),
        unit_code=hub.code,
        unit_name=hub.name,
        period=printed_period(period),
        due=period.due.judging(period.policy),
        basis=basis_of_rule(session, period.rule_id),
        headings=outline(session, "consolidated-report", day),
        submissions=submissions_of(status),
        figures=_total_groups(session, rows),
        dossiers=dossier_rows("Tổng hợp các đơn vị", values),
        unit_dossiers=tuple(row for unit, figures in by_unit.items() for row in dossier_rows(unit, figures)),
        task_counts=task_counts,
        report_deadlines=report_deadlines(status.reports),
        task_deadlines=BothDeadlines(
            _tasks_on_time(count_states(session, tasks, by_original=True)), _tasks_on_time(task_counts)
        ),
        unit_tasks=tuple(
            NamedCounts(name, counts[unit_id]) for unit_id, name in expected.items() if unit_id in counts
        ),
        field_tasks=_field_tasks(session, period),
        months=month_results(session, period, day),
        narratives=_merged(session, period, day),
        phrases=standing_phrases(session, "consolidated-report", day),
    )


def _field_tasks(session: Session, period: PeriodRow, unit_id: str | None = None) -> tuple[NamedCounts, ...]:
    """Return the task counts of each field that has tasks, in the order of the criteria."""
    counts = count_states_by_field(session, as_of=period.last_day, unit_id=unit_id)
    return tuple(
        NamedCounts(name, counts[code]) for code, name in field_names(session).items() if code in counts
    )


def _tasks_on_time(counts: TaskCounts) -> OnTime:
    return OnTime(counts.done_on_time, counts.fallen_due)


def report_deadlines(reports: Sequence[ReportRow]) -> BothDeadlines:
    """Return how many reports came by the days first set and by those granted, out of all that fell due."""
    return BothDeadlines(
        _reports_on_time(report.original for report in reports),
        _reports_on_time(report.verdict.result for report in reports),
    )


def _reports_on_time(results: Iterable[ReportResult]) -> OnTime:
    counts = Counter(results)
    return OnTime(counts[ReportResult.ON_TIME], fallen_due(counts))


def submissions_of(status: CycleStatus) -> tuple[UnitSubmission, ...]:
    """Return every expected unit with its result, in official order."""
    return tuple(
        UnitSubmission(
            r.unit,
            r.verdict.result,
            _received_on(r, status.as_of),
            r.verdict.days_late if r.verdict.result is ReportResult.LATE else 0,
            _note(r, status.as_of),
        )
        for r in status.reports
    )


def _received_on(report: ReportRow, as_of: date) -> date | None:
    """The day the first file came; a code that was heard is proof of time, not a report."""
    days = [local_day(v.received_at) for v in report.versions if v.received_at and not v.is_withdrawn]
    return min((day for day in days if day <= as_of), default=None)


def _note(report: ReportRow, as_of: date) -> str:
    if report.verdict.result is ReportResult.EXCUSED:
        return report.excuse_reason
    if report.verdict.arrived_on is not None and _received_on(report, as_of) is None:
        return f"Đã báo mã niêm phong ngày {format_date(report.verdict.arrived_on)}, chưa nhận tệp."
    return ""


def _total_groups(session: Session, rows: Iterable[TotalRow]) -> tuple[FigureGroup, ...]:
    groups: dict[str, list[Figure]] = defaultdict(list)
    for row in rows:
        if row.in_report and row.units:
            groups[row.field].append(
                Figure(
                    code=row.code,
                    title=row.title,
                    unit=row.unit_of_measure,
                    current=printed(row.figure),
                    target=row.target,
                    kind=FIGURE_KINDS.get(row.value_type, FigureKind.NUMBER),
                    in_text=row.value_type == "percent" and row.figure.known is not None,
                    units_counted=row.units,
                )
            )
    return named_groups(session, groups)


def _merged(session: Session, period: PeriodRow, day: date) -> tuple[MergedTexts, ...]:
    merged: dict[str, list[UnitText]] = defaultdict(list)
    for row in narratives(session, period_id=period.id, as_of=day):
        if row.state is FigureState.VALUE and row.text:
            merged[row.heading_key].append(UnitText(row.unit, row.text))
    return tuple(MergedTexts(key, tuple(texts)) for key, texts in merged.items())
