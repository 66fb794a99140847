"""A month between a hub and a commune on their screens, by files alone; the command line gives the same."""

import json
import shutil
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication
from sqlalchemy import select

from app.bootstrap import CommandHost
from app.cli.program import run as run_command
from app.models import HolidayException, Indicator, Task, UnitKey
from app.services.dump import dump_register
from app.services.submissions import accept_report
from app.ui.round_desk import RoundFields
from app.ui.screens.exchange.dialogs import RoundForm
from app.ui.screens.exchange.presenter import Tab
from app.ui.screens.exchange.view import make as make_boxes
from app.ui.screens.receiving.presenter import Action
from app.ui.screens.receiving.view import make as make_receiving
from app.ui.screens.sealing.view import make as make_sealing
from app.ui.start import Program
from tests.offices import (
    COMMUNES,
    Office,
    expected_id,
    fill_in,
    hub,
    made_offices,
    office_templates,
    open_office,
    seal,
    unit_id_of,
)
from tests.register import clock_at, template
from tests.ui.screens.offices import live_office

__all__ = ["hub", "made_offices", "office_templates", "template"]
FIRST, ELEVENTH, THIRTEENTH = clock_at(2024, 3, 1), clock_at(2024, 3, 11), clock_at(2024, 3, 13)
PATIENCE = 30_000


@pytest.fixture
def commune(office_templates, tmp_path):
    """Return a unit that has heard nothing of its hub yet."""
    with open_office(office_templates[COMMUNES[0]], tmp_path / "xa-moi", clock=FIRST) as office:
        yield office


@pytest.fixture
def shown(qtbot, look, faults):
    """Return a function that shows a screen over an office and waits until it has come to rest."""

    def show(make, ui):
        screen = make(ui)
        qtbot.addWidget(screen)
        screen.resize(1500, 760)
        screen.show()
        screen.activateWindow()
        rest(qtbot, ui)
        return screen

    return show


def rest(qtbot, ui):
    qtbot.waitUntil(lambda: not ui.jobs._runner.is_busy, timeout=PATIENCE)
    QCoreApplication.processEvents()
    qtbot.waitUntil(lambda: not ui.jobs._runner.is_busy, timeout=PATIENCE)


def round_of(qtbot, screen, ui, run, folder):
    """Press a round's button, tick every unit, let the files go to a folder."""
    run()
    qtbot.waitUntil(lambda: screen.findChild(RoundForm) is not None, timeout=PATIENCE)
    form = screen.findChild(RoundForm)
    assert isinstance(form.read_value(), RoundFields)
    form.submit()
    qtbot.waitUntil(lambda: folder.exists() and any(folder.iterdir()), timeout=PATIENCE)
    rest(qtbot, ui)


def take_in(qtbot, screen, ui, *paths):
    screen.open_place({"files": "\n".join(map(str, paths))})
    qtbot.waitUntil(lambda: screen._actions[Action.TAKE].isEnabled(), timeout=PATIENCE)
    screen.presenter.take_clicked()
    qtbot.waitUntil(lambda: screen.banner.text.startswith("Đã nhận"), timeout=PATIENCE)
    rest(qtbot, ui)


def content(office: Office) -> dict[str, object]:
    """Return the dump without the names of runs, which are drawn by lot."""
    with office.uow.read() as session:
        tables = json.loads("".join(dump_register(session)))["tables"]
    for row in tables["package"]:
        row.pop("batch_id")
    return tables


