"""A file that another program holds for a moment is waited for, and not for ever."""

from pathlib import Path

import pytest

from app.core.errors import Unavailable
from app.core.patience import is_held, replace_patiently
from app.storage.errors import file_errors


class Held(PermissionError):
    """What Windows says while another program has the file."""

    def __init__(self, winerror: int) -> None:
        super().__init__(13, "held")
        self.winerror = winerror


@pytest.fixture
def hold(monkeypatch):
    """Make the next moves of files fail a number of times."""

    def _hold(times: int, winerror: int = 32) -> list[int]:
        left = [times]
        real = Path.replace

        def replace(self: Path, target: Path) -> Path:
            if left[0]:
                left[0] -= 1
                raise Held(winerror)
            return real(self, target)

        monkeypatch.setattr(Path, "replace", replace)
        return left

    return _hold


@pytest.mark.parametrize("winerror", [5, 32, 33])
@pytest.mark.parametrize("times", [0, 1, 11])
def test_a_file_held_for_a_moment_is_waited_for(tmp_path: Path, hold, times: int, winerror: int) -> None:
    part, target = tmp_path / "part", tmp_path / "target"
    part.write_text("mới")
    target.write_text("cũ")
    hold(times, winerror)
    pauses: list[float] = []
    replace_patiently(part, target, pause=pauses.append)
    assert target.read_text() == "mới"
    assert len(pauses) == times
    assert sum(pauses) < 4


def test_a_file_held_for_good_is_given_up_and_left_alone(tmp_path: Path, hold) -> None:
    part, target = tmp_path / "part", tmp_path / "target"
    part.write_text("mới")
    target.write_text("cũ")
    left = hold(20)
    with pytest.raises(PermissionError):
        replace_patiently(part, target, pause=lambda _: None)
    assert left == [8]
    assert target.read_text() == "cũ"


def test_a_refusal_that_does_not_pass_is_not_waited_for(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        replace_patiently(tmp_path / "none", tmp_path / "target", pause=lambda _: pytest.fail("waited"))
    assert not is_held(PermissionError(13, "no right"))


def test_the_person_is_told_who_holds_the_file(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="chương trình khác") as told, file_errors(tmp_path / "so-cchc.db"):
        raise Held(32)
    assert told.value.code == "E-LOCK-02"
