"""Reading a directive's file or pasted words off the window's thread: stopped, refused, or in an old code."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.core.errors import AppError
from app.core.progress import Progress
from app.intake.proposals import Reading
from app.intake.source import Conversion
from app.services.intake.party_book import PartyBook, make_party_book, names_of
from app.services.intake.relations import Relations, read_relations
from app.ui.context import FileKind, FormReply, Ticket, UiContext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.services.intake.parties import PartyNames

KINDS = (FileKind("Văn bản", ("docx", "pdf", "txt")), FileKind("Mọi tệp", ("*",)))
PASTED = "van-ban-dan-vao.txt"

Reader = Callable[[Progress, bool], Reading]
"""Reads with the job's progress; the flag leaves words in an old code as they are."""


def reader_of(path: Path) -> Reader:
    """Return the work that reads a file in a worker process."""

    def work(progress: Progress, keeps_code: bool) -> Reading:
        from app.services.intake.files import read_directive_file

        return read_directive_file(path, progress=progress, keeps_code=keeps_code)

    return work


def reader_of_text(text: str) -> Reader:
    """Return the work that reads pasted text in a worker process."""

    def work(progress: Progress, keeps_code: bool) -> Reading:
        from app.services.intake.files import read_directive_bytes

        content = text.encode(errors="replace")
        return read_directive_bytes(content, PASTED, progress=progress, keeps_code=keeps_code)

    return work


class ConversionView(Protocol):
    """The form that the reading opens where it met an old code."""

    def ask_conversion(self, conversion: Conversion, take: Callable[[bool, FormReply], object]) -> None:
        """Show words before and after; ``take`` hears whether those in Unicode are wanted."""
        ...


class ReadingDesk:
    """One reading at a time: a newer one, or ``stop``, makes the older one count for nothing."""

    def __init__(self, view: ConversionView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui
        self._serial = 0
        self._ticket: Ticket | None = None

    def stop(self) -> None:
        """Stop what is being read."""
        self._serial += 1
        if self._ticket is not None:
            self._ticket.cancel()
            self._ticket = None

    def read(
        self,
        reader: Reader,
        name: str,
        done: Callable[[Reading], object],
        refused: Callable[[AppError], object],
        *,
        keeps_code: bool = False,
    ) -> None:
        """Read, ask about an old code, hand the reading over."""
        self.stop()
        serial = self._serial

        def finished(reading: Reading) -> None:
            if serial != self._serial:
                return
            self._ticket = None
            if reading.conversion is None:
                done(reading)
                return

            def take(is_wanted: bool, reply: FormReply) -> None:
                reply.accept()
                if is_wanted:
                    done(reading)
                else:
                    self.read(reader, name, done, refused, keeps_code=True)

            self._view.ask_conversion(reading.conversion, take)

        def failed(error: AppError) -> bool:
            if serial == self._serial:
                refused(error)
            return True

        self._ticket = self._ui.jobs.compute(
            lambda progress: reader(progress, keeps_code),
            finished,
            failed,
            title=f"Đang đọc “{name}”",
            cancellable=True,
        )


def look_up(ui: UiContext, reading: Reading, done: Callable[[PartyBook, Relations], object]) -> None:
    """Read what the register knows of a document; names are compared beside the database's thread."""
    day = ui.services.clock.today()

    def read(session: "Session", _: object) -> "tuple[PartyNames, Relations]":
        from app.services.intake.party_memory import read_party_names

        return read_party_names(session, day), read_relations(session, reading, day)

    def compare(names: "PartyNames", relations: Relations) -> None:
        ui.jobs.compute(
            lambda _: make_party_book(names, names_of(reading), reading.head.addressees),
            lambda book: done(book, relations),
        )

    ui.jobs.read(read, lambda found: compare(*found))
