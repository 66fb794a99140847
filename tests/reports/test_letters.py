"""Letters, notices, records and the leader's page: their words, their numbers, their form."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.core.statuses import ReportResult
from app.reports.builders.apology import build_apology
from app.reports.builders.assignment_notice import build_assignment_notice
from app.reports.builders.handover import build_handover
from app.reports.builders.leader_page import build_leader_page
from app.reports.builders.reminder import build_reminder
from app.reports.builders.results_notice import build_results_notice
from app.reports.catalogue import CATALOGUE
from app.reports.data.apology import ApologyDetails, ApologyForm
from app.reports.data.parts import BothDeadlines, OnTime
from app.reports.styles import GAP
from app.reports.tree import (
    Addressees,
    Chart,
    Document,
    Heading,
    Paragraph,
    PartySignatures,
    SignatureBlock,
    Style,
    Table,
    TitleBlock,
)
from tests.reports import letter_samples as samples

OFFICIAL = ("reminder", "assignment-notice", "results-notice", "apology", "handover")


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def whole(document: Document) -> str:
    return "\n".join(texts(document))


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def head(document: Document) -> Heading:
    block = document.blocks[0]
    assert isinstance(block, Heading)
    return block


def made(kind: str, **chosen: Any) -> Document:
    return CATALOGUE[kind].build(getattr(samples, kind.replace("-", "_"))(**chosen)).document


@pytest.mark.parametrize("long", [False, True])
@pytest.mark.parametrize("draft", [False, True])
@pytest.mark.parametrize("kind", OFFICIAL)
def test_every_official_paper_ends_once_and_is_signed(kind: str, draft: bool, long: bool) -> None:
    document = made(kind, draft=draft, long=long)
    assert whole(document).count("./.") == 1 and texts(document)[-1].endswith("./.")
    assert isinstance(document.blocks[-1], SignatureBlock)
    assert (head(document).number is None, head(document).issued_on is None) == (draft, draft)
    assert "[?" not in whole(document)


@pytest.mark.parametrize("kind", OFFICIAL)
def test_kinh_gui_and_nhu_tren_go_together(kind: str) -> None:
    document = made(kind)
    has = any(isinstance(block, Addressees) for block in document.blocks)
    end = document.blocks[-1]
    assert isinstance(end, SignatureBlock)
    assert (end.recipients[0] == "Như trên") is has
    assert has is (kind not in ("results-notice", "handover"))


@pytest.mark.parametrize("kind", ["reminder", "assignment-notice"])
def test_a_cong_van_has_no_title_but_a_subject_under_its_number(kind: str) -> None:
    document = made(kind)
    assert not any(isinstance(block, TitleBlock) for block in document.blocks)
    about = head(document).subject_line
    assert about is not None and about.startswith("V/v ") and not about.endswith(".")
    assert head(document).symbol == "UBND-NV"


def test_a_reminder_tells_both_kinds_of_debt_with_their_numbers() -> None:
    document = build_reminder(samples.reminder()).document
    text = whole(document)
    assert "còn 2 báo cáo chưa gửi và 3 nhiệm vụ quá hạn:" in text
    assert f"Thực hiện {samples.DIRECTIVE};" in text
    assert "hạn gửi ngày 12/01/2024, đã quá hạn 66 ngày;" in text
    assert "chậm nhất ngày 21 tháng 3 năm 2024" in text
    assert text.count("chậm nhất") == 1
    assert [b.text for b in document.blocks if isinstance(b, Paragraph) and b.style is Style.HEADING] == [
        "1. Báo cáo chưa gửi",
        "2. Nhiệm vụ quá hạn chưa hoàn thành",
    ]
    assert len(tables(document)[0].rows) == 3


def test_a_reminder_of_one_kind_has_no_headings_and_one_request() -> None:
    for chosen, about in (({"reports": 0}, "nhiệm vụ"), ({"overdue": 0}, "báo cáo")):
        document = build_reminder(samples.reminder(**chosen)).document  # type: ignore[arg-type]
        assert not any(isinstance(b, Paragraph) and b.style is Style.HEADING for b in document.blocks)
        assert about in (head(document).subject_line or "")
        assert sum("đề nghị" in text for text in texts(document)) == 1
        assert "chậm nhất ngày 21 tháng 3 năm 2024" in whole(document)


def test_a_unit_that_owes_nothing_is_told_so() -> None:
    document = build_reminder(samples.reminder(reports=0, overdue=0)).document
    assert "không còn báo cáo chưa gửi và không có nhiệm vụ CCHC quá hạn." in whole(document)
    assert tables(document) == []


def test_abbreviations_come_after_their_full_form() -> None:
    for kind in ("reminder", "results-notice"):
        text = whole(made(kind))
        assert text.index("cải cách hành chính (CCHC)") < text.index("CCHC") + 1
        assert "CCHC" not in (head(made(kind)).subject_line or "")


def test_few_tasks_stand_in_the_text_many_in_an_annex() -> None:
    short = build_assignment_notice(samples.assignment_notice(rows=2)).document
    assert short.annexes == () and len(tables(short)[0].rows) == 2
    assert "Phụ lục" not in whole(short) and "2 nhiệm vụ được giao" in whole(short)
    long = build_assignment_notice(samples.assignment_notice(rows=8)).document
    assert tables(long) == [] and long.annexes[0].landscape
    assert "Phụ lục (danh mục nhiệm vụ được giao) kèm theo Công văn này" in whole(long)
    assert long.annexes[0].link.startswith("Kèm theo Công văn số")


def test_a_directive_is_cited_in_full_once_then_short() -> None:
    text = whole(build_assignment_notice(samples.assignment_notice()).document)
    assert text.count(samples.DIRECTIVE) == 1
    assert text.index(samples.DIRECTIVE) < text.index("thực hiện Công văn số 123/UBND-NV được báo cáo")


def test_the_lists_of_a_notice_add_up_to_the_units_expected() -> None:
    data = samples.results_notice()
    text = whole(build_results_notice(data).document)
    assert "Số đơn vị phải báo cáo: 11; đã gửi báo cáo: 9/11 đơn vị, đạt tỷ lệ 81,82%" in text
    assert "(trong đó 1 đơn vị đã báo mã niêm phong, chưa nhận tệp)" in text
    assert "gửi đúng hạn 8 đơn vị, gửi muộn 1 đơn vị, chưa gửi 1 đơn vị, được miễn 1 đơn vị." in text
    assert sum(len(data.units(result)) for result in ReportResult) == len(data.submissions)
    assert "b) Gửi muộn: 1 đơn vị (Phòng Mẫu, muộn 3 ngày)." in text
    assert "d) Được miễn: 1 đơn vị (Phòng Dân tộc)." in text


def test_a_notice_tells_both_rates_where_an_extension_makes_a_difference() -> None:
    same, more = OnTime(8, 10), OnTime(9, 10)
    told = replace(samples.results_notice(), report_deadlines=BothDeadlines(same, more))
    assert (
        "theo hạn gốc 8/10 báo cáo, đạt tỷ lệ 80%; theo hạn sau gia hạn 9/10 báo cáo, đạt tỷ lệ 90%."
        in whole(build_results_notice(told).document)
    )
    alike = replace(samples.results_notice(), report_deadlines=BothDeadlines(same, same))
    assert "hạn gốc" not in whole(build_results_notice(alike).document)


def test_ranking_is_printed_only_when_asked() -> None:
    ranked = build_results_notice(samples.results_notice()).document
    assert [annex.numeral for annex in ranked.annexes] == ["I", "II"]
    table = next(b for b in ranked.annexes[1].blocks if isinstance(b, Table))
    assert [row.cells[0].value for row in table.rows] == [1, 1, 3, 4, "-"]
    assert "trong 3 kỳ từ đầu năm đến tháng 3 năm 2024 tại Phụ lục II" in whole(ranked)
    plain = build_results_notice(samples.results_notice(ranked=False)).document
    assert [annex.numeral for annex in plain.annexes] == [None]
    assert "Xếp thứ tự" not in whole(plain) and "3. Yêu cầu" in whole(plain)


def test_places_are_printed_by_group_with_method_ties_and_remarks() -> None:
    document = build_results_notice(samples.ranked_notice()).document
    table = next(b for b in document.annexes[1].blocks if isinstance(b, Table))
    first = [row.cells[0].value for row in table.rows]
    assert first == ["Các xã, thị trấn", 1, 1, 3, 4, "Các phòng", 1]
    changes = [row.cells[-1].value for row in table.rows if not row.is_group]
    assert changes == ["tăng 2", "mới", "giảm 2", "mới", "mới"]
    main, text = whole(document), " ".join(str(block) for block in document.annexes[1].blocks)
    assert "Phương pháp: Điểm = 60 × tỷ lệ kỳ báo cáo đúng hạn" in text
    assert "Quy tắc đồng hạng: đồng hạng, hạng sau bỏ số (1, 2, 2, 4)." in text
    assert "(công bố lần 1 ngày 18/3/2024)" in main
    assert "Không xếp hạng Phòng Dân tộc: Đang sáp nhập." in text
    assert "Tiến bộ nhiều nhất so với tháng trước: Xã Mẫu 1." in text
    assert "mới chấp nhận 4/5 báo cáo của kỳ" in text


def test_the_apology_takes_the_form_of_its_day() -> None:
    assert ApologyForm.on(date(2025, 6, 30)) is ApologyForm.OLD
    assert ApologyForm.on(date(2025, 7, 1)) is ApologyForm.NEW
    old = build_apology(samples.apology()).document
    new = build_apology(samples.apology(form=ApologyForm.NEW)).document
    titles = [next(b for b in d.blocks if isinstance(b, TitleBlock)).kind for d in (old, new)]
    assert titles == [
        "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
        "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT",
    ]
    assert "sẽ trả kết quả vào ngày 25/3/2024" in whole(old)
    assert "đề nghị gia hạn thời gian giải quyết hồ sơ đến hết ngày 25/3/2024" in whole(new)


def test_what_is_not_known_of_an_applicant_stays_a_gap_without_dots() -> None:
    document = build_apology(samples.apology(details=ApologyDetails())).document
    text = whole(document)
    assert GAP in text and "…" not in text and ".." not in text.replace("./.", "")
    to = next(b for b in document.blocks if isinstance(b, Addressees))
    assert to.items[0].replace("\u00a0", "").strip() == ""
    assert "của Ông (Bà), tổ chức" in text


def test_a_handover_is_signed_by_both_parties_above_the_office() -> None:
    document = build_handover(samples.handover()).document
    parties = document.blocks[-2]
    assert isinstance(parties, PartySignatures)
    assert (parties.left.name, parties.right.name) == ("Lê Thị Mẫu", "Trần Văn Mẫu")
    assert "Ngày 18 tháng 3 năm 2024, tại Ủy ban nhân dân xã Mẫu" in whole(document)
    blank = build_handover(samples.handover(known=False, rows=0)).document
    assert GAP in whole(blank) and blank.annexes == ()
    assert "Không còn nhiệm vụ có thời hạn đang thực hiện." in whole(blank)


def test_a_number_stays_with_its_word_in_the_column_of_sources() -> None:
    document = build_reminder(samples.reminder(reports=0, overdue=1)).document
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert "Công văn số 123/UBND-NV, mục\u00a03" in [cell.value for cell in table.rows[0].cells]


def test_a_leader_reads_three_sentences_a_chart_and_a_list() -> None:
    document = build_leader_page(samples.leader_page()).document
    body = [b.text for b in document.blocks if isinstance(b, Paragraph) and b.style is Style.BODY]
    assert [text.split(":")[0] for text in body] == ["Báo cáo", "Nhiệm vụ", "Hồ sơ thủ tục hành chính"]
    assert "29/34 đơn vị đã gửi" in body[0] and "giảm 2 so với tháng trước" in body[0]
    chart = next(b for b in document.blocks if isinstance(b, Chart))
    assert [sum(s.values[at] for s in chart.series) for at in range(3)] == [34, 34, 34]
    assert any("Nguồn: Sổ CCHC" in text for text in texts(document))
    assert len(tables(document)[0].rows) == 6
    title = next(b for b in document.blocks if isinstance(b, TitleBlock))
    assert "số liệu tạm tính" in (title.note or "")


def test_a_leader_page_without_trouble_or_figures_says_so() -> None:
    data = replace(samples.leader_page(weak=0, months=1), is_provisional=False)
    document = build_leader_page(data).document
    assert "Không có đơn vị nào cần đôn đốc." in texts(document)
    assert "chưa có số liệu tháng 3 năm 2024" in whole(document)
    assert "so với tháng trước" not in whole(document)
    many = build_leader_page(samples.leader_page(weak=20)).document
    assert len(tables(many)[0].rows) == 8 and "Còn 12 đơn vị khác" in whole(many)


def test_wording_problems_are_told_and_the_letter_is_made() -> None:
    data = replace(samples.reminder(), phrases={"closing": "Đề nghị {khong_co} thực hiện."})
    built = build_reminder(data)
    assert [problem.field for problem in built.problems] == ["khong_co"]
    assert "[?khong_co?]" in texts(built.document)[-1]
