"""The preview as a screen with a real runner."""

import pytest
from PySide6.QtCore import Qt

from app.ui.screens.receiving.presenter import Action
from app.ui.screens.receiving.view import make
from tests.register import clock_at
from tests.ui.screens.offices import live_office


@pytest.fixture
def screen(qtbot, look, joined, sealed, faults):
    with live_office(joined[0].at(clock_at(2024, 3, 13)), faults) as live:
        screen = make(live)
        qtbot.addWidget(screen)
        screen.resize(1200, 640)
        screen.show()
        yield screen


def test_files_are_looked_at_taken_in_and_undone_by_keyboard(qtbot, screen, sealed):
    assert "Kéo thả" in screen.empty.sentence
    screen.open_place({"files": str(sealed)})
    qtbot.waitUntil(lambda: len(screen.files.model.all_rows) == 1)
    assert screen.chips.text("new") == "Mới 1"
    qtbot.waitUntil(lambda: screen.facts.value("Người duyệt") == "Trần Văn Bình (duyệt trực tiếp)")
    assert len(screen.cells_model.all_rows) > 20
    qtbot.keyClick(screen.files.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen._actions[Action.UNDO].isEnabled())
    assert screen.banner.text == "Đã nhận 1 trong 1 gói."
    assert screen.summary.text().startswith("Đã ghi vào sổ.")
    qtbot.keyClick(screen.files.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen._actions[Action.TAKE].isEnabled())
    assert screen.summary.text().startswith("Chưa ghi gì vào sổ.")


def test_a_chip_narrows_the_list_to_its_group(qtbot, screen, sealed, tmp_path):
    broken = tmp_path / "hong.cchc"
    broken.write_bytes(sealed.read_bytes()[:-40])
    screen.open_place({"files": f"{sealed}\n{broken}"})
    qtbot.waitUntil(lambda: len(screen.files.model.all_rows) == 2)
    screen.chips.chosen.emit("damaged")
    assert [line.path.name for line in screen.files.model.all_rows] == ["hong.cchc"]
    qtbot.waitUntil(lambda: "E-PKG" in str(screen.files.model.all_rows[0].arrived.code))
    assert "Gói bị hỏng" in screen.facts.value("Vì sao")
    screen.chips.chosen.emit("")
    assert len(screen.files.model.all_rows) == 2
    qtbot.waitUntil(lambda: not screen.ui.jobs._runner.is_busy)
