"""A field for pasted words: those in an old Vietnamese code are shown in Unicode before they come in."""

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.core.text import normalize
from app.ui.context import FormReply


class PastedText(QPlainTextEdit):
    """Takes words as any field does, in one form of Unicode; asks where they are in TCVN3 or VNI."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTabChangesFocus(True)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert what is pasted or dropped."""
        from app.intake.readers.legacy_text import conversion_of, recognise

        text = source.text()
        found = recognise(text)
        if found is None:
            self.insertPlainText(normalize(text))
            return
        code, plain = found
        from app.ui.widgets.conversion_form import ConversionForm

        def take(is_wanted: bool, reply: FormReply) -> None:
            reply.accept()
            self.insertPlainText(normalize(plain if is_wanted else text))

        conversion = conversion_of(code, text.split("\n"), plain.split("\n"))
        ConversionForm(self.window(), conversion).ask(take)
