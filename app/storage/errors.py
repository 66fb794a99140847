"""SQLite's codes sorted into the machine's faults, told to the person, and our own bugs, which are not."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core.errors import AppError, RegisterDamaged, RegisterLocked, RuleViolation, Unavailable
from app.core.patience import is_held

_LOCKED = {"SQLITE_BUSY", "SQLITE_LOCKED"}
_DAMAGED = {"SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT"}
_READ_ONLY = {"SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH"}
_CANNOT_OPEN = {"SQLITE_CANTOPEN"}
_FULL = {"SQLITE_FULL"}
_DISK = {"SQLITE_IOERR"}
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


def as_app_error(error: sqlite3.Error, path: Path) -> AppError | None:
    """Return the error a person should see, or None where the fault is ours."""
    name = getattr(error, "sqlite_errorname", None) or ""
    family = "_".join(name.split("_")[:2])
    if family in _LOCKED:
        return register_locked(path)
    if family in _DAMAGED:
        return register_damaged(path)
    if family in _READ_ONLY or family in _CANNOT_OPEN:
        return _folder_unusable(path)
    if family in _FULL:
        return _disk_full()
    if family in _DISK:
        return Unavailable(
            f"Ổ đĩa chứa “{path}” báo lỗi đọc, ghi.",
            hint="Đóng chương trình, kiểm tra ổ đĩa, rồi mở lại; nếu còn lỗi hãy khôi phục bản sao lưu.",
            code="E-DISK-03",
        )
    return None


def _folder_unusable(path: Path) -> Unavailable:
    return Unavailable(
        f"Không ghi được vào thư mục dữ liệu “{path.parent}”.",
        hint="Kiểm tra thư mục có bị đặt chỉ đọc không, hoặc chọn nơi cất dữ liệu khác.",
        code="E-DISK-02",
    )


def _disk_full() -> Unavailable:
    return Unavailable(
        "Ổ đĩa đã đầy nên chưa lưu được thay đổi này.",
        hint="Hãy giải phóng ít nhất 100 MB rồi làm lại; các dữ liệu đã lưu vẫn nguyên.",
        code="E-DISK-01",
    )


def _held_by_others(path: Path) -> Unavailable:
    return Unavailable(
        f"Tệp trong “{path.parent}” đang được chương trình khác mở (thường là phần mềm diệt vi-rút).",
        hint="Đợi một lúc, đóng chương trình kia rồi làm lại; chưa có gì thay đổi.",
        code="E-LOCK-02",
    )


@contextmanager
def file_errors(path: Path) -> Iterator[None]:
    """Turn the system's refusals around the register's own files into ``Unavailable`` errors."""
    try:
        yield
    except OSError as error:
        if is_held(error):
            raise _held_by_others(path) from error
        raise (_disk_full() if error.errno in _NO_ROOM else _folder_unusable(path)) from error


def register_locked(path: Path) -> RegisterLocked:
    """Return the error for a register that another window or command holds."""
    return RegisterLocked(
        f"Sổ “{path}” đang được mở ở một cửa sổ hoặc một lệnh khác.",
        hint="Đóng cửa sổ kia rồi thử lại.",
    )


def register_damaged(path: Path) -> RegisterDamaged:
    """Return the error for a file that is not a sound register."""
    return RegisterDamaged(
        f"Tệp sổ “{path}” bị hỏng hoặc không phải là sổ của chương trình.",
        hint="Tệp được giữ nguyên, chưa có gì thay đổi. Hãy khôi phục từ bản sao lưu gần nhất.",
    )


def edited_elsewhere() -> RuleViolation:
    """Return the error for a save over a newer save of the same record."""
    return RuleViolation(
        "Bản ghi vừa được sửa ở nơi khác nên lần lưu này chưa được ghi.",
        hint="Nạp lại (F5) để xem bản mới, rồi sửa lại.",
        code="E-LUU-01",
    )


@contextmanager
def sqlite_errors(path: Path) -> Iterator[None]:
    """Turn the machine's faults inside the block into ``Unavailable`` errors; bugs pass unchanged."""
    try:
        yield
    except sqlite3.Error as error:
        known = as_app_error(error, path)
        if known is None:
            raise
        raise known from error
    except UnicodeDecodeError as error:  # SQLite's complaint about a damaged schema quotes its bytes
        raise register_damaged(path) from error
    except Exception as error:
        if (
            type(error).__name__ == "StaleDataError"
        ):  # by name: SQLAlchemy is not imported for the first screen
            raise edited_elsewhere() from error
        original = getattr(error, "orig", None)  # SQLAlchemy wraps the driver's error
        known = as_app_error(original, path) if isinstance(original, sqlite3.Error) else None
        if known is None:
            raise
        raise known from error
