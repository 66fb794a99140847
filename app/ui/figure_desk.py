"""Decisions of typing figures (S12): kept at once, checked at once, nothing typed is ever lost; no Qt."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from app.core.changes import Done
from app.core.clock import OFFICE_ZONE
from app.core.errors import AppError, InvalidField
from app.core.figures import BLANK, read_figure
from app.core.progress import Progress
from app.core.text import format_number, format_percent
from app.services.drafts import lay_down
from app.services.figures import adjust_opening, entered_figures, read_figures, set_figures, start_report
from app.services.queries.cell_history import cell_history
from app.services.queries.figures import FigureRow
from app.services.queries.report_draft import DeskReport, draft_key
from app.services.tally_figures import SOURCE as TALLY_SOURCE
from app.ui.context import FormReply, UiContext
from app.ui.figure_paste import PastePlan, plan_paste

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Save = Callable[[Any, FormReply], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """A correction of an opening balance as it was typed."""

    amount: str
    reason: str


@dataclass(slots=True)
class Pending:
    """What was typed and is not in the register yet, and what is wrong with it."""

    typed: dict[str, str] = field(default_factory=dict)
    explained: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether everything typed is kept."""
        return not self.typed and not self.explained

    def write(self, code: str, text: str, *, is_count: bool, source: str = "") -> bool:
        """Take a figure as typed; tell whether it can be kept."""
        self.typed[code] = text
        self.sources[code] = source
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

    def unkept(self) -> dict[str, str]:
        """Return what cannot be kept as figures."""
        return {c: t for c, t in self.typed.items() if c in self.problems}

    def drop(self, typed: Mapping[str, str], explained: Mapping[str, str]) -> None:
        """Forget what has been kept, unless it was typed again meanwhile."""
        self.typed = {c: t for c, t in self.typed.items() if typed.get(c) != t}
        self.explained = {c: t for c, t in self.explained.items() if explained.get(c) != t}


class FiguresView(Protocol):
    """What the desk asks of the screen."""

    def show_draft(self, report: DeskReport, pending: Pending) -> None:
        """Show the table, its findings, what is typed and not kept."""

    def show_saved(self, words: str) -> None:
        """Say when the report was last kept."""

    def ask_paste(self, plan: PastePlan, keep: Callable[[], object]) -> None:
        """Show how a block was read; ``keep`` fills the cells."""

    def ask_adjustment(self, row: FigureRow, save: Save) -> None:
        """Ask for an ``Adjustment`` of an opening balance."""


