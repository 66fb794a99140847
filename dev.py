#!/usr/bin/env python3
"""Make ready, run and check Sổ CCHC with nothing but Python: `python3 dev.py --help`.

Standard library only. The syntax up to the version check stays readable for old Pythons, so
that they can say what is missing instead of failing on a line they do not know.
"""

import argparse
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - this line speaks to the Pythons we do not support
    sys.exit(f"Cần Python 3.11 trở lên / Python 3.11 or newer is needed ({sys.version.split()[0]}).")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "so-cchc.stamp"
OUT = ROOT / "out"
WINDOWS = os.name == "nt"
VENV_BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = VENV_BIN / ("python.exe" if WINDOWS else "python")
PROGRAM = VENV_BIN / ("so-cchc.exe" if WINDOWS else "so-cchc")
# Programs are frozen in an environment of their own: what lies in it may end up in the bundle.
BUILD_VENV = ROOT / "build" / "venv"
BUILD_PYTHON = BUILD_VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
BUILD_LOCK = "requirements-build.lock"

# The one list of system packages: what Qt loads -> the Debian/Ubuntu package that brings it.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libzstd.so.1": "libzstd1",
}
WINDOW_LIBRARIES = {  # asked for only where there is a screen to open a window on
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
FONTS = {"DejaVuSans.ttf": "fonts-dejavu-core", "LiberationSans-Regular.ttf": "fonts-liberation2"}

CHECKS = (
    ("ruff check", ("-m", "ruff", "check", ".")),
    ("ruff format", ("-m", "ruff", "format", "--check", ".")),
    ("mypy", ("-m", "mypy")),
    ("lint-imports", ("-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-logo")),
)
TESTS = ("pytest", ("-m", "pytest", "-n", "2"))


class CannotGoOn(Exception):
    """Something the person has to do first; the text says what."""


def say(text: str) -> None:
    """Print at once, so that our lines stay in order with those of the programs we start."""
    print(text, flush=True)


def child_environment() -> dict[str, str]:
    """Return the environment of every program started here, without other Pythons' settings."""
    env = {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")}
    env["PYTHONUTF8"] = "1"
    if not has_display():
        env.setdefault("QT_QPA_PLATFORM", "offscreen")
    return env


def call(*command: object) -> int:
    """Run a program in the project's folder and return its exit code."""
    parts = [str(part) for part in command]
    return subprocess.run(parts, check=False, cwd=ROOT, env=child_environment()).returncode


def has_display() -> bool:
    """Return whether a window can be opened."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


# --- making ready ---------------------------------------------------------------------------


def apt_install(packages: list[str]) -> bool:
    """Install Debian packages when we may; otherwise name the line to type. Return success."""
    line = "apt-get install -y --no-install-recommends " + " ".join(packages)
    if shutil.which("apt-get") is None:
        say("Máy thiếu / This machine lacks: " + " ".join(packages))
        return False
    if os.name != "posix" or os.geteuid() != 0:
        say("Cần cài gói hệ thống, hãy chạy / System packages are needed, please run:\n  sudo " + line)
        return False
    say("Đang cài gói hệ thống / Installing system packages: " + " ".join(packages))
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    subprocess.run(["apt-get", "update", "-qq"], env=env, check=False)
    install = subprocess.run([*line.split(), "-qq"], check=False, env=env, stdout=subprocess.DEVNULL)
    if install.returncode != 0:
        say("Không cài được, hãy thử lại / Could not install, please try:\n  " + line)
        return False
    return True


def can_load(library: str) -> bool:
    """Return whether the system's loader finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def ready_system() -> None:
    """Bring in Qt's system libraries and two fonts with all Vietnamese letters (Linux only)."""
    if not sys.platform.startswith("linux"):
        return
    wanted = dict(QT_LIBRARIES, **(WINDOW_LIBRARIES if has_display() else {}))
    missing = [package for library, package in wanted.items() if not can_load(library)]
    present = {path.name for path in Path("/usr/share/fonts").rglob("*.ttf")}
    missing += [package for name, package in FONTS.items() if name not in present]
    if missing:
        apt_install(missing)


def ready_venv() -> None:
    """Make the virtual environment, unless a working one is there."""
    probe = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
    if PYTHON.exists() and call(PYTHON, "-c", probe) == 0:
        return
    if importlib.util.find_spec("ensurepip") is None:  # Debian keeps it in a package of its own
        apt_install(["python3-venv"])
    say("Đang tạo môi trường .venv / Making the environment .venv")
    if call(sys.executable, "-m", "venv", "--clear", VENV) != 0:
        raise CannotGoOn(
            "Không tạo được .venv (Debian/Ubuntu: apt-get install python3-venv) / Could not make .venv."
        )


def fingerprint() -> str:
    """Return the digest of everything that decides what is installed, and where."""
    digest = hashlib.sha256(str(ROOT).encode())
    for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml", ".venv/pyvenv.cfg"):
        path = ROOT / name
        digest.update(path.read_bytes() if path.exists() else b"-")
    return digest.hexdigest()


def is_installed(*, dev: bool) -> bool:
    """Return whether .venv already holds what the locks ask for."""
    if not (STAMP.exists() and PYTHON.exists() and PROGRAM.exists()):
        return False
    kind, _, digest = STAMP.read_text(encoding="utf-8").strip().partition(" ")
    return digest == fingerprint() and (kind == "dev" or not dev)


def ready(*, dev: bool) -> None:
    """Make everything ready: system libraries, environment, locked dependencies, the program."""
    ready_system()
    if is_installed(dev=dev):
        return
    ready_venv()
    STAMP.unlink(missing_ok=True)
    lock = "requirements-dev.lock" if dev else "requirements.lock"
    pip = (PYTHON, "-m", "pip", "install", "--disable-pip-version-check")
    say("Đang cài thư viện, lần đầu mất vài phút / Installing libraries, minutes the first time")
    # Wheels only: nothing is compiled on an office machine. The hashes say which files are ours.
    if call(*pip, "--only-binary=:all:", "--require-hashes", "-r", lock) != 0:
        raise CannotGoOn(
            "Không cài được thư viện: kiểm tra mạng hoặc cấu hình pip rồi chạy lại / "
            "Could not install the libraries: check the network or pip's configuration, then run again."
        )
    if call(*pip, "--quiet", "--no-build-isolation", "--no-deps", "-e", ROOT) != 0:
        raise CannotGoOn("Không cài được chương trình vào .venv / Could not install the program.")
    STAMP.write_text(f"{'dev' if dev else 'run'} {fingerprint()}\n", encoding="utf-8")


def ready_build(*, windows: bool) -> None:
    """Make ready what freezes the program: its own environment, for Windows also Wine and NSIS."""
    ready_system()
    if windows and not WINDOWS:
        from tools.windows.wine import missing_packages

        missing = missing_packages()
        if missing and not apt_install(missing):
            raise CannotGoOn("Thiếu gói để dựng bản Windows / Packages for the Windows build are missing.")
    stamp = BUILD_VENV / "so-cchc.stamp"
    wanted = hashlib.sha256((ROOT / BUILD_LOCK).read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    if importlib.util.find_spec("ensurepip") is None:
        apt_install(["python3-venv"])
    say("Đang tạo môi trường dựng chương trình / Making the environment of the build")
    pip = (BUILD_PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--quiet")
    if (
        call(sys.executable, "-m", "venv", "--clear", BUILD_VENV) != 0
        or call(*pip, "--only-binary=:all:", "--require-hashes", "-r", BUILD_LOCK) != 0
    ):
        raise CannotGoOn("Không cài được công cụ dựng / Could not install what freezes the program.")
    stamp.write_text(wanted, encoding="utf-8")


# --- verbs ----------------------------------------------------------------------------------


def do_run(_: argparse.Namespace) -> int:
    """Open the program on its sample register."""
    ready(dev=False)
    if not (OUT / "data").exists():
        say("Đang nạp sổ mẫu / Loading the sample register")
        code = call(PROGRAM, "demo", OUT)
        if code != 0:
            say("Không nạp được sổ mẫu / Could not load the sample register.")
            return code
    say(f"Sổ mẫu / Sample register: {OUT / 'data'}\nVăn bản / Documents: {OUT / 'documents'}")
    if not has_display():
        say("Máy không có màn hình nên không mở cửa sổ / No display here, so no window is opened.")
        return 0
    return call(PROGRAM, "--data", OUT / "data")


def failed_checks(checks: tuple[tuple[str, tuple[str, ...]], ...]) -> list[str]:
    """Run checks one after another, all of them, and return the names of those that failed."""
    failed = []
    for name, arguments in checks:
        say(f"--- {name}")
        if call(PYTHON, *arguments) != 0:
            failed.append(name)
    return failed


def report(failed: list[str]) -> int:
    """Name what failed; say nothing when all is well, so that pytest has the last word."""
    if failed:
        say("KHÔNG ĐẠT / FAILED: " + ", ".join(failed))
    return 1 if failed else 0


def do_test(_: argparse.Namespace) -> int:
    """Run every check that CI runs."""
    ready(dev=True)
    return report(failed_checks((*CHECKS, TESTS)))


def do_lint(_: argparse.Namespace) -> int:
    """Run the checks that only read the code."""
    ready(dev=True)
    return report(failed_checks(CHECKS))


def do_bench(_: argparse.Namespace) -> int:
    """Measure speed against the floors of this machine."""
    ready(dev=True)
    return call(PYTHON, "-m", "tools.bench")


def do_build(arguments: argparse.Namespace) -> int:
    """Freeze the program and prove it; with --windows also make the installer, on Debian by Wine."""
    ready_build(windows=arguments.windows)
    return call(BUILD_PYTHON, "-m", "tools.freeze", *(["--windows"] if arguments.windows else []))


def do_reliability(arguments: argparse.Namespace) -> int:
    """Kill the program, cut its power and fill its disk for a while; nothing may be lost."""
    ready(dev=True)
    words = ("--seconds", arguments.seconds, "--seed", arguments.seed)
    return call(PYTHON, "-m", "tools.reliability", *words)


def do_screenshots(arguments: argparse.Namespace) -> int:
    """Save every screen of the sample register as PNG in DIR."""
    folder = Path(arguments.dir).absolute()
    ready(dev=True)
    return call(PYTHON, "-m", "tools.screenshots", folder)


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    root = argparse.ArgumentParser(prog="dev.py", description="Sổ CCHC: chạy và kiểm tra / run and check.")
    verbs = root.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, action, text in (
        ("run", do_run, "chuẩn bị, nạp sổ mẫu, mở cửa sổ / make ready, load the sample, open the window"),
        ("test", do_test, "mọi phép kiểm tra của CI / every check that CI runs"),
        ("lint", do_lint, "chỉ kiểm tra mã nguồn / ruff, mypy and import contracts only"),
        ("bench", do_bench, "đo tốc độ / measure speed"),
        ("build", do_build, "đóng gói chương trình / freeze the program; --windows: the installer too"),
        ("reliability", do_reliability, "ngắt điện, đầy đĩa, mở lại / kill, cut power, fill the disk"),
        ("screenshots", do_screenshots, "chụp mọi màn hình vào DIR / save every screen as PNG in DIR"),
    ):
        verb = verbs.add_parser(name, help=text, description=text)
        verb.set_defaults(action=action)
        if name == "screenshots":
            verb.add_argument("dir", metavar="DIR")
        elif name == "build":
            verb.add_argument("--windows", action="store_true")
        elif name == "reliability":
            verb.add_argument("--seconds", type=int, default=60, metavar="N")
            verb.add_argument("--seed", type=int, default=1, metavar="S")
    return root


def main() -> int:
    """Run one verb and return its exit code."""
    for stream in (sys.stdout, sys.stderr):  # a redirected Windows console cannot spell Vietnamese
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    arguments = parser().parse_args()
    try:
        code: int = arguments.action(arguments)
    except CannotGoOn as reason:
        say(str(reason))
        return 1
    except KeyboardInterrupt:
        return 130
    return code


if __name__ == "__main__":
    sys.exit(main())
