"""Decisions of the register of directives: what is read, what may be done, what is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol

from app.core.changes import Done
from app.core.periods import Month
from app.core.statuses import DirectiveState
from app.core.text import shorten
from app.services import marking
from app.services.queries.binding import Binding, UnitTree, binding_words, bound_units, read_unit_tree
from app.ui.chain_desk import ChainDesk, ChainView
from app.ui.context import FormReply, UiContext
from app.ui.task_desk import TaskDesk, TaskDeskView

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.services.directives import DirectiveFields
    from app.services.queries.directive_tasks import DirectiveTask
    from app.services.queries.directives import ClauseRow, DirectiveDetail, DirectiveRow, LinkRow


class Action(Enum):
    """What can be done with a directive that is open."""

    EDIT = auto()
    ADD_CLAUSE = auto()
    EDIT_CLAUSE = auto()
    REMOVE_CLAUSE = auto()
    ADD_TASK = auto()
    EDIT_TASK = auto()
    CANCEL_TASK = auto()
    ASSIGN_BOUND = auto()
    ASSIGN_MANY = auto()
    SHOW_ASSIGNMENTS = auto()
    SHOW_WORDS = auto()
    ATTACH = auto()
    REPLACE = auto()
    LINK = auto()


@dataclass(frozen=True, slots=True)
class ClauseDraft:
    """A clause in its form; ``clause_id`` is None for a new one."""

    number: str = ""
    text: str = ""
    binding: Binding = field(default_factory=Binding)
    parent_id: str | None = None
    span: tuple[int, int] | None = None
    clause_id: str | None = None


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """A clause in its list: whom it binds today, in numbers and words, and where it stands in the text.

    ``answers`` tells who has sent the report that it asks for; blank where it asks for none.
    """

    row: "ClauseRow"
    bound: tuple[str, ...]
    bound_words: str
    span: tuple[int, int] | None
    answers: str = ""

    @property
    def note(self) -> str:
        """What stands under the clause's words."""
        return f"{self.bound_words}\n{self.answers}".strip()


@dataclass(frozen=True, slots=True)
class DirectivePage:
    """A directive that is open."""

    detail: "DirectiveDetail"
    clauses: tuple[ClauseLine, ...]
    tasks: "tuple[DirectiveTask, ...]"
    tree: UnitTree
    parents: Mapping[str, str | None]
    links: "tuple[LinkRow, ...]" = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """What is chosen on the open directive."""

    is_open: bool = False
    state: DirectiveState = DirectiveState.ACTIVE
    clause: ClauseLine | None = None
    tasks: "tuple[DirectiveTask, ...]" = ()


def actions_for(selection: Selection) -> frozenset[Action]:
    """Return what may be done with a selection."""
    if not selection.is_open:
        return frozenset()
    allowed = {Action.EDIT, Action.ADD_CLAUSE, Action.LINK}
    if selection.state is DirectiveState.UNNUMBERED:
        allowed.add(Action.ATTACH)
    if selection.state is not DirectiveState.REPLACED:
        allowed.add(Action.REPLACE)
    if selection.clause is not None:
        allowed |= {Action.EDIT_CLAUSE, Action.ADD_TASK}
        if selection.clause.row.tasks == 0:
            allowed.add(Action.REMOVE_CLAUSE)
    living = [task for task in selection.tasks if not task.is_cancelled]
    if living:
        allowed |= {Action.ASSIGN_BOUND, Action.ASSIGN_MANY, Action.CANCEL_TASK}
    if len(selection.tasks) == 1:
        allowed |= {Action.EDIT_TASK, Action.SHOW_ASSIGNMENTS, Action.SHOW_WORDS}
    return frozenset(allowed)


class DirectivesView(TaskDeskView, ChainView, Protocol):
    """What the presenter asks of the screen."""

    def show_directives(self, rows: "Sequence[DirectiveRow]") -> None:
        """Show the list."""
        ...

    def show_page(self, page: DirectivePage | None) -> None:
        """Show an open directive, or that none is."""
        ...

    def open_directive(self, directive_id: str) -> None:
        """Select a directive in the list and go into it."""
        ...

    def go_to_text(self, position: int) -> None:
        """Put the cursor into the text, where the next clause begins."""
        ...

    def ask_directive(
        self, known: "DirectiveDetail | None", save: "Callable[[DirectiveFields, FormReply], object]"
    ) -> None:
        """Open the form of a directive."""
        ...

    def ask_clause(
        self, draft: ClauseDraft, tree: UnitTree, save: Callable[[ClauseDraft, FormReply], object]
    ) -> None:
        """Open the form of a clause."""
        ...


