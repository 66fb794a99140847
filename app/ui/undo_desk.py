"""Taking acts back from any screen: Ctrl+Z the last one, Ctrl+Y does it again, "Hoàn tác" on a message."""

from typing import TYPE_CHECKING

from app.core.changes import EVERYTHING, Done
from app.ui.context import UiContext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.services.undo import StepRow


class UndoDesk:
    """Finds the act and takes it back in one write; tells which one it was."""

    def __init__(self, ui: UiContext) -> None:
        self._ui = ui

    def undo(self) -> None:
        """Take the last act back."""

        def last(session: "Session", _: object) -> "StepRow | None":
            from app.services.undo import next_undo

            return next_undo(session)

        self._ui.jobs.read(last, lambda step: self._take(step, "Chưa có việc nào để hoàn tác."))

    def redo(self) -> None:
        """Do the act again that was taken back last."""

        def last(session: "Session", _: object) -> "StepRow | None":
            from app.services.undo import next_redo

            return next_redo(session)

        self._ui.jobs.read(last, lambda step: self._take(step, "Không có việc nào để làm lại."))

    def _take(self, step: "StepRow | None", nothing: str) -> None:
        if step is None:
            self._ui.navigator.tell(nothing)
        else:
            self.take_back(step.id, is_redo=step.undoes_id is not None)

    def take_back(self, step_id: str, *, is_redo: bool = False) -> None:
        """Take one act back."""
        clock = self._ui.services.clock

        def write(session: "Session", _: object) -> Done[str]:
            from app.services.undo import undo_step

            done = undo_step(session, step_id=step_id, clock=clock)
            return Done(done.value, EVERYTHING)

        def told(title: str) -> None:
            again = title.removeprefix("Hoàn tác: ")
            words = f"Đã làm lại: {again}." if is_redo else f"Đã hoàn tác: {again}."
            self._ui.navigator.tell(words)

        self._ui.jobs.write(write, told, title="Đang hoàn tác")

    def offer(self, words: str, step_id: str) -> None:
        """Say what was done, with the button that takes it back; without one where it was no step."""
        if not step_id:
            self._ui.navigator.tell(words)
            return
        self._ui.navigator.tell(words, verb="Hoàn tác", action=lambda: self.take_back(step_id))
