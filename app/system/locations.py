"""Where a register may lie: a disk of this machine, never a share or a folder another program copies away.

SQLite's journal does not hold on a share, and a program that synchronises a folder copies the register in the
middle of a write and brings back an old one. The one exception to "the user's own folder" is the portable
copy on a stick: it keeps its data beside itself, only when a marker file says so.
"""

import os
import sys
from collections.abc import Mapping
from enum import Enum
from pathlib import Path, PurePosixPath

from app.core.errors import Unavailable

PORTABLE_MARKER = "mang-theo.txt"
_PORTABLE_DATA = "du-lieu"

_REMOTE_TYPES = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "fuse.sshfs", "fuse.rclone", "davfs"}
_DRIVE_REMOVABLE, _DRIVE_REMOTE = 2, 4  # GetDriveTypeW
# Programs that name their own folder in the environment, and the names of the folders of the others.
_SYNC_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_SYNC_FOLDERS = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "my drive",
    "icloud drive",
    "iclouddrive",
    "nextcloud",
    "owncloud",
    "mega",
    "megasync",
    "synologydrive",
    "box sync",
)


class Volume(Enum):
    """What a folder lies on."""

    LOCAL = "local"
    REMOVABLE = "removable"
    REMOTE = "remote"
    SYNCED = "synced"


def volume_of(folder: Path, environment: Mapping[str, str] | None = None) -> Volume:
    """Tell what a folder, existing or to be made, lies on; what cannot be told counts as local."""
    shown = str(folder)
    if shown.startswith(("\\\\", "//")) and not shown.startswith("\\\\?\\"):
        return Volume.REMOTE
    if is_synced(folder, os.environ if environment is None else environment):
        return Volume.SYNCED
    return _volume_of_drive(folder) if sys.platform == "win32" else _volume_of_mount(folder)


def is_synced(folder: Path, environment: Mapping[str, str]) -> bool:
    """Tell whether a program that synchronises folders has this one."""
    for name in _SYNC_VARIABLES:
        root = environment.get(name)
        if root and _lies_in(folder, Path(root)):
            return True
    names = [part.casefold() for part in folder.absolute().parts]
    return any(name == known or name.startswith(f"{known} - ") for name in names for known in _SYNC_FOLDERS)


def check_location(folder: Path) -> None:
    """Refuse a share and a synchronised folder, each for its own reason."""
    match volume_of(folder):
        case Volume.REMOTE:
            raise Unavailable(
                f"Không cất sổ trên ổ mạng “{folder}”.",
                hint="Dữ liệu trên ổ mạng có thể hỏng khi mất kết nối; hãy chọn thư mục trên máy này.",
                code="E-DISK-04",
            )
        case Volume.SYNCED:
            raise Unavailable(
                f"Không cất sổ trong thư mục tự đồng bộ “{folder}”.",
                hint="OneDrive, Google Drive, Dropbox chép tệp khi đang ghi dở và có thể trả lại bản cũ; "
                "hãy chọn thư mục khác trên máy này.",
                code="E-DISK-06",
            )


def location_notice(folder: Path) -> str:
    """Return what a person should know about a folder that is allowed; "" where there is nothing."""
    if volume_of(folder) is not Volume.REMOVABLE:
        return ""
    return (
        "Thư mục này nằm trên thẻ nhớ hoặc ổ cắm ngoài: rút ra khi đang ghi sẽ mất phần vừa nhập. "
        "Nên cất sổ trong máy và chỉ để bản sao lưu trên ổ ngoài."
    )


def portable_folder() -> Path | None:
    """Return the data folder of a portable copy: beside the program, when its marker file is there."""
    if not getattr(sys, "frozen", False):
        return None
    home = Path(sys.executable).parent
    return home / _PORTABLE_DATA if (home / PORTABLE_MARKER).is_file() else None


def _lies_in(folder: Path, root: Path) -> bool:
    parts, roots = (tuple(map(str.casefold, path.absolute().parts)) for path in (folder, root))
    return parts[: len(roots)] == roots


def _volume_of_drive(folder: Path) -> Volume:
    """Ask Windows about the drive, whose letter may stand for a share."""
    import ctypes

    kinds = {_DRIVE_REMOTE: Volume.REMOTE, _DRIVE_REMOVABLE: Volume.REMOVABLE}
    ask = getattr(ctypes, "windll").kernel32.GetDriveTypeW  # noqa: B009 - not there for mypy on Linux
    return kinds.get(ask(f"{folder.absolute().drive}\\"), Volume.LOCAL)


def _volume_of_mount(folder: Path) -> Volume:
    """Look for the nearest mount of a POSIX system that lists its mounts."""
    try:
        lines = Path("/proc/self/mounts").read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return Volume.LOCAL
    return volume_in_table(folder, lines)


def volume_in_table(folder: Path, lines: list[str]) -> Volume:
    """Return what the mount over a folder is, by a table of mounts."""
    place = PurePosixPath(folder.absolute())
    best, kind = PurePosixPath("/"), ""
    for line in lines:
        _, where, found, *_ = (*line.split(), "", "", "")
        point = PurePosixPath(where.replace("\\040", " "))
        if place.is_relative_to(point) and len(point.parts) >= len(best.parts):
            best, kind = point, found
    return Volume.REMOTE if kind in _REMOTE_TYPES else Volume.LOCAL
