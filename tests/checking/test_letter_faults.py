"""Faults of a công văn and of wording, planted in Word files that people made."""

import pytest

from app.reports.checking.checker import check_bytes
from tests.checking.planting import Edit, edited, sub, swap
from tests.checking.word_user import CHOICES, make

NAMED = {choice.name: choice for choice in CHOICES}
_SPACED = 'w:before="120"'

FAULTS: tuple[tuple[str, str, str, Edit, str], ...] = (
    ("R29", "letter", "fail", swap("V/v đôn đốc", "Về việc đôn đốc"), "bắt đầu bằng “V/v ”"),
    ("R29", "letter", "fail", swap("V/v đôn đốc", "v/v đôn đốc"), "bắt đầu bằng “V/v ”"),
    ("R29", "letter", "fail", swap(_SPACED, 'w:before="0"'), "quy định là 6 pt"),
    ("R20", "letter", "fail", swap("15/NV-CCHC", "15/CV-NV"), "không dùng “CV”"),
    ("R20", "letter", "warn", swap("15/NV-CCHC", "15/BC-NV"), "bắt đầu bằng “BC”"),
    ("R30", "letter", "fail", swap("Kính gửi: Ủy", "Gửi đến: Ủy"), "thiếu phần “Kính gửi”"),
    ("R31", "usual", "fail", swap("Kính gửi: Ủy", "Kính gửi Ủy"), "dấu hai chấm"),
    ("R31", "several", "fail", swap("Mẫu Sơn;", "Mẫu Sơn,"), "dấu chấm phẩy"),
    ("R33", "usual", "warn", swap(" ngày 09 tháng 01 năm 2026 của", " của"), "chưa ghi ngày"),
    ("R40", "usual", "fail", swap("I. KẾT QUẢ THỰC HIỆN", "Chương 1"), "chữ số La Mã"),
    ("R42", "usual", "fail", swap("<w:t>b) Về", "<w:t>j) Về"), "không thuộc bảng chữ cái"),
    (
        "R42",
        "usual",
        "fail",
        lambda text: text.replace("<w:t>a) Về", "<w:t>d) Về").replace("<w:t>b) Về", "<w:t>e) Về"),
        "Sau điểm d) là điểm đ)",
    ),
    ("R12", "tabs", "fail", sub(r"_{20,}", "_" * 8), "phải dài bằng dòng chữ"),
    ("R12", "underscores", "fail", sub(r"_{20,}", "-" * 30), "nét liền"),
    ("R16", "underscores", "fail", sub(r"_{5,9}", "_" * 20), "từ 1/3 đến 1/2"),
    ("R37", "after", "fail", swap('w:after="120"', 'w:after="40"', -1), "tối thiểu 6 pt"),
    ("R38", "exact-18", "fail", swap('w:line="360"', 'w:line="280"', -1), "từ dòng đơn"),
    ("R05", "usual", "fail", swap("05/BC-PNV", "05/BC\u2011PNV"), "dấu nối không ngắt dòng"),
    ("R05", "usual", "fail", swap("kịp thời", "kịp thờ\u0456"), "không phải chữ Việt"),
    ("R54", "usual", "fail", swap("- Như trên;", "- Như trên,"), "dấu chấm phẩy"),
    ("R55", "plan", "fail", swap("- UBND huyện (b/c);", "- Như trên;"), "không ghi “Như trên”"),
)


@pytest.mark.parametrize(("rule", "name", "verdict", "edit", "says"), FAULTS)
def test_the_fault_is_told(rule: str, name: str, verdict: str, edit: Edit, says: str) -> None:
    content = make(NAMED[name])
    assert check_bytes(content).of(rule).verdict in {"pass", "not_applicable"}
    found = check_bytes(edited(content, edit)).of(rule)
    assert found.verdict == verdict
    assert says in found.message


def test_kinh_gui_on_a_plan_is_only_a_warning() -> None:
    content = edited(make(NAMED["usual"]), swap("BÁO CÁO", "KẾ HOẠCH"))
    assert check_bytes(content).of("R30").verdict == "warn"
