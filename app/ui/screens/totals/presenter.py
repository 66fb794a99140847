"""Decisions on the totals: which reach and columns, the story of a number, its sheet, closing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.core.changes import Done
from app.core.errors import AppError
from app.core.periods import Month
from app.services.closing import close_totals
from app.services.papers import Paper, PaperRequest, collect_paper
from app.services.queries.closed_totals import ClosedState, closed_state
from app.services.queries.last_known import LastKnown, with_last_known
from app.services.queries.number_story import NumberStory, explain_number
from app.services.queries.periods import PeriodRow, begun_periods, find_period
from app.services.queries.sums import RollUp
from app.services.queries.totals import Reach, Totals, consolidate
from app.ui.context import FormReply, UiContext
from app.ui.paper_files import ExportFields, PaperFiles

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Save = Callable[[ExportFields, FormReply], object]


@dataclass(frozen=True, slots=True)
class TotalsPage:
    """The totals with what stands beside them: last known values, the present ones, the closing."""

    found: Totals
    periods: tuple[PeriodRow, ...]
    last: LastKnown | None
    now: Totals | None
    closed: ClosedState | None


class TotalsView(Protocol):
    """What the totals ask of the screen."""

    def show_totals(self, page: TotalsPage) -> None:
        """Show the table with who stands behind it."""

    def show_story(self, story: NumberStory) -> None:
        """Show what a number is made of."""

    def show_empty(self, sentence: str, page: TotalsPage | None) -> None:
        """Say what is missing to make a total."""

    def ask_export(self, fields: ExportFields, save: Save) -> None:
        """Ask for ``ExportFields``."""


class TotalsPresenter:
    """The totals of one period."""

    def __init__(self, view: TotalsView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui
        self._files = PaperFiles(ui)
        self._month: Month | None = None  # None: the last period that closed
        self._followed = ui.navigator.period
        self.reach, self.by = Reach.PERIOD, RollUp.GROUP
        self.page: TotalsPage | None = None
        self.story: NumberStory | None = None

    def refresh(self) -> None:
        """Add everything up anew; the period on the top bar counts once it is changed there."""
        if self._ui.navigator.period != self._followed:
            self._month = self._followed = self._ui.navigator.period
        name, today = (str(self._month) if self._month else None), self._ui.services.clock.today()
        reach, by = self.reach, self.by

        def read(session: "Session", job: object) -> TotalsPage:
            period = find_period(session, name=name, as_of=today)
            found = consolidate(session, period=period, as_of=today, reach=reach, by=by)
            is_period = reach is Reach.PERIOD
            return TotalsPage(
                found,
                begun_periods(session, period=period, as_of=today),
                with_last_known(session, found) if is_period else None,
                consolidate(session, period=period, as_of=today, by=by) if reach is Reach.LAST_YEAR else None,
                closed_state(session, found) if is_period else None,
            )

        self._ui.jobs.read(read, self._show, self._cannot, title="Đang tổng hợp")

    def open_place(self, place: Mapping[str, str]) -> None:
        """Go to a period."""
        if name := place.get("period"):
            self.choose_period(name)

    def choose_period(self, name: str) -> None:
        """Show another period."""
        self._month = Month.parse(name)
        self.refresh()

    def choose(self, *, reach: Reach | None = None, by: RollUp | None = None) -> None:
        """Show another reach, or other columns."""
        self.reach, self.by = reach or self.reach, by or self.by
        self.refresh()

    def explain(self, code: str, *, column: int | None = None, part: int = 0) -> None:
        """Open a number down to unit, version and cell."""
        if self.page is None:
            return
        found = self.page.found
        self._ui.jobs.read(
            lambda session, job: explain_number(session, found, code=code, column=column, part=part),
            self._tell_story,
            title="Đang giải thích số",
        )

    def sheet_clicked(self) -> None:
        """Ask for formats and folder, then write the one-page sheet of the number that is open."""
        if self.story is not None and self.page is not None:
            self._view.ask_export(self._files.known(), self._export)

    def _export(self, fields: ExportFields, reply: FormReply) -> None:
        assert self.story is not None and self.page is not None
        request = PaperRequest(
            kind="number-story",
            day=self._ui.services.clock.today(),
            period=self.page.found.period.name,
            indicator=self.story.code,
            reach=self.reach.value,
        )

        def write(paper: Paper) -> None:
            reply.accept()
            self._files.remember(fields)
            self._files.write(fields, (paper,), ())

        self._ui.jobs.read(
            lambda session, job: collect_paper(session, request),
            write,
            reply.refuse,
            title="Đang lập phiếu giải trình",
        )

    def close_clicked(self) -> None:
        """Close the totals of the period as they are now."""
        if self.page is None:
            return
        period, today = self.page.found.period, self._ui.services.clock.today()
        clock, found = self._ui.services.clock, self.page.found
        waiting = found.counted - found.accepted
        detail = f"Còn {waiting} báo cáo chưa chấp nhận." if waiting else ""
        question = f"Chốt bản tổng hợp kỳ {period.month.short} từ {found.counted}/{found.expected} báo cáo?"
        if not self._ui.dialogs.confirm(question, verb="Chốt", detail=detail):
            return

        def work(session: "Session", job: object) -> Done[str]:
            whole = consolidate(session, period=period, as_of=today)
            return close_totals(session, found=whole, clock=clock)

        self._ui.jobs.write(
            work,
            lambda _: self._ui.navigator.tell(f"Đã chốt bản tổng hợp kỳ {period.month.short}."),
            title="Đang chốt bản tổng hợp",
        )

    def report_clicked(self) -> None:
        """Go to the consolidated report of the period."""
        if self.page is not None:
            self._ui.navigator.open("reports", period=self.page.found.period.name)

    def _tell_story(self, story: NumberStory) -> None:
        self.story = story
        self._view.show_story(story)

    def _cannot(self, error: AppError) -> None:
        self.page = None
        self._view.show_empty(f"{error.message} {error.hint}".strip(), None)

    def _show(self, page: TotalsPage) -> None:
        self.page = page
        if not page.found.counted or not page.found.parts:
            self._view.show_empty(_why_empty(page.found), page)
            return
        self._view.show_totals(page)
        if self.story is not None and any(
            row.code == self.story.code for part in page.found.parts for row in part.rows
        ):
            self.explain(self.story.code)


def _why_empty(found: Totals) -> str:
    """Say what is missing to make a total."""
    if not found.parts:
        return "Kỳ này chưa có danh mục chỉ tiêu nên chưa tổng hợp được số liệu."
    if not found.expected:
        return "Kỳ này chưa có đơn vị phải báo cáo."
    return f"Chưa nhận báo cáo nào trong {found.expected} báo cáo phải có của kỳ."
