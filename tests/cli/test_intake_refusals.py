"""Files that intake refuses, through the command line: a sentence, code 3, and a register as it was."""

from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.intake_directives.test_hostile_files import CASES

CASELESS = {
    "no orders": "Nhà văn hóa mở cửa cả ngày. Khách tham quan đi bằng cổng phía đông.\n" * 20,
    "secret": "MẬT\nỦY BAN NHÂN DÂN XÃ\nKính gửi: Các phòng.\n1. Giao Văn phòng rà soát hồ sơ.\n",
}
FILES = {name: content for name, (content, _) in CASES.items()} | {
    name: text.encode() for name, text in CASELESS.items()
}


@pytest.fixture
def stored(ask: Command):
    """Return a function that prints everything the register holds."""
    return lambda: ask("dump", "--json").out


def test_nothing_of_a_refused_file_is_stored(ask: Command, tmp_path: Path, stored):
    before = stored()
    unlike = {}
    for name, content in FILES.items():
        file = tmp_path / "van-ban.docx"
        file.write_bytes(content)
        answer = ask("intake", file, "--accept", "--json")
        if (answer.code, answer.out) != (3, "") or "Chưa có gì được lưu" not in answer.err:
            unlike[name] = answer
    assert unlike == {}
    assert stored() == before


def test_a_file_that_can_be_read_is_stored(ask: Command, tmp_path: Path, stored):
    before = stored()
    file = tmp_path / "van-ban.txt"
    file.write_text("Kính gửi: Các phòng.\n1. Giao Văn phòng rà soát hồ sơ.\n", encoding="utf-8")
    assert ask("intake", file, "--accept", "--json").code == 0
    assert stored() != before
