"""X1, X2: no damaged package is taken, none crashes the reader; a reader that is too kind is noticed."""

import random
from itertools import chain

import pytest

from app.exchange.manifest import Kind
from app.exchange.package_file import read_package
from tests.exchange import damage
from tests.exchange.samples import lenient_read, make

KINDS = tuple(Kind)
FILES = {kind: make(kind) for kind in KINDS}
SEED = 20240311


@pytest.mark.parametrize("kind", KINDS)
def test_the_sound_package_is_read(kind: Kind) -> None:
    assert read_package(FILES[kind]).manifest.kind is kind


@pytest.mark.parametrize("kind", KINDS)
def test_no_single_flipped_bit_is_taken(kind: Kind) -> None:
    assert damage.accepted(damage.flips(FILES[kind]), {FILES[kind]}, read_package) == 0


@pytest.mark.parametrize("kind", KINDS)
def test_no_cut_no_insertion_no_removal_is_taken(kind: Kind) -> None:
    assert damage.accepted(damage.cuts(FILES[kind]), {FILES[kind]}, read_package) == 0


@pytest.mark.parametrize("kind", KINDS)
def test_no_random_damage_is_taken(kind: Kind) -> None:
    mutants = damage.byte_mutants(FILES[kind], random.Random(SEED))
    assert damage.accepted(mutants, {FILES[kind]}, read_package, most=3000) == 0


def test_no_sound_container_around_changed_members_is_taken() -> None:
    mutants = damage.structure_mutants(list(FILES.values()), random.Random(SEED))
    assert damage.accepted(mutants, set(FILES.values()), read_package, most=10_000) == 0


def test_control_a_reader_without_the_strict_profile_takes_damaged_files() -> None:
    file = FILES[Kind.REPORT]
    kind_to_all = chain(damage.flips(file), damage.cuts(file))
    assert damage.accepted(kind_to_all, {file}, lenient_read) > 100


def test_control_a_reader_without_the_signature_takes_changed_members() -> None:
    from app.exchange.container import unpack

    mutants = damage.structure_mutants(list(FILES.values()), random.Random(SEED))
    assert damage.accepted(mutants, set(FILES.values()), unpack, most=3000) > 100


def test_what_is_rebuilt_without_change_is_the_very_file() -> None:
    for file in FILES.values():
        assert damage.rebuild(damage.entries(file)) == file
