"""Reports with their widgets: typing with the keyboard, words, the paper, with a real runner."""

from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from app.core.errors import RuleViolation, Unavailable
from app.core.periods import Month
from app.services.exports import export_table
from app.services.queries.report_desk import CONSOLIDATED
from app.system import opener
from app.ui.screens.reports.columns import EXPLANATION, NOW
from app.ui.screens.reports.view import make
from app.ui.tables.table import RowsTable
from tests.sample import SAMPLE_CLOCK
from tests.ui.input_methods import DUOC, compose, press, type_as_unikey
from tests.ui.screens.live import live_ui


@pytest.fixture
def screen(qtbot, look, sample, tmp_path, faults):
    with live_ui(sample, tmp_path / "office", faults, SAMPLE_CLOCK) as ui:
        screen = make(ui)
        screen.resize(1000, 600)
        qtbot.addWidget(screen)
        screen.show()
        qtbot.waitUntil(lambda: bool(screen.grid.entries.lines))
        yield screen
        screen.dispose()


def wrong(screen):
    return [f.code for f in screen.findings._findings if f.level == "wrong"]


def value(screen, code):
    entries = screen.grid.entries
    return entries.lines[entries.row_of(code)].cells[NOW]


def type_in(qtbot, screen, text, key=Qt.Key.Key_Return):
    """Type into the cell with the cursor as a person does, and end with a key."""
    grid = screen.grid
    qtbot.keyClick(grid, text[0])
    editor = grid.indexWidget(grid.currentIndex()) or grid.viewport().focusWidget()
    qtbot.keyClicks(editor, text[1:])
    qtbot.keyClick(editor, key)


def test_figures_are_typed_one_after_another_with_enter(qtbot, screen):
    grid = screen.grid
    grid.jump("CD02", NOW)
    type_in(qtbot, screen, "1.240")
    qtbot.waitUntil(lambda: grid.entries.lines[grid.currentIndex().row()].key == "CD03")
    type_in(qtbot, screen, "310")
    # CD04 is computed from the two, and jumped over.
    qtbot.waitUntil(lambda: grid.entries.lines[grid.currentIndex().row()].key == "CD05")
    qtbot.waitUntil(lambda: value(screen, "CD04") == "25")
    assert value(screen, "CD02") == "1.240"
    qtbot.keyClick(grid, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert grid.entries.lines[grid.currentIndex().row()].key == "CD03"
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: value(screen, "CD04") == "")


def test_what_is_being_typed_survives_the_news_of_the_cell_before(qtbot, screen):
    grid = screen.grid
    grid.jump("CD03", NOW)
    qtbot.keyClick(grid, "4")
    editor = grid.indexWidget(grid.currentIndex())
    screen.presenter.cell_typed("CD02", NOW, "77")
    qtbot.waitUntil(lambda: value(screen, "CD02") == "77" and screen.presenter.figures.pending.is_empty)
    screen.presenter.refresh()
    qtbot.waitUntil(lambda: not screen.ui.jobs._runner.is_busy)
    qtbot.keyClicks(editor, "2")
    assert editor.text() == "42"
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert value(screen, "CD03") != "42"


def test_a_wrong_figure_is_found_again_from_the_list(qtbot, screen):
    screen.grid.jump("CD01", NOW)
    type_in(qtbot, screen, "1a")
    qtbot.waitUntil(lambda: wrong(screen) == ["CD01"])
    screen.grid.jump("CD12", NOW)
    qtbot.keyClick(screen, Qt.Key.Key_F3)
    grid = screen.grid
    assert grid.entries.lines[grid.currentIndex().row()].key == "CD01"
    screen.ui.dialogs.answers.append(False)
    assert not screen.can_leave()
    grid.jump("CD01", NOW)
    type_in(qtbot, screen, "7", Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: not wrong(screen) and screen.presenter.figures.pending.is_empty)
    assert screen.can_leave()


