"""From a directive to tasks (S05): the document with coloured spans left, its proposals right."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.core.changes import Changes
from app.services.intake.lookup import PartyChoice
from app.services.intake.review import Answer
from app.ui.context import Command, FormReply, UiContext
from app.ui.icons import icon
from app.ui.intake_desk import HeadDraft
from app.ui.screen import ScreenBase
from app.ui.screens.intake.presenter import IntakePresenter
from app.ui.tone import Tone
from app.ui.widgets.action_bar import ActionBar
from app.ui.widgets.detail_pane import DetailPane
from app.ui.widgets.labels import plain_label, push_button
from app.ui.widgets.one_line import OneLine
from app.ui.widgets.proposal_card import Card
from app.ui.widgets.proposal_cards import ProposalCards
from app.ui.widgets.span_text import Span, SpanText

if TYPE_CHECKING:
    from app.intake.proposals import ProposedTask

_INVITATION = "Kéo tệp văn bản (.docx, .pdf có lớp chữ, .txt) thả vào cửa sổ này, hoặc:"
_DONE = "Đọc ngay trên máy này, không gửi đi đâu; chưa ghi gì vào sổ cho đến khi bấm Ghi vào sổ."


class StartPage(QWidget):
    """Where nothing is open: what was refused, and the ways to begin."""

    def __init__(self, choose: Callable[[], object], paste: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("start_page")
        self._mark = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.problem = self._centred("strong")
        self.problem.setObjectName("start_problem")
        self.hint = self._centred("")
        self.hint.setObjectName("start_hint")
        self.invitation = self._centred("soft")
        self.open_button: QPushButton = push_button("Chọn tệp…", choose, name="choose_button", primary=True)
        self.open_button.setToolTip("Ctrl+O")
        self.paste_button: QPushButton = push_button("Dán văn bản", paste, name="paste_button")
        self.paste_button.setToolTip("Ctrl+V")
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.paste_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        for widget in (self._mark, self.problem, self.hint, self.invitation):
            column.addWidget(widget)
        column.addLayout(buttons)
        column.addWidget(self._centred("soft", _DONE))
        column.addStretch(3)
        self.setFocusProxy(self.open_button)
        self.show_state()

    def _centred(self, kind: str, text: str = "") -> QLabel:
        label = plain_label(text, kind, wraps=True)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return label

    def show_state(self, problem: str = "", hint: str = "", *, is_reading: bool = False) -> None:
        """Show what was refused and what to do, or that a document is being read."""
        self.problem.setText(problem)
        self.hint.setText(hint)
        self.problem.setVisible(bool(problem))
        self.hint.setVisible(bool(hint))
        self.invitation.setText("Có thể chọn văn bản khác:" if is_reading else _INVITATION)
        refused = bool(problem) and not is_reading
        side = self.fontMetrics().height() * 3
        picture = icon("warning" if refused else "import", Tone.WARNING if refused else "line_strong")
        self._mark.setPixmap(picture.pixmap(QSize(side, side)))


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
        self.facts = DetailPane()
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the facts to the tooltip and F2 where there is room for a few cards only."""
        super().resizeEvent(event)
        self.facts.setVisible(self._is_roomy)


