"""One line to type, the lines of the window below, its days and totals at the right."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from app.core.changes import Changes
from app.core.errors import AppError, InvalidField
from app.services.month_figures import IndicatorFacts
from app.services.queries.tallies import TallyBook, TallyRow
from app.services.tally_block import BlockLine
from app.ui.context import UiContext
from app.ui.screen import ScreenBase
from app.ui.screens.tallies.columns import ROW_COLUMNS, TOTAL_COLUMNS, window_words
from app.ui.screens.tallies.dialogs import BlockDialog, LineForm
from app.ui.screens.tallies.presenter import Save, TalliesPresenter, TypedLine
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable
from app.ui.tone import Tone
from app.ui.widgets.date_edit import DateEdit
from app.ui.widgets.filled_calendar import FilledCalendar
from app.ui.widgets.indicator_box import IndicatorBox
from app.ui.widgets.labels import ElidedLabel, icon_button, push_button

_EMPTY = "Ghi ngay khi phát sinh, cuối kỳ không phải nhớ lại."


class TalliesScreen(ScreenBase):
    """Satisfies ``TalliesView``."""

    watches = Changes(figures=True, cycles=True, units=True)
    presenter: TalliesPresenter

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, title="Sổ đếm nhanh")
        self.presenter = TalliesPresenter(self, self.ui)
        self.day = DateEdit(today=ui.services.clock.today(), name="date")
        self.indicator = IndicatorBox(name="indicator")
        self.amount, self.note = QLineEdit(), QLineEdit()
        self.table = RowsTable(RowsModel(ROW_COLUMNS, lambda r: r.id), name="tallies", noun="dòng")
        self.table.set_empty(_EMPTY, "Ghi dòng đầu tiên", self.indicator.setFocus)
        self.calendar = FilledCalendar(name="tally_calendar")
        self.totals = RowsTable(
            RowsModel(TOTAL_COLUMNS, lambda t: t.code), name="tally_totals", noun="chỉ tiêu"
        )
        self.totals.set_empty("Kỳ này chưa có dòng nào.")
        self.window_line = ElidedLabel("", "strong")
        self.window_line.setObjectName("window_line")
        self.set_content(self._lay_out())
        self._add_actions()
        self._connect()
        self.day.set_value(ui.services.clock.today())

    def show_book(self, book: TallyBook) -> None:
        """Show one window of the book."""
        self.window_line.setText(window_words(book))
        self.indicator.set_indicators(book.indicators)
        self.table.set_rows(book.rows)
        self.totals.set_rows(book.totals)
        self.calendar.set_filled(book.filled_days, show=min(book.window.last_day, book.today))
        self._settle()

    def show_line_problem(self, error: AppError) -> None:
        """Say what is wrong with the line being typed, at its field."""
        self.tell(f"{error.message} {error.hint}".strip(), Tone.WARNING)
        fields: dict[str, QWidget] = {"date": self.day, "indicator": self.indicator, "amount": self.amount}
        widget = fields.get(error.field if isinstance(error, InvalidField) else "", self.amount)
        widget.setFocus()

    def clear_line(self) -> None:
        """Make room for the next line: the day stays."""
        self.banner.hide()
        for line in (self.indicator, self.amount, self.note):
            line.clear()
        self.indicator.setFocus()

    def fill_line(self, line: TypedLine) -> None:
        """Put a line into the fields, the cursor at the number."""
        self.day.set_value(line.on_date or self.day.today)
        self.indicator.setText(line.indicator)
        self.indicator.setCursorPosition(0)
        self.amount.setText(line.amount)
        self.note.setText(line.note)
        self.amount.setFocus()

    def ask_block(self, lines: Sequence[BlockLine], keep: Callable[[], object]) -> None:
        """Show how pasted rows were read; ``keep`` enters the good ones."""
        BlockDialog(self, lines, keep).open()

    def ask_line(self, row: TallyRow, indicators: Sequence[IndicatorFacts], save: Save) -> None:
        """Ask for a ``TypedLine`` in the place of a row."""
        LineForm(self, row, indicators, self.day.today).ask(save)

    def open_place(self, place: Mapping[str, str]) -> None:
        """Go to ``period``; ``code`` puts an indicator into the line."""
        self.presenter.open_place(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the calendar out where the screen is low: the totals matter more."""
        super().resizeEvent(event)
        self.calendar.setVisible(self.height() > self.fontMetrics().height() * 24)

    def _lay_out(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.table)
        right = QWidget()
        side = QVBoxLayout(right)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(6)
        # The calendar leaves a low window; until it has, it must not keep the window from shrinking.
        right.setMinimumHeight(self.fontMetrics().height() * 6)
        side.addWidget(self.calendar)
        self.totals.box.hide()
        side.addWidget(self.totals, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setSizes([660, 380])
        head = QHBoxLayout()
        head.addWidget(icon_button("left", "Kỳ trước (Alt+PgUp)", lambda: self.presenter.step_month(-1)))
        head.addWidget(icon_button("right", "Kỳ sau (Alt+PgDn)", lambda: self.presenter.step_month(1)))
        head.addWidget(self.window_line, 1)
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addLayout(self._lay_out_line())
        rows.addLayout(head)
        rows.addWidget(splitter, 1)
        content.setFocusProxy(self.indicator)
        return content

    def _lay_out_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        letter = self.fontMetrics().averageCharWidth()
        for widget, words, share in (
            (self.day, "Ngày (Ctrl+; là hôm nay)", 0),
            (self.indicator, "Chỉ tiêu (F4 mở danh sách)", 5),
            (self.amount, "Số, âm để bớt (Enter để ghi)", 0),
            (self.note, "Ghi chú", 3),
        ):
            widget.setAccessibleName(words)
            widget.setToolTip(words)
            line.addWidget(widget, share)
        self.amount.setObjectName("amount")
        self.amount.setPlaceholderText("± số")
        self.amount.setFixedWidth(letter * 11)
        self.note.setObjectName("note")
        self.note.setPlaceholderText("ghi chú")
        line.addWidget(push_button("Ghi", self._add, name="add_button", primary=True))
        return line

    def _add_actions(self) -> None:
        p = self.presenter
        self.add_action("Dán từ Excel", self._paste, mark="import", name="paste", keys="Ctrl+Shift+V")
        self.add_action("Lặp dòng trước", p.repeat_clicked, mark="copy", name="repeat", keys="Alt+Up")
        self._edit = self.add_action(
            "Sửa", lambda: p.edit_clicked(self.table.current_row()), mark="edit", name="edit", keys="F2"
        )
        self._remove = self.add_action(
            "Xóa", lambda: p.remove_clicked(self.table.selected_rows()), mark="delete", name="remove"
        )
        self.add_action("Kỳ đang chạy", p.running_clicked, mark="calendar", name="running")
        self.table.menu_actions = [self._edit, self._remove]

    def _connect(self) -> None:
        self.day.line.returnPressed.connect(self.indicator.setFocus)
        self.indicator.returnPressed.connect(self.amount.setFocus)
        self.amount.returnPressed.connect(self._add)
        self.note.returnPressed.connect(self._add)
        self.table.activated.connect(self.presenter.edit_clicked)
        self.table.selection_changed.connect(self._settle)
        self.calendar.day_chosen.connect(self._day_chosen)
        for keys, parent, run in (
            ("Ctrl+;", self, lambda: self.day.set_value(self.day.today)),
            ("Ctrl+V", self.table.view, self._paste),
            ("Del", self.table.view, lambda: self.presenter.remove_clicked(self.table.selected_rows())),
        ):
            shortcut = QShortcut(QKeySequence(keys), parent)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    def _add(self) -> None:
        try:
            day = self.day.value()
        except InvalidField as error:
            self.show_line_problem(error)
            return
        self.presenter.add_clicked(
            TypedLine(
                on_date=day,
                indicator=self.indicator.text(),
                amount=self.amount.text(),
                note=self.note.text(),
            )
        )

    def _day_chosen(self, day: date) -> None:
        self.day.set_value(day)
        self.indicator.setFocus()

    def _paste(self) -> None:
        self.presenter.pasted(QGuiApplication.clipboard().text())

    def _settle(self) -> None:
        chosen = self.table.selected_rows()
        self._edit.setEnabled(self.table.current_row() is not None)
        self._remove.setEnabled(bool(chosen))


def make(ui: UiContext) -> ScreenBase:
    """Make the screen."""
    return TalliesScreen(ui)
