"""What a copy of a register holds against the register itself, table by table, row by row."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from app.storage.backup import ReadOnlyCopy, check_copy
from app.storage.errors import sqlite_errors
from app.storage.unit_of_work import UnitOfWork

# Bookkeeping that differs without the work being different; every restore is a line of the journal.
_NOT_COMPARED = {"row_version", "updated_at", "search_plain", "search_exact"}
_TABLES_NOT_COMPARED = {"alembic_version", "audit", "draft", "saved_view"}


class _Source(Protocol):
    def rows(self, sql: str) -> Iterable[tuple[Any, ...]]: ...


@dataclass(frozen=True, slots=True)
class TableDifference:
    """Rows of one table that only the register has, that only the copy has, and that differ."""

    table: str
    only_here: int
    only_there: int
    changed: int


def compare_copy(uow: UnitOfWork, path: Path) -> tuple[TableDifference, ...]:
    """Compare the open register with a sound copy; return the tables that differ, in the order of names.

    A copy of an earlier schema is compared in the tables and columns that both have.
    """
    check_copy(path)
    with sqlite_errors(path), ReadOnlyCopy(path) as copy:
        tables = sorted(_tables(uow) & _tables(copy))
        found = (_compare_table(table, uow, copy) for table in tables)
        return tuple(d for d in found if d.only_here or d.only_there or d.changed)


def _tables(source: _Source) -> set[str]:
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    return {name for (name,) in source.rows(sql)} - _TABLES_NOT_COMPARED


def _compare_table(table: str, here: _Source, there: _Source) -> TableDifference:
    mine, theirs = _columns(table, here), _columns(table, there)
    keys = [name for name, is_key in mine.items() if is_key]
    left_out = _NOT_COMPARED | ({"epoch"} if table == "register" else set())  # it counts restores
    shared = [name for name in mine if name in theirs and name not in left_out]
    own = _rows(table, keys, shared, here)
    other = _rows(table, keys, shared, there)
    changed = sum(1 for key, content in own.items() if other.get(key, content) != content)
    return TableDifference(table, len(own.keys() - other.keys()), len(other.keys() - own.keys()), changed)


def _columns(table: str, source: _Source) -> dict[str, bool]:
    return {row[1]: bool(row[5]) for row in source.rows(f'PRAGMA table_info("{table}")')}


def _rows(table: str, keys: list[str], columns: list[str], source: _Source) -> dict[tuple[Any, ...], bytes]:
    names = ", ".join(f'"{name}"' for name in (*keys, *columns))
    return {
        row[: len(keys)]: hashlib.blake2b(repr(row[len(keys) :]).encode(), digest_size=16).digest()
        for row in source.rows(f'SELECT {names} FROM "{table}"')
    }
