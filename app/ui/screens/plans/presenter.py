"""Decisions of the plans screen: which unit's year is shown, what may be done with it."""

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.core.changes import Changes, Done
from app.core.errors import InvalidField
from app.core.progress import Progress
from app.core.text import format_number
from app.services.queries.plan_units import ScoreEntry, UnitPlan, plans_of_year, score_entry, unit_plan
from app.services.queries.plans import PlanRowRow, PlanSummary
from app.services.queries.score_card import CardLine, card_lines
from app.ui.context import FormReply, UiContext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.services.papers import Paper
    from app.services.plans import PlanRowFields, ScoreFields


class Tab(Enum):
    """What is shown of a unit's year."""

    ROWS = auto()
    SCORES = auto()


class Action(Enum):
    """What can be done."""

    OPEN = auto()
    BACK = auto()
    GENERATE = auto()
    ADD = auto()
    EDIT = auto()
    TO_TASKS = auto()
    EXPORT = auto()
    IMPORT = auto()
    SCALE = auto()
    TEMPLATE = auto()


LIST_ACTIONS = frozenset({Action.OPEN, Action.IMPORT, Action.SCALE, Action.TEMPLATE})


class PlansView(Protocol):
    """What the presenter asks of the screen."""

    def show_list(self, year: int, rows: Sequence[PlanSummary]) -> None:
        """Show every unit's line."""
        ...

    def show_unit(self, plan: UnitPlan, lines: Sequence[CardLine], summary: str) -> None:
        """Show one unit's scores and plan."""
        ...

    def show_actions(self, actions: frozenset[Action]) -> None:
        """Show what can be done now."""
        ...

    def ask_score(self, entry: ScoreEntry, save: Callable[["ScoreFields", FormReply], object]) -> None:
        """Ask for a score."""
        ...

    def ask_row(
        self, row: PlanRowRow | None, year: int, save: Callable[["PlanRowFields", FormReply], object]
    ) -> None:
        """Ask for a row of the plan."""
        ...

    def select_row(self, row_id: str) -> None:
        """Select a row, now or when it comes."""
        ...

    def open_folder(self, folder: Path) -> None:
        """Show a folder in the system's own window."""
        ...


def actions_for(
    unit: UnitPlan | None, tab: Tab, rows: Sequence[PlanRowRow], lines: Sequence[CardLine]
) -> frozenset[Action]:
    """Return what can be done with what is shown and selected."""
    if unit is None:
        return LIST_ACTIONS
    can = {Action.BACK}
    if unit.card is not None:
        can.add(Action.GENERATE)
    if tab is Tab.SCORES:
        if len(lines) == 1 and not lines[0].is_field:
            can.add(Action.EDIT)
        return frozenset(can)
    if unit.plan_id is not None:
        can |= {Action.ADD, Action.EXPORT} if unit.card is not None else {Action.ADD}
    if len(rows) == 1:
        can.add(Action.EDIT)
    if any(row.task_id is None for row in rows):
        can.add(Action.TO_TASKS)
    return frozenset(can)


def ready_for_task(row: PlanRowRow) -> bool:
    """Tell whether a row can become a task: it says what, who and until when."""
    return row.task_id is None and bool(row.measure and row.lead and row.due)


def summary_of(plan: UnitPlan) -> str:
    """Return a unit's year in one sentence or two."""
    if plan.card is None:
        return f"Chưa có bộ tiêu chí năm {plan.year - 1}: chưa tính được điểm bị trừ."
    scored = [row for row in plan.card.rows if row.points is not None]
    if not scored:
        return f"Chưa có điểm năm {plan.year - 1}: nhập điểm ở thẻ “Điểm”, hoặc nhập từ Excel."
    lost = [row for row in plan.card.rows if row.deducted]
    points = sum((row.deducted for row in lost if row.deducted), Decimal(0))
    words = (
        f"Năm {plan.year - 1}: {format_number(plan.card.total)}/{format_number(plan.card.max_points)} điểm"
    )
    words += " (tạm tính)" if plan.card.is_provisional else ""
    words += f", xếp loại {plan.card.band}" if plan.card.band else ""
    words += f"; bị trừ {format_number(points)} điểm ở {len(lost)} tiêu chí."
    if plan.plan_id is None:
        return f"{words} Chưa có kế hoạch năm {plan.year}."
    whole = sum(1 for row in plan.rows if not row.missing)
    answered = sum(1 for row in plan.rows if row.deducted)
    unanswered = max(len(lost) - answered, 0)
    words += f" Kế hoạch: {len(plan.rows)} dòng, {whole} dòng đủ."
    return f"{words} Còn {unanswered} tiêu chí bị trừ chưa có dòng." if unanswered else words


