"""Facts of the Word file."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document as open_word
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree

from app.reports.builders.consolidated_report import build_consolidated_report
from app.reports.builders.improvement_plan import build_improvement_plan
from app.reports.builders.monthly_report import build_monthly_report
from app.reports.render.docx import render_docx
from app.reports.tree import Addressees, Cell, Column, Document, Paragraph, Row, Run, Style, Table
from tests.reports import report_samples as samples


def rendered(document: Document) -> bytes:
    stream = BytesIO()
    render_docx(document, stream)
    return stream.getvalue()


def word(document: Document) -> WordDocument:
    return open_word(BytesIO(rendered(document)))


@pytest.fixture(scope="module")
def report() -> WordDocument:
    return word(build_monthly_report(samples.monthly(long=True, rows=20)).document)


def test_every_section_is_a4_with_its_own_numbers(report: WordDocument) -> None:
    assert len(report.sections) == 6
    for section in report.sections:
        sides = sorted((section.page_width.twips, section.page_height.twips))
        assert sides == [11906, 16838]
        assert (section.left_margin.twips, section.right_margin.twips) == (1701, 850)
        assert (section.top_margin.twips, section.bottom_margin.twips) == (1134, 1134)
        assert section.different_first_page_header_footer
        number = section._sectPr.find(qn("w:pgNumType"))
        assert number is not None and number.get(qn("w:start")) == "1"
    assert report.sections[0].page_width < report.sections[0].page_height
    assert report.sections[2].page_width > report.sections[2].page_height


def test_the_page_number_stands_in_the_header_from_page_two(report: WordDocument) -> None:
    section = report.sections[0]
    assert "PAGE" in etree.tostring(section.header._element).decode()
    assert section.first_page_header.paragraphs[0].text == ""
    style = section.header.paragraphs[0].style
    assert style is not None and style.font.size.pt == 14


def test_only_times_new_roman_and_no_theme(report: WordDocument) -> None:
    with ZipFile(BytesIO(rendered(build_monthly_report(samples.monthly()).document))) as package:
        names = package.namelist()
        text = "".join(package.read(name).decode() for name in names if name.endswith(".xml"))
    fonts = "".join(re.findall(r"<w:rFonts[^>]*>", text))
    assert set(re.findall(r'"([^"]+)"', fonts)) == {"Times New Roman"}
    assert all(f"w:{part}=" in fonts for part in ("ascii", "hAnsi", "eastAsia", "cs"))
    assert "Theme=" not in text and not any("theme" in name for name in names)
    assert not any(name.startswith(("customXml", "docProps/thumb")) for name in names)
    assert 'compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"' in text


def test_named_styles_and_headings(report: WordDocument) -> None:
    names = {style.name for style in report.styles}
    assert {"Normal", "Heading 1", "Heading 2", "Nội dung", "Trích yếu", "Căn cứ", "Nơi nhận"} <= names
    used = {p.style.name for p in report.paragraphs if p.style is not None}
    assert {"Heading 1", "Heading 2", "Nội dung", "Tên phụ lục"} <= used


def test_body_follows_the_rules(report: WordDocument) -> None:
    style = report.styles["Nội dung"]
    assert style.font.size.pt == 14
    assert style.paragraph_format.first_line_indent.cm == pytest.approx(1.27, abs=0.01)
    assert style.paragraph_format.space_before.pt == 6
    assert 1 <= style.paragraph_format.line_spacing <= 1.5


def test_letterhead_is_one_borderless_table(report: WordDocument) -> None:
    table = report.tables[0]
    left, right = table.rows[0].cells
    assert right.paragraphs[0].text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert right.paragraphs[1].text == "Độc lập - Tự do - Hạnh phúc"
    assert left.paragraphs[0].text.startswith("ỦY BAN NHÂN DÂN")
    number, day = table.rows[1].cells
    assert re.fullmatch(r"Số:\s{6,}/BC-TTPTQĐ", number.text)
    assert day.text.startswith("Thị trấn Mường Chọng Thượng,\nngày")  # no room for both on one line
    borders = table._tbl.tblPr.find(qn("w:tblBorders"))
    assert {border.get(qn("w:val")) for border in borders} == {"nil"}


def test_the_motto_rule_is_as_long_as_the_motto(report: WordDocument) -> None:
    cell = report.tables[0].rows[0].cells[1]
    rule = cell.paragraphs[2]
    indents = rule.paragraph_format
    length = cell.width.pt - indents.left_indent.pt - indents.right_indent.pt
    assert rule._p.pPr.find(qn("w:pBdr")) is not None
    assert length == pytest.approx(159.1, abs=1)


def test_no_empty_paragraph_makes_room(report: WordDocument) -> None:
    for paragraph in report.paragraphs:
        if paragraph.text or paragraph._p.pPr.find(qn("w:pBdr")) is not None:
            continue
        if paragraph._p.find(f".//{qn('w:drawing')}") is not None:  # a chart
            continue
        assert paragraph.style is not None and paragraph.style.name == "Hết phần"


def test_tables_repeat_headers_and_keep_rows_whole(report: WordDocument) -> None:
    table = report.tables[2]._tbl
    rows = table.tr_lst
    assert rows[0].trPr.find(qn("w:tblHeader")) is not None
    assert rows[1].trPr.find(qn("w:tblHeader")) is None
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_the_signature_stays_with_the_end_of_the_text(report: WordDocument) -> None:
    ends = [p for p in report.paragraphs if p.text.endswith("./.")]
    assert len(ends) == 1 and ends[0].paragraph_format.keep_with_next
    table = report.tables[1]
    assert table._tbl.tr_lst[0].trPr.find(qn("w:cantSplit")) is not None
    left, right = table.rows[0].cells
    receivers = [p.text for p in left.paragraphs]
    assert receivers[:2] == ["Nơi nhận:", "- Như trên;"] and receivers[-1] == "- Lưu: VT, HC-TH."
    name = right.paragraphs[-1]
    assert name.text == "Hoàng Vũ Nguyễn Đặng Phương Quỳnh"
    assert name.paragraph_format.space_before.mm >= 28


def test_a_short_last_sentence_takes_the_one_before_along() -> None:
    data = samples.monthly()
    made = word(
        build_monthly_report(data.__class__(**_fields(data) | {"phrases": {"closing": "Hết"}})).document
    )
    place = next(i for i, p in enumerate(made.paragraphs) if p.text == "Hết./.")
    assert made.paragraphs[place].paragraph_format.keep_with_next
    assert made.paragraphs[place - 1].paragraph_format.keep_with_next


def _fields(data: object) -> dict[str, object]:
    return {name: getattr(data, name) for name in data.__dataclass_fields__}  # type: ignore[attr-defined]


def test_core_properties_are_clean(report: WordDocument) -> None:
    core = report.core_properties
    assert core.title.startswith("Báo cáo tháng 3 năm 2024")
    assert core.author == core.last_modified_by == samples.LONG_NAME
    assert core.comments == "" and core.language == "vi-VN"
    assert core.created is not None and core.created.isoformat()[:10] == "2024-03-12"


def test_spans_become_merged_cells() -> None:
    made = word(build_monthly_report(samples.monthly()).document)
    table = made.tables[3]
    assert len(table.columns) == 13
    texts = [[cell.text for cell in row.cells] for row in table.rows[:3]]
    assert texts[0][0] == texts[1][0] == "TT"
    assert texts[0][2:6] == ["Số hồ sơ tiếp nhận"] * 4
    assert texts[2][:3] == ["(1)", "(2)", "(3)"]


def test_every_paper_opens_and_numbers_are_vietnamese() -> None:
    for document in (
        build_improvement_plan(samples.improvement()).document,
        build_consolidated_report(samples.consolidated()).document,
    ):
        made = word(document)
        assert made.tables
    text = "\n".join(cell.text for cell in made.tables[-1]._cells)
    assert "Tổng số" in text and "," in text


def test_several_addressees_share_one_indent() -> None:
    made = word(Document("t", "a", (Addressees(("Một", "Hai")),)))
    texts = [p.text for p in made.paragraphs if p.text]
    assert texts == ["Kính gửi:", "- Một;", "- Hai."]
    items = [p for p in made.paragraphs if p.text.startswith("- ")]
    assert len({(p.paragraph_format.left_indent, p.paragraph_format.first_line_indent) for p in items}) == 1


def test_two_tables_in_a_row_stay_two() -> None:
    table = Table((Column(1),), (), (Row((Cell("x"),)),))
    assert len(word(Document("t", "a", (table, table))).tables) == 2


def test_a_row_taller_than_a_page_may_split() -> None:
    rows = (Row((Cell("chữ " * 3000),)), Row((Cell("ngắn"),)))
    made = word(Document("t", "a", (Table((Column(1),), (), rows),)))
    tall, short = made.tables[0]._tbl.tr_lst
    assert tall.trPr is None and short.trPr is not None


def test_runs_keep_their_marks() -> None:
    node = Paragraph((Run("thường "), Run("đậm", bold=True), Run(" nghiêng", italic=True)), Style.BODY)
    runs = word(Document("t", "a", (node,))).paragraphs[0].runs
    assert [(run.bold, run.italic) for run in runs] == [(None, None), (True, None), (None, True)]
