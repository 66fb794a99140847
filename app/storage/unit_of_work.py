"""One unit of work a user action: a session inside a transaction, committed whole or not at all."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.storage.connection import open_connection
from app.storage.errors import sqlite_errors

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session


class UnitOfWork:
    """The register's one connection and the transactions on it; used by one thread, from open to close.

    ``rows`` works at once; ``read`` and ``write`` import SQLAlchemy when first called.
    """

    def __init__(self, path: Path, *, actor: str = "") -> None:
        self.path = path
        self.actor = actor
        self._connection: sqlite3.Connection | None = None
        self._engine: Engine | None = None

    def open(self) -> None:
        """Open the file; raises ``AppError`` where it is locked, damaged, too new or missing."""
        if self._connection is None:
            self._connection = open_connection(self.path)

    def close(self) -> None:
        """Fold the journal into the file and let go of it; the file alone is then complete."""
        if self._connection is None:
            return
        try:
            with sqlite_errors(self.path):
                if self._connection.in_transaction:
                    self._connection.rollback()  # a block that failed may have left a statement open
                if self._connection.total_changes:
                    self._count_for_the_planner(self._connection)
                with suppress(sqlite3.Error):  # no room to fold it: what was committed is safe in the journal
                    self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            if self._engine is not None:
                self._engine.dispose()
            self._connection.close()
            self._engine = self._connection = None

    @staticmethod
    def _count_for_the_planner(connection: sqlite3.Connection) -> None:
        """Without these counts a list of 200 reads all of 100,000 lines; with a full disk it has to."""
        with suppress(sqlite3.Error):
            connection.execute("PRAGMA analysis_limit=400").fetchall()
            connection.execute("ANALYZE").fetchall()

    def __enter__(self) -> "UnitOfWork":
        self.open()
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        try:
            self.close()
        except Exception:
            if error is None:  # else the first error is the one to tell
                raise

    @property
    def connection(self) -> sqlite3.Connection:
        """The driver's connection, opened on first use; for the storage layer alone."""
        self.open()
        assert self._connection is not None
        return self._connection

    def rows(self, sql: str, parameters: Mapping[str, object] | None = None) -> Sequence[tuple[Any, ...]]:
        """Run one SELECT on the bare connection; for the first screen, before the mapper is loaded."""
        with sqlite_errors(self.path):
            return self.connection.execute(sql, parameters or {}).fetchall()

    @contextmanager
    def read(self) -> "Iterator[Session]":
        """Give a session on one snapshot; it refuses to write and is rolled back at the end."""
        from app.storage.engine import reading_session

        with sqlite_errors(self.path), reading_session(self._get_engine(), actor=self.actor) as session:
            yield session

    @contextmanager
    def write(self) -> "Iterator[Session]":
        """Give a session under BEGIN IMMEDIATE; commit at the end, roll back on any exception."""
        from app.storage.engine import writing_session

        with sqlite_errors(self.path), writing_session(self._get_engine(), actor=self.actor) as session:
            yield session

    @contextmanager
    def write_in_steps(self) -> "Iterator[Session]":
        """Give a writing session that its user commits step by step; what is left open is rolled back.

        For many actions in a row, each whole by itself, that read what they need together.
        """
        from app.storage.engine import stepwise_session

        with sqlite_errors(self.path), stepwise_session(self._get_engine(), actor=self.actor) as session:
            yield session

    @contextmanager
    def rehearse(self) -> "Iterator[Session]":
        """Give a writing session whose work is always rolled back: a dry run is the real run."""
        from app.storage.engine import rehearsing_session

        with sqlite_errors(self.path), rehearsing_session(self._get_engine(), actor=self.actor) as session:
            yield session

    def _get_engine(self) -> "Engine":
        if self._engine is None:
            from app.storage.engine import engine_over

            self._engine = engine_over(self.connection)
        return self._engine
