"""Each rule of order on sentences of our own: who is ordered, what is none, where paragraphs are cut."""

import pytest

from app.intake.files import read_pasted
from app.intake.orders.parties import find_aliases, find_coordinators, split_parties
from app.intake.orders.statements import (
    is_formula,
    is_responsibility,
)
from app.intake.orders.words import (
    lead_in_mode,
    lead_in_parties,
    read_order,
)

HEAD = "Kính gửi: Các phòng chuyên môn.\nUBND xã yêu cầu các phòng chuyên môn thực hiện các nội dung sau:\n"


def contents(text: str) -> list[str]:
    return [task.content for task in read_pasted(HEAD + text).tasks]


@pytest.mark.parametrize(
    ("text", "rule", "parties"),
    [
        ("Giao Phòng Kinh tế chủ trì rà soát.", "R-GIAO", ("Phòng Kinh tế",)),
        ("Đề nghị Bưu điện tỉnh bố trí nhân lực.", "R-GIAO", ("Bưu điện tỉnh",)),
        ("Đối với UBND cấp xã: Niêm yết công khai.", "R-DOIVOI", ("UBND cấp xã",)),
        ("Sở Tài chính: Bố trí kinh phí.", "R-DOIVOI", ("Sở Tài chính",)),
        ("Sở Kế hoạch và Đầu tư chủ trì thẩm định.", "R-CHUTHE", ("Sở Kế hoạch và Đầu tư",)),
        ("Cơ quan thanh tra khẩn trương ban hành kết luận.", "R-CHUTHE", ("Cơ quan thanh tra",)),
        ("Giao các Sở: Tư pháp, Xây dựng chủ trì.", "R-GIAO", ("Sở Tư pháp", "Sở Xây dựng")),
        ("Trên cơ sở kết quả đó, Sở Y tế tham mưu phương án.", "R-CHUTHE", ("Sở Y tế",)),
        ("Về biên chế: Giao Sở Nội vụ tham mưu.", "R-CHUDE", ("Sở Nội vụ",)),
        ("Rà soát, cắt giảm thủ tục.", "R-DONGTU", ()),
        ("Thống kê thiệt hại, gửi Văn phòng trước 15 giờ.", "R-DONGTU", ()),
        ("Thống kê tỉnh rà soát số liệu.", "R-CHUTHE", ("Thống kê tỉnh",)),
        ("Ban chỉ huy Quân sự xã: chuẩn bị lực lượng.", "R-DOIVOI", ("Ban chỉ huy Quân sự xã",)),
        ("Bộ Chỉ huy Quân sự tỉnh chỉ đạo lực lượng.", "R-CHUTHE", ("Bộ Chỉ huy Quân sự tỉnh",)),
        (
            "Ban Chỉ đạo phòng, chống thiên tai xã chỉ đạo kiểm tra.",
            "R-CHUTHE",
            ("Ban Chỉ đạo phòng, chống thiên tai xã",),
        ),
        ("Ban Chỉ đạo tổ chức kiểm tra các thôn.", "R-CHUTHE", ("Ban Chỉ đạo",)),
        ("Tổ công tác có nhiệm vụ chỉ đạo, đôn đốc.", "R-CHUTHE", ("Tổ công tác",)),
        (
            "UBND các xã: Bình Hạ, Bình Thượng và các thôn triển khai phương án.",
            "R-CHUTHE",
            ("UBND các xã: Bình Hạ, Bình Thượng", "các thôn"),
        ),
        (
            "Trung tâm Kiểm soát thanh toán số: Bảo đảm đường truyền.",
            "R-DOIVOI",
            ("Trung tâm Kiểm soát thanh toán số",),
        ),
        ("Cơ sở khám chữa bệnh: Cử người tham dự.", "R-DOIVOI", ("Cơ sở khám chữa bệnh",)),
        ("Toàn thể cán bộ, công chức chấp hành giờ làm việc.", "R-CHUTHE", ("Toàn thể cán bộ, công chức",)),
        ("Giao đồng chí Lụa theo dõi, tổng hợp.", "R-GIAO", ("đồng chí Lụa",)),
        ("Yêu cầu doanh nghiệp khẩn trương nộp hồ sơ.", "R-GIAO", ("doanh nghiệp",)),
        ("Đội văn nghệ chụp ảnh lưu niệm.", "R-CHUTHE", ("Đội văn nghệ",)),
        ("Giao Văn phòng Đảng ủy lưu hồ sơ.", "R-GIAO", ("Văn phòng Đảng ủy",)),
        ("Giao Phòng Văn hóa - Xã hội ghi sổ.", "R-GIAO", ("Phòng Văn hóa - Xã hội",)),
        ("Giao UBND xã Hòa Hạ ghi sổ.", "R-GIAO", ("UBND xã Hòa Hạ",)),
        ("Không được tiếp nhận hồ sơ ngoài Trung tâm.", "R-CAM", ()),
    ],
)
def test_what_orders_and_whom(text: str, rule: str, parties: tuple[str, ...]):
    found = read_order(text)
    assert found is not None
    assert (found.rule, found.parties) == (rule, parties)


