"""Opening a file or a folder with the program the person's system has for it."""

import os
import subprocess
import sys
from pathlib import Path

from app.core.errors import Unavailable


def open_path(path: Path) -> None:
    """Open a file or folder and return at once; raises ``Unavailable`` where the system knows no way."""
    if not path.exists():
        raise Unavailable(
            f"Không còn “{path}”.", hint="Tệp hoặc thư mục đã bị chuyển đi hoặc xóa.", code="E-MO-01"
        )
    try:
        _open(path)
    except OSError as error:
        raise Unavailable(
            f"Không mở được “{path.name}” từ chương trình.",
            hint=f"Mở bằng trình quản lý tệp: {path}",
            code="E-MO-02",
        ) from error


def _open(path: Path) -> None:
    if sys.platform == "win32":
        os.startfile(path)
    else:
        command = "open" if sys.platform == "darwin" else "xdg-open"
        subprocess.Popen(
            [command, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
