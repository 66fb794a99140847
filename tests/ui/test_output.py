"""Tables on paper and in Excel."""

from datetime import date

import pytest
from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrinter

from app.ui.tables.content import TableText
from app.ui.tables.model import RowsModel
from app.ui.tables.output import PaperPainter, TablePaper, a4_printer, export_table, print_table
from app.ui.tables.table import RowsTable
from tests.ui.example.columns import COLUMNS
from tests.ui.example.presenter import NoteRow
from tests.ui.fakes import make_ui


def paper(rows):
    cells = tuple(
        (str(n), f"Nhiệm vụ thứ {n}: rà soát thủ tục hành chính " * (1 + n % 3)) for n in range(rows)
    )
    return TablePaper(
        "Sổ nhiệm vụ",
        "UBND xã Châu Quang",
        date(2024, 3, 8),
        TableText(("Số", "Nội dung"), cells, ("right", "left"), (6, 60)),
    )


@pytest.fixture
def printed(look, tmp_path):
    def to_pdf(what, *, is_wide=False):
        printer = a4_printer(is_wide=is_wide)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "bang.pdf"))
        pages = PaperPainter(what, printer).paint()
        return pages, PdfReader(tmp_path / "bang.pdf")

    return to_pdf


def test_every_page_repeats_the_titles_and_counts_the_pages(printed):
    count, pdf = printed(paper(120))
    assert count == len(pdf.pages) > 2
    texts = [" ".join(page.extract_text().split()) for page in pdf.pages]
    assert all("Nội dung" in text for text in texts)
    assert f"Trang {count}/{count}" in texts[-1]
    assert "Sổ nhiệm vụ" in texts[0]
    assert "UBND xã Châu Quang" in texts[0]
    assert "In ngày 08/3/2024" in texts[0]
    assert "Nhiệm vụ thứ 119" in texts[-1]


def test_wide_tables_lie_down(printed):
    _, pdf = printed(paper(3), is_wide=True)
    assert pdf.pages[0].mediabox.width > pdf.pages[0].mediabox.height


def test_an_empty_table_is_one_page(printed):
    assert printed(paper(0))[0] == 1


@pytest.fixture
def table(qtbot, look):
    table = RowsTable(RowsModel(COLUMNS, lambda row: row.id), name="notes")
    qtbot.addWidget(table)
    table.set_rows([NoteRow(1, "Một"), NoteRow(2, "Hai")])
    return table


def test_export_asks_where_and_writes_what_is_shown(table, tmp_path):
    target = tmp_path / "ghi-chep.xlsx"
    ui = make_ui(tmp_path, target)
    table.model.set_query("hai")
    export_table(table, "Ghi chép", ui)
    assert ui.jobs.problems == []
    assert ui.navigator.told == [f"Đã xuất 1 dòng ra {target}."]
    from openpyxl import load_workbook

    values = [cell for row in load_workbook(target).active.iter_rows(values_only=True) for cell in row]
    assert 2 in values
    assert "Hai" in values
    assert "Một" not in values


def test_export_put_off_writes_nothing(table, tmp_path):
    ui = make_ui(tmp_path, None)
    export_table(table, "Ghi chép", ui)
    assert ui.jobs.titles == []


def test_the_preview_opens_without_waiting(qtbot, table, tmp_path):
    table.show()
    dialog = print_table(table, "Ghi chép", make_ui(tmp_path))
    assert dialog.windowTitle() == "Xem trước khi in: Ghi chép"
    qtbot.waitUntil(dialog.isVisible)
    dialog.reject()
