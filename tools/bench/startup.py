"""Start-up: from the start of a process to the first paint, against a bare QMainWindow."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tools.bench.measure import Row, compare


def _start(*arguments: str) -> Callable[[], None]:
    # A machine may be set to write no bytecode; an installed program always has it.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def start() -> None:
        subprocess.run(
            [sys.executable, "-m", "tools.bench.window", *arguments],
            check=True,
            env=environment,
            stderr=subprocess.DEVNULL,
        )

    return start


def measure(sample: Path) -> list[Row]:
    """Return the rows of the table about start-up; ``sample`` is the sample register's folder."""
    bare = _start("bare")
    return [
        compare("window painted", _start("shell", str(sample)), bare, aim="≤ 1.5", runs=9),
        compare("first data painted", _start("data", str(sample)), bare, aim="≤ 4", runs=9),
    ]
