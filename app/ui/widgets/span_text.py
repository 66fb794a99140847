"""A long text with coloured spans, the current one strong; only what changed is coloured again."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from app.ui.theme import current_theme
from app.ui.tone import Tone

_LAST_PLANE_ZERO = 0xFFFF


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text that belongs to something."""

    id: int
    start: int
    end: int
    tone: Tone
    is_struck: bool = False


class _Painter(QSyntaxHighlighter):
    """Colours the blocks of the spans; blocks are coloured again only when told."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.by_block: dict[int, list[int]] = defaultdict(list)
        self.spans: dict[int, Span] = {}

    def highlightBlock(self, text: str) -> None:
        """Colour one paragraph."""
        block = self.currentBlock()
        begin = block.position()
        for key in self.by_block.get(block.blockNumber(), ()):
            span = self.spans[key]
            start, end = max(span.start - begin, 0), min(span.end - begin, len(text))
            look = QTextCharFormat()
            look.setBackground(QColor(current_theme().tones[span.tone][1]))
            if span.is_struck:
                look.setForeground(QColor(current_theme().ink_soft))
                look.setFontStrikeOut(True)
            self.setFormat(start, end - start, look)


class SpanText(QPlainTextEdit):
    """``span_chosen(id)`` comes when a person puts the cursor into a span."""

    span_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("span_text")
        self.setReadOnly(True)
        self.setAccessibleName("Nguyên văn")
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._spans: dict[int, Span] = {}
        self._current: Span | None = None
        self._is_moving = False
        self._words = ""
        self._theme = current_theme()
        self._painter = _Painter(self.document())
        self.cursorPositionChanged.connect(self._follow)

    def show_text(self, text: str) -> None:
        """Show another text; its spans come with ``show_spans``."""
        if text == self._words:
            return
        self._words = text
        self._spans, self._current = {}, None
        self._painter.by_block = defaultdict(list)
        self._painter.spans = {}
        self.setExtraSelections([])
        # Offsets count characters; Qt counts those outside the first plane twice.
        self.setPlainText("".join(char if ord(char) <= _LAST_PLANE_ZERO else "□" for char in text))

    def show_spans(self, spans: Sequence[Span]) -> None:
        """Colour spans; paragraphs whose spans stayed the same are left alone."""
        old, new = self._spans, {span.id: span for span in spans}
        changed = [span for key, span in new.items() if old.get(key) is not span and old.get(key) != span]
        gone = [span for key, span in old.items() if key not in new]
        if self._theme is not current_theme():
            self._theme, changed = current_theme(), list(new.values())
        self._spans = new
        self._painter.spans = new
        touched = {number for span in (*changed, *gone) for number in self._blocks(span)}
        for span in changed:
            before = old.get(span.id)
            if before is None or (before.start, before.end) != (span.start, span.end):
                touched |= self._place(before, span)
        for span in gone:
            touched |= self._place(span, None)
        document = self.document()
        for number in touched:
            self._painter.rehighlightBlock(document.findBlockByNumber(number))
        if self._current is not None:
            self._current = new.get(self._current.id)
        self._mark()

    def _place(self, before: Span | None, after: Span | None) -> set[int]:
        """Note the paragraphs of a span that has come, gone or moved; return all that it touches."""
        touched: set[int] = set()
        if before is not None:
            for number in self._blocks(before):
                touched.add(number)
                self._painter.by_block[number].remove(before.id)
        if after is not None:
            for number in self._blocks(after):
                touched.add(number)
                self._painter.by_block[number].append(after.id)
        return touched

    def show_current(self, span_id: int | None) -> None:
        """Make one span strong and bring it into view, unless the person just put the cursor into it."""
        self._current = self._spans.get(span_id) if span_id is not None else None
        self._mark()
        span = self._current
        if span is None or self._is_moving:
            return
        if not span.start <= self.textCursor().position() <= span.end:
            self._is_moving = True
            cursor = self.textCursor()
            cursor.setPosition(span.end)
            self.setTextCursor(cursor)  # the end first: as much of a long span as fits comes into view
            cursor.setPosition(span.start)
            self.setTextCursor(cursor)
            self._is_moving = False
        self.ensureCursorVisible()

    def chosen(self) -> tuple[int, int]:
        """Return the selected stretch; both ends are the cursor where nothing is selected."""
        cursor = self.textCursor()
        return cursor.selectionStart(), cursor.selectionEnd()

    def changeEvent(self, event: QEvent) -> None:
        """Colour everything again in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_painter"):
            self.show_spans(tuple(self._spans.values()))

    def _blocks(self, span: Span) -> range:
        document = self.document()
        first = document.findBlock(span.start).blockNumber()
        last = document.findBlock(max(span.end - 1, span.start)).blockNumber()
        return range(first, last + 1) if first >= 0 else range(0)

    def _mark(self) -> None:
        span = self._current
        if span is None:
            self.setExtraSelections([])
            return
        strong = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(span.start)
        cursor.setPosition(
            min(span.end, self.document().characterCount() - 1), QTextCursor.MoveMode.KeepAnchor
        )
        ink, _, edge = current_theme().tones[span.tone]
        look = QTextCharFormat()
        look.setBackground(QColor(edge))
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        look.setUnderlineColor(QColor(ink))
        look.setProperty(QTextFormat.Property.FullWidthSelection, False)
        strong.cursor, strong.format = cursor, look
        self.setExtraSelections([strong])

    def _follow(self) -> None:
        if self._is_moving or self.textCursor().hasSelection():
            return
        place = self.textCursor().position()
        current = self._current
        if current is not None and current.start <= place <= current.end:
            return
        block = self.textCursor().block().blockNumber()
        for key in self._painter.by_block.get(block, ()):
            span = self._spans[key]
            if span.start <= place <= span.end:
                self._is_moving = True
                self.span_chosen.emit(span.id)
                self._is_moving = False
                return
