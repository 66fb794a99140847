"""Decisions of Báo cáo: what is chosen, what is typed and not kept yet, the paper and its files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Protocol

from app.core.changes import Done
from app.core.errors import AppError, ImportRefused, InvalidField
from app.core.figures import BLANK, read_figure
from app.core.periods import Month
from app.core.progress import Progress
from app.core.statuses import FigureState
from app.services.figures import entered_figures, read_figures, set_figures, set_narrative
from app.services.papers import Paper, collect_paper, paper_bytes
from app.services.queries.report_desk import (
    KINDS,
    MONTHLY,
    PLAN,
    Desk,
    DeskUnit,
    collect_papers,
    read_desk,
)
from app.ui.context import FormReply, UiContext
from app.ui.paper_files import ExportFields, PaperFiles
from app.ui.screens.reports.columns import (
    NOTHING,
    NOW,
    FindingLine,
    entry_lines,
    finding_lines,
    outline_lines,
)
from app.ui.tables.entry_line import EntryLine
from app.ui.widgets.outline_line import OutlineLine

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Save = Callable[[Any, FormReply], object]


class Action(Enum):
    """What may be done on this screen."""

    KEEP = auto()
    EXPORT = auto()
    PRINT = auto()


@dataclass(slots=True)
class Pending:
    """What was typed and is not in the register yet, and what is wrong with it."""

    typed: dict[str, str] = field(default_factory=dict)
    explained: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    refused: tuple[FindingLine, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether everything typed is kept."""
        return not self.typed and not self.explained

    def write(self, code: str, column: int, text: str, *, is_count: bool) -> bool:
        """Take what was typed; tell whether it can be kept."""
        if column != NOW:
            self.explained[code] = text
            return True
        self.typed[code] = text
        try:
            read_figure(text, code=code, is_count=is_count)
        except InvalidField as error:
            self.problems[code] = f"{error.message} {error.hint}".strip()
            return False
        self.problems.pop(code, None)
        return True

    def ready(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return what can be kept: figures and explanations."""
        return {c: t for c, t in self.typed.items() if c not in self.problems}, dict(self.explained)

    def drop(self, typed: Mapping[str, str], explained: Mapping[str, str]) -> None:
        """Forget what has been kept, unless it was typed again meanwhile."""
        self.typed = {c: t for c, t in self.typed.items() if typed.get(c) != t}
        self.explained = {c: t for c, t in self.explained.items() if explained.get(c) != t}
        self.refused = ()


def actions_for(desk: Desk | None, pending: Pending) -> frozenset[Action]:
    """Return what may be done now."""
    found = set() if pending.is_empty else {Action.KEEP}
    if desk is not None and desk.unit_id and (desk.month is not None or desk.kind == PLAN):
        found |= {Action.EXPORT, Action.PRINT}
    return frozenset(found)


class ReportsView(Protocol):
    """What the presenter asks of the screen."""

    def show_desk(self, desk: Desk) -> None:
        """Show what is chosen and can be chosen."""

    def show_empty(self, sentence: str, verb: str, action: Callable[[], object]) -> None:
        """Say why there is no report, and what to do."""

    def show_figures(self, lines: Sequence[EntryLine], findings: Sequence[FindingLine]) -> None:
        """Show the table and its faults."""

    def show_outline(self, lines: Sequence[OutlineLine], *, is_open: bool) -> None:
        """Show the words."""

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
        self._is_saving = False
        self._paper_number = 0
        self.pending = Pending()
        self.desk: Desk | None = None

    def refresh(self) -> None:
        """Read everything; follow the period on the top bar when it has changed."""
        period = self._ui.navigator.period
        if period is not None and period != self._followed and self.pending.is_empty:
            self._followed = self._month = period
        kind, month, year, unit_id = self._kind, self._month, self._year, self._unit_id
        today = self._ui.services.clock.today()
        self._ui.jobs.read(
            lambda session, job: read_desk(
                session, kind=kind, month=month, year=year, unit_id=unit_id, today=today
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
        if self.pending.is_empty:
            return True
        leaves = self._ui.dialogs.confirm(
            f"Có {len(self.pending.typed) + len(self.pending.explained)} ô chưa cất được vì còn chỗ sai.",
            verb="Bỏ các ô đó",
            detail="Chọn “Hoãn” để quay lại sửa; các ô sai nằm trong danh sách dưới bảng.",
        )
        if leaves:
            self.pending = Pending()
        return leaves

    def figure_typed(self, code: str, column: int, text: str) -> None:
        """Take one cell; keep it at once when it can be."""
        if self._take(code, column, text):
            self.keep()
        self._show_figures()

    def figures_pasted(self, code: str, column: int, texts: Sequence[str]) -> None:
        """Put a column copied from Excel into the cells from this one on, after a look at how many."""
        report = self.desk.report if self.desk else None
        codes = [row.code for row in report.figures if not row.is_computed] if report else []
        cells = list(zip(codes[codes.index(code) :], texts, strict=False)) if code in codes else []
        if cells and self._ui.dialogs.confirm(
            f"Dán {len(cells)} dòng vào các ô từ {cells[0][0]} đến {cells[-1][0]}?",
            verb="Dán",
            detail="Ô do chương trình tính được bỏ qua.",
        ):
            for one, text in cells:
                self._take(one, column, text)
            self.keep()
            self._show_figures()

    def keep(self) -> None:
        """Keep everything typed that can be; what is refused stays in the table."""
        typed, explained = self.pending.ready()
        report = self.desk.report if self.desk else None
        if report is None or self._is_saving or not (typed or explained):
            return
        self._is_saving = True
        key, clock = report.expected_id, self._ui.services.clock

        def work(session: "Session", job: Progress) -> Done[Any]:
            known = entered_figures(session, key)
            figures = {code: known.get(code, BLANK) for code in explained}
            figures |= read_figures(session, key, typed)
            return set_figures(session, expected_id=key, figures=figures, explanations=explained, clock=clock)

        def done(_: object) -> None:
            self._is_saving = False
            self.pending.drop(typed, explained)
            self._view.show_actions(actions_for(self.desk, self.pending))
            self.keep()

        self._ui.jobs.write(work, done, self._not_kept, title="Đang cất số liệu")

    def _take(self, code: str, column: int, text: str) -> bool:
        rows = self.desk.report.figures if self.desk and self.desk.report else ()
        row = next((row for row in rows if row.code == code), None)
        return row is not None and self.pending.write(code, column, text, is_count=row.value_type == "int")

    def _not_kept(self, error: AppError) -> bool:
        self._is_saving = False
        if not isinstance(error, ImportRefused):
            return False
        self.pending.refused = tuple(
            FindingLine("block", f.message, (f.column or "").split(", ")[0]) for f in error.findings
        )
        self._show_figures()
        return True

    def _show_figures(self) -> None:
        report = self.desk.report if self.desk else None
        if report is not None:
            p = self.pending
            self._view.show_figures(
                entry_lines(report, p.typed, p.explained, p.problems),
                finding_lines(report.findings, p.problems, p.refused),
            )
        self._view.show_actions(actions_for(self.desk, self.pending))

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
            title="Đang cất thuyết minh",
        )

    def load_paper(self, *, then_print: bool = False) -> None:
        """Make the paper of what is chosen and show it; a newer wish makes this one void."""
        if Action.PRINT not in actions_for(self.desk, self.pending):
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
        if Action.EXPORT not in actions_for(self.desk, self.pending):
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
            self._view.show_outline(outline_lines(desk.report.headings), is_open=desk.report.is_open)
        self._show_figures()
