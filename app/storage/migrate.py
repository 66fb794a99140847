"""Bring a register to the current schema: migrate a copy, verify it, swap it in.

A fresh register takes the same road from an empty file, so every revision runs for every user.
"""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from app.core.errors import RuleViolation
from app.core.patience import replace_patiently
from app.storage.connection import APPLICATION_ID, check_local, schema_version, too_new
from app.storage.durable import sync_file
from app.storage.errors import file_errors, register_damaged, sqlite_errors
from app.storage.migrations import HEAD

_MIGRATIONS = Path(__file__).parent / "migrations"


def create_register(path: Path) -> None:
    """Make an empty register at the current schema; refuse where one exists."""
    check_local(path.parent)
    if path.exists():
        raise RuleViolation(
            f"Thư mục “{path.parent}” đã có một sổ.",
            hint="Chọn thư mục khác, hoặc mở sổ đang có.",
            code="E-SO-01",
        )
    working = _working_copy(path)
    try:
        with sqlite_errors(path), file_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            run_revisions(working)
            sync_file(working)
            replace_patiently(working, path)
    finally:
        _remove(working)


def upgrade_register(path: Path) -> Path | None:
    """Bring an older register to the current schema; return where the old file is kept, else None."""
    version = schema_version(path)
    if version is None or version == int(HEAD):
        return None
    if version > int(HEAD):
        raise too_new(path, version)
    working = _working_copy(path)
    kept = path.with_name(f"{path.stem}.truoc-nang-cap-{version}{path.suffix}")
    try:
        with sqlite_errors(path), file_errors(path):
            counts = _copy(path, working)
            run_revisions(working)
            _verify(working, counts)
            sync_file(working)
            _copy(path, kept)
            sync_file(kept)
            replace_patiently(working, path)
            sync_file(path)
            _remove_journals(path)
    finally:
        _remove(working)
    return kept


def _working_copy(path: Path) -> Path:
    return path.with_name(f"{path.name}.dang-nang-cap-{os.getpid()}")


def _copy(source: Path, target: Path) -> dict[str, int]:
    """Write a consistent copy and return the row count of every table of the source."""
    target.unlink(missing_ok=True)
    connection = sqlite3.connect(source, isolation_level=None)
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
        return _row_counts(connection)
    finally:
        connection.close()


def _row_counts(connection: sqlite3.Connection) -> dict[str, int]:
    names = [
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
    ]
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


def run_revisions(path: Path, target: str | None = None) -> None:
    """Run the revisions up to a schema on a file that nobody has open; a register goes through a copy."""
    # Alembic costs a quarter of a second to import and is needed once in a register's life.
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import NullPool

    schema = target or HEAD
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _plain(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        # Off, and outside any transaction: rebuilding a parent table must not delete its children.
        connection.execute("PRAGMA foreign_keys=OFF")

    @event.listens_for(engine, "begin")
    def _begin(connection: object) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # type: ignore[attr-defined]

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, schema)
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {int(schema)}")
    engine.dispose()


def _verify(path: Path, before: dict[str, int]) -> None:
    connection = sqlite3.connect(path)
    try:
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise register_damaged(path)
        if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise register_damaged(path)
        after = _row_counts(connection)
        lost = {name for name, count in before.items() if name in after and after[name] < count}
        if lost:
            raise RuntimeError(f"migration lost rows of {sorted(lost)}")
    finally:
        connection.close()


def _remove(path: Path) -> None:
    with suppress(OSError):  # what stopped the work is told, not that its remains could not be removed
        path.unlink(missing_ok=True)
        _remove_journals(path)


def _remove_journals(path: Path) -> None:
    for suffix in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
