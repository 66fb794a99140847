"""Entering, changing, giving and cancelling tasks: the same acts on the directives' and the tasks' screen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol

from app.core.changes import Changes, Done
from app.core.errors import Finding, InvalidField
from app.core.statuses import AssignmentRole
from app.core.text import format_number, shorten
from app.services.queries.binding import UnitTree, read_unit_tree
from app.ui.bulk import Outcome, run_in_step
from app.ui.context import FormReply, UiContext
from app.ui.tone import Tone
from app.ui.undo_desk import UndoDesk

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.services.queries.directive_tasks import TaskPreview
    from app.services.tasks import TaskFields


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDraft:
    """What the form of a task opens with; ``source`` says where the task comes from."""

    fields: "TaskFields"
    source: str = ""
    task_id: str | None = None


@dataclass(frozen=True, slots=True)
class AssignPlan:
    """Which unit gets which task, from which day, in which part (S06); ``dues`` are days of units' own."""

    assigned_on: date
    role: AssignmentRole
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    dues: Mapping[str, date] = field(default_factory=dict)


class TaskDeskView(Protocol):
    """The forms that a screen opens for the desk."""

    def ask_task(self, draft: TaskDraft, save: "Callable[[TaskFields, FormReply], object]") -> None:
        """Open the form of a task."""
        ...

    def ask_plan(
        self,
        previews: "Sequence[TaskPreview]",
        tree: UnitTree,
        save: Callable[[AssignPlan, FormReply], object],
    ) -> None:
        """Open the matrix of tasks and units."""
        ...

    def tell(self, text: str, tone: Tone = Tone.INFO) -> None:
        """Say something in the banner."""
        ...


