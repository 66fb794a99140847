"""Facts of the workbook."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from app.reports.builders.apology import build_apology
from app.reports.builders.consolidated_report import build_consolidated_report
from app.reports.builders.improvement_plan import build_improvement_plan
from app.reports.builders.monthly_report import build_monthly_report
from app.reports.render.xlsx import render_xlsx
from app.reports.render.xlsx_cells import LONGEST, sheet_name
from app.reports.tree import Annex, Cell, Column, Document, Row, Table
from tests.reports import letter_samples as letters
from tests.reports import report_samples as samples


def book(document: Document) -> Workbook:
    stream = BytesIO()
    render_xlsx(document, stream)
    return load_workbook(stream)


def table_of(*cells: Cell) -> Document:
    table = Table(tuple(Column(1) for _ in cells), (), (Row(cells),))
    return Document("t", "a", (), (Annex(None, "Bảng", "Kèm theo", (table,)),))


def row_of(*cells: Cell) -> list[object]:
    return list(next(iter(book(table_of(*cells)).active.iter_rows(min_row=4, max_row=4))))


@pytest.fixture(scope="module")
def report() -> Workbook:
    return book(build_monthly_report(samples.monthly(rows=20)).document)


def test_each_annex_has_its_sheet(report: Workbook) -> None:
    assert report.sheetnames == [
        "PL I - Số liệu CCHC",
        "PL II - Kết quả TTHC",
        "PL III - Tiến độ nhiệm vụ",
        "PL IV - Tiến độ khắc phục",
        "PL V - Biểu đồ",
    ]


def test_numbers_and_dates_are_real() -> None:
    cells = row_of(
        Cell(19630),
        Cell(Decimal("12.5")),
        Cell(Decimal("32.3"), percent=True),
        Cell(100, percent=True),
        Cell(date(2024, 3, 5)),
    )
    assert [cell.value for cell in cells[:4]] == [19630, 12.5, pytest.approx(0.323), 1]
    assert cells[4].value.date() == date(2024, 3, 5)
    assert [cell.number_format for cell in cells] == ["#,##0", "#,##0.0#", "0.0#%", "0%", "dd/mm/yyyy"]


def test_states_are_words_and_blank_is_blank() -> None:
    cells = row_of(Cell(None), Cell(0), Cell(text="không phát sinh"))
    assert [cell.value for cell in cells] == [None, 0, "không phát sinh"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+84", "-x", "@SUM(A1)", "=HYPERLINK(1)", "#N/A", "=\x00cmd|'/c'!A1"]
)
def test_text_never_becomes_a_formula(text: str) -> None:
    (cell,) = row_of(Cell(text))
    assert cell.data_type == "s"
    assert cell.value == text.replace("\x00", "")
    assert cell.quotePrefix == (text[0] in "=+-@")


@pytest.mark.parametrize(
    "text", ["a < b & c > d", '</t></is></c>"', "<sheetData/>", " hai bên ", "dòng 1\ndòng 2", "𝄞 Ộ"]
)
def test_text_comes_back_as_it_was(text: str) -> None:
    assert [cell.value for cell in row_of(Cell(text), Cell(5))] == [text, 5]


def test_the_sheet_names_its_area(report: Workbook) -> None:
    assert report.worksheets[1].calculate_dimension().startswith("A1:M")


def test_text_too_long_for_a_cell_says_so() -> None:
    (cell,) = row_of(Cell("chữ " * 10_000))
    assert len(cell.value) <= LONGEST
    assert cell.value.endswith("ký tự, xem bản Word hoặc PDF]")


def test_the_sheet_prints_on_a4(report: Workbook) -> None:
    for sheet in report.worksheets:
        assert sheet.page_setup.paperSize == 9
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddHeader.center.text == "&P"
    assert report.worksheets[1].page_setup.orientation == "landscape"
    assert report.worksheets[1].print_title_rows == "$5:$7"
    assert report.worksheets[1].freeze_panes == "A8"


def test_title_lines_are_merged_and_in_times_new_roman(report: Workbook) -> None:
    sheet = report.worksheets[1]
    assert sheet["A1"].value == "Phụ lục II"
    assert "A1:M1" in {str(span) for span in sheet.merged_cells.ranges}
    fonts = {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert fonts == {"Times New Roman"}


def test_spans_are_merged(report: Workbook) -> None:
    spans = {str(span) for span in report.worksheets[1].merged_cells.ranges}
    assert {"A5:A6", "B5:B6", "C5:F5"} <= spans


def test_rows_are_high_enough_for_their_text(report: Workbook) -> None:
    sheet = report.worksheets[2]
    heights = [sheet.row_dimensions[row].height for row in range(5, 12)]
    assert all(height and height > 18 for height in heights)


def test_a_table_of_the_main_part_gets_a_sheet() -> None:
    made = book(build_improvement_plan(samples.improvement()).document)
    assert made.sheetnames == ["PL - Khắc phục tiêu chí", "Điểm theo lĩnh vực"]
    assert made.worksheets[1]["A4"].value == 1


def test_a_paper_without_tables_still_gives_its_text() -> None:
    made = book(build_monthly_report(samples.monthly(empty=True)).document)
    values = [row[0] for row in made.active.iter_rows(values_only=True)]
    assert made.sheetnames == ["Nội dung"]
    assert "BÁO CÁO" in values and "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH" in values


def test_sums_of_the_sheet_are_the_sums_of_the_report() -> None:
    data = samples.consolidated()
    sheet = book(build_consolidated_report(data).document)["PL IV - TTHC theo đơn vị"]
    rows = list(sheet.iter_rows(min_row=8, values_only=True))
    assert len(rows) == 35
    assert rows[-1][2] == sum(row[2] for row in rows[:-1])


@pytest.mark.parametrize(
    ("wanted", "taken", "expected"),
    [
        ("Số liệu", [], "Số liệu"),
        ("a/b:c?[d]*\\e", [], "a b c d e"),
        ("'x'", [], "x"),
        ("", [], "Bảng"),
        ("History", [], "History (2)"),
        ("Bảng", ["bảng"], "Bảng (2)"),
        ("x" * 40, ["x" * 31], "x" * 27 + " (2)"),
    ],
)
def test_sheet_names_are_legal_and_unique(wanted: str, taken: list[str], expected: str) -> None:
    assert sheet_name(wanted, taken) == expected


def test_a_letter_without_a_table_keeps_its_number_its_day_and_its_receivers() -> None:
    sheet = book(build_apology(letters.apology(draft=False)).document).active
    words = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any(word.startswith("Số: 05/") for word in words)
    assert any(word.endswith("ngày 12 tháng 3 năm 2024") for word in words)
    assert "Nơi nhận:" in words
