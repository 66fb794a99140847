"""What stands on a page but was written by nobody: numbers, running heads, stamps, banners, rules."""

from app.intake.files import read_pasted
from app.intake.readers.furniture import furniture_of
from app.intake.readers.layout import blocks_of
from app.intake.source import Line

GAZETTE = """CÔNG BÁO/Số 12/Ngày 02-06-2026
7

1. Phòng Nội vụ chủ trì rà soát toàn bộ hồ sơ của cán bộ, công chức, viên chức và
Ký bởi: CỔNG THÔNG TIN
Cơ quan: VĂN PHÒNG
Thời gian ký: 02.06.2026 16:19:35 +07:00

CÔNG BÁO/Số 12/Ngày 02-06-2026
8

người lao động hợp đồng; gửi danh sách về Ủy ban nhân dân xã trước ngày
CÔNG BÁO/Số 12/Ngày 02-06-2026
9

30 tháng 6 năm 2026 để tổng hợp, báo cáo Ủy ban nhân dân tỉnh theo đúng quy định.
2. Văn phòng niêm yết công khai danh sách đã rà soát tại trụ sở và trên trang thông tin.
3. Trung tâm Văn hóa đưa tin về kết quả rà soát hồ sơ trên hệ thống truyền thanh của xã.
4. Công an xã phối hợp đối chiếu thông tin của cán bộ, công chức với cơ sở dữ liệu dân cư.
5. Các thôn thông báo cho người dân biết kết quả rà soát hồ sơ và tiếp nhận phản ánh đó.
"""


def blocks(text: str) -> list[str]:
    return [block.text for block in blocks_of([Line(line) for line in text.split("\n")])[1]]


def test_a_sentence_goes_on_over_stamps_and_running_heads():
    found = blocks(GAZETTE)
    assert len(found) == 5
    assert "viên chức và người lao động" in found[0]
    assert "trước ngày 30 tháng 6 năm 2026" in found[0]


def test_a_running_head_is_known_by_the_page_numbers_beside_it():
    lines = ["Kế hoạch 12/KH", "1", "Một.", "Kế hoạch 12/KH", "2", "Hai.", "Công văn 3/CV", "Ba."]
    assert furniture_of(lines) == {0, 1, 3, 4}


def test_rules_lone_strokes_and_page_words_are_no_text():
    lines = ["-------", "|", "_____", "Trang 2/5", "Page 2 of 5", "…", "Rà soát."]
    assert furniture_of(lines) == {0, 1, 2, 3, 4}


def test_what_a_web_page_says_of_itself_is_no_order():
    text = "Hệ thống pháp luật\nĐang tải nội dung, vui lòng chờ giây lát...\nKính gửi: Các phòng.\n"
    found = read_pasted(text + "UBND xã yêu cầu các phòng:\n1. Rà soát hồ sơ tồn đọng.\n")
    assert [task.content for task in found.tasks] == ["Rà soát hồ sơ tồn đọng."]
