"""Registers as earlier programs left them, made on request: what an upgrade is tried on."""

import sqlite3
from pathlib import Path

from app.storage.connection import APPLICATION_ID
from app.storage.migrate import run_revisions
from app.storage.migrations import HEAD


def earlier_schemas() -> tuple[int, ...]:
    """Return every schema number to come from, beginning before the first revision."""
    return tuple(range(int(HEAD)))


def make_earlier_register(path: Path, schema: int) -> None:
    """Make an empty register as the program of that schema left it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if schema:
        run_revisions(path, f"{schema:04d}")
        return
    connection = sqlite3.connect(path)
    try:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 0")
        connection.execute("VACUUM")  # writes the header, which an empty file has not
    finally:
        connection.close()
