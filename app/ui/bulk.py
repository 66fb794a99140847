"""The same act on several records: each its own write, what refuses is listed, the rest goes on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from app.core.changes import Done
from app.core.errors import AppError
from app.ui.context import Jobs

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What became of each record: those done, and those refused with the reason."""

    done: tuple[T, ...]
    refused: tuple[tuple[T, AppError], ...]


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
