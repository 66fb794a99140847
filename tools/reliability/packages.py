"""Damage to packages: every single fault of one of each kind, then seeded mutants; none may be taken."""

import random
from itertools import chain
from time import monotonic

from app.exchange.manifest import Kind
from app.exchange.package_file import read_package
from tests.exchange import damage
from tests.exchange.samples import make
from tools.reliability.edits import PromiseBroken

_AT_A_TIME = 500


def run_damage(*, end: float, rng: random.Random) -> str:
    """Damage packages until the time is over; raise ``PromiseBroken`` at the first one that is taken."""
    files = [make(kind) for kind in Kind]
    known = set(files)
    exhaustive = chain.from_iterable(chain(damage.flips(file), damage.cuts(file)) for file in files)
    tried = 0
    for mutant in exhaustive:
        tried += 1
        if damage.accepted(iter((mutant,)), known, read_package):
            raise PromiseBroken("a damaged package was taken")
    streams = [damage.structure_mutants(files, rng), *(damage.byte_mutants(file, rng) for file in files)]
    while monotonic() < end:
        for stream in streams:
            if damage.accepted(stream, known, read_package, most=_AT_A_TIME):
                raise PromiseBroken("a damaged package was taken")
            tried += _AT_A_TIME
    return f"packages: {tried} damaged ones, none taken"
