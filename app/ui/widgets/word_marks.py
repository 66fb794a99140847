"""What a text shows beside its words: figures as chips, places that a check names underlined."""

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from app.services.queries.words import FIELD
from app.ui.theme import current_theme
from app.ui.tone import Tone
from app.ui.widgets.outline_line import TextFault


class WordMarks(QSyntaxHighlighter):
    """Paints the chips of known figures and the places named by checks; never touches the text."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._marks: tuple[TextFault, ...] = ()
        self._fields: Mapping[str, str] = {}

    @property
    def marks(self) -> tuple[TextFault, ...]:
        """The places that are underlined."""
        return self._marks

    def set_fields(self, fields: Mapping[str, str]) -> None:
        """Know other figures."""
        self._fields = fields
        self.rehighlight()

    def set_marks(self, marks: Sequence[TextFault]) -> None:
        """Underline other places."""
        if tuple(marks) != self._marks:
            self._marks = tuple(marks)
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Paint one paragraph."""
        theme, begin = current_theme(), self.currentBlock().position()
        for match in FIELD.finditer(text):
            is_known = match.group(1) in self._fields
            ink, ground, _ = theme.tones[Tone.INFO if is_known else Tone.BAD]
            chip = QTextCharFormat()
            chip.setForeground(QColor(ink))
            chip.setBackground(QColor(ground))
            chip.setFontWeight(QFont.Weight.DemiBold)
            self.setFormat(match.start(), match.end() - match.start(), chip)
        for mark in self._marks:
            start, end = max(mark.start - begin, 0), min(mark.end - begin, len(text))
            for place in range(start, end):
                under = self.format(place)
                under.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
                tone = Tone.BAD if mark.level == "block" else Tone.WARNING
                under.setUnderlineColor(QColor(theme.ink_of(tone)))
                self.setFormat(place, 1, under)
