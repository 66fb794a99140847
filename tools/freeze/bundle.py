"""The frozen folder: made by PyInstaller in this Python, tried by its own self-test, measured."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tools.freeze.contents import CONSOLE_PROGRAM, ROOT, WINDOW_PROGRAM

WORK = ROOT / "build"
MB = 1_000_000


class BuildFailed(Exception):
    """A step did not give what it must; the text says which and why."""


def say(text: str) -> None:
    """Print at once: a build is watched."""
    print(text, flush=True)


def freeze(folder: Path) -> Path:
    """Run PyInstaller in this Python; return the folder of the program."""
    log = WORK / "pyinstaller.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    words = ("--noconfirm", "--distpath", str(folder), "--workpath", str(WORK / "work"), "build.spec")
    with log.open("wb") as file:
        done = subprocess.run(
            [sys.executable, "-m", "PyInstaller", *words], cwd=ROOT, stdout=file, stderr=file, check=False
        )
    if done.returncode:
        raise BuildFailed(f"PyInstaller: {done.returncode}, see {log}")
    return folder / WINDOW_PROGRAM


def size_of(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def selftest(command: list[str]) -> dict[str, Any]:
    """Run the self-test of a program; return what it found, or fail with its words."""
    begin = time.monotonic()
    done = subprocess.run(
        [*command, "selftest", "--json"], env=environment(), cwd=ROOT, capture_output=True, check=False
    )
    return read_selftest(done.returncode, done.stdout.decode("utf-8"), time.monotonic() - begin)


def read_selftest(code: int, said: str, seconds: float) -> dict[str, Any]:
    """Return the facts of a self-test that passed; otherwise fail with the checks that did not."""
    try:
        facts: dict[str, Any] = json.loads(said[said.index("{") : said.rindex("}") + 1])
    except ValueError as error:
        raise BuildFailed(f"selftest: {code}, {said[-400:]}") from error
    wrong = [check["message"] for check in facts["checks"] if not check["ok"]]
    if code or wrong or not facts["ok"]:
        raise BuildFailed(f"selftest: {code}, {'; '.join(wrong)}")
    return {**facts, "seconds": round(seconds, 1)}


def console_program(folder: Path) -> Path:
    """Return the program for the command line inside a frozen folder."""
    return folder / (CONSOLE_PROGRAM + (".exe" if os.name == "nt" else ""))


def environment() -> dict[str, str]:
    """Return the environment of programs under trial: no screen needed, no other Python's settings."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    env["PYTHONUTF8"] = "1"
    if sys.platform.startswith("linux") and not (env.get("DISPLAY") or env.get("WAYLAND_DISPLAY")):
        env.setdefault("QT_QPA_PLATFORM", "offscreen")
    return env


def clean(folder: Path) -> Path:
    """Return an empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
