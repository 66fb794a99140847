"""A directive beside its proposals: coloured words left, cards right, the open question between them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSplitter, QToolButton, QVBoxLayout, QWidget

from app.ui.icons import icon
from app.ui.tone import Tone
from app.ui.widgets.action_bar import ActionBar
from app.ui.widgets.detail_pane import DetailPane
from app.ui.widgets.doubt_bar import DoubtBar
from app.ui.widgets.labels import plain_label, push_button
from app.ui.widgets.one_line import OneLine
from app.ui.widgets.proposal_cards import ProposalCards
from app.ui.widgets.span_text import SpanText


class ReviewPage(QWidget):
    """The document beside its proposals, the letterhead above, the sum below."""

    def __init__(self, edit_head: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("review_page")
        self.head = OneLine("head_line")
        self.head_button: QPushButton = push_button("Phần đầu…", edit_head, name="head_button")
        self.head_button.setToolTip("Sửa loại, số, ngày, cơ quan, trích yếu, người ký (Ctrl+I)")
        self.notes_button = QToolButton()
        self.notes_button.setObjectName("notes_button")
        self.notes_button.setCheckable(True)
        self.notes_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.notes_button.setToolTip("Những điều bộ đọc muốn người dùng biết")
        self.notes = QFrame()
        self.notes.setObjectName("card")
        self.notes_words = plain_label("", wraps=True)
        self.notes_words.setObjectName("notes_words")
        self.notes_words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        QVBoxLayout(self.notes).addWidget(self.notes_words)
        self.notes_button.toggled.connect(self.notes.setVisible)
        self.text = SpanText()
        self.cards = ProposalCards()
        self.bar = ActionBar(self)
        self.nothing = plain_label(
            "Chưa thấy phần giao việc; chọn đoạn và bấm Thêm nhiệm vụ.", "soft", wraps=True
        )
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.doubt = DoubtBar()
        self.facts = DetailPane()
        self._wants_facts: bool | None = None  # None: as the room has it
        self.summary = OneLine("review_summary")
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.head, 1)
        top.addWidget(self.notes_button)
        top.addWidget(self.head_button)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.nothing, 1)
        column.addWidget(self.cards, 3)
        column.addWidget(self.doubt)
        column.addWidget(self.facts, 2)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(13)
        splitter.addWidget(self.text)
        splitter.addWidget(right)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([500, 520])
        self.text.setMinimumWidth(self.fontMetrics().averageCharWidth() * 20)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(6)
        outer.addLayout(top)
        outer.addWidget(self.notes)
        outer.addWidget(self.bar)
        outer.addWidget(splitter, 1)
        outer.addWidget(self.summary)
        self.notes.hide()
        self.setFocusProxy(self.cards)

    def minimumSizeHint(self) -> QSize:
        """Ask for no more than a small screen has."""
        return QSize(0, 0)

    def show_notes(self, notes: Sequence[str]) -> None:
        """List the warnings; where there is room the list is open at once."""
        self.notes_button.setVisible(bool(notes))
        self.notes_button.setText(f" Lưu ý ({len(notes)})")
        self.notes_button.setIcon(icon("warning", Tone.WARNING))
        words = "\n".join(f"• {note}" for note in notes)
        is_new = words != self.notes_words.text()
        self.notes_words.setText(words)
        if is_new:
            self.notes_button.setChecked(bool(notes) and self._is_roomy and len(notes) <= 4)
        self.notes.setVisible(self.notes_button.isChecked() and bool(notes))

    @property
    def _is_roomy(self) -> bool:
        parent = self.parentWidget()  # already laid out when this page is not yet
        return (parent.height() if parent else self.height()) > self.fontMetrics().height() * 22

    def toggle_facts(self) -> None:
        """Show or hide the facts of the current card, with why it was proposed."""
        self._wants_facts = not self.facts.isVisibleTo(self)
        self._place_facts()

    def _place_facts(self) -> None:
        is_shown = self._is_roomy if self._wants_facts is None else self._wants_facts
        self.facts.setVisible(is_shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the facts to a key where there is room for a few cards only."""
        super().resizeEvent(event)
        self._place_facts()
