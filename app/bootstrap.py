"""The only builder: paths → log → migration → unit of work, for the command line and for the window.

The window is built before anything is imported that it does not show: no argparse, no SQLAlchemy here.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.core.clock import Clock, SystemClock
from app.services.context import Services
from app.storage.connection import schema_version
from app.storage.migrate import create_register, upgrade_register
from app.storage.unit_of_work import UnitOfWork
from app.system.log import start_log
from app.system.paths import Paths, user_data_folder
from app.system.settings import Settings


def paths_of(data: Path | None) -> Paths:
    """Return the folders of a register; None is the user's own."""
    return Paths((data or user_data_folder()).absolute())


def open_services(data: Path | None, actor: str = "", clock: Clock | None = None) -> Services:
    """Open a register for one thread, upgraded where it is older; the caller closes ``uow``."""
    services = describe_services(data, actor, clock)
    paths = services.paths
    if schema_version(paths.register) is not None:
        _start_log_once(paths.logs)
        upgrade_register(paths.register)
    services.uow.open()
    return services


def create_services(data: Path | None, actor: str = "", clock: Clock | None = None) -> Services:
    """Make an empty register and open it; refuse a folder that has one."""
    create_register(paths_of(data).register)
    return open_services(data, actor, clock)


def describe_services(data: Path | None, actor: str = "", clock: Clock | None = None) -> Services:
    """Build the bundle without touching the disk; whoever owns the database's thread opens ``uow`` there."""
    paths = paths_of(data)
    settings = Settings(paths.preferences)
    uow = UnitOfWork(paths.register, actor=actor or settings.text("user.name") or _system_user())
    return Services(uow=uow, clock=clock or SystemClock(), paths=paths, settings=settings)


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
    """What the command line's verbs build registers with."""

    clock: Clock

    def paths(self, data: Path | None) -> Paths:
        """Return the folders of a register."""
        return paths_of(data)

    def open(self, data: Path | None) -> Services:
        """Open a register."""
        return open_services(data, clock=self.clock)

    def create(self, data: Path | None) -> Services:
        """Make and open an empty register."""
        return create_services(data, clock=self.clock)


def run_command_line(argv: Sequence[str], clock: Clock | None = None) -> int:
    """Run one verb and return its exit code."""
    from app.cli.program import run

    return run(argv, CommandHost(clock or SystemClock()))
