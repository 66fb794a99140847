"""The home page with a real runner: one journey, the keys, the two looks."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from app.ui.screens.home.presenter import home_page
from app.ui.screens.home.view import HomeScreen, LineTile, MonthButton, StepTile, make
from tests.ui.screens.home.test_home_presenter import facts


def shown(qtbot, ui):
    screen = make(ui)
    qtbot.addWidget(screen)
    screen.resize(1100, 680)
    screen.show()
    qtbot.waitUntil(lambda: screen.page is not None)
    return screen


def test_the_page_of_the_sample_and_a_journey_by_keyboard(qtbot, look, live):
    screen = shown(qtbot, live)
    lines = screen.findChildren(LineTile)
    assert 1 <= len(lines) <= 7
    assert len(screen.findChildren(MonthButton)) == 12
    assert screen.findChild(QLabel, "home_unit").text() == "UBND huyện Quỳ Hợp"
    qtbot.keyClick(lines[0], Qt.Key.Key_Return)
    assert live.navigator.opened == [("tasks", {"state": "open_overdue"})]
    screen.actions_bar.findChild(QPushButton)
    next(action for action in screen.actions() if action.objectName() == "copy").trigger()
    assert "quá hạn" in QGuiApplication.clipboard().text()


def test_the_page_is_built_again_for_another_look_and_width(qtbot, look, live):
    screen = shown(qtbot, live)
    before = screen.findChildren(LineTile)[0]
    look.set_theme("dark")
    qtbot.waitUntil(lambda: screen.findChildren(LineTile)[-1] is not before)
    look.step(1)
    screen.resize(600, 500)
    qtbot.waitUntil(lambda: screen._is_narrow)
    assert not screen._scroll.horizontalScrollBar().isVisible()
    assert not screen.grab().isNull()


def test_an_empty_register_shows_steps_and_trouble_shows_a_button(qtbot, look, inline):
    ui = inline()
    screen = HomeScreen(ui)
    qtbot.addWidget(screen)
    screen.show_page(home_page(facts(), hour=8, user=""))
    screen.findChildren(StepTile)[1].click()
    assert ui.navigator.opened == [("cycles", {})]
    from app.core.errors import RegisterLocked

    screen.show_trouble(RegisterLocked("Sổ đang mở ở nơi khác.", hint="Đóng cửa sổ kia."))
    assert "Sổ đang mở" in screen._trouble.sentence
