"""The table of the example screen."""

from app.ui.tables.column import Column
from tests.ui.example.presenter import NoteRow

COLUMNS: tuple[Column[NoteRow], ...] = (
    Column(title="Số", text=lambda row: str(row.id), sort=lambda row: row.id, align="right", width=6),
    Column(title="Nội dung", text=lambda row: row.text, width=40, stretches=True),
)
