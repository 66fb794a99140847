"""The form of files: formats, folder, units."""

from pathlib import Path

from app.ui.paper_files import ExportFields
from app.ui.widgets.check_list import Choice
from app.ui.widgets.export_form import ExportForm

UNITS = (Choice("a", "Xã A", "Xã", "A"), Choice("b", "Xã B", "Xã", "B"))


def export_form(qtbot, known, units=UNITS, folder=None):
    form = ExportForm(None, "Báo cáo tháng", known, lambda: folder, units)
    qtbot.addWidget(form)
    return form


def test_the_form_of_files_gives_formats_folder_and_units(qtbot, look, tmp_path):
    known = ExportFields(formats=("docx", "pdf"), folder=Path("/cu"), unit_ids=("b",))
    form = export_form(qtbot, known, folder=tmp_path)
    form.boxes["pdf"].setChecked(False)
    form._choose_folder()
    assert form.read_value() == ExportFields(formats=("docx",), folder=tmp_path, unit_ids=("b",))


def test_the_form_of_files_says_what_is_missing(qtbot, look):
    form = export_form(qtbot, ExportFields(formats=(), folder=Path("/cu"), unit_ids=()))
    form.submit()
    assert form.problem("formats").startswith("Chưa chọn dạng tệp nào.")
    form.boxes["docx"].setChecked(True)
    form.submit()
    assert form.problem("unit_ids").startswith("Chưa chọn đơn vị nào.")
    form.folder.setText("")
    form.submit()
    assert form.problem("folder") == "Chưa chọn thư mục."


def test_one_unit_needs_no_list(qtbot, look):
    known = ExportFields(formats=("docx",), folder=Path("/cu"), unit_ids=("a",))
    form = export_form(qtbot, known, UNITS[:1])
    assert form.picker is None
    assert form.read_value() == known
