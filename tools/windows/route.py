"""The Wine route: interpreter, wheels, Wine, PyInstaller, installer, proof; each step is told and timed."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools.freeze.bundle import MB, WORK, BuildFailed, clean, read_selftest, say, size_of
from tools.freeze.contents import ROOT, WINDOW_PROGRAM, program_version
from tools.windows.package import make_installer, make_portable, write_sums
from tools.windows.proof import Proof
from tools.windows.python import assemble
from tools.windows.wine import Wine

_HOME = WORK / "windows"
_FREEZE_SECONDS = 900


def build(target: Path, linux_papers: Path) -> dict[str, Any]:
    """Make and prove the Windows program; return the figures."""
    figures: dict[str, Any] = {"seconds": {}}

    @contextmanager
    def step(name: str) -> Iterator[None]:
        say(f"--- {name}")
        begin = time.monotonic()
        yield
        figures["seconds"][name] = round(time.monotonic() - begin, 1)

    wine = Wine(_HOME / "prefix")
    with step("Wine"):
        wine.make()
    with step("CPython and wheels"):
        python = assemble(_HOME / "python", ROOT / "requirements-build.lock", ROOT)
    with step("self-test from source"):
        begin = time.monotonic()
        code, said = wine.run(python, "-X", "utf8", "-m", "app", "selftest", "--json")
        figures["selftest"] = read_selftest(code, said, time.monotonic() - begin)
    with step("PyInstaller"):
        frozen = _freeze(wine, python)
    figures["installed_mb"] = round(size_of(frozen) / MB, 1)
    version = program_version()
    installer = target / f"so-cchc-{version}-cai-dat.exe"
    portable = target / f"so-cchc-{version}-mang-theo.zip"
    with step("installer"):
        make_installer(frozen, installer)
    with step("portable folder"):
        make_portable(frozen, portable)
    figures["installer_mb"] = round(installer.stat().st_size / MB, 1)
    figures["portable_mb"] = round(portable.stat().st_size / MB, 1)
    with step("proof"):
        figures["proof"] = Proof(wine, frozen, installer, _HOME / "proof").run(linux_papers)
    sums = write_sums([installer, portable], target / f"so-cchc-{version}.sha256")
    say(f"SHA-256:\n{sums}")
    return figures


def _freeze(wine: Wine, python: Path) -> Path:
    folder = clean(_HOME / "dist")
    code, said = wine.run(
        *(python, "-X", "utf8", "-m", "PyInstaller", "--noconfirm"),
        *("--distpath", folder, "--workpath", _HOME / "work", ROOT / "build.spec"),
        seconds=_FREEZE_SECONDS,
    )
    (_HOME / "pyinstaller.log").write_text(said, "utf-8")
    if code:
        raise BuildFailed(f"PyInstaller: {code}, see {_HOME / 'pyinstaller.log'}")
    return folder / WINDOW_PROGRAM
