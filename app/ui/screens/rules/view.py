"""Four pages: rules; a year's periods with their proof; days off and worked; who answers which clause."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLayout, QTabWidget, QVBoxLayout, QWidget

from app.core.changes import Changes
from app.core.statuses import PeriodState
from app.core.text import join_words
from app.core.working_days import DayException
from app.services.cycles import RuleFields
from app.services.queries.clause_reporters import ClauseDuty
from app.services.queries.cycle_board import SetupData
from app.services.queries.cycle_words import NOBODY_EXPECTED, days_of
from app.services.queries.office_days import RuleChoices
from app.services.queries.units import UnitRow
from app.ui.context import UiContext
from app.ui.screen import ScreenBase
from app.ui.screens.rules.columns import DAY_COLUMNS, PERIOD_COLUMNS, REPORTER_COLUMNS, RULE_COLUMNS, bands_of
from app.ui.screens.rules.dialogs import DayForm, DaysForm, ExpectedForm, RuleForm
from app.ui.screens.rules.presenter import RulesPresenter, Samples, Save
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable
from app.ui.tone import Look, Tone
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.flow import FlowRow
from app.ui.widgets.labels import plain_label, push_button
from app.ui.widgets.status_chip import StatusChip
from app.ui.widgets.year_strip import YearStrip

_VERBS = {PeriodState.PLANNED: "Mở kỳ", PeriodState.OPEN: "Khóa kỳ", PeriodState.LOCKED: "Mở khóa kỳ"}


class RulesScreen(ScreenBase):
    """Satisfies ``RulesView``."""

    watches = Changes(cycles=True, units=True, directives=True)
    presenter: RulesPresenter

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, title="Chế độ báo cáo")
        self.presenter = RulesPresenter(self, self.ui)
        self.rules = RowsTable(RowsModel(RULE_COLUMNS, lambda r: r.id), name="rules", noun="chế độ")
        self.periods = RowsTable(RowsModel(PERIOD_COLUMNS, lambda n: n.period.id), name="periods", noun="kỳ")
        self.days = RowsTable(RowsModel(DAY_COLUMNS, lambda d: d.day), name="days", noun="ngày")
        model = RowsModel(REPORTER_COLUMNS, lambda line: line.key)
        self.reporters = RowsTable(model, name="reporters", noun="lượt báo cáo")
        self.proof = FlowRow()
        self.strip = YearStrip()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.rules, "Chế độ")
        self.tabs.addTab(self._lay_out_periods(), "Kỳ của năm")
        self.tabs.addTab(self.days, "Ngày nghỉ, ngày làm bù")
        self._by_clause = self._lay_out_reporters()
        self.tabs.addTab(self._by_clause, "Theo điều khoản")
        self.tabs.currentChanged.connect(lambda _: self._fit_actions())
        self.set_content(self.tabs)
        self._add_actions()
        self._connect()
        self._fit_actions()

    # --- what the presenter asks for -------------------------------------------------------------

    def show_setup(self, data: SetupData, proof: tuple[bool, str]) -> None:
        """Show everything; the proof tells whether every day is counted once."""
        self.rules.set_rows(data.rules)
        if data.rule_id and self.rules.current_row() is None:
            self.rules.select_row(data.rule_id)
        _fill(self.rule, [(rule.name, rule.id) for rule in data.rules], data.rule_id)
        _fill(self.year, [(f"Năm {year}", year) for year in data.years], data.year)
        self.rule.setToolTip(self.rule.currentText())
        self.periods.set_rows(data.periods)
        if data.periods and self.periods.current_row() is None:
            self.periods.select_row(data.periods[0].period.id)
        self.periods.set_empty(
            f"Chưa lập kỳ báo cáo của năm {data.year}.",
            f"Lập kỳ của năm {data.year}" if data.rules else "",
            self.presenter.make_year_clicked,
        )
        self.days.set_rows(data.days)
        self._fit_buttons()
        self.proof.clear()
        sound, words = proof
        missed, twice = days_of([line.period for line in data.periods])
        self.strip.show_bands(bands_of(data.periods), [*missed, *twice], words)
        if data.periods and not any(line.expected for line in data.periods):
            self.proof.add(StatusChip(Look(NOBODY_EXPECTED, "warning", Tone.WARNING)))
            self.proof.add(push_button("Chọn đơn vị", self.presenter.expect_first_clicked, name="who_button"))
        if data.doubles:
            self.proof.add(StatusChip(Look("Trùng chế độ", "warning", Tone.WARNING)))
            self.proof.add(plain_label(f"Cùng đòi một báo cáo: {join_words(data.doubles)}."))
        if words:
            look = Look("Đủ ngày", "status-done", Tone.GOOD)
            self.proof.add(StatusChip(look if sound else Look("Cần sửa", "warning", Tone.BAD)))
            self.proof.add(plain_label(words, wraps=False))

    def show_duties(self, duties: Sequence[ClauseDuty]) -> None:
        """Show who has to answer which clause."""
        self.reporters.set_rows([line for duty in duties for line in duty.lines])
        self.duties.setText("\n".join(duty.sentence for duty in duties))
        self.duties.setVisible(bool(duties))

    def ask_rule(self, rule: RuleFields, choices: RuleChoices, save: Save, samples: Samples) -> None:
        """Ask for ``RuleFields``."""
        RuleForm(self, rule, choices, samples, today=self.ui.services.clock.today()).ask(save)

    def ask_expected(
        self, title: str, units: Sequence[UnitRow], ticked: Sequence[str], save: Save, whole_year: bool
    ) -> None:
        """Ask for ``ExpectedFields``."""
        ExpectedForm(self, title, units, ticked, whole_year=whole_year).ask(save)

    def ask_day(self, day: DayException | None, save: Save) -> None:
        """Ask for a ``DayException``."""
        DayForm(self, day, today=self.ui.services.clock.today()).ask(save)

    def ask_days(self, save: Save) -> None:
        """Ask for ``PastedDays``."""
        DaysForm(self).ask(save)

    # --- the screen ------------------------------------------------------------------------------

    def open_place(self, place: Mapping[str, str]) -> None:
        """Go to a rule: ``rule_id=…``."""
        self.presenter.open_place(place)

    def _lay_out_periods(self) -> QWidget:
        self.rule, self.year = ChoiceBox(letters=12), QComboBox()
        self.year.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for box, name, words in ((self.rule, "rule_box", "Chế độ báo cáo"), (self.year, "year_box", "Năm")):
            box.setObjectName(name)
            box.setAccessibleName(words)
        self.make_button = push_button("Lập kỳ của năm", self._make_year, name="make_button")
        self.expected_button = push_button("Đơn vị phải báo cáo", self._expected, name="expected_button")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.rule, 1)
        head.addWidget(self.year)
        head.addWidget(self.make_button)
        head.addWidget(self.expected_button)
        self.periods.box.hide()
        return _page(head, self.strip, self.proof, table=self.periods)

    def _lay_out_reporters(self) -> QWidget:
        self.duties = plain_label("", wraps=True)
        self.duties.setObjectName("duties")
        self.reporters.set_empty(
            "Chưa chế độ báo cáo nào gắn với điều khoản. Sửa chế độ, chọn ở ô “Theo điều khoản”."
        )
        return _page(self.duties, table=self.reporters)

    def _add_actions(self) -> None:
        self._add = self.add_action(
            "Thêm chế độ", self._add_clicked, mark="add", name="add", keys="Ctrl+N", primary=True
        )
        self._edit = self.add_action("Sửa", self._edit_clicked, mark="edit", name="edit", keys="F2")
        self._next = self.add_action(
            "Tạo kỳ năm sau", self.presenter.next_year_clicked, mark="calendar", name="next_year"
        )
        self._state = self.add_action("Mở kỳ", self._state_clicked, mark="status-locked", name="state")
        self._paste = self.add_action(
            "Dán danh sách ngày", self.presenter.paste_days_clicked, mark="copy", name="paste_days"
        )
        self._remove = self.add_action(
            "Xóa ngày", self._remove_day, mark="delete", name="remove_day", keys="Del"
        )
        self.add_action("In", self._print, mark="print", name="print", keys="Ctrl+P")
        self.add_action("Xuất Excel", self._export, mark="export", name="export", keys="Ctrl+E")

    def _connect(self) -> None:
        p = self.presenter
        self.rule.activated.connect(lambda _: p.choose(rule_id=self.rule.currentData()))
        self.year.activated.connect(lambda _: p.choose(year=self.year.currentData()))
        self.rules.selection_changed.connect(self._fit_buttons)
        self.days.selection_changed.connect(self._fit_buttons)
        self.reporters.selection_changed.connect(self._fit_buttons)
        self.reporters.activated.connect(p.reporter_opened)
        self.rules.activated.connect(p.edit_rule_clicked)
        self.periods.activated.connect(p.expected_clicked)
        self.periods.selection_changed.connect(self._fit_buttons)
        self.days.activated.connect(p.edit_day_clicked)
        self.rules.set_empty("Chưa có chế độ báo cáo nào.", "Thêm chế độ", p.add_rule_clicked)
        self.days.set_empty(
            "Chưa ghi ngày nghỉ, ngày làm bù nào ngoài lịch chung.", "Thêm ngày", p.add_day_clicked
        )

    def _fit_buttons(self) -> None:
        self.expected_button.setEnabled(self.periods.current_row() is not None)
        self.make_button.setEnabled(bool(self.rules.model.all_rows))
        shown = self.tabs.currentWidget()
        pages = {self.rules: self.rules, self.days: self.days, self._by_clause: self.reporters}
        table = pages.get(shown, self.periods)
        self._edit.setEnabled(table.current_row() is not None)
        self._next.setEnabled(bool(self.rules.model.all_rows))
        line = self.periods.current_row() if table is self.periods else None
        self._state.setEnabled(line is not None)
        self._state.setText(_VERBS[line.period.state] if line else "Mở, khóa kỳ")
        self._remove.setEnabled(shown is self.days and self.days.current_row() is not None)

    def _fit_actions(self) -> None:
        on_days = self.tabs.currentWidget() is self.days
        self._add.setText("Thêm ngày" if on_days else "Thêm chế độ")
        self.actions_bar.fit()
        self._fit_buttons()

    def _add_clicked(self) -> None:
        if self.tabs.currentWidget() is self.days:
            self.presenter.add_day_clicked()
        else:
            self.presenter.add_rule_clicked()

    def _edit_clicked(self) -> None:
        shown = self.tabs.currentWidget()
        if shown is self.rules:
            self.presenter.edit_rule_clicked(self.rules.current_row())
        elif shown is self.days:
            self.presenter.edit_day_clicked(self.days.current_row())
        elif shown is self._by_clause:
            self.presenter.reporter_edit_clicked(self.reporters.current_row())
        else:
            self._expected()

    def _state_clicked(self) -> None:
        self.presenter.state_clicked(self.periods.current_row())

    def _remove_day(self) -> None:
        self.presenter.remove_day_clicked(self.days.current_row())

    def _make_year(self) -> None:
        self.presenter.make_year_clicked()

    def _expected(self) -> None:
        self.presenter.expected_clicked(self.periods.current_row())

    def _shown_table(self) -> tuple[RowsTable, str]:
        if self.tabs.currentWidget() is self.days:
            return self.days, "Ngày nghỉ, ngày làm bù"
        if self.tabs.currentWidget() is self.rules:
            return self.rules, "Chế độ báo cáo"
        if self.tabs.currentWidget() is self._by_clause:
            return self.reporters, "Đơn vị phải báo cáo theo điều khoản"
        return self.periods, f"Kỳ báo cáo {self.year.currentText().lower()}"

    def _print(self) -> None:
        from app.ui.tables.output import print_table

        print_table(*self._shown_table(), self.ui)

    def _export(self) -> None:
        from app.ui.tables.output import export_table

        export_table(*self._shown_table(), self.ui)


def _page(*above: QWidget | QLayout, table: RowsTable) -> QWidget:
    """Lay a table under what is said of it."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 8, 0, 0)
    column.setSpacing(6)
    for part in above:
        if isinstance(part, QLayout):
            column.addLayout(part)
        else:
            column.addWidget(part)
    column.addWidget(table, 1)
    page.setFocusProxy(table)
    return page


def _fill(box: QComboBox, items: list[tuple[str, Any]], chosen: object) -> None:
    """Show choices and the chosen one without telling anybody."""
    box.blockSignals(True)
    box.clear()
    for words, key in items:
        box.addItem(words, key)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.blockSignals(False)


def make(ui: UiContext) -> ScreenBase:
    """Make the screen."""
    return RulesScreen(ui)
