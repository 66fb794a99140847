"""The directory with a real runner, its forms, and the import of units from Excel."""

from datetime import date, timedelta

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from app.core.errors import Finding, InvalidField
from app.services.exports import export_table
from app.services.imports.outcome import Outcome
from app.ui.excel_import import ExcelImport, ImportDialog, keep_verb, outcome_words
from app.ui.screens.directory.dialogs import (
    CatalogueForm,
    GroupForm,
    LastDayForm,
    LetterheadForm,
    PersonForm,
    SignerForm,
    UnitForm,
)
from app.ui.screens.directory.presenter import Action, Tab
from app.ui.screens.directory.view import make
from app.ui.tables.memory import TableMemory
from app.ui.tables.table import RowsTable

TODAY = date(2024, 3, 13)


@pytest.fixture
def screen(qtbot, look, live):
    screen = make(live)
    qtbot.addWidget(screen)
    screen.resize(1100, 640)
    screen.show()
    qtbot.waitUntil(lambda: len(screen.tables[Tab.UNITS].model.all_rows) > 30)
    return screen


def test_every_list_is_filled_and_the_heading_is_sketched(qtbot, screen):
    for place, table in enumerate(screen.tables.values()):
        screen.tabs.setCurrentIndex(place)
        assert table.model.all_rows
    screen.open_place({"list": "letterheads"})
    screen.tables[Tab.LETTERHEADS].view.selectRow(0)
    assert screen.sketch.isVisible()
    assert screen.sketch._lines["issuer"].text().startswith("ỦY BAN NHÂN DÂN")
    assert not screen._actions[Action.IMPORT].isEnabled()


def test_a_unit_is_changed_by_keyboard(qtbot, screen):
    table = screen.tables[Tab.UNITS]
    table.view.selectRow(4)
    row = table.selected_rows()[0]
    qtbot.keyClick(table.view, Qt.Key.Key_Return)
    form = screen.findChild(UnitForm)
    form.phone.setText("0238 388 1234")
    form.save_button.click()
    qtbot.waitUntil(lambda: any(u.phone == "0238 388 1234" for u in table.model.all_rows))
    assert table.selected_rows()[0].id == row.id
    qtbot.waitUntil(lambda: screen.findChild(UnitForm) is None)


def rows_of(screen, tab):
    return screen.tables[tab].model.all_rows


def test_each_form_gives_its_frozen_value(qtbot, screen):
    units = rows_of(screen, Tab.UNITS)
    forms = {
        Tab.UNITS: UnitForm(screen, units[4], units, TODAY),
        Tab.GROUPS: GroupForm(screen, rows_of(screen, Tab.GROUPS)[0], units),
        Tab.PEOPLE: PersonForm(screen, rows_of(screen, Tab.PEOPLE)[0], units, None, TODAY),
        Tab.SIGNERS: SignerForm(screen, rows_of(screen, Tab.SIGNERS)[0], units, None, TODAY),
        Tab.LETTERHEADS: LetterheadForm(screen, rows_of(screen, Tab.LETTERHEADS)[0], units, None, TODAY),
    }
    for form in forms.values():
        form.name.setText("Tên mới") if hasattr(form, "name") else form.place.setText("Nghệ An")
    values = {tab: form.read_value() for tab, form in forms.items()}
    assert values[Tab.UNITS].parent_id == units[4].parent_id
    assert values[Tab.UNITS].valid_to == units[4].valid_to
    assert values[Tab.GROUPS].member_ids == rows_of(screen, Tab.GROUPS)[0].member_ids
    assert values[Tab.PEOPLE].unit_id == rows_of(screen, Tab.PEOPLE)[0].unit_id
    assert values[Tab.SIGNERS].authority == rows_of(screen, Tab.SIGNERS)[0].authority
    assert values[Tab.LETTERHEADS].place == "Nghệ An"
    assert "Nghệ An" in forms[Tab.LETTERHEADS].sketch._lines["place"].text()
    forms[Tab.SIGNERS]._take(3)
    assert forms[Tab.SIGNERS].read_value().authority == ("CHỦ TỊCH",)
    forms[Tab.GROUPS].members.set_ticked(())
    with pytest.raises(InvalidField):
        forms[Tab.GROUPS].read_value()


