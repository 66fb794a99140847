"""The boxes as a screen with a real runner."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.core.errors import InvalidField
from app.exchange.manifest import Kind
from app.services.packages.codes import message_of
from app.services.queries.exchange_boxes import DownUnit, KeyLine
from app.ui.key_desk import KeyFields
from app.ui.round_desk import RoundFields
from app.ui.screens.exchange.dialogs import CodeForm, KeyForm, RoundForm
from app.ui.screens.exchange.presenter import Action, Tab
from app.ui.screens.exchange.view import make
from tests.offices import COMMUNES
from tests.ui.screens.exchange.conftest import CAME
from tests.ui.screens.offices import live_office


@pytest.fixture
def screen(qtbot, look, joined, sealed, faults):
    hub = joined[0].at(CAME)
    hub.take_in(sealed)
    with live_office(hub, faults) as live:
        screen = make(live)
        qtbot.addWidget(screen)
        screen.resize(1280, 680)
        screen.show()
        qtbot.waitUntil(lambda: len(screen.tables[Tab.IN].model.all_rows) == 1)
        yield screen
        qtbot.waitUntil(lambda: not live.jobs._runner.is_busy)


def test_a_chosen_file_tells_its_report(qtbot, screen):
    screen.tables[Tab.IN].view.selectRow(0)
    qtbot.waitUntil(lambda: screen.story.facts.value("Người duyệt") == "Trần Văn Bình")
    assert screen.story.facts.value("Từ") != ""
    assert not screen.story.cells.isVisible()
    assert screen.code_row.isVisible()


def test_a_message_is_pasted_and_entered(qtbot, screen, made):
    text = message_of(unit_code=COMMUNES[0], period="2024-03", revision=1, code=str(made.seal_code))
    screen.code_box.setText(text)
    qtbot.keyClick(screen.code_box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.code_said.text().startswith("Đã ghi mã"))
    assert screen.code_box.text() == ""
    screen.code_box.setText("7K3M 92QD")
    qtbot.keyClick(screen.code_box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "12 ký tự" in screen.code_said.text())
    assert screen.code_box.text() == "7K3M 92QD"


def test_lists_have_their_own_actions(qtbot, screen):
    assert not screen._actions[Action.UNDO_RUN].isVisible()
    screen.open_place({"tab": "runs"})
    screen.tables[Tab.RUNS].view.selectRow(0)
    qtbot.waitUntil(lambda: screen._actions[Action.UNDO_RUN].isVisible())
    screen.open_place({"tab": "keys"})
    screen.tables[Tab.KEYS].view.selectRow(0)
    qtbot.waitUntil(lambda: screen._actions[Action.VERIFY_KEY].isVisible())
    assert "Mã xác minh của sổ này" in screen.own_code.text()


def test_receipts_are_asked_for_from_another_screen(qtbot, screen, joined):
    screen.open_place({"tab": "in", "receipts": joined[1].unit_id})
    qtbot.waitUntil(lambda: screen.findChild(RoundForm) is not None)
    form = screen.findChild(RoundForm)
    assert form.read_value() == RoundFields((joined[1].unit_id,), "folder")
    form.reject()


def test_a_round_needs_a_unit_and_a_place(qtbot, look):
    units = (DownUnit("a", "Xã A", "Các xã", True), DownUnit("b", "Xã B", "Các xã", True))
    form = RoundForm(None, Kind.ASSIGNMENT, units, ("a", "b"), 2024)
    qtbot.addWidget(form)
    form.ways.buttons()[1].setChecked(True)
    assert form.read_value() == RoundFields(("a", "b"), "stick")
    form.units.set_ticked(())
    with pytest.raises(InvalidField):
        form.read_value()


def test_another_key_asks_for_a_reason_and_shows_no_code(qtbot, look):
    line = KeyLine("u", "UBND xã A", "ab" * 32, "11111 22222", "waiting", None, "", replaces_known=True)
    form = KeyForm(None, line)
    qtbot.addWidget(form)
    form.key_code.setText("11111")
    with pytest.raises(InvalidField):
        form.read_value()
    form.reason.setText("Đổi máy")
    assert form.read_value() == KeyFields("11111", "Đổi máy")
    assert all("11111 22222" not in label.text() for label in form.findChildren(QLabel))


def test_a_heard_code_needs_a_unit(qtbot, look):
    form = CodeForm(None, "7K3M 92QD 41AB", (DownUnit("a", "Xã A", "", False),), CAME.now())
    qtbot.addWidget(form)
    with pytest.raises(InvalidField):
        form.read_value()
    form.unit.setCurrentIndex(1)
    assert form.read_value().unit_id == "a"
