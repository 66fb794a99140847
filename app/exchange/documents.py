"""The typed contents of packages. No field here can hold a citizen's personal data."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec

from app.core.statuses import (
    AssignmentRole,
    DeadlineOperator,
    DuePolicy,
    FigureState,
    Frequency,
    ReportState,
    ReportSubject,
    TaskKind,
)
from app.exchange.manifest import Epoch, Id, Moment, Revision, Sha256, Short

Text = Annotated[str, msgspec.Meta(max_length=32_000)]
Code = Annotated[str, msgspec.Meta(max_length=64)]
Number = Annotated[str, msgspec.Meta(pattern=r"^-?(0|[1-9][0-9]{0,13})(\.[0-9]{0,3}[1-9])?$")]
Percent = Annotated[int, msgspec.Meta(ge=0, le=100)]
PeriodName = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]


class Approval(StrEnum):
    """How the unit's leader agreed before sealing."""

    PAPER = "paper"  # signed on paper, on ``signed_on``
    IN_PERSON = "in_person"  # on screen, in front of the officer
    MESSAGE = "message"  # by telephone or message


class FigureLine(msgspec.Struct, frozen=True, kw_only=True):
    """One figure with its state; ``value`` only with state "value"."""

    code: Code
    state: FigureState
    value: Number | None = None
    explanation: Text = ""


class NarrativeLine(msgspec.Struct, frozen=True, kw_only=True):
    """What stands under one heading."""

    key: Code
    state: FigureState
    text: Text = ""


class PlanLine(msgspec.Struct, frozen=True, kw_only=True):
    """One row of an improvement plan; the shortcoming is the hub's, the rest the unit's."""

    id: Id
    position: Annotated[int, msgspec.Meta(ge=1, le=5000)]
    criterion_id: Id | None = None
    score_id: Id | None = None
    shortcoming: Text = ""
    cause: Text = ""
    measure: Text = ""
    product: Text = ""
    lead: Short = ""
    coordinating: Short = ""
    due_on: date | None = None
    target_points: Number | None = None
    progress: Percent = 0
    done_on: date | None = None
    note: Text = ""


class ReportDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A unit's whole report of one period (data/report.json). The seal code is made from this content."""

    period_id: Id
    period: PeriodName
    subject: ReportSubject
    epoch: Epoch
    revision: Revision
    reason: Text = ""  # of a replacement
    approved_by: Short
    approval: Approval
    signed_on: date | None = None
    document_number: Annotated[str, msgspec.Meta(max_length=100)] = ""
    sealed_at: Moment
    plan_year: Annotated[int, msgspec.Meta(ge=2000, le=2999)] | None = None
    figures: Annotated[list[FigureLine], msgspec.Meta(max_length=5000)]
    narratives: Annotated[list[NarrativeLine], msgspec.Meta(max_length=500)]
    plan: Annotated[list[PlanLine], msgspec.Meta(max_length=5000)]


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """A comment of the hub on one cell or heading."""

    subject: Code
    text: Text
    author: Short = ""


