"""SQLAlchemy over the register's one connection: explicit BEGIN, sessions that commit whole or not at all."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session, UOWTransaction
from sqlalchemy.pool import StaticPool

import app.models  # noqa: F401 - maps every class before the first session


class ReadSession(Session):
    """A session that refuses to write: "a read may not write" is a fact, not a habit."""


@event.listens_for(ReadSession, "before_flush")
def _refuse(session: Session, _context: UOWTransaction, _instances: object) -> None:
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("a reading session was asked to write")


def engine_over(connection: sqlite3.Connection) -> Engine:
    """Make an engine whose pool holds just this connection; disposing of the engine closes it."""
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    # The driver's implicit transactions are off (isolation_level=None): DDL and failures roll back for real.
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get("begin", "BEGIN")
    connection.exec_driver_sql(mode)


@contextmanager
def reading_session(engine: Engine, *, actor: str) -> Iterator[Session]:
    """Give a read-only session and roll it back at the end."""
    with ReadSession(engine, expire_on_commit=False, autoflush=False, info={"actor": actor}) as session:
        yield session
        if session.new or session.dirty or session.deleted:
            raise RuntimeError("a reading session was asked to write")
        session.rollback()


@contextmanager
def writing_session(engine: Engine, *, actor: str) -> Iterator[Session]:
    """Give a session under BEGIN IMMEDIATE; commit at the end, roll back on any exception."""
    immediate = engine.execution_options(begin="BEGIN IMMEDIATE")
    with Session(immediate, expire_on_commit=False, info={"actor": actor}) as session:
        yield session
        session.commit()


@contextmanager
def stepwise_session(engine: Engine, *, actor: str) -> Iterator[Session]:
    """Give a session each of whose commits ends a BEGIN IMMEDIATE; roll back what is left at the end."""
    immediate = engine.execution_options(begin="BEGIN IMMEDIATE")
    with Session(immediate, expire_on_commit=False, info={"actor": actor}) as session:
        yield session
        session.rollback()


@contextmanager
def rehearsing_session(engine: Engine, *, actor: str) -> Iterator[Session]:
    """Give a writing session and roll everything back at the end."""
    immediate = engine.execution_options(begin="BEGIN IMMEDIATE")
    with Session(immediate, expire_on_commit=False, info={"actor": actor}) as session:
        yield session
        session.flush()
        session.rollback()
