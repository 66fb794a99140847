"""The monthly report of one unit in the making: figures, words, what is wrong with them, what may help."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.core.ids import derived_id
from app.core.statuses import FigureState, PeriodState, ReportState
from app.models import Draft, ExpectedReport, Figure, Register, Submission, SubmissionComment
from app.services.audit import Mark, acts_since, journal_mark
from app.services.checks.again import Cell, checked_again, touched_by, with_cells
from app.services.checks.findings import FigureFinding, WordFinding
from app.services.checks.report import ReportFacts, findings_on, read_report
from app.services.checks.report_words import MONTHLY, report_words, told_figures, word_facts
from app.services.checks.words import WordFacts, Words, check_words
from app.services.month_figures import KEPT_FIGURE, kept_figure
from app.services.openings import Opening, openings_of
from app.services.queries.figures import FigureRow, figure_row, report_figures
from app.services.queries.periods import PeriodRow
from app.services.queries.tallies import tally_sums
from app.services.queries.words import WordFields
from app.services.wording import HeadingRow, list_headings
from app.storage.plain_rows import plain_rows


@dataclass(frozen=True, slots=True)
class HeadingText:
    """A heading of the report with what stands under it, and what stood there a month ago."""

    key: str
    number: str
    title: str
    level: int
    is_group: bool
    is_required: bool
    state: FigureState
    text: str
    previous: str
    empty_sentence: str

    @property
    def is_written(self) -> bool:
        """Whether something was said here: words, or that there is nothing to say."""
        return bool(self.text) or self.state is FigureState.NONE_ARISEN


@dataclass(frozen=True, slots=True)
class Basis:
    """What a report on the desk was made of: read at ``mark`` of the journal, on a day."""

    mark: Mark
    day: date
    report: ReportFacts
    openings: Mapping[str, Opening]
    words: tuple[Words, ...]
    word_facts: WordFacts


@dataclass(frozen=True, slots=True)
class DeskReport:
    """The monthly report of one unit in the making."""

    expected_id: str
    state: ReportState
    is_open: bool
    figures: tuple[FigureRow, ...]
    findings: tuple[FigureFinding, ...]
    headings: tuple[HeadingText, ...]
    fields: tuple[tuple[str, str], ...]
    """Fields of indicators, each with the heading it is reported under."""
    word_findings: tuple[WordFinding, ...] = ()
    word_fields: Mapping[str, str] = field(default_factory=dict)
    """What {CODE} in a text prints."""
    tallies: Mapping[str, Decimal] = field(default_factory=dict)
    """What the tally book has in the period's window."""
    remarks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The hub's open remarks by indicator or heading."""
    kept: Mapping[str, str] = field(default_factory=dict)
    """Cells that were typed and could not be kept as figures, from before the program was closed."""
    must_start: bool = False
    """Whether opening balances are still to be carried over."""
    is_own: bool = False
    """Whether it is the register's own unit that reports: only such a report is sealed here."""
    basis: Basis | None = field(default=None, compare=False, repr=False)
    """What it was made of, for a look after some of its cells were typed."""


def read_draft_report(
    session: Session, period: PeriodRow, unit_id: str, *, today: date, is_own: bool
) -> DeskReport:
    """Read a unit's report of a period as it stands in this register."""
    expected = session.get_one(ExpectedReport, derived_id("expected", period.id, unit_id))
    reopened = expected.reopened_until is not None and today <= expected.reopened_until
    is_open = period.state is not PeriodState.LOCKED or reopened
    headings = list_headings(session, kind=MONTHLY, day=today)
    report = read_report(session, expected)
    if report is None:
        texts = _heading_texts(headings, report_words(session, expected, headings, None))
        return DeskReport(expected.id, expected.state, is_open, (), (), texts, ())
    carried = openings_of(session, expected, report=report)
    figures = report_figures(session, expected.id, report=report, openings=carried)
    fields = WordFields(report)
    words = report_words(session, expected, headings, report)
    held_against = word_facts(session, expected, report, words, fields)
    return DeskReport(
        expected.id,
        expected.state,
        is_open,
        figures,
        findings_on(report),
        _heading_texts(headings, words),
        _field_titles(headings),
        word_findings=check_words(words, held_against),
        word_fields=fields,
        tallies=tally_sums(session, unit_id=unit_id, window=report.window),
        remarks=_remarks(session, expected.id),
        kept=_kept(session, expected.id),
        is_own=is_own,
        must_start=is_own and is_open and any(code not in report.entered for code in carried),
        basis=Basis(journal_mark(session), today, report, carried, words, held_against),
    )


