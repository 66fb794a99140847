"""The tally book by keyboard, with its widgets and a real runner."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog

from app.services.queries.tallies import TallyRow
from app.ui.screens.tallies.dialogs import BlockDialog, LineForm
from app.ui.screens.tallies.view import make
from tests.ui.input_methods import DUOC, compose, press, type_as_unikey
from tests.ui.screens.live import live_ui
from tests.ui.screens.tallies.conftest import MORNING

Key = Qt.Key


def shown(qtbot, ui):
    screen = make(ui)
    qtbot.addWidget(screen)
    screen.resize(1100, 640)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.activateWindow()
    qtbot.waitUntil(lambda: screen.presenter.book is not None)
    return screen


def lines(screen):
    return screen.table.model.all_rows


def test_a_line_takes_a_few_keys(qtbot, look, office, tmp_path, faults):
    with live_ui(office.uow, tmp_path, faults, MORNING) as ui:
        screen = shown(qtbot, ui)
        screen.indicator.setFocus()
        qtbot.keyClicks(screen.indicator, "m02")
        qtbot.waitUntil(lambda: screen.indicator.offered == ["M02 Chỉ tiêu M02"])
        qtbot.keyClick(screen.indicator, Key.Key_Return)
        screen.amount.setFocus()
        qtbot.keyClicks(screen.amount, "12")
        qtbot.keyClick(screen.amount, Key.Key_Return)
        qtbot.waitUntil(lambda: len(lines(screen)) == 1)
        assert lines(screen)[0].on_date == date(2024, 3, 5)
        assert screen.indicator.text() == screen.amount.text() == ""
        assert screen.calendar.filled == {date(2024, 3, 5)}
        qtbot.keyClick(screen, Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        assert screen.indicator.text() == "M02 Chỉ tiêu M02"
        screen.day.line.setText("1/3")
        screen.amount.setText("x")
        screen._add()
        assert "không phải là số" in screen.banner.text
        screen.amount.setText("-2")
        screen._add()
        qtbot.waitUntil(lambda: len(lines(screen)) == 2)
        assert [t.amount for t in screen.totals.model.all_rows] == [10]
        screen.dispose()


def test_a_block_is_pasted_and_lines_are_edited(qtbot, look, office, tmp_path, faults):
    with live_ui(office.uow, tmp_path, faults, MORNING) as ui:
        screen = shown(qtbot, ui)
        QGuiApplication.clipboard().setText("01/3/2024\tM02\t5\n02/3/2024\tM04\t1.200\nM99\t1")
        screen._paste()
        dialog = next(
            w for w in QApplication.topLevelWidgets() if isinstance(w, BlockDialog) and w.isVisible()
        )
        assert dialog.findChild(object, "keep_button").text() == "Ghi 2 dòng"
        dialog.accept()
        qtbot.waitUntil(lambda: len(lines(screen)) == 2)
        screen.table.view.selectRow(0)
        screen._edit.trigger()
        form = next(w for w in QApplication.topLevelWidgets() if isinstance(w, LineForm) and w.isVisible())
        form.amount.setText("7")
        form.submit()
        qtbot.waitUntil(lambda: 7 in [row.amount for row in lines(screen)])
        screen.calendar.day_chosen.emit(date(2024, 2, 20))
        assert screen.day.line.text() == "20/02/2024"
        screen.dispose()


def test_vietnamese_words_composed_by_an_input_method_arrive_whole(qtbot, look, office, tmp_path, faults):
    with live_ui(office.uow, tmp_path, faults, MORNING) as ui:
        screen = shown(qtbot, ui)
        for line in (screen.indicator, screen.note):
            line.setFocus()
            compose(line, "đ", "đu", "đư", "đươ", "được")
            press(line, Qt.Key.Key_Space, " ")
            type_as_unikey(line, DUOC)
            assert line.text() == "được được"
            line.clear()
        screen.dispose()


def test_the_form_asks_for_a_day(qtbot, look, office, ui):
    screen = make(ui)
    qtbot.addWidget(screen)
    screen.presenter.refresh()
    row = TallyRow("x", date(2024, 3, 1), "M02", "Chỉ tiêu M02", "hồ sơ", 3, "", None, "", False)
    form = LineForm(screen, row, screen.presenter.book.indicators, date(2024, 3, 5))
    form.day.set_value(None)
    form.submit()
    assert form.problem("date") == "Chưa ghi ngày."
    form.day.set_value(date(2024, 3, 2))
    assert form.read_value().on_date == date(2024, 3, 2)
    form.done(QDialog.DialogCode.Rejected)
