"""What every front end carries: the register, the clock, the folders, the preferences, the vault."""

from dataclasses import dataclass, field

from app.core.clock import Clock
from app.storage.unit_of_work import UnitOfWork
from app.system.paths import Paths
from app.system.secrets import Secrets, VaultSecrets
from app.system.settings import Settings


@dataclass(frozen=True, slots=True)
class Services:
    """The frozen bundle that bootstrap makes; nothing reaches for a global."""

    uow: UnitOfWork
    clock: Clock
    paths: Paths
    settings: Settings
    secrets: Secrets = field(default_factory=VaultSecrets)
