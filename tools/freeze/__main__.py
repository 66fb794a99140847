"""`python -m tools.freeze [--windows]`: the program, its installer, their proof. `dev.py build` calls it."""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tools.freeze.bundle import (
    MB,
    WORK,
    BuildFailed,
    clean,
    console_program,
    environment,
    freeze,
    say,
    selftest,
    size_of,
)
from tools.freeze.contents import ROOT, WINDOW_PROGRAM, program_version
from tools.freeze.icon import write_icon
from tools.freeze.licences import TARGET, shipped_pins
from tools.freeze.start_times import measure_starts

_DIST = ROOT / "dist"


def main() -> int:
    """Build what is asked for; say the figures and keep them in build/figures.json."""
    parser = argparse.ArgumentParser(prog="tools.freeze")
    parser.add_argument("--windows", action="store_true")
    arguments = parser.parse_args()
    figures: dict[str, Any] = {"version": program_version()}
    try:
        _check_notices()
        write_icon()
        if os.name == "nt":
            figures["windows"] = _on_windows()
        elif arguments.windows:
            from tools.windows.route import build

            figures["linux papers"] = str(_papers([sys.executable, "-m", "app"]))
            figures["windows"] = build(_DIST, Path(figures["linux papers"]) / "documents")
        else:
            figures["linux"] = _native()
    except BuildFailed as reason:
        say(f"KHÔNG ĐẠT / FAILED: {reason}")
        return 1
    text = json.dumps(figures, ensure_ascii=False, indent=2)
    (WORK / "figures.json").write_text(text + "\n", "utf-8")
    say(text)
    return 0


def _check_notices() -> None:
    """Refuse to build a program that ships a library without its notice."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    said = TARGET.read_text("utf-8")
    missing = [f"{name} {v}" for name, v in shipped_pins(lock).items() if f"\n{name} {v}\n" not in said]
    if missing:
        raise BuildFailed(f"no notice for {', '.join(missing)}: run python -m tools.freeze.licences")


def _native() -> dict[str, Any]:
    """Freeze for this system; prove and measure."""
    source = selftest([sys.executable, "-m", "app"])
    begin = time.monotonic()
    program = freeze(_DIST)
    seconds = round(time.monotonic() - begin, 1)
    frozen = selftest([str(console_program(program))])
    if source["digest"] != frozen["digest"]:
        raise BuildFailed("the sample differs between source and frozen program")
    register = _papers([str(console_program(program))]) / "data"
    window = program / (WINDOW_PROGRAM + (".exe" if os.name == "nt" else ""))
    return {
        "program": str(program.relative_to(ROOT)),
        "freeze_seconds": seconds,
        "size_mb": round(size_of(program) / MB, 1),
        "selftest": {"source": source, "frozen": frozen},
        "first_paint_seconds": measure_starts(window, register),
    }


def _papers(command: list[str]) -> Path:
    """Make the sample with a program; return its folder."""
    folder = clean(WORK / "sample")
    done = subprocess.run(
        [*command, "demo", str(folder)], cwd=ROOT, env=environment(), capture_output=True, check=False
    )
    if done.returncode:
        raise BuildFailed(f"demo: {done.stderr.decode('utf-8', 'replace')[-400:]}")
    return folder


def _on_windows() -> dict[str, Any]:
    """Build on Windows itself: the same, with the installer and its self-test."""
    from tools.windows.package import make_installer, make_portable, sign, write_sums

    figures = _native()
    version, program = program_version(), _DIST / WINDOW_PROGRAM
    sign(sorted(program.glob("*.exe")))
    installer = make_installer(program, _DIST / f"so-cchc-{version}-cai-dat.exe")
    sign([installer])
    portable = make_portable(program, _DIST / f"so-cchc-{version}-mang-theo.zip")
    figures["installer_mb"] = round(installer.stat().st_size / MB, 1)
    say(write_sums([installer, portable], _DIST / f"so-cchc-{version}.sha256"))
    return figures


if __name__ == "__main__":
    sys.exit(main())
