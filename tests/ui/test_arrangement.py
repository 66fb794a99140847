"""Columns stay as a person has laid them out, in whatever the file of preferences holds."""

import ast
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

import app
from app.core.text import format_number
from app.system.settings import Settings
from app.ui.tables.arrangement import Arrangement
from app.ui.tables.column import Column
from app.ui.tables.memory import KEY, TableMemory, remember_tables
from app.ui.tables.model import RowsModel
from app.ui.tables.table import RowsTable

COLUMNS = (
    Column(title="Đơn vị", text=lambda r: r[0], width=20, stretches=True),
    Column(title="Hạn", text=lambda r: str(r[1]), sort=lambda r: r[1], width=10),
    Column(title="Số", text=lambda r: format_number(r[2]), sort=lambda r: r[2], width=8),
    Column(title="Ghi chú", text=lambda r: "", hidden=True),
)
ROWS = (("Xã Một", date(2024, 3, 12), 9), ("Xã Hai", date(2024, 3, 1), 100), ("Xã Ba", date(2024, 5, 1), 3))


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "tuy-chon.toml")


@pytest.fixture
def make(qtbot, look, settings):
    """Make a screen with the table as the program does at each start."""

    def make():
        screen = QWidget()
        table = RowsTable(RowsModel(COLUMNS, lambda row: row[0], parent=screen), name="kept", parent=screen)
        table.set_rows(ROWS)
        table.resize(900, 400)
        remember_tables(screen, settings)
        qtbot.addWidget(screen)
        screen.show()
        return screen, table

    return make


def titles(table):
    return [COLUMNS[place].title for place in table.view.shown_columns]


def choose(menu, text):
    actions = [a for m in (menu, *menu.findChildren(QMenu)) for a in m.actions()]
    next(action for action in actions if action.text() == text).trigger()
    menu.close()


def test_order_width_columns_and_sorting_are_there_at_the_next_start(make, settings):
    screen, table = make()
    table.view.head.moveSection(2, 0)
    table.view.head.resizeSection(1, 333)
    table.view.show_column(3, on=True)
    table.view.head.setSortIndicator(2, Qt.SortOrder.DescendingOrder)
    screen.close()
    _shown, again = make()
    assert titles(again) == ["Số", "Đơn vị", "Hạn", "Ghi chú"]
    assert abs(again.view.columnWidth(1) - 333) <= again.fontMetrics().averageCharWidth()
    assert [row[2] for row in again.model.rows] == [100, 9, 3]


def test_a_kept_width_follows_the_font(make, look):
    _screen, table = make()
    table.view.head.resizeSection(1, 300)
    before = table.fontMetrics().averageCharWidth()
    for _ in range(4):
        look.step(1)
    after = table.fontMetrics().averageCharWidth()
    assert after > before
    assert table.view.columnWidth(1) == pytest.approx(300 * after / before, abs=after)


def test_back_to_default_leaves_nothing_behind(make, settings):
    screen, table = make()
    table.view.head.moveSection(2, 0)
    table.view.show_column(1, on=False)
    table.findChild(TableMemory).settle()
    assert "kept_table" in settings.text(KEY)
    choose(table.open_head_menu(0, QPoint(0, 0)), "Về mặc định")
    assert titles(table) == ["Đơn vị", "Hạn", "Số"]
    screen.close()
    assert settings.text(KEY) == ""


def test_the_menu_of_a_head_sorts_and_hides(make):
    _screen, table = make()
    choose(table.open_head_menu(2, QPoint(0, 0)), "Xếp giảm dần")
    assert [row[2] for row in table.model.rows] == [100, 9, 3]
    choose(table.open_head_menu(2, QPoint(0, 0)), "Bỏ xếp")
    assert [row[2] for row in table.model.rows] == [9, 100, 3]
    choose(table.open_head_menu(2, QPoint(0, 0)), "Ẩn cột “Số”")
    assert titles(table) == ["Đơn vị", "Hạn"]
    choose(table.open_head_menu(0, QPoint(0, 0)), "Số")
    assert titles(table) == ["Đơn vị", "Hạn", "Số"]


def test_the_last_column_cannot_be_hidden(make):
    _screen, table = make()
    for place in range(4):
        table.view.show_column(place, on=False)
    assert len(titles(table)) == 1


@pytest.mark.parametrize(
    "kept",
    [
        "{broken",
        "[]",
        '{"kept_table": 3}',
        '{"kept_table": {"order": "Số", "widths": {"Hạn": true}, "shown": {"Hạn": 1}, "sort": ["Số"]}}',
        '{"kept_table": {"order": ["Cột cũ"], "widths": {"Cột cũ": 9}, "sort": ["Cột cũ", true]}}',
    ],
)
def test_what_cannot_be_used_is_passed_over(make, settings, kept):
    settings.set(KEY, kept)
    _screen, table = make()
    assert titles(table) == ["Đơn vị", "Hạn", "Số"]
    assert table.model.rows == list(ROWS)


def test_every_column_hidden_by_a_damaged_file_shows_them_all(make, settings):
    settings.set(KEY, '{"kept_table": {"shown": {"Đơn vị": false, "Hạn": false, "Số": false}}}')
    _screen, table = make()
    assert titles(table)


def test_a_column_that_came_later_stands_where_it_was_put():
    kept = Arrangement(order=("Số", "Đơn vị"))
    assert kept.places(["Đơn vị", "Hạn", "Số"]) == [2, 1, 0]
    assert Arrangement().places(["Đơn vị", "Hạn"]) == [0, 1]
    assert Arrangement.from_data(kept.as_data()) == kept


def test_every_table_of_a_screen_has_a_name_of_its_own():
    """Two tables of one name would take each other's layout."""
    named = Counter()
    for path in (Path(app.__file__).parent / "ui" / "screens").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "RowsTable":
                named.update(
                    keyword.value.value
                    for keyword in call.keywords
                    if keyword.arg == "name" and isinstance(keyword.value, ast.Constant)
                )
    assert len(named) > 20
    assert [name for name, count in named.items() if count > 1] == []


def test_a_table_made_anew_is_laid_out_as_the_one_before_it(make, settings):
    screen, table = make()
    table.view.show_column(1, on=False)
    table.findChild(TableMemory).settle()
    anew = RowsTable(RowsModel(COLUMNS, lambda row: row[0]), name="kept", parent=screen)
    remember_tables(screen, settings)
    assert titles(anew) == ["Đơn vị", "Số"]
