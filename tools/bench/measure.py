"""Timing: two actions in turn, so that a machine that slows down slows both; medians and their ratio."""

import os
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was measured, ours and the floor in ``unit``, what we aim at."""

    name: str
    ours: float
    floor: float
    aim: str
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        """How many times the floor we take."""
        return self.ours / self.floor


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


def peak_memory(action: Callable[[], object]) -> float:
    """Run an action once and return by how many megabytes the process grew, libraries in C included.

    Where a process cannot be forked only what Python itself holds is counted.
    """
    if not hasattr(os, "fork"):
        tracemalloc.start()
        action()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak / 1024 / 1024
    import resource

    here, there = os.pipe()
    if not os.fork():
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        action()
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        os.write(there, str(grown).encode())
        os._exit(0)
    os.close(there)
    with os.fdopen(here) as told:
        grown_kilobytes = int(told.read())
    os.wait()
    return max(grown_kilobytes, 1) / 1024


def compare_memory(name: str, ours: Callable[[], object], floor: Callable[[], object], *, aim: str) -> Row:
    """Measure the peak memory of ours and of its floor, once each."""
    return Row(name, peak_memory(ours), peak_memory(floor), aim, "MB")


_TELL_PEAK = """
import sys
told = dict(line.split(":", 1) for line in open("/proc/self/status"))
sys.stderr.write(told["VmHWM"].split()[0])
"""


def peak_of(program: str, given: bytes) -> float | None:
    """Return the megabytes that a Python program of its own needed at most; None where nothing tells.

    It is asked in the process itself: what a parent is told counts the parent's own memory as well.
    """
    if not Path("/proc/self/status").exists():
        return None
    done = subprocess.run(
        [sys.executable, "-c", program + _TELL_PEAK], input=given, capture_output=True, check=True
    )
    return int(done.stderr.split()[-1]) / 1024


def table(rows: list[Row]) -> str:
    """Return the rows as one table for a terminal."""
    width = max(len(row.name) for row in rows)
    lines = [f"{'measured':{width}}  {'ours':>9}  {'floor':>9}  unit  {'ratio':>6}  aim"]
    lines += [
        f"{row.name:{width}}  {row.ours:9.1f}  {row.floor:9.1f}  {row.unit:4}  {row.ratio:6.2f}  {row.aim}"
        for row in rows
    ]
    return "\n".join(lines)