def test_the_last_day_must_be_given(qtbot, screen):
    form = LastDayForm(screen, rows_of(screen, Tab.UNITS)[4], TODAY)
    assert form.read_value() == TODAY
    form.last_day.set_value(None)
    with pytest.raises(InvalidField):
        form.read_value()


def test_units_come_from_excel_after_a_rehearsal(qtbot, screen, tmp_path):
    path = tmp_path / "don-vi.xlsx"
    rows = [("X1", "Đơn vị thử một", "phòng"), ("", "Không có mã", "phòng")]
    export_table("Đơn vị", ("Mã đơn vị", "Tên đơn vị", "Loại"), rows, path)
    flow = ExcelImport(screen, screen.ui, "units")
    before = len(rows_of(screen, Tab.UNITS))
    flow.try_file(path)
    qtbot.waitUntil(lambda: flow.dialog is not None)
    assert len(rows_of(screen, Tab.UNITS)) == before
    flow.dialog.accept()
    qtbot.waitUntil(lambda: len(rows_of(screen, Tab.UNITS)) == before + 1)
    assert screen.ui.navigator.told[-1].startswith("Đã nhập: thêm 1")


def test_what_an_import_would_do_is_said_before_it_is_done():
    fine = Outcome(added=2, changed=1)
    faulty = Outcome(added=2, rejected=[Finding(3, "Mã", "thiếu"), Finding(3, "Tên", "thiếu")])
    assert outcome_words(fine) == "Đọc thử: thêm 2, sửa 1, giữ nguyên 0. Chưa ghi gì vào sổ."
    assert "1 dòng có chỗ sai" in outcome_words(faulty)
    assert [keep_verb(o) for o in (fine, faulty, Outcome())] == ["Nhập", "Chỉ nhập dòng đúng", ""]


def test_the_catalogue_goes_out_to_excel_and_comes_back_as_a_new_version(qtbot, screen, tmp_path):
    path = tmp_path / "danh-muc.xlsx"
    screen.tabs.setCurrentIndex(list(Tab).index(Tab.INDICATORS))
    assert not screen._actions[Action.ADD].isEnabled()
    screen.ui.dialogs.answers.append(path)
    screen._template()
    qtbot.waitUntil(lambda: any("Đã ghi biểu" in words for words in screen.ui.navigator.told))
    known = {line.code for line in rows_of(screen, Tab.INDICATORS)}
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    lines = {row[0].value: row[0].row for row in sheet.iter_rows(min_row=2) if row[0].value}
    assert set(lines) == known
    sheet.cell(lines["CD01"], 2).value = "Tên mới của chỉ tiêu"
    sheet.delete_rows(lines["CD19"])
    book.save(path)
    flow = ExcelImport(screen, screen.ui, "catalogue", valid_from=TODAY + timedelta(days=200))
    flow.try_file(path)
    qtbot.waitUntil(lambda: flow.dialog is not None)
    shown = flow.dialog.findChild(RowsTable).model.all_rows
    assert [(c.effect, c.code) for c in shown] == [("changed", "CD01"), ("ended", "CD19")]
    assert "“Tên mới của chỉ tiêu”" in shown[0].detail
    assert {line.code for line in rows_of(screen, Tab.INDICATORS)} == known  # tried, and taken back
    flow.dialog.accept()
    qtbot.waitUntil(lambda: "CD19" not in {line.code for line in rows_of(screen, Tab.INDICATORS)})
    assert screen.ui.navigator.told[-1] == "Đã nhập: thêm 0, sửa 1, bỏ 1 dòng."
    assert "bản 2, có hiệu lực từ ngày" in screen.version.text()