@pytest.mark.parametrize(
    "text",
    [
        "Việc tiếp nhận hồ sơ còn chậm.",
        "Thống nhất với đề xuất của Sở Y tế.",
        "Ban Thường vụ Đảng ủy cơ bản nhất trí với báo cáo của Văn phòng.",
        "Hệ thống hoạt động ổn định.",
        "Một số đơn vị chưa quan tâm đúng mức.",
        "Giao thông trên địa bàn ổn định.",
        "Cơ sở dữ liệu: nền tảng của chuyển đổi số.",
        "Toàn thể nhân loại hướng về ngày hội.",
        "Đồng chí phụ trách đã có mặt.",
    ],
)
def test_what_orders_nothing(text: str):
    assert read_order(text) is None


def test_a_unit_that_still_has_a_relative_clause_keeps_it():
    found = read_order("Đề nghị các phòng có thủ tục đang trực tiếp tham mưu, giải quyết phải rà soát ngay.")
    assert found is not None
    assert found.parties == ("các phòng có thủ tục đang trực tiếp tham mưu, giải quyết",)


def test_a_second_party_in_a_paragraph_is_a_second_task():
    found = contents("1. Phòng Kinh tế lập danh sách. Giao Trung tâm Văn hóa thông báo rộng rãi.\n")
    assert found == ["Phòng Kinh tế lập danh sách.", "Giao Trung tâm Văn hóa thông báo rộng rãi."]


def test_a_last_sentence_on_time_holds_for_all_parties():
    tasks = read_pasted(
        HEAD
        + "1. Phòng Kinh tế lập danh sách. Giao Trung tâm Văn hóa thông báo. Thời hạn: trước 20/3/2026.\n"
    ).tasks
    assert [str(task.deadline.day) if task.deadline else None for task in tasks] == ["2026-03-20"] * 2


def test_background_and_aims_are_no_tasks():
    text = (
        "I. MỤC ĐÍCH, YÊU CẦU\n1. Nâng cao chất lượng phục vụ.\n2. Bảo đảm tiến độ.\n"
        "II. KẾT QUẢ ĐẠT ĐƯỢC\n1. Đã rà soát 12 thủ tục.\nIII. NHIỆM VỤ\n1. Rà soát hồ sơ tồn đọng.\n"
    )
    assert contents(text) == ["Rà soát hồ sơ tồn đọng."]


def test_details_of_a_list_belong_to_their_parent():
    found = contents("1. Lập hồ sơ trình UBND xã, gồm:\n- Tờ trình;\n- Dự thảo quyết định.\n")
    assert len(found) == 1
    assert found[0].endswith("Dự thảo quyết định.")


def test_attribute_lines_belong_to_the_orders_before_them():
    text = (
        "1. Rà soát hồ sơ tồn đọng.\n- Đơn vị chủ trì: Phòng Kinh tế.\n- Thời gian: Quý II/2026.\n"
        "2. Tập huấn nghiệp vụ.\n- Đơn vị chủ trì: Văn phòng.\n"
    )
    tasks = read_pasted(HEAD + text).tasks
    assert [task.assignees for task in tasks] == [("Phòng Kinh tế",), ("Văn phòng",)]
    assert [str(task.deadline.day) if task.deadline else None for task in tasks] == ["2026-06-30", None]


