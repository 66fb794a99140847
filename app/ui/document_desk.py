"""Acts on papers, each with its words: draft, check, issue, sign, replace, withdraw, write files."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.changes import Changes, Done
from app.core.errors import AppError, Finding, InvalidField
from app.core.progress import Progress
from app.core.statuses import DocumentState
from app.core.text import format_date
from app.reports.data.frame import FrameChanges
from app.reports.data.handover import HandoverPerson
from app.services.documents import (
    attach_signed,
    change_form,
    create_drafts,
    discard_draft,
    draft_correction,
    get_document,
    issue_document,
    mark_checked,
    reopen_draft,
    replace_document,
    request_of,
    withdraw_document,
)
from app.services.papers import Paper, PaperRequest
from app.services.queries.document_desk import PaperLine
from app.services.queries.documents import paper_of
from app.services.queries.handover_paper import HandoverPeople
from app.services.signed_files import SignedFile, keep_signed, read_signed
from app.ui.bulk import Outcome, run_each
from app.ui.context import FormReply, UiContext
from app.ui.paper_files import ExportFields, PaperFiles

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_UNISSUED = frozenset({DocumentState.DRAFT, DocumentState.CHECKED})
OF_UNITS = frozenset({"monthly-report", "improvement-plan", "reminder"})
OF_MONTHS = frozenset({"monthly-report", "consolidated-report", "reminder", "results-notice"})


class Action(Enum):
    """What may be done on this screen."""

    BACK = auto()
    DRAFT = auto()
    OPEN = auto()
    CHECK = auto()
    REOPEN = auto()
    ISSUE = auto()
    EXPORT = auto()
    PRINT = auto()
    SIGNED = auto()
    CORRECT = auto()
    REPLACE = auto()
    WITHDRAW = auto()
    DISCARD = auto()
    CHECK_FILE = auto()


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which papers the list shows; None is all."""

    year: int | None = None
    kind: str | None = None
    state: DocumentState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFields:
    """What a new paper is about; reminders without a unit are for every unit that owes something."""

    kind: str
    unit_ids: tuple[str, ...] = ()
    period: str | None = None
    span: str = "month"
    year: int | None = None
    directive_id: str | None = None
    with_ranking: bool = False
    people: HandoverPeople = field(default_factory=HandoverPeople)


@dataclass(frozen=True, slots=True)
class IssueFields:
    """Number (None: the next of each series) and day."""

    number: str | None
    issued_on: date


@dataclass(frozen=True, slots=True)
class ReplaceFields:
    """The later paper, and why."""

    by_id: str
    reason: str


def actions_for(selection: Sequence[PaperLine], *, is_open: bool = False) -> frozenset[Action]:
    """Return what may be done with the papers chosen; ``is_open``: the one that is shown in full."""
    found = {Action.DRAFT, Action.CHECK_FILE}
    if is_open:
        found.add(Action.BACK)
    if not selection:
        return frozenset(found)
    found.add(Action.EXPORT)
    states = {line.row.state for line in selection}
    if states == {DocumentState.DRAFT}:
        found.add(Action.CHECK)
    if states == {DocumentState.CHECKED}:
        found |= {Action.ISSUE, Action.REOPEN}
    if states <= _UNISSUED:
        found.add(Action.DISCARD)
    if len(selection) == 1:
        found |= {Action.PRINT} if is_open else {Action.PRINT, Action.OPEN}
        if states == {DocumentState.ISSUED}:
            found |= {Action.WITHDRAW, Action.REPLACE, Action.CORRECT}
            if not selection[0].row.has_signed_file:
                found.add(Action.SIGNED)
    return frozenset(found)


def chosen_lines(lines: Iterable[PaperLine], chosen: Chosen) -> tuple[PaperLine, ...]:
    """Return the papers of a year, a kind, a state."""
    return tuple(
        line
        for line in lines
        if chosen.year in (None, line.row.year)
        and chosen.kind in (None, line.row.kind)
        and chosen.state in (None, line.row.state)
    )


def requests_of(fields: DraftFields, day: date) -> tuple[PaperRequest, ...]:
    """Return one request for each unit; kinds that are the office's own have one."""
    whole = PaperRequest(
        kind=fields.kind,
        day=day,
        period=fields.period,
        year=fields.year,
        span=fields.span,
        directive_id=fields.directive_id,
        with_ranking=fields.with_ranking,
        people=fields.people if fields.kind == "handover" else None,
    )
    if fields.kind not in OF_UNITS or not fields.unit_ids:
        return (whole,)
    return tuple(replace(whole, unit_id=unit_id) for unit_id in fields.unit_ids)


