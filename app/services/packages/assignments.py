"""The hub's package for one unit: everything it wants of it in a year, read out whole."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

import msgspec
from nacl.signing import SigningKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import RuleViolation
from app.exchange.documents import (
    AssignmentDocument,
    CatalogueLine,
    CheckLine,
    ClauseLine,
    DirectiveLine,
    HeadingLine,
    HolidayLine,
    IndicatorLine,
    PeriodLine,
    PlanDown,
    RuleLine,
    TaskLine,
)
from app.exchange.manifest import Kind
from app.models import (
    Assignment,
    Catalogue,
    Clause,
    CrossCheck,
    Directive,
    ExpectedReport,
    HolidayException,
    Indicator,
    OutlineHeading,
    Period,
    Plan,
    ReportingRule,
    Task,
    Unit,
)
from app.services.cycles import catalogue_on
from app.services.packages.keys import enrol_token, own_register
from app.services.packages.outgoing import MadePackage, make_whole_state, manifest_for
from app.services.packages.report_content import number_text, plan_lines
from app.services.packages.standings import standings_of
from app.services.packages.store import PackageStore
from app.services.packages.words import file_name

S = TypeVar("S", bound=msgspec.Struct)
PERIOD_FIELDS = (
    *("id", "rule_id", "name", "starts_on", "ends_before", "legal_due", "target_due", "lenient_due"),
    *("policy", "start_day", "catalogue_id"),
)
UNIT_PAPERS = ("improvement-plan", "monthly-report")
EXPECTED_FIELDS = ("excused_on", "excuse_reason", "extended_to", "extended_on", "extension_reason")
ASSIGNED_FIELDS = (
    *("role", "assigned_on", "original_due_on", "current_due_on", "extended_on", "cancelled_on"),
    "cancel_reason",
)


def make_assignment(
    session: Session, *, unit_id: str, year: int, key: SigningKey, store: PackageStore, clock: Clock
) -> Done[MadePackage]:
    """Make the package that hands a unit its work of a year; with nothing new the last one again."""
    register = own_register(session)
    unit = session.get(Unit, unit_id)
    if unit is None or unit_id == register.own_unit_id:
        raise RuleViolation("Gói giao việc phải dành cho một đơn vị khác trong sổ.")
    manifest = manifest_for(
        session,
        kind=Kind.ASSIGNMENT,
        unit_id=unit_id,
        stream=f"assignment-{year}",
        own_unit_id=str(register.own_unit_id),
        epoch=register.epoch,
        clock=clock,
        facts={"enrol_token": enrol_token(key, unit_id)},
    )
    document = _document(session, unit_id, year, clock.today())
    made = make_whole_state(
        session,
        manifest=manifest,
        document=document,
        epoch=register.epoch,
        file_name=file_name("assignment", str(year), unit.code, manifest.revision),
        key=key,
        store=store,
        clock=clock,
    )
    return Done(made, Changes(documents=True))


def _document(session: Session, unit_id: str, year: int, today: date) -> AssignmentDocument:
    """Return what we want of a unit; where no report is expected yet, with the catalogue now in force."""
    tasks = _tasks(session, unit_id)
    periods = _periods(session, unit_id, year)
    used = {period.catalogue_id for period in periods} or {catalogue_on(session, today)}
    catalogue_ids = {key for key in used if key}
    directive_ids = {task.directive_id for task in tasks if task.directive_id}
    clause_ids = {task.clause_id for task in tasks if task.clause_id}
    directives = session.scalars(
        select(Directive).where(Directive.id.in_(directive_ids)).order_by(Directive.id)
    )
    clauses = session.scalars(select(Clause).where(Clause.id.in_(clause_ids)).order_by(Clause.id))
    rules = session.scalars(
        select(ReportingRule)
        .where(ReportingRule.id.in_({period.rule_id for period in periods}))
        .order_by(ReportingRule.id)
    )
    holidays = session.scalars(select(HolidayException).order_by(HolidayException.day))
    plans = session.scalars(
        select(Plan.year).where(Plan.unit_id == unit_id, Plan.year == year).order_by(Plan.year)
    )
    return AssignmentDocument(
        year=year,
        directives=_lines(DirectiveLine, directives),
        clauses=_lines(ClauseLine, clauses),
        tasks=tasks,
        catalogues=_catalogues(session, catalogue_ids),
        headings=_headings(session),
        rules=_lines(RuleLine, rules),
        periods=periods,
        holidays=_lines(HolidayLine, holidays),
        plans=[PlanDown(year=y, rows=plan_lines(session, unit_id, y)) for y in plans],
        reports=standings_of(session, unit_id=unit_id, year=year),
    )


def _headings(session: Session) -> list[HeadingLine]:
    """Return our own outlines of the papers that units write; none where the usual ones serve."""
    rows = session.scalars(
        select(OutlineHeading)
        .where(OutlineHeading.document_kind.in_(UNIT_PAPERS))
        .order_by(OutlineHeading.document_kind, OutlineHeading.sort_order, OutlineHeading.id)
    )
    return _lines(HeadingLine, rows)


def _lines(kind: type[S], rows: Iterable[Any]) -> list[S]:
    """Return records as lines: fields of the same names."""
    return [kind(**{name: _value(getattr(row, name)) for name in kind.__struct_fields__}) for row in rows]


def _value(value: Any) -> Any:
    from decimal import Decimal

    return number_text(value) if isinstance(value, Decimal) else value


def _tasks(session: Session, unit_id: str) -> list[TaskLine]:
    rows = session.execute(
        select(Task, Assignment)
        .join(Assignment, Assignment.task_id == Task.id)
        .where(Assignment.unit_id == unit_id)
        .order_by(Task.id)
    )
    lines = []
    for task, assignment in rows:
        own = {
            name: getattr(task, name)
            for name in TaskLine.__struct_fields__
            if name not in ASSIGNED_FIELDS and hasattr(task, name)
        }
        lines.append(TaskLine(**own, **{name: getattr(assignment, name) for name in ASSIGNED_FIELDS}))
    return lines


def _periods(session: Session, unit_id: str, year: int) -> list[PeriodLine]:
    rows = session.execute(
        select(Period, ExpectedReport)
        .join(ExpectedReport, ExpectedReport.period_id == Period.id)
        .where(ExpectedReport.unit_id == unit_id, Period.name.startswith(f"{year:04d}-", autoescape=True))
        .order_by(Period.id)
    )
    return [
        PeriodLine(
            **{name: getattr(period, name) for name in PERIOD_FIELDS},
            **{name: getattr(expected, name) for name in EXPECTED_FIELDS},
        )
        for period, expected in rows
    ]


def _catalogues(session: Session, ids: set[str]) -> list[CatalogueLine]:
    lines = []
    for catalogue in session.scalars(select(Catalogue).where(Catalogue.id.in_(ids)).order_by(Catalogue.id)):
        indicators = session.scalars(
            select(Indicator).where(Indicator.catalogue_id == catalogue.id).order_by(Indicator.code)
        )
        checks = session.scalars(
            select(CrossCheck).where(CrossCheck.catalogue_id == catalogue.id).order_by(CrossCheck.code)
        )
        own = ("id", "code", "version", "name", "valid_from", "valid_to", "source")
        lines.append(
            CatalogueLine(
                **{name: getattr(catalogue, name) for name in own},
                indicators=_lines(IndicatorLine, indicators),
                checks=_lines(CheckLine, checks),
            )
        )
    return lines
