"""Charts: vectors in PDF, one picture in DOCX, a table in XLSX; the same bytes every time."""

import re
import zipfile
from io import BytesIO

from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader

from app.reports.builders.leader_page import build_leader_page
from app.reports.tree import Chart, ChartSeries, Document
from app.reports.writer import renderer
from tests.reports import letter_samples as samples


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