def read_draft_again(session: Session, known: DeskReport, *, today: date) -> DeskReport | None:
    """Return a report as ``read_draft_report`` would, from what was read of it before.

    None where anything but its own cells was written since: the journal knows.
    """
    basis = known.basis
    mark = journal_mark(session)
    ((state, is_own),) = plain_rows(session, _STATE, expected_id=known.expected_id)
    if basis is None or basis.day != today or is_own != known.is_own:
        return None
    cells = _typed_since(session, known.expected_id, basis.mark) if mark != basis.mark else {}
    if cells is None:
        return None
    report, word_facts = basis.report, basis.word_facts
    touched = touched_by(report, cells)
    if cells:
        report = with_cells(report, cells)
        word_facts = replace(word_facts, told=told_figures(report.facts, report.figures))
    carried = basis.openings
    return replace(
        known,
        state=state,
        figures=tuple(
            figure_row(report, row.code, carried) if row.code in touched else row for row in known.figures
        ),
        findings=checked_again(report, known.findings, touched) if cells else known.findings,
        word_findings=check_words(basis.words, word_facts) if cells else known.word_findings,
        word_fields=WordFields(report),
        remarks=_remarks(session, known.expected_id),
        kept=_kept(session, known.expected_id),
        must_start=known.is_own and known.is_open and any(code not in report.entered for code in carried),
        basis=replace(basis, mark=mark, report=report, word_facts=word_facts),
    )


def _typed_since(session: Session, expected_id: str, mark: Mark) -> dict[str, Cell] | None:
    """Return the cells of a draft that were written since; None where something else was written too."""
    acts = acts_since(session, mark)
    if acts is None or any((act.action, act.subject_kind) not in _TYPING for act in acts):
        return None
    keys = {act.subject_id for act in acts if act.subject_kind == Figure.__tablename__}
    rows = plain_rows(session, _CELLS, expected_id=expected_id, keys=list(keys))
    if len(rows) != len(keys):
        return None  # of another report
    return {code: Cell(kept_figure(state, value), told, source) for code, state, value, told, source in rows}


def draft_key(expected_id: str) -> str:
    """Return where typing that could not be kept is laid down."""
    return f"figures:{expected_id}"


def _field_titles(headings: tuple[HeadingRow, ...]) -> tuple[tuple[str, str], ...]:
    titles = tuple(
        (h.key.removeprefix("field."), f"{h.number} {h.title}")
        for h in headings
        if h.key.startswith("field.")
    )
    return titles + tuple(("CDDH", f"{h.number} {h.title}") for h in headings if h.key == "direction")


def _heading_texts(headings: tuple[HeadingRow, ...], words: tuple[Words, ...]) -> tuple[HeadingText, ...]:
    return tuple(
        HeadingText(
            row.key,
            row.number,
            row.title,
            row.level,
            item.is_group,
            row.is_required,
            item.state,
            item.text,
            item.previous,
            row.empty_sentence,
        )
        for row, item in zip(headings, words, strict=True)
    )


_TYPING = {("figure.set", "figure"), ("comment.close", "submission_comment")} | {
    ("comment.reopen", "submission_comment")
}
_CELLS = select(Figure.indicator_code, *KEPT_FIGURE, Figure.explanation, Figure.source).where(
    Figure.id.in_(bindparam("keys", expanding=True)),
    Figure.expected_report_id == bindparam("expected_id"),
    Figure.version == 0,
)
_OWNERS = select(Register.id).where(Register.own_unit_id == ExpectedReport.unit_id)
_STATE = select(ExpectedReport.state, _OWNERS.correlate(ExpectedReport).exists()).where(
    ExpectedReport.id == bindparam("expected_id")
)
_DRAFT = select(Draft.payload).where(Draft.key == bindparam("key"))
_REMARKS = (
    select(SubmissionComment.subject, SubmissionComment.text)
    .join(Submission, Submission.id == SubmissionComment.submission_id)
    .where(Submission.expected_report_id == bindparam("expected_id"), SubmissionComment.resolved_at.is_(None))
    .order_by(SubmissionComment.created_at, SubmissionComment.id)
)


def _kept(session: Session, expected_id: str) -> dict[str, str]:
    rows = plain_rows(session, _DRAFT, key=draft_key(expected_id))
    return {str(code): str(text) for (payload,) in rows for code, text in payload.items()}


def _remarks(session: Session, expected_id: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for subject, text in plain_rows(session, _REMARKS, expected_id=expected_id):
        found[subject] = (*found.get(subject, ()), text)
    return found
