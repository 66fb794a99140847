"""Files from outside are read in a worker process: a crash, a loop or a bomb stops only the worker."""

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import app
from app.core.progress import NullProgress, Progress
from app.intake.files import MOST_BYTES
from app.intake.old_workbooks import workbook_of
from app.intake.plain_form import from_plain
from app.intake.proposals import Reading
from app.intake.refusals import FileRefused, refused
from app.intake.workbooks import Workbook
from app.intake.worker import KEEP, TABLES

WORKER_WORD = "--read-directive"  # what the frozen program calls itself with
MOST_SECONDS = 25
NOTHING = NullProgress()
_PULSE = 0.2  # seconds between two looks whether the person stopped the reading


def _command(name: str, *options: str) -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER_WORD, name, *options]
    return [sys.executable, "-B", "-m", "app.intake.worker", name, *options]


def _environment() -> dict[str, str]:
    home = str(Path(app.__file__).parents[1])
    known = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": f"{home}{os.pathsep}{known}" if known else home, "PYTHONUTF8": "1"}


def read_directive_file(
    path: Path, *, progress: Progress = NOTHING, keeps_code: bool = False, seconds: float = MOST_SECONDS
) -> Reading:
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
    except OSError as error:
        raise refused(
            f"Không mở được tệp “{path.name}”.", "Đóng tệp trong chương trình khác, hoặc chép tệp về máy."
        ) from error
    return read_directive_bytes(content, path.name, progress=progress, keeps_code=keeps_code, seconds=seconds)


def read_directive_bytes(
    content: bytes,
    name: str,
    *,
    progress: Progress = NOTHING,
    keeps_code: bool = False,
    seconds: float = MOST_SECONDS,
) -> Reading:
    """Return what a file's bytes say; its worker process is stopped after a time, or by the person."""
    found = _answer_of(name, content, progress, seconds, *([KEEP] if keeps_code else []))
    return from_plain(found["reading"])


def read_old_workbook(
    content: bytes, name: str, *, progress: Progress = NOTHING, seconds: float = MOST_SECONDS
) -> Workbook:
    """Return the cells of an old Excel file (.xls); read in the worker, as other files from outside."""
    return workbook_of(name, _answer_of(name, content, progress, seconds, TABLES)["sheets"])


def _answer_of(
    name: str, content: bytes, progress: Progress, seconds: float, *options: str
) -> dict[str, Any]:
    answer = _ask_worker(_command(name, *options), content, progress, seconds)
    if answer is None:
        raise _gave_up(name)
    try:
        found: dict[str, Any] = json.loads(answer)
    except ValueError as error:  # the system stopped it: out of memory, out of time, or a crash in a library
        raise _gave_up(name) from error
    if "message" in found:
        raise FileRefused(found["message"], hint=found["hint"], code=found["code"])
    return found


def _ask_worker(command: list[str], content: bytes, progress: Progress, seconds: float) -> bytes | None:
    """Return what the worker prints, None where it took too long; stop it when the person stops the work."""
    worker = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    given: bytes | None = content
    try:
        for _ in range(max(1, round(seconds / _PULSE))):
            with suppress(subprocess.TimeoutExpired):
                return worker.communicate(given, timeout=_PULSE)[0]
            given = None  # what is not read yet stays on its way
            progress.report(0, 0)
        return None
    finally:
        if worker.poll() is None:
            worker.kill()
            worker.communicate()


def _gave_up(name: str) -> FileRefused:
    return refused(
        f"Tệp “{name}” không đọc được trong giới hạn thời gian và bộ nhớ cho phép.",
        "Tách phần giao việc thành tệp riêng, hoặc dán nội dung vào.",
        code="E-TEP-08",
    )
