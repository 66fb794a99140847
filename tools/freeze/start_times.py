"""How long a start takes to the first paint: the frozen program, the program from source, a bare window."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tools.freeze.bundle import environment
from tools.freeze.contents import ROOT

_BARE = """
import sys, time, json, pathlib
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        pathlib.Path(sys.argv[2]).write_text(json.dumps({"painted_at": time.monotonic()}))
        QTimer.singleShot(0, application.quit)
application = QApplication(["bare"])
window = Window()
window.resize(1200, 700)
window.show()
application.exec()
"""
_RUNS = 7


def measure_starts(program: Path, register: Path) -> dict[str, float]:
    """Return the medians in seconds, all three taken in turn in the same run."""
    commands = {
        "bare": [sys.executable, "-c", _BARE],
        "source": [sys.executable, "-m", "app", "--selftest-window"],
        "frozen": [str(program), "--selftest-window"],
    }
    found: dict[str, list[float]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as scratch:
        answer = Path(scratch) / "answer.json"
        for turn in range(_RUNS + 1):
            for name, command in commands.items():
                begin = time.monotonic()
                subprocess.run(
                    [*command, str(register), str(answer)],
                    cwd=ROOT,
                    env=environment(),
                    check=True,
                    stderr=subprocess.DEVNULL,
                )
                if turn:  # the first turn warms the caches
                    found[name].append(json.loads(answer.read_text("utf-8"))["painted_at"] - begin)
    return {name: round(statistics.median(values), 3) for name, values in found.items()}
