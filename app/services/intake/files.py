"""Files from outside are read in a worker process: a crash, a loop or a bomb stops only the worker."""

import json
import os
import subprocess
import sys
from pathlib import Path

import app
from app.intake.files import MOST_BYTES
from app.intake.plain_form import from_plain
from app.intake.proposals import Reading
from app.intake.refusals import FileRefused, refused

WORKER_WORD = "--read-directive"  # what the frozen program calls itself with
MOST_SECONDS = 25


def _command(name: str) -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER_WORD, name]
    return [sys.executable, "-B", "-m", "app.intake.worker", name]


def _environment() -> dict[str, str]:
    home = str(Path(app.__file__).parents[1])
    known = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": f"{home}{os.pathsep}{known}" if known else home, "PYTHONUTF8": "1"}


def read_directive_file(path: Path, *, seconds: float = MOST_SECONDS) -> Reading:
    """Return what a directive's file says; raise ``FileRefused`` with a sentence for what cannot be read."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise refused(
                f"Tệp “{path.name}” lớn quá 60 MB.", "Tách phần giao việc thành tệp riêng.", code="E-TEP-06"
            )
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise refused(f"Không tìm thấy tệp “{path}”.", "Kiểm tra lại đường dẫn.") from error
    except IsADirectoryError as error:
        raise refused(f"“{path}” là thư mục, không phải văn bản.") from error
    return read_directive_bytes(content, path.name, seconds=seconds)


def read_directive_bytes(content: bytes, name: str, *, seconds: float = MOST_SECONDS) -> Reading:
    """Return what a file's bytes say, read in a worker process that is stopped after a time."""
    try:
        worker = subprocess.run(
            _command(name),
            input=content,
            capture_output=True,
            timeout=seconds,
            check=False,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as error:
        raise _gave_up(name) from error
    try:
        found = json.loads(worker.stdout)
    except ValueError as error:  # the system stopped it: out of memory, out of time, or a crash in a library
        raise _gave_up(name) from error
    if "reading" not in found:
        raise FileRefused(found["message"], hint=found["hint"], code=found["code"])
    return from_plain(found["reading"])


def _gave_up(name: str) -> FileRefused:
    return refused(
        f"Tệp “{name}” không đọc được trong giới hạn thời gian và bộ nhớ cho phép.",
        "Tách phần giao việc thành tệp riêng, hoặc dán nội dung vào.",
        code="E-TEP-08",
    )
