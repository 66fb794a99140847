"""Decisions of Báo cáo: what is chosen, what is typed and not kept yet, the paper and its files."""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum, auto
from typing import Any, Protocol

from app.core.errors import AppError
from app.core.periods import Month
from app.core.statuses import FigureState
from app.services.figures import set_narrative
from app.services.papers import Paper, collect_paper, paper_bytes
from app.services.queries.report_desk import (
    KINDS,
    MONTHLY,
    PLAN,
    Desk,
    DeskReport,
    DeskUnit,
    collect_papers,
    read_desk,
)
from app.ui.context import FormReply, UiContext
from app.ui.figure_desk import FigureDesk, FiguresView, Pending
from app.ui.paper_files import ExportFields, PaperFiles
from app.ui.screens.reports.columns import (
    EXPLANATION,
    NOTHING,
    FindingLine,
    finding_lines,
    findings_words,
)

Save = Callable[[Any, FormReply], object]


class Action(Enum):
    """What may be done on this screen."""

    KEEP = auto()
    EXPORT = auto()
    PRINT = auto()
    SEAL = auto()


def actions_for(desk: Desk | None, pending: Pending) -> frozenset[Action]:
    """Return what may be done now."""
    found = set() if pending.is_empty else {Action.KEEP}
    if desk is not None and desk.unit_id and (desk.month is not None or desk.kind == PLAN):
        found |= {Action.EXPORT, Action.PRINT}
    if desk is not None and desk.report is not None and desk.report.is_own:
        found.add(Action.SEAL)
    return frozenset(found)


class ReportsView(FiguresView, Protocol):
    """What the presenter asks of the screen."""

    def show_desk(self, desk: Desk) -> None:
        """Show what is chosen and can be chosen."""

    def show_empty(self, sentence: str, verb: str, action: Callable[[], object]) -> None:
        """Say why there is no report, and what to do."""

    def show_outline(self, report: DeskReport) -> None:
        """Show the words."""

    def ask_export_file(self, unit: str, period: str) -> None:
        """Ask for a file that another system exported, and show what it would fill in."""

    def show_findings_first(self, words: str) -> None:
        """Go to the first finding and say how many there are."""

    def show_actions(self, actions: frozenset[Action]) -> None:
        """Enable what may be done."""

    def show_paper(self, content: bytes, title: str) -> None:
        """Show a paper."""

    def show_paper_trouble(self, error: AppError) -> None:
        """Say why there is no paper."""

    def print_paper(self) -> None:
        """Print the paper that is shown."""

    def ask_export(self, kind: str, known: ExportFields, units: Sequence[DeskUnit], save: Save) -> None:
        """Ask for ``ExportFields``."""