def test_a_month_on_screens_and_the_command_line_gives_the_same(
    qtbot, shown, hub, commune, office_templates, tmp_path, faults, monkeypatch
):
    down, up, back = tmp_path / "xuong", tmp_path / "len", tmp_path / "bien-nhan"
    up.mkdir()
    # The hub hands the year's work down.
    with live_office(hub.at(FIRST), faults, down) as ui:
        screen = shown(make_boxes, ui)
        round_of(qtbot, screen, ui, screen.presenter.hand_down_clicked, down)
    packages = {path.name.split("_")[2]: path for path in down.iterdir()}
    assert set(packages) == set(COMMUNES)

    # The commune opens its package, works, and seals.
    with live_office(commune.at(FIRST), faults) as ui:
        screen = shown(make_receiving, ui)
        take_in(qtbot, screen, ui, packages[COMMUNES[0]])
        assert screen._lines[0].arrived.notices
    march = expected_id(commune, "2024-03", commune.unit_id)
    fill_in(commune.at(ELEVENTH), march, base=7)
    with live_office(commune.at(ELEVENTH), faults) as ui:
        screen = shown(make_sealing, ui)
        screen.open_place({"report": march})
        rest(qtbot, ui)
        screen.approval.approved_by.setText("Nguyễn Thị Lan")
        screen._seal()
        qtbot.waitUntil(lambda: screen.stack.currentIndex() == 2, timeout=PATIENCE)
        rest(qtbot, ui)
        monkeypatch.setattr("app.ui.send_desk.removable_drives", lambda: (up,))
        screen.presenter.stick_clicked()
        qtbot.waitUntil(lambda: any(up.iterdir()), timeout=PATIENCE)
        rest(qtbot, ui)
    mine = next(up.iterdir())

    # Another commune's report, a copy and a damaged file come on the same stick.
    with open_office(office_templates[COMMUNES[1]], tmp_path / "xa-khac", clock=FIRST) as other:
        other.take_in(packages[COMMUNES[1]])
        theirs = expected_id(other, "2024-03", other.unit_id)
        fill_in(other.at(ELEVENTH), theirs, base=3)
        at = other.at(ELEVENTH)
        shutil.copy(at.put_out(seal(at, theirs)), up)
    shutil.copy(mine, up / "chép lại.cchc")
    (up / "hong.cchc").write_bytes(mine.read_bytes()[:-50])

    # The same folder by the command line, over a copy of the hub.
    twin_folder = tmp_path / "hub-lenh"
    hub.uow.close()
    shutil.copytree(hub.folder, twin_folder)
    hub.uow.open()
    monkeypatch.setattr("app.cli.package._vault", lambda: hub.secrets)
    words = ["--data", str(twin_folder), "package", "import", str(up)]
    assert run_command(words, CommandHost(THIRTEENTH)) == 0

    # The hub looks at the folder, takes it in, takes it back, takes it in again.
    before = content(hub)
    with live_office(hub.at(THIRTEENTH), faults) as ui:
        screen = shown(make_receiving, ui)
        take_in(qtbot, screen, ui, up)
        assert screen.banner.text == "Đã nhận 2 trong 4 gói."
        assert sorted(line.group.value for line in screen._lines) == ["damaged", "duplicate", "new", "new"]
        screen.presenter.undo_clicked()
        qtbot.waitUntil(lambda: screen._actions[Action.TAKE].isEnabled(), timeout=PATIENCE)
        rest(qtbot, ui)
    after_undo = content(hub)
    assert after_undo["figure"] == before["figure"]
    assert after_undo["submission"] == before["submission"]
    with live_office(hub.at(THIRTEENTH), faults) as ui:
        screen = shown(make_receiving, ui)
        take_in(qtbot, screen, ui, up)
    with open_office(twin_folder / "so-cchc.db", twin_folder, clock=THIRTEENTH) as twin:
        assert content(twin) == content(hub)

    # Accepted, answered; the commune sees it.
    with hub.uow.write() as session:
        unit = unit_id_of(session, COMMUNES[0])
        accept_report(session, expected_id=march, clock=THIRTEENTH)
    with live_office(hub.at(THIRTEENTH), faults, back) as ui:
        screen = shown(make_boxes, ui)
        round_of(qtbot, screen, ui, screen.presenter.receipts_clicked, back)
    receipt = next(path for path in back.iterdir() if COMMUNES[0] in path.name)
    with live_office(commune.at(THIRTEENTH), faults) as ui:
        take_in(qtbot, shown(make_receiving, ui), ui, receipt)
        screen = shown(make_boxes, ui)
        reports = [line for line in screen.tables[Tab.OUT].model.all_rows if line.row.kind == "report"]
        assert [line.state for line in reports] == ["Đã chấp nhận"]
        assert unit == commune.unit_id


def test_a_first_file_goes_from_a_fresh_window_to_a_fresh_window_before_there_is_work(
    qtbot, shown, qapp, look, office_templates, tmp_path, faults, monkeypatch
):
    """The hub's fresh register offers its units; the commune's program starts by a double click."""
    monkeypatch.setattr("app.ui.errors.FaultDesk.install_hooks", lambda desk: None)
    monkeypatch.setattr("app.ui.start.start_log_once", lambda folder: None)
    down = tmp_path / "xuong"
    with open_office(office_templates["hub"], tmp_path / "moi", clock=FIRST) as hub:
        with hub.uow.write() as session:
            session.add(HolidayException(day=date(2024, 9, 4), is_off=True, reason="Nghỉ bù của tỉnh"))
            session.scalars(select(Indicator).where(Indicator.code == "CD12")).one().title = "Tên mới"
        with live_office(hub, faults, down) as ui:
            screen = shown(make_boxes, ui)
            round_of(qtbot, screen, ui, screen.presenter.hand_down_clicked, down)
    (file,) = (path for path in down.iterdir() if path.name.split("_")[2] == COMMUNES[0])
    with open_office(office_templates[COMMUNES[0]], tmp_path / "xa-moi", clock=FIRST) as office:
        office.uow.close()
        program = Program(qapp, Host(office), look, None)
        program.take_package(file)
        program.open(office.services)
        try:
            qtbot.waitUntil(lambda: program.window.current_module == "receiving", timeout=PATIENCE)
            screen = program.window.current_screen
            qtbot.waitUntil(lambda: screen._actions[Action.TAKE].isEnabled(), timeout=PATIENCE)
            screen.presenter.take_clicked()
            qtbot.waitUntil(lambda: screen.banner.text == "Đã nhận 1 trong 1 gói.", timeout=PATIENCE)
            qtbot.waitUntil(lambda: not program.runner.is_busy, timeout=PATIENCE)
        finally:
            program.window.close()
            program.runner.shutdown()
        office.uow.open()
        with office.uow.read() as session:
            assert session.get_one(HolidayException, date(2024, 9, 4)).reason == "Nghỉ bù của tỉnh"
            assert session.scalars(select(Indicator.title).where(Indicator.code == "CD12")).one() == "Tên mới"
            assert hub.unit_id in session.scalars(select(UnitKey.unit_id)).all()
            assert session.scalars(select(Task.id)).all() == []


class Host:
    """A host that has one office's register."""

    def __init__(self, office):
        self.office = office

    def describe(self, data):
        return self.office.services
