"""Sticks that are plugged in now: where packages come from and go to on foot."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

_REMOVABLE = 2  # GetDriveTypeW
_PLACES = ("/media/", "/run/media/", "/mnt/", "/Volumes/")
_NO_DISKS = {"tmpfs", "overlay", "squashfs", "proc", "sysfs", "devtmpfs", "fuse.portal", "9p", "virtiofs"}


def removable_drives() -> tuple[Path, ...]:
    """Return the roots of removable drives that can be read, in their order; empty where there is none."""
    if sys.platform == "win32":
        found: Iterable[Path] = _windows_drives()
    else:
        try:
            lines = Path("/proc/self/mounts").read_text("utf-8", "surrogateescape").splitlines()
        except OSError:
            lines = []
        found = drives_in_table(lines)
    return tuple(root for root in found if _can_read(root))


def drives_in_table(lines: Iterable[str]) -> tuple[Path, ...]:
    """Return the mounts of a table that a desktop makes for a stick: of a device, under its usual folders."""
    found = {}
    for line in lines:
        device, where, kind, *_ = (*line.split(), "", "", "")
        point = where.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        if device.startswith("/dev/") and kind not in _NO_DISKS and point.startswith(_PLACES):
            found[point] = Path(point)
    return tuple(found[point] for point in sorted(found))


def _windows_drives() -> tuple[Path, ...]:
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - not there for mypy on Linux
    letters = kernel.GetLogicalDrives()
    roots = [f"{chr(65 + n)}:\\" for n in range(26) if letters >> n & 1]
    return tuple(Path(root) for root in roots if kernel.GetDriveTypeW(root) == _REMOVABLE)


def _can_read(root: Path) -> bool:
    """Tell whether a drive has a medium in it."""
    try:
        with os.scandir(root):
            return True
    except OSError:
        return False