def test_a_catalogue_with_a_wrong_line_cannot_be_kept_in_part(qtbot, screen, tmp_path):
    path = tmp_path / "danh-muc.xlsx"
    head = ("Mã", "Tên chỉ tiêu, ghi chú kiểm tra", "Loại", "Lĩnh vực", "Kiểu số", "Tính chất", "Cách cộng")
    rows = [("A1", "Một", "Chỉ tiêu", "TTHC", "Màu", "Trong kỳ", "Cộng")]
    export_table("Danh mục", head, rows, path)
    flow = ExcelImport(screen, screen.ui, "catalogue", valid_from=TODAY + timedelta(days=200))
    flow.try_file(path)
    qtbot.waitUntil(lambda: flow.dialog is not None)
    (fault,) = flow.dialog.findChild(RowsTable).model.all_rows
    assert (fault[1].column, fault[1].row is not None) == ("E", True)
    assert "“Màu” không dùng được" in fault[1].message
    assert flow.dialog.findChild(QPushButton, "keep_button") is None
    flow.dialog.reject()


def test_a_catalogue_asks_from_which_day_it_holds(qtbot, screen):
    form = CatalogueForm(screen, TODAY)
    assert form.read_value() == TODAY
    form.since.set_value(None)
    with pytest.raises(InvalidField, match="có hiệu lực"):
        form.read_value()


def test_a_table_in_a_dialog_stays_as_it_was_laid_out(qtbot, screen):
    def dialog():
        return ImportDialog(screen, "x", Outcome(rejected=[Finding(3, "A", "thiếu")]), lambda: None)

    first = dialog()
    view = first.findChild(RowsTable).view
    view.setColumnWidth(1, 222)
    first.findChild(TableMemory).settle()
    again = dialog()
    assert abs(again.findChild(RowsTable).view.columnWidth(1) - 222) <= 12  # kept in letters


def strange_units(path, *names):
    export_table("Đơn vị", ("Ký danh", "Gọi là", "Hạng mục"), [(f"X{n}", n, "xã") for n in names], path)
    return path


def test_columns_without_known_headings_are_chosen_once_and_remembered(qtbot, screen, tmp_path):
    flow = ExcelImport(screen, screen.ui, "units")
    flow.try_file(strange_units(tmp_path / "1.xlsx", "Đơn vị lạ"))
    qtbot.waitUntil(lambda: flow.form is not None)
    form = flow.form
    assert form.boxes["code"].itemText(1) == "A: Đơn vị · Ký danh · XĐơn vị lạ"
    form.submit()
    assert form.problem("code") == "Chưa chọn cột “Mã đơn vị”."
    form.boxes["code"].setCurrentIndex(form.boxes["code"].findData("A"))
    form.boxes["name"].setCurrentIndex(form.boxes["name"].findData("A"))
    form.submit()
    assert "đã chọn cho mục khác" in form.problem("name")
    form.boxes["name"].setCurrentIndex(form.boxes["name"].findData("B"))
    form.submit()
    qtbot.waitUntil(lambda: flow.dialog is not None)
    flow.dialog.accept()
    qtbot.waitUntil(lambda: any(u.name == "Đơn vị lạ" for u in rows_of(screen, Tab.UNITS)))
    again = ExcelImport(screen, screen.ui, "units")
    again.try_file(strange_units(tmp_path / "2.xlsx", "Đơn vị khác"))
    qtbot.waitUntil(lambda: again.dialog is not None)
    assert again.form is None
    assert outcome_words(Outcome(added=1)) in [label.text() for label in again.dialog.findChildren(QLabel)]
    again.dialog.findChild(QPushButton, "choose_button").click()
    qtbot.waitUntil(lambda: again.form is not None)
    assert again.form.read_value() == {"code": "A", "name": "B"}
    again.form.reject()
