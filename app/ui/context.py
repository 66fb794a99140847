"""What a presenter may hold: Qt-free ports of the window, its jobs, its dialogs and its news.

A screen receives one ``UiContext``, bound to the screen's ``Token``: once the view is closed the token is
void, and results that still arrive are dropped.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from app.core.changes import Changes, Done
from app.core.errors import AppError, Finding
from app.core.progress import Progress
from app.services.context import Services

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.core.periods import Month
    from app.storage.unit_of_work import UnitOfWork

R = TypeVar("R")

Answer = Callable[[R], object]
"""Receives the value of a finished job, on the main thread."""

Refusal = Callable[[AppError], object]
"""Receives an expected failure on the main thread; returning ``False`` leaves it to the program to show."""

RowsQuery = Callable[..., Sequence[tuple[Any, ...]]]
"""``UnitOfWork.rows``: one SELECT without SQLAlchemy."""


class Surface(Protocol):
    """Where a refusal of the rules is shown: the banner of a screen."""

    def show_problem(self, error: AppError) -> None:
        """Show what was refused and what to do."""
        ...


class Token:
    """The lifetime of one view; ``void()`` it and results for the view are dropped."""

    def __init__(self, surface: Surface | None = None) -> None:
        self._surface = surface
        self._alive = True

    @property
    def alive(self) -> bool:
        """Whether the view still wants results."""
        return self._alive

    @property
    def surface(self) -> Surface | None:
        """Where problems of this view are shown, while it lives."""
        return self._surface

    def void(self) -> None:
        """End the lifetime, for ever."""
        self._alive = False
        self._surface = None


class Ticket(Protocol):
    """A job on its way."""

    def cancel(self) -> None:
        """Ask the job to stop; the work is rolled back and nothing is said."""
        ...


class Jobs(Protocol):
    """Runs work off the main thread, answers on it.

    ``work`` runs on another thread: it must not touch a widget. ``job.report(done, total, text)`` tells the
    status line and raises ``Cancelled`` when the person pressed stop. ``failed`` hears expected failures only
    (``AppError``); without it a problem is shown by its kind. ``title`` names the work: "Đang cất đơn vị".
    """

    def bound_to(self, token: Token) -> "Jobs":
        """Return the same jobs for one view: its lifetime, its banner, its name as initiator."""
        ...

    def rows(self, work: Callable[[RowsQuery], R], done: Answer[R], failed: Refusal | None = None) -> Ticket:
        """Read with plain SQL, before SQLAlchemy is loaded: for the first screen only."""
        ...

    def read(
        self,
        work: "Callable[[Session, Progress], R]",
        done: Answer[R],
        failed: Refusal | None = None,
        *,
        title: str = "",
        cancellable: bool = True,
    ) -> Ticket:
        """Run queries on one snapshot of the register."""
        ...

    def write(
        self,
        work: "Callable[[Session, Progress], Done[R]]",
        done: Answer[R] | None = None,
        failed: Refusal | None = None,
        *,
        title: str,
        cancellable: bool = False,
    ) -> Ticket:
        """Run a use case in one transaction; ``done`` hears its value, then the bus its changes."""
        ...

    def rehearse(
        self,
        work: "Callable[[Session, Progress], R]",
        done: Answer[R],
        failed: Refusal | None = None,
        *,
        title: str,
        cancellable: bool = True,
    ) -> Ticket:
        """Run a use case for real and roll it back: the dry run of an import."""
        ...

    def maintain(
        self,
        work: "Callable[[UnitOfWork, Progress], R]",
        done: Answer[R],
        failed: Refusal | None = None,
        *,
        title: str,
        cancellable: bool = False,
    ) -> Ticket:
        """Run work that needs the register itself (back up, restore, check), on the database's thread."""
        ...

    def compute(
        self,
        work: Callable[[Progress], R],
        done: Answer[R],
        failed: Refusal | None = None,
        *,
        title: str = "",
        cancellable: bool = False,
    ) -> Ticket:
        """Run work that needs no register: parse, render, write a file."""
        ...


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file offered to the person: "Văn bản Word", ("docx",)."""

    label: str
    endings: tuple[str, ...]


class Dialogs(Protocol):
    """Questions that wait for the person. Every button bears the verb of what it does."""

    def confirm(self, question: str, *, verb: str, detail: str = "", dangerous: bool = False) -> bool:
        """Ask before what cannot be undone; ``verb`` is the word on the button."""
        ...

    def ask_retry(self, message: str, hint: str, details: str = "") -> bool:
        """Tell what the machine refused; True means "Thử lại"."""
        ...

    def ask_text(self, title: str, label: str, *, verb: str, value: str = "", lines: int = 1) -> str | None:
        """Ask for one text that may not be empty (a reason, a name); None means "Hoãn"."""
        ...

    def ask_choice(
        self, title: str, label: str, choices: Sequence[tuple[str, str]], *, verb: str
    ) -> str | None:
        """Ask for one of some (key, words); None means "Hoãn"."""
        ...

    def ask_open_file(self, title: str, kinds: Sequence[FileKind]) -> Path | None:
        """Ask for a file to read."""
        ...

    def ask_open_files(self, title: str, kinds: Sequence[FileKind]) -> tuple[Path, ...]:
        """Ask for some files to read."""
        ...

    def ask_save_file(self, title: str, name: str, kinds: Sequence[FileKind]) -> Path | None:
        """Ask where to write; ``name`` is proposed, the ending is that of the kind chosen."""
        ...

    def ask_folder(self, title: str) -> Path | None:
        """Ask for a folder."""
        ...

    def show_findings(self, title: str, findings: Sequence[Finding]) -> None:
        """List every fault of an input; the list can be copied."""
        ...

    def show_text(self, title: str, text: str) -> None:
        """Show a longer text that can be copied."""
        ...


class FormReply(Protocol):
    """How a form that stays open learns what became of its value."""

    def accept(self, value: object = None) -> None:
        """Close the form: it is kept. Takes (and ignores) a value, so that it can be a ``done``."""
        ...

    def refuse(self, error: AppError) -> bool:
        """Show the problem under its field, or on top of the form: fit to be a ``failed``."""
        ...


class Navigator(Protocol):
    """The frame around the screens."""

    @property
    def period(self) -> "Month | None":
        """The period on the top bar."""
        ...

    def set_period(self, period: "Month") -> None:
        """Change the period of every screen."""
        ...

    def open(self, module: str, **place: str) -> None:
        """Show a module; its screen receives ``place`` in ``open_place`` (for example task_id=…)."""
        ...

    def tell(self, text: str, *, verb: str = "", action: Callable[[], object] | None = None) -> None:
        """Say one sentence in the status line for some seconds; "Hoàn tác" may hang on it."""
        ...

    def warn(self, text: str, *, verb: str = "", action: Callable[[], object] | None = None) -> None:
        """Put a banner above all screens until it is closed."""
        ...


Listener = Callable[[Changes, object], None]


class ChangeBus:
    """Tells open screens what was written; main thread only."""

    def __init__(self) -> None:
        self._listeners: list[tuple[Listener, Token | None]] = []

    def subscribe(self, listener: Listener, token: Token | None = None) -> None:
        """Call ``listener(changes, initiator)`` after every write, as long as the token lives."""
        self._listeners.append((listener, token))

    def publish(self, changes: Changes, initiator: object = None) -> None:
        """Tell every living listener; ``initiator`` is the token of the view that wrote, if any."""
        self._listeners = [pair for pair in self._listeners if pair[1] is None or pair[1].alive]
        for listener, token in tuple(self._listeners):
            if token is None or token.alive:
                listener(changes, initiator)


@dataclass(frozen=True, slots=True)
class UiContext:
    """Everything a presenter needs; ``jobs`` is bound to the view's lifetime by ``for_view``."""

    services: Services
    jobs: Jobs
    dialogs: Dialogs
    navigator: Navigator
    bus: ChangeBus = field(default_factory=ChangeBus)

    def for_view(self, token: Token) -> "UiContext":
        """Return the context for one view: results for it are dropped once its token is void."""
        return replace(self, jobs=self.jobs.bound_to(token))


@dataclass(frozen=True, slots=True)
class Command:
    """Something the palette (Ctrl+K) offers: words, what it runs, keys as people read them."""

    title: str
    run: Callable[[], object]
    keys: str = ""
    icon: str = ""