class IntakeScreen(ScreenBase):
    """The screen; satisfies ``IntakeView`` by its shape."""

    watches = Changes(directives=True, units=True)
    presenter: IntakePresenter

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, title="Bóc tách văn bản")
        self.presenter = IntakePresenter(self, self.ui)
        self.start = StartPage(self.presenter.choose_file, self._paste)
        self.page = ReviewPage(self.presenter.edit_head)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.start)
        self.pages.addWidget(self.page)
        self.set_content(self.pages)
        self._add_actions()
        self._connect()
        self.show_start()

    # --- building ---------------------------------------------------------------------------------

    def _add_actions(self) -> None:
        desk = self.presenter
        self.save_action = self.add_action(
            "Ghi vào sổ", desk.save, mark="save", name="save", keys="Ctrl+S", primary=True
        )
        self.add_action("Mở tệp", desk.choose_file, mark="import", name="open_file", keys="Ctrl+O")
        self.close_action = self.add_action("Bỏ, đọc lại", desk.close, mark="close", name="close_document")
        page, bar = self.page, self.page.bar
        self._steps: dict[str, QAction] = {}
        for name, words, mark, keys, told, run in (
            ("accept", "Nhận", "status-done", ("Return", "Enter"), "Enter", self._accept),
            ("drop", "Bỏ", "status-cancelled", ("Del",), "Del", self._drop),
            ("edit", "Sửa", "edit", ("F2",), "F2", lambda: desk.edit(page.cards.current_id)),
            ("parties", "Đơn vị", "units", ("C",), "C", lambda: desk.ask_parties(page.cards.current_id)),
            (
                "all",
                "Nhận dòng đủ",
                "status-received",
                ("Ctrl+Return", "Ctrl+Enter"),
                "Ctrl+Enter",
                self._accept_all,
            ),
            ("missing", "Dòng thiếu", "warning", ("F3",), "F3", self._go_to_missing),
            ("split", "Tách", "split", ("T",), "T, tại con trỏ bên trái", self._split),
            ("merge", "Gộp", "merge", ("G",), "G, với dòng sau", lambda: desk.merge(page.cards.current_id)),
            ("add_task", "Thêm nhiệm vụ", "add", ("Ctrl+N",), "Ctrl+N, từ đoạn đang bôi đen", self._add),
            ("undo", "Lùi", "undo", ("Ctrl+Z",), "Ctrl+Z", desk.undo),
            ("redo", "Làm lại", "refresh", ("Ctrl+Y", "Ctrl+Shift+Z"), "Ctrl+Y", desk.redo),
        ):
            action = bar.add(words, run, mark=mark, name=name)
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.setToolTip(f"{words} ({told})")
            # A letter is a command only where nobody types: on the cards and on the text.
            for place in (page.cards, page.text):
                place.addAction(action)
            page.removeAction(action)
            self._steps[name] = action

    def _connect(self) -> None:
        page = self.page
        page.cards.current_changed.connect(self._show_current)
        page.text.span_chosen.connect(page.cards.go_to)
        page.cards.doubleClicked.connect(lambda _: self.presenter.edit(page.cards.current_id))
        for keys, place, run in (
            ("Ctrl+I", page, self.presenter.edit_head),
            ("F6", page, self._change_side),
            ("Shift+F3", page, lambda: self._go_to_missing(is_back=True)),
            ("Ctrl+V", self.start, self._paste),
        ):
            shortcut = QShortcut(QKeySequence(keys), place)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    # --- what the presenter asks ------------------------------------------------------------------

    def show_start(self, problem: str = "", hint: str = "", *, is_reading: bool = False) -> None:
        """Show the empty page."""
        self.banner.hide()
        self.start.show_state(problem, hint, is_reading=is_reading)
        self._show_page(self.start)

    def show_document(self, text: str) -> None:
        """Show another document."""
        self.page.text.show_text(text)
        self._show_page(self.page)
        self.page.cards.setFocus()

    def _show_page(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        self.pages.setFocusProxy(page)
        is_open = page is self.page
        self.save_action.setEnabled(is_open)
        self.close_action.setEnabled(is_open)

    def show_head(self, words: str, notes: Sequence[str]) -> None:
        """Show the letterhead on one line, and the list of notes."""
        self.page.head.show_line(words)
        self.page.show_notes(notes)

    def show_cards(self, cards: Sequence[Card], current: int | None, summary: str) -> None:
        """Show every proposal."""
        page = self.page
        page.text.show_spans(
            [Span(card.id, card.start, card.end, card.state.tone, card.is_struck) for card in cards]
        )
        page.cards.show_cards(cards, current if current is not None else page.cards.current_id)
        page.cards.setVisible(bool(cards))
        page.nothing.setVisible(not cards)
        page.summary.show_line(summary)
        self._show_current(page.cards.current_id)

    def show_steps(self, *, can_undo: bool, can_redo: bool, has_lines: bool) -> None:
        """Tell which steps can be taken."""
        for name, action in self._steps.items():
            action.setEnabled(has_lines)
            if name in ("undo", "redo"):
                action.setEnabled(can_undo if name == "undo" else can_redo)
        self._steps["add_task"].setEnabled(True)

    def offer(self, text: str, verb: str, action: Callable[[], object]) -> None:
        """Put a message with a button above the content."""
        self.banner.say(text, Tone.WARNING, verb=verb, action=action)

    def ask_head(self, draft: HeadDraft, save: Callable[[HeadDraft, FormReply], object]) -> None:
        """Open the form of the letterhead."""
        from app.ui.screens.intake.dialogs import HeadForm

        HeadForm(self, draft, today=self.ui.services.clock.today()).ask(save)

    def ask_task(self, task: "ProposedTask", save: "Callable[[ProposedTask, FormReply], object]") -> None:
        """Open the form of a proposal."""
        from app.ui.screens.intake.dialogs import ProposalForm

        ProposalForm(self, task, today=self.ui.services.clock.today()).ask(save)

    def ask_parties(
        self,
        names: Sequence[tuple[str, str]],
        choices: Sequence[PartyChoice],
        save: Callable[[Mapping[str, Answer], FormReply], object],
    ) -> None:
        """Ask whom names of the document mean."""
        from app.ui.screens.intake.dialogs import PartyForm

        PartyForm(self, names, choices).ask(save)

    def open_place(self, place: Mapping[str, str]) -> None:
        """Read a file that was dropped, or text that was handed over."""
        if name := place.get("file"):
            self.presenter.read_file(Path(name))
        elif text := place.get("text"):
            self.presenter.read_text(text)

    def can_close(self) -> bool:
        """Ask before decisions are lost with the window."""
        return self.presenter.may_close()

    def commands(self) -> tuple[Command, ...]:
        """Offer the acts on proposals too, while a document is open."""
        is_open = self.pages.currentWidget() is self.page
        own = tuple(
            Command(action.text(), action.trigger, action.shortcut().toString())
            for action in self._steps.values()
            if is_open and action.isEnabled()
        )
        return super().commands() + own

    # --- what the person does ---------------------------------------------------------------------

    def _show_current(self, line_id: int | None) -> None:
        self.page.text.show_current(line_id)
        self.page.facts.show_pairs(self.presenter.facts(line_id))

    def _paste(self) -> None:
        held = QGuiApplication.clipboard().mimeData()
        file = next((url.toLocalFile() for url in held.urls() if url.isLocalFile()), "")
        if file:
            self.presenter.read_file(Path(file))
        else:
            self.presenter.read_text(held.text())

    def _accept(self) -> None:
        self.presenter.accept(self.page.cards.chosen_ids)

    def _drop(self) -> None:
        self.presenter.drop(self.page.cards.chosen_ids)

    def _accept_all(self) -> None:
        self.presenter.accept_complete(self.page.cards.current_id)

    def _go_to_missing(self, *, is_back: bool = False) -> None:
        self.presenter.go_to_missing(self.page.cards.current_id, is_back=is_back)

    def _change_side(self) -> None:
        page = self.page
        (page.text if page.cards.hasFocus() else page.cards).setFocus()

    def _split(self) -> None:
        self.presenter.split(self.page.cards.current_id, self.page.text.textCursor().position())

    def _add(self) -> None:
        self.presenter.add_task(*self.page.text.chosen())


def make(ui: UiContext) -> ScreenBase:
    """Make the screen."""
    return IntakeScreen(ui)
