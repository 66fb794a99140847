"""Every phrase of time that directives use, read against a document of 10 March 2025."""

from datetime import date

import pytest

from app.intake.deadlines import Anchor, read_deadline

ANCHOR = Anchor(date(2025, 3, 10), 2025)

# words | day | operator | recurrence; "*" leaves one open, "yearly*" its end
PHRASES = [
    ("hoàn thành trước ngày 30/6/2025", "2025-06-30", "before", ""),
    ("báo cáo UBND tỉnh trước 16 giờ 00 ngày 25/3/2025", "2025-03-25", "before", ""),
    ("gửi về Sở Nội vụ trước 17h00 ngày 25/3 để tổng hợp", "2025-03-25", "before", ""),
    ("chậm nhất sau 05 ngày làm việc kể từ ngày nhận được văn bản này", "", "relative", ""),
    ("trong thời hạn 10 ngày kể từ ngày ký ban hành", "", "relative", ""),
    ("trong vòng 15 ngày kể từ khi nhận hồ sơ", "", "relative", ""),
    ("hoàn thành trong quý II/2025", "2025-06-30", "within", ""),
    ("hoàn thành trong Quý III năm 2025", "2025-09-30", "within", ""),
    ("xong trong tháng 4/2025", "2025-04-30", "within", ""),
    ("hoàn thành trong tháng 4", "2025-04-30", "within", ""),
    ("trong 6 tháng đầu năm 2025", "2025-06-30", "within", ""),
    ("hoàn thành trong 06 tháng đầu năm", "2025-06-30", "within", ""),
    ("trong tuần đầu tháng 4/2025", "", "*", ""),
    ("trong tuần đầu tiên của tháng", "", "*", ""),
    ("định kỳ hằng quý (trước ngày 10 tháng cuối quý) báo cáo UBND tỉnh", "", "before", "quarterly"),
    ("định kỳ hàng tháng, báo cáo trước ngày 25", "", "before", "monthly:25"),
    ("Hằng tháng, trước ngày 20, báo cáo kết quả về Sở Nội vụ", "", "before", "monthly:20"),
    ("báo cáo định kỳ vào ngày 15 hằng tháng", "", "*", "monthly:15"),
    ("vào ngày 20 của tháng cuối quý", "", "*", "quarterly"),
    ("báo cáo trước ngày 05 của tháng đầu quý sau", "", "before", "quarterly"),
    ("Hằng năm, trước ngày 15/12, báo cáo UBND tỉnh", "", "before", "yearly:12-15"),
    ("báo cáo định kỳ hàng năm trước ngày 15 tháng 12", "", "before", "yearly:12-15"),
    (
        "định kỳ hằng năm báo cáo kết quả thực hiện về Bộ Y tế trước ngày 31 tháng 12 để tổng hợp",
        "",
        "before",
        "yearly:12-31",
    ),
    ("báo cáo trước ngày 25 tháng 12 hằng năm", "", "before", "yearly:12-25"),
    ("định kỳ 6 tháng (trước ngày 10/6) và hằng năm (trước ngày 10/12)", "", "*", "half-yearly"),
    ("định kỳ 06 tháng, 01 năm báo cáo UBND tỉnh", "", "*", "half-yearly"),
    ("báo cáo 6 tháng trước ngày 15/6, báo cáo năm trước ngày 15/12", "", "*", "*"),
    ("hoàn thành trước 30/6/2025 và duy trì thường xuyên", "2025-06-30", "before", "*"),
    ("từ ngày 01/4/2025 đến ngày 30/4/2025", "2025-04-30", "within", ""),
    ("đến hết năm 2025 phải hoàn thành số hóa 100% hồ sơ", "2025-12-31", "within", ""),
    ("hoàn thành trước năm 2026", "2025-12-31", "*", ""),
    ("giai đoạn 2021-2025", "", "*", ""),
    ("năm học 2025-2026", "", "*", ""),
    ("chậm nhất ngày 29/02/2028", "2028-02-29", "on_or_before", ""),
    ("chậm nhất ngày 29/02/2027", "", "on_or_before", ""),
    ("trước ngày 31/6/2025", "", "before", ""),
    ("chậm nhất là ngày 31 tháng 5 năm 2025", "2025-05-31", "on_or_before", ""),
    ("trước ngày 15 tháng 5", "2025-05-15", "before", ""),
    ("trước ngày 15/01", "2026-01-15", "before", ""),
    (
        "báo cáo trước ngày 15/4/2025 để tổng hợp báo cáo Thủ tướng Chính phủ trước ngày 30/4/2025",
        "2025-04-15",
        "before",
        "",
    ),
    ("ngay sau khi Kế hoạch được ban hành", "", "*", ""),
    ("cùng kỳ báo cáo cải cách hành chính", "", "*", "*"),
    ("Thời gian hoàn thành: Quý II/2025", "2025-06-30", "within", ""),
    ("Thời gian thực hiện: Thường xuyên", "", "*", "continuous"),
    ("Thời gian thực hiện: Năm 2025", "2025-12-31", "within", ""),
    ("Thời gian: từ tháng 4 đến tháng 6/2025", "2025-06-30", "within", ""),
    ("Thời gian: tháng 5-6/2025", "2025-06-30", "within", ""),
    ("Hoàn thành: 30/9/2025", "2025-09-30", "*", ""),
    ("Thời hạn hoàn thành: Trước 15/5/2025", "2025-05-15", "before", ""),
    ("hoàn thành việc rà soát trong tháng 5 năm 2025", "2025-05-31", "within", ""),
    ("chậm nhất đến 30/6/2025", "2025-06-30", "on_or_before", ""),
    ("báo cáo kết quả về UBND huyện chậm nhất 10h ngày 20/3/2025", "2025-03-20", "on_or_before", ""),
    ("trước ngày 20 hàng tháng", "", "before", "monthly:20"),
    ("vào ngày 25 hàng tháng", "", "*", "monthly:25"),
    ("trước ngày 12 tháng sau", "", "before", "monthly:12"),
    ("Hàng tuần báo cáo vào chiều thứ Sáu", "", "*", "weekly"),
    ("báo cáo vào thứ Sáu hàng tuần", "", "*", "weekly"),
    ("trước 16 giờ thứ Năm hằng tuần", "", "*", "weekly"),
    ("trước 15 giờ hàng ngày", "", "before", "daily"),
    ("xong trước Tết Nguyên đán Bính Ngọ", "", "*", ""),
    ("trước kỳ họp Hội đồng nhân dân tỉnh", "", "*", ""),
    ("chậm nhất là tháng 6/2025", "2025-06-30", "*", ""),
    ("muộn nhất vào ngày 20/4/2025", "2025-04-20", "on_or_before", ""),
    ("không muộn hơn ngày 20/4/2025", "2025-04-20", "on_or_before", ""),
    ("không quá ngày 20/4/2025", "2025-04-20", "on_or_before", ""),
    ("để tổng hợp, báo cáo UBND tỉnh trước ngày 05/4/2025", "2025-04-05", "before", ""),
    ("gửi báo cáo quý trước ngày 15 của tháng cuối quý, báo cáo năm trước ngày 15/12", "", "*", "quarterly"),
    ("hoàn thành vào cuối năm 2025", "2025-12-31", "within", ""),
    ("hoàn thành dứt điểm trong năm 2025", "2025-12-31", "within", ""),
    ("trong tháng 12 hằng năm", "", "*", "yearly*"),
    ("trước ngày 01 tháng 10 hằng năm", "", "before", "yearly:10-01"),
    ("đạt tỷ lệ 80% vào cuối quý III/2025", "2025-09-30", "*", ""),
    ("từ nay đến hết ngày 30/4/2025", "2025-04-30", "*", ""),
    ("đến ngày 30/6/2025 hoàn thành 100% kế hoạch", "2025-06-30", "*", ""),
    ("đến 31/12/2025, 100% xã có bộ phận một cửa", "2025-12-31", "*", ""),
]

