"""One window over one register: who holds the seat, by a lock that the system drops when a program dies."""

import hashlib
import os
from pathlib import Path
from typing import BinaryIO


def seat_name(folder: Path) -> str:
    """Return the short name under which the window over a folder can be called."""
    key = os.path.normcase(str(folder.absolute()))
    return f"so-cchc-{hashlib.sha256(key.encode()).hexdigest()[:16]}"


class Seat:
    """The right to be the window over a folder; kept in a file of the user's own, gone with the process."""

    def __init__(self, home: Path, name: str) -> None:
        self.name = name
        self._path = home / f"{name}.khoa"
        self._file: BinaryIO | None = None

    def take(self) -> bool:
        """Take the seat; False where another program sits. A machine that keeps no locks gives it to all."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            file = self._path.open("a+b")
        except OSError:
            return True  # the register's own lock still keeps two programs apart
        if not _lock(file):
            file.close()
            return False
        self._file = file
        return True

    def leave(self) -> None:
        """Give the seat up."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _lock(file: BinaryIO) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except PermissionError:  # what Windows says of a lock that is held
        return os.name != "nt"
    except OSError:
        return True
    return True
