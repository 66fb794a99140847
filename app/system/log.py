"""The program's log: English, ids only, never names of citizens; two files of half a megabyte."""

import logging
from pathlib import Path


def start_log(folder: Path) -> Path | None:
    """Send the log to ``folder``; where it cannot be written the program goes on without."""
    from logging.handlers import (
        RotatingFileHandler,  # brings sockets and pickles along: not before it is used
    )

    path = folder / "so-cchc.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=500_000, backupCount=1, encoding="utf-8", delay=True)
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger("app")
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    return path
