"""Copies of a register: written aside, proved, then named; and the way back, proved in the same way.

A copy is a whole SQLite file made by ``VACUUM INTO``. It gets its name only after it was read again and says
the same as the register; a restored register counts one epoch more, so that it never seals as its old self.
"""

import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.core.errors import NotFound, Unavailable
from app.core.patience import replace_patiently
from app.storage.connection import schema_version, too_new
from app.storage.durable import sync_file
from app.storage.errors import file_errors, register_damaged, register_locked, sqlite_errors
from app.storage.migrations import HEAD
from app.storage.unit_of_work import UnitOfWork

_NAME = re.compile(r"so-cchc-(?P<number>\d{6})-(?P<stamp>\d{8}-\d{6})\.db")
_SPARE_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class BackupFile:
    """One copy; ``verified`` tells whether its proof lies beside it and fits."""

    path: Path
    number: int
    at: str
    size: int
    verified: bool


def create_backup(uow: UnitOfWork, folder: Path, *, at: datetime) -> BackupFile:
    """Copy an open register; raise where there is no room or the copy does not say the same."""
    _need_room(folder, uow.path)
    number = max((backup.number for backup in list_backups(folder)), default=0) + 1
    target = folder / f"so-cchc-{number:06d}-{at:%Y%m%d-%H%M%S}.db"
    part = target.with_suffix(".tmp")
    try:
        with file_errors(target):
            part.unlink(missing_ok=True)
            uow.rows("VACUUM INTO :path", {"path": str(part)})
            sync_file(part)
            live = _content_digest(uow)
            check_copy(part)
            with ReadOnlyCopy(part) as copy:
                if _content_digest(copy) != live:
                    raise register_damaged(part)
            proof = _sha256(part)
            replace_patiently(part, target)
            _proof_of(target).write_text(f"{proof}\n", "ascii")
            sync_file(_proof_of(target))
    finally:
        _forget(part)
    return BackupFile(target, number, _at(target), target.stat().st_size, verified=True)


class ReadOnlyCopy:
    """A copy opened for reading only, with the one thing a digest needs: rows."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> "ReadOnlyCopy":
        uri = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(uri, uri=True, isolation_level=None)
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def rows(self, sql: str) -> Iterator[tuple[object, ...]]:
        """Yield the rows of one SELECT."""
        yield from self._connection.execute(sql)


def _content_digest(source: "UnitOfWork | ReadOnlyCopy") -> str:
    """Return a digest of every row of every table, in the order of their keys."""
    digest = hashlib.sha256()
    names = source.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    for (name,) in sorted(names):
        digest.update(f"\n{name}\n".encode())
        for row in source.rows(f'SELECT * FROM "{name}" ORDER BY rowid'):
            digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


def journal_end(source: "UnitOfWork | ReadOnlyCopy") -> int:
    """Return the number of the journal's last line: where two agree, nothing was done between them."""
    return max(
        (int(str(last)) for (last,) in source.rows("SELECT coalesce(max(seq), 0) FROM audit")), default=0
    )


def copy_backup(path: Path, folder: Path) -> Path:
    """Copy a proved copy and its proof elsewhere (a stick), read it back, and return its place there."""
    check_copy(path)
    target = folder / path.name
    part = target.with_suffix(".tmp")
    with file_errors(target):
        folder.mkdir(parents=True, exist_ok=True)
    try:
        with file_errors(target):
            shutil.copyfile(path, part)
            sync_file(part)
            proof = _sha256(path)
            if _sha256(part) != proof:
                raise register_damaged(part)
            replace_patiently(part, target)
            _proof_of(target).write_text(f"{proof}\n", "ascii")
            sync_file(_proof_of(target))
    finally:
        _forget(part)
    return target


def forget_backup(backup: BackupFile) -> None:
    """Remove a copy and its proof."""
    with file_errors(backup.path):
        _proof_of(backup.path).unlink(missing_ok=True)
        backup.path.unlink(missing_ok=True)


