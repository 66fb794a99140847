"""A finished file goes to its place while an antivirus looks at it: wait a little, then say so."""

import time
from collections.abc import Callable
from pathlib import Path

# Windows: access denied, sharing violation, lock violation. They pass when the other program lets go.
HELD_BY_OTHERS = frozenset({5, 32, 33})
_TRIES = 12
_FIRST_PAUSE = 0.02
_LONGEST_PAUSE = 0.4


def is_held(error: OSError) -> bool:
    """Tell whether another program has the file."""
    return getattr(error, "winerror", None) in HELD_BY_OTHERS


def replace_patiently(part: Path, target: Path, *, pause: Callable[[float], None] = time.sleep) -> None:
    """Move a file over another, again and again for about three seconds; the last refusal is passed on."""
    wait = _FIRST_PAUSE
    for left in range(_TRIES - 1, -1, -1):
        try:
            part.replace(target)
            return
        except OSError as error:
            if not left or not is_held(error):
                raise
        pause(wait)
        wait = min(wait * 2, _LONGEST_PAUSE)
