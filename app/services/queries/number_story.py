"""The story of one number: which reports it is added up of, which version of each, what each said and why."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.clock import end_of_day
from app.core.errors import NotFound
from app.core.figures import BLANK, FigureValue
from app.core.formula import codes_of
from app.core.statuses import Channel, ReportState
from app.models import ExpectedReport, Figure, Package, Period, Submission, Unit
from app.services.month_figures import entered_behind, indicator_facts, with_computed
from app.services.queries.periods import PeriodRow
from app.services.queries.sums import arrived_by, column_of
from app.services.queries.totals import Absent, Totals, TotalsPart


@dataclass(frozen=True, slots=True)
class NumberPart:
    """One of the numbers that a computed number is made of."""

    code: str
    title: str
    figure: FigureValue


@dataclass(frozen=True, slots=True)
class Share:
    """What one report gives to a number: its cell, and the version of the report that cell stands in."""

    expected_id: str
    unit_id: str
    unit_code: str
    unit: str
    period: str
    figure: FigureValue
    explanation: str
    source: str
    state: ReportState
    version: int  # whose frozen figures count; 0: the working copy, nothing is accepted yet
    submission: int | None  # the version that came last
    document_number: str
    received_at: datetime | None
    channel: Channel | None
    seal_code: str
    file_name: str


@dataclass(frozen=True, slots=True)
class NumberStory:
    """A number of the totals with all that it stands on."""

    code: str
    title: str
    field: str
    unit_of_measure: str
    value_type: str
    figure: FigureValue
    reports: int  # behind the number
    expected: int
    formula: str | None
    parts: tuple[NumberPart, ...]
    shares: tuple[Share, ...]
    absent: tuple[Absent, ...]
    periods: tuple[PeriodRow, ...]
    as_of: date
    catalogue: str
    column: str = ""


def explain_number(
    session: Session, found: Totals, *, code: str, column: int | None = None, part: int = 0
) -> NumberStory:
    """Open a number of the totals down to the cells it is made of.

    ``column`` and ``part`` count from 0; without a column it is the number over all units.
    """
    here = found.parts[part] if part < len(found.parts) else None
    row = next((row for row in here.rows if row.code == code), None) if here else None
    if here is None or row is None:
        raise NotFound(f"Không có chỉ tiêu mang mã “{code}” trong bản tổng hợp này.")
    figures = {r.code: r.figure if column is None else r.by_column[column] for r in here.rows}
    titles = {r.code: r.title for r in here.rows}
    parts = sorted(codes_of(row.formula), key=list(titles).index) if row.formula else []
    key = None if column is None else found.columns[column].key
    return NumberStory(
        code,
        row.title,
        row.field,
        row.unit_of_measure,
        row.value_type,
        figures[code],
        row.units,
        found.expected,
        row.formula,
        tuple(NumberPart(one, titles[one], figures[one]) for one in parts),
        _shares(session, found, here, code, key),
        found.absent,
        here.periods,
        found.as_of,
        here.catalogue,
        "" if column is None else found.columns[column].title,
    )


def _shares(
    session: Session, found: Totals, here: TotalsPart, code: str, column: str | None
) -> tuple[Share, ...]:
    """Return what each report gives, by month and official order; a computed cell from its own report."""
    reports = (
        select(ExpectedReport, Unit, Period.name)
        .join(Unit, Unit.id == ExpectedReport.unit_id)
        .join(Period, Period.id == ExpectedReport.period_id)
        .where(ExpectedReport.period_id.in_([p.id for p in here.periods]), arrived_by(found.as_of))
        .order_by(Period.name, Unit.sort_order, Unit.name)
    )
    if column is not None:
        reports = reports.where(column_of(found.by) == column)
    facts = indicator_facts(session, here.catalogue_id)
    rows = session.execute(reports).all()
    cells = _cells(session, here, found.as_of, entered_behind(frozenset({code}), facts))
    last = _last_versions(session, here, found.as_of)
    shares = []
    for expected, unit, period in rows:
        mine = cells.get(expected.id, {})
        figure = with_computed(facts, {one: cell.figure for one, cell in mine.items()}).get(code, BLANK)
        submission, file = last.get(expected.id, (None, ""))
        own = mine.get(code)
        shares.append(
            Share(
                expected.id,
                unit.id,
                unit.code,
                unit.short_name or unit.name,
                period,
                figure,
                own.explanation if own else "",
                own.source if own else "",
                expected.state,
                expected.accepted_version,
                submission.version if submission else None,
                submission.document_number if submission else "",
                submission.received_at if submission else None,
                submission.channel if submission else None,
                (submission.seal_code or "") if submission else "",
                file,
            )
        )
    return tuple(shares)


@dataclass(frozen=True, slots=True)
class _Cell:
    figure: FigureValue
    explanation: str
    source: str


def _cells(session: Session, here: TotalsPart, as_of: date, codes: set[str]) -> dict[str, dict[str, _Cell]]:
    rows = session.execute(
        select(
            Figure.expected_report_id,
            Figure.indicator_code,
            Figure.state,
            Figure.value,
            Figure.explanation,
            Figure.source,
        )
        .join(ExpectedReport, ExpectedReport.id == Figure.expected_report_id)
        .where(
            ExpectedReport.period_id.in_([p.id for p in here.periods]),
            arrived_by(as_of),
            Figure.version == ExpectedReport.accepted_version,
            Figure.indicator_code.in_(codes),
        )
    )
    cells: dict[str, dict[str, _Cell]] = {}
    for expected_id, code, state, value, explanation, source in rows:
        cells.setdefault(expected_id, {})[code] = _Cell(FigureValue(state, value), explanation, source)
    return cells


def _last_versions(session: Session, here: TotalsPart, as_of: date) -> dict[str, tuple[Submission, str]]:
    """Return by report the version that came last, and the name of its file where it was one."""
    rows = session.execute(
        select(Submission, func.coalesce(Package.file_name, ""))
        .join(ExpectedReport, ExpectedReport.id == Submission.expected_report_id)
        .outerjoin(Package, Package.id == Submission.package_id)
        .where(
            ExpectedReport.period_id.in_([p.id for p in here.periods]),
            Submission.withdrawn_at.is_(None),
            Submission.received_at < end_of_day(as_of),
        )
        .order_by(Submission.epoch, Submission.version)
    )
    return {row.expected_report_id: (row, file) for row, file in rows}
