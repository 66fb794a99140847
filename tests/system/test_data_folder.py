"""Which folder the register lies in when nobody names one."""

from pathlib import Path

import pytest

from app.system.data_folder import choose_data_folder, chosen_data_folder


def test_the_persons_own_folder_is_the_usual_one(tmp_path: Path) -> None:
    assert chosen_data_folder(tmp_path / "nhà") == tmp_path / "nhà"
    assert list(tmp_path.iterdir()) == []


def test_a_chosen_folder_is_remembered_until_the_usual_one_is_chosen_again(tmp_path: Path) -> None:
    home, other = tmp_path / "nhà", tmp_path / "Sổ của Ánh"
    choose_data_folder(home, other)
    assert chosen_data_folder(home) == other
    choose_data_folder(home, home)
    choose_data_folder(home, home)
    assert chosen_data_folder(home) == home


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe\x00"])
def test_a_note_that_cannot_be_read_means_the_usual_folder(tmp_path: Path, content: bytes) -> None:
    choose_data_folder(tmp_path, tmp_path / "x")
    (note,) = tmp_path.iterdir()
    note.write_bytes(content)
    assert chosen_data_folder(tmp_path) == tmp_path
