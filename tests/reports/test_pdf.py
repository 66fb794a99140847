"""Facts of the PDF."""

import unicodedata
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.core.errors import Cancelled
from app.reports.builders.consolidated_report import build_consolidated_report
from app.reports.builders.improvement_plan import build_improvement_plan
from app.reports.builders.monthly_report import build_monthly_report
from app.reports.fonts import bundled_fonts
from app.reports.render.pdf import render_pdf
from app.reports.tree import Cell, Column, Document, Row, SignatureBlock, Table, paragraph
from tests.reports import report_samples as samples
from tests.reports.test_layout import VIETNAMESE


def read(document: Document) -> PdfReader:
    stream = BytesIO()
    render_pdf(document, stream, bundled_fonts())
    return PdfReader(stream)


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


class StopsAt:
    """Progress that is stopped at a page."""

    def __init__(self, page: int) -> None:
        self.page = page

    def report(self, done: int, total: int, text: str = "") -> None:
        if done == self.page:
            raise Cancelled


def test_a_paper_stopped_between_pages_leaves_nothing_and_the_next_one_is_whole() -> None:
    document = build_monthly_report(samples.monthly(rows=20)).document
    stream, later = BytesIO(), BytesIO()
    with pytest.raises(Cancelled):
        render_pdf(document, stream, bundled_fonts(), StopsAt(3))
    assert stream.getvalue() == b""
    render_pdf(document, later, bundled_fonts(), StopsAt(1000))
    untouched = BytesIO()
    render_pdf(document, untouched, bundled_fonts())
    assert later.getvalue() == untouched.getvalue()


@pytest.fixture(scope="module")
def report() -> PdfReader:
    return read(build_monthly_report(samples.monthly(rows=20)).document)


def test_text_comes_back_in_nfc(report: PdfReader) -> None:
    text = words(report)
    assert text == unicodedata.normalize("NFC", text)
    for expected in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Kính gửi: Ủy ban nhân dân huyện Mẫu Sơn (qua Phòng Nội vụ)",
        "42/42 nhiệm vụ, đạt tỷ lệ 100%",
        "của Ủy ban nhân dân xã Mẫu./.",
        "- Lưu: VT, VHXH.",
        "Nguyễn Thị Ánh Nguyệt",
    ):
        assert expected in text


def test_all_vietnamese_letters_come_back() -> None:
    text = words(read(Document("t", "a", (paragraph(VIETNAMESE),)))).replace(" ", "")
    assert text == VIETNAMESE


def test_fonts_are_embedded_subsets_with_tounicode_and_no_helvetica(report: PdfReader) -> None:
    seen = set()
    for page in report.pages:
        for font in page["/Resources"]["/Font"].values():
            made = font.get_object()
            seen.add(made["/BaseFont"].split("+")[1])
            assert "+" in made["/BaseFont"] and "/ToUnicode" in made
            assert "/FontFile2" in made["/FontDescriptor"]
    assert seen == {f"LiberationSerif{face}" for face in ("", "-Bold", "-Italic", "-BoldItalic")}


def test_catalogue_and_properties(report: PdfReader) -> None:
    root = report.trailer["/Root"]
    assert report.pdf_header >= "%PDF-1.4"
    assert root["/Lang"] == "vi-VN"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert report.metadata is not None
    assert report.metadata.title == "Báo cáo tháng 3 năm 2024 - xã Mẫu"
    assert report.metadata.author == "Ủy ban nhân dân xã Mẫu"
    assert report.metadata["/CreationDate"] == "D:20240312000000+07'00'"
    assert "/AcroForm" not in root and not report.is_encrypted


def test_outline_has_sections_and_annexes(report: PdfReader) -> None:
    titles = [item.title for item in report.outline if not isinstance(item, list)]
    assert titles[0] == "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH"
    assert titles[-2].startswith("Phụ lục IV. TIẾN ĐỘ KHẮC PHỤC")