def list_backups(folder: Path) -> tuple[BackupFile, ...]:
    """Return the copies in a folder, newest first."""
    found = []
    for path in folder.glob("so-cchc-*.db"):
        match = _NAME.fullmatch(path.name)
        if match is not None:
            size = path.stat().st_size
            found.append(BackupFile(path, int(match["number"]), _at(path), size, _proof_fits(path)))
    return tuple(sorted(found, key=lambda backup: backup.number, reverse=True))


def newest_stamp(folder: Path) -> str | None:
    """Return the office's time of the newest copy by its name alone, as ISO text; no copy is opened."""
    names = [path for path in folder.glob("so-cchc-*.db") if _NAME.fullmatch(path.name)]
    return _at(max(names, key=lambda path: path.name)) if names else None


def check_copy(path: Path) -> None:
    """Raise unless a file is a sound register that this program can read."""
    version = schema_version(path)
    if version is None:
        raise NotFound(f"Không có bản sao lưu “{path}”.", hint="Xem tên bằng lệnh backup list.")
    if version > int(HEAD):
        raise too_new(path, version)
    proof = _proof_of(path)
    if proof.exists() and not _proof_fits(path):
        raise register_damaged(path)
    with sqlite_errors(path), ReadOnlyCopy(path) as copy:
        sound = [row[0] for row in copy.rows("PRAGMA integrity_check")] == ["ok"]
        if not sound or any(True for _ in copy.rows("PRAGMA foreign_key_check")):
            raise register_damaged(path)


def restore_backup(path: Path, register: Path) -> None:
    """Put a proved copy in a register's place, nobody having it open; its journals go, its epoch grows."""
    check_copy(path)
    part = register.with_name(f"{register.name}.dang-khoi-phuc-{os.getpid()}")
    try:
        with file_errors(register):
            register.parent.mkdir(parents=True, exist_ok=True)
            part.unlink(missing_ok=True)
        with sqlite_errors(path):
            source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
            try:
                source.execute("VACUUM INTO ?", (str(part),))
            finally:
                source.close()
            connection = sqlite3.connect(part, isolation_level=None)
            try:
                connection.execute("UPDATE register SET epoch = epoch + 1")
            finally:
                connection.close()
        check_copy(part)
        with file_errors(register):
            sync_file(part)
            with _held(register):
                pass
            for suffix in ("-wal", "-shm", "-journal"):
                register.with_name(register.name + suffix).unlink(missing_ok=True)
            replace_patiently(part, register)
            sync_file(register)
    finally:
        _forget(part)


@contextmanager
def _held(register: Path) -> Iterator[None]:
    """Make sure that no other program has the register open; a damaged one may be replaced all the same."""
    if not register.exists():
        yield
        return
    connection = sqlite3.connect(register, isolation_level=None, timeout=1.0)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise register_locked(register) from error
    except sqlite3.DatabaseError:
        pass
    finally:
        connection.close()
    yield


def _need_room(folder: Path, register: Path) -> None:
    with file_errors(folder / register.name):
        folder.mkdir(parents=True, exist_ok=True)
    needed = register.stat().st_size + _SPARE_BYTES
    if shutil.disk_usage(folder).free < needed:
        raise Unavailable(
            f"Không đủ chỗ trong “{folder}” để sao lưu.",
            hint=f"Cần trống {needed // (1024 * 1024)} MB.",
            code="E-DISK-01",
        )


def _at(path: Path) -> str:
    match = _NAME.fullmatch(path.name)
    if match is None:
        return ""
    return datetime.strptime(match["stamp"], "%Y%m%d-%H%M%S").isoformat()  # noqa: DTZ007 - office time


def _proof_of(path: Path) -> Path:
    return path.with_suffix(".sha256")


def _proof_fits(path: Path) -> bool:
    try:
        return _proof_of(path).read_text("ascii").strip() == _sha256(path)
    except (OSError, UnicodeDecodeError):
        return False


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _forget(part: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        part.with_name(part.name + suffix).unlink(missing_ok=True)