class ReportsPresenter:
    """One paper at a time: chosen, typed, looked at; many as files."""

    def __init__(self, view: ReportsView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui
        self._files = PaperFiles(ui)
        self._kind = MONTHLY
        self._month: Month | None = None
        self._followed: Month | None = None
        self._year: int | None = None
        self._unit_id = ""
        self._paper_number = 0
        self.figures = FigureDesk(view, ui, self._settle)
        self.desk: Desk | None = None

    def refresh(self) -> None:
        """Read everything; follow the period on the top bar when it has changed."""
        period = self._ui.navigator.period
        if period is not None and period != self._followed and self.figures.pending.is_empty:
            self._followed = self._month = period
        kind, month, year, unit_id = self._kind, self._month, self._year, self._unit_id
        today, known = self._ui.services.clock.today(), self.desk
        self._ui.jobs.read(
            lambda session, job: read_desk(
                session, kind=kind, month=month, year=year, unit_id=unit_id, today=today, known=known
            ),
            self._show,
        )

    def choose(
        self,
        *,
        kind: str | None = None,
        month: Month | None = None,
        year: int | None = None,
        unit_id: str | None = None,
    ) -> None:
        """Go to another paper, if nothing typed would be lost."""
        if not self.may_leave():
            if self.desk is not None:
                self._view.show_desk(self.desk)
            return
        self._kind, self._month = kind or self._kind, month or self._month
        self._year = year or self._year
        self._unit_id = self._unit_id if unit_id is None else unit_id
        self.refresh()

    def step_unit(self, step: int) -> None:
        """Go to the next or previous unit."""
        keys = [unit.id for unit in self.desk.units] if self.desk else []
        if self._unit_id in keys and 0 <= keys.index(self._unit_id) + step < len(keys):
            self.choose(unit_id=keys[keys.index(self._unit_id) + step])

    def open_place(self, place: Mapping[str, str]) -> None:
        """Go to ``kind``, ``period``, ``year``, ``unit_id``, whichever are named."""
        period, year = place.get("period"), place.get("year")
        self.choose(
            kind=place["kind"] if place.get("kind") in KINDS else None,
            month=Month.parse(period) if period else None,
            year=int(year) if year else None,
            unit_id=place.get("unit_id"),
        )

    def may_leave(self) -> bool:
        """Tell whether the report may be left; ask where something typed would be lost."""
        if self.figures.pending.is_empty:
            return True
        leaves = self._ui.dialogs.confirm(
            f"Có {len(self.figures.pending.unkept())} ô chưa đọc được thành số.",
            verb="Bỏ các ô đó",
            detail="Chọn “Hoãn” để quay lại sửa; các ô sai nằm trong danh sách dưới bảng.",
        )
        if leaves:
            self.figures.forget()
        return leaves

    def cell_typed(self, code: str, column: int, text: str) -> None:
        """Take one cell of the table."""
        if column == EXPLANATION:
            self.figures.explained(code, text)
        else:
            self.figures.typed(code, text)

    def cells_filled(self, cells: Sequence[tuple[str, int, str]]) -> None:
        """Take several cells at once."""
        self.figures.filled([(code, column == EXPLANATION, text) for code, column, text in cells])

    def cells_pasted(self, code: str, column: int, block: Sequence[Sequence[str]]) -> None:
        """Look at a block from Excel."""
        self.figures.pasted(code, block, into_words=column == EXPLANATION)

    def check_clicked(self) -> None:
        """Say what the check found; it runs by itself after every change."""
        report = self.desk.report if self.desk else None
        if report is not None:
            self._view.show_findings_first(
                findings_words(finding_lines(report, self.figures.pending.problems))
            )

    def fix_clicked(self, finding: FindingLine | None) -> None:
        """Put in the only answer of a finding."""
        if finding is not None and finding.fix is not None:
            self.figures.fix(finding.fix.code, finding.fix.value)

    def autosave(self) -> None:
        """Keep what can be kept and lay the rest down: every ten seconds, and when the report is left."""
        self.figures.keep()
        self.figures.lay_down()

    def export_file_clicked(self) -> None:
        """Fill the figures in from what the one-stop or the document system exports."""
        desk = self.desk
        unit = next((u for u in desk.units if u.id == desk.unit_id), None) if desk else None
        if desk is None or desk.report is None or unit is None or not desk.report.is_open:
            self._ui.navigator.tell("Mở báo cáo tháng của một đơn vị, kỳ chưa khóa, rồi điền.")
            return
        self._view.ask_export_file(unit.code, str(desk.month))

    def tallies_clicked(self) -> None:
        """Go to the tally book of the month."""
        self._ui.navigator.open("tallies", period=str(self._month) if self._month else "")

    def seal_clicked(self) -> None:
        """Go to the gate of the report that is open."""
        report = self.desk.report if self.desk else None
        if report is not None and self.may_leave():
            self._ui.navigator.open("sealing", report=report.expected_id)

    def words_written(self, heading_key: str, text: str) -> None:
        """Keep what was written under a heading."""
        self._write_words(heading_key, text, FigureState.VALUE if text.strip() else FigureState.BLANK)

    def nothing_clicked(self, heading_key: str) -> None:
        """Say that there is nothing to report under a heading."""
        self._write_words(heading_key, "", FigureState.NONE_ARISEN)

    def _write_words(self, heading_key: str, text: str, state: FigureState) -> None:
        report = self.desk.report if self.desk else None
        if report is None:
            return
        clock = self._ui.services.clock
        self._ui.jobs.write(
            lambda session, job: set_narrative(
                session,
                expected_id=report.expected_id,
                heading_key=heading_key,
                text=text,
                state=state,
                clock=clock,
            ),
            lambda _: self.figures.tell_saved(),
            title="Đang cất thuyết minh",
        )

    def load_paper(self, *, then_print: bool = False) -> None:
        """Make the paper of what is chosen and show it; a newer wish makes this one void."""
        if Action.PRINT not in actions_for(self.desk, self.figures.pending):
            return
        assert self.desk is not None
        self._paper_number += 1
        number, request = (
            self._paper_number,
            self.desk.request(self.desk.unit_id, self._ui.services.clock.today()),
        )

        def show(paper: Paper, content: bytes) -> None:
            if number == self._paper_number:
                self._view.show_paper(content, paper.file_name("pdf"))
                if then_print:
                    self._view.print_paper()

        def failed(error: AppError) -> None:
            if number == self._paper_number:
                self._view.show_paper_trouble(error)

        def render(paper: Paper) -> None:
            self._ui.jobs.compute(
                lambda job: paper_bytes(paper), lambda content: show(paper, content), failed, title=""
            )

        self._ui.jobs.read(lambda session, job: collect_paper(session, request), render, failed)

    def export_clicked(self) -> None:
        """Ask which files, then write them."""
        if Action.EXPORT not in actions_for(self.desk, self.figures.pending):
            return
        assert self.desk is not None
        known = self._files.known((self.desk.unit_id,))
        self._view.ask_export(KINDS[self.desk.kind], known, self.desk.units, self._export)

    def _export(self, fields: ExportFields, reply: FormReply) -> None:
        desk, today = self.desk, self._ui.services.clock.today()
        assert desk is not None
        self._files.remember(fields)
        reply.accept()
        self._ui.jobs.read(
            lambda session, job: collect_papers(session, desk, fields.unit_ids, today, job),
            lambda found: self._files.write(fields, *found),
            title="Đang đọc số liệu",
        )

    def wording_clicked(self) -> None:
        """Go to the headings and sentences of this kind of paper."""
        self._ui.navigator.open("wording", kind=self._kind)

    def _show(self, desk: Desk) -> None:
        self.desk = desk
        self._kind, self._month, self._unit_id = desk.kind, desk.month or self._month, desk.unit_id
        self._view.show_desk(desk)
        if not desk.units:
            sentence, verb, module = NOTHING.get(desk.kind, NOTHING[MONTHLY])
            self._view.show_empty(sentence, verb, lambda: self._ui.navigator.open(module))
        if desk.report is not None:
            self._view.show_outline(desk.report)
        self.figures.open(desk.report)
        self._settle()

    def _settle(self) -> None:
        self._view.show_actions(actions_for(self.desk, self.figures.pending))