def read_points(text: str, field: str) -> Decimal | None:
    """Read points as people type them: "2,5" or "2.5"; blank is None."""
    line = text.strip().replace(",", ".")
    if not line:
        return None
    try:
        points = Decimal(line)
    except InvalidOperation:
        points = Decimal("NaN")
    if not points.is_finite() or -points.as_tuple().exponent > 4:  # type: ignore[operator]
        raise InvalidField(field, f"“{text.strip()}” không phải là số điểm.", hint="Ví dụ: 2,5.")
    return points


class PlansPresenter:
    """The list of units, or one unit's year."""

    def __init__(self, view: PlansView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui
        self._list: tuple[PlanSummary, ...] = ()
        self.year = ui.services.clock.today().year
        self.unit_id: str | None = None
        self.unit: UnitPlan | None = None
        self._tab = Tab.ROWS
        self._rows: Sequence[PlanRowRow] = ()
        self._lines: Sequence[CardLine] = ()

    def refresh(self) -> None:
        """Read what is shown again."""
        today, year, unit_id = self._ui.services.clock.today(), self.year, self.unit_id

        def work(session: "Session", job: Progress) -> tuple[tuple[PlanSummary, ...], UnitPlan | None]:
            listed = plans_of_year(session, year=year, as_of=today)
            shown = unit_plan(session, unit_id=unit_id, year=year, as_of=today) if unit_id else None
            return listed, shown

        self._ui.jobs.read(work, self._show)

    def year_changed(self, year: int) -> None:
        """Show another year."""
        if year != self.year:
            self.year = year
            self.refresh()

    def open_unit(self, unit_id: str) -> None:
        """Show one unit's year."""
        self.unit_id = unit_id
        self.refresh()

    def step_unit(self, step: int) -> None:
        """Go to the unit before or after, in official order."""
        order = [row.unit_id for row in self._list]
        if self.unit_id in order:
            at = order.index(self.unit_id) + step
            if 0 <= at < len(order):
                self.open_unit(order[at])

    def back_clicked(self) -> None:
        """Go back to the list."""
        self.unit_id = self.unit = None
        self._view.show_list(self.year, self._list)
        self._selected()
        self.refresh()

    def selected(self, tab: Tab, rows: Sequence[PlanRowRow], lines: Sequence[CardLine]) -> None:
        """Hear what is selected."""
        self._tab, self._rows, self._lines = tab, rows, lines
        self._selected()

    def generate_clicked(self) -> None:
        """Give the plan a row for every point lost."""
        unit, clock = self.unit, self._ui.services.clock
        if unit is None:
            return
        before = len(unit.rows)

        def work(session: "Session", job: Progress) -> Done[int]:
            from app.services.plans import open_plan
            from app.services.queries.plans import get_plan_rows

            done = open_plan(session, unit_id=unit.unit_id, year=unit.year, clock=clock)
            rows = get_plan_rows(session, unit_id=unit.unit_id, year=unit.year, as_of=clock.today())
            return Done(len(rows) - before, done.changes)

        self._ui.jobs.write(work, self._generated, title="Đang sinh dòng kế hoạch")

    def add_clicked(self) -> None:
        """Ask for a row of the person's own."""
        if self.unit is not None and self.unit.plan_id is not None:
            self._view.ask_row(None, self.year, lambda fields, reply: self._save_row(None, fields, reply))

    def edit_clicked(self) -> None:
        """Edit the selected row or score."""
        if self.unit is None:
            return
        if self._tab is Tab.ROWS and len(self._rows) == 1:
            row = self._rows[0]
            self._view.ask_row(row, self.year, lambda fields, reply: self._save_row(row, fields, reply))
        elif self._tab is Tab.SCORES and len(self._lines) == 1 and not self._lines[0].is_field:
            criterion, unit_id = self._lines[0].key, self.unit.unit_id
            self._ui.jobs.read(
                lambda session, job: score_entry(session, criterion_id=criterion, unit_id=unit_id),
                lambda entry: self._view.ask_score(entry, self._save_score),
            )

    def to_tasks_clicked(self) -> None:
        """Enter the selected rows as tasks; rows that lack something stay and are named."""
        ready = [row for row in self._rows if ready_for_task(row)]
        lacking = [row for row in self._rows if row.task_id is None and not ready_for_task(row)]
        left = ", ".join(str(row.position) for row in lacking)
        if not ready:
            self._ui.navigator.tell(f"Dòng {left} chưa đủ giải pháp, chủ trì, thời hạn. Bấm F2 để ghi.")
            return
        clock = self._ui.services.clock

        def work(session: "Session", job: Progress) -> Done[int]:
            from app.services.plans import plan_row_to_task

            changes = Changes()
            for number, row in enumerate(ready):
                job.report(number, len(ready))
                changes |= plan_row_to_task(session, row_id=row.id, clock=clock).changes
            return Done(len(ready), changes)

        def made(count: int) -> None:
            words = f"Đã chuyển {count} dòng thành nhiệm vụ."
            self._ui.navigator.tell(
                f"{words} Dòng {left} chưa đủ nên để lại." if left else words,
                verb="Mở Nhiệm vụ",
                action=lambda: self._ui.navigator.open("tasks"),
            )

        self._ui.jobs.write(work, made, title="Đang chuyển thành nhiệm vụ")

    def export_clicked(self) -> None:
        """Write the plan's paper in the formats the person prefers."""
        unit, day, services = self.unit, self._ui.services.clock.today(), self._ui.services
        if unit is None:
            return
        chosen = services.settings.text("documents.folder")
        folder = Path(chosen) if chosen else services.paths.documents
        formats = tuple(word for word in services.settings.text("documents.formats").split(",") if word)

        def collect(session: "Session", job: Progress) -> "Paper":
            from app.services.papers import PaperRequest, collect_paper

            request = PaperRequest(kind="improvement-plan", day=day, unit_id=unit.unit_id, year=unit.year)
            return collect_paper(session, request)

        def write(paper: "Paper") -> None:
            def work(job: Progress) -> tuple[Path, ...]:
                from app.services.papers import write_papers

                return write_papers((paper,), folder, formats, job)

            self._ui.jobs.compute(work, self._exported, title="Đang xuất kế hoạch")

        self._ui.jobs.read(collect, write, title="Đang đọc kế hoạch")

    def _save_row(self, row: PlanRowRow | None, fields: "PlanRowFields", reply: FormReply) -> None:
        unit, clock = self.unit, self._ui.services.clock
        if unit is None or unit.plan_id is None:
            return
        plan_id = unit.plan_id

        def work(session: "Session", job: Progress) -> Done[str]:
            from app.services.plans import save_plan_row

            key, seen = (row.id, row.version) if row is not None else (None, None)
            return save_plan_row(session, plan_id=plan_id, fields=fields, clock=clock, row_id=key, seen=seen)

        def saved(key: str) -> None:
            reply.accept()
            self._view.select_row(key)

        self._ui.jobs.write(work, saved, reply.refuse, title="Đang cất dòng kế hoạch")

    def _save_score(self, fields: "ScoreFields", reply: FormReply) -> None:
        clock = self._ui.services.clock

        def work(session: "Session", job: Progress) -> Done[str]:
            from app.services.plans import save_score

            return save_score(session, fields=fields, clock=clock)

        self._ui.jobs.write(work, reply.accept, reply.refuse, title="Đang cất điểm")

    def _show(self, found: tuple[tuple[PlanSummary, ...], UnitPlan | None]) -> None:
        self._list, self.unit = found
        if self.unit is None:
            self._view.show_list(self.year, self._list)
        else:
            lines = card_lines(self.unit.card) if self.unit.card else ()
            self._view.show_unit(self.unit, lines, summary_of(self.unit))
        self._selected()

    def _selected(self) -> None:
        self._view.show_actions(actions_for(self.unit, self._tab, self._rows, self._lines))

    def _generated(self, count: int) -> None:
        words = f"Đã thêm {count} dòng cho các điểm bị trừ." if count else "Mọi điểm bị trừ đã có dòng."
        self._ui.navigator.tell(words)

    def _exported(self, files: tuple[Path, ...]) -> None:
        self._ui.navigator.tell(
            f"Đã xuất {len(files)} tệp vào {files[0].parent}.",
            verb="Mở thư mục",
            action=lambda: self._view.open_folder(files[0].parent),
        )
