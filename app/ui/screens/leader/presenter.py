"""Decisions of Trang lãnh đạo: which month, compared with what, and what is printed or written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.core.errors import AppError, InvalidField
from app.core.text import fold, format_date
from app.reports.data.dashboard import DashboardData
from app.services.dashboards import BOARD_TITLES, dashboard_pdf, dashboard_picture
from app.services.packages.store import write_whole
from app.services.papers import Paper, PaperRequest, collect_paper, paper_bytes
from app.services.queries.dashboards import read_dashboards, told_period
from app.services.queries.periods import PeriodRow
from app.ui.context import FileKind, UiContext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_PDF = FileKind("PDF", ("pdf",))


@dataclass(frozen=True, slots=True)
class LeaderPage:
    """One month's page and dashboards, ready to be drawn."""

    period: PeriodRow
    paper: Paper
    boards: tuple[DashboardData, ...]

    @property
    def is_provisional(self) -> bool:
        """Whether some figures are not accepted yet."""
        return bool(self.paper.data.is_provisional)


class LeaderView(Protocol):
    """What the presenter asks of the screen."""

    def show_page(self, page: LeaderPage, content: bytes, pictures: Sequence[bytes | None]) -> None:
        """Show the sheet and the dashboards with their charts."""
        ...

    def show_trouble(self, error: AppError) -> None:
        """Say what is missing."""
        ...

    def shown_board(self) -> DashboardData | None:
        """Return the dashboard in view; None for the sheet."""
        ...

    def print_pdf(self, content: bytes, title: str) -> None:
        """Print a PDF as it is shown."""
        ...


class LeaderPresenter:
    """The month on the top bar, as the register stands today."""

    def __init__(self, view: LeaderView, ui: UiContext) -> None:
        self._view, self._ui = view, ui
        self._compare: date | None = None
        self.page: LeaderPage | None = None
        self.content = b""

    @property
    def today(self) -> date:
        """The day at the office."""
        return self._ui.services.clock.today()

    def refresh(self) -> None:
        """Read the numbers, then draw them without the register."""
        month, today, compare = self._ui.navigator.period, self.today, self._compare

        def read(session: "Session", job: object) -> LeaderPage:
            period = told_period(session, name=str(month) if month else None, day=today)
            request = PaperRequest(kind="leader-page", day=today, period=period.name, compare=compare)
            boards = read_dashboards(session, period=period, day=today)
            return LeaderPage(period, collect_paper(session, request), boards)

        self._ui.jobs.read(read, self._draw, self._failed)

    def compare_with(self, day: date | None) -> None:
        """Compare with the page of another day; None is the month before."""
        if day is not None and day >= self.today:
            self._failed_compare()
            return
        if day != self._compare:
            self._compare = day
            self.refresh()

    def print_clicked(self) -> None:
        """Print what is in view: the sheet, or a dashboard with its numbers."""
        self._with_pdf(self._view.print_pdf)

    def export_clicked(self) -> None:
        """Ask where, then write what is in view as a PDF."""
        board = self._view.shown_board()
        if self.page is None:
            return
        name = BOARD_TITLES[board.board] if board is not None else "Trang lãnh đạo"
        stem = "-".join(fold(f"{name} {self.page.period.name}").split())
        path = self._ui.dialogs.ask_save_file("Xuất PDF", f"{stem}.pdf", (_PDF,))
        if path is not None:
            self._with_pdf(lambda content, title: self._write(path, content))

    def explain_clicked(self) -> None:
        """Go to the totals behind the numbers."""
        if self.page is not None:
            self._ui.navigator.open("totals", period=self.page.period.name)

    def ranking_clicked(self) -> None:
        """Go to the ranking of the month told."""
        if self.page is not None:
            self._ui.navigator.set_period(self.page.period.month)
        self._ui.navigator.open("ranking")

    def _write(self, path: Path, content: bytes) -> None:
        self._ui.jobs.compute(
            lambda job: write_whole(path, content),
            lambda _: self._ui.navigator.tell(f"Đã xuất “{path.name}”."),
            title="Đang xuất PDF",
        )

    def _with_pdf(self, use: "Use") -> None:
        board = self._view.shown_board()
        if self.page is None:
            return
        if board is None:
            use(self.content, f"Trang lãnh đạo {self.page.period.month.short}")
            return
        self._ui.jobs.compute(
            lambda job: dashboard_pdf(board),
            lambda content: use(content, BOARD_TITLES[board.board]),
            title="Đang dựng trang in",
        )

    def _draw(self, page: LeaderPage) -> None:
        def draw(job: object) -> tuple[bytes, list[bytes | None]]:
            return paper_bytes(page.paper), [dashboard_picture(board) for board in page.boards]

        def drawn(made: tuple[bytes, list[bytes | None]]) -> None:
            self.page, self.content = page, made[0]
            self._view.show_page(page, *made)

        self._ui.jobs.compute(draw, drawn, self._failed, title="Đang dựng trang lãnh đạo")

    def _failed(self, error: AppError) -> None:
        self.page = None
        self._view.show_trouble(error)

    def _failed_compare(self) -> None:
        day = format_date(self.today)
        error = InvalidField("compare", f"Ngày so sánh phải trước ngày {day}.")
        self._ui.navigator.tell(error.message)


class Use(Protocol):
    """What is done with a PDF and its title."""

    def __call__(self, content: bytes, title: str) -> object:
        """Take it."""
        ...
