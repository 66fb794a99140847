"""The totals at the left, the story of the chosen number at the right."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.core.changes import Changes
from app.services.queries.number_story import NumberStory
from app.services.queries.sums import RollUp
from app.services.queries.totals import Reach
from app.ui.context import UiContext
from app.ui.paper_files import ExportFields
from app.ui.screen import ScreenBase
from app.ui.screens.totals.columns import (
    REACHES,
    ROLL_UPS,
    SHARE_COLUMNS,
    TotalLine,
    absent_words,
    behind_words,
    closed_words,
    lines_of,
    parts_of,
    story_lines,
    total_columns,
)
from app.ui.screens.totals.presenter import Save, TotalsPage, TotalsPresenter
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable
from app.ui.tone import Tone
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.export_form import ExportForm
from app.ui.widgets.flow import FlowRow
from app.ui.widgets.labels import ElidedLabel, plain_label, push_button
from app.ui.widgets.pair_view import PairView
from app.ui.widgets.period_box import PeriodBox

_FIGURES_FROM = 5  # the columns of units begin after code, title, unit of measure, total, reports


class TotalsScreen(ScreenBase):
    """Satisfies ``TotalsView``."""

    watches = Changes(cycles=True, figures=True, units=True)
    presenter: TotalsPresenter

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, title="Tổng hợp")
        self.presenter = TotalsPresenter(self, self.ui)
        self.period, self.reach, self.by = PeriodBox(), ChoiceBox(letters=12), ChoiceBox(letters=12)
        self.behind = ElidedLabel("", "strong")
        self.behind.setObjectName("behind")
        self.absent = ElidedLabel("", "soft")
        self.absent.setObjectName("absent")
        self.closed = ElidedLabel("", "soft")
        self.closed.setObjectName("closed")
        self.empty = EmptyState(mark="merge")
        self._table_box = QVBoxLayout()
        self._titles: tuple[str, ...] = ()
        self.table: RowsTable = self._make_table(())
        self.shares = RowsTable(
            RowsModel(SHARE_COLUMNS, lambda s: s.expected_id), name="shares", noun="báo cáo"
        )
        self.shares.set_empty("Chọn một số rồi bấm Enter để xem từng đơn vị.")
        self.set_content(self._lay_out())
        self._add_actions()

    def show_totals(self, page: TotalsPage) -> None:
        """Show the table with who stands behind it."""
        found = page.found
        self._stack.setCurrentWidget(self.pair)
        self._show_period(page)
        columns = total_columns(found)
        titles = tuple(column.title for column in columns)
        if titles != self._titles:
            self._titles = titles
            self.table = self._make_table(columns)
        self.table.set_rows(lines_of(found, page.last, page.now))
        self.behind.setText(behind_words(found))
        self.absent.setText(absent_words(found, page.last))
        self.absent.setToolTip(absent_words(found, page.last))
        self._show_closed(page)
        self._close.setEnabled(True)

    def show_story(self, story: NumberStory) -> None:
        """Show what a number is made of."""
        head, *rest = story_lines(story)
        self.story_title.setText(head)
        self.story_words.setText("\n".join(rest))
        self.shares.set_rows(story.shares)
        self.parts.clear()
        for code, words in parts_of(story):
            button = push_button(code, partial(self.presenter.explain, code), name=f"part_{code}")
            button.setToolTip(words)
            self.parts.add(button)
        self._sheet.setEnabled(True)

    def show_empty(self, sentence: str, page: TotalsPage | None) -> None:
        """Say what is missing to make a total."""
        if page is not None:
            self._show_period(page)
        for label in (self.behind, self.absent, self.closed):
            label.setText("")
        self.empty.set_content(sentence, "Mở bảng kỳ", lambda: self.ui.navigator.open("cycles"))
        self._stack.setCurrentWidget(self.empty)
        self._close.setEnabled(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give a story that covers the table the room of the choices above it."""
        super().resizeEvent(event)
        self._fit_head()

    def _fit_head(self) -> None:
        covers = self.pair.is_inside and not self.pair.back_button.isHidden()
        self._head.setVisible(not covers)

    def ask_export(self, fields: ExportFields, save: Save) -> None:
        """Ask for ``ExportFields``."""
        ask_folder = partial(self.ui.dialogs.ask_folder, "Thư mục để văn bản")
        ExportForm(self, "Phiếu giải trình số liệu", fields, ask_folder).ask(save)

    def open_place(self, place: Mapping[str, str]) -> None:
        """Go to ``period``."""
        self.presenter.open_place(place)

    def _make_table(self, columns: tuple[Any, ...]) -> RowsTable:
        """Make the table anew: its columns are the groups of the totals shown."""
        while (item := self._table_box.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        table = RowsTable(RowsModel(columns, lambda n: n.key), name="totals", noun="chỉ tiêu")
        table.activated.connect(self._explain)
        self._table_box.addWidget(table)
        self.remember_tables()
        return table

    def _explain(self, line: TotalLine) -> None:
        """Open the number of the cell the cursor is in; a column of units opens its own."""
        place = self.table.view.currentIndex().column() - _FIGURES_FROM
        column = place if 0 <= place < len(line.row.by_column) else None
        self.presenter.explain(line.row.code, column=column, part=line.part)
        self.pair.open_detail()

    def _show_period(self, page: TotalsPage) -> None:
        self.period.set_periods(page.periods, page.found.period.name)

    def _show_closed(self, page: TotalsPage) -> None:
        words, has_moved = closed_words(page.closed)
        self.closed.setText(words)
        self.closed.setToolTip(words)
        if has_moved:
            self.tell(words, Tone.WARNING)

    def _lay_out(self) -> QWidget:
        for box, name, items in ((self.reach, "reach_box", REACHES), (self.by, "by_box", ROLL_UPS)):
            box.setObjectName(name)
            for key, words in items:
                box.addItem(words, key)
        self.reach.setAccessibleName("Khoảng tổng hợp")
        self.by.setAccessibleName("Cột theo")
        self.reach.activated.connect(lambda _: self.presenter.choose(reach=Reach(self.reach.currentData())))
        self.by.activated.connect(lambda _: self.presenter.choose(by=RollUp(self.by.currentData())))
        choices = QHBoxLayout()
        choices.setSpacing(8)
        self.period.picked.connect(self.presenter.choose_period)
        for widget in (self.period, self.reach, self.by):
            choices.addWidget(widget)
        choices.addStretch(1)
        told = QHBoxLayout()
        told.setSpacing(12)
        told.addWidget(self.behind, 1)
        told.addWidget(self.closed, 1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._table_box, 1)
        self.pair = PairView(left, self._lay_out_story(), back="Về bảng tổng hợp", letters=150)
        self._story_top.insertWidget(0, self.pair.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.pair.detail_shown.connect(self._fit_head)
        self.pair.back_button.clicked.connect(self._fit_head)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.pair)
        self._stack.addWidget(self.empty)
        content = QWidget()
        whole = QVBoxLayout(content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        self._head = QWidget()
        head = QVBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(6)
        head.addLayout(choices)
        head.addLayout(told)
        head.addWidget(self.absent)
        whole.addWidget(self._head)
        whole.addWidget(self._stack, 1)
        return content

    def _lay_out_story(self) -> QWidget:
        side = QWidget()
        self._story_top = QVBoxLayout(side)
        self._story_top.setContentsMargins(8, 0, 0, 0)
        self._story_top.setSpacing(6)
        self.story_title = plain_label("Giải thích số", "strong", wraps=True)
        self.story_title.setObjectName("story_title")
        self.story_words = plain_label("Chọn một số rồi bấm Enter.", "soft", wraps=True)
        self.parts = FlowRow()
        for widget in (self.story_title, self.story_words, self.parts):
            self._story_top.addWidget(widget)
        self.shares.box.hide()
        self._story_top.addWidget(self.shares, 1)
        return side

    def _add_actions(self) -> None:
        p = self.presenter
        self.add_action("Tổng hợp lại", p.refresh, mark="refresh", name="again", keys="F9", primary=True)
        self._sheet = self.add_action(
            "Phiếu giải trình", p.sheet_clicked, mark="documents", name="sheet", keys="F12"
        )
        self._sheet.setEnabled(False)
        self._close = self.add_action(
            "Chốt bản tổng hợp", p.close_clicked, mark="status-sealed", name="close"
        )
        self.add_action("Báo cáo tổng hợp", p.report_clicked, mark="figures", name="report")
        self.add_action("In", self._print, mark="print", name="print", keys="Ctrl+P")
        self.add_action("Xuất phụ lục", self._export, mark="export", name="export", keys="Ctrl+E")

    def _title(self) -> str:
        month, reach = self.period.currentText().lower(), self.reach.currentText().lower()
        return f"Tổng hợp {month}, {reach}. {self.behind.text()}"

    def _print(self) -> None:
        from app.ui.tables.output import print_table

        print_table(self.table, self._title(), self.ui)

    def _export(self) -> None:
        from app.ui.tables.output import export_table

        export_table(self.table, f"Tổng hợp {self.period.currentText().lower()}", self.ui)


def make(ui: UiContext) -> ScreenBase:
    """Make the screen."""
    return TotalsScreen(ui)
