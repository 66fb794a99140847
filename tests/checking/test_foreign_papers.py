"""Correct papers made by other means pass without a fault and without a needless warning."""

from io import BytesIO

import pytest
from docx import Document

from app.reports.checking.checker import check_bytes
from app.reports.checking.verdicts import Finding
from tests.checking.planting import edited, sub
from tests.checking.word_user import CHOICES, DECISION, Choice, _prepare, _say, make


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_a_correct_paper_made_in_word_has_no_fault(choice: Choice) -> None:
    report = check_bytes(make(choice))
    assert [finding for rule in report.rules for finding in rule.findings] == []
    assert report.kind == choice.kind.lower()


def _decision() -> bytes:
    """Căn cứ below the issuing person, "QUYẾT ĐỊNH:", Điều."""
    return make(
        Choice(
            "decision", kind="QUYẾT ĐỊNH", symbol="105/QĐ-UBND", own_council=True, texts=DECISION, person=True
        )
    )


def test_a_decision_has_no_fault() -> None:
    assert findings(_decision()) == []


def test_a_form_of_another_law_is_held_to_page_font_and_heading_only() -> None:
    content = make(Choice("form", kind="PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ", symbol="15/PXL-UBND"))
    report = check_bytes(content)
    assert findings(content) == []
    for rule in ("R26", "R35", "R43", "R47", "R53", "R55"):
        assert report.of(rule).verdict == "not_applicable"
        assert report.of(rule).message.startswith("Mẫu của quy định khác")
    wrong = check_bytes(edited(content, sub("Độc lập - Tự do", "Độc lập – Tự do")))
    assert wrong.of("R11").verdict == "fail"


def test_an_unknown_title_is_pointed_out_and_held_to_all_rules() -> None:
    content = make(Choice("unknown", kind="BÁO CÁO NHANH", symbol="15/BCN-UBND"))
    assert check_bytes(content).of("R26").verdict == "warn"
    assert check_bytes(content).of("R55").verdict == "fail"  # "Như trên" without Kính gửi
    assert check_bytes(content).of("R43").verdict == "pass"


def test_title_and_subject_in_one_paragraph_are_told_apart() -> None:
    content = edited(
        make(Choice("usual")),
        sub(
            r"(<w:t>BÁO CÁO</w:t></w:r>)</w:p><w:p>.*?(<w:r>(?:(?!<w:r>).)*?<w:t>Kết quả công tác)",
            r"\1<w:r><w:br/></w:r>\2",
        ),
    )
    assert findings(content) == []


def test_a_page_number_in_a_frame_counts() -> None:
    frame = '<w:framePr w:wrap="around" w:hAnchor="margin" w:xAlign="{}"/>'
    for place, verdict in (("center", "pass"), ("right", "fail")):
        content = edited(
            make(Choice("usual")),
            sub(r"<w:jc w:val=\"center\"/>", frame.format(place)),
            "word/header1.xml",
        )
        assert check_bytes(content).of("R07").verdict == verdict


def test_old_fonts_and_letter_paper_of_a_blank_word_file_are_seen() -> None:
    word = Document()
    word.add_paragraph("BÁO CÁO")
    stream = BytesIO()
    word.save(stream)
    report = check_bytes(stream.getvalue())
    failed = {rule.id for rule in report.rules if rule.verdict == "fail"}
    assert {"R01", "R04", "R10", "R11", "R15", "R18", "R22", "R26", "R27", "R47", "R53"} <= failed


def findings(content: bytes) -> list[Finding]:
    return [finding for rule in check_bytes(content).rules for finding in rule.findings]


def test_an_annex_in_its_own_file_needs_no_letterhead() -> None:
    word = Document()
    _prepare(word, Choice("annex"))
    for text, bold, italic in (
        ("Phụ lục II", True, False),
        ("DANH SÁCH ĐƠN VỊ", True, False),
        ("(Kèm theo Báo cáo số 05/BC-UBND ngày 05 tháng 3 năm 2026 của Ủy ban nhân dân xã Mẫu)", False, True),
    ):
        _say(word.add_paragraph(), text, 14, bold=bold, italic=italic)
    stream = BytesIO()
    word.save(stream)
    report = check_bytes(stream.getvalue())
    assert not report.has_faults
    assert {rule.id for rule in report.rules if rule.verdict == "pass"} >= {"R60", "R61", "R62", "R63"}
    assert report.of("R10").verdict == "not_applicable"