def test_skipped_numbers_are_kept_and_said():
    reading = read_pasted(HEAD + "1. Rà soát hồ sơ.\n2. Công khai kết quả.\n4. Tổ chức kiểm tra.\n")
    assert [task.section for task in reading.tasks] == ["1", "2", "4"]
    assert any("từ 2 đến 4" in warning for warning in reading.warnings)


def test_a_lead_in_on_a_named_document_is_a_task_itself():
    text = "1. Tiếp tục thực hiện Công văn số 12/UBND-NC ngày 05/01/2026, trong đó:\n- Rà soát hồ sơ.\n"
    assert [task.is_reference for task in read_pasted(HEAD + text).tasks] == [True, False]


def test_closing_formulas_and_difficulties_add_nothing():
    text = (
        "1. Rà soát hồ sơ.\nYêu cầu các phòng nghiêm túc triển khai thực hiện./.\n"
        "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, đề nghị các phòng phản ánh về Văn phòng.\n"
    )
    assert contents(text) == ["Rà soát hồ sơ."]


def test_a_closing_formula_that_asks_for_a_report_is_a_task():
    text = "1. Rà soát hồ sơ.\nYêu cầu Trưởng các phòng thực hiện nội dung trên, báo cáo về UBND xã.\n"
    assert len(contents(text)) == 2


def test_parties_are_split_where_a_new_one_begins():
    assert split_parties("Sở Nội vụ, Sở Y tế và UBND các xã, thị trấn") == (
        "Sở Nội vụ",
        "Sở Y tế",
        "UBND các xã, thị trấn",
    )
    assert split_parties("Văn phòng HĐND và UBND xã") == ("Văn phòng HĐND và UBND xã",)
    assert split_parties("Các sở, ban, ngành; UBND các xã") == ("Các sở, ban, ngành", "UBND các xã")


def test_coordinators_follow_their_word_and_receivers_are_none():
    text = "Chủ trì, phối hợp với Công an tỉnh, Sở Xây dựng rà soát; báo cáo UBND tỉnh (qua Sở Nội vụ)."
    assert find_coordinators(text) == ("Công an tỉnh", "Sở Xây dựng")


def test_short_names_that_a_text_defines_are_written_out():
    text = "làm việc tại Trung tâm Hành chính công tỉnh (sau đây gọi tắt là Trung tâm)."
    assert find_aliases(text) == {"trung tâm": "Trung tâm Hành chính công tỉnh"}


def test_lead_ins():
    text = "Để khắc phục, UBND tỉnh yêu cầu Giám đốc các sở, Chủ tịch UBND các xã thực hiện các nội dung sau:"
    assert lead_in_mode(text) == "operative"
    assert lead_in_parties(text) == ("Giám đốc các sở", "Chủ tịch UBND các xã")
    assert lead_in_mode("UBND xã xây dựng kế hoạch như sau:") == "mixed"
    assert lead_in_mode("Công tác này còn hạn chế.") is None


def test_formulas_and_responsibilities():
    assert is_formula("Trên đây là Kế hoạch của UBND xã./.")
    assert is_responsibility("Chịu trách nhiệm trước pháp luật nếu để xảy ra vi phạm.")
    assert not is_responsibility("Chịu trách nhiệm tham mưu.")


NOTICE = "UBND XÃ THỬ NGHIỆM\nTHÔNG BÁO\nVề việc ra quân vệ sinh môi trường\n"


def notice(text: str, kind: str = "THÔNG BÁO") -> list[str]:
    return [task.content for task in read_pasted(NOTICE.replace("THÔNG BÁO", kind) + text).tasks]


def test_without_a_list_a_unit_and_its_duty_are_an_order():
    duty = "Trưởng các thôn thông báo lịch ra quân đến từng hộ trước ngày 20/4/2026."
    assert notice(duty) == [duty]


@pytest.mark.parametrize(
    "told",
    [
        "UBND xã Thử Nghiệm đã lập danh sách và triển khai đến các thôn.",
        "Phòng Kinh tế là cơ quan thường trực, tham mưu UBND xã.",
        "Phòng Kinh tế đang tổng hợp số liệu, báo cáo UBND xã.",
        "Các thôn được bố trí loa phục vụ tuyên truyền.",
        "Văn phòng có 12 công chức tiếp nhận hồ sơ.",
        "Tại hội nghị, Phòng Kinh tế báo cáo kết quả rà soát.",
    ],
)
def test_without_a_list_what_a_unit_is_or_did_is_no_order(told: str):
    duty = "Công an xã phải kiểm tra các điểm tập kết rác."
    assert notice(f"{told} {duty}") == [duty]


