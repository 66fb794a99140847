"""The plans screen: every unit's line, or one unit's plan and scores."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QStackedWidget, QTabWidget, QToolButton, QVBoxLayout, QWidget

from app.core.changes import Changes
from app.services.plans import PlanRowFields, ScoreFields
from app.services.queries.plan_units import ScoreEntry, UnitPlan
from app.services.queries.plans import PlanRowRow, PlanSummary
from app.services.queries.score_card import CardLine
from app.ui.context import FormReply, UiContext
from app.ui.excel_import import ExcelImport, save_template
from app.ui.screen import ScreenBase
from app.ui.screens.plans.columns import CARD, LIST, ROWS
from app.ui.screens.plans.dialogs import PlanRowForm, ScoreForm
from app.ui.screens.plans.presenter import LIST_ACTIONS, Action, PlansPresenter, Tab
from app.ui.tables.model import RowsModel
from app.ui.tables.output import export_table, print_table
from app.ui.tables.table import RowsTable
from app.ui.widgets.labels import plain_label

_TITLE = "Kế hoạch khắc phục"


class PlansScreen(ScreenBase):
    """A list of units; Enter opens one, Esc goes back."""

    watches = Changes(plans=True, scores=True, units=True, tasks=True)

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, title=_TITLE)
        self.presenter: PlansPresenter = PlansPresenter(self, self.ui)
        self.list = RowsTable(RowsModel(LIST, lambda row: row.unit_id), name="plans", noun="đơn vị")
        self.list.set_empty("Chưa có đơn vị nào phải lập kế hoạch. Xem lại nhóm đơn vị trong Danh mục.")
        self.rows = RowsTable(RowsModel(ROWS, lambda row: row.id), name="plan_rows", noun="dòng")
        self.card = RowsTable(RowsModel(CARD, lambda line: line.key), name="score_card", noun="dòng")
        self.card.set_empty(
            "Sổ chưa có bộ tiêu chí của năm trước.", "Nhập bộ tiêu chí từ Excel", self._import_scale
        )
        self.summary = plain_label("", wraps=True)
        self.summary.setObjectName("plan_summary")
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.rows, "Kế hoạch")
        self.tabs.addTab(self.card, "Điểm")
        unit_page = QWidget()
        column = QVBoxLayout(unit_page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.summary)
        column.addWidget(self.tabs, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(unit_page)
        self.set_content(self.stack)
        self.year = QComboBox()
        self.year.setObjectName("year")
        for year in range(self.presenter.year + 1, self.presenter.year - 6, -1):
            self.year.addItem(f"Năm {year}", year)
        self.year.setCurrentIndex(1)
        self.year.setAccessibleName("Năm của kế hoạch")
        self._actions: dict[Action, QAction] = {}
        self._add_actions()
        self._connect()

    def _add_actions(self) -> None:
        self.actions_bar.add_widget(self.year)
        add, presenter = self._add, self.presenter
        add(Action.BACK, "Về danh sách", presenter.back_clicked, "left", "back", "Alt+Left")
        add(Action.OPEN, "Mở", self._open_current, "open", "open", "")
        add(Action.GENERATE, "Sinh dòng kế hoạch", presenter.generate_clicked, "plans", "generate", "F9")
        add(Action.ADD, "Thêm", presenter.add_clicked, "add", "add", "Ctrl+N")
        add(Action.EDIT, "Sửa", presenter.edit_clicked, "edit", "edit", "F2")
        add(
            Action.TO_TASKS,
            "Chuyển thành nhiệm vụ",
            presenter.to_tasks_clicked,
            "tasks",
            "to_tasks",
            "Ctrl+T",
        )
        add(Action.EXPORT, "Xuất kế hoạch", presenter.export_clicked, "documents", "export_plan", "F12")
        add(Action.IMPORT, "Nhập điểm từ Excel", self._import, "import", "import", "")
        add(Action.SCALE, "Nhập bộ tiêu chí", self._import_scale, "plans", "import_scale", "")
        add(Action.TEMPLATE, "Lấy biểu Excel", self._template, "documents", "template", "")
        self.add_action("In", self._print, mark="print", name="print", keys="Ctrl+P")
        self.add_action("Xuất Excel", self._export, mark="export", name="export", keys="Ctrl+E")

    def _add(
        self, action: Action, text: str, run: Callable[[], object], mark: str, name: str, keys: str
    ) -> None:
        made = self.add_action(text, run, mark=mark, name=name, keys=keys)
        self._actions[action] = made

    def _connect(self) -> None:
        self.year.currentIndexChanged.connect(lambda _: self._year_chosen())
        self.list.activated.connect(lambda row: self.presenter.open_unit(row.unit_id))
        self.rows.activated.connect(lambda _: self.presenter.edit_clicked())
        self.card.activated.connect(lambda _: self.presenter.edit_clicked())
        self.tabs.currentChanged.connect(lambda _: self._tell_selection())
        for table in (self.rows, self.card):
            table.selection_changed.connect(self._tell_selection)
        for keys, run in (
            ("Esc", self._leave),
            ("Ctrl+PgUp", partial(self.presenter.step_unit, -1)),
            ("Ctrl+PgDown", partial(self.presenter.step_unit, 1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self.stack)
            shortcut.setContext(shortcut.context().WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    def show_list(self, year: int, rows: Sequence[PlanSummary]) -> None:
        """Show every unit's line."""
        self.set_title(_TITLE)
        self.list.set_rows(rows)
        if self.stack.currentIndex() != 0:
            self.stack.setCurrentIndex(0)
            self.list.setFocus()

    def show_unit(self, plan: UnitPlan, lines: Sequence[CardLine], summary: str) -> None:
        """Show one unit's scores and plan."""
        self.set_title(plan.unit)
        self.summary.setText(summary)
        self.rows.set_rows(plan.rows)
        self.card.set_rows(lines)
        if plan.card is None:
            self.rows.set_empty(
                f"Chưa có bộ tiêu chí và điểm năm {plan.year - 1}.",
                "Nhập bộ tiêu chí từ Excel",
                self._import_scale,
            )
        elif plan.plan_id is None:
            self.rows.set_empty(
                f"Chưa có kế hoạch năm {plan.year}.", "Sinh dòng kế hoạch", self.presenter.generate_clicked
            )
        else:
            self.rows.set_empty("Kế hoạch chưa có dòng nào.", "Thêm dòng", self.presenter.add_clicked)
        if self.stack.currentIndex() != 1:
            self.tabs.setCurrentIndex(0)
            self.stack.setCurrentIndex(1)
            self.rows.setFocus()
        self._tell_selection()

    def show_actions(self, actions: frozenset[Action]) -> None:
        """Show what can be done now."""
        in_unit = Action.BACK in actions
        for action, made in self._actions.items():
            made.setEnabled(action in actions)
            button = self.actions_bar.findChild(QToolButton, f"{made.objectName()}_button")
            if button is not None:
                button.setVisible(in_unit != (action in LIST_ACTIONS))
        self.actions_bar.fit()

    def ask_score(self, entry: ScoreEntry, save: Callable[[ScoreFields, FormReply], object]) -> None:
        """Ask for a score."""
        ScoreForm(self, entry).ask(save)

    def ask_row(
        self, row: PlanRowRow | None, year: int, save: Callable[[PlanRowFields, FormReply], object]
    ) -> None:
        """Ask for a row of the plan."""
        PlanRowForm(self, row, year, self.ui.services.clock.today()).ask(save)

    def select_row(self, row_id: str) -> None:
        """Select a row, now or when it comes."""
        self.rows.select_row(row_id)

    def open_folder(self, folder: Path) -> None:
        """Show a folder in the system's own window."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def open_place(self, place: Mapping[str, str]) -> None:
        """Show a unit's year."""
        if "year" in place:
            self.year.setCurrentIndex(self.year.findData(int(place["year"])))
        if "unit_id" in place:
            self.presenter.open_unit(place["unit_id"])

    def _tell_selection(self) -> None:
        tab = Tab.SCORES if self.tabs.currentWidget() is self.card else Tab.ROWS
        self.presenter.selected(tab, self.rows.selected_rows(), self.card.selected_rows())

    def _year_chosen(self) -> None:
        year = self.year.currentData()
        if year is not None:
            self.presenter.year_changed(int(year))

    def _open_current(self) -> None:
        row = self.list.current_row()
        if row is not None:
            self.presenter.open_unit(row.unit_id)

    def _leave(self) -> None:
        if self.presenter.unit is not None:
            self.presenter.back_clicked()

    def _table(self) -> tuple[RowsTable, str]:
        if self.stack.currentIndex() == 0:
            return self.list, f"{_TITLE} năm {self.presenter.year}"
        unit = self.presenter.unit
        name = unit.unit if unit else ""
        if self.tabs.currentWidget() is self.card:
            return self.card, f"Điểm năm {self.presenter.year - 1}: {name}"
        return self.rows, f"{_TITLE} năm {self.presenter.year}: {name}"

    def _import(self) -> None:
        ExcelImport(self, self.ui, "scores").start()

    def _import_scale(self) -> None:
        ExcelImport(self, self.ui, "criteria").start()

    def _template(self) -> None:
        kinds = (("criteria", "Bộ tiêu chí"), ("scores", "Điểm chấm"))
        kind = self.ui.dialogs.ask_choice("Lấy biểu Excel", "Biểu để ghi", kinds, verb="Lấy biểu")
        if kind is not None:
            save_template(self.ui, kind, f"Biểu {dict(kinds)[kind].lower()}")

    def _print(self) -> None:
        print_table(*self._table(), self.ui)

    def _export(self) -> None:
        export_table(*self._table(), self.ui)


def make(ui: UiContext) -> ScreenBase:
    """Make the plans screen."""
    return PlansScreen(ui)
