"""The program over a fresh practice register, at one hour of its day, in any of four looks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.bootstrap import describe_services
from app.core.clock import FixedClock, at_office
from app.services.context import Services
from app.services.practice import make_practice_register
from app.services.sample import SAMPLE_DAY
from app.ui.application import create_application
from app.ui.start import Program

CLOCK = FixedClock(at_office(SAMPLE_DAY, 8, 30))
PATIENCE_MS = 30_000
PULSE_MS = 20


@dataclass(frozen=True, slots=True)
class View:
    """A theme, a size of letters, a size of the window."""

    theme: str
    points: int
    width: int
    height: int

    @property
    def name(self) -> str:
        """The end of the pictures' names."""
        return f"{self.theme}-{self.width}x{self.height}"


VIEWS = tuple(
    View(theme, points, width, height)
    for theme in ("light", "dark")
    for points, width, height in ((14, 1366, 768), (18, 1093, 614))
)


class Vault:
    """A vault that lives as long as the tour: pictures touch nobody's real one."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        """Return a secret."""
        return self._kept.get(name)

    def set(self, name: str, value: str) -> None:
        """Keep a secret."""
        self._kept[name] = value

    def delete(self, name: str) -> None:
        """Forget a secret."""
        self._kept.pop(name, None)

    def is_secure(self) -> bool:
        """Say that secrets can be kept."""
        return True

    def backend_name(self) -> str:
        """Say what it is."""
        return "memory"


VAULT = Vault()


class Host:
    """What the window builds registers with; time stands still, secrets stay in memory."""

    def describe(self, data: Path | None) -> Services:
        """Return a register's bundle, unopened."""
        services = describe_services(data, actor="Nguyễn Thị Mẫu", clock=CLOCK)
        return replace(services, secrets=VAULT)


class Stage:
    """Opens the program, moves it about, takes its picture."""

    def __init__(self, data: Path, pictures: Path) -> None:
        make_practice_register(data)
        self.pictures = pictures
        self.services = Host().describe(data)
        self.services.settings.set("user.name", "Nguyễn Thị Mẫu")
        self.application, self.look = create_application(["so-cchc"], self.services.settings)
        self.program = Program(self.application, Host(), self.look, None)
        self.empty = data.parent / "sach"
        self.count = 0
        self.misfits: list[str] = []

    def open(self, services: Services) -> None:
        """Open a register, or the set-up where there is none."""
        self.program.open(services)
        self.settle()

    @property
    def window(self) -> QWidget:
        """The window that is shown."""
        assert self.program.window is not None
        return self.program.window

    def settle(self) -> None:
        """Wait until nothing is on its way any more."""
        runner = self.program.runner
        self.wait_for(lambda: runner is None or not runner.is_busy)
        # Answers are shown through the event loop: give it two more turns.
        for _ in range(2):
            turn = QEventLoop()
            QTimer.singleShot(PULSE_MS, turn.quit)
            turn.exec()
        self.wait_for(lambda: runner is None or not runner.is_busy)

    def wait_for(self, fact: Callable[[], bool]) -> None:
        """Run the event loop until a fact holds; a fact that never does is an error."""
        loop = QEventLoop()
        pulse, limit = QTimer(), QTimer()
        held: list[bool] = []

        def look() -> None:
            if fact():
                held.append(True)
                loop.quit()

        pulse.timeout.connect(look)
        limit.setSingleShot(True)
        limit.timeout.connect(loop.quit)
        pulse.start(PULSE_MS)
        limit.start(PATIENCE_MS)
        loop.exec()
        if not held:
            raise TimeoutError("the window did not come to rest")

    def views(self) -> Iterator[View]:
        """Dress the program in every look, one after another."""
        for view in VIEWS:
            settings = self.services.settings
            settings.set("view.theme", view.theme)
            settings.set("view.font_points", view.points)
            self.look.apply()
            self.window.resize(view.width, view.height)
            self.settle()
            yield view
            size = self.window.size()
            if (size.width(), size.height()) != (view.width, view.height):
                self.misfits.append(f"{view.name}: {size.width()}x{size.height()}")

    def take(self, name: str, view: View, widget: QWidget | None = None) -> None:
        """Save a picture."""
        self.pictures.mkdir(parents=True, exist_ok=True)
        path = self.pictures / f"{name}-{view.name}.png"
        if not (widget or self.window).grab().save(str(path)):
            raise OSError(f"cannot write {path}")
        self.count += 1

    def take_dialogs(self, name: str, view: View) -> None:
        """Save what floats above the window, and close it."""
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.isVisible():
                self.take(name, view, widget)
                widget.reject()
        self.settle()

    def close(self) -> None:
        """Close the program."""
        self.window.close()


def each(stage: Stage, name: str, prepare: Callable[[], object] | None = None) -> None:
    """Take a picture of the window in every look."""
    for view in stage.views():
        if prepare is not None:
            prepare()
            stage.settle()
        stage.take(name, view)


def each_dialog(stage: Stage, name: str, ask: Callable[[], object]) -> None:
    """Take a picture of the dialog that ``ask`` opens, in every look."""
    for view in stage.views():
        ask()
        stage.settle()
        stage.take_dialogs(name, view)
