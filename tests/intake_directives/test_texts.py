"""Plain texts: wrapped lines, footnotes, page numbers, blanks, old codes, marks of secrecy."""

import unicodedata

import pytest

from app.intake.files import read_directive, read_pasted
from app.intake.readers.layout import blocks_of
from app.intake.readers.legacy_text import from_tcvn3, from_vni, recognise
from app.intake.refusals import FileRefused
from app.intake.source import Line
from app.intake.structure.markers import find_marker
from app.intake.structure.tree import build_tree

WRAPPED = """Các cơ quan, đơn vị trên địa bàn tiếp tục thực hiện rà soát, cập nhật đầy đủ dữ
liệu về cán bộ, công chức, viên chức; bảo đảm thống nhất với cơ sở dữ liệu quốc

¹ Kế hoạch số 65/KH-UBND ngày 28/3/2026 của UBND tỉnh.

2

gia về cán bộ, công chức; báo cáo kết quả theo quy định hiện hành của pháp luật.
1. Phòng Nội vụ chủ trì, phối hợp với các phòng chuyên môn rà soát toàn bộ hồ sơ
của cán bộ, công chức, viên chức, người lao động hợp đồng trong giai đoạn 2021
- 2030 trên địa bàn; báo cáo Ủy ban nhân dân xã kết quả rà soát đúng thời hạn.
- Công khai kết quả rà soát tại trụ sở và trên trang thông tin điện tử của xã đó.
- Tổ chức tập huấn cho cán bộ, công chức làm công tác nội vụ của các xã, phường,
thị trấn; hoàn thành trong tuần đầu của tháng.
Các phòng chuyên môn bố trí người có năng lực tham gia việc rà soát hồ sơ nêu trên.
"""


def blocks(text: str) -> list[str]:
    return [block.text for block in blocks_of([Line(line) for line in text.split("\n")])[1]]


def test_wrapped_lines_are_joined_over_page_breaks_and_footnotes():
    found = blocks(WRAPPED)
    assert found[0].endswith("theo quy định hiện hành của pháp luật.")
    assert "Kế hoạch số 65" not in " ".join(found)
    assert "dữ liệu quốc gia" in found[0]
    assert "2021 - 2030" in found[1]
    assert found[2].startswith("- Công khai")
    assert found[4].startswith("Các phòng chuyên môn")
    assert len(found) == 5


def test_lines_that_stand_alone_are_left_alone():
    text = "1. Về dữ liệu\nRà soát dữ liệu.\n2. Về nhân lực\nBố trí nhân lực.\n"
    assert blocks(text) == text.strip().split("\n")


@pytest.mark.parametrize(
    ("text", "style", "label"),
    [
        ("II. NHIỆM VỤ", "roman", "II"),
        ("A. Chung", "upper", "A"),
        ("12. Rà soát", "dec1", "12"),
        ("1.2. Giao", "dec2", "1.2"),
        ("1.2 Giao", "dec2", "1.2"),
        ("3.Rà soát", "dec1", "3"),
        ("(4) Rà soát", "paren", "4"),
        ("đ) Rà soát", "letter", "đ"),
        ("- Rà soát", "bullet-", ""),
        ("– Rà soát", "bullet-", ""),
        ("+ Rà soát", "bullet+", ""),
        ("Điều 5. Giao", "article", "5"),
    ],
)
def test_markers(text: str, style: str, label: str):
    marker = find_marker(text)
    assert marker is not None
    assert (marker.style, marker.label) == (style, label)


@pytest.mark.parametrize(
    "text", ["2021 - 2030", "12/3/2026", "06 tháng đầu năm", "12.3.2026 là", "100% hồ sơ", "Giao Sở"]
)
def test_no_markers(text: str):
    assert find_marker(text) is None


def test_paths_follow_the_printed_numbers():
    text = "II. NHIỆM VỤ\n1. Về dữ liệu\n1.1. Rà soát\na) Một\n- gạch\nb) Hai\n2. Về nhân lực\n"
    root = build_tree(blocks_of([Line(line) for line in text.split("\n")])[1])
    paths = [item.path() for item in root.walk() if item.marker]
    assert paths == ["II", "II.1", "II.1.1", "II.1.1.a", "II.1.1.a", "II.1.1.b", "II.2"]


BLANK = """UBND TỈNH LÂM HẢI
SỞ NỘI VỤ
Số:        /SNV-VP
Lâm Hải, ngày      tháng     năm 2026
V/v rà soát hồ sơ
Kính gửi: Các phòng.
Giám đốc Sở yêu cầu các phòng thực hiện:
1. Rà soát hồ sơ trước ngày 15/3.
"""


