"""The same act on many records as one act of a person: what refuses is told, the rest is one step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import AppError
from app.core.progress import Progress
from app.services.audit import forget_head
from app.services.steps import kept_step

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BulkOutcome(Generic[T]):
    """What became of each record: those done, those refused with the reason; ``step_id`` takes all back."""

    done: tuple[T, ...]
    refused: tuple[tuple[T, AppError], ...]
    step_id: str = ""


def do_each(
    session: Session,
    *,
    items: Sequence[T],
    work: Callable[[Session, T], Done[object]],
    title: str,
    clock: Clock,
    progress: Progress,
) -> Done[BulkOutcome[T]]:
    """Do the same to every item; a rule that refuses one item leaves the others as they are done."""
    done: list[T] = []
    refused: list[tuple[T, AppError]] = []
    changes = Changes()
    with kept_step(session, title=title, clock=clock) as step_id:
        for number, item in enumerate(items):
            progress.report(number, len(items))
            try:
                with session.begin_nested():
                    made = work(session, item)
            except AppError as error:
                forget_head(session)
                refused.append((item, error))
            else:
                done.append(item)
                changes |= made.changes
    return Done(BulkOutcome(tuple(done), tuple(refused), step_id if done else ""), changes)
