"""The set-up from its first page to its last, with a real runner."""

from app.ui.context import ChangeBus
from app.ui.jobs import JobRunner
from app.ui.screens.setup.presenter import Step
from app.ui.screens.setup.view import SetupWindow, make
from tests.ui.fakes import FakeUow, ScriptedDialogs, make_services, make_ui


def test_from_nothing_to_a_register(qtbot, look, tmp_path, faults):
    services = make_services(tmp_path / "so", FakeUow())
    bus = ChangeBus()
    runner = JobRunner(services.uow, bus, faults)
    window = SetupWindow(services, runner=runner, dialogs=ScriptedDialogs(), bus=bus)
    qtbot.addWidget(window)
    window.show()
    screen = window.screen_shown
    qtbot.waitUntil(lambda: len(screen.preset.presets._buttons) == 3)
    screen.next_button.click()
    screen.next_button.click()
    assert not screen.preset._problems["preset"][1].isHidden()
    screen.preset.presets._buttons["cap-xa-2025"].click()
    screen.next_button.click()
    assert screen.unit.table.selected_rows()[0].name.startswith("Ủy ban nhân dân xã")
    screen.unit.table.view.selectRow(1)
    screen.next_button.click()
    screen.people.user.setText("Vi Thị Hoa")
    screen.people.user.textEdited.emit("Vi Thị Hoa")
    screen.next_button.click()
    assert screen.presenter.step is Step.FOLDER
    assert "cơ quan đầu mối" in screen.folder.summary.text()
    with qtbot.waitSignal(window.opened, timeout=20_000) as opened:
        screen.next_button.click()
    assert opened.args == [services.paths.data]
    assert services.paths.register.exists()
    assert faults.errors == []
    window.close()


def test_the_window_says_what_happened_and_offers_the_way_back(qtbot, look, tmp_path, faults):
    services = make_services(tmp_path)
    runner = JobRunner(services.uow, ChangeBus(), faults)
    window = SetupWindow(services, runner=runner, dialogs=ScriptedDialogs(), bus=ChangeBus())
    qtbot.addWidget(window)
    gone = []
    window.set_back(lambda: gone.append(True))
    window.screen_shown.leave_button.click()
    window.tell("Xong.")
    window.warn("Xem lại.")
    window.open("home")
    window.set_period(None)
    assert (gone, window.period) == ([True], None)
    window.close()


def test_the_screen_alone_is_a_screen(qtbot, look, tmp_path):
    screen = make(make_ui(tmp_path))
    qtbot.addWidget(screen)
    assert screen.title == "Thiết lập lần đầu"