def test_blanks_are_nothing_but_the_symbol_and_the_year_are_kept():
    reading = read_pasted(BLANK)
    head = reading.head
    assert (head.number, head.issued_on, head.place) == ("/SNV-VP", None, "Lâm Hải")
    assert head.issuer == "Sở Nội vụ tỉnh Lâm Hải"
    assert str(reading.tasks[0].deadline.day if reading.tasks[0].deadline else "") == "2026-03-15"
    assert any("chưa có số" in warning for warning in reading.warnings)


def test_decomposed_letters_are_put_together():
    reading = read_pasted(unicodedata.normalize("NFD", BLANK))
    assert reading.tasks == read_pasted(BLANK).tasks


def test_old_codes_are_recognised():
    words = (
        "Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành và các huyện thực hiện công việc được giao cho năm"
    )
    table = str.maketrans("ủyâầêáởàựệđượư", "ñyâÇªëáμùÖ®ưîư"[:14])
    assert words.translate(table)
    assert from_tcvn3("§éc lËp - Tù do") == "Độc lập - Tự do"
    assert from_vni("Ñoäc laäp - Töï do - Haïnh phuùc") == "Độc lập - Tự do - Hạnh phúc"
    vni = (
        "Uûy ban nhaân daân tænh yeâu caàu caùc huyeän thöïc hieän coâng vieäc ñöôïc giao cho naêm nay. " * 2
    )
    found = recognise(vni)
    assert found is not None
    assert found[0] == "VNI"
    assert "các huyện thực hiện công việc được giao" in found[1]
    assert recognise(words * 3) is None


@pytest.mark.parametrize(
    "mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "Độ mật: Tối mật", "**TỐI MẬT**", "SỞ NỘI VỤ\tMẬT", "| MẬT |"]
)
def test_marks_of_secrecy_are_refused(mark: str):
    with pytest.raises(FileRefused) as refusal:
        read_directive(f"UBND TỈNH A\n{mark}\nSố: 1/UBND-NC\n1. Giao Sở Nội vụ rà soát.".encode(), "a.txt")
    assert refusal.value.code == "E-MAT-01"
    assert "Chưa có gì được lưu" in refusal.value.hint


def test_the_word_secret_inside_a_sentence_is_no_mark():
    assert read_directive(
        "1. Giao Sở Nội vụ bảo vệ bí mật nhà nước, tài liệu MẬT theo quy định.".encode(), "a.txt"
    )


SAID = (
    "Kính gửi: Các phòng.\nUBND xã yêu cầu các phòng:\n1. Rà soát việc thực hiện và báo cáo về Văn phòng.\n"
)


def _windows_1258(text: str) -> bytes:
    """Write as old Windows programs do: letters and tone marks apart where the code has no whole letter."""
    written = []
    for letter in text:
        pieces = unicodedata.normalize("NFD", letter)
        tone = [mark for mark in pieces[1:] if mark in "\u0300\u0301\u0303\u0309\u0323"]
        rest = unicodedata.normalize("NFC", "".join(mark for mark in pieces if mark not in tone))
        written.append(rest + "".join(tone))
    return "".join(written).encode("cp1258")


@pytest.mark.parametrize(
    "content",
    [
        SAID.encode("utf-8-sig"),
        SAID.encode("utf-16"),
        SAID.encode("utf-16-le"),
        SAID.encode("utf-16-be"),
        _windows_1258(SAID),
    ],
    ids=["UTF-8 with mark", "UTF-16", "UTF-16 LE bare", "UTF-16 BE bare", "Windows-1258"],
)
def test_text_files_in_every_code_windows_writes(content: bytes):
    (task,) = read_directive(content, "a.txt").tasks
    assert task.content == "Rà soát việc thực hiện và báo cáo về Văn phòng."
    assert task.assignees == ("các phòng",)


@pytest.mark.parametrize(
    ("below", "subject"),
    [
        ("Công văn số 12/UBND-NV", "giao nhiệm vụ thực hiện Công văn số 12/UBND-NV"),
        ("Phòng Nội vụ nhận được phản ánh.", "giao nhiệm vụ thực hiện"),
    ],
)
def test_a_cited_paper_set_apart_still_belongs_to_the_subject(below: str, subject: str) -> None:
    text = BLANK.replace("V/v rà soát hồ sơ\n", f"V/v giao nhiệm vụ thực hiện\n\n{below}\n")
    assert read_pasted(text).head.subject == subject


@pytest.mark.parametrize(
    ("note", "stays"),
    [
        ("(Số liệu từ ngày 12/02/2026 đến hết ngày 11/3/2026)", False),
        ("(Kèm theo Báo cáo số 5/BC-SNV)", False),
        ("(Đề án 06)", True),
    ],
)
def test_a_note_under_the_subject_is_not_part_of_it(note: str, stays: bool) -> None:
    text = BLANK.replace("V/v rà soát hồ sơ\n", f"KẾ HOẠCH\nRà soát hồ sơ năm 2026 {note}\n")
    assert read_pasted(text).head.subject == f"Rà soát hồ sơ năm 2026{' ' + note if stays else ''}"
