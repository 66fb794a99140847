"""What a verb may ask of the program that runs it; bootstrap satisfies it."""

from pathlib import Path
from typing import Protocol

from app.core.clock import Clock
from app.services.context import Services
from app.system.paths import Paths


class Host(Protocol):
    """Opens and makes registers; a verb never builds one itself."""

    @property
    def clock(self) -> Clock:
        """What time it is."""
        ...

    def paths(self, data: Path | None) -> Paths:
        """Return the folders of a register; None is the user's own."""
        ...

    def open(self, data: Path | None) -> Services:
        """Open a register, upgraded where it is older; the caller closes ``uow``."""
        ...

    def create(self, data: Path | None) -> Services:
        """Make an empty register and open it; refuse a folder that has one."""
        ...