def test_a_cell_from_excel_is_pasted(qtbot, screen):
    screen.grid.jump("CD01", NOW)
    QGuiApplication.clipboard().setText("12\r\n")
    qtbot.keyClick(screen.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: value(screen, "CD01") == "12" and screen.presenter.figures.pending.is_empty)
    qtbot.keyClick(screen.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "12"


def test_a_block_goes_out_to_excel_and_comes_back_after_a_look(qtbot, screen):
    grid = screen.grid
    grid.jump("CD01", NOW)
    first = grid.currentIndex()
    last = grid.entries.place_of("CD03", NOW)
    grid.selectionModel().select(
        QItemSelection(first, last), QItemSelectionModel.SelectionFlag.ClearAndSelect
    )
    qtbot.keyClick(grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text().split("\n")
    assert copied == [value(screen, code) for code in ("CD01", "CD02", "CD03")]
    QGuiApplication.clipboard().setText('5\r\n19,630\r\n"32,3%"\r\n')
    grid.jump("CD01", NOW)
    qtbot.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    dialog = screen.findChild(QDialog, "paste_dialog")
    assert dialog.findChild(QPushButton, "keep_button").text() == "Dán 2 ô"
    dialog.accept()
    qtbot.waitUntil(lambda: (value(screen, "CD01"), value(screen, "CD02")) == ("5", "19.630"))


def test_the_first_cell_is_filled_down_with_ctrl_d(qtbot, screen):
    grid = screen.grid
    grid.jump("CD10", NOW)
    qtbot.keyClick(grid, "4")
    qtbot.keyClick(grid.indexWidget(grid.currentIndex()), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: value(screen, "CD10") == "4")
    first, last = grid.entries.place_of("CD10", NOW), grid.entries.place_of("CD12", NOW)
    grid.selectionModel().select(
        QItemSelection(first, last), QItemSelectionModel.SelectionFlag.ClearAndSelect
    )
    qtbot.keyClick(grid, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: [value(screen, c) for c in ("CD11", "CD12")] == ["4", "4"])


def test_one_key_says_not_arisen_and_not_applicable(qtbot, screen):
    grid = screen.grid
    grid.jump("CD16", NOW)
    qtbot.keyClick(grid, "p")
    assert grid.current_key == "CD17"
    qtbot.keyClick(grid, "K")
    assert grid.current_key == "CD18"
    qtbot.waitUntil(lambda: (value(screen, "CD16"), value(screen, "CD17")) == ("P", "K"))


def test_vietnamese_explanations_arrive_whole_from_every_input_method(qtbot, screen):
    grid = screen.grid
    grid.jump("CD01", EXPLANATION)
    press(grid, Qt.Key.Key_unknown, "d")  # Unikey's first letter opens the cell
    editor = grid.indexWidget(grid.currentIndex())
    type_as_unikey(editor, DUOC[1:])
    press(editor, Qt.Key.Key_Space, " ")
    compose(editor, "g", "gi", "già", "giải", "giải quyết")
    assert editor.text() == "được giải quyết"
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    entries = screen.grid.entries
    qtbot.waitUntil(lambda: entries.lines[entries.row_of("CD01")].cells[EXPLANATION] == "được giải quyết")
    grid.jump("CD01", EXPLANATION)
    press(grid, Qt.Key.Key_Backspace, "\b")  # not taken: it does not empty the cell
    assert entries.lines[entries.row_of("CD01")].cells[EXPLANATION] == "được giải quyết"


def test_words_typed_with_an_input_method_are_not_touched_by_the_autosave(qtbot, screen):
    screen.tabs.setCurrentIndex(1)
    outline = screen.outline
    outline.choose("direction.documents")
    outline.edit.setPlainText("")
    outline.edit.setFocus()
    type_as_unikey(outline.edit, DUOC)
    press(outline.edit, Qt.Key.Key_Space, " ")
    QApplication.sendEvent(outline.edit, QInputMethodEvent("giả", []))  # in the middle of a word
    screen._autosave.timeout.emit()
    qtbot.waitUntil(lambda: outline._lines["direction.documents"].text == "được")
    qtbot.waitUntil(lambda: not screen.ui.jobs._runner.is_busy)
    assert outline.edit.textCursor().position() == len("được ")
    compose(outline.edit, "giải")
    assert outline.edit.toPlainText() == "được giải"
    assert screen.saved.text().startswith("Đã cất")


def test_a_figure_in_the_words_follows_its_cell(qtbot, screen):
    screen.tabs.setCurrentIndex(1)
    outline = screen.outline
    outline.choose("direction.documents")
    outline.edit.setPlainText("Ban hành ")
    outline.edit.moveCursor(QTextCursor.MoveOperation.End)
    menu = outline.open_figures()
    assert any(action.text().startswith("CD01 ") for action in menu.actions())
    menu.close()
    outline.insert("CD01")
    outline.keep()
    was = value(screen, "CD01")
    qtbot.waitUntil(lambda: outline.printed.text() == f"Văn bản in: Ban hành {was} văn bản")
    screen.presenter.cell_typed("CD01", NOW, "88")
    qtbot.waitUntil(lambda: outline.printed.text() == "Văn bản in: Ban hành 88 văn bản")


def test_a_wrong_month_is_underlined_and_put_right_with_one_key(qtbot, screen):
    screen.tabs.setCurrentIndex(1)
    outline = screen.outline
    outline.choose("direction.documents")
    outline.edit.setPlainText("Báo cáo kết quả tháng 2/2024. UNBD xã đã họp.")
    outline.keep()
    qtbot.waitUntil(lambda: outline.faults.count() == 2)
    assert [outline.edit.toPlainText()[m.start : m.end] for m in outline.marks.marks] == [
        "tháng 2/2024",
        "UNBD",
    ]
    outline.fix_current()
    qtbot.waitUntil(lambda: outline.faults.count() == 1)
    outline.fix_current()
    qtbot.waitUntil(lambda: outline.faults.count() == 0)
    assert outline.edit.toPlainText() == "Báo cáo kết quả tháng 3/2024. UBND xã đã họp."


def test_an_export_of_the_one_stop_system_fills_the_figures_in(qtbot, screen):
    screen.ui.dialogs.answers.append(Path(__file__).parents[3] / "services" / "exports" / "one-stop.xls")
    screen.presenter.choose(month=Month(2024, 4))
    qtbot.waitUntil(lambda: screen.presenter.desk.month == Month(2024, 4))
    screen.presenter.export_file_clicked()
    qtbot.waitUntil(lambda: screen.excel.dialog is not None, timeout=20_000)
    screen.excel.dialog.accept()
    qtbot.waitUntil(lambda: value(screen, "HS05") == "205")
    screen.grid.jump("HS05", NOW)
    assert "nguồn: one-stop.xls" in screen.cell.text()


def test_an_export_read_otherwise_than_it_is_written_shows_how(qtbot, screen, tmp_path):
    path = tmp_path / "x.xlsx"
    rows = [("Đất đai", "19,630", "1.240")]
    export_table("Bản xuất", ("Lĩnh vực", "Trực tuyến", "Trực tiếp"), rows, path)
    screen.ui.dialogs.answers.append(path)
    screen.presenter.choose(month=Month(2024, 4))
    qtbot.waitUntil(lambda: screen.presenter.desk.month == Month(2024, 4))
    screen.presenter.export_file_clicked()
    qtbot.waitUntil(lambda: screen.excel.dialog is not None, timeout=20_000)
    (told,) = screen.excel.dialog.findChild(RowsTable).model.all_rows
    assert told[1].message == "HS02: “19,630” đọc là 19.630 (dấu phẩy ngăn hàng nghìn)."
    screen.excel.dialog.reject()


def test_f7_leads_to_the_first_thing_to_put_right(qtbot, screen):
    screen.presenter.cell_typed("CD05", NOW, "9")
    qtbot.waitUntil(lambda: any(f.level == "block" for f in screen.findings._findings))
    screen.tabs.setCurrentIndex(1)
    screen._check_clicked()
    assert "1 chặn" in screen.banner.text
    assert screen.tabs.currentIndex() == 0
    assert screen.grid.current_key == "CD05"
    assert "CD05" in screen.cell.text()


def test_words_are_kept_when_the_heading_is_left(qtbot, screen):
    screen.tabs.setCurrentIndex(1)
    outline = screen.outline
    outline.choose("direction.documents")
    outline.edit.setPlainText("Ban hành 3 văn bản.")
    assert outline.is_changed
    outline.choose("direction.plan")
    qtbot.waitUntil(lambda: outline._lines["direction.documents"].text == "Ban hành 3 văn bản.")
    assert outline.current_key == "direction.plan"
    outline.nothing_button.click()
    qtbot.waitUntil(lambda: outline.note.text().startswith("Không phát sinh"))
    outline.choose("direction")
    assert outline.edit.isReadOnly()


def test_last_months_words_are_used_again(qtbot, screen):
    screen.tabs.setCurrentIndex(1)
    outline = screen.outline
    key = next(line.key for line in outline._lines.values() if line.can_write and line.previous)
    outline.choose(key)
    outline.again_button.click()
    outline.keep()
    qtbot.waitUntil(lambda: outline._lines[key].text == outline._lines[key].previous)


def test_the_paper_is_shown_and_files_are_made(qtbot, screen, tmp_path):
    screen.tabs.setCurrentIndex(2)
    qtbot.waitUntil(lambda: screen.pdf.pages.count > 0, timeout=15_000)
    screen.kind.setCurrentIndex(screen.kind.findData(CONSOLIDATED))
    screen.kind.activated.emit(screen.kind.currentIndex())
    qtbot.waitUntil(lambda: not screen.tabs.isTabVisible(0))
    assert screen.state.sizeHint().isEmpty()
    screen.presenter.export_clicked()
    form = screen.findChild(QDialog, "export_form")
    form.folder.setText(str(tmp_path / "out"))
    form.boxes["docx"].setChecked(False)
    form.submit()
    qtbot.waitUntil(lambda: bool(screen.ui.navigator.told), timeout=15_000)
    assert [path.suffix for path in (tmp_path / "out").iterdir()] == [".pdf"]


def test_a_paper_that_cannot_be_made_leaves_its_reason_on_the_page(qtbot, screen):
    screen.show_paper_trouble(RuleViolation("Chưa có mẫu đầu văn bản.", hint="Thêm trong Danh mục."))
    assert screen.paper.currentWidget() is screen.no_paper
    assert screen.no_paper.sentence == "Chưa có mẫu đầu văn bản. Thêm trong Danh mục."


def test_a_place_opens_its_page(qtbot, screen):
    screen.open_place({"period": "2024-02", "page": "words"})
    qtbot.waitUntil(lambda: screen.when.currentText() == "Tháng 2/2024")
    assert screen.tabs.currentWidget() is screen.outline


def test_a_folder_is_opened_by_the_system(tmp_path, monkeypatch):
    called = []
    monkeypatch.setattr(opener, "_open", called.append)
    opener.open_path(tmp_path)
    assert called == [tmp_path]
    with pytest.raises(Unavailable, match="Không còn"):
        opener.open_path(tmp_path / "x")

    def refuse(path):
        raise FileNotFoundError

    monkeypatch.setattr(opener, "_open", refuse)
    with pytest.raises(Unavailable, match="Không mở được"):
        opener.open_path(tmp_path)


def test_another_screen_points_at_a_cell(qtbot, screen):
    code = screen._report.figures[7].code
    screen.open_place({"kind": "monthly-report", "period": "2024-02", "page": "figures", "code": code})
    qtbot.waitUntil(lambda: screen.grid.current_key == code)
    assert screen.presenter.desk.month.short == "tháng 2/2024"


def test_another_screen_points_at_a_heading(qtbot, screen):
    screen.open_place(
        {"kind": "monthly-report", "period": "2024-02", "page": "words", "heading": "assessment.limits"}
    )
    qtbot.waitUntil(lambda: screen.outline.current_key == "assessment.limits")
    assert screen.tabs.currentIndex() == 1
