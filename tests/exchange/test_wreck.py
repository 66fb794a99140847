"""A damaged file: only what its signed description vouches for is called whole, and nothing is taken in."""

import random
from itertools import chain, islice

import pytest

from app.exchange.container import ENVELOPE, entries_of_wreck, pack, unpack
from app.exchange.manifest import Kind
from app.exchange.package_file import read_package
from app.exchange.refusals import Damaged
from app.exchange.wreck import survey
from app.services.packages.words import ask_again, of_wreck
from tests.exchange import damage
from tests.exchange.samples import make

FILE = make(Kind.REPORT)
PARTS = tuple(part.path for part in read_package(FILE).manifest.parts)
ENVELOPE_BYTES, MEMBERS = unpack(FILE)


def spoilt_in(name: str, file: bytes = FILE) -> bytes:
    """Change one byte in the middle of a member."""
    content = ENVELOPE_BYTES if name == ENVELOPE else MEMBERS[name]
    at = file.index(content) + len(content) // 2
    return file[:at] + bytes((file[at] ^ 1,)) + file[at + 1 :]


@pytest.mark.parametrize("name", PARTS)
def test_a_spoilt_part_is_named_and_the_others_are_whole(name: str) -> None:
    file = spoilt_in(name)
    with pytest.raises(Damaged):
        read_package(file)
    wreck = survey(file)
    assert wreck is not None
    assert wreck.spoilt == (name,)
    assert wreck.whole == tuple(path for path in PARTS if path != name)


def test_a_cut_file_has_the_parts_before_the_cut() -> None:
    last = PARTS[-1]
    wreck = survey(FILE[: FILE.index(MEMBERS[last]) + 3])
    assert wreck is not None
    assert wreck.spoilt == (last,)


def test_bytes_put_in_between_spoil_one_part_at_most() -> None:
    at = FILE.index(MEMBERS[PARTS[0]]) + 5
    wreck = survey(FILE[:at] + b"xyz" + FILE[at:])
    assert wreck is not None
    assert wreck.spoilt == PARTS[:1]


def test_a_spoilt_description_says_nothing() -> None:
    assert survey(spoilt_in(ENVELOPE)) is None
    assert survey(b"") is None
    assert survey(b"PK\3\4" * 1000) is None


def test_members_of_another_package_are_not_whole() -> None:
    foreign = pack(ENVELOPE_BYTES, {**MEMBERS, "data/report.json": b"{}"})
    wreck = survey(foreign)
    assert wreck is not None
    assert wreck.spoilt == ("data/report.json",)


def test_whatever_the_damage_a_part_called_whole_is_there_byte_by_byte() -> None:
    chance = random.Random(7)
    mutants = (damage.byte_mutants(FILE, chance), damage.structure_mutants([FILE], chance))
    seen = 0
    for mutant in chain.from_iterable(islice(kind, 1500) for kind in mutants):
        wreck = survey(mutant)
        if wreck is not None:
            seen += 1
            assert all(MEMBERS[path] in mutant for path in wreck.whole)
    assert seen > 100


def test_entries_of_a_hostile_file_that_overlap_are_read_twice_its_length_at_most() -> None:
    head = FILE[:30]
    hostile = (head[:18] + b"\xff\xff\xff\x7f" * 2 + head[26:]) * 2000
    assert sum(len(content) for _, content in entries_of_wreck(hostile)) <= 2 * len(hostile)


def test_the_sentences_name_sender_time_code_and_parts() -> None:
    wreck = survey(spoilt_in("data/report.json"))
    assert wreck is not None
    told, whole, spoilt = of_wreck(wreck)
    assert told.startswith("Còn đọc được phần mô tả: gói báo cáo lần 1 của Xã Châu Quang gửi Huyện Quỳ Hợp")
    assert "làm lúc 9:30 ngày 11/3/2024" in told
    assert spoilt == "Hỏng hoặc mất: số liệu."
    assert whole.startswith("Còn nguyên: ")
    assert ask_again(wreck).startswith("Đề nghị Xã Châu Quang gửi lại gói mã ")
