"""The mails in a list, the chosen one in full beside it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.changes import Changes
from app.services.queries.outbox import MailRow
from app.system.opener import open_path
from app.ui.context import UiContext
from app.ui.screen import ScreenBase
from app.ui.screens.outbox.columns import MAILS, mail_pairs
from app.ui.screens.outbox.presenter import Action, OutboxPresenter
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable
from app.ui.tone import Tone
from app.ui.widgets.detail_pane import DetailPane
from app.ui.widgets.pair_view import PairView
from app.ui.widgets.status_chip import StatusChip


class OutboxScreen(ScreenBase):
    """Satisfies ``OutboxView``."""

    watches = Changes(mail=True, settings=True)
    presenter: OutboxPresenter

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, title="Thư đi")
        self.presenter = OutboxPresenter(self, self.ui, self.open_draft)
        self.table = RowsTable(RowsModel(MAILS, lambda row: row.id), name="mails", noun="thư")
        self.table.set_empty("Chưa có thư nào. Thư đôn đốc và thư gửi gói dữ liệu sẽ chờ ở đây.")
        self.detail = DetailPane()
        side = QWidget()
        inside = QVBoxLayout(side)
        inside.setContentsMargins(8, 0, 0, 0)
        self.pair = PairView(self.table, side, back="Về hộp thư", letters=110)
        inside.addWidget(self.pair.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.detail, 1)
        self.set_content(self.pair)
        self._actions: dict[Action, QAction] = {}
        self._add_actions()
        self.table.selection_changed.connect(lambda: self.presenter.selected(self.table.selected_rows()))
        self.table.activated.connect(lambda _: self.pair.open_detail())
        self.show_mail(None)
        self.show_actions(frozenset())

    def _add_actions(self) -> None:
        p = self.presenter
        for action, text, run, mark, keys in (
            (Action.SEND_NOW, "Gửi ngay", p.send_now_clicked, "send", "F8"),
            (Action.SEND_AGAIN, "Gửi lại", p.send_again_clicked, "refresh", ""),
            (Action.COUNT_AS_SENT, "Coi như đã gửi", p.count_as_sent_clicked, "status-done", ""),
            (Action.CALL_OFF, "Bỏ thư", p.call_off_clicked, "status-cancelled", "Del"),
            (Action.OPEN_DRAFT, "Mở thư nháp", p.open_draft_clicked, "open", ""),
        ):
            made = self.add_action(
                text, run, mark=mark, name=action.name.lower(), keys=keys, primary=action is Action.SEND_NOW
            )
            self._actions[action] = made
            self.table.menu_actions.append(made)
        self.add_action("Tài khoản thư", p.account_clicked, mark="settings", name="account")
        self.add_table_actions(self.table, "Thư đi")

    def show_mails(self, rows: Sequence[MailRow], notice: str) -> None:
        """Show the list; ``notice`` says why nothing leaves, if so."""
        self.table.set_rows(rows)
        if notice:
            self.banner.say(
                notice, Tone.WARNING, verb="Nhập tài khoản", action=self.presenter.account_clicked
            )

    def show_mail(self, row: MailRow | None) -> None:
        """Show one mail in full."""
        if row is None:
            self.detail.show_pairs([("", "Chưa chọn thư nào"), (" ", "Chọn một thư để xem kết quả gửi.")])
            return
        self.detail.show_pairs([("Trạng thái", StatusChip(row.state)), *mail_pairs(row)])

    def show_actions(self, actions: frozenset[Action]) -> None:
        """Enable what may be done."""
        for action, made in self._actions.items():
            made.setEnabled(action in actions)

    def open_draft(self, path: Path) -> None:
        """Open a draft with the system's own mail program."""
        open_path(path)

    def open_place(self, place: Mapping[str, str]) -> None:
        """Choose a mail: ``mail_id``."""
        if place.get("mail_id"):
            self.table.select_row(place["mail_id"])


def make(ui: UiContext) -> ScreenBase:
    """Make the screen."""
    return OutboxScreen(ui)
