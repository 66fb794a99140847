"""Shapes of directives: what a paragraph speaks for, what only enacts, where annexes and signatures begin."""

import pytest

from app.intake.files import read_pasted
from app.intake.proposals import ProposedTask

HEAD = "Kính gửi: Các phòng chuyên môn.\nUBND xã yêu cầu các phòng chuyên môn thực hiện các nội dung sau:\n"


def tasks(text: str, head: str = HEAD) -> tuple[ProposedTask, ...]:
    return read_pasted(head + text).tasks


def contents(text: str, head: str = HEAD) -> list[str]:
    return [task.content for task in tasks(text, head)]


def test_a_paragraph_with_a_colon_speaks_for_the_list_under_it():
    text = (
        "1. Về dữ liệu\nĐể khắc phục tình trạng trên, giao Công an xã:\n- Rà soát dữ liệu dân cư.\n"
        "- Đối chiếu dữ liệu hộ tịch.\n2. Về nhân lực\n- Bố trí người trực.\n"
    )
    assert [task.assignees for task in tasks(text)] == [
        ("Công an xã",),
        ("Công an xã",),
        ("các phòng chuyên môn",),
    ]


def test_a_list_that_says_how_belongs_to_its_order():
    text = (
        "1. Xây dựng phương án bố trí nhân lực.\nPhương án phải gắn với yêu cầu thực tế, theo hướng:\n"
        "- Lựa chọn người có kinh nghiệm.\n- Giảm đầu mối trung gian.\n"
    )
    (only,) = tasks(text)
    assert only.content.endswith("Giảm đầu mối trung gian.")


def test_what_a_decision_enacts_is_asked_of_nobody_unless_it_names_somebody():
    text = (
        "QUYẾT ĐỊNH\nVề việc phê duyệt dự án\nQUYẾT ĐỊNH:\nĐiều 1. Phê duyệt dự án với các nội dung sau:\n"
        "1. Xây dựng 02 phòng làm việc.\n2. Giao Phòng Kinh tế chủ trì thực hiện.\n"
        "Điều 2. Văn phòng theo dõi việc thực hiện Quyết định này.\n"
    )
    assert [task.assignees for task in tasks(text, "")] == [("Phòng Kinh tế",), ("Văn phòng",)]


def test_money_is_spoken_of_but_only_a_named_office_is_ordered():
    text = (
        "I. NHIỆM VỤ\n1. Rà soát hồ sơ.\nII. KINH PHÍ THỰC HIỆN\n1. Bố trí từ ngân sách xã.\n"
        "2. Phòng Kinh tế tham mưu phân bổ kinh phí.\n"
    )
    assert contents(text) == ["Rà soát hồ sơ.", "Phòng Kinh tế tham mưu phân bổ kinh phí."]


def test_parties_without_numbers_head_their_own_lists():
    text = "Phòng Kinh tế:\n- Lập danh sách hộ.\nCông an xã:\n- Kiểm tra cư trú.\n- Báo cáo kết quả.\n"
    assert [task.assignees for task in tasks(text)] == [("Phòng Kinh tế",), ("Công an xã",), ("Công an xã",)]


def test_numbers_with_dashes_as_older_papers_print_them():
    text = "I- Đối với các phòng chuyên môn:\n1- Rà soát hồ sơ.\nII- Đối với các thôn:\n1- Họp dân.\n"
    assert [task.section for task in tasks(text)] == ["I.1", "II.1"]


def test_a_dash_may_follow_a_number_of_two_levels():
    text = "2- Yêu cầu các đơn vị:\n2.1- Giao Văn phòng rà soát hồ sơ.\n2.2- Phòng Kinh tế lập danh sách.\n"
    assert [(task.section, task.assignees) for task in tasks(text)] == [
        ("2.1", ("Văn phòng",)),
        ("2.2", ("Phòng Kinh tế",)),
    ]


def test_a_quarter_at_the_front_of_a_wrapped_line_is_no_number():
    text = (
        "1. Các phòng chuyên môn rà soát toàn bộ hồ sơ còn tồn đọng, hoàn thành trong quý\n"
        "II/2026 và báo cáo kết quả rà soát với Ủy ban nhân dân xã theo đúng mẫu đã gửi kèm\n"
        "theo Công văn này để tổng hợp.\n"
    )
    (only,) = tasks(text)
    assert str(only.deadline and only.deadline.day) == "2026-06-30"


