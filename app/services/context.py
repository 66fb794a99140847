"""What every front end carries: the register, the clock, the folders, the preferences."""

from dataclasses import dataclass

from app.core.clock import Clock
from app.storage.unit_of_work import UnitOfWork
from app.system.paths import Paths
from app.system.settings import Settings


@dataclass(frozen=True, slots=True)
class Services:
    """The frozen bundle that bootstrap makes; nothing reaches for a global."""

    uow: UnitOfWork
    clock: Clock
    paths: Paths
    settings: Settings
