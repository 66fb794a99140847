"""Lists: one model, sorted and filtered inside, with a table around it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from app.core.statuses import TaskState
from app.core.text import format_date, format_number
from app.ui.tables.column import Column
from app.ui.tables.content import copied_text, table_content, table_text
from app.ui.tables.model import ROW_ROLE, SORT_ROLE, TONE_ROLE, RowsModel
from app.ui.tables.table import RowsTable
from app.ui.tone import Tone, look

ASCENDING, DESCENDING = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@dataclass(frozen=True)
class Row:
    id: str
    name: str
    due: date | None
    count: int
    state: TaskState = TaskState.OPEN_IN_TIME


COLUMNS = (
    Column(title="Đơn vị", text=lambda r: r.name, width=20, stretches=True),
    Column(title="Hạn", text=lambda r: format_date(r.due) if r.due else "", sort=lambda r: r.due, width=10),
    Column(title="Số", text=lambda r: format_number(r.count), sort=lambda r: r.count, align="right", width=8),
    Column(
        title="Trạng thái",
        text=lambda r: look(r.state).word,
        sort=lambda r: list(TaskState).index(r.state),
        icon=lambda r: look(r.state).icon,
        tone=lambda r: look(r.state).tone,
    ),
)
ROWS = (
    Row("1", "Xã Đồng Hợp", date(2024, 3, 12), 9),
    Row("2", "Xã Châu Quang", None, 100, TaskState.OPEN_OVERDUE),
    Row("3", "xa lộ", date(2024, 12, 1), 19630),
    Row("4", "Ánh Sơn", date(2023, 1, 5), 20),
    Row("5", "Xã Ô Lâm", date(2024, 3, 12), 3, TaskState.OPEN_OVERDUE),
)


def names(model):
    return [row.id for row in model.rows]


@pytest.fixture
def model(qapp):
    model = RowsModel(COLUMNS, lambda row: row.id)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows(ROWS)
    yield model
    del tester


@pytest.fixture
def table(qtbot, look, model):
    table = RowsTable(model, name="units", noun="đơn vị")
    qtbot.addWidget(table)
    table.resize(900, 400)
    table.show()
    qtbot.waitExposed(table)
    return table


def test_a_cell_says_its_text_its_native_value_and_its_row(model):
    cell = model.index(0, 1)
    assert cell.data() == "12/3/2024"
    assert cell.data(SORT_ROLE) == date(2024, 3, 12)
    assert cell.data(ROW_ROLE) is ROWS[0]
    assert model.index(1, 3).data(TONE_ROLE) is Tone.BAD
    assert not model.index(0, 3).data(Qt.ItemDataRole.DecorationRole).isNull()


@pytest.mark.parametrize(
    ("column", "order", "expected"),
    [
        (0, ASCENDING, "42135"),
        (1, ASCENDING, "41532"),
        (1, DESCENDING, "31542"),
        (2, ASCENDING, "51423"),
        (2, DESCENDING, "32415"),
    ],
)
def test_sorting_goes_by_native_values_and_blanks_stay_last(model, column, order, expected):
    model.sort(column, order)
    assert names(model) == list(expected)


def test_sorting_can_be_taken_back(model):
    model.sort(2)
    model.sort(-1)
    assert names(model) == list("12345")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("xa", "1235"),
        ("xã", "125"),
        ("dong hop", "1"),
        ("qua han chau", "2"),
        ("XÃ Ô", "5"),
        ("không có", ""),
    ],
)
def test_the_query_finds_without_accents_and_only_with_them_where_typed(model, query, expected):
    model.set_query(query)
    assert names(model) == list(expected)
    model.set_query("")
    assert len(model.rows) == 5


def test_a_column_filter_counts_what_the_other_filters_leave(model):
    assert model.counts(3) == [("Đang trong hạn", 3), ("Đang quá hạn", 2)]
    model.set_query("xã")
    assert dict(model.counts(3)) == {"Đang trong hạn": 1, "Đang quá hạn": 2}
    model.set_accepted(3, frozenset({"Đang quá hạn"}))
    assert names(model) == list("25")
    assert dict(model.counts(3))["Đang trong hạn"] == 1  # its own filter does not hide its choices
    model.clear_filters()
    assert names(model) == list("12345")


def test_counts_of_a_column_stand_in_the_order_of_its_values(model):
    assert [text for text, _ in model.counts(1)] == ["05/01/2023", "12/3/2024", "01/12/2024", ""]


def test_new_rows_keep_sorting_and_filter(model):
    model.sort(2)
    model.set_query("xã")
    model.set_rows([*ROWS, Row("6", "Xã Mới", None, 1)])
    assert names(model) == list("6512")


def test_search_texts_kept_by_the_register_are_used(qapp):
    model = RowsModel(COLUMNS, lambda row: row.id, search=lambda row: ("tim thay", "tìm thấy"))
    model.set_rows(ROWS)
    model.set_query("tìm")
    assert len(model.rows) == 5


def test_an_icon_cell_without_an_icon_has_none(qapp):
    model = RowsModel([Column(title="A", text=lambda r: r, icon=lambda r: "")], lambda r: r)
    model.set_rows(["x"])
    assert model.index(0, 0).data(Qt.ItemDataRole.DecorationRole) is None


# --- around the table -------------------------------------------------------------------------------


def test_the_selection_survives_refresh_sorting_and_filtering(table):
    table.view.selectRow(1)
    table.view.selectionModel().select(
        table.model.index(3, 0),
        table.view.selectionModel().SelectionFlag.Select | table.view.selectionModel().SelectionFlag.Rows,
    )
    assert [row.id for row in table.selected_rows()] == ["2", "4"]
    table.view.sortByColumn(2, DESCENDING)
    assert {row.id for row in table.selected_rows()} == {"2", "4"}
    table.set_rows(reversed(ROWS))
    assert {row.id for row in table.selected_rows()} == {"2", "4"}
    assert table.current_row().id == "2"
    table.model.set_query("ánh")
    assert [row.id for row in table.selected_rows()] == ["4"]


def test_a_row_that_is_not_there_yet_is_selected_when_it_comes(table):
    table.select_row("6")
    assert table.selected_rows() == []
    table.set_rows([*ROWS, Row("6", "Xã Mới", None, 1)])
    assert [row.id for row in table.selected_rows()] == ["6"]


def test_the_count_line_says_shown_total_and_selected(table):
    assert table.count_text == "5 đơn vị"
    table.view.selectAll()
    assert table.count_text == "5 đơn vị, chọn 5"
    table.model.set_query("xã")
    assert table.count_text == "3 trong 5 đơn vị, chọn 3"


def test_an_empty_list_says_what_to_do(qtbot, table):
    pressed = []
    table.set_empty("Chưa có đơn vị.", "Nạp danh mục", lambda: pressed.append(1))
    assert table.empty.isHidden()
    table.set_rows([])
    assert table.empty.isVisible()
    assert table.empty.sentence == "Chưa có đơn vị."
    qtbot.mouseClick(table.empty.findChild(object, "empty_button"), Qt.MouseButton.LeftButton)
    assert pressed == [1]


def test_a_filter_that_hides_everything_offers_to_go(qtbot, table):
    table.model.set_query("không có")
    assert "bộ lọc" in table.empty.sentence
    table.clear_filters()
    assert table.empty.isHidden()
    assert len(table.model.rows) == 5


def test_ctrl_f_goes_to_the_box_and_typing_filters_after_a_pause(qtbot, table):
    table.activateWindow()
    table.view.setFocus()
    qtbot.keyClick(table.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert table.box.hasFocus()
    qtbot.keyClicks(table.box, "xa")
    assert len(table.model.rows) == 5
    qtbot.waitUntil(lambda: len(table.model.rows) == 4)
    qtbot.keyClick(table.box, Qt.Key.Key_Escape)
    assert len(table.model.rows) == 5


def test_enter_and_double_click_open_the_row(qtbot, table):
    table.view.selectRow(2)
    with qtbot.waitSignal(table.activated) as opened:
        qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert opened.args[0].id == "3"
    with qtbot.waitSignal(table.activated) as opened:
        table.view.doubleClicked.emit(table.model.index(0, 0))
    assert opened.args[0].id == "1"


def test_copied_rows_paste_into_excel_under_their_titles(qtbot, table):
    table.view.setColumnHidden(3, True)
    table.view.selectRow(0)
    qtbot.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Đơn vị\tHạn\tSố\r\nXã Đồng Hợp\t12/3/2024\t9\r\n"


def test_a_cell_never_breaks_the_copied_table():
    column = Column(title="A", text=lambda r: r)
    assert copied_text([column], ["hai\tdòng\nmột ô"]) == "A\r\nhai dòng một ô\r\n"


def test_a_head_sorts_up_down_and_back(qtbot, table):
    where = QPoint(table.view.head.sectionViewportPosition(2) + 10, 8)
    seen = []
    for _ in range(3):
        qtbot.mouseClick(table.view.head.viewport(), Qt.MouseButton.LeftButton, pos=where)
        seen.append("".join(names(table.model)))
    assert seen == ["51423", "32415", "12345"]


def test_the_filter_of_a_column_ticks_what_is_shown(qtbot, table):
    popup = table.view.open_filter(3)
    assert popup.choices.ticked == ("Đang trong hạn", "Đang quá hạn")
    popup.choices.set_ticked(["Đang quá hạn"])
    popup.apply()
    assert names(table.model) == list("25")
    popup = table.view.open_filter(3)
    assert popup.choices.ticked == ("Đang quá hạn",)
    popup.clear()
    assert len(table.model.rows) == 5


def test_a_search_in_the_filter_keeps_only_what_it_shows(qtbot, table):
    popup = table.view.open_filter(0)
    popup.box.setText("chau")
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert names(table.model) == ["2"]


def test_alt_down_opens_the_filter_of_the_current_column(qtbot, table):
    table.view.setCurrentIndex(table.model.index(0, 2))
    qtbot.keyClick(table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = table.view.findChild(object, "column_filter")
    assert [choice.title for choice in popup.choices.shown] == ["3", "9", "20", "100", "19.630"]
    popup.close()


def test_the_right_button_offers_copy_filter_and_columns(qtbot, table):
    menu = table.open_menu(table.view.visualRect(table.model.index(1, 1)).center())
    words = [action.text() for action in menu.actions() if action.text()]
    assert words == ["Chép các dòng đã chọn\tCtrl+C", "Lọc cột “Hạn”…\tAlt+↓", "Cột hiện ra"]
    columns = menu.actions()[-1].menu()
    columns.actions()[1].setChecked(False)
    assert table.view.shown_columns == [0, 2, 3]
    menu.close()


def test_heights_follow_the_font(table, look):
    before = table.view.verticalHeader().defaultSectionSize()
    look.step(1)
    assert table.view.verticalHeader().defaultSectionSize() > before


def test_content_has_real_numbers_and_dates_and_words_for_statuses(model):
    titles, rows = table_content(model)
    assert titles == ("Đơn vị", "Hạn", "Số", "Trạng thái")
    assert rows[0] == ("Xã Đồng Hợp", date(2024, 3, 12), 9, "Đang trong hạn")
    assert rows[1] == ("Xã Châu Quang", "", 100, "Đang quá hạn")
    assert table_text(model, [2, 0]).rows[2] == ("19.630", "xa lộ")


def test_a_column_may_say_what_is_exported(qapp):
    model = RowsModel(
        [Column(title="%", text=lambda r: "32,3%", value=lambda r: Decimal("0.323"))], lambda r: r
    )
    model.set_rows([1])
    assert table_content(model)[1] == [(Decimal("0.323"),)]


def test_a_very_long_title_leaves_room_for_the_other_columns_and_is_whole_in_its_tooltip(qtbot, look):
    long = "Các đơn vị sự nghiệp công lập trực thuộc Ủy ban nhân dân huyện"
    columns = tuple(Column(title=title, text=str, width=6) for title in (long, "Trung tâm hành chính"))
    table = RowsTable(RowsModel(columns, lambda row: row), name="titles")
    qtbot.addWidget(table)
    table.set_rows((1, 2))
    assert table.view.columnWidth(0) < 1.5 * table.view.columnWidth(1)
    head = table.model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert head == long