def test_in_a_report_a_unit_and_a_verb_tell_what_was_done():
    told = "Phòng Kinh tế tiếp nhận 120 hồ sơ. "
    assert notice(told, "BÁO CÁO") == []
    assert notice(told + "Đề nghị Sở Tài chính bố trí kinh phí.", "BÁO CÁO") == [
        "Đề nghị Sở Tài chính bố trí kinh phí."
    ]


def test_an_occasion_with_a_full_stop_opens_the_order_after_it():
    occasion = "Nhân dịp kỷ niệm 10 năm thành lập xã. "
    order = "UBND xã đề nghị các hộ dân treo cờ từ ngày 01/9/2026 đến hết ngày 03/9/2026."
    assert notice(occasion + order) == [occasion + order]
    told = "Hội nghị có 40 đại biểu tham dự. "
    assert notice(told + order) == [order]


def test_an_assessment_may_ask_for_itself():
    heading = "I. ĐÁNH GIÁ TÌNH HÌNH THỰC HIỆN\n"
    order = "Căn cứ kế hoạch năm, yêu cầu các thôn khẩn trương đánh giá kết quả thực hiện, gồm:\n"
    found = contents(
        f"{heading}{order}1. Số hộ đã đăng ký.\n2. Kinh phí đã sử dụng.\nII. NHIỆM VỤ\n1. Họp dân.\n"
    )
    assert len(found) == 2
    assert found[0].startswith("Căn cứ kế hoạch năm, yêu cầu các thôn")
    assert found[0].endswith("Kinh phí đã sử dụng.")
    told = "Các thôn đã chủ động triển khai, kết quả gồm:\n"
    assert contents(f"{heading}{told}1. Lập danh sách 40 hộ.\nII. NHIỆM VỤ\n1. Họp dân.\n") == ["Họp dân."]


def test_aims_ask_nothing_even_in_the_words_of_an_order():
    aim = "Yêu cầu các phòng triển khai nghiêm túc, hiệu quả."
    text = f"I. MỤC ĐÍCH, YÊU CẦU\n{aim}\nII. NHIỆM VỤ\n1. Lập hồ sơ.\n"
    assert aim not in contents(text)


def who_and_when(text: str) -> list[tuple[tuple[str, ...], str | None]]:
    return [
        (task.assignees, str(task.deadline.day) if task.deadline and task.deadline.day else None)
        for task in read_pasted(HEAD + text).tasks
    ]


def test_a_line_after_letters_without_lines_of_their_own_holds_for_all():
    text = (
        "1. Công khai\na) Công khai danh sách hộ nghèo.\nb) Công khai bảng giá đất.\n"
        "Cơ quan chủ trì: Phòng Kinh tế; Thời gian hoàn thành: trước ngày 30/11/2026.\n"
    )
    assert who_and_when(text) == [(("Phòng Kinh tế",), "2026-11-30")] * 2


def test_a_line_after_letters_that_each_have_theirs_holds_for_the_last():
    text = (
        "1. Công khai\na) Công khai danh sách hộ nghèo.\nCơ quan chủ trì: Văn phòng.\n"
        "b) Công khai bảng giá đất.\nCơ quan chủ trì: Phòng Kinh tế.\n"
    )
    assert [who for who, _ in who_and_when(text)] == [("Văn phòng",), ("Phòng Kinh tế",)]


def test_a_shared_line_leaves_the_party_that_an_item_names():
    text = (
        "1. Công khai\na) Giao Công an xã niêm yết số điện thoại trực.\nb) Công khai bảng giá đất.\n"
        "Cơ quan chủ trì: Phòng Kinh tế.\n"
    )
    assert [who for who, _ in who_and_when(text)] == [("Công an xã",), ("Phòng Kinh tế",)]


def test_a_time_may_be_told_letter_by_letter():
    text = (
        "1. Công khai\na) Công khai danh sách hộ nghèo.\nb) Công khai bảng giá đất.\n"
        "Thời gian hoàn thành: điểm a trước ngày 30/11/2026, điểm b theo quy định.\n"
    )
    assert [when for _, when in who_and_when(text)] == ["2026-11-30", None]