def test_the_words_tổ_chức_thực_hiện_may_head_orders_or_name_who_carries_out():
    orders = "III. Tổ chức thực hiện:\n- Phòng Kinh tế chủ trì thực hiện.\n- Văn phòng theo dõi, đôn đốc.\n"
    names = "1. Rà soát hồ sơ.\n- Tổ chức thực hiện: Phòng Kinh tế.\n"
    assert [task.assignees for task in tasks(orders)] == [("Phòng Kinh tế",), ("Văn phòng",)]
    assert [task.assignees for task in tasks(names)] == [("Phòng Kinh tế",)]


@pytest.mark.parametrize(
    "closing",
    [
        "Đề nghị các đơn vị quan tâm, thực hiện./.",
        "Kính đề nghị quý cơ quan phối hợp thực hiện./.",
        "Yêu cầu các phòng chuyên môn nghiêm túc triển khai thực hiện./.",
    ],
)
def test_a_polite_ending_orders_nothing_new(closing: str):
    assert contents(f"1. Rà soát hồ sơ tồn đọng.\n{closing}\n") == ["Rà soát hồ sơ tồn đọng."]


def test_who_carries_a_paper_out_is_no_task():
    text = "1. Rà soát hồ sơ.\n2. Trưởng các phòng, các thôn chịu trách nhiệm thực hiện Chỉ thị này.\n"
    assert contents(text) == ["Rà soát hồ sơ."]


LETTER = "Kính gửi: Các thôn.\nUBND xã đề nghị các thôn gửi danh sách hộ tính đến ngày 31/8/2026. "


def test_in_a_letter_without_a_list_the_time_may_stand_in_the_next_sentence():
    (only,) = tasks("Danh sách gửi về Văn phòng trước ngày 18/9/2026.\n", LETTER)
    assert str(only.deadline and only.deadline.day) == "2026-09-18"


def test_the_day_to_which_figures_run_is_no_deadline():
    (only,) = tasks("\n", LETTER)
    assert only.deadline is None


ANNEXED = """QUYẾT ĐỊNH
Ban hành Kế hoạch kiểm tra
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch kiểm tra.
Điều 2. Trưởng các phòng chịu trách nhiệm thi hành Quyết định này./.
CHỦ TỊCH
Ngô Văn Ví Dụ
KẾ HOẠCH
Kiểm tra công tác cải cách hành chính
(Ban hành kèm theo Quyết định của UBND xã)
I. TỔ CHỨC THỰC HIỆN
1. Văn phòng thông báo lịch kiểm tra.
PHỤ LỤC
Phân công kiểm tra
| TT | Nội dung | Đơn vị chủ trì | Thời gian |
| 1 | Kiểm tra một cửa | Văn phòng | Quý I/2026 |
"""


def test_annexes_are_read_without_their_titles_and_know_nothing_of_the_articles():
    reading = read_pasted(ANNEXED)
    assert [(task.section, task.content) for task in reading.tasks] == [
        ("I.1", "Văn phòng thông báo lịch kiểm tra."),
        ("hàng 1", "Kiểm tra một cửa"),
    ]
    assert reading.head.signer is not None
    assert reading.head.signer.name == "Ngô Văn Ví Dụ"


@pytest.mark.parametrize(
    ("head", "issuer"),
    [
        ("ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n"
         "Số: 1/CT-UBND | Hải Sơn, ngày 15 tháng 3 năm 2026 |\n",
         "Ủy ban nhân dân tỉnh Hải Sơn"),
        ("Y BAN NHÂN DÂN\nTỈNH HẢI SƠN\nSố: 1/CT-UBND\nHải Sơn, ngày 15 tháng 3 năm 2026\n",
         "Ủy ban nhân dân tỉnh Hải Sơn"),
        ("VĂN PHÒNG UBND TỈNH\nSố: 1/TB-VP\nHải Sơn, ngày 15 tháng 3 năm 2026\n",
         "Văn phòng Ủy ban nhân dân tỉnh Hải Sơn"),
        ("SỞ NỘI VỤ HẢI SƠN\nSố: 1/SNV\nHải Sơn, ngày 15 tháng 3 năm 2026\n", "Sở Nội vụ Hải Sơn"),
    ],
)  # fmt: skip
def test_letterheads_as_copies_leave_them(head: str, issuer: str):
    text = head + "CHỈ THỊ\nVề việc trực ban\nUBND tỉnh yêu cầu các sở:\n1. Trực ban đầy đủ.\n"
    assert read_pasted(text).head.issuer == issuer


