"""The form of the example screen: fields in, a frozen value out."""

from PySide6.QtWidgets import QLineEdit, QWidget

from app.core.errors import InvalidField
from app.core.text import one_line
from app.ui.forms import FormDialog
from tests.ui.example.presenter import NoteFields


class NoteForm(FormDialog):
    """Asks for a note."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "Thêm ghi chép", name="note_form")
        self.text_edit = QLineEdit()
        self.add_field("text", "Nội dung", self.text_edit, hint="Một câu ngắn.")

    def read_value(self) -> NoteFields:
        """Return the note; the text may not be empty."""
        text = one_line(self.text_edit.text())
        if not text:
            raise InvalidField("text", "Chưa ghi nội dung.")
        return NoteFields(text)