class ReportStanding(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one file of the unit at the hub; or of a code noted there (``sha256`` None)."""

    period_id: Id
    period: PeriodName
    epoch: Epoch
    revision: Revision
    sha256: Sha256 | None = None
    seal_code: Code | None = None
    verdict: Code  # applied, superseded, conflict, mismatch, waiting
    state: ReportState
    received_at: Moment | None = None
    code_noted_at: Moment | None = None
    reason: Text = ""
    figures: Annotated[int, msgspec.Meta(ge=0)] = 0  # the hub's own count where this file is applied
    remarks: list[Remark] = []


class FileStanding(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one file of the other side that is no report."""

    sha256: Sha256
    kind: Code
    revision: Revision
    received_at: Moment
    verdict: Code
    reason: Text = ""


class ReceiptDocument(msgspec.Struct, frozen=True, kw_only=True):
    """All one side knows of what the other sent it in a year (data/receipt.json); heals lost earlier ones."""

    year: Annotated[int, msgspec.Meta(ge=2000, le=2999)]
    files: Annotated[list[FileStanding], msgspec.Meta(max_length=1000)]
    reports: Annotated[list[ReportStanding], msgspec.Meta(max_length=5000)]
    missing: Annotated[list[PeriodName], msgspec.Meta(max_length=200)]


class DirectiveLine(msgspec.Struct, frozen=True, kw_only=True):
    """A directive that tasks stand on."""

    id: Id
    kind: Code
    number: Annotated[str, msgspec.Meta(max_length=100)] | None = None
    issued_on: date | None = None
    issuer: Short = ""
    subject: Short = ""


class ClauseLine(msgspec.Struct, frozen=True, kw_only=True):
    """The words of a directive that bind, verbatim."""

    id: Id
    directive_id: Id
    position: int
    number: Code = ""
    text: Text


class TaskLine(msgspec.Struct, frozen=True, kw_only=True):
    """One duty with the unit's part in it. Due days are the last timely ones."""

    id: Id
    directive_id: Id | None = None
    clause_id: Id | None = None
    section: Code = ""
    kind: TaskKind
    content: Text
    product: Text = ""
    receiver: Short = ""
    field: Code = ""
    due_text: Short = ""
    due_on: date | None = None
    due_operator: DeadlineOperator | None = None
    recurrence: Code = ""
    sort_order: int = 0
    role: AssignmentRole
    assigned_on: date
    original_due_on: date | None = None
    current_due_on: date | None = None
    extended_on: date | None = None
    cancelled_on: date | None = None
    cancel_reason: Text = ""


class IndicatorLine(msgspec.Struct, frozen=True, kw_only=True):
    """One indicator of the catalogue."""

    code: Code
    title: Short
    field: Code
    value_type: Code
    unit_of_measure: Code = ""
    is_computed: bool = False
    formula: Short | None = None
    semantics: Code
    aggregation: Code
    applies_to: list[Code] = []
    source_system: Short = ""
    target: Number | None = None
    is_required: bool = False
    in_report: bool = True
    sort_order: int = 0
    note: Text = ""


class CheckLine(msgspec.Struct, frozen=True, kw_only=True):
    """One check between indicators."""

    code: Code
    rule: Text
    severity: Code
    note: Text = ""


class CatalogueLine(msgspec.Struct, frozen=True, kw_only=True):
    """A version of the catalogue."""

    id: Id
    code: Code
    version: int
    name: Short
    valid_from: date | None = None
    valid_to: date | None = None
    source: Short = ""
    indicators: Annotated[list[IndicatorLine], msgspec.Meta(max_length=2000)]
    checks: Annotated[list[CheckLine], msgspec.Meta(max_length=2000)]


class HeadingLine(msgspec.Struct, frozen=True, kw_only=True):
    """A heading of the outline that the unit's report follows; without any the usual outline counts."""

    document_kind: Code
    key: Code
    number: Code = ""
    title: Short
    level: Annotated[int, msgspec.Meta(ge=1, le=3)]
    sort_order: int
    is_required: bool = False
    empty_sentence: Text = ""
    valid_from: date | None = None
    valid_to: date | None = None


class RuleLine(msgspec.Struct, frozen=True, kw_only=True):
    """A duty to report."""

    id: Id
    name: Short
    subject: ReportSubject
    frequency: Frequency
    start_day: int
    due_day: int
    due_month: int | None = None
    policy: DuePolicy
    window_words: Text = ""
    valid_from: date | None = None
    valid_to: date | None = None


class PeriodLine(msgspec.Struct, frozen=True, kw_only=True):
    """One window of a rule that this unit reports in."""

    id: Id
    rule_id: Id
    name: PeriodName
    starts_on: date
    ends_before: date
    legal_due: date
    target_due: date
    lenient_due: date
    policy: DuePolicy
    start_day: int
    catalogue_id: Id | None = None
    excused_on: date | None = None
    excuse_reason: Text = ""
    extended_to: date | None = None
    extended_on: date | None = None
    extension_reason: Text = ""


class HolidayLine(msgspec.Struct, frozen=True, kw_only=True):
    """A day off or worked against the calendar."""

    day: date
    is_off: bool
    reason: Short = ""
    source: Short = ""


class PlanDown(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of an improvement plan that the hub opened for this unit."""

    year: Annotated[int, msgspec.Meta(ge=2000, le=2999)]
    rows: Annotated[list[PlanLine], msgspec.Meta(max_length=5000)]


class AssignmentDocument(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a hub wants of one unit in a year (data/assignment.json): whole state, no deltas."""

    year: Annotated[int, msgspec.Meta(ge=2000, le=2999)]
    directives: Annotated[list[DirectiveLine], msgspec.Meta(max_length=1000)]
    clauses: Annotated[list[ClauseLine], msgspec.Meta(max_length=5000)]
    tasks: Annotated[list[TaskLine], msgspec.Meta(max_length=5000)]
    catalogues: Annotated[list[CatalogueLine], msgspec.Meta(max_length=10)]
    headings: Annotated[list[HeadingLine], msgspec.Meta(max_length=500)]
    rules: Annotated[list[RuleLine], msgspec.Meta(max_length=100)]
    periods: Annotated[list[PeriodLine], msgspec.Meta(max_length=200)]
    holidays: Annotated[list[HolidayLine], msgspec.Meta(max_length=400)]
    plans: Annotated[list[PlanDown], msgspec.Meta(max_length=20)]
    reports: Annotated[list[ReportStanding], msgspec.Meta(max_length=5000)]


Document = AssignmentDocument | ReportDocument | ReceiptDocument
