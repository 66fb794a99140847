"""A quarter over two versions of the catalogue by the command line: what is not in the sums is said."""

from pathlib import Path

from app.storage.unit_of_work import UnitOfWork
from tests.cli.conftest import Command
from tests.register import FILE
from tests.versions import second_version


def test_the_command_says_which_months_are_left_out_and_nothing_where_there_is_one_version(
    run: Command, data: Path, tmp_path: Path
) -> None:
    words = ("--data", data, "document", "consolidated-report", "--out", tmp_path / "vb")
    words = (*words, "--period", "2024-03", "--span", "quarter", "--format", "docx", "--json")
    assert run(*words).err == ""
    with UnitOfWork(data / FILE) as uow, uow.write() as session:
        second_version(session, "2024-03", CD01={"note": "Gồm cả văn bản sửa đổi"})
    answer = run(*words)
    assert list(answer.facts) == ["files"]
    assert "tháng 1, 2 theo" in answer.err
    assert "cột Ghi chú" in answer.err
