"""The floor of taking packages in: prove each, keep its file, write the same rows with bare SQL.

Being taken in is more than the figures: the file itself is kept, and the register says which file came, what
version of which report it made, what stood there before and who did it. So the floor writes what ours wrote,
row for row, into the same tables under the same guarantees (one durable transaction a file, the file on the
disk before it). It makes none of it: no key, no hash of the journal, no sentence, no comparison, no judgement
of what counts; the rows are read beforehand from a register that took the same files in.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.exchange.documents import ReportDocument
from app.exchange.package_file import read_package

Statement = tuple[str, list[tuple[Any, ...]]]

_OF_A_REPORT = (
    ("submission", "expected_report_id = :report"),
    ("draft", "\"key\" = 'truoc-goi:' || :report"),
    ("audit", "subject_kind IN ('expected_report', 'package') AND subject_id IN (:report, :package)"),
    ("figure", "expected_report_id = :report"),
)
_STATE = "UPDATE expected_report SET state = ?, row_version = ? WHERE id = ?"
_PRAGMAS = ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")


def rows_of_each(register: Path) -> dict[str, list[Statement]]:
    """Return for each file that a register took in, by its SHA-256, the statements that say the same."""
    with closing(sqlite3.connect(register)) as connection:
        came = connection.execute("SELECT id, stream, sha256 FROM package").fetchall()
        return {digest: list(_rows_of(connection, key, stream, digest)) for key, stream, digest in came}


def _rows_of(connection: sqlite3.Connection, package: str, report: str, digest: str) -> Iterator[Statement]:
    keys = {"package": package, "report": report, "digest": digest}
    tables = (("attachment", "sha256 = :digest"), ("package", "id = :package"), *_OF_A_REPORT)
    for table, where in tables:
        found = connection.execute(f"SELECT * FROM {table} WHERE {where} ORDER BY 1", keys)
        names = [column[0] for column in found.description]
        rows = found.fetchall()
        if not rows:
            raise SystemExit(f"nothing of a package that was taken in is in the table {table}")
        values = ", ".join("?" * len(names))
        columns = ", ".join(f'"{name}"' for name in names)
        yield f"INSERT INTO {table} ({columns}) VALUES ({values})", rows
    state = connection.execute("SELECT state, row_version, id FROM expected_report WHERE id = :report", keys)
    yield _STATE, state.fetchall()


def take_in_bare(register: Path, files: Path, kept: Path, rows: dict[str, list[Statement]]) -> None:
    """Prove each file, put it away on the disk, write its rows; one durable transaction a file."""
    kept.mkdir(exist_ok=True)
    with _open(register) as connection:
        for digest, content in _proved(files):
            _put_away(kept / digest, content)
            connection.execute("BEGIN IMMEDIATE")
            for statement, values in rows[digest]:
                connection.executemany(statement, values)
            connection.execute("COMMIT")


def rehearse_bare(register: Path, files: Path, rows: dict[str, list[Statement]]) -> None:
    """Prove each file and write its rows, all in one transaction that is rolled back; keep no file."""
    with _open(register) as connection:
        connection.execute("BEGIN IMMEDIATE")
        for digest, _ in _proved(files):
            for statement, values in rows[digest]:
                connection.executemany(statement, values)
        connection.execute("ROLLBACK")


@contextmanager
def _open(register: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(register, isolation_level=None)) as connection:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        yield connection


def _proved(files: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(files.iterdir()):
        content = path.read_bytes()
        read_package(content).document(ReportDocument)
        yield sha256(content).hexdigest(), content


def _put_away(target: Path, content: bytes) -> None:
    part = target.with_suffix(".part")
    with part.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(target)
