"""The same act on several records: what refuses is listed, the rest goes on; as writes or as one step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from app.core.changes import Done
from app.core.errors import AppError
from app.core.progress import Progress
from app.core.text import format_number
from app.ui.context import Jobs, UiContext
from app.ui.copies import after_copy

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.services.bulk import BulkOutcome

T = TypeVar("T")

MANY = 20  # from here on a copy is made before


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What became of each record: those done, and those refused with the reason."""

    done: tuple[T, ...]
    refused: tuple[tuple[T, AppError], ...]
    step_id: str = ""  # takes all of it back, where the act was one step


def run_each(
    jobs: Jobs,
    items: Sequence[T],
    work: "Callable[[Session, T], Done[object]]",
    finished: Callable[[Outcome[T]], object],
    *,
    title: str,
) -> None:
    """Write each item in a transaction of its own; ``finished`` hears the outcome of all.

    A read is queued behind the writes: it comes even where a bug stopped one of them.
    """
    done: list[T] = []
    refused: list[tuple[T, AppError]] = []
    for number, item in enumerate(items, 1):
        step = f" {number}/{len(items)}" if len(items) > 1 else ""
        _write(jobs, item, work, done, refused, f"{title}{step}")
    jobs.read(lambda session, job: None, lambda _: finished(Outcome(tuple(done), tuple(refused))))


def run_in_step(
    ui: UiContext,
    items: Sequence[T],
    work: "Callable[[Session, T], Done[object]]",
    finished: Callable[[Outcome[T]], object],
    *,
    title: str,
    step: str,
) -> None:
    """Write all items in one transaction, kept as the step that ``step`` names ("Gia hạn").

    Before ``MANY`` of them a copy of the register is made.
    """
    clock = ui.services.clock
    name = f"{step} {format_number(len(items))} dòng" if len(items) > 1 else step

    def write(session: "Session", progress: Progress) -> "Done[BulkOutcome[T]]":
        from app.services.bulk import do_each

        return do_each(session, items=items, work=work, title=name, clock=clock, progress=progress)

    def written(outcome: "BulkOutcome[T]") -> None:
        finished(Outcome(outcome.done, outcome.refused, outcome.step_id))

    def start() -> None:
        ui.jobs.write(write, written, title=title)

    if len(items) >= MANY:
        after_copy(ui, start)
    else:
        start()


def _write(
    jobs: Jobs,
    item: T,
    work: "Callable[[Session, T], Done[object]]",
    done: list[T],
    refused: list[tuple[T, AppError]],
    title: str,
) -> None:
    jobs.write(
        lambda session, job: work(session, item),
        lambda _: done.append(item),
        lambda error: refused.append((item, error)),
        title=title,
    )
