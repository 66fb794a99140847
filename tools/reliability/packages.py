"""Damage to packages: every single fault of one of each kind, then seeded mutants; none may be taken."""

import random
from itertools import chain, cycle
from time import monotonic

from app.exchange.manifest import Kind
from app.exchange.package_file import read_package
from tests.exchange import damage
from tests.exchange.damage import Read
from tests.exchange.samples import lenient_read, make
from tools.reliability.edits import PromiseBroken

_AT_A_TIME = 500


def run_damage(*, end: float, least: int, rng: random.Random, read: Read = read_package) -> str:
    """Damage packages so often and until the time is over; raise ``PromiseBroken`` at one that is taken.

    Half of the seeded ones are sound containers around changed members.
    """
    files = [make(kind) for kind in Kind]
    known = set(files)
    exhaustive = chain.from_iterable(chain(damage.flips(file), damage.cuts(file)) for file in files)
    tried = 0
    for mutant in exhaustive:
        tried += 1
        _refuse(damage.accepted(iter((mutant,)), known, read))
    structured = damage.structure_mutants(files, rng)
    bytewise = cycle(damage.byte_mutants(file, rng) for file in files)
    seeded = 0
    while seeded < least or monotonic() < end:
        _refuse(damage.accepted(structured, known, read, most=_AT_A_TIME))
        _refuse(damage.accepted(next(bytewise), known, read, most=_AT_A_TIME))
        seeded += 2 * _AT_A_TIME
    return f"packages: {tried} single faults and {seeded} seeded ones, none taken"


def hold_control(rng: random.Random) -> None:
    """See that the trial notices a reader that is too kind; raise ``PromiseBroken`` where it does not."""
    try:
        run_damage(end=0, least=_AT_A_TIME, rng=rng, read=lenient_read)
    except PromiseBroken:
        return
    raise PromiseBroken("the trial of packages did not notice a careless reader")


def _refuse(taken: int) -> None:
    if taken:
        raise PromiseBroken("a damaged package was taken")
