"""The verbatim text of a directive: marked clauses, and the piece under the cursor that may become one."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from app.services import marking
from app.services.marking import Marked
from app.ui.theme import current_theme
from app.ui.tone import Tone
from app.ui.widgets.action_bar import ActionBar
from app.ui.widgets.labels import plain_label


class MarkedText(QWidget):
    """The verbatim text: clauses marked, the piece under the cursor lit up, ready to become a clause."""

    def __init__(self) -> None:
        super().__init__()
        self.bar = ActionBar(self)
        self.text = QPlainTextEdit()
        self.text.setObjectName("directive_text")
        self.text.setReadOnly(True)
        self.text.setAccessibleName("Nguyên văn của văn bản")
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setPlaceholderText("Chưa có toàn văn. Bấm Sửa (F2) rồi dán nội dung vào ô Nội dung.")
        self.hint = plain_label("", "soft", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.bar)
        column.addWidget(self.text, 1)
        column.addWidget(self.hint)
        self._clauses: tuple[Marked, ...] = ()
        self.text.cursorPositionChanged.connect(self._mark)

    def show_text(self, text: str, clauses: Sequence[Marked]) -> None:
        """Show the text; the cursor stays where it was."""
        self._clauses = tuple(clauses)
        if self.text.toPlainText() != text:
            self.text.setPlainText(text)
        words = "Đặt con trỏ vào một khoản, hoặc bôi đen một đoạn, rồi bấm Ctrl+N để lập điều khoản."
        self.hint.setText(words if text else "")
        self._mark()

    def go_to(self, position: int) -> None:
        """Put the cursor at a place of the text."""
        cursor = self.text.textCursor()
        cursor.setPosition(min(position, len(self.text.toPlainText())))
        self.text.setTextCursor(cursor)
        self.text.ensureCursorVisible()

    def light(self, begin: int, end: int) -> None:
        """Select a stretch and bring all of it into view that fits."""
        cursor = self.text.textCursor()
        last = len(self.text.toPlainText())
        cursor.setPosition(min(end, last))
        self.text.setTextCursor(cursor)
        cursor.setPosition(min(begin, last))
        self.text.setTextCursor(cursor)
        cursor.setPosition(min(end, last), QTextCursor.MoveMode.KeepAnchor)
        self.text.setTextCursor(cursor)

    def chosen(self) -> tuple[int, int]:
        """Return the selected stretch; both ends are the cursor where nothing is selected."""
        cursor = self.text.textCursor()
        return cursor.selectionStart(), cursor.selectionEnd()

    def changeEvent(self, event: QEvent) -> None:
        """Mark again in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_clauses"):
            self._mark()

    def _mark(self) -> None:
        theme = current_theme()
        text = self.text.toPlainText()
        spans = [span for clause in self._clauses if (span := marking.span_in(text, clause)) is not None]
        marks = [self._stretch(*span, theme.tones[Tone.GOOD][1]) for span in spans]
        begin, end = self.chosen()
        if begin == end:
            piece = marking.piece_around(text, begin, self._clauses)
            if piece is not None and not any(_overlap(piece.span, span) for span in spans):
                marks.append(self._stretch(*piece.span, theme.tones[Tone.WARNING][1]))
        self.text.setExtraSelections(marks)

    def _stretch(self, begin: int, end: int, colour: str) -> QTextEdit.ExtraSelection:
        stretch = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(begin)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        look = QTextCharFormat()
        look.setBackground(QColor(colour))
        stretch.cursor, stretch.format = cursor, look
        return stretch


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
