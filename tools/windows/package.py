"""What offices get: the installer, the folder for a stick, and their sums for the official letter."""

import hashlib
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

from tools.freeze.bundle import WORK, BuildFailed
from tools.freeze.contents import GENERATED, WINDOW_PROGRAM, known_schema, program_version
from tools.freeze.version import version_numbers

SIGN_COMMAND = "SO_CCHC_SIGN"
PORTABLE_MARKER = "mang-theo.txt"
_MARKER_TEXT = (
    "Có tệp này thì chương trình cất sổ trong thư mục du-lieu ngay bên cạnh nó (bản mang theo trên USB).\n"
    "Xóa tệp này thì sổ nằm trong máy, như bản cài đặt.\n"
)


def find_makensis() -> str:
    """Return the compiler of installers, also where Windows puts it."""
    usual = Path(os.environ.get("PROGRAMFILES(X86)", "C:\\Program Files (x86)")) / "NSIS" / "makensis.exe"
    found = shutil.which("makensis") or (str(usual) if usual.exists() else "")
    if not found:
        raise BuildFailed("makensis (NSIS 3) is not on this machine")
    return found


def make_installer(source: Path, target: Path, *, version: str = "", quick: bool = False) -> Path:
    """Pack a frozen folder into an installer; ``quick`` packs fast, for tries."""
    version = version or program_version()
    names = {
        "SOURCE": str(source),
        "OUT": str(target),
        "ICON": str(GENERATED / "app.ico"),
        "VERSION": version,
        "NUMBERS": ".".join(map(str, version_numbers(version))),
        "SCHEMA": str(known_schema()),
        **({"QUICK": "1"} if quick else {}),
        **({"SIGN": "1"} if os.environ.get(SIGN_COMMAND) else {}),
    }
    script = Path(__file__).with_name("installer.nsi")
    words = [f"-D{name}={value}" for name, value in names.items()]
    target.parent.mkdir(parents=True, exist_ok=True)
    command = [find_makensis(), "-V2", "-INPUTCHARSET", "UTF8", *words, str(script)]
    done = subprocess.run(command, cwd=WORK, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode or not target.exists():
        raise BuildFailed("makensis: " + done.stdout.decode("utf-8", "replace")[-800:])
    return target


def sign(files: list[Path]) -> None:
    """Sign programs with the command in SO_CCHC_SIGN, each file added at its end; without one do nothing."""
    command = os.environ.get(SIGN_COMMAND)
    for path in files if command else []:
        done = subprocess.run(f'{command} "{path}"', shell=True, check=False)
        if done.returncode:
            raise BuildFailed(f"signing {path.name}: {done.returncode}")


def make_portable(source: Path, target: Path) -> Path:
    """Zip a frozen folder with the marker that keeps its data beside it."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr(f"{WINDOW_PROGRAM}/{PORTABLE_MARKER}", _MARKER_TEXT)
        for path in sorted(source.rglob("*")):
            if path.is_file():
                archive.write(path, f"{WINDOW_PROGRAM}/{path.relative_to(source).as_posix()}")
    return target


def write_sums(files: list[Path], target: Path) -> str:
    """Write the SHA-256 of every file in the form that `sha256sum -c` reads; return the text."""
    lines = []
    for path in files:
        with path.open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.name}\n")
    target.write_text("".join(lines), "utf-8", newline="\n")
    return "".join(lines)
