"""Power cuts: what the program asked of the system is recorded with strace and played to a forgetful disk."""

import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from app.core.errors import AppError
from tools.reliability.disk import Disk
from tools.reliability.edits import PromiseBroken, hold_to_promise

_ROOT = Path(__file__).resolve().parents[2]
_CALLS = "openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink"
_EDITS = 40
_CHECKPOINT = 60  # pages: several checkpoints fall into one recording

_HEX = r'"((?:\\x[0-9a-f]{2})*)"'
_PATH = r"\d+<((?:\\x[0-9a-f]{2})*)>"
_PATTERNS = {
    "pwrite64": re.compile(rf"pwrite64\({_PATH}, {_HEX}, \d+, (\d+)\)\s+= (\d+)"),
    "write": re.compile(rf"write\({_PATH}, {_HEX}, \d+\)\s+= (\d+)"),
    "ftruncate": re.compile(rf"ftruncate\({_PATH}, (\d+)\)\s+= 0"),
    "sync": re.compile(rf"f(?:data)?sync\({_PATH}\)\s+= 0"),
    "unlink": re.compile(rf"unlink\({_HEX}\)\s+= 0"),
    "openat": re.compile(rf"openat\(AT_FDCWD[^,]*, {_HEX}, \S*O_CREAT\S*, \d+\)\s+= \d+"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One call as recorded: what, on which file of the folder ("" is the folder itself)."""

    call: str
    name: str
    number: int = 0
    data: bytes = b""


def strace_works(folder: Path) -> bool:
    """Tell whether calls can be recorded on this machine."""
    program = shutil.which("strace")
    if program is None:
        return False
    command = [program, "-y", "-xx", "-o", str(folder / "probe.log"), sys.executable, "-c", "pass"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def run_cuts(folder: Path, template: Path, *, end: float, rng: random.Random) -> str:
    """Cut the power until ``end``, at least a hundred times; the two controls must lose edits first."""
    for synchronous in ("OFF", "NORMAL"):
        recording = record(folder, template, synchronous)
        if not any(_lost(recording, template, folder, rng, states=60)):
            raise PromiseBroken(f"the harness is blind: with synchronous={synchronous} it saw no loss")
    states = 0
    while states < 100 or monotonic() < end:
        recording = record(folder, template, "FULL")
        for lost in _lost(recording, template, folder, rng, states=1000):
            if lost is not None:
                raise PromiseBroken(f"power cut {states}: {lost}")
            states += 1
            if states >= 100 and monotonic() >= end:
                break
    return f"power: {states} cuts, every acknowledged edit is there; without syncing the harness sees losses"


def record(folder: Path, template: Path, synchronous: str) -> list[Event]:
    """Let the program save edits under strace and return what it asked of the system."""
    data = folder / f"recorded-{synchronous}"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir()
    register, log = data / "so-cchc.db", folder / "calls.log"
    register.write_bytes(template.read_bytes())
    program = [sys.executable, "-m", "tools.reliability.worker", str(register), str(_EDITS)]
    options = ["--synchronous", synchronous, "--checkpoint", str(_CHECKPOINT)]
    strace = ["strace", "-y", "-xx", "-s", "9000000", "-e", f"trace={_CALLS}", "-o", str(log)]
    subprocess.run([*strace, *program, *options], check=True, cwd=_ROOT, stdout=subprocess.DEVNULL)
    with log.open(encoding="ascii") as lines:
        return [event for line in lines if (event := _read(line, data)) is not None]


def _read(line: str, data: Path) -> Event | None:
    call = line.partition("(")[0]
    found = _PATTERNS["sync" if call.endswith("sync") else call].match(line) if "(" in line else None
    if found is None:
        return None
    path = Path(_bytes(found[1]).decode())
    if call == "write":
        said = _bytes(found[2]).partition(b" ")
        return Event("ack", "", number=int(said[2])) if said[0] == b"ACK" else None
    if path != data and path.parent != data:
        return None
    name = "" if path == data else path.name
    match call:
        case "pwrite64":
            return Event("write", name, number=int(found[3]), data=_bytes(found[2])[: int(found[4])])
        case "ftruncate":
            return Event("truncate", name, number=int(found[2]))
        case "fsync" | "fdatasync":
            return Event("sync", name)
        case "openat":
            return Event("create", name)
    return Event(call, name)


def _bytes(hexadecimal: str) -> bytes:
    return bytes.fromhex(hexadecimal.replace("\\x", ""))


def _lost(
    recording: list[Event], template: Path, folder: Path, rng: random.Random, *, states: int
) -> Iterator[str | None]:
    """Yield for each of some states of the disk what was lost in it, None for nothing."""
    disk, acknowledged = Disk("so-cchc.db", template.read_bytes()), 0
    per_event = states / len(recording)
    for event in recording:
        acknowledged = max(acknowledged, _play(disk, event))
        for _ in range(int(per_event + rng.random())):
            yield _examine_cut(disk, acknowledged, folder, rng)


def _examine_cut(disk: Disk, acknowledged: int, folder: Path, rng: random.Random) -> str | None:
    with tempfile.TemporaryDirectory(dir=folder) as image:
        disk.cut_power(Path(image), rng)
        try:
            hold_to_promise(Path(image) / "so-cchc.db", acknowledged=acknowledged)
        except (PromiseBroken, AppError) as broken:
            return str(broken)
    return None


def _play(disk: Disk, event: Event) -> int:
    match event.call:
        case "ack":
            return event.number
        case "create":
            disk.create(event.name)
        case "write":
            disk.write(event.name, event.number, event.data)
        case "truncate":
            disk.truncate(event.name, event.number)
        case "unlink":
            disk.unlink(event.name)
        case "sync" if event.name:
            disk.sync(event.name)
        case "sync":
            disk.sync_names()
    return 0
