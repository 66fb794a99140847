"""The register of tasks (S07) with the whole life of the open one (S08)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from app.core.changes import Changes
from app.core.statuses import TaskState
from app.services.queries.task_register import (
    Register,
    Wanted,
    count_rows,
    narrowed_words,
    sum_check,
    summary_words,
)
from app.ui.context import FormReply, UiContext
from app.ui.screen import ScreenBase
from app.ui.screens.tasks.columns import (
    TASKS,
    extension_pairs,
    fact_pairs,
    journal_pairs,
    progress_pairs,
    search_texts,
)
from app.ui.screens.tasks.presenter import Action, ExtendRequest, TasksPresenter, actions_for
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable
from app.ui.tone import Tone, look
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.date_edit import DateEdit
from app.ui.widgets.detail_pane import DetailPane
from app.ui.widgets.labels import bare, plain_label, push_button
from app.ui.widgets.one_line import OneLine
from app.ui.widgets.pair_view import PairView
from app.ui.widgets.state_chips import Chip, StateChips
from app.ui.widgets.status_chip import StatusChip
from app.ui.widgets.task_forms import TaskForms

if TYPE_CHECKING:
    from app.services.queries.task_detail import AssignmentDetail
    from app.services.queries.tasks import AssignmentRow
    from app.services.queries.units import PersonRow
    from app.services.tasks import ProgressNote

_PAGES = ("Nhiệm vụ", "Tiến độ", "Gia hạn", "Lịch sử")
_HISTORY = 3
_SHORT = {
    TaskState.DONE_ON_TIME: "Đúng hạn",
    TaskState.DONE_LATE: "Muộn",
    TaskState.OPEN_IN_TIME: "Trong hạn",
    TaskState.OPEN_OVERDUE: "Quá hạn",
    TaskState.STANDING: "Thường xuyên",
    TaskState.CANCELLED: "Hủy",
}


class TaskPane(QWidget):
    """The open assignment: its head and four pages."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("task_pane")
        self.unit = plain_label("", "strong")
        self.chip = StatusChip()
        self.content = OneLine("open_content")
        self.head = QHBoxLayout()
        self.head.addWidget(self.unit)
        self.head.addWidget(self.chip)
        self.head.addStretch(1)
        self.pages = QTabWidget()
        self.pages.setObjectName("task_pages")
        self.panes = tuple(DetailPane() for _ in _PAGES)
        for pane, words in zip(self.panes, _PAGES, strict=True):
            self.pages.addTab(pane, words)
        self.nothing = plain_label("Chọn một dòng trong danh sách để xem.", "soft", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self.head)
        column.addWidget(self.nothing)
        column.addWidget(self.content)
        column.addWidget(self.pages, 1)
        column.addStretch(0)

    def show_detail(self, detail: "AssignmentDetail | None") -> None:
        """Show everything about one assignment, or that none is open."""
        for widget in (self.unit, self.chip, self.content, self.pages):
            widget.setVisible(detail is not None)
        self.nothing.setVisible(detail is None)
        if detail is None:
            return
        self.unit.setText(detail.row.unit)
        self.chip.set_status(detail.row.state)
        self.content.show_line(detail.row.content)
        pages = (fact_pairs(detail), progress_pairs(detail), extension_pairs(detail), journal_pairs(detail))
        counts = (0, len(detail.progress), len(detail.extensions), len(detail.journal))
        for place, (pairs, count) in enumerate(zip(pages, counts, strict=True)):
            self.panes[place].show_pairs(pairs)
            self.pages.setTabText(place, f"{_PAGES[place]} ({count})" if count else _PAGES[place])


