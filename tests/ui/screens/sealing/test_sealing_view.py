"""The gate as a screen with a real runner: keys, the approval box, the page with the code."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication

from app.core.errors import InvalidField
from app.exchange.documents import Approval
from app.exchange.seal import qr_modules
from app.ui.screens.sealing.view import make
from app.ui.widgets.qr_picture import QrPicture
from tests.ui.screens.offices import live_office
from tests.ui.screens.sealing.conftest import ELEVENTH


@pytest.fixture
def screen(qtbot, look, joined, filled, faults):
    with live_office(joined[1].at(ELEVENTH), faults) as live:
        screen = make(live)
        qtbot.addWidget(screen)
        screen.resize(1500, 720)
        screen.activateWindow()
        screen.show()
        qtbot.waitUntil(lambda: screen.stack.currentIndex() == 1)
        yield screen
        qtbot.waitUntil(lambda: not live.jobs._runner.is_busy)


def test_a_report_is_sealed_with_f8_and_its_message_copied(qtbot, screen):
    assert screen.tabs.tabText(0).startswith("Chặn (0)")
    assert screen.tables["block"].empty.sentence == "Không có lỗi chặn."
    screen.approval.approved_by.setText("Nguyễn Thị Lan")
    qtbot.keyClick(screen.tables["block"].view, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: screen.stack.currentIndex() == 2)
    code = screen.sealed.code.text()
    assert len(code.replace(" ", "")) == 12
    assert screen.sealed.code.font().pointSize() == 28
    assert len(screen.sealed.spoken.text().splitlines()) == 3
    screen.presenter.message_clicked()
    assert QGuiApplication.clipboard().text().endswith(code)
    assert screen._replace_action.isVisible()


def test_the_approval_box_asks_for_a_name_and_a_day_of_signing(qtbot, screen):
    box = screen.approval
    box.approved_by.setText(" ")
    with pytest.raises(InvalidField):
        box.read_value()
    box.approved_by.setText("Lan")
    assert not box.form.isRowVisible(box._rows["signed_on"])
    box.how.setCurrentIndex(box.how.findData(Approval.PAPER))
    assert box.form.isRowVisible(box._rows["signed_on"])
    with pytest.raises(InvalidField):
        box.read_value()
    box.signed_on.line.setText("11/3/2024")
    facts, reason = box.read_value()
    assert (facts.how, facts.signed_on, reason) == (Approval.PAPER, date(2024, 3, 11), "")
    box.approved_by.clear()
    qtbot.keyClick(screen.tables["block"].view, Qt.Key.Key_F8)
    assert box._problems["approved_by"].text() == "Chưa ghi người duyệt báo cáo."


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_picture_is_dark_on_white_in_both_themes(qtbot, look, theme):
    look.set_theme(theme)
    picture = QrPicture(200)
    qtbot.addWidget(picture)
    modules = qr_modules("CCHC 17038 ky 2024-03 lan 1 ma 7K3M 92QD 41AB")
    picture.show_modules(modules, "mã")
    picture.resize(picture.sizeHint())
    image = picture.grab().toImage()
    step = picture.sizeHint().width() // (len(modules) + 8)
    assert picture.sizeHint().width() == step * (len(modules) + 8)
    for line, row in enumerate(modules):
        for place, dark in enumerate(row):
            seen = image.pixelColor((place + 4) * step + step // 2, (line + 4) * step + step // 2)
            assert seen == QColor(Qt.GlobalColor.black if dark else Qt.GlobalColor.white)
    assert image.pixelColor(step, step) == QColor(Qt.GlobalColor.white)
