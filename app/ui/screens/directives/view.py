"""The register of directives (S04): the list, the open directive with its text, clauses and tasks."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from app.core.changes import Changes
from app.core.statuses import DirectiveState
from app.services.queries.binding import UnitTree
from app.ui.context import Command, FormReply, UiContext
from app.ui.screen import ScreenBase
from app.ui.screens.directives.columns import CLAUSES, DIRECTIVES, TASKS, fact_pairs, link_words
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
from app.ui.tone import Tone
from app.ui.widgets.chain_forms import ChainForms
from app.ui.widgets.clipboard import held_directive
from app.ui.widgets.detail_pane import DetailPane
from app.ui.widgets.labels import plain_label, push_button
from app.ui.widgets.list_page import ListPage
from app.ui.widgets.marked_text import MarkedText
from app.ui.widgets.one_line import OneLine
from app.ui.widgets.pair_view import PairView, Stacked
from app.ui.widgets.span_text import Span, SpanText
from app.ui.widgets.status_chip import StatusChip
from app.ui.widgets.task_forms import TaskForms

if TYPE_CHECKING:
    from app.services.directives import DirectiveFields
    from app.services.queries.directive_tasks import DirectiveTask
    from app.services.queries.directives import DirectiveDetail, DirectiveRow, LinkRow


class DirectivePane(QWidget):
    """The open directive: its head and four pages."""

    def __init__(self, go_to: Callable[[str], object]) -> None:
        super().__init__()
        self._go_to = go_to
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
        self.task_words = SpanText()
        self.tasks = ListPage(
            RowsModel(TASKS, lambda task: task.id, parent=self),
            "tasks",
            has_words=True,
            words=self.task_words,
        )
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
        self.facts.show_pairs([*fact_pairs(detail), *self._links(page.links)])
        self.task_words.show_text(detail.text)
        self.pages.setTabText(1, f"Điều khoản ({len(page.clauses)})")
        self.pages.setTabText(2, f"Nhiệm vụ ({len(page.tasks)})")

    def light(self, span: tuple[int, int] | None) -> None:
        """Light the exact words of a task in the text under the tasks."""
        self.task_words.show_spans([] if span is None else [Span(1, *span, Tone.GOOD)])
        self.task_words.show_current(None if span is None else 1)

    def _links(self, links: "Sequence[LinkRow]") -> list[tuple[str, str | QWidget]]:
        pairs: list[tuple[str, str | QWidget]] = []
        for link in links[:40]:
            told = link_words(link)
            if link.directive_id is None:
                pairs.append((told, f"{link.label} (chưa có trong sổ)"))
                continue
            target = link.directive_id
            button = push_button(link.label, partial(self._go_to, target), name="link_button")
            button.setProperty("kind", "link")
            button.setToolTip(link.subject)
            pairs.append((told, button))
        return pairs


class DirectivesScreen(ChainForms, TaskForms, ScreenBase):
    """The screen; satisfies ``DirectivesView`` by its shape."""

    watches = Changes(directives=True, tasks=True, units=True, cycles=True)
    undoes_steps = True
    presenter: DirectivesPresenter

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, title="Văn bản chỉ đạo")
        model: RowsModel = RowsModel(DIRECTIVES, lambda line: line.id, parent=self)
        self.table = RowsTable(model, name="directives", noun="văn bản")
        self.preview = SpanText()
        self.preview.setObjectName("preview")
        self.preview.setPlaceholderText("Toàn văn của văn bản đang chọn hiện ở đây, nếu sổ có.")
        self.first = Stacked(self.table, self.preview)
        self.pane = DirectivePane(self.open_directive)
        self.pair = PairView(self.first, self.pane, back="Danh sách")
        self.pane.head.insertWidget(0, self.pair.back_button)
        self.set_content(self.pair)
        self.presenter = DirectivesPresenter(self, self.ui)
        self._actions: dict[Action, QAction] = {}
        self._wanted_task = ""
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
        read.setToolTip("Đọc tệp văn bản, đề xuất nhiệm vụ (kéo tệp thả vào cửa sổ, hoặc dán Ctrl+V)")
        for kind, words, run, icon, name in (
            (Action.ATTACH, "Ghép bản chính thức", desk.attach_signed_copy, "merge", "attach"),
            (Action.REPLACE, "Thay thế bởi…", desk.replace_by, "refresh", "replace"),
            (Action.LINK, "Nối văn bản", desk.link, "exchange", "link"),
        ):
            self._actions[kind] = self.add_action(words, run, mark=icon, name=name)
        self.add_table_actions(self.table, "Sổ văn bản chỉ đạo", has_views=True)
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
            (Action.SHOW_WORDS, tasks, "Xem nguyên văn", self._show_words, "search", "show_words"),
        ):
            self._actions[action] = bar.add(words, run, mark=icon, name=name)

    def _connect(self) -> None:
        self.table.set_empty(
            "Kéo văn bản vào đây, hoặc dán nội dung (Ctrl+V).",
            "Bóc tách văn bản",
            lambda: self.ui.navigator.open("intake"),
        )
        self.table.activated.connect(lambda line: self._go_into(line.id))
        self.table.selection_changed.connect(self._follow)
        self.pair.detail_shown.connect(self._follow)
        self.pane.clauses.view.activated_row.connect(lambda _: self._edit_clause())
        self.pane.tasks.view.activated_row.connect(lambda _: self._show_task())
        self.pane.clauses.view.selection_settled.connect(self._settle)
        self.pane.tasks.view.selection_settled.connect(self._settle)
        self.pane.pages.currentChanged.connect(lambda _: self._settle())
        for keys, place, run in (
            ("Ctrl+N", self, self._add_here),
            ("F2", self, self._edit_here),
            ("Ctrl+V", self.pair, self._paste),
        ):
            shortcut = QShortcut(QKeySequence(keys), place)
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
        """Show the list; where nothing is chosen yet, the newest."""
        self.table.set_rows(rows)
        if rows and self.table.current_row() is None:
            self.table.select_row(rows[0].id)

    def show_page(self, page: DirectivePage | None) -> None:
        """Show an open directive, or that none is."""
        self.pane.show_page(page)
        self.preview.show_text(page.detail.text if page else "")
        self.preview.show_spans(
            [Span(place, *line.span, Tone.INFO) for place, line in enumerate(page.clauses) if line.span]
            if page
            else []
        )
        self._settle()
        self._light_wanted()

    def open_directive(self, directive_id: str) -> None:
        """Select a directive in the list and go into it."""
        self.table.select_row(directive_id)
        self._go_into(directive_id)

    def show_problem_words(self, text: str) -> None:
        """Say what could not be read."""
        self.tell(text, Tone.WARNING)

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

    def open_place(self, place: Mapping[str, str]) -> None:
        """Go to one directive, or to the exact words of one of its tasks."""
        if directive_id := place.get("directive_id"):
            self._wanted_task = place.get("task_id", "")
            self.open_directive(directive_id)
            self._light_wanted()

    # --- what the person does -----------------------------------------------------------------------

    def _selection(self) -> Selection:
        lines, tasks = self.pane.clauses.view.selected_rows(), self.pane.tasks.view.selected_rows()
        page = self.presenter.page
        state = page.detail.state if page else DirectiveState.ACTIVE
        return Selection(page is not None, state, lines[0] if len(lines) == 1 else None, tuple(tasks))

    def _settle(self) -> None:
        chosen = self._selection()
        allowed = actions_for(chosen)
        for kind, action in self._actions.items():
            action.setEnabled(kind in allowed)
        clause = chosen.clause
        self.pane.clauses.words.setPlainText(clause.row.text if clause else "")
        self.pane.clauses.note.setText(clause.note if clause else "")
        self.pane.clauses.note.setVisible(clause is not None)
        self.pane.tasks.note.hide()
        tasks = chosen.tasks
        self.pane.light(self.presenter.words_of(tasks[0].id) if len(tasks) == 1 else None)

    def _go_into(self, directive_id: str) -> None:
        self.presenter.open(directive_id)
        self.pair.open_detail()
        self.pane.pages.setFocus()

    def _follow(self) -> None:
        line = self.table.current_row()
        if not self.pair.is_inside and line is not None:
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

    def _paste(self) -> None:
        """Read what is on the clipboard as a directive: a file, or words."""
        place = held_directive()
        if any(words.strip() for words in place.values()):
            self.ui.navigator.open("intake", **place)

    def _show_words(self) -> None:
        tasks = self._selection().tasks
        if len(tasks) == 1:
            self._wanted_task = tasks[0].id
            self._light_wanted()

    def _light_wanted(self) -> None:
        """Go to the exact words of the task that was asked for, once its directive is there."""
        span = self.presenter.words_of(self._wanted_task) if self._wanted_task else None
        if span is not None:
            self._wanted_task = ""
            self.pane.pages.setCurrentWidget(self.pane.text)
            self.pane.text.light(*span)

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
