"""The board of units x months: choose cells, see their story, act on them."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from app.core.changes import Changes
from app.services.queries.cycle_board import BoardData
from app.services.queries.cycle_words import month_title
from app.services.queries.cycles import ReportRow
from app.services.queries.periods import PeriodRow
from app.ui.board_actions import Action
from app.ui.context import UiContext
from app.ui.screen import ScreenBase
from app.ui.screens.cycles.columns import (
    LEGEND,
    board_columns,
    board_rows,
    rates_words,
    report_pairs,
    results_of,
)
from app.ui.screens.cycles.dialogs import CodeForm, GrantForm, ReceiptForm
from app.ui.screens.cycles.presenter import CyclesPresenter, Save
from app.ui.tables.column import Column
from app.ui.tables.matrix import MatrixView
from app.ui.tables.matrix_cell import MatrixRow
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable
from app.ui.tone import Look
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.date_edit import DateEdit
from app.ui.widgets.detail_pane import DetailPane
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.flow import FlowRow
from app.ui.widgets.labels import plain_label
from app.ui.widgets.pair_view import PairView
from app.ui.widgets.search_box import SearchBox
from app.ui.widgets.status_chip import StatusChip
from app.ui.widgets.views_button import ViewsButton

_WIDE_LETTERS = 96
QWIDGETSIZE_MAX = 16_777_215  # Qt's own word for "as wide as you like"


class CyclesScreen(ScreenBase):
    """Satisfies ``CyclesView``: choices above, board and story below, totals between."""

    watches = Changes(cycles=True, units=True, figures=True)
    presenter: CyclesPresenter

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, title="Kỳ báo cáo")
        self.presenter = CyclesPresenter(self, self.ui)
        self._data: BoardData | None = None
        self._actions: dict[Action, QAction] = {}
        self.matrix = MatrixView()
        self.empty = EmptyState(mark="cycles")
        self.detail = DetailPane()
        self.totals = FlowRow()
        self.code = QLineEdit()
        self.code.setObjectName("code_line")
        self.code.setAccessibleName("Mã niêm phong, tin nhắn")
        self.code.setPlaceholderText("Gõ mã niêm phong hoặc dán tin nhắn rồi Enter (Ctrl+M)")
        self.code.setClearButtonEnabled(True)
        self.legend = FlowRow()
        self.set_content(self._lay_out())
        self._add_actions()
        self.show_actions(frozenset())

    # --- what the presenter asks for -------------------------------------------------------------

    def show_board(self, data: BoardData, start: str) -> None:
        """Show the board; ``start`` is the period to go to, if to any other than before."""
        self._data = data
        _fill(self.rule, [(rule.name, rule.id) for rule in data.rules], data.rule_id)
        self.rule.setToolTip(f"Chế độ báo cáo: {self.rule.currentText()}")
        _fill(self.year, [(str(year), year) for year in data.years], data.year)
        self._stack.setCurrentWidget(self._board)
        columns = board_columns(data.periods, data.reports)
        self.matrix.show_content(columns, board_rows(data.periods, data.reports), start=start)

    def show_empty(self, sentence: str, verb: str, action: Callable[[], object]) -> None:
        """Say why there is no board, and what to do."""
        self.empty.set_content(sentence, verb, action)
        self._stack.setCurrentWidget(self.empty)

    def show_selection(self, data: BoardData, report: ReportRow | None, period: PeriodRow | None) -> None:
        """Show one report and the totals of its period."""
        own = data.period(report.period_id) if report else None
        if report is not None and own is not None:
            pairs = report_pairs(report, own)
            self.detail.show_pairs(
                [(label, StatusChip(v) if isinstance(v, Look) else v) for label, v in pairs]
            )
        else:
            self.detail.show_pairs([("", "Chưa chọn ô nào"), (" ", "Chọn một ô để xem các lần nộp.")])
        self._show_totals(data, period)

    def show_actions(self, actions: frozenset[Action]) -> None:
        """Enable what may be done."""
        for action, button in self._actions.items():
            if action is not Action.LOCK:
                button.setEnabled(action in actions)
        lock = self._actions[Action.LOCK]
        lock.setEnabled(bool(actions & {Action.LOCK, Action.UNLOCK}))
        lock.setText("Mở khóa kỳ" if Action.UNLOCK in actions else "Khóa kỳ")

    def ask_receipt(self, subject: str, save: Save) -> None:
        """Ask for a ``Receipt``."""
        ReceiptForm(self, subject, now=self.ui.services.clock.now()).ask(save)

    def ask_code(self, subject: str, save: Save) -> None:
        """Ask for ``CodeFields``."""
        CodeForm(self, subject, now=self.ui.services.clock.now()).ask(save)

    def ask_extension(self, subject: str, save: Save) -> None:
        """Ask for ``GrantFields``: the later day."""
        self._ask_grant(subject, save, "Gia hạn báo cáo", "Gia hạn", "to_date", "Hạn mới")

    def ask_reopening(self, subject: str, save: Save) -> None:
        """Ask for ``GrantFields``: the last open day."""
        self._ask_grant(subject, save, "Mở lại kỳ cho đơn vị", "Mở lại", "until", "Mở đến hết ngày")

    # --- the screen ------------------------------------------------------------------------------

    def open_place(self, place: Mapping[str, str]) -> None:
        """Go to a month: ``period="2024-03"``."""
        if period := place.get("period"):
            self.presenter.open_period(period)

    def seen_as(self) -> dict[str, object]:
        """Return how the board is looked at, for a named view: never the year nor the day."""
        return {"rule": self.rule.currentData(), "words": self.box.text()}

    def see_as(self, view: Mapping[str, object]) -> None:
        """Look at the board as a named view says."""
        if self.rule.findData(view.get("rule")) >= 0:
            self.presenter.choose(rule_id=str(view["rule"]))
        self.box.setText(str(view.get("words") or ""))
        self.box.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the story narrow beside the board, all the room alone; no legend where it is low."""
        super().resizeEvent(event)
        letter = self.fontMetrics().averageCharWidth()
        is_wide = self.width() >= letter * (_WIDE_LETTERS + 4)
        self.legend.setVisible(self.height() > self.fontMetrics().height() * 24)
        self._side.setMaximumWidth(letter * 38 if is_wide else QWIDGETSIZE_MAX)

    def matrix_table(self) -> RowsTable:
        """Return the board as a plain table, for paper and Excel; made for one use."""
        columns: list[Column[MatrixRow]] = [Column(title="Đơn vị", text=lambda row: row.title, width=24)]
        for place, column in enumerate(self.matrix.matrix.columns):
            columns.append(
                Column(title=column.title, text=lambda row, n=place: row.cells[n].word, width=12)  # type: ignore[misc]
            )
        table = RowsTable(RowsModel(columns, lambda row: row.key), name="board", parent=self)
        table.hide()
        table.set_rows(self.matrix.matrix.rows)
        return table

    def _ask_grant(self, subject: str, save: Save, title: str, verb: str, field: str, label: str) -> None:
        today = self.presenter.today
        GrantForm(self, subject, today=today, title=title, verb=verb, field=field, label=label).ask(save)

    def _lay_out(self) -> QWidget:
        self.rule, self.year = ChoiceBox(letters=14), QComboBox()
        for box, name, words in ((self.rule, "rule_box", "Chế độ báo cáo"), (self.year, "year_box", "Năm")):
            box.setObjectName(name)
            box.setAccessibleName(words)
            box.setToolTip(words)
        self.year.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.as_of = DateEdit(today=self.presenter.today, name="as_of")
        self.as_of.set_value(self.presenter.today)
        self.as_of.setToolTip("Bảng như vào cuối ngày này")
        self.as_of.setMaximumWidth(self.fontMetrics().averageCharWidth() * 20)
        self.box = SearchBox("Lọc đơn vị (Ctrl+F)")
        self.rule.activated.connect(lambda _: self.presenter.choose(rule_id=self.rule.currentData()))
        self.year.activated.connect(lambda _: self.presenter.choose(year=self.year.currentData()))
        self.as_of.changed.connect(self.presenter.set_day)
        self.box.searched.connect(self.matrix.set_query)
        self.box.left_down.connect(self.matrix.setFocus)
        choices = QHBoxLayout()
        choices.setSpacing(8)
        choices.addWidget(self.rule, 4)
        choices.addWidget(self.year)
        choices.addWidget(plain_label("Tính đến hết", "soft"))
        choices.addWidget(self.as_of)
        choices.addWidget(self.box, 2)
        self._board = self._lay_out_board()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._board)
        self._stack.addWidget(self.empty)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(choices)
        column.addWidget(self._stack, 1)
        content.setFocusProxy(self.matrix)
        self.code.returnPressed.connect(self._hear)
        for keys, widget in (("Ctrl+F", self.box), ("Ctrl+G", self.box), ("Ctrl+M", self.code)):
            jump = QShortcut(QKeySequence(keys), self)
            jump.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            jump.activated.connect(widget.setFocus)
        return content

    def _lay_out_board(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        totals = QHBoxLayout()
        totals.addWidget(self.totals, 1)
        totals.addWidget(ViewsButton(self.ui, self, "board"), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(totals)
        column.addWidget(self.code)
        column.addWidget(self.matrix, 1)
        self.legend.add(plain_label("Dấu bên phải:", "soft"))
        for mark in LEGEND:
            self.legend.add(StatusChip(mark))
        column.addWidget(self.legend)
        side = self._side = QWidget()
        inside = QVBoxLayout(side)
        inside.setContentsMargins(8, 0, 0, 0)
        self.pair = PairView(left, side, back="Về bảng kỳ", letters=_WIDE_LETTERS, share=0.66)
        inside.addWidget(self.pair.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.detail, 1)
        self.matrix.chosen_changed.connect(
            lambda: self.presenter.choose_cells(self.matrix.chosen, self.matrix.current_column)
        )
        self.matrix.activated_cell.connect(lambda _: self.pair.open_detail())
        return self.pair

    def _add_actions(self) -> None:
        p = self.presenter
        listed: tuple[tuple[Action, str, Callable[[], Any], str, str], ...] = (
            (Action.RECEIVE, "Ghi nhận", p.receive_clicked, "status-received", "Ctrl+N"),
            (Action.ACCEPT, "Chấp nhận", p.accept_clicked, "status-done", "Ctrl+Shift+A"),
            (Action.RETURN, "Trả lại", p.return_clicked, "status-returned", ""),
            (Action.NOTE_CODE, "Ghi mã niêm phong", p.code_clicked, "status-sealed", ""),
            (Action.EXCUSE, "Miễn nộp", p.excuse_clicked, "status-standing", ""),
            (Action.EXTEND, "Gia hạn", p.extend_clicked, "calendar", ""),
            (Action.LOCK, "Khóa kỳ", p.lock_clicked, "status-locked", ""),
            (Action.REOPEN, "Mở lại cho đơn vị", p.reopen_clicked, "undo", ""),
            (Action.RECHECK, "Đã kiểm lại số đầu kỳ", p.recheck_clicked, "refresh", ""),
        )
        for action, text, run, mark, keys in listed:
            self._actions[action] = self.add_action(
                text,
                run,
                mark=mark,
                name=action.name.lower(),
                keys=keys,
                primary=action is Action.RECEIVE,
            )
        self.add_action("Chế độ, lịch nghỉ", p.setup_clicked, mark="calendar", name="setup")
        self.add_action("In", self._print, mark="print", name="print", keys="Ctrl+P")
        self.add_action("Xuất Excel", self._export, mark="export", name="export", keys="Ctrl+E")

    def clear_code(self) -> None:
        """Empty the code line: its code is kept."""
        self.code.clear()

    def _hear(self) -> None:
        if text := self.code.text().strip():
            self.banner.hide()
            self.presenter.hear(text)

    def _title(self) -> str:
        return f"{self.rule.currentText()} năm {self.year.currentText()}, tính đến {self.as_of.line.text()}"

    def _print(self) -> None:
        from app.ui.tables.output import print_table

        table = self.matrix_table()
        print_table(table, self._title(), self.ui)
        table.deleteLater()

    def _export(self) -> None:
        from app.ui.tables.output import export_table

        table = self.matrix_table()
        export_table(table, f"Bảng kỳ {self.year.currentText()}", self.ui)
        table.deleteLater()

    def _show_totals(self, data: BoardData, period: PeriodRow | None) -> None:
        self.totals.clear()
        if period is None:
            return
        reports = data.reports_of(period.id)
        self.totals.add(plain_label(f"{month_title(period.month)}:", "strong"))
        for place, (shown, number) in enumerate(results_of(reports)):
            if place:
                self.totals.add(plain_label("+", "soft"))
            self.totals.add(StatusChip(Look(f"{shown.word} {number}", shown.icon, shown.tone)))
        self.totals.add(plain_label(f"= {len(reports)} đơn vị phải báo cáo", "strong"))
        if rates := rates_words(reports):
            self.totals.add(plain_label(f"· {rates}", "soft"))


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
    return CyclesScreen(ui)