class FigureDesk:
    """The figures of the report that is open."""

    def __init__(self, view: FiguresView, ui: UiContext, on_change: Callable[[], object]) -> None:
        self._view = view
        self._ui = ui
        self._on_change = on_change
        self._is_saving = False
        self._started: set[str] = set()
        self._laid_down: dict[str, str] = {}
        self.pending = Pending()
        self.report: DeskReport | None = None

    def open(self, report: DeskReport | None) -> None:
        """Take a report up: carry balances over where it is new, bring back what could not be kept."""
        is_other = report is not None and (
            self.report is None or self.report.expected_id != report.expected_id
        )
        self.report = report
        if report is None:
            return
        if is_other and self.pending.is_empty:
            self._laid_down = dict(report.kept)
            for code, text in report.kept.items():
                if (row := self.row(code)) is not None and report.is_open:
                    self.pending.write(code, text, is_count=row.value_type == "int")
        if report.must_start and report.expected_id not in self._started:
            self._started.add(report.expected_id)
            key, clock = report.expected_id, self._ui.services.clock
            self._ui.jobs.write(
                lambda session, job: start_report(session, expected_id=key, clock=clock),
                title="Đang chuyển số kỳ trước sang",
            )
        self.show()

    def show(self) -> None:
        """Show the table again."""
        if self.report is not None:
            self._view.show_draft(self.report, self.pending)
        self._on_change()

    def row(self, code: str) -> FigureRow | None:
        """Return an indicator of the report."""
        rows = self.report.figures if self.report else ()
        return next((row for row in rows if row.code == code), None)

    def typed(self, code: str, text: str) -> None:
        """Take one figure; keep it at once when it can be."""
        if self._take(code, text):
            self.keep()
        self.show()

    def explained(self, code: str, text: str) -> None:
        """Take one explanation and keep it."""
        if self.row(code) is not None:
            self.pending.explained[code] = text
            self.keep()
            self.show()

    def filled(self, cells: Sequence[tuple[str, bool, str]]) -> None:
        """Take several cells at once: (code, whether it is the explanation, text)."""
        for code, is_explanation, text in cells:
            if is_explanation:
                self.pending.explained[code] = text
            else:
                self._take(code, text)
        self.keep()
        self.show()

    def pasted(self, code: str, block: Sequence[Sequence[str]], *, into_words: bool) -> None:
        """Show how a block from Excel was read before any of it is kept."""
        report = self.report
        if report is None or not report.is_open:
            return
        plan = plan_paste(report.figures, code, block, into_words=into_words)
        if not plan.cells:
            self._ui.navigator.tell("Không có ô nào nhận được phần đã chép.")
            return
        self._view.ask_paste(plan, lambda: self._keep_paste(plan))

    def _keep_paste(self, plan: PastePlan) -> None:
        for cell in plan.cells:
            if cell.text is not None:
                self._take(cell.code, cell.text)
            if cell.explanation and cell.code:
                self.pending.explained[cell.code] = cell.explanation
        self.keep()
        self.show()

    def take_tallies(self, codes: Sequence[str] | None = None) -> None:
        """Take the tally book's totals: into the cells named, else into every empty one."""
        report = self.report
        if report is None or not report.is_open:
            return
        taken = 0
        for code, amount in report.tallies.items():
            row = self.row(code)
            if (
                row is None
                or amount < 0
                or (row.figure.value is not None if codes is None else code not in codes)
            ):
                continue
            taken += self._take(code, format_number(amount), TALLY_SOURCE)
        if taken:
            self.keep()
            self.show()
        self._ui.navigator.tell(
            f"Đã lấy {taken} ô từ sổ đếm." if taken else "Sổ đếm không có số cho ô trống nào."
        )

    def fix(self, code: str, value: Decimal) -> None:
        """Put in the only figure with which a check holds."""
        self.typed(code, format_number(value))

    def adjust_clicked(self, code: str) -> None:
        """Ask how an opening balance is to be corrected."""
        row = self.row(code)
        if row is None or row.opening is None or self.report is None or not self.report.is_open:
            self._ui.navigator.tell("Chọn một số chuyển từ kỳ trước sang (ô có khóa) rồi điều chỉnh.")
            return
        self._view.ask_adjustment(row, lambda value, reply: self._adjust(row, value, reply))

    def _adjust(self, row: FigureRow, typed: Adjustment, reply: FormReply) -> None:
        assert self.report is not None
        key, clock = self.report.expected_id, self._ui.services.clock
        text = typed.amount.strip()
        try:
            figure = read_figure(text.lstrip("+-"), code=row.code, is_count=row.value_type == "int")
        except InvalidField as error:
            reply.refuse(InvalidField("amount", error.message, hint=error.hint))
            return
        amount = (figure.value or Decimal(0)) * (-1 if text.startswith("-") else 1)
        self._ui.jobs.write(
            lambda session, job: adjust_opening(
                session, expected_id=key, code=row.code, amount=amount, reason=typed.reason, clock=clock
            ),
            reply.accept,
            reply.refuse,
            title="Đang điều chỉnh số đầu kỳ",
        )

    def history_clicked(self, code: str) -> None:
        """Show what happened to a cell."""
        row = self.row(code)
        if row is None or self.report is None:
            return
        key = self.report.expected_id

        def show(lines: Sequence[str]) -> None:
            self._ui.dialogs.show_text(
                f"Lịch sử ô {code}", "\n".join(lines) or f"Ô {code} “{row.title}” chưa được ghi lần nào."
            )

        self._ui.jobs.read(lambda session, job: cell_history(session, expected_id=key, code=code), show)

    def keep(self) -> None:
        """Keep everything typed that can be; what cannot be read stays in the table and is laid down."""
        typed, explained = self.pending.ready()
        report = self.report
        if report is None or self._is_saving or not (typed or explained):
            return
        self._is_saving = True
        key, clock = report.expected_id, self._ui.services.clock
        sources = {code: self.pending.sources.get(code, "") for code in typed}

        def work(session: "Session", job: Progress) -> Done[Any]:
            known = entered_figures(session, key)
            figures = read_figures(session, key, typed)
            told = {code: known.get(code, BLANK) for code in explained if code not in figures}
            done: Done[Any] | None = None
            for source in dict.fromkeys(sources.values()):
                some = {code: figure for code, figure in figures.items() if sources[code] == source}
                words = {code: explained[code] for code in some if code in explained}
                done = set_figures(
                    session,
                    expected_id=key,
                    figures=some,
                    explanations=words,
                    clock=clock,
                    source=source,
                    keep_blocked=True,
                )
            if told:
                done = set_figures(
                    session,
                    expected_id=key,
                    figures=told,
                    explanations=explained,
                    clock=clock,
                    keep_blocked=True,
                )
            assert done is not None
            return done

        def done(_: object) -> None:
            self._is_saving = False
            self.pending.drop(typed, explained)
            self.tell_saved()
            self._on_change()
            self.keep()

        self._ui.jobs.write(work, done, self._not_kept, title="Đang cất số liệu")

    def tell_saved(self) -> None:
        """Say that the report has just been kept."""
        now = self._ui.services.clock.now().astimezone(OFFICE_ZONE)
        self._view.show_saved(f"Đã cất {now:%H:%M}")

    def lay_down(self) -> None:
        """Lay down what cannot be kept as figures: every ten seconds, and when the report is left."""
        report, unkept = self.report, self.pending.unkept()
        if report is None or unkept == self._laid_down:
            return
        self._laid_down = dict(unkept)
        key, clock = draft_key(report.expected_id), self._ui.services.clock
        self._ui.jobs.write(
            lambda session, job: lay_down(session, key=key, payload=unkept, clock=clock),
            title="Đang cất nháp",
        )

    def forget(self) -> None:
        """Drop what is typed and not kept."""
        self.pending = Pending()
        self.lay_down()

    def _take(self, code: str, text: str, source: str = "") -> bool:
        row = self.row(code)
        if row is None or row.is_computed or row.opening is not None:
            return False
        return self.pending.write(code, text, is_count=row.value_type == "int", source=source)

    def _not_kept(self, error: AppError) -> bool:
        self._is_saving = False
        self.show()
        return False


def cell_facts(row: FigureRow, tally: Decimal | None, remarks: Sequence[str]) -> str:
    """Return what stands under the table about the cell with the cursor: measure, past, tally, remarks."""
    parts = [f"{row.code} {row.title}" + (f" ({row.unit_of_measure})" if row.unit_of_measure else "")]
    if row.formula:
        parts.append(f"tính bằng {row.formula}")
    if row.target is not None:
        target = format_percent(row.target) if row.value_type == "percent" else format_number(row.target)
        parts.append(f"chỉ tiêu {target}")
    if row.opening is not None:
        opening = row.opening
        told = f"{opening.closing_code} kỳ trước {format_number(opening.carried)}"
        if opening.adjusted:
            told += f", điều chỉnh {format_number(opening.adjusted)}: {'; '.join(opening.reasons)}"
        parts.append(told)
    if tally is not None:
        parts.append(f"sổ đếm {format_number(tally)}")
    if row.source and row.opening is None:
        parts.append(f"nguồn: {row.source}")
    parts += [f"đầu mối nhận xét: {text}" for text in remarks]
    return " · ".join(parts)
