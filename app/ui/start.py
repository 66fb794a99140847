"""From nothing to a window: the frame first, then the register, then the first data, then the rest.

Nothing that the frame does not show is imported before it is painted. A folder without a register gets the
set-up, a register that cannot be opened a page that says why; both end in a window over a register.
"""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

from app.core.changes import Changes
from app.core.errors import AppError, NotFound
from app.core.periods import Month
from app.core.statuses import WORDS, Role
from app.services.context import Services
from app.system.data_folder import choose_data_folder, chosen_data_folder
from app.system.single_instance import Seat, seat_name
from app.ui.application import Look, create_application
from app.ui.application import run as run_loop
from app.ui.context import ChangeBus
from app.ui.dialogs import QtDialogs
from app.ui.errors import CrashReports, FaultDesk
from app.ui.frame.module import Heading
from app.ui.jobs import GarbageTimer, JobRunner
from app.ui.main_window import MainWindow
from app.ui.modules import module_list
from app.ui.package_desk import show_packages, tell_cut_run
from app.ui.single_instance import FrontDoor, call_first_window
from app.ui.tone import Tone
from app.ui.trouble import TroubleWindow

_OPEN_ELSEWHERE = 4  # the same answer as the command line's
if TYPE_CHECKING:
    from app.services.queries.home import HomeFacts

_IDLE_MS = 300
_HEADING = Changes(units=True, cycles=True, settings=True)


class WindowHost(Protocol):
    """What bootstrap gives the window."""

    def describe(self, data: Path | None) -> Services:
        """Return the bundle of a folder without touching the disk; None is the user's own folder."""
        ...


def run(host: WindowHost, data: Path | None, package: Path | None = None) -> int:
    """Open the window on a folder's register and run until it is closed; return the exit code.

    A package that was double clicked is shown before it is taken in, by the window that is open already
    where there is one.
    """
    own = host.describe(None).paths.data if data is None else None
    folder = data if own is None else chosen_data_folder(own)
    services = host.describe(folder)
    # One seat for the person's own register, wherever it lies; one for each folder named on the command line.
    seat = Seat(host.describe(None).paths.data, seat_name(own or services.paths.data))
    if not seat.take() and call_first_window(seat.name, package):
        print("Sổ đang mở ở một cửa sổ khác; đã đưa cửa sổ ấy lên trước. (E-LOCK-01)", file=sys.stderr)  # noqa: T201
        return _OPEN_ELSEWHERE
    application, look = create_application(sys.argv[:1], services.settings)
    garbage = GarbageTimer(application)
    program = Program(application, host, look, own)
    FrontDoor(seat.name, lambda: program.window, application, program.take_package)
    if package is not None:
        program.take_package(package)
    program.open(services)
    code = run_loop(application)
    garbage.stop()
    seat.leave()
    return code


def practice_day(services: Services) -> date | None:
    """Return the day of a practice register; one that cannot be read is none."""
    try:
        return date.fromisoformat(services.settings.text("practice.day"))
    except ValueError:
        return None


