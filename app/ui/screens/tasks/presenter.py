"""Decisions of the register of tasks: what is read, counted and shown, what may be done with some rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol

from app.core.changes import Done
from app.core.errors import InvalidField
from app.core.statuses import TaskKind, TaskState
from app.core.text import shorten
from app.services.queries.task_register import Register, Wanted, read_register, unassigned_tasks
from app.ui.bulk import Outcome, run_in_step
from app.ui.context import FormReply, UiContext
from app.ui.task_desk import TaskDesk, TaskDeskView, report
from app.ui.tone import Tone

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.services.queries.task_detail import AssignmentDetail
    from app.services.queries.tasks import AssignmentRow
    from app.services.queries.units import PersonRow
    from app.services.tasks import ProgressNote, TaskFields

_OPEN = (TaskState.OPEN_IN_TIME, TaskState.OPEN_OVERDUE)
_COUNTED = (TaskKind.DATED, TaskKind.RECURRING)
SOON_DAYS = 7


class Action(Enum):
    """What can be done with chosen rows."""

    EDIT = auto()
    PROGRESS = auto()
    FINISH = auto()
    EXTEND = auto()
    PERSON = auto()
    CANCEL = auto()


@dataclass(frozen=True, slots=True)
class ExtendRequest:
    """A later due day and why."""

    to_due: date
    reason: str


def actions_for(rows: "Sequence[AssignmentRow]") -> frozenset[Action]:
    """Return what at least one of the chosen rows allows; what others refuse is listed afterwards."""
    living = [row for row in rows if row.state is not TaskState.CANCELLED]
    if not living:
        return frozenset()
    unfinished = [row for row in living if row.done_on is None]
    allowed = {Action.PROGRESS, Action.CANCEL}
    if any(row.kind in _COUNTED for row in unfinished):
        allowed.add(Action.FINISH)
    if any(row.state in _OPEN and row.due is not None for row in unfinished):
        allowed.add(Action.EXTEND)
    if unfinished and len({row.unit_id for row in rows}) == 1:
        allowed.add(Action.PERSON)
    if len({row.task_id for row in rows}) == 1:
        allowed.add(Action.EDIT)
    return frozenset(allowed)


class TasksView(TaskDeskView, Protocol):
    """What the presenter asks of the screen."""

    def show_register(
        self, rows: "Sequence[AssignmentRow]", register: Register, wanted: Wanted, state: TaskState | None
    ) -> None:
        """Show the rows of the chosen state, and the counts of all."""
        ...

    def show_detail(self, detail: "AssignmentDetail | None") -> None:
        """Show one assignment, or that none is open."""
        ...

    def open_row(self, assignment_id: str) -> None:
        """Select a row and go into it."""
        ...

    def ask_progress(
        self,
        rows: "Sequence[AssignmentRow]",
        *,
        is_finish: bool,
        save: "Callable[[ProgressNote, FormReply], object]",
    ) -> None:
        """Open the form of progress or of completion."""
        ...

    def ask_extension(
        self, rows: "Sequence[AssignmentRow]", save: Callable[[ExtendRequest, FormReply], object]
    ) -> None:
        """Open the form of a later due day."""
        ...

    def ask_person(
        self,
        rows: "Sequence[AssignmentRow]",
        people: "Sequence[PersonRow]",
        save: Callable[[str | None, FormReply], object],
    ) -> None:
        """Open the form of the person."""
        ...


class TasksPresenter:
    """Reads the register at a day, keeps the state chosen, writes through the use cases."""

    def __init__(self, view: TasksView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui
        self.wanted = Wanted(as_of=ui.services.clock.today())
        self.state: TaskState | None = None
        self.register: Register | None = None
        self.open_id: str | None = None
        self._draft: TaskFields | None = None
        self._is_bulk = False
        self.desk = TaskDesk(view, ui)

    # --- reading --------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the register and the open row again; during a bulk act only its end does."""
        if self._is_bulk:
            return
        wanted = self.wanted

        def show(register: Register) -> None:
            if wanted == self.wanted:
                self.register = register
                self._show()

        self._ui.jobs.read(lambda session, _: read_register(session, wanted), show)
        if self.open_id is not None:
            self._read_detail(self.open_id)

    def _show(self) -> None:
        if self.register is None:
            return
        rows: Sequence[AssignmentRow] = self.register.rows
        if self.state is TaskState.CANCELLED:
            rows = self.register.cancelled
        elif self.state is not None:
            rows = [row for row in rows if row.state is self.state]
        self._view.show_register(rows, self.register, self.wanted, self.state)

    def choose_state(self, state: TaskState | None) -> None:
        """Show only rows of a state; nothing is read for it."""
        self.state = state
        self._show()

    def narrow(self, wanted: Wanted) -> None:
        """Read another part of the register, or another day."""
        if wanted != self.wanted:
            self.wanted = wanted
            self.refresh()

    def clear(self) -> None:
        """Show the whole register again, of the same day."""
        self.state = None
        self.wanted = Wanted(as_of=self.wanted.as_of)
        self.refresh()

    def seen_as(self) -> dict[str, str]:
        """Return what the register is narrowed to and the state chosen, for a named view; never the day."""
        wanted = {name: str(part) for name, part in asdict(self.wanted).items() if part is not None}
        wanted.pop("as_of")
        return wanted | ({"state": str(self.state)} if self.state is not None else {})

    def see_as(self, view: Mapping[str, str]) -> None:
        """Narrow the register to what ``seen_as`` gave, at the day that is shown now."""
        days = {n: date.fromisoformat(view[n]) for n in ("due_from", "due_to", "silent_since") if n in view}
        self.state = TaskState(view["state"]) if "state" in view else None
        self.wanted = Wanted(
            as_of=self.wanted.as_of,
            unit_id=view.get("unit_id"),
            directive_id=view.get("directive_id"),
            task_id=view.get("task_id"),
            kind=TaskKind(view["kind"]) if "kind" in view else None,
            **days,
        )
        self.refresh()

    def open(self, assignment_id: str | None) -> None:
        """Read the whole life of one assignment; None closes it."""
        if assignment_id == self.open_id:
            return
        self.open_id = assignment_id
        if assignment_id is None:
            self._view.show_detail(None)
        else:
            self._read_detail(assignment_id)

    def _read_detail(self, assignment_id: str) -> None:
        as_of = self.wanted.as_of

        def read(session: "Session", _: object) -> "AssignmentDetail":
            from app.services.queries.task_detail import get_assignment_detail

            return get_assignment_detail(session, assignment_id, as_of=as_of)

        def show(detail: "AssignmentDetail") -> None:
            if assignment_id == self.open_id:
                self._view.show_detail(detail)

        self._ui.jobs.read(read, show)

    def go_to(self, place: Mapping[str, str]) -> None:
        """Go where another screen points: a row, task, unit, directive, state; what is due or silent."""
        today = self._ui.services.clock.today()
        wanted = Wanted(
            as_of=today,
            unit_id=place.get("unit_id"),
            directive_id=place.get("directive_id"),
            task_id=place.get("task_id"),
        )
        self.state = TaskState(place["state"]) if "state" in place else None
        if place.get("due") == "soon":
            wanted = replace(wanted, due_from=today, due_to=today + timedelta(days=SOON_DAYS))
            self.state = TaskState.OPEN_IN_TIME
        if days := place.get("silent"):
            wanted = replace(wanted, silent_since=today - timedelta(days=int(days)))
        self.wanted = wanted
        self.refresh()
        if "unassigned" in place:
            self._ui.jobs.read(lambda session, _: unassigned_tasks(session), self._give_waiting)
        if assignment_id := place.get("assignment_id"):
            self._view.open_row(assignment_id)

    def _give_waiting(self, task_ids: Sequence[str]) -> None:
        if task_ids:
            self.desk.plan(task_ids)
        else:
            self._view.tell("Mọi nhiệm vụ đều đã giao cho đơn vị.")

    # --- writing ----------------------------------------------------------------------------------

    def add(self) -> None:
        """Enter a task and give it to units; words that were not kept yet stand there again."""
        from app.services.tasks import TaskFields

        def keep(fields: "TaskFields | None") -> None:
            self._draft = fields

        self.desk.add_given(self._draft or TaskFields(content=""), kept=keep)

    def edit(self, rows: "Sequence[AssignmentRow]") -> None:
        """Change the words of the task that the chosen rows share."""
        if Action.EDIT in actions_for(rows):
            self.desk.edit(rows[0].task_id)

    def note(self, rows: "Sequence[AssignmentRow]", *, is_finish: bool = False) -> None:
        """Note progress on rows, or finish them."""
        if not actions_for(rows):
            return
        clock = self._ui.services.clock

        def save(note: "ProgressNote", reply: FormReply) -> None:
            def work(session: "Session", item: tuple[str, str]) -> Done[object]:
                from app.services.tasks import note_progress

                done = note_progress(session, assignment_id=item[0], note=note, clock=clock)
                return Done(done.value, done.changes)

            verb = "Đã hoàn thành" if is_finish else "Đã ghi tiến độ"
            self._each(rows, work, reply, verb, "Đang ghi tiến độ")

        self._view.ask_progress(rows, is_finish=is_finish, save=save)

    def extend(self, rows: "Sequence[AssignmentRow]") -> None:
        """Grant rows a later due day."""
        clock = self._ui.services.clock

        def save(wanted: ExtendRequest, reply: FormReply) -> None:
            def work(session: "Session", item: tuple[str, str]) -> Done[object]:
                from app.services.extensions import extend_assignment

                done = extend_assignment(
                    session, assignment_id=item[0], to_due=wanted.to_due, reason=wanted.reason, clock=clock
                )
                return Done(done.value, done.changes)

            self._each(rows, work, reply, "Đã gia hạn", "Đang gia hạn")

        self._view.ask_extension(rows, save)

    def set_person(self, rows: "Sequence[AssignmentRow]") -> None:
        """Name who answers for rows of one unit."""
        if Action.PERSON not in actions_for(rows):
            return
        clock, unit_id = self._ui.services.clock, rows[0].unit_id

        def save(person_id: str | None, reply: FormReply) -> None:
            def work(session: "Session", item: tuple[str, str]) -> Done[object]:
                from app.services.reassign import set_person

                done = set_person(session, assignment_id=item[0], person_id=person_id, clock=clock)
                return Done(done.value, done.changes)

            self._each(rows, work, reply, "Đã đổi người", "Đang đổi người")

        def read(session: "Session", _: object) -> "tuple[PersonRow, ...]":
            from app.services.queries.units import list_people
            from app.services.validity import covers

            day = clock.today()
            people = list_people(session, unit_id=unit_id)
            return tuple(p for p in people if covers(p.valid_from, p.valid_to, day))

        def ask(people: "tuple[PersonRow, ...]") -> None:
            if people:
                self._view.ask_person(rows, people, save)
            else:
                words = f"{rows[0].unit} chưa có cán bộ nào trong Danh mục; thêm người ở đó trước."
                self._view.tell(words, Tone.WARNING)

        self._ui.jobs.read(read, ask)

    def cancel(self, rows: "Sequence[AssignmentRow]") -> None:
        """Take rows away from their units, with one reason; the records stay."""
        living = [row for row in rows if row.state is not TaskState.CANCELLED]
        if not living:
            return
        what = f"nhiệm vụ của {living[0].unit}" if len(living) == 1 else f"{len(living)} dòng nhiệm vụ"
        label = "Lý do hủy (ghi vào nhật ký; dòng đã hủy vẫn xem được ở “Đã hủy”):"
        reason = self._ui.dialogs.ask_text(f"Hủy {what}", label, verb="Hủy nhiệm vụ", lines=3)
        if reason is None:
            return
        clock = self._ui.services.clock

        def work(session: "Session", item: tuple[str, str]) -> Done[object]:
            from app.services.tasks import cancel_assignment

            done = cancel_assignment(session, assignment_id=item[0], reason=reason, clock=clock)
            return Done(done.value, done.changes)

        self._each(living, work, None, "Đã hủy", "Đang hủy")

    def _each(
        self,
        rows: "Sequence[AssignmentRow]",
        work: "Callable[[Session, tuple[str, str]], Done[object]]",
        reply: FormReply | None,
        verb: str,
        title: str,
    ) -> None:
        items = [(row.id, f"{row.unit}: {shorten(row.content, 50)}") for row in rows]
        self._is_bulk = True

        def finished(outcome: "Outcome[tuple[str, str]]") -> None:
            self._is_bulk = False
            if outcome.done:
                self.refresh()
            elif reply is not None and _is_for_form(outcome):
                reply.refuse(outcome.refused[0][1])
                return
            if reply is not None:
                reply.accept()
            report(self._ui, self._view, outcome, verb)

        run_in_step(self._ui, items, work, finished, title=title, step=verb.removeprefix("Đã ").capitalize())


def _is_for_form(outcome: "Outcome[tuple[str, str]]") -> bool:
    """Tell whether the form itself can answer: one row refused, or one wrong field for all."""
    is_field = all(isinstance(error, InvalidField) for _, error in outcome.refused)
    return bool(outcome.refused) and (len(outcome.refused) == 1 or is_field)
