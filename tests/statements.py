"""Counting what a read asks of the database, so that no list asks once more for every line."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    """Collect the statements that a session sends inside the block, on one line each."""
    sent: list[str] = []
    engine = session.get_bind()
    assert isinstance(engine, Engine)

    def hear(*told: object) -> None:
        sent.append(" ".join(str(told[2]).split()))

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", hear)
