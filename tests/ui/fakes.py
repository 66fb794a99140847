"""Doubles of the ports in app/ui/context.py: jobs that run at once, dialogs that follow a script."""

from collections import deque
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from app.core.changes import Done
from app.core.clock import FixedClock
from app.core.errors import AppError, Cancelled
from app.core.progress import NullProgress
from app.services.context import Services
from app.system.paths import Paths
from app.system.settings import Settings
from app.ui.context import ChangeBus, Token, UiContext

MORNING = FixedClock(datetime(2024, 3, 8, 10, 42, tzinfo=UTC))


class FakeUow:
    """Sessions that are plain lists; remembers how each transaction ended and on which thread."""

    def __init__(self):
        self.ends = []
        self.threads = set()
        self.answer = []
        self.is_closed = False

    def rows(self, sql, parameters=None):
        return list(self.answer)

    @contextmanager
    def _transaction(self, kind, at_end):
        import threading

        self.threads.add(threading.current_thread().name)
        try:
            yield []
        except BaseException:
            self.ends.append((kind, "rollback"))
            raise
        self.ends.append((kind, at_end))

    def read(self):
        return self._transaction("read", "end")

    def write(self):
        return self._transaction("write", "commit")

    def rehearse(self):
        return self._transaction("rehearse", "rollback")

    def close(self):
        self.is_closed = True


class InlineTicket:
    """A job that is already over."""

    def cancel(self):
        pass


class EndlessJobs:
    """Computations that never come to an end; ``cancelled`` tells which were told to stop."""

    def __init__(self):
        self.cancelled = []

    def compute(self, work, done, failed=None, *, title="", cancellable=False):
        self.cancelled.append(False)
        return EndlessTicket(self.cancelled, len(self.cancelled) - 1)


class EndlessTicket:
    """A job that is on its way."""

    def __init__(self, cancelled, place):
        self._cancelled, self._place = cancelled, place

    def cancel(self):
        self._cancelled[self._place] = True


class InlineJobs:
    """Runs every job at once on the calling thread; problems nobody takes are kept in ``problems``.

    ``uow`` may be a real ``UnitOfWork``. Titles of jobs are kept in ``titles``.
    """

    def __init__(self, uow=None, bus=None, token=None):
        self.uow = uow or FakeUow()
        self.bus = bus or ChangeBus()
        self.token = token or Token()
        self.problems = []
        self.titles = []

    def bound_to(self, token):
        bound = InlineJobs(self.uow, self.bus, token)
        bound.problems, bound.titles = self.problems, self.titles
        return bound

    def rows(self, work, done, failed=None):
        return self._run(lambda: work(self.uow.rows), done, failed, "")

    def read(self, work, done, failed=None, *, title="", cancellable=True):
        return self._run(lambda: self._within(self.uow.read, work), done, failed, title)

    def write(self, work, done=None, failed=None, *, title, cancellable=False):
        return self._run(lambda: self._within(self.uow.write, work), done, failed, title)

    def rehearse(self, work, done, failed=None, *, title, cancellable=True):
        return self._run(lambda: self._within(self.uow.rehearse, work), done, failed, title)

    def maintain(self, work, done, failed=None, *, title, cancellable=False):
        return self._run(lambda: work(self.uow, NullProgress()), done, failed, title)

    def compute(self, work, done, failed=None, *, title="", cancellable=False):
        return self._run(lambda: work(NullProgress()), done, failed, title)

    def _within(self, transaction, work):
        with transaction() as session:
            return work(session, NullProgress())

    def _run(self, call, done, failed, title):
        self.titles.append(title)
        try:
            value = call()
        except Cancelled:
            return InlineTicket()
        except AppError as error:
            if failed is None or failed(error) is False:
                self.problems.append(error)
            return InlineTicket()
        changes = None
        if isinstance(value, Done):
            value, changes = value.value, value.changes
        if done is not None and self.token.alive:
            done(value)
        if changes is not None:
            self.bus.publish(changes, self.token)
        return InlineTicket()


class ScriptedDialogs:
    """Answers from a script, in order; a question without an answer fails. ``asked`` keeps the words."""

    def __init__(self, *answers):
        self.answers = deque(answers)
        self.asked = []
        self.shown = []

    def _answer(self, words):
        self.asked.append(words)
        assert self.answers, f"Nobody wrote an answer to: {words}"
        return self.answers.popleft()

    def confirm(self, question, *, verb, detail="", dangerous=False):
        return self._answer(question)

    def ask_retry(self, message, hint, details=""):
        return self._answer(message)

    def ask_text(self, title, label, *, verb, value="", lines=1):
        return self._answer(title)

    def ask_choice(self, title, label, choices, *, verb):
        return self._answer(title)

    def ask_open_file(self, title, kinds):
        return self._answer(title)

    def ask_open_files(self, title, kinds):
        return self._answer(title)

    def ask_save_file(self, title, name, kinds):
        return self._answer(title)

    def ask_folder(self, title):
        return self._answer(title)

    def show_findings(self, title, findings):
        self.shown.append((title, tuple(findings)))

    def show_text(self, title, text):
        self.shown.append((title, text))


class RecordingNavigator:
    """Remembers where it was sent and what it was told."""

    def __init__(self, period=None):
        self.period = period
        self.opened = []
        self.told = []
        self.warned = []
        self.actions = []

    def set_period(self, period):
        self.period = period

    def open(self, module, **place):
        self.opened.append((module, place))

    def tell(self, text, *, verb="", action=None):
        self.told.append(text)
        self.actions.append(action)

    def warn(self, text, *, verb="", action=None):
        self.warned.append(text)
        self.actions.append(action)


class RecordingReply:
    """The reply of a form, for presenters' tests."""

    def __init__(self):
        self.accepted = False
        self.refused = []

    def accept(self, value=None):
        self.accepted = True

    def refuse(self, error):
        self.refused.append(error)
        return True


def make_services(folder: Path, uow=None, clock=MORNING) -> Services:
    """Return a bundle over a folder; the unit of work is a fake unless given."""
    paths = Paths(folder)
    return Services(uow=uow or FakeUow(), clock=clock, paths=paths, settings=Settings(paths.preferences))


def make_ui(folder: Path, *answers, uow=None, period=None, clock=MORNING) -> UiContext:
    """Return a context of doubles: InlineJobs, ScriptedDialogs, RecordingNavigator."""
    services = make_services(folder, uow, clock)
    bus = ChangeBus()
    jobs = InlineJobs(services.uow, bus)
    return UiContext(services, jobs, ScriptedDialogs(*answers), RecordingNavigator(period), bus)
