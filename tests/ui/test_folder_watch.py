"""The watched folder speaks on every screen: once of each file, never over another banner."""

import pytest

from app.core.changes import Changes
from app.ui.folder_watch import FolderWatch
from tests.offices import first as first
from tests.offices import hub, made_offices, office_templates, sealed
from tests.register import template
from tests.ui.screens.offices import office_ui

__all__ = ["hub", "made_offices", "office_templates", "sealed", "template"]


@pytest.fixture
def ui(sealed):
    return office_ui(sealed[0])


@pytest.fixture
def folder(ui, tmp_path):
    place = tmp_path / "zalo"
    place.mkdir()
    ui.services.settings.set("exchange.folder", str(place))
    return place


@pytest.fixture
def place():
    """Where the window stands: the screen that is shown, and whether its banner is free."""
    return {"screen": "home", "free": True}


@pytest.fixture
def watch(qapp, ui, place):
    watch = FolderWatch(ui, screen=lambda: place["screen"], is_free=lambda: place["free"])
    watch._calm.setInterval(0)
    yield watch
    watch.deleteLater()


def test_a_file_that_lies_there_at_the_start_is_told_once_and_opens_the_preview(ui, watch, folder, first):
    (folder / "a.cchc").write_bytes(first.read_bytes())
    watch.start()
    watch.look()
    assert ui.navigator.warned == [f"Thư mục theo dõi {folder} có 1 gói mới, chưa nhận."]
    ui.navigator.actions[-1]()
    assert ui.navigator.opened == [("receiving", {"files": str(folder / "a.cchc")})]


def test_a_file_that_comes_later_is_told(qtbot, ui, watch, folder, first):
    watch.start()
    assert ui.navigator.warned == []
    (folder / "a.cchc").write_bytes(first.read_bytes())
    qtbot.waitUntil(lambda: len(ui.navigator.warned) == 1)


def test_what_the_register_has_seen_and_no_folder_are_no_news(qtbot, ui, watch, folder, first, sealed):
    sealed[0].take_in(first)
    (folder / "a.cchc").write_bytes(first.read_bytes())
    watch.start()
    ui.services.settings.set("exchange.folder", "")
    watch.look()
    assert ui.navigator.warned == []


@pytest.mark.parametrize(("key", "value"), [("screen", "exchange"), ("screen", "receiving"), ("free", False)])
def test_it_waits_while_the_screen_says_it_or_another_banner_stands(
    qtbot, ui, watch, folder, first, place, key, value
):
    (folder / "a.cchc").write_bytes(first.read_bytes())
    before, place[key] = place[key], value
    watch.start()
    assert ui.navigator.warned == []
    place[key] = before
    ui.bus.publish(Changes(documents=True), None)
    qtbot.waitUntil(lambda: len(ui.navigator.warned) == 1)
