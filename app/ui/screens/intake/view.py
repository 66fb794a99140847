"""From a directive to tasks (S05): the document with coloured spans left, its proposals right."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.core.changes import Changes
from app.services.intake.party_book import PartyChoice
from app.services.intake.review import Answer
from app.ui.context import Command, FormReply, UiContext
from app.ui.intake_desk import HeadDraft
from app.ui.screen import ScreenBase
from app.ui.screens.intake.presenter import IntakePresenter
from app.ui.tone import Tone
from app.ui.widgets.chain_forms import ChainForms
from app.ui.widgets.clipboard import held_directive
from app.ui.widgets.doubt_bar import MOST_ANSWERS
from app.ui.widgets.intake_review import ReviewPage
from app.ui.widgets.intake_start import StartPage
from app.ui.widgets.proposal_card import Card
from app.ui.widgets.span_text import Span

if TYPE_CHECKING:
    from app.intake.proposals import ProposedTask


class IntakeScreen(ChainForms, ScreenBase):
    """The screen; satisfies ``IntakeView`` by its shape."""

    watches = Changes(directives=True, units=True)
    presenter: IntakePresenter

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, title="Bóc tách văn bản")
        self.presenter = IntakePresenter(self, self.ui)
        self.start = StartPage(self.presenter.choose_file, self._paste, self.presenter.stop_reading)
        self.page = ReviewPage(self.presenter.edit_head)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.start)
        self.pages.addWidget(self.page)
        self.set_content(self.pages)
        self._spans: dict[int, tuple[Card, Span]] = {}
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
            ("facts", "Vì sao", "info", ("I",), "I", page.toggle_facts),
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
        for number in range(MOST_ANSWERS):  # digits answer the open question, where nobody types
            answer = QAction(self)
            answer.setShortcut(QKeySequence(str(number + 1)))
            answer.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            answer.triggered.connect(partial(self._choose, number))
            page.cards.addAction(answer)
            page.text.addAction(answer)

    def _connect(self) -> None:
        page = self.page
        page.cards.current_changed.connect(self._show_current)
        page.text.span_chosen.connect(page.cards.go_to)
        page.doubt.chosen.connect(self._choose)
        page.cards.doubleClicked.connect(lambda _: self.presenter.edit(page.cards.current_id))
        for keys, place, run in (
            ("Ctrl+I", page, self.presenter.edit_head),
            ("F6", page, self._change_side),
            ("Shift+F3", page, lambda: self._go_to_missing(is_back=True)),
            ("Ctrl+V", self.start, self._paste),
            ("Esc", self.start, self._stop),
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
        page.text.show_spans([self._span(card) for card in cards])
        page.cards.show_cards(cards, current if current is not None else page.cards.current_id)
        page.cards.setVisible(bool(cards))
        page.nothing.setVisible(not cards)
        page.summary.show_line(summary)
        self._show_current(page.cards.current_id)

    def _span(self, card: Card) -> Span:
        """Return the stretch of a card; the same one for the same card, so that nothing is coloured again."""
        known = self._spans.get(card.id)
        if known is None or known[0] is not card:
            span = Span(card.id, card.start, card.end, card.state.tone, card.is_struck)
            known = self._spans[card.id] = (card, span)
        return known[1]

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
        names: Sequence[tuple[str, Sequence[PartyChoice]]],
        choices: Sequence[PartyChoice],
        save: Callable[[Mapping[str, Answer], FormReply], object],
    ) -> None:
        """Ask whom names of the document mean."""
        from app.ui.screens.intake.dialogs import PartyForm

        PartyForm(self, names, choices).ask(save)

    def conversion_refused(self) -> None:
        """Go back to the empty page: neither form of the words was taken."""
        self.presenter.stop_reading()

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
        doubt = self.presenter.doubt(line_id)
        self.page.doubt.ask(
            doubt.question if doubt else "", [option.words for option in doubt.options] if doubt else ()
        )

    def _choose(self, place: int) -> None:
        self.presenter.choose(self.page.cards.current_id, place)

    def _stop(self) -> None:
        if self.start.stop_button.isVisible():
            self.presenter.stop_reading()

    def _paste(self) -> None:
        place = held_directive()
        if file := place.get("file"):
            self.presenter.read_file(Path(file))
        else:
            self.presenter.read_text(place["text"])

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
