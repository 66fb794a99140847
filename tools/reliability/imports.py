"""Kill -9 while a hub takes packages in: nothing half, the next start tells what is left and goes on.

A child takes in a folder with the reports of many units, replacements, copies under one name and a damaged
file; it is killed at a random file. Each next life begins as the program does: it asks what was cut and takes
in what is left. In the end the register says what an uninterrupted run says.
"""

import hashlib
import multiprocessing
import random
import shutil
import signal
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic

from app.core.progress import NullProgress
from app.services.audit import first_broken_link
from app.services.dump import dump_register
from app.services.queries.cut_run import CutRun, cut_run
from app.storage.unit_of_work import UnitOfWork
from app.system.paths import Paths
from tools.bench.hub import FIGURES, make_hub, opened, package_of, take_in
from tools.reliability.edits import PromiseBroken

_LIVES = 60  # of one register, at most
_LATER = 0.01  # seconds after the chosen file: the kill falls anywhere in the next one

_HALF = """SELECT count(*) FROM package p WHERE p.verdict = 'applied' AND (
 (SELECT count(*) FROM figure f WHERE f.expected_report_id = p.stream AND f.version = 0) <> :figures
 OR NOT EXISTS (SELECT 1 FROM draft d WHERE d."key" = 'truoc-goi:' || p.stream)
 OR (SELECT e.state FROM expected_report e WHERE e.id = p.stream) <> 'received')"""
_UNTOLD = """SELECT count(*) FROM package p WHERE p.verdict <> 'waiting' AND (
 (SELECT count(*) FROM submission s WHERE s.package_id = p.id) <> 1
 OR NOT EXISTS (SELECT 1 FROM attachment a WHERE a.sha256 = p.sha256)
 OR (SELECT count(*) FROM audit j WHERE j.subject_kind = 'package' AND j.subject_id = p.id) <> 1)"""


def run_import_kills(folder: Path, *, units: int, end: float, rng: random.Random) -> str:
    """Kill until ``end`` (of the monotonic clock), one register at least; return a line for the reader."""
    data, out = make_hub(folder / "made", units)
    _add_odd_ones(out, units)
    whole = folder / "whole"
    with opened(shutil.copytree(data, whole)) as services:
        files = len(take_in(services, [out]).files)
    expected = say(whole)
    registers = kills = 0
    while not registers or monotonic() < end:
        cut = shutil.copytree(data, folder / f"cut-{registers}")
        kills += _live_through(cut, out, files, rng)
        if say(cut) != expected:
            raise PromiseBroken("a run that was cut and went on came to something else than one that was not")
        shutil.rmtree(cut)
        registers += 1
    return f"kill -9 in {registers} takings in of {files} packages: {kills} kills, nothing half, each went on"


def _add_odd_ones(out: Path, units: int) -> None:
    again = out / "lại"
    again.mkdir()
    for number in range(0, units, 7):
        (out / f"{number:04}-thay-the.cchc").write_bytes(package_of(number, revision=2))
        shutil.copy(out / f"{number:04}.cchc", again)
    damaged = bytearray((out / "0000.cchc").read_bytes())
    damaged[len(damaged) // 2] ^= 1
    (out / "0001-hỏng.cchc").write_bytes(damaged)


def say(data: Path) -> tuple[str, list[str]]:
    """Return what a register says of the work, without which run brought it, and the files it keeps."""
    with opened(data) as services:
        with services.uow.read() as session:
            text = "".join(dump_register(session))
        for (batch,) in services.uow.rows("SELECT DISTINCT batch_id FROM package"):
            text = text.replace(str(batch), "")
        kept = sorted(path.name for path in services.paths.attachments.iterdir())
    return hashlib.sha256(text.encode()).hexdigest(), kept


def _live_through(data: Path, out: Path, files: int, rng: random.Random) -> int:
    """Kill one life after another until one comes to its end; return how many were killed."""
    before = files
    for kills in range(_LIVES):
        ended, acknowledged = _one_life(data, out, files // 4, rng)
        run = examine(data)
        if ended:
            if run is not None:
                raise PromiseBroken(f"a run that came to its end is told as cut: {run.sentence}")
            return kills
        if run is None and not acknowledged and before == files:
            continue  # killed before the first of all runs began
        left = len(run.left) if run else 0
        if before - left not in (acknowledged, acknowledged + 1):
            raise PromiseBroken(f"{acknowledged} of {before} were reported as taken in, {left} are left")
        if run is None:
            return kills + 1  # killed after all was done
        before = left
    raise PromiseBroken(f"not one of {_LIVES} lives came to its end")


def _one_life(data: Path, out: Path, most: int, rng: random.Random) -> tuple[bool, int]:
    """Kill after ``most`` files at most; return whether it ended before, and how many it reported."""
    context = multiprocessing.get_context(
        "fork" if "fork" in multiprocessing.get_all_start_methods() else None
    )
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_go_on, args=(data, out, sender))
    child.start()
    sender.close()
    acknowledged, last = 0, rng.randint(0, most)
    try:
        while acknowledged < last:
            acknowledged = receiver.recv()
        moment = monotonic() + rng.random() * _LATER
        while (left := moment - monotonic()) > 0 and receiver.poll(left):
            acknowledged = receiver.recv()
        child.kill()
        while True:
            acknowledged = receiver.recv()
    except EOFError:
        receiver.close()
    child.join()
    if child.exitcode not in (0, -signal.SIGKILL):
        raise PromiseBroken(f"the taking in ended by itself with {child.exitcode}")
    return child.exitcode == 0, acknowledged


class _Told(NullProgress):
    """Tells of each file once it is committed."""

    def __init__(self, sender: Connection) -> None:
        self._sender = sender

    def report(self, done: int, total: int, text: str = "") -> None:
        """Tell how many files are taken in."""
        self._sender.send(done)


def _go_on(data: Path, out: Path, sender: Connection) -> None:
    with opened(data) as services:
        run = cut_run(services.uow.rows)
        take_in(services, [Path(name) for name in run.left] if run else [out], _Told(sender))


def examine(data: Path) -> CutRun | None:
    """Open a register as the next start does, find nothing half in it, return what it tells of a cut run."""
    with UnitOfWork(Paths(data).register) as register:
        if register.rows("PRAGMA integrity_check") != [("ok",)] or register.rows("PRAGMA foreign_key_check"):
            raise PromiseBroken("the register is damaged")
        if register.rows(_HALF, {"figures": FIGURES})[0][0] or register.rows(_UNTOLD)[0][0]:
            raise PromiseBroken("a package is taken in by half")
        for (digest,) in register.rows("SELECT sha256 FROM attachment"):
            content = (Paths(data).attachments / digest).read_bytes()
            if hashlib.sha256(content).hexdigest() != digest:
                raise PromiseBroken("the file of a package that was taken in is not whole")
        with register.read() as session:
            if first_broken_link(session) is not None:
                raise PromiseBroken("the chain of the journal is broken")
        return cut_run(register.rows)
