"""A disk that fills up at every step of growth: the edit is refused in words and saves once there is room."""

import random
import re
import subprocess
import sys
from pathlib import Path
from time import monotonic

from app.core.errors import Unavailable
from app.storage.unit_of_work import UnitOfWork
from tools.reliability.edits import PromiseBroken, hold_to_promise, save_edit

_ROOT = Path(__file__).resolve().parents[2]
_EDITS = 20


def run_growth(folder: Path, template: Path, *, end: float) -> str:
    """Stop the file's growth at each page in turn, until edits fit in it or time is over."""
    refusals, room = 0, 0
    while _refused_at(folder / "growth.db", template, room):
        refusals += 1
        room += 1
        if refusals >= 8 and monotonic() >= end:
            break
    return f"full disk: refused at {refusals} sizes of the file, each edit saved once there was room"


def _refused_at(path: Path, template: Path, room: int) -> bool:
    path.write_bytes(template.read_bytes())
    saved, refused = 0, False
    with UnitOfWork(path) as register:
        pages = register.rows("PRAGMA page_count")[0][0]
        register.connection.execute(f"PRAGMA max_page_count = {pages + room}").fetchall()
        for number in range(1, _EDITS + 1):
            try:
                save_edit(register, number)
            except Unavailable as full:
                _expect(full.code == "E-DISK-01", f"a full disk is told as {full.code}")
                refused = True
                register.connection.execute("PRAGMA max_page_count = 1000000").fetchall()
                save_edit(register, number)
            saved = number
    hold_to_promise(path, acknowledged=saved)
    return refused


def run_failing_writes(folder: Path, template: Path, *, end: float, rng: random.Random) -> str:
    """Let one write of the program fail for lack of room, and all writes from one on."""
    runs = refusals = 0
    while runs < 2 or monotonic() < end:
        call, for_ever = rng.randint(1, 250), runs % 2 == 1
        refusals += _failing(folder, template, f"{call}{'+' if for_ever else ''}", may_end=for_ever)
        runs += 1
    return f"failing writes: {runs} runs, {refusals} refusals, every acknowledged edit is there"


def _failing(folder: Path, template: Path, when: str, *, may_end: bool) -> int:
    path = folder / "failing.db"
    for old in folder.glob("failing.db*"):
        old.unlink()
    path.write_bytes(template.read_bytes())
    inject = ["-e", "trace=pwrite64", "-e", f"inject=pwrite64:error=ENOSPC:when={when}"]
    program = [sys.executable, "-m", "tools.reliability.worker", str(path), str(_EDITS), "--checkpoint", "60"]
    done = subprocess.run(
        ["strace", "-o", str(folder / "inject.log"), *inject, *program],
        check=False,
        cwd=_ROOT,
        capture_output=True,
        text=True,
    )
    codes = re.findall(r"^NO (\S+)", done.stdout, re.MULTILINE)
    _expect(set(codes) <= {"E-DISK-01"}, f"write {when} failed and was told as {codes}")
    acknowledged = max((int(n) for n in re.findall(r"^ACK (\d+)", done.stdout, re.MULTILINE)), default=0)
    # One that fails once may stop the closing, when all is saved; for ever, it may stop any edit.
    may_stop = may_end or acknowledged == _EDITS
    _expect(done.returncode in ((0, 3) if may_stop else (0,)), f"write {when} failed: {done.stderr[-800:]}")
    hold_to_promise(path, acknowledged=acknowledged)
    return len(codes)


def _expect(holds: bool, otherwise: str) -> None:
    if not holds:
        raise PromiseBroken(otherwise)