def preview_words(previews: "Sequence[TaskPreview]") -> tuple[str, str]:
    """Return the question and the details before tasks are given to the units of their clauses."""
    new = sum(len(preview.new) for preview in previews)
    units = {unit.id for preview in previews for unit in preview.bound}
    what = "nhiệm vụ này" if len(previews) == 1 else f"{len(previews)} nhiệm vụ"
    question = f"Giao {what} cho {len(units)} đơn vị: {format_number(new)} lượt giao mới?"
    lines = [_preview_line(preview, 420 // len(previews[:8])) for preview in previews[:8]]
    return question, "\n".join(lines) + ("\n…" if len(previews) > 8 else "")


def _preview_line(preview: "TaskPreview", letters: int) -> str:
    given = len(preview.bound) - len(preview.new)
    had = f" ({given} đơn vị đã có)" if given else ""
    names = ", ".join(unit.name for unit in preview.bound)
    where = f"Điều khoản {preview.section}" if preview.section else shorten(preview.content, 40)
    return f"{where}: {len(preview.bound)} đơn vị{had} – {shorten(names, max(letters, 60))}"


def report(ui: UiContext, view: TaskDeskView, outcome: "Outcome[tuple[str, str]]", verb: str) -> None:
    """Tell what became of several records, each named by (key, words)."""
    done, refused = len(outcome.done), outcome.refused
    if not refused:
        UndoDesk(ui).offer(f"{verb} {format_number(done)} nhiệm vụ.", outcome.step_id)
        return
    words = f"{verb} {format_number(done)} nhiệm vụ; {format_number(len(refused))} dòng không làm được."
    view.tell(words, Tone.WARNING)
    findings = [
        Finding(place, item[1], f"{error.message} {error.hint}".strip())
        for place, (item, error) in enumerate(refused, 1)
    ]
    ui.dialogs.show_findings(words, findings)


class TaskDesk:
    """Asks through the view, writes through the use cases; each task is a write of its own."""

    def __init__(self, view: TaskDeskView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui

    def add(self, fields: "TaskFields", source: str = "") -> None:
        """Enter a task; afterwards the status line offers to give it to the units of its clause."""
        clock = self._ui.services.clock

        def save(value: "TaskFields", reply: FormReply) -> None:
            def write(session: "Session", _: object) -> Done[str]:
                from app.services.tasks import create_task

                done = create_task(session, fields=value, clock=clock)
                return Done(str(done.value), done.changes | Changes(directives=True))

            def saved(task_id: str) -> None:
                reply.accept()
                self._ui.navigator.tell(
                    "Đã thêm nhiệm vụ, chưa giao cho đơn vị nào.",
                    verb="Giao",
                    action=lambda: self.give(task_id, has_clause=value.clause_id is not None),
                )

            self._ui.jobs.write(write, saved, reply.refuse, title="Đang cất nhiệm vụ")

        self._view.ask_task(TaskDraft(fields=fields, source=source), save)

    def add_given(self, fields: "TaskFields", *, kept: "Callable[[TaskFields | None], object]") -> None:
        """Enter a task and give it to units in one write, so that no task is left that no list shows.

        ``kept`` hears the words while they are not in the register yet, and None once they are.
        """

        def save(value: "TaskFields", reply: FormReply) -> None:
            kept(value)
            reply.accept()
            self._read_tree(lambda tree: self._ask_units(value, tree, kept))

        self._view.ask_task(TaskDraft(fields=fields), save)

    def _ask_units(
        self, fields: "TaskFields", tree: UnitTree, kept: "Callable[[TaskFields | None], object]"
    ) -> None:
        from app.services.queries.directive_tasks import TaskPreview

        clock = self._ui.services.clock

        def save(plan: AssignPlan, reply: FormReply) -> None:
            def write(session: "Session", _: object) -> Done[str]:
                from app.services.tasks import Assignee, assign_task, create_task

                assignees = tuple(
                    Assignee(unit_id=unit, role=plan.role, due_on=plan.dues.get(unit))
                    for unit in plan.rows[0][1]
                )
                made = create_task(session, fields=fields, clock=clock)
                assign_task(
                    session,
                    task_id=made.value,
                    assignees=assignees,
                    clock=clock,
                    assigned_on=plan.assigned_on,
                )
                return Done(str(made.value), made.changes)

            def saved(_: str) -> None:
                kept(None)
                reply.accept()
                self._ui.navigator.tell(f"Đã giao nhiệm vụ cho {len(plan.rows[0][1])} đơn vị.")

            self._ui.jobs.write(write, saved, reply.refuse, title="Đang giao nhiệm vụ")

        preview = TaskPreview("", fields.section, fields.content, False, (), frozenset())
        self._view.ask_plan((preview,), tree, save)

    def _read_tree(self, done: Callable[[UnitTree], object]) -> None:
        day = self._ui.services.clock.today()
        self._ui.jobs.read(lambda session, _: read_unit_tree(session, day), done)

    def give(self, task_id: str, *, has_clause: bool) -> None:
        """Give one task: to the units of its clause, else to units that are chosen."""
        if has_clause:
            self.assign_bound((task_id,))
        else:
            self.plan((task_id,))

    def edit(self, task_id: str) -> None:
        """Change a task's words."""

        def read(session: "Session", _: object) -> "tuple[TaskFields, int]":
            from app.services.queries.directive_tasks import get_task_fields, task_version

            return get_task_fields(session, task_id), task_version(session, task_id)

        self._ui.jobs.read(read, lambda found: self._ask_change(task_id, *found))

    def _ask_change(self, task_id: str, fields: "TaskFields", seen: int) -> None:
        clock = self._ui.services.clock

        def save(value: "TaskFields", reply: FormReply) -> None:
            def write(session: "Session", _: object) -> Done[str]:
                from app.services.tasks import change_task

                done = change_task(session, task_id=task_id, fields=value, clock=clock, seen=seen)
                return Done(str(done.value), done.changes)

            self._ui.jobs.write(write, reply.accept, reply.refuse, title="Đang cất nhiệm vụ")

        source = f"điều khoản {fields.section}" if fields.section else ""
        self._view.ask_task(TaskDraft(fields=fields, source=source, task_id=task_id), save)

    def cancel(self, tasks: Sequence[tuple[str, str]]) -> None:
        """Cancel tasks (key, words) with all their open assignments, for one reason."""
        clock = self._ui.services.clock
        what = "nhiệm vụ" if len(tasks) == 1 else f"{len(tasks)} nhiệm vụ"
        reason = self._ui.dialogs.ask_text(
            f"Hủy {what}",
            "Lý do hủy (ghi vào nhật ký, nhiệm vụ vẫn còn trong sổ):",
            verb="Hủy nhiệm vụ",
            lines=3,
        )
        if reason is None:
            return

        def work(session: "Session", item: tuple[str, str]) -> Done[object]:
            from app.services.tasks import cancel_task

            done = cancel_task(session, task_id=item[0], reason=reason, clock=clock)
            return Done(done.value, done.changes)

        run_in_step(
            self._ui,
            tasks,
            work,
            lambda outcome: report(self._ui, self._view, outcome, "Đã hủy"),
            title="Đang hủy nhiệm vụ",
            step="Hủy nhiệm vụ",
        )

    def assign_bound(self, task_ids: Sequence[str]) -> None:
        """Give tasks to the units that their clauses bind, after showing which."""
        self._preview(task_ids, lambda previews, _: self._confirm_bound(previews))

    def plan(self, task_ids: Sequence[str]) -> None:
        """Give tasks to units that are chosen, starting from those their clauses bind."""
        self._preview(
            task_ids, lambda previews, tree: self._view.ask_plan(previews, tree, self._save_plan(previews))
        )

    def _preview(
        self, task_ids: Sequence[str], done: "Callable[[tuple[TaskPreview, ...], UnitTree], object]"
    ) -> None:
        day = self._ui.services.clock.today()

        def read(session: "Session", _: object) -> "tuple[tuple[TaskPreview, ...], UnitTree]":
            from app.services.queries.directive_tasks import preview_assignment

            return preview_assignment(session, task_ids, day=day), read_unit_tree(session, day)

        self._ui.jobs.read(read, lambda found: done(*found))

    def _confirm_bound(self, previews: "Sequence[TaskPreview]") -> None:
        if not any(preview.new for preview in previews):
            bound = sum(len(preview.bound) for preview in previews)
            words = (
                "Mọi đơn vị của điều khoản đã được giao nhiệm vụ này rồi."
                if bound
                else "Điều khoản chưa ghi giao cho nhóm hoặc đơn vị nào. "
                "Sửa điều khoản để chọn nhóm, hoặc bấm Giao hàng loạt để chọn từng đơn vị."
            )
            self._view.tell(words, Tone.WARNING)
            return
        question, detail = preview_words(previews)
        if self._ui.dialogs.confirm(question, verb="Giao", detail=detail):
            clock = self._ui.services.clock

            def work(session: "Session", item: tuple[str, str]) -> Done[object]:
                from app.services.tasks import assign_to_bound_units

                done = assign_to_bound_units(session, task_id=item[0], clock=clock)
                return Done(done.value, done.changes | Changes(directives=True))

            self._assign(_named(previews), work)

    def _save_plan(self, previews: "Sequence[TaskPreview]") -> Callable[[AssignPlan, FormReply], object]:
        clock = self._ui.services.clock
        words = dict(_named(previews))

        def save(plan: AssignPlan, reply: FormReply) -> None:
            chosen = {task_id: units for task_id, units in plan.rows if units}
            if not chosen:
                reply.refuse(InvalidField("units", "Chưa chọn đơn vị nào.", hint="Tick ít nhất một đơn vị."))
                return

            def work(session: "Session", item: tuple[str, str]) -> Done[object]:
                from app.services.tasks import Assignee, assign_task

                assignees = tuple(
                    Assignee(unit_id=unit, role=plan.role, due_on=plan.dues.get(unit))
                    for unit in chosen[item[0]]
                )
                done = assign_task(
                    session,
                    task_id=item[0],
                    assignees=assignees,
                    clock=clock,
                    assigned_on=plan.assigned_on,
                )
                return Done(done.value, done.changes | Changes(directives=True))

            self._assign([(task_id, words[task_id]) for task_id in chosen], work, reply)

        return save

    def _assign(
        self,
        tasks: Sequence[tuple[str, str]],
        work: "Callable[[Session, tuple[str, str]], Done[object]]",
        reply: FormReply | None = None,
    ) -> None:
        def finished(outcome: "Outcome[tuple[str, str]]") -> None:
            if reply is not None and not outcome.done and outcome.refused:
                reply.refuse(outcome.refused[0][1])
                return
            if reply is not None:
                reply.accept()
            report(self._ui, self._view, outcome, "Đã giao")

        run_in_step(self._ui, tasks, work, finished, title="Đang giao nhiệm vụ", step="Giao nhiệm vụ")


def _named(previews: "Sequence[TaskPreview]") -> list[tuple[str, str]]:
    return [(p.task_id, f"{p.section}. {shorten(p.content, 60)}".lstrip(". ")) for p in previews]
