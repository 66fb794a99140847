"""A second start brings the first window to the front; a killed program leaves no lock behind."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from app.__main__ import WindowCall, window_call
from app.system.single_instance import Seat, seat_name
from app.ui.single_instance import FrontDoor

ROOT = Path(__file__).parents[2]
TAKE = """
import sys
from pathlib import Path
from app.system.single_instance import Seat
seat = Seat(Path(sys.argv[1]), sys.argv[2])
print("taken" if seat.take() else "held", flush=True)
sys.stdin.read()
"""
CALL = """
import sys
from pathlib import Path
from app.ui.single_instance import call_first_window
package = Path(sys.argv[2]) if len(sys.argv) > 2 else None
sys.exit(0 if call_first_window(sys.argv[1], package) else 7)
"""


def start(program: str, *words: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, words)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_each_folder_has_its_own_name(tmp_path: Path) -> None:
    assert seat_name(tmp_path) == seat_name(tmp_path)
    assert seat_name(tmp_path) != seat_name(tmp_path / "khác")
    assert len(seat_name(tmp_path)) < 40  # names of sockets are short


def test_of_many_starts_one_gets_the_seat_and_a_killed_one_gives_it_up(tmp_path: Path) -> None:
    programs = [start(TAKE, tmp_path, "so-cchc-thu") for _ in range(8)]
    said = [program.stdout.readline().strip() for program in programs]
    assert sorted(said) == ["held"] * 7 + ["taken"]
    owner = programs[said.index("taken")]
    owner.kill()
    owner.wait()
    seat = Seat(tmp_path, "so-cchc-thu")
    assert seat.take()
    seat.leave()
    for program in programs:
        program.communicate()


def test_a_folder_that_cannot_be_written_keeps_nobody_out(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert Seat(tmp_path / "file", "so-cchc-thu").take()


def test_a_second_start_is_answered_and_the_window_comes_up(qtbot, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.showMinimized()
    name = seat_name(tmp_path)
    door = FrontDoor(name, lambda: window, window)
    door.listen()
    second = start(CALL, name)
    qtbot.waitUntil(lambda: second.poll() is not None)
    second.communicate()
    assert second.returncode == 0
    assert not window.isMinimized()
    assert window.isVisible()


def test_a_package_named_at_a_second_start_is_handed_over(qtbot, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    taken: list[Path] = []
    door = FrontDoor(seat_name(tmp_path), lambda: window, window, taken.append)
    door.listen()
    package = tmp_path / "Gói của xã Châu Bình.cchc"
    second = start(CALL, seat_name(tmp_path), package)
    qtbot.waitUntil(lambda: second.poll() is not None and bool(taken))
    second.communicate()
    assert (second.returncode, taken) == (0, [package])


def test_nobody_there_is_told(tmp_path: Path) -> None:
    second = start(CALL, seat_name(tmp_path / "không ai"))
    second.communicate(timeout=30)
    assert second.returncode == 7


@pytest.mark.parametrize("name", ["/tmp/Gói tháng 3.cchc", "GÓI.CCHC"])
def test_a_double_click_on_a_package_opens_the_window_on_it(name: str) -> None:
    assert window_call([name]) == WindowCall(None, Path(name).absolute())
    assert window_call(["--data", "so", name]) == WindowCall(Path("so"), Path(name).absolute())


@pytest.mark.parametrize("words", [["goi.cchc", "goi-2.cchc"], ["goi.docx"], ["--data", "so", "doctor"]])
def test_anything_else_is_for_the_command_line(words: list[str]) -> None:
    assert window_call(words) is None
