"""Work off the main thread, answers on it (architecture 6.6).

One thread owns the register: it opens, uses and closes it, and runs reads and writes in their order. Two more
compute without the register. The runner lives on the main thread and is the only owner of signals; work is
plain functions. A worker never drops the last reference to what a job closed over, because that may be a
widget: everything of a job is kept here, under its number, until the main thread lets go of it.
"""

import gc
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.core.changes import Done
from app.core.errors import AppError, Cancelled, Unavailable
from app.ui.context import Answer, ChangeBus, Jobs, Refusal, Token

if TYPE_CHECKING:
    from app.storage.unit_of_work import UnitOfWork

_log = logging.getLogger(__name__)

REPORT_SECONDS = 0.1
COLLECT_MS = 5_000
FULL_COLLECT_EVERY = 12


class Faults(Protocol):
    """Where failures end: shows each by its kind."""

    def handle(self, error: BaseException, *, token: Token, retry: Callable[[], object] | None) -> None:
        """Show a failure to the person."""
        ...


@dataclass(frozen=True, slots=True)
class Activity:
    """What the status line says about the job that runs: steps (total 0: unknown) and how to stop it."""

    title: str
    done: int
    total: int
    text: str
    stop: Callable[[], None] | None


@dataclass(slots=True, eq=False)
class _Job:
    """One job: the ``Progress`` its work sees, the ``Ticket`` its starter holds."""

    call: Callable[["UnitOfWork", "_Job"], Any]
    on_database: bool
    done: Answer[Any] | None
    failed: Refusal | None
    title: str
    token: Token
    cancellable: bool
    told: Callable[[], None]
    state: tuple[int, int, str] = (0, 0, "")
    told_at: float = 0.0
    stopped: threading.Event = field(default_factory=threading.Event)

    def report(self, done: int, total: int, text: str = "") -> None:
        """Keep the step for the status line, at most ten times a second; stop when told to."""
        self.check()
        self.state = (done, total, text)
        now = time.monotonic()
        if now - self.told_at >= REPORT_SECONDS:
            self.told_at = now
            self.told()

    def check(self) -> None:
        """Raise ``Cancelled`` when the person stopped this job."""
        if self.stopped.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask the work to stop at its next step; whatever it did is rolled back."""
        self.stopped.set()


class JobRunner(QObject):
    """Runs jobs for every screen; make it, use it and shut it down on the main thread."""

    activity_changed = Signal()
    written = Signal()
    _posted = Signal()

    def __init__(
        self, uow: "UnitOfWork", bus: ChangeBus, faults: Faults, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._uow = uow
        self._bus = bus
        self._faults = faults
        self._database = ThreadPoolExecutor(1, thread_name_prefix="database")
        self._compute = ThreadPoolExecutor(2, thread_name_prefix="compute")
        self._jobs: dict[int, _Job] = {}
        self._outcomes: dict[int, Any] = {}
        self._finished: deque[int] = deque()
        self._number = 0
        self._closed = False
        self._posted.connect(self._settle, Qt.ConnectionType.QueuedConnection)

    @property
    def activity(self) -> Activity | None:
        """The oldest job that still runs, for the status line."""
        job = next((job for job in self._jobs.values() if not job.stopped.is_set()), None)
        if job is None:
            return None
        return Activity(job.title, *job.state, job.cancel if job.cancellable else None)

    @property
    def is_busy(self) -> bool:
        """Whether any job is on its way."""
        return bool(self._jobs)

    @property
    def is_writing(self) -> bool:
        """Whether something is on its way that must not be cut short."""
        return any(not job.cancellable and job.title for job in self._jobs.values())

    def bound_to(self, token: Token) -> Jobs:
        """Return the jobs of one view."""
        return ScreenJobs(self, token)

    def start(self, job: _Job) -> _Job:
        """Queue a job; its outcome comes back through the event loop."""
        if self._closed:
            job.cancel()
            return job
        self._number += 1
        self._jobs[self._number] = job
        executor = self._database if job.on_database else self._compute
        executor.submit(self._execute, self._number)
        self.activity_changed.emit()
        return job

    def drain(self) -> None:
        """Deliver what has finished, now: a late small answer must not wait behind a long write."""
        self._settle()

    def cancel_all(self) -> None:
        """Ask every job that may be stopped to stop."""
        for job in self._jobs.values():
            if job.cancellable or not job.title:
                job.cancel()

    def shutdown(self) -> None:
        """Stop what may be stopped, finish what may not, close the register; nothing is delivered after."""
        if self._closed:
            return
        self._closed = True
        self.cancel_all()
        self._compute.shutdown(wait=True)
        closing = self._database.submit(self._uow.close)
        self._database.shutdown(wait=True)
        failures = [error for _, error in self._outcomes.values() if error is not None]
        for error in (*failures, closing.exception()):
            if error is not None and not isinstance(error, Cancelled):
                _log.error("failed while closing", exc_info=error)
        self._finished.clear()
        self._outcomes.clear()
        self._jobs.clear()

    def progress_told(self) -> None:
        """Hear from a worker that a step was made."""
        self._posted.emit()

    def _execute(self, number: int) -> None:
        # On a worker. No local of this function may refer to the job or its outcome: see the module's head.
        self._call(number)
        self._finished.append(number)
        self._posted.emit()

    def _call(self, number: int) -> None:
        job = self._jobs[number]
        try:
            job.check()
            self._outcomes[number] = (job.call(self._uow, job), None)
        except BaseException as error:
            self._outcomes[number] = (None, error)

    def _settle(self) -> None:
        if self._closed:
            return
        while self._finished:
            number = self._finished.popleft()
            value, error = self._outcomes.pop(number)
            job = self._jobs.pop(number)
            try:
                self._deliver(job, value, error)
            except Exception as bug:
                self._faults.handle(bug, token=job.token, retry=None)
            del value, error, job
        self.activity_changed.emit()

    def _deliver(self, job: _Job, value: Any, error: BaseException | None) -> None:
        if error is not None:
            self._fail(job, error)
            return
        if job.stopped.is_set() and not isinstance(value, Done):
            return
        alive = job.token.alive
        if isinstance(value, Done):
            if job.done is not None and alive:
                job.done(value.value)
            self.written.emit()
            self._bus.publish(value.changes, job.token)
        elif job.done is not None and alive:
            job.done(value)

    def _fail(self, job: _Job, error: BaseException) -> None:
        if isinstance(error, Cancelled) or (self._closed and isinstance(error, AppError)):
            return
        is_expected = isinstance(error, AppError)
        if is_expected and not job.token.alive and not job.title:
            return  # a read for a view that is gone
        if is_expected and job.token.alive and job.failed is not None and job.failed(error) is not False:  # type: ignore[arg-type]
            return
        retry = partial(self._again, job) if isinstance(error, Unavailable) else None
        self._faults.handle(error, token=job.token, retry=retry)

    def _again(self, job: _Job) -> None:
        job.state, job.told_at = (0, 0, ""), 0.0
        self.start(job)


def _reading(work: Callable[..., Any], uow: "UnitOfWork", job: _Job) -> Any:
    with uow.read() as session:
        return work(session, job)


def _writing(work: Callable[..., Done[Any]], uow: "UnitOfWork", job: _Job) -> Done[Any]:
    with uow.write() as session:
        done = work(session, job)
        job.check()  # inside the transaction: stopped at the last moment still means rolled back
        return done


def _rehearsing(work: Callable[..., Any], uow: "UnitOfWork", job: _Job) -> Any:
    with uow.rehearse() as session:
        return work(session, job)


class ScreenJobs:
    """The ``Jobs`` of one view: the runner, with the view's token on every job."""

    def __init__(self, runner: JobRunner, token: Token) -> None:
        self._runner = runner
        self._token = token

    def bound_to(self, token: Token) -> Jobs:
        """Return the jobs of another view."""
        return ScreenJobs(self._runner, token)

    def rows(self, work: Callable[..., Any], done: Answer[Any], failed: Refusal | None = None) -> _Job:
        """Read with plain SQL, before SQLAlchemy is loaded."""
        return self._start(lambda uow, job: work(uow.rows), done, failed, "", cancellable=True)

    def read(
        self,
        work: Callable[..., Any],
        done: Answer[Any],
        failed: Refusal | None = None,
        *,
        title: str = "",
        cancellable: bool = True,
    ) -> _Job:
        """Run queries on one snapshot of the register."""
        return self._start(partial(_reading, work), done, failed, title, cancellable=cancellable)

    def write(
        self,
        work: Callable[..., Done[Any]],
        done: Answer[Any] | None = None,
        failed: Refusal | None = None,
        *,
        title: str,
        cancellable: bool = False,
    ) -> _Job:
        """Run a use case in one transaction, after everything already finished has been delivered."""
        self._runner.drain()
        return self._start(partial(_writing, work), done, failed, title, cancellable=cancellable)

    def rehearse(
        self,
        work: Callable[..., Any],
        done: Answer[Any],
        failed: Refusal | None = None,
        *,
        title: str,
        cancellable: bool = True,
    ) -> _Job:
        """Run a use case for real and roll it back."""
        self._runner.drain()
        return self._start(partial(_rehearsing, work), done, failed, title, cancellable=cancellable)

    def maintain(
        self,
        work: Callable[..., Any],
        done: Answer[Any],
        failed: Refusal | None = None,
        *,
        title: str,
        cancellable: bool = False,
    ) -> _Job:
        """Run work that needs the register itself, on its thread."""
        return self._start(work, done, failed, title, cancellable=cancellable)

    def compute(
        self,
        work: Callable[..., Any],
        done: Answer[Any],
        failed: Refusal | None = None,
        *,
        title: str = "",
        cancellable: bool = False,
    ) -> _Job:
        """Run work that needs no register, on one of two threads of its own."""
        return self._start(
            lambda uow, job: work(job), done, failed, title, cancellable=cancellable, on_database=False
        )

    def _start(
        self,
        call: Callable[..., Any],
        done: Answer[Any] | None,
        failed: Refusal | None,
        title: str,
        *,
        cancellable: bool,
        on_database: bool = True,
    ) -> _Job:
        told = self._runner.progress_told
        return self._runner.start(
            _Job(call, on_database, done, failed, title, self._token, cancellable, told)
        )


class GarbageTimer(QObject):
    """Collects cycles on the main thread only: on a worker the collector could destroy a widget there."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._ticks = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._collect)
        self._timer.start(COLLECT_MS)

    def stop(self) -> None:
        """Give collection back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def _collect(self) -> None:
        self._ticks += 1
        gc.collect(1 if self._ticks % FULL_COLLECT_EVERY else 2)
