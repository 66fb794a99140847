"""Kill -9 at random moments: a child saves edits and acknowledges each, its parent kills it."""

import multiprocessing
import random
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic

from app.storage.unit_of_work import UnitOfWork
from tools.reliability.edits import hold_to_promise, save_edit

_LONGEST_LIFE = 0.3  # seconds; the shortest lives end while the child still opens or recovers
_KILLS_A_REGISTER = 25


def run_kills(folder: Path, template: Path, *, end: float, rng: random.Random) -> str:
    """Kill until ``end`` (of the monotonic clock), at least ten times; return a line for the reader."""
    kills = edits = 0
    while kills < 10 or monotonic() < end:
        path = folder / f"kills-{kills}.db"
        path.write_bytes(template.read_bytes())
        acknowledged = 0
        for _ in range(_KILLS_A_REGISTER):
            acknowledged = _one_life(path, acknowledged, rng)
            kills += 1
            if kills >= 10 and monotonic() >= end:
                break
        edits += acknowledged
        path.unlink()
    return f"kill -9: {kills} kills, {edits} edits, every acknowledged one is there"


def _one_life(path: Path, acknowledged: int, rng: random.Random) -> int:
    # Where the system can fork, a child is at work at once; elsewhere it first imports the program.
    context = multiprocessing.get_context(
        "fork" if "fork" in multiprocessing.get_all_start_methods() else None
    )
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_save_until_killed, args=(path, acknowledged + 1, sender))
    child.start()
    sender.close()
    moment = monotonic() + rng.random() * _LONGEST_LIFE
    while (left := moment - monotonic()) > 0 and receiver.poll(left):
        acknowledged = receiver.recv()
    child.kill()
    try:
        while True:
            acknowledged = receiver.recv()
    except EOFError:
        receiver.close()
    child.join()
    return hold_to_promise(path, acknowledged=acknowledged)


def _save_until_killed(path: Path, number: int, acknowledge: Connection) -> None:
    with UnitOfWork(path) as register:
        while True:
            save_edit(register, number)
            acknowledge.send(number)
            number += 1
