"""Tables copied one cell a line, also with wide cells and with the heading again on the next page."""

import pytest

from app.intake.files import read_pasted
from app.intake.proposals import ProposedTask

HEAD = "KẾ HOẠCH\nCải cách hành chính năm 2026\nUBND xã ban hành Kế hoạch, cụ thể như sau:\n"
NARROW = """TT
Nội dung
Cơ quan chủ trì
Cơ quan phối hợp
Thời gian hoàn thành
1
Ban hành kế hoạch kiểm tra công vụ
Phòng Nội vụ
Các phòng chuyên môn
Quý I/2026
2
Niêm yết thủ tục hành chính
Trung tâm Phục vụ hành chính công
Thường xuyên
3
Khảo sát sự hài lòng của người dân
Văn phòng HĐND và UBND
Bưu điện; Công an xã
Trước ngày 15/11/2026
"""
WIDE = """STT
Nhiệm vụ
Đơn vị
chủ trì
Sản phẩm
Thời gian
thực hiện
1.
Nâng cao chất lượng phục vụ
1.1
Rà soát, cắt giảm các bước trong quy
trình giải quyết thủ tục hành chính
của các phòng.
Văn phòng HĐND
và UBND
Quyết định phê
duyệt
Quý II/2026

Trang 2/3

STT
Nhiệm vụ
Đơn vị
chủ trì
Sản phẩm
Thời gian
thực hiện
1.2
Tập huấn kỹ năng số cho công chức
tiếp nhận hồ sơ.
Phòng Văn hóa -
Xã hội
Lớp tập huấn
Tháng 9/2026
"""


def tasks(text: str) -> tuple[ProposedTask, ...]:
    return read_pasted(HEAD + text).tasks


def test_a_cell_a_line_is_a_table_again_even_with_an_empty_cell():
    found = [(t.section, t.assignees, t.coordinators, t.deadline.text) for t in tasks(NARROW) if t.deadline]
    assert found == [
        ("hàng 1", ("Phòng Nội vụ",), ("Các phòng chuyên môn",), "Quý I/2026"),
        ("hàng 2", ("Trung tâm Phục vụ hành chính công",), (), "Thường xuyên"),
        ("hàng 3", ("Văn phòng HĐND và UBND",), ("Bưu điện", "Công an xã"), "Trước ngày 15/11/2026"),
    ]


def test_wide_cells_and_a_heading_repeated_on_the_next_page():
    first, second = tasks(WIDE)
    assert first.content.endswith("thủ tục hành chính của các phòng.")
    assert (first.section, first.assignees, first.product) == (
        "hàng 1.1",
        ("Văn phòng HĐND và UBND",),
        "Quyết định phê duyệt",
    )
    assert (second.section, second.assignees) == ("hàng 1.2", ("Phòng Văn hóa - Xã hội",))
    assert str(second.deadline and second.deadline.day) == "2026-09-30"


@pytest.mark.parametrize("ending", ["Nơi nhận:\n- Lưu: VT.\n", "Trên đây là Kế hoạch của UBND xã./.\n", ""])
def test_the_table_ends_where_the_text_goes_on(ending: str):
    assert len(tasks(NARROW + ending)) == 3


def test_a_row_points_at_its_lines_in_the_source():
    reading = read_pasted(HEAD + NARROW)
    words = reading.text[reading.tasks[1].start : reading.tasks[1].end]
    assert words.split("\n")[:2] == ["2", "Niêm yết thủ tục hành chính"]


def test_a_list_that_only_begins_with_the_word_is_no_table():
    found = tasks("TT\n1. Phòng Nội vụ rà soát hồ sơ.\n2. Văn phòng niêm yết công khai hồ sơ.\n")
    assert [task.section for task in found] == ["1", "2"]


def test_a_row_cut_by_the_page_goes_on_and_a_heading_of_rows_does_not():
    head = "| TT | Nội dung công việc | Chủ trì | Thời gian |\n"
    first = "| 1 | Xây dựng văn bản quy định | Công an xã | 7/2026 |\n"
    rest, group = "| | chi tiết việc quản lý dữ liệu | | |\n", "| | Nhóm việc về dữ liệu | | |\n"
    last = "| 2 | Tập huấn kỹ năng số | Văn phòng | 8/2026 |\n"
    told = "KẾ HOẠCH\nVề dữ liệu\nI. NHIỆM VỤ\n"
    assert [task.content for task in read_pasted(told + head + first + rest + last).tasks] == [
        "Xây dựng văn bản quy định chi tiết việc quản lý dữ liệu",
        "Tập huấn kỹ năng số",
    ]
    assert [task.content for task in read_pasted(told + head + first + group + last).tasks] == [
        "Xây dựng văn bản quy định",
        "Tập huấn kỹ năng số",
    ]