def test_brackets_with_a_role_are_no_part_of_a_name():
    assert split_parties("Phòng Văn hóa (Cơ quan thường trực Ban Chỉ đạo)") == ("Phòng Văn hóa",)
    assert split_parties("Sở Nội vụ (Ban Thi đua)") == ("Sở Nội vụ (Ban Thi đua)",)


def test_after_a_consent_the_unit_named_is_ordered():
    text = (
        "1. Về hệ thống camera: Thống nhất phương án của Công an xã; "
        "các đơn vị chuyên môn khẩn trương triển khai.\n"
        "2. Về trụ sở: Hiện trạng xuống cấp; các đơn vị chuyên môn khẩn trương triển khai.\n"
        "3. Thống nhất chủ trương mua xe phục vụ tuần tra.\n"
    )
    found = read_pasted(HEAD + text).tasks
    assert [task.section for task in found][:1] == ["1"]
    assert found[0].assignees == ("các đơn vị chuyên môn",)
    assert "3" not in [task.section for task in found]


def test_a_lead_in_with_semicolons_names_whom_it_orders():
    head = (
        "Kính gửi: Các phòng chuyên môn.\nChủ tịch UBND xã yêu cầu Trưởng các phòng; "
        "các đơn vị sự nghiệp và Trưởng các thôn thực hiện các nội dung sau:\n"
    )
    (task,) = read_pasted(head + "1. Rà soát hồ sơ tồn đọng.\n").tasks
    assert task.assignees == ("Trưởng các phòng", "các đơn vị sự nghiệp", "Trưởng các thôn")


def test_a_label_of_who_carries_out_may_hold_an_order():
    text = "Điều 2. Tổ chức thực hiện: Giao UBND xã triển khai Nghị quyết.\n"
    decision = "QUYẾT NGHỊ:\nĐiều 1. Thông qua mục tiêu năm 2026.\n"
    assert contents(decision + text) == ["Tổ chức thực hiện: Giao UBND xã triển khai Nghị quyết."]
    named = decision + "Điều 2. Tổ chức thực hiện: UBND xã.\nĐiều 3. Giao Văn phòng lưu hồ sơ.\n"
    assert [task.section for task in read_pasted(named).tasks] == ["3"]


def test_a_letter_may_ask_after_its_bases_and_politely():
    text = (
        "Kính gửi: Các đồng chí Ủy viên.\nCăn cứ quy chế làm việc, Văn phòng Đảng ủy kính đề nghị các đồng "
        "chí Ủy viên cho ý kiến đối với dự thảo.\nDo thời gian gấp, kính đề nghị các đồng chí gửi ý kiến "
        "trước ngày 27/5/2026.\nCăn cứ Thông báo này, đề nghị các đồng chí nghiêm túc thực hiện.\n"
    )
    assert [task.content[:14] for task in read_pasted(text).tasks] == ["Căn cứ quy chế", "Do thời gian g"]


def test_what_a_meeting_speaks_of_is_no_task():
    agenda = "1. Hướng dẫn lập bảng kê chi tiết (30 phút).\n2. Giải đáp vướng mắc của cơ sở (60 phút).\n"
    duty = "1. Văn phòng chuẩn bị tài liệu.\n"
    assert contents(f"II. NỘI DUNG HỘI NGHỊ\n{agenda}III. TỔ CHỨC THỰC HIỆN\n{duty}") == [
        "Văn phòng chuẩn bị tài liệu."
    ]
    assert len(contents(f"II. NỘI DUNG THỰC HIỆN\n{agenda}III. TỔ CHỨC THỰC HIỆN\n{duty}")) == 3


def test_a_list_without_full_stops_still_orders_but_names_nobody():
    heading = "I. NHIỆM VỤ TRỌNG TÂM\n1. Hạ tầng:\n"
    order, unit = "Kè lại bờ suối thôn Hạ dài 300 m phía chợ", "Phòng Kinh tế và Hạ tầng đô thị của xã Hạ"
    assert contents(f"{heading}- {order}\n- {unit}\n") == [order]
    assert contents(f"{heading}- {unit}\n") == []
