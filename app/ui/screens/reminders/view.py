"""The list of units to remind; beside it what one of them lacks, the words for it, and the log."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QVBoxLayout, QWidget

from app.core.changes import Changes
from app.core.statuses import WORDS, ReminderChannel
from app.services.queries.reminder_desk import ReminderDesk
from app.services.queries.reminders import FollowUp
from app.ui.context import UiContext
from app.ui.screen import ScreenBase
from app.ui.screens.reminders.columns import REMINDERS, rung_look, unit_pairs
from app.ui.screens.reminders.presenter import SPOKEN, Action, RemindersPresenter
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable
from app.ui.widgets.detail_pane import DetailPane
from app.ui.widgets.labels import plain_label
from app.ui.widgets.pair_view import PairView
from app.ui.widgets.status_chip import StatusChip


class RemindersScreen(ScreenBase):
    """Satisfies ``RemindersView``."""

    watches = Changes(reminders=True, cycles=True, tasks=True, documents=True, mail=True, units=True)
    presenter: RemindersPresenter

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, title="Đôn đốc")
        self.presenter = RemindersPresenter(self, self.ui)
        self.table = RowsTable(RowsModel(REMINDERS, lambda row: row.unit_id), name="reminders", noun="đơn vị")
        self.table.set_empty("Không đơn vị nào cần nhắc.")
        self.summary = plain_label("", "strong", wraps=True)
        self.summary.setObjectName("reminder_summary")
        self.detail = DetailPane()
        self.channel = QComboBox()
        self.channel.setObjectName("channel")
        self.channel.setAccessibleName("Kênh nhắc")
        for channel in SPOKEN:
            self.channel.addItem(WORDS[channel], channel)
        self.text = QPlainTextEdit()
        self.text.setObjectName("reminder_text")
        self.text.setAccessibleName("Lời nhắc")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.note = plain_label("", "soft", wraps=True)
        self.note.setObjectName("text_note")
        self.set_content(self._lay_out())
        self._actions: dict[Action, QAction] = {}
        self._add_actions()
        self._connect()
        self.show_unit(None, "", "")
        self.show_actions(frozenset())

    def _lay_out(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.summary)
        column.addWidget(self.table, 1)
        left.setFocusProxy(self.table)
        side = QWidget()
        inside = QVBoxLayout(side)
        inside.setContentsMargins(8, 0, 0, 0)
        inside.setSpacing(6)
        self.pair = PairView(left, side, back="Về danh sách", letters=92, share=0.6)
        inside.addWidget(self.pair.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.detail, 3)
        inside.addWidget(self.channel, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.text, 2)
        inside.addWidget(self.note)
        self.text.setMinimumHeight(self.fontMetrics().height() * 4)
        return self.pair

    def _add_actions(self) -> None:
        p = self.presenter
        for action, text, run, mark, keys in (
            (Action.COPY, "Chép lời nhắc", p.copy_clicked, "copy", "Ctrl+R"),
            (Action.CALLED, "Ghi đã gọi", p.called_clicked, "status-done", "Ctrl+G"),
            (Action.NOTE, "Ghi đã nhắc", p.note_clicked, "edit", ""),
            (Action.LETTERS, "Soạn công văn", p.letters_clicked, "documents", "F12"),
            (Action.MAIL, "Gửi thư", p.mail_clicked, "send", "F8"),
            (Action.LEADER, "Báo cáo lãnh đạo", p.leader_clicked, "leader", ""),
            (Action.STOP, "Dừng nhắc", p.stop_clicked, "stop", ""),
            (Action.RESUME, "Nhắc lại", p.resume_clicked, "undo", ""),
        ):
            made = self.add_action(
                text, run, mark=mark, name=action.name.lower(), keys=keys, primary=action is Action.COPY
            )
            self._actions[action] = made
            self.table.menu_actions.append(made)
        self.add_action("Thư đi", lambda: self.ui.navigator.open("outbox"), mark="exchange", name="outbox")
        self.add_table_actions(self.table, "Danh sách đôn đốc")

    def _connect(self) -> None:
        self.table.selection_changed.connect(lambda: self.presenter.selected(self.table.selected_rows()))
        self.table.activated.connect(lambda _: self.pair.open_detail())
        self.channel.activated.connect(
            lambda _: self.presenter.choose_channel(ReminderChannel(self.channel.currentData()))
        )

    def show_desk(self, desk: ReminderDesk, summary: str) -> None:
        """Show the list and how it stands."""
        self.table.set_rows(desk.rows)
        if self.table.model.rows and not self.table.selected_rows():
            self.table.view.selectRow(0)
        self.summary.setText(summary)
        self.summary.setVisible(bool(desk.rows))

    def show_unit(self, row: FollowUp | None, text: str, note: str) -> None:
        """Show one unit, the text for the channel chosen, and what is to be known about it."""
        if row is None:
            words = "Chọn một đơn vị để xem còn thiếu gì và lời nhắc; chọn nhiều để có một tin chung."
            self.detail.show_pairs([("", "Chưa chọn đơn vị nào"), (" ", words)])
        else:
            self.detail.show_pairs(
                [("", row.unit_name), ("Bậc nhắc", StatusChip(rung_look(row))), *unit_pairs(row)]
            )
        self.text.setPlainText(text)
        self.note.setText(note)
        for widget in (self.channel, self.text):
            widget.setVisible(row is not None)
        self.note.setVisible(bool(note))

    def show_actions(self, actions: frozenset[Action]) -> None:
        """Enable what may be done."""
        for action, made in self._actions.items():
            made.setEnabled(action in actions)

    def copy_text(self, text: str) -> None:
        """Put a text on the clipboard."""
        QGuiApplication.clipboard().setText(text)

    def open_place(self, place: Mapping[str, str]) -> None:
        """Choose a unit: ``unit_id``."""
        if place.get("unit_id"):
            self.table.select_row(place["unit_id"])


def make(ui: UiContext) -> ScreenBase:
    """Make the screen."""
    return RemindersScreen(ui)
