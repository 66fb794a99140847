"""One directive in the place of another: what becomes of each open task, settled in one write."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.core.changes import Done
from app.core.statuses import WORDS, DirectiveRelation
from app.ui.context import FormReply, UiContext
from app.ui.undo_desk import UndoDesk

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.services.directive_chains import Fate, OpenTask


@dataclass(frozen=True, slots=True)
class Succession:
    """Two directives and the open tasks of the one that is replaced."""

    old_id: str
    new_id: str
    old_name: str
    new_name: str
    relation: DirectiveRelation
    tasks: "Sequence[OpenTask]"

    @property
    def words(self) -> str:
        """What happens: "Công văn 2/UBND thay thế Công văn 1/UBND"."""
        return f"{self.new_name} {WORDS[self.relation].lower()} {self.old_name}"


@dataclass(frozen=True, slots=True)
class Fates:
    """What a person decided about the open tasks, and why."""

    chosen: "Mapping[str, Fate]"
    reason: str


class SuccessionView(Protocol):
    """The form of a succession."""

    def ask_fates(self, succession: Succession, save: Callable[[Fates, FormReply], object]) -> None:
        """List the open tasks with what becomes of each."""
        ...


class SuccessionDesk:
    """Reads the open tasks, asks, writes."""

    def __init__(self, view: SuccessionView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui

    def open(
        self, *, old_id: str, new_id: str, relation: DirectiveRelation = DirectiveRelation.REPLACES
    ) -> None:
        """Ask what becomes of each open task of a replaced directive."""

        def read(session: "Session", _: object) -> Succession:
            from app.services.directive_chains import list_open_tasks
            from app.services.directives import get_directive

            old, new = get_directive(session, old_id), get_directive(session, new_id)
            names = [f"{one.kind.capitalize()} {one.number or '(bản chưa số)'}" for one in (old, new)]
            tasks = list_open_tasks(session, old_id=old_id, new_id=new_id, relation=relation)
            return Succession(old_id, new_id, names[0], names[1], relation, tasks)

        self._ui.jobs.read(read, self._ask)

    def _ask(self, found: Succession) -> None:
        clock = self._ui.services.clock

        def save(fates: Fates, reply: FormReply) -> None:
            def write(session: "Session", _: object) -> Done[str]:
                from app.services.directive_chains import replace_directive

                return replace_directive(
                    session,
                    old_id=found.old_id,
                    new_id=found.new_id,
                    fates=fates.chosen,
                    reason=fates.reason,
                    clock=clock,
                    relation=found.relation,
                )

            def saved(step_id: str) -> None:
                reply.accept()
                UndoDesk(self._ui).offer(f"Đã ghi: {found.words}.", step_id)

            self._ui.jobs.write(write, saved, reply.refuse, title="Đang thay thế văn bản")

        self._view.ask_fates(found, save)
