"""The button "Cách xem" over a real register: kept, replaced, chosen, renamed, deleted, or put off."""

import pytest

from app.services.saved_views import list_views
from app.ui.tables.column import Column
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable
from app.ui.widgets.views_button import ViewsButton
from tests.ui.fakes import make_ui

COLUMNS = (
    Column(title="Đơn vị", text=lambda row: row[0], width=20),
    Column(title="Loại", text=lambda row: row[1], width=10),
)
ROWS = (("Xã Một", "xã"), ("Xã Hai", "xã"), ("Phòng Ba", "phòng"))


@pytest.fixture
def table(qtbot, look):
    table = RowsTable(RowsModel(COLUMNS, lambda row: row[0]), name="units")
    qtbot.addWidget(table)
    table.set_rows(ROWS)
    return table


@pytest.fixture
def ui(register_uow, tmp_path):
    with register_uow as uow:
        yield make_ui(tmp_path, uow=uow)


@pytest.fixture
def button(ui, table):
    button = ViewsButton(ui, table, "units", table)
    table.add_filter(button)
    return button


def views(ui):
    with ui.services.uow.read() as session:
        return list_views(session, "units")


def press(ui, button, text, *answers):
    """Choose from the menu, answering what is asked then."""
    ui.dialogs.answers.extend(answers)
    menu = button.open_menu(views(ui))
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.close()
    assert not ui.dialogs.answers


def test_a_view_brings_filters_back_and_passes_over_what_is_gone(ui, button, table):
    table.model.set_accepted(1, frozenset({"xã"}))
    table.box.setText("hai")
    press(ui, button, "Lưu cách xem…", "Xã Hai thôi")
    table.clear_filters()
    assert len(table.model.rows) == 3
    press(ui, button, "Xã Hai thôi")
    assert [row[0] for row in table.model.rows] == ["Xã Hai"]
    assert ui.navigator.told[-1] == "Đang xem theo “Xã Hai thôi”."
    table.see_as({"filters": {"Cột cũ": ["x"]}, "choices": {"old_box": 3}, "columns": 7})
    assert len(table.model.rows) == 3


@pytest.mark.parametrize(("agrees", "words"), [(True, ""), (False, "hai")])
def test_a_view_of_the_same_name_is_replaced_only_when_agreed(ui, button, table, agrees, words):
    table.box.setText("hai")
    press(ui, button, "Lưu cách xem…", "Một")
    table.clear_filters()
    press(ui, button, "Lưu cách xem…", "MỘT", agrees)
    (view,) = views(ui)
    assert view.definition["words"] == words


def test_a_view_is_renamed_and_deleted(ui, button):
    press(ui, button, "Lưu cách xem…", "Một")
    press(ui, button, "Đổi tên…", views(ui)[0].id, "Hai & Ba")
    assert [view.name for view in views(ui)] == ["Hai & Ba"]
    press(ui, button, "Hai && Ba")
    press(ui, button, "Xóa…", views(ui)[0].id)
    assert views(ui) == ()


@pytest.mark.parametrize(
    ("act", "answers"), [("Lưu cách xem…", [None]), ("Xóa…", [None]), ("Đổi tên…", [None])]
)
def test_what_is_put_off_changes_nothing(ui, button, act, answers):
    press(ui, button, "Lưu cách xem…", "Một")
    press(ui, button, act, *answers)
    assert [view.name for view in views(ui)] == ["Một"]


def test_without_views_there_is_nothing_to_rename(ui, button):
    menu = button.open_menu(())
    usable = [action.text() for action in menu.actions() if action.isEnabled() and action.text()]
    menu.close()
    assert usable == ["Lưu cách xem…"]
