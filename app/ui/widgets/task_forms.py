"""The forms of tasks, for every screen that opens them."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.services.queries.binding import UnitTree
from app.ui.context import FormReply
from app.ui.screen import ScreenBase
from app.ui.task_desk import AssignPlan, TaskDraft

if TYPE_CHECKING:
    from app.services.queries.directive_tasks import TaskPreview
    from app.services.tasks import TaskFields


class TaskForms:
    """Mixed into a screen: it satisfies ``TaskDeskView`` by its shape."""

    def ask_task(self, draft: TaskDraft, save: "Callable[[TaskFields, FormReply], object]") -> None:
        """Open the form of a task."""
        from app.ui.widgets.task_form import TaskForm

        screen = self._screen()
        TaskForm(screen, draft, today=screen.ui.services.clock.today()).ask(save)

    def ask_plan(
        self,
        previews: "Sequence[TaskPreview]",
        tree: UnitTree,
        save: Callable[[AssignPlan, FormReply], object],
    ) -> None:
        """Open the matrix of tasks and units."""
        from app.ui.widgets.plan_form import PlanForm

        screen = self._screen()
        PlanForm(screen, previews, tree, today=screen.ui.services.clock.today()).ask(save)

    def _screen(self) -> ScreenBase:
        assert isinstance(self, ScreenBase)
        return self
