"""The window's part of the self-test: shown over a register, painted, filled, and every letter drawable."""

import json
import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QApplication

from app.core.alphabet import vietnamese_letters
from app.ui.application import create_application
from app.ui.application import run as run_loop
from app.ui.main_window import MainWindow
from app.ui.start import Program, WindowHost

_STEP_MS = 100
_PATIENCE_MS = 60_000


def run(host: WindowHost, folder: Path, answer: Path) -> int:
    """Show the window over a register, write what was seen into a file, and end."""
    services = host.describe(folder)
    begin = time.perf_counter()
    application, look = create_application(["so-cchc"], services.settings)
    program = Program(application, host, look, None)
    probe = _Probe(application, program, answer, begin)
    program.open(services)
    window = program.window
    if isinstance(window, MainWindow):
        window.painted.connect(probe.note_paint)
    probe.start()
    run_loop(application)
    if program.runner is not None:
        program.runner.shutdown()
    return 0


class _Probe:
    """Looks at the window until it is painted and filled, or patience ends."""

    def __init__(self, application: QApplication, program: Program, answer: Path, begin: float) -> None:
        self._application, self._program, self._answer, self._begin = application, program, answer, begin
        self._waited = 0
        self._painted: float | None = None
        self._painted_at: float | None = None  # on the machine's own clock: a start is measured from outside
        self._modules: list[str] = []  # what was imported before the first paint
        self._timer = QTimer(application)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Begin to look."""
        self._timer.start(_STEP_MS)

    def note_paint(self) -> None:
        """Remember when the frame was on the screen."""
        self._painted = time.perf_counter() - self._begin
        self._painted_at = time.monotonic()
        self._modules = sorted(sys.modules)

    def _look(self) -> None:
        self._waited += _STEP_MS
        window = self._program.window
        filled = isinstance(window, MainWindow) and window.period is not None
        if not (filled and self._painted is not None) and self._waited < _PATIENCE_MS:
            return
        self._timer.stop()
        font = self._application.font()
        metrics = QFontMetrics(font)
        lacking = "".join(c for c in vietnamese_letters() if not metrics.inFontUcs4(ord(c)))
        lacking = lacking if QGuiApplication.platformName() != "minimal" else ""
        picture = window.grab() if window is not None else None
        faults = [
            *(["không có dữ liệu đầu tiên"] if not filled else []),
            *(["chưa vẽ được"] if picture is None or picture.isNull() or self._painted is None else []),
            *([f"phông {font.family()} thiếu chữ {lacking}"] if lacking else []),
        ]
        seconds = f"{self._painted or 0:.2f}".replace(".", ",")
        words = f"Cửa sổ hiện sau {seconds} giây ({self._application.platformName()}, phông {font.family()})"
        facts = {
            "ok": not faults,
            "message": f"{words}{': ' if faults else ''}{'; '.join(faults)}.",
            "seconds": self._painted,
            "painted_at": self._painted_at,
            "modules": self._modules,
        }
        self._answer.write_text(json.dumps(facts, ensure_ascii=False), "utf-8")
        if window is not None:
            window.close()
        self._application.quit()
