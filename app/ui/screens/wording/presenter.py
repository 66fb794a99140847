"""Decisions on headings and standing sentences: the office's own words over the usual ones."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from app.services.papers import Paper
from app.services.queries.wording_fields import KIND_TITLES, Field, list_fields
from app.services.queries.wording_preview import (
    Looked,
    Preview,
    look_at,
    sample_paper,
    with_heading,
    with_phrase,
)
from app.services.wording import (
    HeadingRow,
    PhraseRow,
    list_headings,
    list_phrases,
    save_heading,
    save_phrase,
)
from app.ui.context import FormReply, Ticket, UiContext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Save = Callable[[Any, FormReply], object]


@dataclass(frozen=True, slots=True)
class WordingData:
    """The words of one kind of paper."""

    kind: str
    headings: tuple[HeadingRow, ...]
    phrases: tuple[PhraseRow, ...]
    fields: tuple[Field, ...]


class WordingView(Protocol):
    """What the presenter asks of the screen."""

    def show_wording(self, data: WordingData) -> None:
        """Show the words of one kind of paper."""

    def ask_heading(
        self, heading: HeadingRow, fields: Sequence[Field], save: Save, preview: Preview | None, why: str
    ) -> None:
        """Ask for a ``HeadingRow`` beside the paper; ``why`` there is no paper."""

    def ask_phrase(
        self, phrase: PhraseRow, fields: Sequence[Field], save: Save, preview: Preview | None, why: str
    ) -> None:
        """Ask for the text of a sentence beside the paper; ``why`` there is no paper."""


class WordingPresenter:
    """One kind of paper at a time."""

    def __init__(self, view: WordingView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui
        self._kind = next(iter(KIND_TITLES))
        self.data: WordingData | None = None

    def refresh(self) -> None:
        """Read the words as papers of today have them."""
        kind, day = self._kind, self._ui.services.clock.today()

        def read(session: "Session", job: object) -> WordingData:
            return WordingData(
                kind,
                list_headings(session, kind=kind, day=day),
                list_phrases(session, kind=kind, day=day),
                list_fields(session, kind=kind, day=day),
            )

        self._ui.jobs.read(read, self._show)

    def choose(self, kind: str) -> None:
        """Show another kind of paper."""
        if kind in KIND_TITLES and kind != self._kind:
            self._kind = kind
            self.refresh()

    def open_place(self, place: Mapping[str, str]) -> None:
        """Go to the words of a kind: ``kind="monthly-report"``."""
        self.choose(place.get("kind", ""))

    def edit_heading_clicked(self, heading: HeadingRow | None) -> None:
        """Ask for changes to a heading."""
        if heading is None or self.data is None:
            return
        fields = self.data.fields

        def save(value: HeadingRow, reply: FormReply) -> None:
            self._save_heading(heading, value, reply)

        self._with_paper(
            with_heading, lambda look, why: self._view.ask_heading(heading, fields, save, look, why)
        )

    def edit_phrase_clicked(self, phrase: PhraseRow | None) -> None:
        """Ask for changes to a sentence."""
        if phrase is None or self.data is None:
            return
        fields = self.data.fields

        def save(text: str, reply: FormReply) -> None:
            self._save_phrase(phrase, text, reply)

        self._with_paper(
            lambda paper, text: with_phrase(paper, phrase.key, text),
            lambda look, why: self._view.ask_phrase(phrase, fields, save, look, why),
        )

    def _with_paper(
        self, changed: Callable[[Paper, Any], Paper], ask: Callable[[Preview | None, str], object]
    ) -> None:
        """Ask beside a paper of today where one can be made, else without."""
        kind, day, jobs = self._kind, self._ui.services.clock.today(), self._ui.jobs

        def asked(paper: Paper) -> None:
            running: list[Ticket] = []

            def look(value: Any, shown: Callable[[Looked], object]) -> None:
                while running:
                    running.pop().cancel()  # what was written before is not looked at any more
                running.append(jobs.compute(lambda job: look_at(changed(paper, value), job), shown))

            ask(look, "")

        jobs.read(
            lambda session, job: sample_paper(session, kind=kind, today=day),
            asked,
            lambda error: ask(None, f"Chưa xem trước được: {error.message} {error.hint}".strip()),
        )

    def usual_clicked(self, phrase: PhraseRow | None) -> None:
        """Give a sentence its usual words back; earlier papers keep theirs, and it can be undone."""
        if phrase is None or phrase.text == phrase.usual:
            return
        kind, before = self._kind, phrase.text
        self._write_phrase(kind, phrase.key, phrase.usual)
        self._tell("Đã trả câu mẫu về lời mặc định.", lambda: self._write_phrase(kind, phrase.key, before))

    def _save_heading(self, known: HeadingRow, heading: HeadingRow, reply: FormReply) -> None:
        kind, clock = self._kind, self._ui.services.clock

        def saved(_: object) -> None:
            reply.accept()
            if heading != known:
                self._tell("Đã cất đề mục.", lambda: self._write_heading(kind, known))

        self._ui.jobs.write(
            lambda session, job: save_heading(session, kind=kind, heading=heading, clock=clock, known=known),
            saved,
            reply.refuse,
            title="Đang cất đề mục",
        )

    def _save_phrase(self, phrase: PhraseRow, text: str, reply: FormReply) -> None:
        kind, clock = self._kind, self._ui.services.clock

        def saved(_: object) -> None:
            reply.accept()
            if text != phrase.text:
                self._tell("Đã cất câu mẫu.", lambda: self._write_phrase(kind, phrase.key, phrase.text))

        self._ui.jobs.write(
            lambda session, job: save_phrase(
                session, kind=kind, key=phrase.key, text=text, clock=clock, known=phrase.text
            ),
            saved,
            reply.refuse,
            title="Đang cất câu mẫu",
        )

    def _tell(self, words: str, undo: Callable[[], object]) -> None:
        self._ui.navigator.tell(words, verb="Hoàn tác", action=undo)

    def _write_heading(self, kind: str, heading: HeadingRow) -> None:
        clock = self._ui.services.clock
        self._ui.jobs.write(
            lambda session, job: save_heading(session, kind=kind, heading=heading, clock=clock),
            title="Đang cất đề mục",
        )

    def _write_phrase(self, kind: str, key: str, text: str) -> None:
        clock = self._ui.services.clock
        self._ui.jobs.write(
            lambda session, job: save_phrase(session, kind=kind, key=key, text=text, clock=clock),
            title="Đang cất câu mẫu",
        )

    def _show(self, data: WordingData) -> None:
        if data.kind == self._kind:
            self.data = data
            self._view.show_wording(data)
