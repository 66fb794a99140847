"""The list of copies with their proof, and what can be done with them."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.changes import Changes
from app.services.backups import RestorePreview
from app.ui.context import UiContext
from app.ui.screen import ScreenBase
from app.ui.screens.backups.columns import COPY_COLUMNS
from app.ui.screens.backups.dialogs import RestoreForm
from app.ui.screens.backups.presenter import BackupsPresenter, CopyRow, RestoreAsked
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable
from app.ui.widgets.labels import plain_label


class BackupsScreen(ScreenBase):
    """Satisfies ``BackupsView``."""

    watches = Changes()
    presenter: BackupsPresenter

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, title="Sao lưu, khôi phục")
        self.presenter = BackupsPresenter(self, self.ui)
        self.summary = plain_label("", wraps=True)
        self.summary.setObjectName("summary_line")
        self.copies = RowsTable(
            RowsModel(COPY_COLUMNS, lambda row: row.copy.path), name="copies", noun="bản sao"
        )
        self.copies.set_empty("Chưa có bản sao nào.", "Sao lưu ngay", self.presenter.back_up_clicked)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.summary)
        column.addWidget(self.copies, 1)
        content.setFocusProxy(self.copies)
        self.set_content(content)
        self._add_actions()
        self.copies.selection_changed.connect(self._fit)
        self._fit()

    def show_copies(self, rows: Sequence[CopyRow], summary: str) -> None:
        """Show the copies, newest first, and one sentence about them."""
        self.summary.setText(summary)
        self.copies.set_rows(rows)
        if rows and self.copies.current_row() is None:
            self.copies.select_row(rows[0].copy.path)
        self._fit()

    def ask_restore(self, preview: RestorePreview, restore: RestoreAsked) -> None:
        """Show what a restore would do and ask for the word."""
        RestoreForm(self, preview).ask(restore)

    def _add_actions(self) -> None:
        asks = self.presenter
        self.add_action(
            "Sao lưu ngay", asks.back_up_clicked, mark="save", name="back_up", keys="Ctrl+N", primary=True
        )
        self.add_action("Kiểm tra", asks.prove_clicked, mark="status-done", name="prove", keys="F7")
        self._carry = self.add_action(
            "Chép ra USB", lambda: asks.carry_clicked(self.copies.current_row()), mark="copy", name="carry"
        )
        self._restore = self.add_action(
            "Khôi phục", lambda: asks.restore_clicked(self.copies.current_row()), mark="undo", name="restore"
        )
        self.add_action("Bàn giao", asks.hand_over_clicked, mark="send", name="hand_over")

    def _fit(self) -> None:
        row = self.copies.current_row()
        is_good = row is not None and not row.fault
        self._carry.setEnabled(is_good)
        self._restore.setEnabled(is_good)


def make(ui: UiContext) -> ScreenBase:
    """Make the screen."""
    return BackupsScreen(ui)
