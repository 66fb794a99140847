"""Deadline phrases: the words that bound, the day they name, and what is no deadline at all (D1-D5)."""

from datetime import date

import pytest

from app.intake.deadlines import Anchor, read_deadline, state_time

ISSUED = Anchor(date(2025, 11, 25))


@pytest.mark.parametrize(
    ("text", "day", "operator"),
    [
        ("Gửi báo cáo về Sở trước ngày 15/12/2025.", date(2025, 12, 15), "before"),
        ("Gửi kế hoạch chậm nhất ngày 31/01/2026 để tổng hợp.", date(2026, 1, 31), "on_or_before"),
        ("Thời hạn: trước 30/6/2026.", date(2026, 6, 30), "before"),
        ("Hoàn thành trước ngày 05 tháng 12 năm 2025.", date(2025, 12, 5), "before"),
        ("Thời gian thực hiện: tháng 6/2026;", date(2026, 6, 30), "within"),
        ("Hoàn thành trong Quý IV/2025.", date(2025, 12, 31), "within"),
        ("Thời gian hoàn thành trong tháng 02 năm 2026.", date(2026, 2, 28), "within"),
        ("Hoàn thành trong 06 tháng đầu năm 2026.", date(2026, 6, 30), "within"),
        ("Xong trước tháng 7/2026.", date(2026, 6, 30), "on_or_before"),
        ("Gửi về Sở trước 16 giờ 00 ngày 28/11/2025.", date(2025, 11, 28), "before"),
        ("Gửi về Sở trước 17h00 ngày 28/11.", date(2025, 11, 28), "before"),
        ("Báo cáo trước ngày 15/01 để tổng hợp.", date(2026, 1, 15), "before"),
        (
            "Thực hiện theo Công văn số 12/SNV ngày 05/3/2025, hoàn thành trước 20/12/2025.",
            date(2025, 12, 20),
            "before",
        ),
        ("Tổ chức phát phiếu từ ngày 01/12/2025 đến ngày 20/12/2025.", date(2025, 12, 20), "within"),
        ("Triển khai trong năm 2026.", date(2026, 12, 31), "within"),
    ],
)
def test_a_bound_day_or_period(text: str, day: date, operator: str):
    found = read_deadline(text, ISSUED)
    assert found is not None
    assert (found.day, found.operator) == (day, operator)
    assert found.text in text.rstrip(".;") or found.text in text


@pytest.mark.parametrize(
    ("text", "recurrence"),
    [
        ("Báo cáo trước ngày 20 hằng tháng.", "monthly:20"),
        (
            "Gửi chậm nhất ngày 12 hàng tháng (số liệu từ ngày 12 tháng trước đến ngày 12 tháng sau).",
            "monthly:12",
        ),
        ("Báo cáo trước ngày 25/12 hằng năm.", "yearly:12-25"),
        ("Báo cáo trước ngày 15/6 và 15/12 hằng năm.", "yearly:06-15,12-15"),
        ("Gửi trước ngày 15 của tháng cuối quý.", "quarterly"),
        ("Định kỳ sáu tháng báo cáo Ủy ban nhân dân tỉnh.", "half-yearly"),
        ("Định kỳ hằng quý báo cáo kết quả.", "quarterly"),
        ("Báo cáo trong báo cáo định kỳ gửi Sở Nội vụ.", "periodic"),
        ("Thường xuyên kiểm tra, đôn đốc.", "continuous"),
        ("Hằng tháng, báo cáo kết quả thực hiện.", "monthly"),
        ("Thực hiện trong năm 2026 và các năm tiếp theo.", "ongoing"),
        ("Báo cáo trước 16 giờ hằng ngày.", "daily"),
    ],
)
def test_what_comes_again(text: str, recurrence: str):
    found = read_deadline(text, ISSUED)
    assert found is not None
    assert (found.day, found.recurrence) == (None, recurrence)


@pytest.mark.parametrize(
    "text",
    [
        "Theo Công văn số 1811/UBND-KT ngày 17/3/2025 của UBND tỉnh.",
        "Thực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ.",
        "Khẩn trương khắc phục ngay các tồn tại.",
        "Khắc phục hạn chế các tiêu chí bị trừ điểm.",
        "Thực hiện nhiệm vụ năm 2026 theo kế hoạch.",
        "Xây dựng kế hoạch phát triển hàng năm của đơn vị.",
        "Không để quá hạn nhiệm vụ được giao.",
        "Kết luận tại cuộc họp ngày 21/3/2025 của Chủ tịch UBND tỉnh.",
        "Chi thường xuyên theo quy định.",
    ],
)
def test_no_deadline(text: str):
    found = read_deadline(text, ISSUED)
    assert found is None or (found.day is None and found.recurrence is None)


def test_words_without_a_day_are_kept():
    found = read_deadline("Báo cáo trong thời hạn 05 ngày làm việc kể từ ngày nhận được văn bản.", ISSUED)
    assert found is not None
    assert (found.day, found.operator) == (None, "relative")
    assert "05 ngày làm việc" in found.text


def test_without_a_year_anywhere_no_day_is_guessed():
    found = read_deadline("Gửi trước ngày 15/12.", Anchor())
    assert found is not None
    assert found.day is None


@pytest.mark.parametrize(
    ("cell", "day", "recurrence"),
    [
        ("2026", date(2026, 12, 31), None),
        ("6/2026", date(2026, 6, 30), None),
        ("2025 - 2026", date(2026, 12, 31), None),
        ("Quý II/2026", date(2026, 6, 30), None),
        ("2026 và những năm tiếp theo", None, "ongoing"),
        ("Nhiệm vụ thường xuyên", None, "continuous"),
        ("Hằng năm", None, "yearly"),
        ("Theo lộ trình của Bộ", None, None),
        ("30/9/2026", date(2026, 9, 30), None),
    ],
)
def test_cells_and_attribute_lines_state_the_time_bare(cell: str, day: date | None, recurrence: str | None):
    found = state_time(cell, ISSUED)
    assert found is not None
    assert (found.day, found.recurrence, found.text) == (day, recurrence, cell)
