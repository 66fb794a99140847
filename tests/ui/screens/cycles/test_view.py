"""The board with its widgets: forms, keys, the whole journey with a real runner."""

from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from app.core.clock import OFFICE_ZONE
from app.core.errors import InvalidField
from app.core.statuses import Channel, ReportResult, ReportState
from app.services.submissions import Receipt
from app.ui.board_actions import Action, CodeFields, GrantFields
from app.ui.screens.cycles.dialogs import CodeForm, GrantForm, ReceiptForm
from app.ui.screens.cycles.view import CyclesScreen, make
from app.ui.widgets.moment_edit import read_hour
from tests.ui.screens.live import live_ui
from tests.ui.screens.march import MORNING

NOW = MORNING.now()


def at(hour, minute=0, day=11):
    return datetime(2024, 3, day, hour, minute, tzinfo=OFFICE_ZONE)


@pytest.mark.parametrize(
    ("typed", "hour"),
    [("8:15", (8, 15)), ("8h15", (8, 15)), ("0815", (8, 15)), ("8", (8, 0)), ("17g", (17, 0))],
)
def test_an_hour_is_read_as_people_type_it(typed, hour):
    read = read_hour(typed, "at")
    assert (read.hour, read.minute) == hour


@pytest.mark.parametrize("typed", ["", "25:00", "8:60", "sáng"])
def test_an_hour_that_does_not_exist_is_refused(typed):
    with pytest.raises(InvalidField, match="giờ"):
        read_hour(typed, "at")


def test_a_receipt_is_filled(qtbot, look):
    form = ReceiptForm(None, "Xã CB", now=NOW)
    qtbot.addWidget(form)
    form.received_at.day.set_value(date(2024, 3, 11))
    form.received_at.hour.setText("8h15")
    form.channel.setCurrentIndex(form.channel.findData(Channel.EMAIL))
    form.signed_on.set_value(date(2024, 3, 10))
    form.document_number.setText("15/BC-UBND")
    assert form.read_value() == Receipt(
        received_at=at(8, 15),
        channel=Channel.EMAIL,
        signed_on=date(2024, 3, 10),
        document_number="15/BC-UBND",
    )


def test_a_wrong_hour_is_said_under_its_field(qtbot, look):
    form = ReceiptForm(None, "Xã CB", now=NOW)
    qtbot.addWidget(form)
    form.received_at.hour.setText("26:00")
    form.submit()
    assert "26:00" in form.problem("received_at")


def test_a_code_is_filled(qtbot, look):
    form = CodeForm(None, "Xã CB", now=at(9))
    qtbot.addWidget(form)
    form.seal_code.setText("7K3M 92QD")
    assert form.read_value() == CodeFields(code="7K3M 92QD", noted_at=at(9))


def test_a_granted_day_is_filled_and_may_not_be_missing(qtbot, look):
    form = GrantForm(
        None, "Xã CB", today=NOW.date(), title="Gia hạn", verb="Gia hạn", field="to_date", label="Hạn mới"
    )
    qtbot.addWidget(form)
    form.submit()
    assert form.problem("to_date").startswith("Chưa ghi ngày.")
    form.day.set_value(date(2024, 4, 20))
    form.reason.setPlainText("Bão lũ")
    assert form.read_value() == GrantFields(day=date(2024, 4, 20), reason="Bão lũ")


@pytest.fixture
def screen(qtbot, look, march, tmp_path, faults):
    """The screen over a real register, with a real runner."""
    with live_ui(march.uow, tmp_path, faults, MORNING) as ui:
        screen = make(ui)
        screen.resize(1000, 600)
        qtbot.addWidget(screen)
        screen.show()
        yield screen
        screen.dispose()


def wait_for_board(qtbot, screen: CyclesScreen):
    qtbot.waitUntil(lambda: screen.presenter.data is not None and bool(screen.matrix.chosen))


def test_reports_come_are_accepted_and_the_board_tells_it(qtbot, screen, march):
    wait_for_board(qtbot, screen)
    matrix = screen.matrix
    column = [c.key for c in matrix.matrix.columns].index(march.period_id)
    matrix.selectColumn(column)
    assert set(matrix.chosen) == set(march.expected)
    screen._actions[Action.RECEIVE].trigger()
    form = screen.findChild(QDialog, "receipt_form")
    form.received_at.day.set_value(date(2024, 3, 11))
    form.received_at.hour.setText("8:00")
    form.submit()
    qtbot.waitUntil(lambda: matrix.matrix.cell(0, column).word == "Đúng hạn")
    assert len(matrix.chosen) == 3  # the selection stays
    assert screen.ui.navigator.told[-1:] == ["Đã ghi nhận báo cáo: 3 đơn vị, tháng 3/2024."]
    screen._actions[Action.ACCEPT].trigger()
    qtbot.waitUntil(lambda: matrix.matrix.cell(0, column).mark == "status-sealed")
    reports = screen.presenter.data.reports_of(march.period_id)
    assert {r.state for r in reports} == {ReportState.ACCEPTED}
    assert {r.verdict.result for r in reports} == {ReportResult.ON_TIME}
    assert screen.detail.value("Vì sao").startswith("Đúng hạn: nhận 11/3/2024")


def test_the_board_is_used_with_the_keyboard(qtbot, screen):
    wait_for_board(qtbot, screen)
    matrix = screen.matrix
    first = matrix.current_key
    qtbot.keyClick(matrix, Qt.Key.Key_Down)
    assert matrix.current_key != first
    screen.resize(500, 500)
    qtbot.keyClick(matrix, Qt.Key.Key_Return)
    assert screen.pair.is_inside
    screen.box.setText("cd")
    screen.box.flush()
    assert [row.title for row in matrix.matrix.rows] == ["Xã CD"]
    assert len(matrix.chosen) == 1


def test_the_board_goes_to_a_month_and_leaves_as_a_table(qtbot, screen):
    wait_for_board(qtbot, screen)
    screen.open_place({"period": "2024-02"})
    qtbot.waitUntil(lambda: screen.matrix.current_column == screen.presenter.data.periods[1].id)
    table = screen.matrix_table()
    titles, rows = table.content()
    assert titles[:3] == ("Đơn vị", "Tháng 1/2024", "Tháng 2/2024")
    assert rows[0][:3] == ("Xã CB", "Chưa nộp", "Chưa nộp")
    assert len(rows) == 3
    table.deleteLater()


def test_an_empty_year_offers_its_button(qtbot, screen):
    wait_for_board(qtbot, screen)
    screen.presenter.choose(year=2023)
    qtbot.waitUntil(lambda: screen._stack.currentWidget() is screen.empty)
    assert screen.empty.sentence == "Chưa lập kỳ báo cáo của năm 2023."


def test_the_state_of_a_period_names_the_button(qtbot, screen):
    wait_for_board(qtbot, screen)
    lock = screen._actions[Action.LOCK]
    assert lock.text() == "Khóa kỳ"
    lock.trigger()
    qtbot.waitUntil(lambda: lock.text() == "Mở khóa kỳ")
    assert not screen._actions[Action.RECEIVE].isEnabled()
