"""The program's log: English, ids only, never names of citizens; two files of half a megabyte."""

import logging
from contextlib import suppress
from pathlib import Path

_MOST_BYTES = 500_000


class _TwoFiles(logging.FileHandler):
    """Begins the file anew when it is full and keeps the one before.

    The library's own rotating handler brings sockets and pickles along, which every start would wait for.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, encoding="utf-8", delay=True)
        self._path = path

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line; a full file steps aside first, and where it cannot it grows on."""
        with suppress(OSError):
            if self._path.stat().st_size > _MOST_BYTES:
                self.close()
                self._path.replace(self._path.with_name(f"{self._path.name}.1"))
        super().emit(record)


def start_log(folder: Path) -> Path | None:
    """Send the log to ``folder``; where it cannot be written the program goes on without."""
    path = folder / "so-cchc.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = _TwoFiles(path)
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger("app")
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    return path