def person_of(text: str) -> HandoverPerson:
    """Return a person from "Nguyễn Văn A, công chức Văn phòng"."""
    name, _, title = text.partition(",")
    return HandoverPerson(name.strip(), title.strip())


class DocumentDesk:
    """What is done to papers; the register's news refresh the screens."""

    def __init__(self, ui: UiContext) -> None:
        self._ui = ui

    def draft(self, fields: DraftFields, reply: FormReply, done: Callable[[str], object]) -> None:
        """Enter drafts; ``done`` hears the first one."""
        clock = self._ui.services.clock
        requests = requests_of(fields, clock.today())

        def work(session: "Session", job: Progress) -> Done[tuple[str, ...]]:
            made: list[str] = []
            for number, request in enumerate(requests):
                job.report(number, len(requests))
                made += create_drafts(session, request=request, clock=clock).value
            if not made:
                raise InvalidField(
                    "unit", "Không đơn vị nào còn thiếu báo cáo kỳ này nên không phải đôn đốc."
                )
            return Done(tuple(made), Changes(documents=True))

        def drafted(made: tuple[str, ...]) -> None:
            reply.accept()
            self._ui.navigator.tell(f"Đã soạn {len(made)} dự thảo.")
            done(made[0])

        self._ui.jobs.write(work, drafted, reply.refuse, title="Đang soạn văn bản", cancellable=True)

    def correct(self, key: str, done: Callable[[str], object]) -> None:
        """Draft what will replace a paper: the same request, the figures of today."""
        clock = self._ui.services.clock

        def drafted(made: str) -> None:
            self._ui.navigator.tell("Đã soạn dự thảo đính chính; ban hành rồi chọn Thay thế ở văn bản cũ.")
            done(made)

        self._ui.jobs.write(
            lambda session, job: draft_correction(session, document_id=key, clock=clock),
            drafted,
            title="Đang soạn đính chính",
        )

    def discard(self, keys: Sequence[str]) -> None:
        """Delete drafts; the same requests can be drafted again at once."""
        clock = self._ui.services.clock

        def work(session: "Session", job: Progress) -> Done[list[PaperRequest]]:
            requests = [request_of(get_document(session, key)) for key in keys]
            for key in keys:
                discard_draft(session, document_id=key, clock=clock)
            return Done(requests, Changes(documents=True))

        def done(requests: list[PaperRequest]) -> None:
            self._ui.navigator.tell(
                f"Đã xóa {len(keys)} dự thảo.", verb="Hoàn tác", action=lambda: self._redraft(requests)
            )

        self._ui.jobs.write(work, done, title="Đang xóa dự thảo")

    def _redraft(self, requests: Sequence[PaperRequest]) -> None:
        clock = self._ui.services.clock

        def work(session: "Session", job: Progress) -> Done[int]:
            for request in requests:
                create_drafts(session, request=request, clock=clock)
            return Done(len(requests), Changes(documents=True))

        self._ui.jobs.write(work, title="Đang soạn lại dự thảo")

    def check(self, lines: Sequence[PaperLine]) -> None:
        """Say of drafts that they are fit to be signed; those with faults stay drafts."""
        clock = self._ui.services.clock

        def work(session: "Session", line: PaperLine) -> Done[Any]:
            return mark_checked(session, document_id=line.id, clock=clock)

        run_each(
            self._ui.jobs,
            lines,
            work,
            lambda outcome: self._told(outcome, "kiểm tra"),
            title="Đang kiểm tra",
        )

    def change_form(
        self, key: str, changes: FrameChanges, version: int, refused: Callable[[AppError], object]
    ) -> None:
        """Keep what was changed of a draft's form, if nobody changed it meanwhile."""
        clock = self._ui.services.clock
        self._ui.jobs.write(
            lambda session, job: change_form(
                session, document_id=key, changes=changes, version=version, clock=clock
            ),
            lambda _: self._ui.navigator.tell("Đã cất thể thức của dự thảo."),
            refused,
            title="Đang cất dự thảo",
        )

    def reopen(self, lines: Sequence[PaperLine]) -> None:
        """Take checked papers back to be changed."""
        clock = self._ui.services.clock

        def work(session: "Session", line: PaperLine) -> Done[Any]:
            return reopen_draft(session, document_id=line.id, clock=clock)

        run_each(
            self._ui.jobs,
            lines,
            work,
            lambda outcome: self._told(outcome, "mở lại"),
            title="Đang mở lại dự thảo",
        )

    def issue(self, lines: Sequence[PaperLine], fields: IssueFields, reply: FormReply) -> None:
        """Issue papers: one refuses in its form, several each for itself."""
        clock = self._ui.services.clock
        if fields.issued_on > clock.today():
            day = format_date(fields.issued_on)
            reply.refuse(InvalidField("issued_on", f"Ngày ban hành {day} ở tương lai."))
            return

        def work(session: "Session", line: PaperLine) -> Done[Any]:
            return issue_document(
                session, document_id=line.id, issued_on=fields.issued_on, number=fields.number, clock=clock
            )

        if len(lines) > 1:
            reply.accept()
            told = self._told
            run_each(
                self._ui.jobs, lines, work, lambda outcome: told(outcome, "ban hành"), title="Đang ban hành"
            )
            return

        def done(number: str) -> None:
            reply.accept()
            self._ui.navigator.tell(f"Đã ban hành văn bản số {number}/{lines[0].row.symbol}.")

        self._ui.jobs.write(
            lambda session, job: work(session, lines[0]), done, reply.refuse, title="Đang ban hành văn bản"
        )

    def _told(self, outcome: Outcome[PaperLine], verb: str) -> None:
        if outcome.done:
            self._ui.navigator.tell(f"Đã {verb} {len(outcome.done)} văn bản.")
        if outcome.refused:
            findings = [
                Finding(None, line.row.about_unit or line.row.unit, f"{error.message} {error.hint}".strip())
                for line, error in outcome.refused
            ]
            self._ui.dialogs.show_findings(f"{len(findings)} văn bản chưa {verb} được.", findings)

    def keep_signed_file(self, line: PaperLine, path: Path) -> None:
        """Put the signed file away untouched and note it."""
        clock, folder = self._ui.services.clock, self._ui.services.paths.attachments

        def keep(job: Progress) -> SignedFile:
            signed = read_signed(path)
            keep_signed(signed, folder)
            return signed

        def note(signed: SignedFile) -> None:
            self._ui.jobs.write(
                lambda session, job: attach_signed(session, document_id=line.id, signed=signed, clock=clock),
                lambda _: self._ui.navigator.tell(f"Đã nhập bản ký “{path.name}”, giữ nguyên từng byte."),
                title="Đang ghi bản ký",
            )

        self._ui.jobs.compute(keep, note, title="Đang nhập bản ký")

    def replace(self, line: PaperLine, fields: ReplaceFields, reply: FormReply) -> None:
        """Say that a paper is replaced by a later one."""
        clock = self._ui.services.clock
        self._ui.jobs.write(
            lambda session, job: replace_document(
                session, document_id=line.id, by_id=fields.by_id, reason=fields.reason, clock=clock
            ),
            reply.accept,
            reply.refuse,
            title="Đang ghi thay thế",
        )

    def withdraw(self, line: PaperLine, reason: str) -> None:
        """Say that a paper no longer holds."""
        clock = self._ui.services.clock
        self._ui.jobs.write(
            lambda session, job: withdraw_document(session, document_id=line.id, reason=reason, clock=clock),
            lambda _: self._ui.navigator.tell(f"Đã thu hồi văn bản số {line.row.number}/{line.row.symbol}."),
            title="Đang thu hồi văn bản",
        )

    def export(self, lines: Sequence[PaperLine], fields: ExportFields) -> None:
        """Write files of papers into a folder; what cannot be made is listed, the rest goes on."""

        def collect(session: "Session", job: Progress) -> tuple[list[Paper], list[Finding]]:
            papers: dict[str, Paper] = {}
            faults: list[Finding] = []
            for number, line in enumerate(lines):
                job.report(number, len(lines), line.row.title)
                try:
                    paper = paper_of(session, line.id)
                except AppError as error:
                    faults.append(Finding(None, line.row.title, f"{error.message} {error.hint}".strip()))
                    continue
                name = paper.file_name("pdf")
                if name in papers:
                    words = f"Trùng tên tệp “{name}” với văn bản khác đang xuất; xuất riêng vào thư mục khác."
                    faults.append(Finding(None, line.row.title, words))
                papers.setdefault(name, paper)
            return list(papers.values()), faults

        write = PaperFiles(self._ui).write
        self._ui.jobs.read(collect, lambda found: write(fields, *found), title="Đang đọc văn bản")