def test_an_urgent_wire_is_a_wire_and_its_receivers_are_no_tasks():
    head = (
        "CÔNG ĐIỆN KHẨN\nVề việc ứng phó mưa lũ\nCHỦ TỊCH UBND TỈNH HẢI SƠN ĐIỆN:\n"
        "- Chủ tịch UBND các xã;\n- Công an tỉnh.\n"
    )
    reading = read_pasted(head + "Chủ tịch UBND tỉnh yêu cầu:\n1. Trực ban 24/24 giờ.\n")
    assert reading.head.kind == "công điện"
    assert reading.head.subject == "Về việc ứng phó mưa lũ"
    assert reading.head.addressees == ("Chủ tịch UBND các xã", "Công an tỉnh")
    assert [task.content for task in reading.tasks] == ["Trực ban 24/24 giờ."]


def test_a_wire_may_name_its_receivers_under_the_word_alone():
    head = (
        "CÔNG ĐIỆN\nVề việc ứng phó mưa lũ\nCHỦ TỊCH UBND TỈNH HẢI SƠN\nĐiện:\n- Chủ tịch UBND các xã;\n"
        "- Công an tỉnh.\n"
    )
    reading = read_pasted(head + "Chủ tịch UBND tỉnh yêu cầu:\n1. Trực ban 24/24 giờ.\n")
    assert reading.head.addressees == ("Chủ tịch UBND các xã", "Công an tỉnh")
    assert [task.assignees for task in reading.tasks] == [("Chủ tịch UBND các xã", "Công an tỉnh")]


@pytest.mark.parametrize("between", ["\t", " | "])
def test_a_table_copied_without_its_frame(between: str):
    rows = [
        ("TT", "Nội dung", "Đơn vị chủ trì", "Thời gian"),
        ("1", "Lập danh sách", "Văn phòng", "Quý I/2026"),
    ]
    (only,) = tasks("Phân công như sau:\n" + "\n".join(between.join(row) for row in rows) + "\n")
    assert (only.content, only.assignees) == ("Lập danh sách", ("Văn phòng",))


def test_the_first_paragraph_with_a_colon_speaks_for_every_number_of_its_part():
    text = (
        "II. NHIỆM VỤ CỤ THỂ\nĐể đạt mục tiêu, Công an xã cần thực hiện các nhiệm vụ sau đây:\n"
        "1. Về dữ liệu\n- Rà soát dữ liệu.\n2. Về nhân lực\n- Bố trí người trực.\n"
    )
    assert [task.assignees for task in tasks(text)] == [("Công an xã",)] * 2


def test_brackets_may_name_the_part_of_a_body_that_is_meant():
    text = "1. Giao Sở Nội vụ (Ban Thi đua - Khen thưởng):\n- Chủ trì tổng kết phong trào.\n"
    assert tasks(text)[0].assignees == ("Sở Nội vụ (Ban Thi đua - Khen thưởng)",)


@pytest.mark.parametrize(
    ("text", "parties", "coordinators", "day"),
    [
        ("1. Kiểm tra công vụ.\n- Cơ quan thực hiện: Phòng Nội vụ chủ trì, phối hợp với Công an xã.\n"
         "- Thời gian: Quý III/2026.",
         ("Phòng Nội vụ",), ("Công an xã",), "2026-09-30"),
        ("1. Công khai thủ tục đầy đủ (Văn phòng HĐND - UBND chủ trì, hoàn thành trước 30/6/2026).",
         ("Văn phòng HĐND - UBND",), (), "2026-06-30"),
        ("1. Nâng cấp trụ sở.\nĐơn vị thực hiện: UBND các xã. Hoàn thành trước 30/6/2026.",
         ("UBND các xã",), (), "2026-06-30"),
        ("1. Các Phó Chủ tịch theo lĩnh vực được phân công trực tiếp chỉ đạo.",
         ("Các Phó Chủ tịch",), (), "None"),
    ],
)  # fmt: skip
def test_who_and_when_beside_an_order(
    text: str, parties: tuple[str, ...], coordinators: tuple[str, ...], day: str
):
    (only,) = tasks(text + "\n")
    assert (only.assignees, only.coordinators) == (parties, coordinators)
    assert str(only.deadline and only.deadline.day) == day


