"""Run all trials for about so many seconds; print a line for each, exit 1 at the first broken promise."""

import argparse
import random
import sys
import tempfile
from pathlib import Path
from time import monotonic

from app.core.errors import AppError
from app.storage.migrate import create_register
from tools.reliability.edits import PromiseBroken
from tools.reliability.full_disk import run_failing_writes, run_growth
from tools.reliability.imports import run_import_kills
from tools.reliability.kills import run_kills
from tools.reliability.packages import hold_control, run_damage
from tools.reliability.power import run_cuts, strace_works

_MEMORY = Path("/dev/shm")  # the cuts are simulated: a real disk would only be slower

_LONG, _SEEDED = 60, 100_000  # a run of a minute damages at least so many packages
_COMMUNES = 130  # of a province


def main() -> int:
    """Run the trials."""
    parser = argparse.ArgumentParser(prog="tools.reliability", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        try:
            _run(Path(folder), arguments.seconds, random.Random(arguments.seed))
        except (PromiseBroken, AppError) as broken:
            print(f"BROKEN (seed {arguments.seed}): {broken}")
            return 1
    return 0


def _run(folder: Path, seconds: float, rng: random.Random) -> None:
    template = folder / "template.db"
    create_register(template)
    start = monotonic()
    print(run_kills(folder, template, end=start + 0.25 * seconds, rng=rng), flush=True)
    units = _COMMUNES if seconds >= _LONG else _COMMUNES // 10
    print(run_import_kills(folder, units=units, end=start + 0.4 * seconds, rng=rng), flush=True)
    hold_control(rng)
    least = _SEEDED if seconds >= _LONG else 0
    print(run_damage(end=start + 0.45 * seconds, least=least, rng=rng), flush=True)
    print(run_growth(folder, template, end=start + 0.5 * seconds), flush=True)
    if not strace_works(folder):
        print("power, failing writes: skipped, strace does not work on this machine")
        return
    print(run_failing_writes(folder, template, end=start + 0.6 * seconds, rng=rng), flush=True)
    print(run_cuts(folder, template, end=start + seconds, rng=rng), flush=True)


if __name__ == "__main__":
    sys.exit(main())