def test_pages_are_a4_and_numbers_restart_per_annex(report: PdfReader) -> None:
    numbers = []
    for page in report.pages:
        sides = sorted(float(side) for side in page.mediabox[2:])
        assert sides == pytest.approx([595.28, 841.89], abs=0.1)
        first = page.extract_text().split("\n")[0].strip()
        numbers.append(int(first) if first.isdigit() else 1)
    annexes = [i for i, page in enumerate(report.pages) if page.extract_text().startswith("Phụ lục")]
    assert len(annexes) == 5
    assert numbers[: annexes[0]] == list(range(1, annexes[0] + 1))
    assert all(numbers[index] == 1 for index in annexes)


def test_wide_annexes_lie_across(report: PdfReader) -> None:
    page = next(p for p in report.pages if p.extract_text().startswith("Phụ lục II\n"))
    assert page.mediabox.width > page.mediabox.height


def test_headers_repeat_on_each_page_of_a_table() -> None:
    reader = read(build_improvement_plan(samples.improvement(rows=64)).document)
    pages = [p.extract_text() for p in reader.pages if p.mediabox.width > p.mediabox.height]
    assert len(pages) > 5
    assert all("Nguyên nhân" in text and "(14)" in text for text in pages)


@pytest.mark.parametrize("lines", range(18, 34))
def test_the_signature_never_stands_alone(lines: int) -> None:
    block = SignatureBlock(("Như trên", "Lưu: VT"), ("CHỦ TỊCH",), "Nguyễn Văn A")
    body = [paragraph(f"Câu số {index} của báo cáo.") for index in range(lines)]
    reader = read(Document("t", "a", (*body, block)))
    last = reader.pages[-1].extract_text()
    assert "CHỦ TỊCH" in last and "Nguyễn Văn A" in last and "Nơi nhận" in last
    assert last.count("Câu số") >= 2


def test_a_long_last_paragraph_splits_but_leaves_two_lines() -> None:
    block = SignatureBlock(("Lưu: VT",), ("CHỦ TỊCH",), "Nguyễn Văn A")
    body = [paragraph("Câu.") for _ in range(24)]
    reader = read(
        Document("t", "a", (*body, paragraph("mười chữ trong một dòng của đoạn cuối cùng " * 14), block))
    )
    assert len(reader.pages) == 2
    assert reader.pages[0].extract_text().count("đoạn cuối") >= 2
    assert reader.pages[1].extract_text().count("đoạn cuối") >= 2


def test_a_row_taller_than_a_page_goes_on_and_loses_nothing() -> None:
    text = " ".join(f"từ{index}" for index in range(4000))
    table = Table((Column(1), Column(4)), (Row((Cell("A"), Cell("B"))),), (Row((Cell("1"), Cell(text))),))
    reader = read(Document("t", "a", (table,)))
    assert len(reader.pages) > 2
    found = [word for word in words(reader).split() if word.startswith("từ")]
    assert found == text.split()


def test_characters_the_font_lacks_are_shown_as_a_box() -> None:
    assert "□" in words(read(Document("t", "a", (paragraph("xong ✓"),))))


def test_long_names_stay_inside_the_page() -> None:
    reader = read(build_monthly_report(samples.monthly(long=True, draft=False)).document)
    beyond: list[float] = []

    def visit(text: str, cm: object, matrix: list[float], font: object, size: float) -> None:
        if text.strip() and matrix[4] > 552.8:
            beyond.append(matrix[4])

    reader.pages[0].extract_text(visitor_text=visit)
    assert beyond == []
    assert "Số: 128/BC-TTPTQĐ" in words(reader)


def test_a_report_over_many_units_is_whole() -> None:
    data = samples.consolidated(units=130)
    text = words(read(build_consolidated_report(data).document))
    assert all(f"UBND xã Mẫu {index}" in text for index in range(5, 131))
