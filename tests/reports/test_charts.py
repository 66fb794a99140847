"""Charts: vectors in PDF, one picture in DOCX, a table in XLSX; the same bytes every time."""

import re
import zipfile
from dataclasses import replace
from io import BytesIO

from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader

from app.reports.builders.consolidated_report import build_consolidated_report
from app.reports.builders.leader_page import build_leader_page
from app.reports.builders.monthly_report import build_monthly_report
from app.reports.tree import Chart, ChartSeries, Document
from app.reports.writer import renderer
from tests.reports import letter_samples as samples
from tests.reports.report_samples import consolidated, monthly


def rendered(document: Document, extension: str) -> bytes:
    stream = BytesIO()
    renderer(extension)(document, stream)
    return stream.getvalue()


def test_a_leader_page_is_one_sheet_with_drawn_columns() -> None:
    for chosen in ({}, {"weak": 30, "months": 12}, {"long": True, "weak": 30}):
        document = build_leader_page(samples.leader_page(**chosen)).document  # type: ignore[arg-type]
        pages = PdfReader(BytesIO(rendered(document, "pdf"))).pages
        assert len(pages) == 1
        text = pages[0].extract_text()
        assert "Đúng hạn" in text and "Chưa nộp" in text and "Nguồn: Sổ CCHC" in text
        assert not pages[0].images, "the PDF draws, it does not paste"


def test_the_word_file_holds_one_grey_picture_with_a_description() -> None:
    data = rendered(build_leader_page(samples.leader_page()).document, "docx")
    with zipfile.ZipFile(BytesIO(data)) as package:
        names = [name for name in package.namelist() if name.startswith("word/media/")]
        body = package.read("word/document.xml").decode()
        picture = Image.open(BytesIO(package.read(names[0])))
    assert len(names) == 1 and picture.mode == "L"
    assert 0.99 < picture.width / (165 / 25.4 * 300) < 1.01
    greys = {value for _, value in picture.getcolors(256) or ()}
    assert {0, 255} < greys
    assert re.search('descr="Kết quả gửi báo cáo theo tháng', body)


def test_the_workbook_holds_the_numbers_of_the_chart() -> None:
    book = load_workbook(BytesIO(rendered(build_leader_page(samples.leader_page()).document, "xlsx")))
    rows = [row for row in book.worksheets[0].iter_rows(values_only=True) if row[0] == "Tháng 3"]
    assert rows and rows[0][1:5] == (25, 4, 4, 1)


def test_an_empty_chart_and_a_large_one_are_drawn() -> None:
    for values in ((0, 0), (130, 0), (99_999, 3)):
        chart = Chart(("Tháng 1", "Tháng 2"), (ChartSeries("Đúng hạn", values),), "Biểu đồ")
        document = Document("t", "a", (chart,))
        for extension in ("pdf", "docx", "xlsx"):
            assert rendered(document, extension) == rendered(document, extension)


def charts_of(document: Document) -> list[Chart]:
    return [block for annex in document.annexes for block in annex.blocks if isinstance(block, Chart)]


def test_the_report_shows_results_by_month_and_tasks_by_field_and_unit() -> None:
    data = consolidated(units=10)
    built = build_consolidated_report(data)
    months, fields, units = charts_of(built.document)
    assert months.categories == ("Tháng 1", "Tháng 2", "Tháng 3")
    assert fields.categories[0] == "Công tác chỉ đạo, điều hành CCHC" and fields.lying
    assert units.categories == tuple(item.name for item in data.unit_tasks)
    late = next(series for series in units.series if series.name == "Đang làm, quá hạn")
    assert sum(late.values) == sum(item.counts.open_overdue for item in data.unit_tasks)
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(rendered(built.document, "pdf"))).pages)
    assert text.count("Nguồn: Sổ CCHC của") == 3
    assert "(biểu đồ kết quả tháng 3 năm 2024)" in " ".join(text.split())


def test_of_many_units_those_with_most_overdue_tasks_are_drawn() -> None:
    chart = charts_of(build_consolidated_report(consolidated(units=130)).document)[-1]
    overdue = next(series for series in chart.series if series.name == "Đang làm, quá hạn").values
    assert chart.description == "24 đơn vị còn nhiều nhiệm vụ quá hạn, chưa hoàn thành nhất (số nhiệm vụ)"
    assert len(overdue) == 24 and min(overdue) == 1


def test_a_chart_without_numbers_or_with_a_blank_title_is_left_out() -> None:
    data = consolidated()
    nothing = replace(data, months=(), field_tasks=(), unit_tasks=())
    assert charts_of(build_consolidated_report(nothing).document) == []
    untitled = replace(data, phrases={"chart.fields": ""})
    names = [chart.description for chart in charts_of(build_consolidated_report(untitled).document)]
    assert len(names) == 2 and all("lĩnh vực" not in name for name in names)


def test_a_units_own_report_draws_its_tasks_by_field_where_two_fields_have_some() -> None:
    data = monthly()
    (chart,) = charts_of(build_monthly_report(data).document)
    assert chart.categories == tuple(item.name for item in data.field_tasks)
    drawn = sum(sum(series.values) for series in chart.series)
    assert drawn == data.counts.dated
    alone = replace(data, field_tasks=data.field_tasks[:1])
    assert charts_of(build_monthly_report(alone).document) == []
    untitled = replace(data, phrases={"chart.fields": ""})
    assert "Biểu đồ kết quả" not in [annex.title for annex in build_monthly_report(untitled).document.annexes]
    assert charts_of(build_monthly_report(untitled).document) == []


def test_long_names_are_cut_to_two_lines_and_the_workbook_holds_them_whole() -> None:
    document = build_consolidated_report(consolidated(units=8)).document
    book = load_workbook(BytesIO(rendered(document, "xlsx")))
    sheet = next(sheet for sheet in book.worksheets if "Biểu đồ" in sheet.title)
    cells = [value for row in sheet.iter_rows(values_only=True) for value in row if isinstance(value, str)]
    assert any(value.startswith("Trung tâm Phát triển quỹ đất") and len(value) > 100 for value in cells)
