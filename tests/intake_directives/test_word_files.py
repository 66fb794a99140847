"""What Word hides: numbers that are counted, changes that were accepted, boxes, headers, old fonts."""

import io
import zipfile

import pytest

from app.intake.files import read_directive
from app.intake.readers.docx_numbering import Numbering, roman
from app.intake.readers.docx_text import read_docx
from app.intake.refusals import FileRefused

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def package(body: str, **parts: str) -> bytes:
    """Return a .docx of a body's XML and further parts of word/."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return stream.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def numbered(text: str, number: int, level: int = 0) -> str:
    properties = f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr>"
    return paragraph(text, properties)


NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="7">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl>
 <w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#61623;"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="8">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/>
 <w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num>
</w:numbering>"""


def lines(body: str, **parts: str) -> list[str]:
    return [block.text for block in read_docx(package(body, **parts), "a.docx").blocks]


def test_numbers_are_counted_level_by_level():
    body = (
        numbered("Nhiệm vụ", 3) + numbered("Một", 1) + numbered("Ý", 1, 1) + numbered("Ý nữa", 1, 1)
        + numbered("Hai", 1) + numbered("Lại từ đầu", 1, 1) + numbered("Gạch", 1, 2) + numbered("Năm", 2)
    )  # fmt: skip
    assert lines(body, numbering=NUMBERING) == [
        "I. Nhiệm vụ",
        "1. Một",
        "a) Ý",
        "b) Ý nữa",
        "2. Hai",
        "a) Lại từ đầu",
        "+ Gạch",
        "5. Năm",
    ]


def test_numbers_may_come_with_a_style():
    styles = (
        f"<w:styles {W}><w:style w:styleId='Muc'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>"
        "</w:style></w:styles>"
    )
    body = paragraph("Một", "<w:pStyle w:val='Muc'/>") + paragraph("Hai", "<w:pStyle w:val='Muc'/>")
    assert lines(body, numbering=NUMBERING, styles=styles) == ["1. Một", "2. Hai"]


@pytest.mark.parametrize(("number", "text"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (29, "XXIX")])
def test_roman_numbers(number: int, text: str):
    assert roman(number) == text


def test_accepted_changes_only():
    body = (
        "<w:p><w:r><w:t>Trước </w:t></w:r><w:del><w:r><w:delText>xóa</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>thêm</w:t></w:r></w:ins><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    assert lines(body) == ["Trước thêm"]


def test_content_controls_smart_tags_links_and_notes():
    body = (
        "<w:sdt><w:sdtContent><w:p><w:smartTag><w:r><w:t>Giao </w:t></w:r></w:smartTag>"
        "<w:sdt><w:sdtContent><w:r><w:t>Sở Nội vụ</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:hyperlink><w:r><w:t> rà soát</w:t></w:r></w:hyperlink>"
        "<w:r><w:footnoteReference w:id='1'/></w:r><w:bookmarkStart w:id='0'/></w:p></w:sdtContent></w:sdt>"
        "<w:moveTo><w:p><w:r><w:t>Chuyển đến</w:t></w:r></w:p></w:moveTo>"
        "<w:moveFrom><w:p><w:r><w:t>Chuyển đi</w:t></w:r></w:p></w:moveFrom>"
    )
    assert lines(body) == ["Giao Sở Nội vụ rà soát", "Chuyển đến"]


def test_text_boxes_are_read_once_and_hidden_words_are_not():
    box = f"<w:txbxContent>{paragraph('Trong khung')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Ngoài khung</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>"
        f"{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r></w:p>"
    )
    assert lines(body) == ["Ngoài khung", "Trong khung"]


def test_old_fonts_are_turned_into_unicode():
    run = "<w:r><w:rPr><w:rFonts w:ascii='{}'/></w:rPr><w:t>{}</w:t></w:r>"
    body = f"<w:p>{run.format('.VnTime', 'C«ng v¨n')}</w:p><w:p>{run.format('VNI-Times', 'Coâng vaên')}</w:p>"
    assert lines(body) == ["Công văn", "Công văn"]


def test_a_mark_of_secrecy_in_a_header_is_seen():
    header = f"<w:hdr {W}>{paragraph('TỐI MẬT')}</w:hdr>"
    with pytest.raises(FileRefused) as refusal:
        read_docx(package(paragraph("1. Giao Sở Nội vụ rà soát."), header1=header), "a.docx")
    assert refusal.value.code == "E-MAT-01"


def test_a_table_of_tasks_with_merged_cells():
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"

    down = "<w:vMerge/>"
    head = "".join(map(cell, ("TT", "Nội dung", "Đơn vị chủ trì", "Thời gian")))
    first = (
        cell("1") + cell("Rà soát hồ sơ") + cell("Sở Nội vụ", "<w:vMerge w:val='restart'/>") + cell("6/2026")
    )
    second = cell("2") + cell("Công khai kết quả") + cell("", down) + cell("Thường xuyên")
    body = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in (head, first, second)) + "</w:tbl>"
    tasks = read_directive(package(body), "a.docx").tasks
    assert [(task.content, task.assignees) for task in tasks] == [
        ("Rà soát hồ sơ", ("Sở Nội vụ",)),
        ("Công khai kết quả", ("Sở Nội vụ",)),
    ]


def test_lists_that_nothing_defines_have_no_numbers():
    assert Numbering.read(None, None).label(None) == ""
    assert lines(numbered("Một", 9)) == ["Một"]


CUT = (
    "Ủy ban nhân dân xã yêu cầu các phòng chuyên môn rà soát toàn bộ hồ sơ tồn",
    "đọng, lập danh sách những hồ sơ quá hạn và xin lỗi bằng văn bản trước ngày",
    "20 tháng 3 năm 2026, báo cáo kết quả về Văn phòng để tổng hợp, trình Chủ tịch",
    "xem xét.",
)


def test_lines_pasted_into_word_are_paragraphs_again():
    assert lines("".join(map(paragraph, CUT))) == [" ".join(CUT)]


def test_paragraphs_of_word_stay_apart():
    whole = " ".join(CUT) + " Các phòng gửi danh sách kèm theo."
    heading = "Nội dung kiểm tra của các đoàn công tác trong năm 2026 gồm"
    body = "".join(map(paragraph, (whole, heading, "công tác chỉ đạo", heading, "công tác kiểm tra")))
    assert len(lines(body)) == 5


def test_a_table_typed_with_strokes_stands_in_a_file_of_word():
    rows = ("TT | Nhiệm vụ | Cơ quan chủ trì | Thời gian", "1 | Rà soát hồ sơ | Văn phòng | Quý II/2026")
    told = ("KẾ HOẠCH", "Rà soát hồ sơ", "I. NHIỆM VỤ", *rows, "Văn phòng giữ bản gốc.")
    (task,) = read_directive(package("".join(map(paragraph, told))), "a.docx").tasks
    assert (task.content, task.assignees) == ("Rà soát hồ sơ", ("Văn phòng",))
