"""Where things lie: the office's data, the program's own resources. Computed on request, created by none."""

import sys
from dataclasses import dataclass
from pathlib import Path

from app.system.locations import portable_folder


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of one register."""

    data: Path

    @property
    def register(self) -> Path:
        """The register's file."""
        return self.data / "so-cchc.db"

    @property
    def attachments(self) -> Path:
        """Files kept under their SHA-256."""
        return self.data / "tep-dinh-kem"

    @property
    def backups(self) -> Path:
        """Verified copies of the register."""
        return self.data / "sao-luu"

    @property
    def documents(self) -> Path:
        """Papers written by the program, unless the person chose another folder."""
        return self.data / "van-ban"

    @property
    def logs(self) -> Path:
        """The program's log."""
        return self.data / "nhat-ky"

    @property
    def preferences(self) -> Path:
        """Preferences of this person on this machine."""
        return self.data / "tuy-chon.toml"


def user_data_folder() -> Path:
    """Return the user's own local data folder (never the roaming one, which may lie on a share).

    A portable copy keeps its data beside itself.
    """
    portable = portable_folder()
    if portable is not None:
        return portable
    import platformdirs

    return Path(platformdirs.user_data_dir("so-cchc", appauthor=False, roaming=False))


def resources_folder() -> Path:
    """Return the read-only folder that ships with the program, frozen or not."""
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle) / "resources" if bundle else Path(__file__).parents[2] / "resources"