NO_DEADLINES = [
    "Công văn số 125/SNV-CCHC ngày 15/3/2025 của Sở Nội vụ",
    "theo Kế hoạch ban hành ngày 12/2/2025",
    "tính đến ngày 15/3/2025, toàn tỉnh có 15 hồ sơ quá hạn",
    "số liệu từ ngày 15/12/2024 đến ngày 14/3/2025",
    "có hiệu lực từ ngày 01/7/2025",
    "kể từ ngày 01/7/2025 thực hiện tiếp nhận hồ sơ trực tuyến",
    "Luật Tổ chức chính quyền địa phương ngày 16/6/2025",
    "Nghị quyết đại hội nhiệm kỳ 2025-2030",
    "trong năm 2024 có 12 vụ việc",
    "so với cùng kỳ năm 2024 tăng 5%",
    "kỷ niệm 80 năm Cách mạng tháng Tám và Quốc khánh 02/9",
    "hưởng ứng Ngày Môi trường thế giới 05/6",
]


def _same(found: str, wanted: str) -> bool:
    if wanted.endswith("*"):
        return found.startswith(wanted[:-1])
    return found == wanted


@pytest.mark.parametrize(("words", "day", "operator", "recurrence"), PHRASES)
def test_what_a_phrase_says(words: str, day: str, operator: str, recurrence: str):
    found = read_deadline(words, ANCHOR)
    assert str(found.day if found and found.day else "") == day
    assert _same((found.operator or "") if found else "", operator)
    assert _same((found.recurrence or "") if found else "", recurrence)


@pytest.mark.parametrize("words", NO_DEADLINES)
def test_days_that_bind_nobody(words: str):
    found = read_deadline(words, ANCHOR)
    assert found is None or found.day is None


def test_a_weekly_report_may_end_with_a_last_one():
    found = read_deadline(
        "Báo cáo tiến độ vào thứ Ba hằng tuần; báo cáo tổng kết trước ngày 20/5/2025.", ANCHOR
    )
    assert found is not None
    assert (found.recurrence, str(found.day)) == ("weekly", "2025-05-20")


def test_a_law_named_before_a_deadline_does_not_swallow_it():
    words = "Hoàn thiện dự án Luật Hội, Luật Biểu tình, trình Chính phủ trước ngày 15 tháng 7 năm 2025."
    found = read_deadline(words, ANCHOR)
    assert found is not None
    assert str(found.day) == "2025-07-15"
