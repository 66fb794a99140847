"""The one connection to a register's file, opened and checked before anything may write.

No SQLAlchemy here: the first screen is read through this connection while the mapper is still being imported.
"""

import sqlite3
import struct
from pathlib import Path

from app.core.errors import NotFound, RegisterTooNew, Unavailable
from app.storage.errors import file_errors, register_damaged, sqlite_errors
from app.storage.migrations import HEAD

APPLICATION_ID = 1128482883  # "CCHC"
FILE_NAME = "so-cchc.db"

# locking_mode before journal_mode: one process holds the file from its first read to its close (decisions.md)
_PRAGMAS = (
    "locking_mode=EXCLUSIVE",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "temp_store=MEMORY",
    "mmap_size=0",
    "wal_autocheckpoint=1000",
)
_EXPECTED = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "locking_mode": "exclusive"}


def schema_version(path: Path) -> int | None:
    """Read the schema number from the file's header without locking or changing it; None for no register.

    The first 100 bytes of an SQLite file hold user_version at 60 and application_id at 68.
    """
    with file_errors(path):
        try:
            with path.open("rb") as file:
                header = file.read(100)
        except FileNotFoundError:
            return None
    if len(header) < 100 or not header.startswith(b"SQLite format 3\x00"):
        raise register_damaged(path)
    user_version, application = struct.unpack(">i4xi", header[60:72])
    if application != APPLICATION_ID:
        raise register_damaged(path)
    return int(user_version)


def check_local(folder: Path) -> None:
    """Refuse a network share: SQLite's journal does not hold there."""
    if str(folder).startswith(("\\\\", "//")):
        raise Unavailable(
            f"Không cất sổ trên ổ mạng “{folder}”.",
            hint="Dữ liệu trên ổ mạng có thể hỏng khi mất kết nối; hãy chọn thư mục trên máy này.",
            code="E-DISK-04",
        )


def open_connection(path: Path) -> sqlite3.Connection:
    """Open a register of the current schema; otherwise raise ``AppError`` and leave it untouched."""
    check_local(path.parent)
    version = schema_version(path)
    if version is None:
        raise NotFound(
            f"Chưa có sổ trong thư mục “{path.parent}”.",
            hint="Tạo sổ mới bằng lệnh init hoặc mở chương trình để thiết lập lần đầu.",
        )
    if version > int(HEAD):
        raise too_new(path, version)
    if version < int(HEAD):
        raise RuntimeError(f"schema {version}: upgrade_register() comes first")
    with sqlite_errors(path):
        connection = sqlite3.connect(path, isolation_level=None, timeout=2.0)
        try:
            apply_pragmas(connection)
            if connection.execute("PRAGMA user_version").fetchone()[0] > int(HEAD):
                raise too_new(path, version)
        except BaseException:
            connection.close()
            raise
    return connection


def apply_pragmas(connection: sqlite3.Connection) -> None:
    """Set the pragmas of a register and read back those on which durability rests."""
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").fetchall()
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # takes the lock now, not later
    for name, expected in _EXPECTED.items():
        actual = connection.execute(f"PRAGMA {name}").fetchone()[0]
        if actual != expected:
            raise RuntimeError(f"PRAGMA {name} is {actual!r}, wanted {expected!r}")


def too_new(path: Path, version: int) -> RegisterTooNew:
    """Return the error for a register of a newer program."""
    return RegisterTooNew(
        f"Sổ “{path}” do phiên bản mới hơn của chương trình tạo ra "
        f"(lược đồ {version}, máy này biết đến {int(HEAD)}).",
        hint="Chưa có gì bị thay đổi. Hãy cài phiên bản mới của chương trình rồi mở lại.",
    )
