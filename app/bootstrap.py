"""The only builder: paths → log → migration → unit of work, for the command line and for the window.

The window is built before anything is imported that it does not show: no argparse, no SQLAlchemy here.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.core.clock import Clock, PracticeClock, SystemClock
from app.services.context import Services
from app.services.opening import prepare_register
from app.storage.connection import schema_version
from app.storage.migrate import create_register
from app.storage.unit_of_work import UnitOfWork
from app.system.data_folder import chosen_data_folder
from app.system.log import start_log
from app.system.paths import Paths, user_data_folder
from app.system.settings import Settings


def describe_services(data: Path | None, actor: str = "", clock: Clock | None = None) -> Services:
    """Build the bundle without touching the disk; whoever owns the database's thread opens ``uow`` there."""
    paths = Paths((data or user_data_folder()).absolute())
    settings = Settings(paths.preferences)
    uow = UnitOfWork(paths.register, actor=actor or settings.text("user.name") or _system_user())
    return Services(uow=uow, clock=clock or _clock_of(settings), paths=paths, settings=settings)


def open_services(data: Path | None, actor: str = "", clock: Clock | None = None) -> Services:
    """Open a register for one thread, upgraded where it is older; the caller closes ``uow``."""
    services = describe_services(data, actor, clock)
    paths = services.paths
    if schema_version(paths.register) is not None:
        _start_log_once(paths.logs)
        prepare_register(paths.register)
    services.uow.open()
    return services


def create_services(data: Path | None, actor: str = "", clock: Clock | None = None) -> Services:
    """Make an empty register and open it; refuse a folder that has one."""
    create_register(describe_services(data).paths.register)
    return open_services(data, actor, clock)


def _clock_of(settings: Settings) -> Clock:
    """Return the clock of a register: a practice one lives on its own day (ADR 6)."""
    try:
        return PracticeClock(date.fromisoformat(settings.text("practice.day")))
    except ValueError:
        return SystemClock()


def _system_user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


def _start_log_once(folder: Path) -> None:
    if not logging.getLogger("app").handlers:
        start_log(folder)


@dataclass(frozen=True, slots=True)
class CommandHost:
    """What the command line's verbs build registers with; without a folder it is the one chosen at set-up."""

    clock: Clock | None = None

    def describe(self, data: Path | None) -> Services:
        """Return a register's bundle, unopened."""
        return describe_services(self._folder(data), clock=self.clock)

    def open(self, data: Path | None) -> Services:
        """Open a register."""
        return open_services(self._folder(data), clock=self.clock)

    def create(self, data: Path | None) -> Services:
        """Make and open an empty register."""
        return create_services(self._folder(data), clock=self.clock)

    def _folder(self, data: Path | None) -> Path:
        return data or chosen_data_folder(user_data_folder())


class WindowHost:
    """What the window builds registers with; the database's thread opens them."""

    def describe(self, data: Path | None) -> Services:
        """Return a register's bundle, unopened."""
        return describe_services(data)


def run_window(data: Path | None, package: Path | None = None) -> int:
    """Open the window on a register, on the preview of a package if one is named, and run it to its end."""
    from app.ui.start import run

    return run(WindowHost(), data, package)


def run_window_probe(folder: Path, answer: Path) -> int:
    """Show the window over a register and write what was seen into a file, for the self-test."""
    from app.ui.selftest import run

    return run(WindowHost(), folder, answer)


def run_command_line(argv: Sequence[str], clock: Clock | None = None) -> int:
    """Run one verb and return its exit code."""
    from app.cli.program import run

    return run(argv, CommandHost(clock))
