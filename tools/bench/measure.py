"""Timing: two actions in turn, so that a machine that slows down slows both; medians and their ratio."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was measured, ours and the floor in milliseconds, what we aim at."""

    name: str
    ours_ms: float
    floor_ms: float
    aim: str

    @property
    def ratio(self) -> float:
        """How many times the floor we take."""
        return self.ours_ms / self.floor_ms


def clocked(action: Callable[[], object]) -> float:
    """Run an action once and return its milliseconds."""
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def compare(
    name: str, ours: Callable[[], object], floor: Callable[[], object], *, aim: str, runs: int = 5
) -> Row:
    """Measure ours against its floor in turn after one warm-up of each; medians."""
    ours()
    floor()
    pairs = [(clocked(ours), clocked(floor)) for _ in range(runs)]
    return Row(
        name, statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs), aim
    )


def table(rows: list[Row]) -> str:
    """Return the rows as one table for a terminal."""
    width = max(len(row.name) for row in rows)
    lines = [f"{'measured':{width}}  {'ours ms':>9}  {'floor ms':>9}  {'ratio':>6}  aim"]
    lines += [
        f"{row.name:{width}}  {row.ours_ms:9.1f}  {row.floor_ms:9.1f}  {row.ratio:6.2f}  {row.aim}"
        for row in rows
    ]
    return "\n".join(lines)