def test_a_name_with_a_dash_may_be_cut_at_the_dash():
    text = (
        "1. Đài Phát thanh\n- Truyền hình tỉnh mở chuyên mục về cải cách hành chính.\n"
        "2. Phòng Tài chính\n- Bố trí kinh phí.\n"
    )
    assert [task.assignees for task in tasks(text)] == [
        ("Đài Phát thanh - Truyền hình tỉnh",),
        ("Phòng Tài chính",),
    ]


def test_title_and_name_may_stand_in_one_cell():
    reading = read_pasted(HEAD + "1. Rà soát hồ sơ.\n2. Bố trí người trực.\n| | CHỦ TỊCH Ngô Văn Ví Dụ |\n")
    assert reading.head.signer is not None
    assert (reading.head.signer.name, reading.head.signer.title) == ("Ngô Văn Ví Dụ", "CHỦ TỊCH")


def test_a_title_may_hold_number_day_and_subject():
    text = (
        "CHỈ THỊ\nCỦA CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH HẢI SƠN SỐ 03/2007/CT-UBND\n"
        "NGÀY 09 THÁNG 5 NĂM 2007 VỀ VIỆC TRỰC BAN NGÀY LỄ\nTrong những năm qua, việc trực ban chưa nghiêm.\n"
        "Ủy ban nhân dân tỉnh yêu cầu các sở:\n1. Phân công trực ban.\n"
    )
    head = read_pasted(text).head
    assert (head.number, str(head.issued_on), head.subject) == (
        "03/2007/CT-UBND",
        "2007-05-09",
        "Về việc trực ban ngày lễ",
    )
    assert head.issuer == "Chủ tịch Ủy ban nhân dân tỉnh Hải Sơn"


def test_months_of_a_plan_are_those_of_its_year():
    text = (
        "UBND XÃ HẢI SƠN\nSố: 5/KH-UBND\nHải Sơn, ngày 03 tháng 02 năm 2026\n"
        "KẾ HOẠCH\nCải cách hành chính năm 2026\nUBND xã ban hành Kế hoạch như sau:\n"
        "| TT | Nội dung | Chủ trì | Thời gian |\n"
        "| 1 | Ban hành kế hoạch | Văn phòng | Tháng 01 |\n| 2 | Tập huấn | Văn phòng | Cả năm |\n"
    )
    days = [str(task.deadline.day) for task in read_pasted(text).tasks if task.deadline]
    assert days == ["2026-01-31", "2026-12-31"]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Số 12/SNV-CCHC ngày 07-9-2026 V/v báo cáo quý III", "2026-09-07"),
        ("Bình Hạ, ngày 07/9/2026", "2026-09-07"),
        ("Thực hiện Kế hoạch số 5/KH-UBND ngày 01/02/2026 của UBND xã", None),
    ],
)
def test_a_letterhead_may_write_its_day_in_figures(line: str, day: str | None):
    head = read_pasted(f"{line}\nKính gửi: Các phòng chuyên môn.\nĐề nghị các phòng gửi báo cáo.\n").head
    assert (str(head.issued_on) if head.issued_on else None) == day


def test_an_order_cut_after_its_first_word_is_whole_again():
    text = "Điều 2. Giao\nGiám đốc Trung tâm hướng dẫn, kiểm tra việc thực hiện Quyết định\nnày.\n"
    filler = "Điều 1. Ban hành kèm theo Quyết định này Quy định về theo dõi kết quả thực hiện\n" * 9
    assert "Giao Giám đốc Trung tâm hướng dẫn, kiểm tra việc thực hiện Quyết định này." in contents(
        filler + text, "QUYẾT ĐỊNH:\n"
    )


def test_a_name_stands_under_the_words_đã_ký():
    text = (
        "UBND XÃ THỬ\nQUYẾT NGHỊ:\nĐiều 1. Giao UBND xã rà soát.\nCHỦ TỊCH\n(Ký, đóng dấu)\n\nLưu Thị Mây\n"
    )
    signer = read_pasted(text).head.signer
    assert signer is not None
    assert signer.name == "Lưu Thị Mây"