class RegisterPane(QWidget):
    """The list with what stands above it: states with counts, the day, the sums, the filters."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self.chips = StateChips()
        self.as_of = DateEdit(today=today, name="as_of")
        self.as_of.set_value(today)
        self.as_of.setToolTip("Tính đến hết ngày này; chọn ngày cũ để xem lại tình hình khi đó")
        self.summary = OneLine("summary")
        self.summary.setProperty("kind", "soft")
        model: RowsModel = RowsModel(TASKS, lambda row: row.id, search=search_texts, parent=self)
        self.table = RowsTable(model, name="tasks", noun="dòng")
        self.unit = self._combo("unit_filter", "Đơn vị")
        self.directive = self._combo("directive_filter", "Văn bản")
        self.narrowed = OneLine("narrowed")
        self.clear: QPushButton = push_button("Bỏ lọc", lambda: None, name="clear_button")
        self.as_of.setFixedWidth(self.fontMetrics().averageCharWidth() * 18)
        sums = QHBoxLayout()
        sums.addWidget(plain_label("Đến hết", "soft"))
        sums.addWidget(self.as_of)
        sums.addWidget(self.summary, 1)
        self._line = QWidget()
        line = QHBoxLayout(self._line)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.narrowed, 1)
        line.addWidget(self.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.chips)
        column.addLayout(sums)
        column.addWidget(self._line)
        column.addWidget(self.table, 1)
        self.table.add_filter(self.unit)
        self.table.add_filter(self.directive)
        self._line.hide()
        self.setFocusProxy(self.table)

    def _combo(self, name: str, words: str) -> QComboBox:
        box = ChoiceBox(letters=11)
        box.setObjectName(name)
        box.setAccessibleName(words)
        box.addItem(f"Mọi {words.lower()}", None)
        return box

    def show_register(
        self, rows: "Sequence[AssignmentRow]", register: Register, wanted: Wanted, state: TaskState | None
    ) -> None:
        """Show rows, counts, sums, and what the list is narrowed to."""
        counts = count_rows(register.rows)
        self.chips.show_chips(chips_of(register), state.value if state else "")
        self.summary.show_line(summary_words(counts), sum_check(counts, wanted.as_of))
        self._offer(self.unit, register.choices.units, wanted.unit_id)
        self._offer(self.directive, register.choices.directives, wanted.directive_id)
        words = narrowed_words(wanted, register.choices)
        self.narrowed.show_line(f"Đang lọc: {words}")
        self._line.setVisible(bool(words))
        self.as_of.blockSignals(True)
        self.as_of.set_value(wanted.as_of)
        self.as_of.blockSignals(False)
        self.table.set_rows(rows)

    def _offer(self, box: QComboBox, choices: Sequence[tuple[str, str]], current: str | None) -> None:
        box.blockSignals(True)
        while box.count() > 1:
            box.removeItem(1)
        for key, words in choices:
            box.addItem(words, key)
            box.setItemData(box.count() - 1, words, Qt.ItemDataRole.ToolTipRole)
        box.setCurrentIndex(max(box.findData(current), 0) if current else 0)
        box.blockSignals(False)


def chips_of(register: Register) -> list[Chip]:
    """Return the chips over a register: all, the four states, standing, and what was cancelled."""
    chips = [Chip("", "Tất cả", "Tất cả", "tasks", Tone.NEUTRAL, len(register.rows))]
    for state in TaskState:
        shown = look(state)
        number = sum(row.state is state for row in register.rows)
        if state is TaskState.CANCELLED:
            number = len(register.cancelled)
        chips.append(Chip(state.value, shown.word, _SHORT[state], shown.icon, shown.tone, number))
    return chips


class TasksScreen(TaskForms, ScreenBase):
    """The screen; satisfies ``TasksView`` by its shape."""

    undoes_steps = True
    watches = Changes(tasks=True, directives=True, units=True, cycles=True)
    presenter: TasksPresenter

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, title="Nhiệm vụ")
        self.list = RegisterPane(ui.services.clock.today())
        self.table = self.list.table
        self.pane = TaskPane()
        self.pair = PairView(self.list, self.pane, back="Danh sách", letters=155)
        self.pane.head.insertWidget(0, self.pair.back_button)
        self.set_content(self.pair)
        self.presenter = TasksPresenter(self, self.ui)
        self._actions: dict[Action, QAction] = {}
        self._add_actions()
        self._connect()
        self.show_detail(None)
        self._settle()

    # --- building -----------------------------------------------------------------------------------

    def _add_actions(self) -> None:
        desk = self.presenter
        self.add_action("Thêm", desk.add, mark="add", name="add", keys="Ctrl+N", primary=True)
        for action, words, run, mark, keys in (
            (Action.PROGRESS, "Ghi tiến độ", lambda: desk.note(self._chosen()), "tasks", "Ctrl+T"),
            (Action.FINISH, "Hoàn thành", self._finish, "status-done", ""),
            (Action.EXTEND, "Gia hạn", lambda: desk.extend(self._chosen()), "calendar", ""),
            (Action.PERSON, "Đổi người", lambda: desk.set_person(self._chosen()), "person", ""),
            (Action.EDIT, "Sửa", lambda: desk.edit(self._chosen()), "edit", "F2"),
            (Action.CANCEL, "Hủy", lambda: desk.cancel(self._chosen()), "stop", ""),
        ):
            made = self.add_action(words, run, mark=mark, name=action.name.lower(), keys=keys)
            self._actions[action] = made
            self.table.menu_actions.append(made)
        self.add_action("Lọc thêm", self._ask_filter, mark="filter", name="more_filters", keys="Ctrl+Shift+L")
        self.add_table_actions(self.table, "Sổ nhiệm vụ")
        self.add_views(self.table, self)

    def _connect(self) -> None:
        self.table.activated.connect(lambda row: self._go_into(row.id))
        self.table.selection_changed.connect(self._settle)
        self.table.selection_changed.connect(self._follow)
        self.pair.detail_shown.connect(self._follow)
        self.list.chips.chosen.connect(
            lambda key: self.presenter.choose_state(TaskState(key) if key else None)
        )
        self.list.as_of.changed.connect(self._choose_day)
        self.list.unit.currentIndexChanged.connect(lambda _: self._narrow(unit_id=self.list.unit))
        self.list.directive.currentIndexChanged.connect(
            lambda _: self._narrow(directive_id=self.list.directive)
        )
        self.list.clear.clicked.connect(bare(self.presenter.clear))
        shortcut = QShortcut(QKeySequence("Ctrl+H"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._show_history)

    # --- what the presenter asks -------------------------------------------------------------------

    def show_register(
        self, rows: "Sequence[AssignmentRow]", register: Register, wanted: Wanted, state: TaskState | None
    ) -> None:
        """Show the rows of the chosen state, and the counts of all."""
        if register.rows or wanted.is_narrow or state is not None:
            self.table.set_empty("Không có nhiệm vụ nào khớp.", "Bỏ lọc", self.presenter.clear)
        else:
            self.table.set_empty(
                "Chưa có nhiệm vụ. Bắt đầu từ một văn bản chỉ đạo.",
                "Mở Văn bản chỉ đạo",
                lambda: self.ui.navigator.open("directives"),
            )
        self.list.show_register(rows, register, wanted, state)
        self._settle()

    def show_detail(self, detail: "AssignmentDetail | None") -> None:
        """Show one assignment, or that none is open."""
        self.pane.show_detail(detail)

    def open_row(self, assignment_id: str) -> None:
        """Select a row and go into it."""
        self.table.select_row(assignment_id)
        self._go_into(assignment_id)

    def ask_progress(
        self,
        rows: "Sequence[AssignmentRow]",
        *,
        is_finish: bool,
        save: "Callable[[ProgressNote, FormReply], object]",
    ) -> None:
        """Open the form of progress or of completion."""
        from app.ui.screens.tasks.dialogs import ProgressForm

        ProgressForm(self, rows, is_finish=is_finish, today=self._today()).ask(save)

    def ask_extension(
        self, rows: "Sequence[AssignmentRow]", save: Callable[[ExtendRequest, FormReply], object]
    ) -> None:
        """Open the form of a later due day."""
        from app.ui.screens.tasks.dialogs import ExtendForm

        ExtendForm(self, rows, today=self._today()).ask(save)

    def ask_person(
        self,
        rows: "Sequence[AssignmentRow]",
        people: "Sequence[PersonRow]",
        save: Callable[[str | None, FormReply], object],
    ) -> None:
        """Open the form of the person."""
        from app.ui.screens.tasks.dialogs import PersonForm

        PersonForm(self, rows, people).ask(save)

    def open_place(self, place: Mapping[str, str]) -> None:
        """Go where another screen points."""
        self.pair.open_list()
        self.table.clear_filters()
        self.presenter.go_to(place)

    def seen_as(self) -> dict[str, object]:
        """Return how the register is looked at, for a named view."""
        return {"register": self.presenter.seen_as(), **self.table.seen_as()}

    def see_as(self, view: Mapping[str, Any]) -> None:
        """Look at the register as a named view says."""
        self.table.see_as(view)
        self.presenter.see_as(view.get("register") or {})

    # --- what the person does ---------------------------------------------------------------------------

    def _today(self) -> date:
        return self.ui.services.clock.today()

    def _chosen(self) -> "list[AssignmentRow]":
        return self.table.selected_rows()

    def _settle(self) -> None:
        allowed = actions_for(self._chosen())
        for kind, action in self._actions.items():
            action.setEnabled(kind in allowed)

    def _finish(self) -> None:
        self.presenter.note(self._chosen(), is_finish=True)

    def _go_into(self, assignment_id: str) -> None:
        self.table.select_row(assignment_id)
        self.presenter.open(assignment_id)
        self.pair.open_detail()
        self.pane.pages.setFocus()

    def _follow(self) -> None:
        row = self.table.current_row()
        if self.pair.shows_detail and not self.pair.is_inside and row is not None:
            self.presenter.open(row.id)

    def _show_history(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self._go_into(row.id)
            self.pane.pages.setCurrentIndex(_HISTORY)

    def _choose_day(self, day: date | None) -> None:
        self.presenter.narrow(replace(self.presenter.wanted, as_of=day or self._today()))

    def _narrow(self, **boxes: QComboBox) -> None:
        chosen = {name: box.currentData() for name, box in boxes.items()}
        self.presenter.narrow(replace(self.presenter.wanted, **chosen))

    def _ask_filter(self) -> None:
        from app.ui.screens.tasks.dialogs import FilterForm

        def save(wanted: Wanted, reply: FormReply) -> None:
            reply.accept()
            self.presenter.narrow(wanted)

        FilterForm(self, self.presenter.wanted, today=self._today()).ask(save)


def make(ui: UiContext) -> ScreenBase:
    """Make the screen."""
    return TasksScreen(ui)
