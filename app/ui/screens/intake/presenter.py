"""Decisions of the intake screen: reading off the window's thread, the review, writing it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Protocol

from app.core.errors import AppError
from app.core.text import format_number
from app.intake.proposals import ProposedTask, Reading
from app.services.intake import review as steps
from app.services.intake.doubts import Doubt, doubt_of, is_sure_of
from app.services.intake.party_book import PartyBook, PartyChoice
from app.services.intake.relations import Relations
from app.services.intake.review import Answer, Decision, History, Review
from app.ui import intake_desk
from app.ui.context import FormReply, UiContext
from app.ui.intake_desk import HeadDraft, IntakeDesk
from app.ui.intake_reading import (
    KINDS,
    ConversionView,
    Reader,
    ReadingDesk,
    look_up,
    reader_of,
    reader_of_text,
)
from app.ui.screens.intake.columns import Deck, Known, head_words, reach_notes
from app.ui.tone import Tone
from app.ui.widgets.proposal_card import Card


class IntakeView(intake_desk.IntakeView, ConversionView, Protocol):
    """What the presenter asks of the screen."""

    def show_start(self, problem: str = "", hint: str = "", *, is_reading: bool = False) -> None:
        """Show the empty page, with what was refused or what is being read."""
        ...

    def show_document(self, text: str) -> None:
        """Show another document."""
        ...

    def show_head(self, words: str, notes: Sequence[str]) -> None:
        """Show the letterhead on one line, and the list of notes."""
        ...

    def show_cards(self, cards: Sequence[Card], current: int | None, summary: str) -> None:
        """Show every proposal; the cursor goes to ``current``."""
        ...

    def show_steps(self, *, can_undo: bool, can_redo: bool, has_lines: bool) -> None:
        """Tell which steps can be taken back or made again."""
        ...

    def tell(self, text: str, tone: Tone = Tone.INFO) -> None:
        """Put a message above the content."""
        ...

    def ask_head(self, draft: HeadDraft, save: Callable[[HeadDraft, FormReply], object]) -> None:
        """Open the form of the letterhead."""
        ...

    def ask_task(self, task: ProposedTask, save: Callable[[ProposedTask, FormReply], object]) -> None:
        """Open the form of a proposal."""
        ...

    def ask_parties(
        self,
        names: Sequence[tuple[str, Sequence[PartyChoice]]],
        choices: Sequence[PartyChoice],
        save: Callable[[Mapping[str, Answer], FormReply], object],
    ) -> None:
        """Ask whom names of the document mean; each comes with what it may be, the likeliest first."""
        ...


class IntakePresenter:
    """Reads, holds the review, writes."""

    def __init__(self, view: IntakeView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui
        self._desk = IntakeDesk(view, ui, self._clear)
        self._reading = ReadingDesk(view, ui)
        self._history = History(Review())
        self._serial = 0
        self._deck = Deck()
        self._received_on: date | None = None
        self._not_copy_of: str | None = None
        self.reading: Reading | None = None
        self.known = Known()

    @property
    def review(self) -> Review:
        """The proposals with their decisions."""
        return self._history.review

    @property
    def has_unsaved(self) -> bool:
        """Whether decisions would be lost with the screen."""
        return self.reading is not None and self._history.can_undo

    def refresh(self) -> None:
        """Look names and copies up again: units or directives have changed."""
        if self.reading is not None:
            self._look_up(None)

    # --- reading ----------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Ask for a file and read it."""
        if (path := self._ui.dialogs.ask_open_file("Mở văn bản chỉ đạo", KINDS)) is not None:
            self.read_file(path)

    def read_file(self, path: Path) -> None:
        """Read a file in a worker process."""
        self._read(reader_of(path), path.name)

    def read_text(self, text: str) -> None:
        """Read pasted text in a worker process."""
        if not text.strip():
            self._view.tell("Chưa có chữ nào để dán: chép (Ctrl+C) nội dung văn bản rồi bấm lại.")
            return
        self._read(reader_of_text(text), "văn bản dán vào")

    def _read(self, reader: Reader, name: str) -> None:
        if self.has_unsaved and not self._desk.may_forget("Đọc văn bản mới"):
            return
        self._serial += 1
        self._forget()
        show = self._view.show_start
        show(f"Đang đọc “{name}”…", is_reading=True)
        self._reading.read(reader, name, self._begin, lambda error: show(error.message, error.hint))

    def stop_reading(self) -> None:
        """Stop what is being read; nothing has been kept."""
        self._reading.stop()
        self._clear()

    def _forget(self) -> None:
        self._history = History(Review())
        self._deck.clear()
        self._not_copy_of = None
        self.reading = None

    def _begin(self, reading: Reading) -> None:
        self._history = History(steps.start_review(reading.tasks))
        self._received_on = self._ui.services.clock.today()
        self.reading = reading
        self._look_up(1 if reading.tasks else None, is_new=True)

    def _look_up(self, current: int | None, *, is_new: bool = False) -> None:
        """Look every name and copy up in the register, then show everything."""
        assert self.reading is not None
        serial, reading = self._serial, self._present_reading()

        def show(book: PartyBook, relations: Relations) -> None:
            if serial != self._serial or self.reading is None:
                return
            today = self._ui.services.clock.today()
            self.known = Known(book, relations, self.reading.head.issued_on, today)
            self._deck.clear()
            if is_new:
                self._view.show_document(reading.text)
            self._show(current)
            self._show_head()
            if relations.copy is not None and relations.copy.directive_id != self._not_copy_of:
                self._desk.tell_copy(relations.copy, self.reading, self._be_another)

        look_up(self._ui, reading, show)

    def _be_another(self) -> None:
        """Take a person's word that the document is not the one that it resembles."""
        copy = self.known.relations.copy
        self._not_copy_of = copy.directive_id if copy is not None else None
        self._ui.navigator.tell("Ghi như một văn bản khác.")

    def _present_reading(self) -> Reading:
        """Return the reading with the tasks as they are now, dropped ones too."""
        assert self.reading is not None
        return replace(self.reading, tasks=tuple(line.task for line in self.review.lines))

    # --- showing ----------------------------------------------------------------------------------

    def _show(self, current: int | None) -> None:
        review = self.review
        cards, summary = self._deck.lay(review, self.known)
        self._view.show_cards(cards, current, summary)
        self._view.show_steps(
            can_undo=self._history.can_undo,
            can_redo=self._history.can_redo,
            has_lines=bool(review.lines),
        )

    def _show_head(self) -> None:
        assert self.reading is not None
        narrower = reach_notes(self.review, self.known)
        notes = (*self.known.relations.notes, *narrower, *self.reading.warnings)
        self._view.show_head(head_words(self.reading.head), notes)

    def facts(self, line_id: int | None) -> list[tuple[str, str]]:
        """Return labels and values about a line."""
        if self.reading is None or line_id is None:
            return []
        return self._deck.facts(line_id, self.review, self.known)

    def doubt(self, line_id: int | None) -> Doubt | None:
        """Return the open question about a line."""
        line = self.review.find(line_id)
        if line is None or line.decision is Decision.DROPPED:
            return None
        return doubt_of(line, self.known.book, self.review, self.known.issued_on, self.known.today)

    def choose(self, line_id: int | None, place: int) -> None:
        """Take an answer to the open question about a line."""
        doubt = self.doubt(line_id)
        if doubt is None or line_id is None or place >= len(doubt.options):
            return
        option = doubt.options[place]
        if option.answer is not None:
            self._history.step(steps.answer(self.review, {doubt.name: option.answer}))
            self._deck.clear()
        else:
            task = replace(self.review.line(line_id).task, deadline=option.deadline)
            self._history.step(steps.change(self.review, line_id, task))
        self._show(line_id)

    # --- deciding ---------------------------------------------------------------------------------

    def accept(self, line_ids: Sequence[int]) -> None:
        """Accept lines and go on to the next undecided one."""
        self._decide(line_ids, Decision.ACCEPTED)

    def drop(self, line_ids: Sequence[int]) -> None:
        """Drop lines and go on to the next undecided one."""
        self._decide(line_ids, Decision.DROPPED)

    def _decide(self, line_ids: Sequence[int], decision: Decision) -> None:
        if not line_ids:
            return
        self._history.step(steps.decide(self.review, line_ids, decision))
        following = steps.next_line(self.review, line_ids[-1], lambda line: line.decision is Decision.OPEN)
        self._show(following if following is not None else line_ids[-1])

    def accept_complete(self, current: int | None) -> None:
        """Accept every undecided line that has all four "rõ"."""
        before = self.review.count(Decision.ACCEPTED)
        self._history.step(steps.accept_complete(self.review, self._deck.is_ready))
        taken = self.review.count(Decision.ACCEPTED) - before
        following = steps.next_line(self.review, None, lambda line: line.decision is Decision.OPEN)
        if self.reading is not None:
            self._show(following if following is not None else current)
            self._ui.navigator.tell(f"Đã nhận {format_number(taken)} đề xuất đủ bốn rõ, không trùng.")

    def go_to_missing(self, current: int | None, *, is_back: bool = False) -> None:
        """Go to the next line, or the one before, that lacks something and is not dropped."""
        review = self.review
        wanted = steps.next_line(
            replace(review, lines=review.lines[::-1]) if is_back else review,
            current,
            lambda line: line.decision is not Decision.DROPPED and not self._deck.is_ready(line),
        )
        if wanted is None:
            self._ui.navigator.tell("Không còn dòng nào thiếu.")
        elif self.reading is not None:
            self._show(wanted)

    def split(self, line_id: int | None, position: int) -> None:
        """Make two of a line at the cursor of the text."""
        reading = self.reading
        if reading is not None and line_id is not None:
            text, day = reading.text, reading.head.issued_on
            self._try(lambda: steps.split(self.review, line_id, text, position, day), line_id)

    def merge(self, line_id: int | None) -> None:
        """Join a line with the next one."""
        if line_id is not None:
            self._try(lambda: steps.merge(self.review, line_id), line_id)

    def _try(self, act: Callable[[], Review], current: int) -> None:
        try:
            review = act()
        except AppError as error:
            self._view.tell(f"{error.message} {error.hint}".strip(), Tone.WARNING)
            return
        self._history.step(review)
        self._show(current)

    def undo(self) -> None:
        """Take the last step back."""
        self._walk(self._history.undo)

    def redo(self) -> None:
        """Make the step again."""
        self._walk(self._history.redo)

    def _walk(self, move: Callable[[], bool]) -> None:
        before = self.review
        if not move():
            return
        after = self.review
        if before.answers != after.answers:
            self._deck.clear()
        known = {line.id: line for line in before.lines}
        changed = next((line.id for line in after.lines if known.get(line.id) is not line), None)
        self._show(changed)

    # --- forms ------------------------------------------------------------------------------------

    def edit(self, line_id: int | None) -> None:
        """Change a line by hand."""
        if line_id is None:
            return

        def save(task: ProposedTask, reply: FormReply) -> None:
            reply.accept()
            self._history.step(steps.change(self.review, line_id, task))
            self._look_up(line_id)

        self._view.ask_task(self.review.line(line_id).task, save)

    def add_task(self, start: int, end: int) -> None:
        """Add a task out of a stretch of the text, or the paragraph under the cursor."""
        reading = self.reading
        if reading is None:
            return
        task = steps.task_of_words(reading.text, start, end, reading.head.issued_on)
        if task is None:
            self._view.tell("Bôi đen đoạn giao việc bên trái rồi bấm Thêm nhiệm vụ (Ctrl+N).")
            return

        def save(made: ProposedTask, reply: FormReply) -> None:
            reply.accept()
            line_id = self.review.next_id
            self._history.step(steps.add(self.review, made))
            self._look_up(line_id)

        self._view.ask_task(task, save)

    def edit_head(self) -> None:
        """Change the letterhead."""
        if self.reading is None:
            return

        def save(draft: HeadDraft, reply: FormReply) -> None:
            reply.accept()
            assert self.reading is not None
            self.reading = replace(self.reading, head=draft.head)
            self._received_on = draft.received_on
            self._look_up(None)

        self._view.ask_head(HeadDraft(self.reading.head, self._received_on), save)

    def ask_parties(self, line_id: int | None) -> None:
        """Ask whom the names of a line mean; those that are sure only where none is in doubt."""
        if line_id is None:
            return
        task = self.review.line(line_id).task
        names = tuple(dict.fromkeys((*task.assignees, *task.coordinators)))
        doubtful = [name for name in names if not is_sure_of(self.known.book, self.review, name)]
        asked = doubtful or list(names)
        if not asked:
            self._view.tell("Dòng này chưa ghi tên đơn vị: bấm F2, ghi ở ô Chủ trì.")
            return
        book = self.known.book
        likely = [(name, book.found[name].choices if name in book.found else ()) for name in asked]

        def save(given: Mapping[str, Answer], reply: FormReply) -> None:
            reply.accept()
            if given:
                self._history.step(steps.answer(self.review, given))
                self._deck.clear()
            self._show(line_id)

        self._view.ask_parties(likely, book.choices, save)

    # --- writing ----------------------------------------------------------------------------------

    def save(self) -> None:
        """Write the document with its accepted tasks, then open it."""
        if self.reading is not None:
            self._desk.register(
                self.reading, self.review, self._received_on, self.known.relations, self._not_copy_of
            )

    def may_close(self) -> bool:
        """Tell whether the window may be closed."""
        return not self.has_unsaved or self._desk.may_forget("Bỏ và thoát")

    def close(self) -> None:
        """Put the document aside without writing anything."""
        if not self.has_unsaved or self._desk.may_forget("Bỏ"):
            self._clear()

    def _clear(self) -> None:
        self._serial += 1
        self._forget()
        self._view.show_start()
