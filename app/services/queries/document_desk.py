"""What the screen of papers shows: the list with its periods, one paper in full, what can be drafted."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core.errors import AppError
from app.core.periods import Month
from app.core.statuses import DocumentState, Role
from app.models import IssuedDocument
from app.reports.catalogue import CATALOGUE
from app.reports.data.frame import Frame, FrameChanges
from app.reports.differences import Difference
from app.services.documents import get_document, request_of
from app.services.papers import Paper, PaperRequest, collect_paper
from app.services.queries.cycle_words import month_title
from app.services.queries.directives import list_directives
from app.services.queries.documents import DocumentRow, changed_since_issue, list_documents, paper_of
from app.services.queries.report_desk import (
    CONSOLIDATED,
    MONTHLY,
    OF_REPORTERS,
    PLAN,
    DeskUnit,
    read_desk,
)
from app.services.queries.spans import Span, months_of
from app.services.queries.units import SignerRow, get_register, list_units, signers_on


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper in the list; ``period`` names the month, span or year it is about."""

    id: str
    row: DocumentRow
    period: str


@dataclass(frozen=True, slots=True)
class FormOfDraft:
    """What can be changed of a draft's form: what the register says, what was changed, who may sign."""

    version: int
    usual: Frame
    changes: FrameChanges
    signers: tuple[SignerRow, ...]

    def frame(self, changes: FrameChanges) -> Frame:
        """Return the form as it would be with changes, to be looked at before they are kept."""
        frame = changes.applied(self.usual)
        signer = next((row for row in self.signers if row.id == changes.signer_id), None)
        if signer is None:
            return frame
        return replace(frame, authority=signer.authority, signer_name=signer.name)


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One paper in full: what it prints, or why it cannot be made; what has changed since it was issued."""

    line: PaperLine
    paper: Paper | None
    trouble: AppError | None
    changed: tuple[Difference, ...]
    replaced_by: str
    unknown: str = ""
    """Why it cannot be told what has changed."""
    form: FormOfDraft | None = None
    """Of a draft that can be made."""

    @property
    def frame(self) -> Any:
        """The paper's form (``Frame``), None where it cannot be made."""
        return None if self.paper is None else self.paper.data.frame


@dataclass(frozen=True, slots=True)
class DraftChoices:
    """What a new paper may be about."""

    kinds: tuple[tuple[str, str], ...]
    units: tuple[DeskUnit, ...]
    own_unit_id: str
    months: tuple[Month, ...]
    month: Month | None
    years: tuple[int, ...]
    year: int
    directives: tuple[tuple[str, str], ...]


def list_papers(session: Session) -> tuple[PaperLine, ...]:
    """Return every paper, drafts first, then the latest issued ones."""
    return tuple(_line(session, row) for row in list_documents(session))


def _line(session: Session, row: DocumentRow) -> PaperLine:
    try:
        period = period_words(request_of(get_document(session, row.id)))
    except AppError:
        period = ""
    return PaperLine(row.id, row, period)


def period_words(request: PaperRequest) -> str:
    """Return what a paper is about in time: "Tháng 3/2024", "Quý I năm 2024", "Năm 2024"."""
    if request.period:
        month, span = Month.parse(request.period), Span(request.span)
        words = month_title(month) if span is Span.MONTH else months_of(span, month)[2]
        return words[:1].upper() + words[1:]
    return f"Năm {request.year}" if request.year else ""


def read_document(session: Session, document_id: str) -> DocumentPage:
    """Return one paper; one that cannot be made at the moment still has its line and the reason."""
    document = get_document(session, document_id)
    rows = {row.id: row for row in list_documents(session)}
    row = rows[document.id]
    paper, trouble, unknown = None, None, ""
    changed: tuple[Difference, ...] = ()
    try:
        paper = paper_of(session, document_id)
    except AppError as error:
        trouble = error
    if row.state is DocumentState.ISSUED and paper is not None:
        try:
            changed = changed_since_issue(session, document_id)
        except AppError as error:
            unknown = f"{error.message} {error.hint}".strip()
    other = rows.get(row.replaced_by_id or "")
    replaced_by = "" if other is None else f"{other.number}/{other.symbol}"
    form = _form(session, document, paper) if row.state is DocumentState.DRAFT and paper else None
    return DocumentPage(_line(session, row), paper, trouble, changed, replaced_by, unknown, form)


def _form(session: Session, document: IssuedDocument, paper: Paper) -> FormOfDraft:
    request = request_of(document)
    usual = paper.data.frame
    if request.changes != FrameChanges():
        usual = collect_paper(session, replace(request, changes=FrameChanges())).data.frame
    signers = signers_on(session, unit_id=document.unit_id, day=request.day)
    return FormOfDraft(document.row_version, usual, request.changes, signers)


def draft_choices(session: Session, *, today: date) -> DraftChoices:
    """Return the kinds, units, months, years and directives that a new paper may be about."""
    register = get_register(session)
    own = register.own_unit_id or ""
    is_reporter = register.role is Role.REPORTER
    kinds = tuple(
        (kind, entry.title)
        for kind, entry in CATALOGUE.items()
        if entry.is_issued and (not is_reporter or kind in (*OF_REPORTERS, "handover"))
    )
    units = tuple(
        DeskUnit(unit.id, unit.code, unit.short_name or unit.name, unit.groups[0] if unit.groups else "")
        for unit in list_units(session, as_of=today)
        if unit.id == own or (unit.groups and not is_reporter)
    )
    kind = MONTHLY if is_reporter else CONSOLIDATED
    desk = read_desk(session, kind=kind, month=None, year=None, unit_id="", today=today)
    plans = read_desk(session, kind=PLAN, month=None, year=None, unit_id="", today=today)
    directives = tuple(
        (row.id, f"{row.label}: {row.subject}") for row in list_directives(session, as_of=today) if row.tasks
    )
    return DraftChoices(kinds, units, own, desk.months, desk.month, plans.years, plans.year, directives)
