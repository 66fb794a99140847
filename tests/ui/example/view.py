"""Widgets of the example screen; satisfies NotesView by its shape."""

from collections.abc import Callable, Sequence

from app.core.changes import Changes
from app.ui.context import FormReply, UiContext
from app.ui.screen import ScreenBase
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable
from tests.ui.example.columns import COLUMNS
from tests.ui.example.dialogs import NoteForm
from tests.ui.example.presenter import NoteFields, NoteRow, NotesPresenter


class NotesScreen(ScreenBase):
    """A list, an action, a form."""

    watches = Changes(tasks=True)

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, title="Ghi chép")
        self.table = RowsTable(RowsModel(COLUMNS, lambda row: row.id), name="notes", noun="ghi chép")
        self.set_content(self.table)
        self.presenter = NotesPresenter(self, self.ui)
        self.add_action(
            "Thêm", self.presenter.add_clicked, mark="add", name="add", keys="Ctrl+N", primary=True
        )
        self.add_table_actions(self.table, "Ghi chép")
        self.table.set_empty("Chưa có ghi chép nào.", "Thêm ghi chép", self.presenter.add_clicked)

    def show_rows(self, rows: Sequence[NoteRow]) -> None:
        """Show the list."""
        self.table.set_rows(rows)

    def select(self, note_id: int) -> None:
        """Select a note, now or when the list has been read again."""
        self.table.select_row(note_id)

    def ask_note(self, save: Callable[[NoteFields, FormReply], object]) -> None:
        """Open the form."""
        NoteForm(self).ask(save)
