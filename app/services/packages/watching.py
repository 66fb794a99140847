"""The folder where mail and Zalo put files: what lies there that the register has not seen."""

import hashlib
from collections.abc import Collection
from pathlib import Path

from app.exchange.container import MOST_BYTES
from app.exchange.package_file import SUFFIX

_MOST_FILES = 500


def new_files(folder: Path, known: Collection[str]) -> tuple[Path, ...]:
    """Return the packages right in a folder whose content is not among the known; one copy of each.

    A folder or a file that cannot be read is passed over: it is looked at again next time.
    """
    found: dict[str, Path] = {}
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() == SUFFIX)[:_MOST_FILES]
    except OSError:
        return ()
    for path in files:
        try:
            with path.open("rb") as stream:
                digest = hashlib.sha256(stream.read(MOST_BYTES + 1)).hexdigest()
        except OSError:
            continue
        if digest not in known:
            found.setdefault(digest, path)
    return tuple(found.values())