class DirectivesPresenter:
    """Reads directives and the open one; writes through the use cases."""

    def __init__(self, view: DirectivesView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui
        self._open_id: str | None = None
        self.page: DirectivePage | None = None
        self.desk = TaskDesk(view, ui)
        self._chains = ChainDesk(view, ui)

    # --- reading --------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the list and the open directive again."""
        day = self._ui.services.clock.today()

        def read(session: "Session", _: object) -> "tuple[DirectiveRow, ...]":
            from app.services.queries.directives import list_directives

            return list_directives(session, as_of=day)

        self._ui.jobs.read(read, self._view.show_directives)
        if self._open_id is not None:
            self._read_page(self._open_id)

    def open(self, directive_id: str | None) -> None:
        """Open a directive; None closes the one that is open."""
        if directive_id == self._open_id and self.page is not None:
            return
        self._open_id = directive_id
        if directive_id is None:
            self._show(None)
        else:
            self._read_page(directive_id)

    def _read_page(self, directive_id: str) -> None:
        day = self._ui.services.clock.today()
        self._ui.jobs.read(lambda session, _: read_page(session, directive_id, day), self._show)

    def _show(self, page: DirectivePage | None) -> None:
        if page is None or page.detail.id == self._open_id:
            self.page = page
            self._view.show_page(page)

    # --- directives and clauses ------------------------------------------------------------------

    def add_directive(self) -> None:
        """Enter a directive."""
        self._view.ask_directive(None, self._save_directive(None))

    def edit_directive(self) -> None:
        """Change the open directive."""
        if self.page is not None:
            detail = self.page.detail
            self._view.ask_directive(detail, self._save_directive(detail.id, detail.version))

    def _save_directive(
        self, directive_id: str | None, seen: int | None = None
    ) -> "Callable[[DirectiveFields, FormReply], object]":
        clock = self._ui.services.clock

        def save(fields: "DirectiveFields", reply: FormReply) -> None:
            def write(session: "Session", _: object) -> Done[str]:
                from app.services.directives import save_directive

                done = save_directive(
                    session, fields=fields, clock=clock, directive_id=directive_id, seen=seen
                )
                return Done(str(done.value), done.changes)

            def saved(made: str) -> None:
                reply.accept()
                if directive_id is None:
                    self._view.open_directive(made)
                    self._ui.navigator.tell("Đã cất văn bản; tiếp theo đánh dấu điều khoản trong Nguyên văn.")

            self._ui.jobs.write(write, saved, reply.refuse, title="Đang cất văn bản")

        return save

    def add_clause(self, begin: int | None = None, end: int | None = None) -> None:
        """Propose the piece of the text that is selected, or in which the cursor stands, as a clause."""
        if self.page is None:
            return
        text, rows = self.page.detail.text, [line.row for line in self.page.clauses]
        piece = None
        if begin is not None and text:
            if end is not None and end > begin:
                piece = marking.piece_of(text, begin, end, rows)
            else:
                piece = marking.piece_around(text, begin, rows)
        binding = _binding_of(rows[-1]) if rows else Binding()
        draft = ClauseDraft(binding=binding)
        if piece is not None:
            draft = ClauseDraft(piece.number, piece.text, binding, piece.parent_id, piece.span)
        self._view.ask_clause(draft, self.page.tree, self._save_clause)

    def edit_clause(self, line: ClauseLine) -> None:
        """Change a clause and whom it binds."""
        if self.page is not None:
            row = line.row
            draft = ClauseDraft(
                row.number, row.text, _binding_of(row), self.page.parents.get(row.id), line.span, row.id
            )
            self._view.ask_clause(draft, self.page.tree, self._save_clause)

    def _save_clause(self, draft: ClauseDraft, reply: FormReply) -> None:
        assert self.page is not None
        directive_id, text, clock = self.page.detail.id, self.page.detail.text, self._ui.services.clock

        def write(session: "Session", _: object) -> Done[str]:
            from app.services.directives import ClauseFields, save_clause

            fields = ClauseFields(
                number=draft.number,
                text=draft.text,
                group_ids=draft.binding.groups,
                unit_ids=draft.binding.units,
                excluded_unit_ids=draft.binding.excluded,
                parent_id=draft.parent_id,
                span=draft.span,
            )
            done = save_clause(
                session, directive_id=directive_id, fields=fields, clock=clock, clause_id=draft.clause_id
            )
            return Done(str(done.value), done.changes)

        def saved(_: str) -> None:
            reply.accept()
            following = marking.next_position(text, draft.span[1]) if draft.span else None
            if draft.clause_id is None and following is not None:
                self._view.go_to_text(following)

        self._ui.jobs.write(write, saved, reply.refuse, title="Đang cất điều khoản")

    def remove_clause(self, line: ClauseLine) -> None:
        """Delete a clause without tasks; the words stay in the text."""
        number = line.row.number or shorten(line.row.text, 30)
        if not self._ui.dialogs.confirm(
            f"Xóa điều khoản {number}?",
            verb="Xóa",
            detail="Nguyên văn của văn bản vẫn giữ; danh sách nhóm, đơn vị của điều khoản thì mất.",
            dangerous=True,
        ):
            return
        clock = self._ui.services.clock

        def write(session: "Session", _: object) -> Done[str]:
            from app.services.directives import remove_clause

            done = remove_clause(session, clause_id=line.row.id, clock=clock)
            return Done(str(done.value), done.changes)

        self._ui.jobs.write(write, title="Đang xóa điều khoản")

    def attach_signed_copy(self) -> None:
        """Join the open directive with its signed copy."""
        if self.page is not None:
            self._chains.attach_signed_copy(self.page.detail.id)

    def replace_by(self) -> None:
        """Say which directive takes the place of the open one."""
        if self.page is not None:
            self._chains.replace_by(self.page.detail.id)

    def link(self) -> None:
        """Note what the open directive does to another one."""
        if self.page is not None:
            self._chains.link(self.page.detail.id)

    def words_of(self, task_id: str) -> tuple[int, int] | None:
        """Return where the exact words of a task stand in the open directive."""
        if self.page is None:
            return None
        clause_id = next((task.clause_id for task in self.page.tasks if task.id == task_id), None)
        return next((line.span for line in self.page.clauses if line.row.id == clause_id), None)

    # --- tasks ------------------------------------------------------------------------------------

    def add_task(self, line: ClauseLine) -> None:
        """Enter a task out of a clause: words and deadline are proposed from the clause."""
        from app.services.tasks import TaskFields

        row = line.row
        due = marking.read_due(row.text, self._ui.services.clock.today())
        fields = TaskFields(
            content=marking.without_number(row.text),
            kind=due.kind,
            clause_id=row.id,
            section=row.number,
            due_text=due.due_text,
            due_on=due.due_on,
            due_operator=due.operator,
            recurrence=due.recurrence,
        )
        self.desk.add(fields, f"điều khoản {row.number}" if row.number else "")

    def edit_task(self, task: "DirectiveTask") -> None:
        """Change a task's words."""
        self.desk.edit(task.id)

    def cancel_tasks(self, tasks: "Sequence[DirectiveTask]") -> None:
        """Cancel tasks with a reason; they stay in the register."""
        living = [task for task in tasks if not task.is_cancelled]
        self.desk.cancel([(task.id, f"{task.section}. {shorten(task.content, 60)}") for task in living])

    def assign_bound(self, tasks: "Sequence[DirectiveTask]") -> None:
        """Give tasks to the units of their clauses."""
        self.desk.assign_bound([task.id for task in tasks if not task.is_cancelled])

    def assign_many(self, tasks: "Sequence[DirectiveTask]") -> None:
        """Give tasks to chosen units."""
        self.desk.plan([task.id for task in tasks if not task.is_cancelled])

    def show_assignments(self, task: "DirectiveTask") -> None:
        """Open the register of tasks at one task."""
        self._ui.navigator.open("tasks", task_id=task.id)


def read_page(session: "Session", directive_id: str, day: date) -> DirectivePage:
    """Read everything about a directive in one transaction."""
    from app.services.queries.clause_reporters import clause_duties
    from app.services.queries.directive_tasks import clause_parents, list_directive_tasks
    from app.services.queries.directives import get_directive_detail, links_of

    detail = get_directive_detail(session, directive_id)
    tree = read_unit_tree(session, day)
    keys = [row.id for row in detail.clauses]
    duties = clause_duties(session, month=Month.of(day), as_of=day, clause_ids=keys)
    answers = {duty.clause_id: f"Báo cáo {duty.standing_words}" for duty in duties}
    lines = []
    for row in detail.clauses:
        binding = _binding_of(row)
        span, said = marking.span_in(detail.text, row), binding_words(tree, binding)
        lines.append(ClauseLine(row, bound_units(tree, binding), said, span, answers.get(row.id, "")))
    return DirectivePage(
        detail,
        tuple(lines),
        list_directive_tasks(session, directive_id, as_of=day),
        tree,
        clause_parents(session, directive_id),
        links_of(session, directive_id),
    )


def _binding_of(row: "ClauseRow") -> Binding:
    return Binding(row.group_ids, row.unit_ids, row.excluded_unit_ids)
