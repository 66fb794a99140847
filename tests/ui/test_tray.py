"""What is due is told outside the window, once a day; without a tray nothing happens there."""

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon, QWidget
from shiboken6 import isValid

from app.core.changes import Changes
from app.core.statuses import ReminderChannel, Role
from app.models import Register
from app.services.queries.reminder_desk import read_reminder_desk
from app.services.reminder_texts import due_summary
from app.services.reminders import log_reminder
from app.ui.tray import DueWatch, system_tray
from tests.ui.practice_register import CLOCK, inline, live, practice

__all__ = ["inline", "live", "practice"]


class Tray(QObject):
    messageClicked = Signal()
    activated = Signal(int)

    def __init__(self):
        super().__init__()
        self.messages, self.tip, self.is_visible = [], "", False

    def icon(self):
        return QIcon()

    def setToolTip(self, text):
        self.tip = text

    def setVisible(self, is_visible):
        self.is_visible = is_visible

    def showMessage(self, title, text, icon):
        self.messages.append(text)


@pytest.fixture
def watched(qapp):
    """Return a function that makes a watch and the list of its badges; they end with the test."""
    made = []

    def make(ui, tray=None, parent=None):
        badges = []
        made.append(DueWatch(ui, badges.append, parent, tray=tray))
        return made[-1], badges

    yield make
    for watch in made:
        if isValid(watch):  # its window may have taken it along
            watch.deleteLater()


def test_the_tray_tells_once_a_day_and_the_badge_counts(watched, inline):
    ui, tray = inline(), Tray()
    watch, badges = watched(ui, tray)
    watch.start()
    watch.look()
    (words,) = tray.messages
    assert words.startswith(f"{badges[-1]} đơn vị đến lượt nhắc hôm nay:")
    assert tray.is_visible and words in tray.tip
    assert badges[0] == badges[1] > 3


def test_a_click_on_the_message_opens_the_list(qtbot, watched, inline):
    ui, tray, window = inline(), Tray(), QWidget()
    qtbot.addWidget(window)
    watch, _ = watched(ui, tray, window)
    watch.look()
    tray.messageClicked.emit()
    assert ui.navigator.opened == [("reminders", {})]


def test_without_a_tray_the_number_is_still_counted(watched, inline):
    watch, badges = watched(inline())
    told = []
    watch.told.connect(told.append)
    watch.look()
    assert badges and told
    if not QSystemTrayIcon.isSystemTrayAvailable():
        assert system_tray(watch) is None


def test_a_reminder_that_was_noted_lowers_the_number(qtbot, watched, inline):
    ui = inline()
    watch, badges = watched(ui)
    watch.start()
    with ui.jobs.uow.write() as session:
        desk = read_reminder_desk(session, day=CLOCK.today())
        row = next(row for row in desk.open_rows if not row.sent)
        log_reminder(session, unit_id=row.unit_id, channel=ReminderChannel.PHONE, text="x", clock=CLOCK)
    ui.bus.publish(Changes(reminders=True))
    assert watch._soon.isActive()
    watch._soon.timeout.emit()
    assert badges[-1] == badges[0] - 1


def test_another_office_is_told_of_its_own_work(watched, inline):
    ui, tray = inline(), Tray()
    with ui.jobs.uow.write() as session:
        desk = read_reminder_desk(session, day=CLOCK.today())
        row = next(row for row in desk.rows if row.code == "17095")
        register = session.query(Register).one()
        register.role, register.own_unit_id = Role.REPORTER, row.unit_id
    watch, badges = watched(ui, tray)
    watch.look()
    assert tray.messages[0].startswith("Báo cáo kết quả") and badges == [1]
    tray.messageClicked.emit()
    assert ui.navigator.opened == [("home", {})]


@pytest.mark.parametrize("is_hub", [True, False])
def test_nothing_due_is_nothing_said(is_hub):
    assert due_summary((), is_hub=is_hub) == ""
