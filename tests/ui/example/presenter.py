"""Decisions of the example screen; no Qt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.core.changes import Changes, Done
from app.core.errors import InvalidField
from app.ui.context import FormReply, UiContext


@dataclass(frozen=True)
class NoteRow:
    """One line of the list."""

    id: int
    text: str


@dataclass(frozen=True)
class NoteFields:
    """One note as a person enters it."""

    text: str = ""


NOTES: list[NoteRow] = []


def list_notes(session: object) -> Sequence[NoteRow]:
    """Stand in for a query of app/services/queries."""
    return list(NOTES)


def add_note(session: object, *, fields: NoteFields) -> Done[int]:
    """Stand in for a use case of app/services."""
    if any(note.text == fields.text for note in NOTES):
        raise InvalidField("text", "Ghi chép này đã có.", hint="Ghi nội dung khác.")
    NOTES.append(NoteRow(len(NOTES) + 1, fields.text))
    return Done(len(NOTES), Changes(tasks=True))


class NotesView(Protocol):
    """What the presenter asks of its view."""

    def show_rows(self, rows: Sequence[NoteRow]) -> None: ...

    def select(self, note_id: int) -> None: ...

    def ask_note(self, save: Callable[[NoteFields, FormReply], object]) -> None: ...


class NotesPresenter:
    """Lists notes and adds one."""

    def __init__(self, view: NotesView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui

    def refresh(self) -> None:
        """Read the list again."""
        self._ui.jobs.read(lambda session, job: list_notes(session), self._view.show_rows)

    def add_clicked(self) -> None:
        """Ask for a note."""
        self._view.ask_note(self._save)

    def _save(self, fields: NoteFields, reply: FormReply) -> None:
        def saved(note_id: int) -> None:
            reply.accept()
            self._view.select(note_id)
            self._ui.navigator.tell("Đã thêm một ghi chép.")

        self._ui.jobs.write(
            lambda session, job: add_note(session, fields=fields),
            saved,
            reply.refuse,
            title="Đang cất ghi chép",
        )
