"""Dates as people type them."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from app.core.errors import InvalidField
from app.core.periods import Month
from app.ui.widgets.date_edit import DateEdit
from app.ui.widgets.date_reading import read_date

TODAY = date(2026, 3, 8)
APRIL = Month(2026, 4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1/3", date(2026, 3, 1)),
        ("01/03/2026", date(2026, 3, 1)),
        ("05/3/2026", date(2026, 3, 5)),
        ("12", date(2026, 4, 12)),
        ("5.3.24", date(2024, 3, 5)),
        ("5-3-2024", date(2024, 3, 5)),
        ("5 3", date(2026, 3, 5)),
        ("050326", date(2026, 3, 5)),
        ("05032026", date(2026, 3, 5)),
        ("2026-03-05", date(2026, 3, 5)),
        ("ngày 05 tháng 3 năm 2026", date(2026, 3, 5)),
        ("29/2/2024", date(2024, 2, 29)),
        ("  ", None),
    ],
)
def test_a_date_is_read_as_it_is_typed(text, expected):
    assert read_date(text, today=TODAY, month=APRIL) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("31/11", "Tháng 11/2026 chỉ có 30 ngày"),
        ("29/2/2026", "chỉ có 28 ngày"),
        ("31", "Tháng 4/2026 chỉ có 30 ngày"),
        ("5/13", "Không có tháng 13"),
        ("0/3", "không có ngày 0"),
        ("5/3/1800", "Năm 1800"),
        ("mai", "Không đọc được ngày “mai”"),
        ("1/2/3/4", "Không đọc được"),
    ],
)
def test_a_day_that_does_not_exist_is_explained(text, words):
    with pytest.raises(InvalidField, match=words):
        read_date(text, today=TODAY, month=APRIL)


@pytest.fixture
def edit(qtbot, look):
    edit = DateEdit(today=TODAY, month=APRIL, name="due_on")
    qtbot.addWidget(edit)
    edit.show()
    return edit


def test_leaving_the_field_writes_the_date_out(qtbot, edit):
    qtbot.keyClicks(edit.line, "12")
    with qtbot.waitSignal(edit.changed) as changed:
        qtbot.keyClick(edit.line, Qt.Key.Key_Return)
    assert changed.args == [date(2026, 4, 12)]
    assert edit.line.text() == "12/4/2026"
    assert edit.value() == date(2026, 4, 12)


def test_a_wrong_text_stays_and_is_explained(qtbot, edit):
    qtbot.keyClicks(edit.line, "31/11")
    with qtbot.waitSignal(edit.problem_found) as found:
        qtbot.keyClick(edit.line, Qt.Key.Key_Return)
    assert "chỉ có 30 ngày" in found.args[0]
    assert edit.line.text() == "31/11"
    assert edit.line.property("invalid") is True
    with pytest.raises(InvalidField) as raised:
        edit.value()
    assert raised.value.field == "due_on"
    edit.set_value(TODAY)
    assert edit.line.property("invalid") is False


def test_arrows_step_and_ctrl_semicolon_is_today(qtbot, edit):
    qtbot.keyClick(edit.line, Qt.Key.Key_Semicolon, Qt.KeyboardModifier.ControlModifier)
    assert edit.value() == TODAY
    qtbot.keyClick(edit.line, Qt.Key.Key_Up)
    assert edit.value() == date(2026, 3, 9)
    qtbot.keyClick(edit.line, Qt.Key.Key_Backspace)
    assert edit.line.text() == "09/3/202"


def test_the_calendar_gives_a_day(qtbot, edit):
    calendar = edit.open_calendar()
    assert (calendar.selectedDate().year(), calendar.selectedDate().month()) == (2026, 4)
    calendar.clicked.emit(calendar.selectedDate().addDays(4))
    assert edit.value() == date(2026, 4, 5)
