"""The register of directives (S04): the list, the open directive with its text, clauses and tasks."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from app.core.changes import Changes
from app.services.queries.binding import UnitTree
from app.ui.context import Command, FormReply, UiContext
from app.ui.screen import ScreenBase
from app.ui.screens.directives.columns import CLAUSES, DIRECTIVES, TASKS, fact_pairs
from app.ui.screens.directives.presenter import (
    Action,
    ClauseDraft,
    DirectivePage,
    DirectivesPresenter,
    Selection,
    actions_for,
)
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable
from app.ui.task_desk import AssignPlan, TaskDraft
from app.ui.tone import Tone
from app.ui.widgets.detail_pane import DetailPane
from app.ui.widgets.labels import plain_label
from app.ui.widgets.list_page import ListPage
from app.ui.widgets.marked_text import MarkedText
from app.ui.widgets.one_line import OneLine
from app.ui.widgets.pair_view import PairView
from app.ui.widgets.status_chip import StatusChip

if TYPE_CHECKING:
    from app.services.directives import DirectiveFields
    from app.services.queries.directive_tasks import DirectiveTask, TaskPreview
    from app.services.queries.directives import DirectiveDetail, DirectiveRow
    from app.services.tasks import TaskFields


class DirectivePane(QWidget):
    """The open directive: its head and four pages."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("directive_pane")
        self.name = plain_label("", "strong")
        self.chip = StatusChip()
        self.subject = OneLine("open_subject")
        self.head = QHBoxLayout()
        self.head.addWidget(self.name)
        self.head.addWidget(self.chip)
        self.head.addStretch(1)
        self.text = MarkedText()
        self.clauses = ListPage(
            RowsModel(CLAUSES, lambda line: line.row.id, parent=self), "clauses", has_words=True
        )
        self.tasks = ListPage(RowsModel(TASKS, lambda task: task.id, parent=self), "tasks", has_words=False)
        self.facts = DetailPane()
        self.pages = QTabWidget()
        self.pages.setObjectName("directive_pages")
        for page, words in (
            (self.text, "Nguyên văn"),
            (self.clauses, "Điều khoản"),
            (self.tasks, "Nhiệm vụ"),
            (self.facts, "Thông tin"),
        ):
            self.pages.addTab(page, words)
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.subject)
        column.addWidget(self.pages, 1)
        self.nothing = plain_label("Chọn một văn bản trong danh sách để xem.", "soft", wraps=True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(self.head)
        outer.addWidget(self.nothing)
        outer.addWidget(self._inside, 1)
        outer.addStretch(0)
        self._inside.hide()

    def show_page(self, page: DirectivePage | None) -> None:
        """Show everything about a directive, or that none is open."""
        self._inside.setVisible(page is not None)
        self.nothing.setVisible(page is None)
        self.chip.setVisible(page is not None)
        self.name.setText("")
        if page is None:
            return
        detail = page.detail
        self.name.setText(f"{detail.kind.capitalize()} {detail.number or ''}".strip())
        self.chip.set_status(detail.state)
        self.subject.show_line(detail.subject)
        self.text.show_text(detail.text, [line.row for line in page.clauses])
        self.clauses.model.set_rows(page.clauses)
        self.tasks.model.set_rows(page.tasks)
        self.facts.show_pairs(fact_pairs(detail))
        self.pages.setTabText(1, f"Điều khoản ({len(page.clauses)})")
        self.pages.setTabText(2, f"Nhiệm vụ ({len(page.tasks)})")


class DirectivesScreen(ScreenBase):
    """The screen; satisfies ``DirectivesView`` by its shape."""

    watches = Changes(directives=True, tasks=True, units=True)
    presenter: DirectivesPresenter

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, title="Văn bản chỉ đạo")
        model: RowsModel = RowsModel(DIRECTIVES, lambda line: line.id, parent=self)
        self.table = RowsTable(model, name="directives", noun="văn bản")
        self.pane = DirectivePane()
        self.pair = PairView(self.table, self.pane, back="Danh sách")
        self.pane.head.insertWidget(0, self.pair.back_button)
        self.set_content(self.pair)
        self.presenter = DirectivesPresenter(self, self.ui)
        self._actions: dict[Action, QAction] = {}
        self._add_actions()
        self._connect()
        self.show_page(None)

    # --- building ---------------------------------------------------------------------------------

    def _add_actions(self) -> None:
        desk = self.presenter
        add = self.add_action("Thêm văn bản", desk.add_directive, mark="add", name="add", primary=True)
        add.setToolTip("Thêm văn bản (Ctrl+N)")
        edit = self.add_action("Sửa", desk.edit_directive, mark="edit", name="edit")
        edit.setToolTip("Sửa văn bản (F2)")
        self._actions[Action.EDIT] = edit
        read = self.add_action(
            "Bóc tách", lambda: self.ui.navigator.open("intake"), mark="import", name="intake"
        )
        read.setToolTip("Đọc tệp văn bản, đề xuất nhiệm vụ (kéo tệp thả vào cửa sổ cũng được)")
        self.add_table_actions(self.table, "Sổ văn bản chỉ đạo")
        text, clauses, tasks = self.pane.text.bar, self.pane.clauses.bar, self.pane.tasks.bar
        mark = text.add("Lập điều khoản", self._mark_clause, mark="add", name="mark_clause", primary=True)
        mark.setToolTip("Lập điều khoản từ đoạn đang sáng (Ctrl+N)")
        for action, bar, words, run, icon, name in (
            (Action.ADD_CLAUSE, clauses, "Thêm điều khoản", self._add_clause, "add", "add_clause"),
            (Action.EDIT_CLAUSE, clauses, "Sửa", self._edit_clause, "edit", "edit_clause"),
            (Action.REMOVE_CLAUSE, clauses, "Xóa", self._remove_clause, "delete", "remove_clause"),
            (Action.ADD_TASK, clauses, "Thêm nhiệm vụ", self._add_task, "tasks", "add_task"),
            (Action.ASSIGN_BOUND, tasks, "Giao theo điều khoản", self._assign_bound, "send", "assign_bound"),
            (Action.ASSIGN_MANY, tasks, "Giao hàng loạt", self._assign_many, "units", "assign_many"),
            (Action.EDIT_TASK, tasks, "Sửa", self._edit_task, "edit", "edit_task"),
            (Action.CANCEL_TASK, tasks, "Hủy", self._cancel_tasks, "stop", "cancel_task"),
            (Action.SHOW_ASSIGNMENTS, tasks, "Xem từng đơn vị", self._show_task, "open", "show_task"),
        ):
            self._actions[action] = bar.add(words, run, mark=icon, name=name)

    def _connect(self) -> None:
        self.table.set_empty(
            "Chưa có văn bản nào. Thêm văn bản, rồi dán nội dung (Ctrl+V).",
            "Thêm văn bản",
            self.presenter.add_directive,
        )
        self.table.activated.connect(lambda line: self._go_into(line.id))
        self.table.selection_changed.connect(self._follow)
        self.pair.detail_shown.connect(self._follow)
        self.pane.clauses.view.activated_row.connect(lambda _: self._edit_clause())
        self.pane.tasks.view.activated_row.connect(lambda _: self._show_task())
        self.pane.clauses.view.selection_settled.connect(self._settle)
        self.pane.tasks.view.selection_settled.connect(self._settle)
        self.pane.pages.currentChanged.connect(lambda _: self._settle())
        for keys, run in (("Ctrl+N", self._add_here), ("F2", self._edit_here)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    def commands(self) -> tuple[Command, ...]:
        """Offer the acts on the open directive too."""
        own = tuple(
            Command(action.text(), action.trigger)
            for kind, action in self._actions.items()
            if kind is not Action.EDIT and action.isEnabled() and self.pair.shows_detail
        )
        return super().commands() + own

    # --- what the presenter asks ---------------------------------------------------------------------

    def show_directives(self, rows: "Sequence[DirectiveRow]") -> None:
        """Show the list."""
        self.table.set_rows(rows)

    def show_page(self, page: DirectivePage | None) -> None:
        """Show an open directive, or that none is."""
        self.pane.show_page(page)
        self._settle()

    def open_directive(self, directive_id: str) -> None:
        """Select a directive in the list and go into it."""
        self.table.select_row(directive_id)
        self._go_into(directive_id)

    def go_to_text(self, position: int) -> None:
        """Put the cursor where the next clause begins."""
        self.pane.text.go_to(position)

    def ask_directive(
        self, known: "DirectiveDetail | None", save: "Callable[[DirectiveFields, FormReply], object]"
    ) -> None:
        """Open the form of a directive."""
        from app.ui.screens.directives.dialogs import DirectiveForm

        DirectiveForm(self, known, today=self.ui.services.clock.today()).ask(save)

    def ask_clause(
        self, draft: ClauseDraft, tree: UnitTree, save: Callable[[ClauseDraft, FormReply], object]
    ) -> None:
        """Open the form of a clause."""
        from app.ui.screens.directives.dialogs import ClauseForm

        ClauseForm(self, draft, tree).ask(save)

    def ask_task(self, draft: TaskDraft, save: "Callable[[TaskFields, FormReply], object]") -> None:
        """Open the form of a task."""
        from app.ui.widgets.task_form import TaskForm

        TaskForm(self, draft, today=self.ui.services.clock.today()).ask(save)

    def ask_plan(
        self,
        previews: "Sequence[TaskPreview]",
        tree: UnitTree,
        save: Callable[[AssignPlan, FormReply], object],
    ) -> None:
        """Open the matrix of tasks and units."""
        from app.ui.widgets.plan_form import PlanForm

        PlanForm(self, previews, tree, today=self.ui.services.clock.today()).ask(save)

    def open_place(self, place: Mapping[str, str]) -> None:
        """Go to one directive."""
        if directive_id := place.get("directive_id"):
            self.open_directive(directive_id)

    # --- what the person does -----------------------------------------------------------------------

    def _selection(self) -> Selection:
        lines, tasks = self.pane.clauses.view.selected_rows(), self.pane.tasks.view.selected_rows()
        return Selection(self.presenter.page is not None, lines[0] if len(lines) == 1 else None, tuple(tasks))

    def _settle(self) -> None:
        chosen = self._selection()
        allowed = actions_for(chosen)
        for kind, action in self._actions.items():
            action.setEnabled(kind in allowed)
        clause = chosen.clause
        self.pane.clauses.words.setPlainText(clause.row.text if clause else "")
        self.pane.clauses.note.setText(clause.bound_words if clause else "")
        self.pane.clauses.note.setVisible(clause is not None)
        self.pane.tasks.note.hide()

    def _go_into(self, directive_id: str) -> None:
        self.presenter.open(directive_id)
        self.pair.open_detail()
        self.pane.pages.setFocus()

    def _follow(self) -> None:
        line = self.table.current_row()
        if self.pair.shows_detail and not self.pair.is_inside and line is not None:
            self.presenter.open(line.id)

    def _add_here(self) -> None:
        page = self.pane.pages.currentWidget() if self.pair.is_inside else None
        if page is self.pane.text:
            self._mark_clause()
        elif page is self.pane.clauses:
            self._add_clause()
        elif page is self.pane.tasks:
            self._add_task()
        else:
            self.presenter.add_directive()

    def _edit_here(self) -> None:
        page = self.pane.pages.currentWidget() if self.pair.is_inside else None
        if page is self.pane.clauses:
            self._edit_clause()
        elif page is self.pane.tasks:
            self._edit_task()
        elif self.presenter.page is not None:
            self.presenter.edit_directive()

    def _mark_clause(self) -> None:
        self.presenter.add_clause(*self.pane.text.chosen())

    def _add_clause(self) -> None:
        self.presenter.add_clause()

    def _edit_clause(self) -> None:
        if (line := self._selection().clause) is not None:
            self.presenter.edit_clause(line)

    def _remove_clause(self) -> None:
        if (line := self._selection().clause) is not None:
            self.presenter.remove_clause(line)

    def _add_task(self) -> None:
        if (line := self._selection().clause) is not None:
            self.presenter.add_task(line)
        else:
            self.tell("Chọn điều khoản của nhiệm vụ trong trang Điều khoản trước.", Tone.INFO)
            self.pane.pages.setCurrentWidget(self.pane.clauses)

    def _edit_task(self) -> None:
        tasks = self._selection().tasks
        if len(tasks) == 1:
            self.presenter.edit_task(tasks[0])

    def _cancel_tasks(self) -> None:
        self.presenter.cancel_tasks(self._selection().tasks)

    def _assign_bound(self) -> None:
        self.presenter.assign_bound(self._selection().tasks)

    def _assign_many(self) -> None:
        self.presenter.assign_many(self._selection().tasks)

    def _show_task(self) -> None:
        tasks: Sequence[DirectiveTask] = self._selection().tasks
        if len(tasks) == 1:
            self.presenter.show_assignments(tasks[0])


def make(ui: UiContext) -> ScreenBase:
    """Make the screen."""
    return DirectivesScreen(ui)
