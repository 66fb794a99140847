"""One start of a window, measured from outside: run until the wanted thing is painted, then end the process.

``python -m tools.bench.window bare`` is the floor: an empty QMainWindow. ``shell DIR`` ends when our frame is
painted, ``data DIR`` when the first line of the home page is.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def bare() -> None:
    """Show an empty window and end with its first paint."""
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Window(QMainWindow):
        """Ends the process when painted."""

        def paintEvent(self, event: QPaintEvent) -> None:
            """End."""
            super().paintEvent(event)
            os._exit(0)

    application = QApplication([])
    window = Window()
    window.show()
    application.exec()


def ours(folder: Path, wanted: str) -> None:
    """Open the program on a register and end when the wanted part is painted."""
    from PySide6.QtCore import QEvent, QObject

    import app.ui.start as start
    from app.bootstrap import run_window

    class Watch(QObject):
        """Ends the process at the paint it waits for."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            """Look for the paint."""
            if event.type() == QEvent.Type.Paint:
                name = watched.objectName()
                if name.startswith("line_") if wanted == "data" else name == "main_window":
                    os._exit(0)
            return False

    watch = Watch()
    run_loop = start.run_loop

    def watched_loop(application: object) -> int:
        application.installEventFilter(watch)  # type: ignore[attr-defined]
        return run_loop(application)  # type: ignore[arg-type]

    start.run_loop = watched_loop
    run_window(folder)


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        bare()
    else:
        ours(Path(sys.argv[2]), sys.argv[1])
