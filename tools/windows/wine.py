"""Wine made fit for CPython 3.12 and Qt 6, apart from the product: nothing of this is ever shipped.

Wine 8 lacks three things they ask for. `shims/` stands in for them inside the prefix; the rules of
`build.spec` keep the stand-ins out of the bundle.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_COMPILER = "x86_64-w64-mingw32-gcc"
PACKAGES = {  # program -> Debian package
    "wine": "wine wine64",
    "xvfb-run": "xvfb xauth",
    "makensis": "nsis",
    _COMPILER: "gcc-mingw-w64-x86-64-win32",
    "pdftotext": "poppler-utils",
}
_STAND_INS = {"icuuc": (), "bcryptprimitives": ("-ladvapi32",), "mscms": ()}
_NOISE = ("wine32", "multiarch", "dpkg", "apt-get", "X connection")


def missing_packages() -> list[str]:
    """Return the Debian packages this machine lacks for the Wine route."""
    return [name for tool, names in PACKAGES.items() if shutil.which(tool) is None for name in names.split()]


class Wine:
    """One prefix: a Windows of our own in a folder."""

    def __init__(self, prefix: Path) -> None:
        self.prefix = prefix
        self._started: list[subprocess.Popen[bytes]] = []
        self._env = {
            **os.environ,
            "WINEPREFIX": str(prefix),
            "WINEDEBUG": "-all",
            "WINEARCH": "win64",
            "WINEDLLOVERRIDES": "mscms=n;winemenubuilder.exe=d",
        }
        for name in ("QT_QPA_PLATFORM", "PYTHONHOME", "PYTHONPATH"):
            self._env.pop(name, None)

    @property
    def drive(self) -> Path:
        """Return the folder that is drive C."""
        return self.prefix / "drive_c"

    def local_app_data(self) -> Path:
        """Return the user's own folder for programs and data."""
        return next((self.drive / "users").glob("*/AppData/Local"))

    def make(self) -> None:
        """Make the prefix: Windows 10, with the stand-ins; one that is there is used again."""
        if (self.prefix / "ready").exists():
            return
        self.prefix.mkdir(parents=True, exist_ok=True)
        self._start("wineboot", "-i", seconds=180)
        self._start("wine", "winecfg", "-v", "win10", seconds=120)
        system = self.drive / "windows" / "system32"
        for name, libraries in _STAND_INS.items():
            target = system / f"{name}.dll"
            target.unlink(missing_ok=True)
            source = _HERE / "shims" / f"{name}_stub.c"
            command = [_COMPILER, "-O2", "-shared", "-o", str(target), str(source), *libraries]
            subprocess.run(command, check=True)
        (self.prefix / "ready").touch()

    def run(
        self,
        program: Path | str,
        *words: str | Path,
        seconds: int = 300,
        env: Mapping[str, str] | None = None,
    ) -> tuple[int, str]:
        """Run a Windows program to its end; return its exit code and what it said."""
        shown = [windows_path(word) if isinstance(word, Path) else word for word in words]
        return self._start("wine", str(program), *shown, seconds=seconds, env=env)

    def start(self, program: Path, *words: str) -> None:
        """Start a Windows program and let it run; ``end`` ends it."""
        nowhere = subprocess.DEVNULL
        started = subprocess.Popen(
            ["xvfb-run", "-a", "wine", str(program), *words],
            env=self._env,
            stdin=subprocess.PIPE,
            stdout=nowhere,
            stderr=nowhere,
            start_new_session=True,
        )
        self._started.append(started)

    def registry(self, key: str, value: str) -> str:
        """Return a value of the user's registry, "" where there is none."""
        _, said = self.run("reg", "query", key, "/v", value, seconds=60)
        for line in said.splitlines():
            words = line.split(None, 2)
            if len(words) == 3 and words[0] == value:
                return words[2]
        return ""

    def end(self) -> None:
        """End every program of this prefix with its screen, and wait until they are gone."""
        subprocess.run(["wineserver", "-k"], env=self._env, check=False)
        subprocess.run(["wineserver", "-w"], env=self._env, check=False, timeout=60)
        for started in self._started:
            with suppress(subprocess.TimeoutExpired):  # usually it ends with its screen
                started.wait(5)
            with suppress(ProcessLookupError):
                os.killpg(started.pid, signal.SIGTERM)
            started.wait()
        self._started.clear()

    def _start(self, *command: str, seconds: int, env: Mapping[str, str] | None = None) -> tuple[int, str]:
        # Standard input is a pipe and there is always a screen: without either, Wine hangs.
        done = subprocess.run(
            ["xvfb-run", "-a", "-s", "-screen 0 1400x900x24", "timeout", str(seconds), *command],
            env={**self._env, **(env or {})},
            input=b"\n",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        text = done.stdout.decode("utf-8", "replace").replace("\r\n", "\n")
        lines = [line for line in text.splitlines() if not any(word in line for word in _NOISE)]
        return done.returncode, "\n".join(lines)


def windows_path(path: Path) -> str:
    """Return a path of this machine as programs under Wine see it."""
    return "Z:" + str(path.absolute()).replace("/", "\\")
