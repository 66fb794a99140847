"""Decisions of Văn bản: which papers are shown, what may be done with them, one paper in full."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Protocol

from app.core.errors import AppError
from app.core.statuses import DocumentState
from app.reports.checking.verdicts import Report
from app.reports.data.frame import FrameChanges
from app.services.checking import check_file
from app.services.papers import Paper, paper_bytes
from app.services.queries.document_desk import (
    DocumentPage,
    DraftChoices,
    PaperLine,
    draft_choices,
    list_papers,
    read_document,
)
from app.services.queries.documents import next_number
from app.ui.context import FileKind, FormReply, Ticket, UiContext
from app.ui.document_desk import (
    Action,
    Chosen,
    DocumentDesk,
    IssueFields,
    ReplaceFields,
    actions_for,
    chosen_lines,
)
from app.ui.paper_files import ExportFields, PaperFiles

Save = Callable[[Any, FormReply], object]
_MANY_PAGES = 40  # from here on a whole paper takes longer than a person waits for
_FILES = FileKind("Văn bản Word, PDF", ("docx", "pdf"))


class DocumentsView(Protocol):
    """What the presenter asks of the screen."""

    def show_list(self, lines: Sequence[PaperLine], years: Sequence[int], kinds: Mapping[str, str]) -> None:
        """Show the papers and what they can be filtered by."""

    def show_page(self, page: DocumentPage | None) -> None:
        """Show one paper in full, or the list again."""

    def show_paper(self, content: bytes, title: str, *, keeps_place: bool = False) -> None:
        """Show the pages of a paper, at the place that is looked at or from the first."""

    def page_count(self) -> int:
        """Return how many pages are shown."""
        ...

    def show_start(self, content: bytes) -> None:
        """Show newer first pages while the rest is on its way."""

    def show_form_problem(self, words: str) -> None:
        """Say why the form was not kept."""

    def show_trouble(self, error: AppError) -> None:
        """Say why there are no pages."""

    def show_report(self, report: Report | None, why: str = "") -> None:
        """Show the verdicts on the paper that is open; None while they are on their way."""

    def show_file_report(self, name: str, report: Report) -> None:
        """Show the verdicts on a file."""

    def show_actions(self, actions: frozenset[Action]) -> None:
        """Enable what may be done."""

    def select(self, document_id: str) -> None:
        """Select a paper in the list, now or when it comes."""

    def print_paper(self) -> None:
        """Print the paper that is shown."""

    def ask_draft(self, choices: DraftChoices, save: Save) -> None:
        """Ask for ``DraftFields``."""

    def ask_issue(self, lines: Sequence[PaperLine], number: str, today: date, save: Save) -> None:
        """Ask for ``IssueFields``."""

    def ask_replace(self, others: Sequence[PaperLine], save: Save) -> None:
        """Ask for ``ReplaceFields``."""

    def ask_export(self, known: ExportFields, count: int, save: Save) -> None:
        """Ask for ``ExportFields``."""


class DocumentsPresenter:
    """Papers in a list, one of them open."""

    def __init__(self, view: DocumentsView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui
        self._desk = DocumentDesk(ui)
        self._lines: tuple[PaperLine, ...] = ()
        self._chosen = Chosen()
        self._selection: tuple[PaperLine, ...] = ()
        self._wish = self._look = 0
        self._page: DocumentPage | None = None
        self._prints = False
        self._looking: Ticket | None = None
        self.open_id = ""

    @property
    def selection(self) -> tuple[PaperLine, ...]:
        """The papers that actions are about: the open one, else those selected."""
        if self.open_id:
            return tuple(line for line in self._lines if line.id == self.open_id)
        return self._selection

    def refresh(self) -> None:
        """Read the list, and the open paper."""
        self._ui.jobs.read(lambda session, job: list_papers(session), self._show)

    def choose(self, chosen: Chosen) -> None:
        """Show the papers of a year, a kind, a state."""
        self._chosen = chosen
        self._show_list()

    def selected(self, lines: Sequence[PaperLine]) -> None:
        """Hear what is selected in the list."""
        self._selection = tuple(lines)
        self._tell()

    def open(self, document_id: str, *, then_print: bool = False) -> None:
        """Show a paper in full."""
        self.open_id, self._prints = document_id, then_print
        self._load()

    def back_clicked(self) -> None:
        """Go back to the list."""
        if self.open_id:
            self._view.select(self.open_id)
        self._wish += 1
        self.open_id, self._page = "", None
        self._view.show_page(None)
        self._tell()

    def step(self, by: int) -> None:
        """Go to the next or previous paper of the list."""
        keys = [line.id for line in chosen_lines(self._lines, self._chosen)]
        if self.open_id in keys and 0 <= keys.index(self.open_id) + by < len(keys):
            self.open(keys[keys.index(self.open_id) + by])

    def _show(self, lines: tuple[PaperLine, ...]) -> None:
        self._lines = lines
        self._show_list()
        if self.open_id and not self.selection:
            self.back_clicked()
        elif self.open_id:
            self._load()

    def _show_list(self) -> None:
        years = sorted({line.row.year for line in self._lines}, reverse=True)
        kinds = {line.row.kind: line.row.kind_words for line in self._lines}
        self._view.show_list(chosen_lines(self._lines, self._chosen), years, kinds)
        self._tell()

    def _tell(self) -> None:
        self._view.show_actions(actions_for(self.selection, is_open=bool(self.open_id)))

    # --- one paper -------------------------------------------------------------------------------

    def _load(self) -> None:
        self._wish += 1
        wish, key = self._wish, self.open_id
        self._stop_looking()
        self._ui.jobs.read(
            lambda session, job: read_document(session, key),
            lambda page: self._show_document(page, wish),
        )

    def _show_document(self, page: DocumentPage, wish: int) -> None:
        if wish != self._wish:
            return
        is_same = self._page is not None and self._page.line.id == page.line.id
        self._page = page
        self._view.show_page(page)
        self._tell()
        paper = page.paper
        if paper is None:
            assert page.trouble is not None
            self._view.show_trouble(page.trouble)
            self._view.show_report(None, "Chưa tạo được văn bản nên chưa kiểm tra được thể thức.")
            return
        self._view.show_report(None)

        def shown(content: bytes) -> None:
            if wish == self._wish:
                self._view.show_paper(content, paper.file_name("pdf"), keeps_place=is_same)
                if self._prints:
                    self._prints = False
                    self._view.print_paper()

        def checked(report: Report) -> None:
            if wish == self._wish:
                self._view.show_report(report)

        jobs = self._ui.jobs
        self._looking = jobs.compute(
            lambda job: paper_bytes(paper, "pdf", job), shown, self._view.show_trouble
        )
        jobs.compute(lambda job: _verdicts(paper), checked, lambda e: self._view.show_report(None, e.message))

    def form_changed(self, changes: FrameChanges) -> None:
        """Show the pages with changes that are not kept yet; of a long paper its text comes first."""
        page = self._page
        if page is None or page.paper is None or page.form is None:
            return
        self._look += 1
        look, wish, paper = self._look, self._wish, page.paper
        looked = replace(paper, data=replace(paper.data, frame=page.form.frame(changes)))
        jobs, trouble = self._ui.jobs, self._view.show_trouble

        def shown(content: bytes) -> None:
            if (look, wish) == (self._look, self._wish):
                self._view.show_paper(content, paper.file_name("pdf"), keeps_place=True)

        def look_at_all() -> None:
            self._looking = jobs.compute(lambda job: paper_bytes(looked, "pdf", job), shown, trouble)

        def started(content: bytes) -> None:
            if (look, wish) == (self._look, self._wish):
                self._view.show_start(content)
                look_at_all()

        self._stop_looking()  # what was written before is not looked at any more
        if self._view.page_count() < _MANY_PAGES:
            look_at_all()
            return
        self._looking = jobs.compute(
            lambda job: paper_bytes(looked, "pdf", job, with_annexes=False), started, trouble
        )

    def _stop_looking(self) -> None:
        if self._looking is not None:
            self._looking.cancel()

    def form_kept(self, changes: FrameChanges) -> None:
        """Keep the changes of the form."""
        page = self._page
        if page is not None and page.form is not None:
            version = page.form.version
            self._desk.change_form(self.open_id, changes, version, self._form_refused)

    def _form_refused(self, error: AppError) -> None:
        self._view.show_form_problem(f"{error.message} {error.hint}".strip())

    # --- acts ------------------------------------------------------------------------------------

    def draft_clicked(self) -> None:
        """Ask what to draft."""
        today = self._ui.services.clock.today()
        self._ui.jobs.read(
            lambda session, job: draft_choices(session, today=today),
            lambda choices: self._view.ask_draft(
                choices, lambda fields, reply: self._desk.draft(fields, reply, self._drafted)
            ),
        )

    def _drafted(self, document_id: str) -> None:
        if self.open_id:
            self.back_clicked()
        self._view.select(document_id)

    def correct_clicked(self) -> None:
        """Draft the paper that will replace this one, and open it."""
        if self._may(Action.CORRECT):
            self._desk.correct(self.selection[0].id, self.open)

    def discard_clicked(self) -> None:
        """Delete drafts."""
        if self._may(Action.DISCARD):
            self._desk.discard([line.id for line in self.selection])

    def check_clicked(self) -> None:
        """Say that drafts are fit to be signed."""
        if self._may(Action.CHECK):
            self._desk.check(self.selection)

    def reopen_clicked(self) -> None:
        """Take checked papers back."""
        if self._may(Action.REOPEN):
            self._desk.reopen(self.selection)

    def issue_clicked(self) -> None:
        """Ask for number and day, then issue."""
        if not self._may(Action.ISSUE):
            return
        lines, today = self.selection, self._ui.services.clock.today()

        def save(fields: IssueFields, reply: FormReply) -> None:
            self._desk.issue(lines, fields, reply)

        self._ui.jobs.read(
            lambda session, job: next_number(session, lines[0].id, day=today),
            lambda number: self._view.ask_issue(lines, number, today, save),
        )

    def signed_clicked(self) -> None:
        """Take a signed file back in."""
        if self._may(Action.SIGNED):
            line = self.selection[0]
            path = self._ui.dialogs.ask_open_file("Nhập bản đã ký", (_FILES,))
            if path is not None:
                self._desk.keep_signed_file(line, path)

    def replace_clicked(self) -> None:
        """Ask which later paper takes the place of this one."""
        if not self._may(Action.REPLACE):
            return
        line = self.selection[0]
        row = line.row
        others = [
            other
            for other in self._lines
            if other.id != line.id
            and other.row.state is DocumentState.ISSUED
            and (other.row.kind, other.row.unit) == (row.kind, row.unit)
        ]
        if not others:
            self._ui.navigator.tell(
                "Chưa có văn bản nào cùng loại đã ban hành để thay thế. Soạn đính chính trước.",
                verb="Soạn đính chính",
                action=self.correct_clicked,
            )
            return

        def save(fields: ReplaceFields, reply: FormReply) -> None:
            self._desk.replace(line, fields, reply)

        self._view.ask_replace(others, save)

    def withdraw_clicked(self) -> None:
        """Ask why, then withdraw."""
        if not self._may(Action.WITHDRAW):
            return
        line = self.selection[0]
        reason = self._ui.dialogs.ask_text(
            f"Thu hồi văn bản số {line.row.number}/{line.row.symbol}",
            "Lý do thu hồi (số đã cấp không dùng lại):",
            verb="Thu hồi",
            lines=3,
        )
        if reason:
            self._desk.withdraw(line, reason)

    def export_clicked(self) -> None:
        """Ask which files, then write them."""
        if not self._may(Action.EXPORT):
            return
        files, lines = PaperFiles(self._ui), self.selection

        def save(fields: ExportFields, reply: FormReply) -> None:
            files.remember(fields)
            reply.accept()
            self._desk.export(lines, fields)

        self._view.ask_export(files.known(), len(lines), save)

    def print_clicked(self) -> None:
        """Print the paper chosen, as its pages are shown."""
        if self._may(Action.PRINT):
            self.open(self.selection[0].id, then_print=True)

    def check_file_clicked(self) -> None:
        """Hold a file made elsewhere against the rules."""
        path = self._ui.dialogs.ask_open_file("Kiểm tra tệp văn bản", (_FILES,))
        if path is None:
            return
        self._ui.jobs.compute(
            lambda job: check_file(path),
            lambda report: self._view.show_file_report(path.name, report),
            title="Đang kiểm tra tệp",
        )

    def _may(self, action: Action) -> bool:
        return action in actions_for(self.selection, is_open=bool(self.open_id))


def _verdicts(paper: Paper) -> Report:
    from app.reports.checking.checker import check_bytes

    return check_bytes(paper_bytes(paper, "docx"))
