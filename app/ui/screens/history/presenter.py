"""Decisions of the journal: which days are shown, what may be taken back, what is brought back."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol

from app.core.changes import EVERYTHING, Done
from app.core.text import format_number
from app.ui.context import UiContext
from app.ui.undo_desk import UndoDesk

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.services.queries.journal import JournalRow
    from app.services.trash import TrashRow
    from app.services.undo import StepRow


class Span(Enum):
    """How far back the journal is shown, in days; None for all of it."""

    TODAY = 0
    WEEK = 6
    MONTH = 29
    QUARTER = 89
    ALL = None


class Action(Enum):
    """What can be done on a page."""

    UNDO = auto()
    UNDO_BACK_TO = auto()
    RESTORE = auto()
    SHOW_STEP = auto()


def actions_for(
    journal: "Sequence[JournalRow]", steps: "Sequence[StepRow]", trash: "Sequence[TrashRow]"
) -> frozenset[Action]:
    """Return what may be done with the rows that are chosen on the page that is shown."""
    allowed = set()
    if len(steps) == 1 and steps[0].undone_at is None:
        allowed |= {Action.UNDO, Action.UNDO_BACK_TO}
    if trash:
        allowed.add(Action.RESTORE)
    if len(journal) == 1 and journal[0].step_id:
        allowed.add(Action.SHOW_STEP)
    return frozenset(allowed)


class HistoryView(Protocol):
    """What the presenter asks of the screen."""

    def show_journal(self, rows: "Sequence[JournalRow]", *, is_cut: bool) -> None:
        """Show the timeline; ``is_cut`` where older changes of these days are left out."""
        ...

    def show_steps(self, rows: "Sequence[StepRow]") -> None:
        """Show the acts that are kept."""
        ...

    def show_trash(self, rows: "Sequence[TrashRow]") -> None:
        """Show what was deleted."""
        ...

    def show_step(self, step_id: str) -> None:
        """Go to an act in the list of acts."""
        ...


class HistoryPresenter:
    """Reads the three pages; takes acts back; brings deleted records back."""

    def __init__(self, view: HistoryView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui
        self._undo = UndoDesk(ui)
        self._span = Span.WEEK

    def refresh(self) -> None:
        """Read the three pages again."""
        today = self._ui.services.clock.today()
        first = None if self._span.value is None else today - timedelta(days=self._span.value)
        self._ui.jobs.read(lambda session, _: _read_journal(session, first), self._show_journal)
        self._ui.jobs.read(lambda session, _: _read_steps(session), self._view.show_steps)
        self._ui.jobs.read(lambda session, _: _read_trash(session, today), self._view.show_trash)

    def span_chosen(self, span: Span) -> None:
        """Show more days, or fewer."""
        if span is not self._span:
            self._span = span
            self.refresh()

    def _show_journal(self, rows: "tuple[JournalRow, ...]") -> None:
        from app.services.queries.journal import MOST

        self._view.show_journal(rows, is_cut=len(rows) >= MOST)

    def undo(self, rows: "Sequence[StepRow]") -> None:
        """Take one act back."""
        if len(rows) == 1 and rows[0].undone_at is None:
            self._undo.take_back(rows[0].id)

    def undo_back_to(self, rows: "Sequence[StepRow]", every: "Sequence[StepRow]") -> None:
        """Take every act back that came after one, and that one."""
        if len(rows) != 1 or rows[0].undone_at is not None:
            return
        step = rows[0]
        later = [one for one in every if one.at >= step.at and one.undone_at is None]
        if not self._ui.dialogs.confirm(
            f"Hoàn tác {format_number(len(later))} việc, từ mới nhất đến “{step.title}”?",
            verb="Hoàn tác tới đây",
            detail="Từng việc vẫn làm lại được (Ctrl+Y). Một việc không hoàn tác được thì tất cả giữ nguyên.",
        ):
            return
        clock = self._ui.services.clock

        def write(session: "Session", _: object) -> Done[int]:
            from app.services.undo import undo_back_to

            done = undo_back_to(session, step_id=step.id, clock=clock)
            return Done(done.value, EVERYTHING)

        def told(count: int) -> None:
            self._ui.navigator.tell(f"Đã hoàn tác {format_number(count)} việc.")

        self._ui.jobs.write(write, told, title="Đang hoàn tác")

    def restore(self, rows: "Sequence[TrashRow]") -> None:
        """Bring what was deleted back."""
        clock, keys = self._ui.services.clock, [row.id for row in rows]
        if not keys:
            return

        def write(session: "Session", _: object) -> Done[int]:
            from app.services.trash import restore

            for key in keys:
                restore(session, trash_id=key, clock=clock)
            return Done(len(keys), EVERYTHING)

        def told(count: int) -> None:
            self._ui.navigator.tell(f"Đã khôi phục {format_number(count)} mục.")

        self._ui.jobs.write(write, told, title="Đang khôi phục")

    def show_step(self, rows: "Sequence[JournalRow]") -> None:
        """Go from a change to the act that it was part of."""
        if len(rows) == 1 and rows[0].step_id:
            self._view.show_step(rows[0].step_id)


def _read_journal(session: "Session", first: date | None) -> "tuple[JournalRow, ...]":
    from app.services.queries.journal import list_journal

    return list_journal(session, first=first)


def _read_steps(session: "Session") -> "tuple[StepRow, ...]":
    from app.services.undo import list_steps

    return tuple(step for step in list_steps(session) if step.undoes_id is None)


def _read_trash(session: "Session", today: date) -> "tuple[TrashRow, ...]":
    from app.services.trash import list_trash

    return list_trash(session, today=today)
