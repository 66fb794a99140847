"""The plans screen with a real runner, and its forms."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.core.errors import InvalidField
from app.services.exports import export_table
from app.services.plans import PlanRowFields, ScoreFields
from app.services.queries.plan_units import ScoreEntry
from app.ui.excel_import import ExcelImport
from app.ui.screens.plans.dialogs import PlanRowForm, ScoreForm
from app.ui.screens.plans.presenter import Action
from app.ui.screens.plans.view import make
from app.ui.tables.table import RowsTable


@pytest.fixture
def screen(qtbot, look, live):
    screen = make(live)
    qtbot.addWidget(screen)
    screen.resize(1100, 640)
    screen.show()
    qtbot.waitUntil(lambda: len(screen.list.model.all_rows) > 30)
    return screen


def test_a_unit_is_opened_walked_and_left_by_keyboard(qtbot, screen):
    screen.list.view.selectRow(4)
    qtbot.keyClick(screen.list.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.presenter.unit is not None)
    assert screen.stack.currentIndex() == 1
    assert screen._actions[Action.GENERATE].isEnabled()
    name = screen.presenter.unit.unit
    screen.presenter.step_unit(1)
    qtbot.waitUntil(lambda: screen.presenter.unit.unit != name)
    screen.tabs.setCurrentIndex(1)
    screen.card.view.selectRow(1)
    assert screen._actions[Action.EDIT].isEnabled()
    qtbot.keyClick(screen.card.view, Qt.Key.Key_Escape)
    assert screen.stack.currentIndex() == 0
    qtbot.waitUntil(lambda: not screen.ui.jobs._runner.is_busy)


def test_a_row_is_changed_through_its_form(qtbot, screen):
    unit = next(row for row in screen.list.model.all_rows if row.rows)
    screen.open_place({"unit_id": unit.unit_id, "year": "2024"})
    qtbot.waitUntil(lambda: len(screen.rows.model.all_rows) > 0)
    screen.rows.view.selectRow(0)
    screen.presenter.edit_clicked()
    form = screen.findChild(PlanRowForm)
    form.cause.setPlainText("Thiếu người theo dõi")
    form.submit()
    qtbot.waitUntil(lambda: screen.rows.model.all_rows[0].cause == "Thiếu người theo dõi")
    qtbot.waitUntil(lambda: screen.findChild(PlanRowForm) is None)


def test_a_score_form_gives_a_frozen_score(qtbot, look):
    entry = ScoreEntry(
        "c", "u", "1.1", "Kế hoạch", Decimal(2), "", Decimal("1.125"), None, "thiếu", "đã nộp", True
    )
    form = ScoreForm(None, entry)
    qtbot.addWidget(form)
    assert form.self_points.text() == "1,125"
    form.appraised_points.setText("0,5")
    form.not_applicable.setChecked(True)
    assert form.read_value() == ScoreFields(
        criterion_id="c",
        unit_id="u",
        self_points=Decimal("1.125"),
        appraised_points=Decimal("0.5"),
        reason="thiếu",
        self_note="đã nộp",
        is_applicable=False,
    )
    form.self_points.setText("một")
    with pytest.raises(InvalidField):
        form.read_value()


def test_a_row_form_gives_a_frozen_row(qtbot, look):
    form = PlanRowForm(None, None, 2024, date(2024, 3, 13))
    qtbot.addWidget(form)
    form.shortcoming.setPlainText("Chậm")
    form.measure.setPlainText("Cập nhật")
    form.lead.setText(" Phòng  Nội vụ ")
    form.due_on.line.setText("30/6/2024")
    form.target_points.setText("1,5")
    form.progress.setValue(40)
    assert form.read_value() == PlanRowFields(
        shortcoming="Chậm",
        measure="Cập nhật",
        lead="Phòng Nội vụ",
        due_on=date(2024, 6, 30),
        target_points=Decimal("1.5"),
        progress=40,
    )


def test_a_scale_comes_from_excel_whole_or_not_at_all(qtbot, screen, tmp_path):
    head = ("Năm", "STT", "Tiêu chí", "Điểm tối đa")
    good = [(2031, "I", "Chỉ đạo", 3), (2031, "1", "Kế hoạch", 3)]
    path = tmp_path / "tieu-chi.xlsx"
    export_table("Bộ tiêu chí", head, [*good[:1], (2031, "1", "Kế hoạch", 2)], path)
    flow = ExcelImport(screen, screen.ui, "criteria")
    flow.try_file(path)
    qtbot.waitUntil(lambda: flow.dialog is not None)
    (fault,) = flow.dialog.findChild(RowsTable).model.all_rows
    assert "cộng các mục con được 2" in fault[1].message
    assert flow.dialog.findChild(QPushButton, "keep_button") is None
    flow.dialog.reject()
    export_table("Bộ tiêu chí", head, good, path)
    flow = ExcelImport(screen, screen.ui, "criteria")
    flow.try_file(path)
    qtbot.waitUntil(lambda: flow.dialog is not None)
    assert [(c.effect, c.code) for c in flow.dialog.findChild(RowsTable).model.all_rows] == [
        ("added", "I"),
        ("added", "1"),
    ]
    flow.dialog.accept()
    qtbot.waitUntil(lambda: screen.ui.navigator.told[-1:] == ["Đã nhập: thêm 2, sửa 0 dòng."])


def test_a_blank_workbook_of_points_is_written_where_asked(qtbot, screen, tmp_path):
    path = tmp_path / "bieu.xlsx"
    screen.ui.dialogs.answers += ["criteria", path]
    screen._template()
    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(lambda: f"Đã ghi biểu {path}." in screen.ui.navigator.told)