class Program:
    """The windows of one run, one at a time: the frame, the set-up, or the page of what went wrong."""

    def __init__(self, application: QApplication, host: WindowHost, look: Look, own: Path | None) -> None:
        self._application = application
        self._host = host
        self._look = look
        self._own = own
        self.window: QMainWindow | None = None
        self.runner: JobRunner | None = None
        self._package: Path | None = None

    def take_package(self, package: Path) -> None:
        """Show what a package holds, now or when a register is open."""
        self._package = package
        if isinstance(self.window, MainWindow) and self.window.is_ready:
            self._show_package(self.window)

    def _show_package(self, window: MainWindow) -> None:
        package, self._package = self._package, None
        if package is not None:
            show_packages(window, (str(package),))

    def open_folder(self, folder: Path) -> None:
        """Open another folder's register, and remember it for the next start."""
        if self._own is not None:
            choose_data_folder(self._own, folder)
        self.open(self._host.describe(folder))

    def open(self, services: Services) -> None:
        """Show the frame and read; where there is no register, set one up."""
        if not services.paths.register.exists():
            self.set_up(services)
            return
        start_log_once(services.paths.logs)
        runner, faults, dialogs, bus = self._new_works(services)
        faults.install_hooks()
        modules = module_list(self._look)
        window = MainWindow(
            services, modules, runner=runner, faults=faults, dialogs=dialogs, bus=bus, look=self._look
        )
        today = services.clock.today()

        def read_first(uow: object, job: object) -> "HomeFacts":
            from app.services.opening import prepare_register
            from app.services.queries.home import home_facts

            prepare_register(services.paths.register)
            services.uow.open()
            return home_facts(services.uow.rows, today=today)

        def failed(error: AppError) -> bool:
            self._give_up(window, services, error)
            return True

        # On its way before the frame is painted: the database's thread opens the file meanwhile.
        window.ui.jobs.maintain(
            read_first, lambda facts: self._opened(window, services, facts), failed, title=""
        )
        window.ui.bus.subscribe(lambda changes, _: self._follow(window, services, changes), window.token)
        self._warm_up_when_idle(window, runner)
        self._show(window, runner)

    def set_up(self, services: Services, *, back: Callable[[], object] | None = None) -> None:
        """Show the set-up; it ends in the window over the new register."""
        from app.ui.screens.setup.view import SetupWindow

        runner, faults, dialogs, bus = self._new_works(services)
        faults.install_hooks()
        window = SetupWindow(services, runner=runner, dialogs=dialogs, bus=bus)
        window.opened.connect(self.open_folder)
        window.set_back(back)
        faults.fallback = window
        self._show(window, runner)

    def show_trouble(self, services: Services, error: AppError) -> None:
        """Say why a register cannot be opened and what can be done."""
        folder = services.paths.data
        page = TroubleWindow(error, folder)
        page.retry.clicked.connect(lambda: self.open(self._host.describe(folder)))
        page.choose.clicked.connect(lambda: self._choose(page))
        self._show(page, None)

    def _new_works(self, services: Services) -> tuple[JobRunner, FaultDesk, QtDialogs, ChangeBus]:
        dialogs = QtDialogs(lambda: services.settings.text("documents.folder"))
        faults = FaultDesk(dialogs, CrashReports(services.paths.logs, services.clock))
        bus = ChangeBus()
        return JobRunner(services.uow, bus, faults, self._application), faults, dialogs, bus

    def _opened(self, window: MainWindow, services: Services, facts: "HomeFacts") -> None:
        from app.ui.auto_backup import AutoBackup

        self._head(window, facts)
        AutoBackup(window.ui, window)
        window.is_ready = True
        tell_cut_run(window.ui)
        self._show_package(window)
        day = practice_day(services)
        if day is not None:
            window.banner.say(
                f"Sổ thực hành, đang ở ngày {day.day}/{day.month}/{day.year}. Thử gì cũng được.",
                Tone.INFO,
                verb="Lập sổ của đơn vị",
                action=lambda: self._leave_practice(window, services),
            )

    def _warm_up_when_idle(self, window: MainWindow, runner: JobRunner) -> None:
        """Import the mapper on the database's thread once the first page stands there with its data."""
        later = QTimer(window)
        later.setSingleShot(True)

        def idle() -> bool:
            return bool(window.current_module) and not runner.is_busy

        def look() -> None:
            # A while later: a page just opened has to ask for its data first, also on a slow machine.
            if idle():
                later.start(_IDLE_MS)

        def warm_up() -> None:
            if idle():
                runner.activity_changed.disconnect(look)
                window.ui.jobs.read(lambda session, job: None, lambda _: self._follow_up(window))

        later.timeout.connect(warm_up)
        runner.activity_changed.connect(look)

    def _follow_up(self, window: MainWindow) -> None:
        """Begin what runs beside the screens, once the first stands there: mail, packages, the due list."""
        from app.system.secrets import VaultSecrets
        from app.ui.folder_watch import FolderWatch
        from app.ui.postman import Postman
        from app.ui.tray import DueWatch, system_tray

        Postman(window.ui, VaultSecrets(), window).start()
        FolderWatch(
            window.ui,
            window,
            screen=lambda: window.current_module,
            is_free=lambda: not window.banner.isVisible(),
        ).start()
        DueWatch(window.ui, self._application.setBadgeNumber, window, tray=system_tray(window)).start()

    def _head(self, window: MainWindow, facts: "HomeFacts") -> None:
        role = Role(facts.role)
        window.show_heading(Heading(facts.unit, WORDS[role], collects=role is Role.HUB))
        if window.period is None and facts.current is not None:
            window.set_period(Month.parse(facts.current.name))

    def _follow(self, window: MainWindow, services: Services, changes: Changes) -> None:
        if changes.touches(_HEADING):
            from app.services.queries.home import home_facts

            today = services.clock.today()
            window.ui.jobs.rows(
                lambda rows: home_facts(rows, today=today), lambda facts: self._head(window, facts)
            )

    def _leave_practice(self, window: MainWindow, services: Services) -> None:
        """Go to the person's own register, or set one up; the way back to the practice stays open."""
        screen = window.current_screen
        if screen is not None and not screen.can_leave():
            return
        own = self._host.describe(self._own)
        if own.paths.register.exists():
            self.open_folder(own.paths.data)
        else:
            self.set_up(own, back=lambda: self.open_folder(services.paths.data))

    def _give_up(self, window: MainWindow, services: Services, error: AppError) -> None:
        window.token.void()
        if isinstance(error, NotFound):
            self.set_up(services)
        else:
            self.show_trouble(services, error)

    def _choose(self, page: TroubleWindow) -> None:
        folder = QtDialogs().ask_folder("Chọn thư mục có sổ")
        if folder is not None and page.isVisible():
            self.open_folder(folder)

    def _show(self, window: QMainWindow, runner: JobRunner | None) -> None:
        before, old = self.window, self.runner
        self.window, self.runner = window, runner
        if before is not None:
            window.resize(before.size())
        window.show()
        if before is not None:
            before.hide()
            before.deleteLater()
        if old is not None:
            old.shutdown()
            old.deleteLater()


def start_log_once(folder: Path) -> None:
    """Send the log to the register's folder, the first time."""
    import logging

    if not logging.getLogger("app").handlers:
        from app.system.log import start_log

        start_log(folder)
