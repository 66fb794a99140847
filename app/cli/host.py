"""What a verb may ask of the program that runs it; bootstrap satisfies it."""

from pathlib import Path
from typing import Protocol

from app.services.context import Services


class Host(Protocol):
    """Opens and makes registers; a verb never builds one itself."""

    def describe(self, data: Path | None) -> Services:
        """Return a register's bundle without touching the disk; None is the user's own folder."""
        ...

    def open(self, data: Path | None) -> Services:
        """Open a register, upgraded where it is older; the caller closes ``uow``."""
        ...

    def create(self, data: Path | None) -> Services:
        """Make an empty register and open it; refuse a folder that has one."""
        ...
