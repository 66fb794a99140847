"""Words in an old Vietnamese code beside what they are in Unicode: a person takes one or the other."""

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.intake.source import Conversion
from app.ui.forms import FormDialog
from app.ui.widgets.labels import plain_label, push_button


class ConversionForm(FormDialog):
    """Gives True where the words in Unicode are wanted, False where they stay as they are."""

    def __init__(self, parent: QWidget | None, conversion: Conversion) -> None:
        super().__init__(
            parent, "Chữ trong văn bản dùng mã cũ", verb="Dùng bản Unicode", name="conversion_form"
        )
        self._is_wanted = True
        self.add_row(
            plain_label(
                f"Văn bản dùng {conversion.code}. So hai bên; bên nào đọc được thì dùng bên ấy.", wraps=True
            )
        )
        self.before, self.after = self._words(conversion.before), self._words(conversion.after)
        self.before.setObjectName("conversion_before")
        self.after.setObjectName("conversion_after")
        room = QWidget()
        row = QHBoxLayout(room)
        row.setContentsMargins(0, 0, 0, 0)
        for title, words in (("Trong tệp", self.before), ("Chuyển sang Unicode", self.after)):
            column = QVBoxLayout()
            column.addWidget(plain_label(title, "soft"))
            column.addWidget(words, 1)
            row.addLayout(column, 1)
        room.setMinimumHeight(self.fontMetrics().height() * 12)
        room.setMinimumWidth(self.fontMetrics().averageCharWidth() * 52)
        self.add_row(room)
        self.add_row(push_button("Giữ nguyên chữ trong tệp", self._keep, name="keep_button"))
        self.save_button.setFocus()

    def _words(self, text: str) -> QPlainTextEdit:
        edit = QPlainTextEdit(text)
        edit.setReadOnly(True)
        edit.setTabChangesFocus(True)
        return edit

    def _keep(self) -> None:
        self._is_wanted = False
        self.submit()

    def read_value(self) -> bool:
        """Return whether the words in Unicode are wanted."""
        return self._is_wanted
