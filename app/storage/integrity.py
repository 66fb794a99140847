"""What SQLite itself can say about a register's file."""

from app.storage.migrations import HEAD
from app.storage.unit_of_work import UnitOfWork


def file_faults(uow: UnitOfWork, limit: int = 20) -> tuple[str, ...]:
    """Return what ``integrity_check`` finds wrong, nothing for a sound file."""
    found = [str(row[0]) for row in uow.rows(f"PRAGMA integrity_check({limit})")]
    return () if found == ["ok"] else tuple(found)


def dangling_keys(uow: UnitOfWork) -> tuple[tuple[str, str, int], ...]:
    """Return (table, table pointed to, rows) for foreign keys that point to nothing."""
    counts: dict[tuple[str, str], int] = {}
    for table, _row, parent, _key in uow.rows("PRAGMA foreign_key_check"):
        counts[table, parent] = counts.get((table, parent), 0) + 1
    return tuple((table, parent, count) for (table, parent), count in sorted(counts.items()))


def schema_of(uow: UnitOfWork) -> tuple[int, int]:
    """Return the register's schema number and the one this program knows."""
    return int(uow.rows("PRAGMA user_version")[0][0]), int(HEAD)
