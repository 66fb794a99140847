"""What was written is on the disk, and so is its name."""

import os
from pathlib import Path


def sync_file(path: Path) -> None:
    """Flush a file to the disk, then its folder, where the system has folders to flush; blocks until done.

    Call it again after a file was renamed: until then a power cut may bring the old name back.
    """
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
