"""What once raised a false alarm, and how fast a long paper is read."""

from dataclasses import replace

import pytest

from app.reports.builders.monthly_report import build_monthly_report
from app.reports.checking.checker import check_bytes
from app.reports.checking.verdicts import Finding
from app.reports.tree import Document, Paragraph, Style, paragraph
from tests.checking.planting import bases, render
from tests.reports import report_samples as samples


def findings(document: Document, extension: str) -> list[Finding]:
    rules = check_bytes(render(document, extension)).rules
    return [finding for rule in rules for finding in rule.findings if finding.rule != "R04"]


def with_texts(*texts: str, style: Style = Style.BODY) -> Document:
    document = bases()["issued"]
    at = next(
        i for i, block in enumerate(document.blocks) if isinstance(block, Paragraph) and block.style is style
    )
    added = tuple(paragraph(text, style) for text in texts)
    return replace(document, blocks=(*document.blocks[:at], *added, *document.blocks[at:]))


FULL = "Các bộ phận, cá nhân được giao chủ trì thực hiện nhiệm vụ theo thời hạn đã ghi tại"


@pytest.mark.parametrize("extension", ["docx", "pdf"])
@pytest.mark.parametrize(
    "texts",
    [
        (FULL + " Phụ lục.",),
        (FULL + " Phụ lục I.",),
        tuple(
            "- Xã Mẫu: Số văn bản đi được ký số là 62 trên tổng số 6" + "7" * n + " văn bản."
            for n in range(9)
        ),
        ("Nơi nhận hồ sơ được niêm yết công khai tại trụ sở của cơ quan, đơn vị theo quy định.",),
        ("Số: lượng văn bản ban hành trong kỳ đạt 12/15 văn bản theo kế hoạch.",),
        ("Tại ngày 05 tháng 3 năm 2026, Ủy ban nhân dân xã có 12 công chức.",),
        ("Tỷ lệ H₂O, CO₂ và α trong mẫu nước đạt quy chuẩn; nhiệt độ 25 °C.",),
    ],
)
def test_words_that_look_like_a_part_are_read_as_body(texts: tuple[str, ...], extension: str) -> None:
    assert findings(with_texts(*texts), extension) == []


@pytest.mark.parametrize("extension", ["docx", "pdf"])
def test_a_basis_may_begin_with_carrying_out(extension: str) -> None:
    document = with_texts(
        "Thực hiện Kế hoạch số 12/KH-UBND ngày 05 tháng 02 năm 2024 của Ủy ban nhân dân huyện Mẫu Sơn;",
        style=Style.BASIS,
    )
    assert findings(document, extension) == []


@pytest.mark.parametrize("extension", ["docx", "pdf"])
def test_a_hundred_pages_are_checked_without_a_false_alarm(extension: str) -> None:
    content = render(build_monthly_report(samples.monthly(rows=900)).document, extension)
    assert not check_bytes(content).has_faults
