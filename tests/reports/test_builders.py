"""Builders: data in, tree facts out; text and tables tell the same numbers."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.core.statuses import FigureState, ReportResult
from app.reports import outlines
from app.reports.builders.consolidated_report import build_consolidated_report
from app.reports.builders.framing import Built
from app.reports.builders.improvement_plan import build_improvement_plan
from app.reports.builders.monthly_report import build_monthly_report
from app.reports.data.parts import BothDeadlines, Figure, FigureGroup, OnTime, OutlineHeading
from app.reports.tree import (
    Addressees,
    Document,
    Heading,
    Paragraph,
    SignatureBlock,
    Style,
    Table,
    TitleBlock,
)
from tests.reports import report_samples as samples


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def whole(document: Document) -> str:
    return "\n".join(texts(document))


def first(document: Document, kind: type) -> object:
    return next(block for block in document.blocks if isinstance(block, kind))


def table(document: Document, annex: int) -> Table:
    return next(block for block in document.annexes[annex].blocks if isinstance(block, Table))


def every_paper() -> list[Built]:
    return [
        build_monthly_report(samples.monthly()),
        build_monthly_report(samples.monthly(long=True, rows=64, draft=False)),
        build_monthly_report(samples.monthly(empty=True)),
        build_improvement_plan(samples.improvement()),
        build_improvement_plan(samples.improvement(rows=64, long=True, draft=False)),
        build_improvement_plan(samples.improvement(rows=0)),
        build_improvement_plan(samples.improvement(rows=3, provisional=True)),
        build_consolidated_report(samples.consolidated()),
        build_consolidated_report(samples.consolidated(units=130, long=True)),
    ]


def test_every_paper_ends_once_and_has_no_problem() -> None:
    for built in every_paper():
        assert built.problems == ()
        assert whole(built.document).count("./.") == 1
        assert texts(built.document)[-1].endswith("./.")
        assert isinstance(built.document.blocks[-1], SignatureBlock)


def test_a_draft_leaves_number_and_day_blank_even_if_known() -> None:
    data = samples.monthly()
    frame = replace(data.frame, number="15", issued_on=date(2024, 3, 12))
    head = first(build_monthly_report(replace(data, frame=frame)).document, Heading)
    assert isinstance(head, Heading)
    assert (head.number, head.issued_on, head.year) == (None, None, 2024)


def test_an_issued_paper_has_number_with_leading_zero_and_link() -> None:
    document = build_monthly_report(samples.monthly(draft=False)).document
    head = first(document, Heading)
    assert isinstance(head, Heading)
    assert head.number == "05" and head.issuer == ("ỦY BAN NHÂN DÂN", "XÃ MẪU")
    expected = "Kèm theo Báo cáo số 05/BC-UBND ngày 12 tháng 3 năm 2024 của Ủy ban nhân dân xã Mẫu"
    link = document.annexes[0].link
    assert link.replace("\u00a0", " ") == expected
    assert "ngày\u00a012\u00a0tháng\u00a03\u00a0năm\u00a02024" in link  # no line ends inside a date


def test_an_upward_report_has_kinh_gui_and_nhu_tren_and_a_plan_neither() -> None:
    report = build_monthly_report(samples.monthly()).document
    plan = build_improvement_plan(samples.improvement()).document
    block, other = first(report, SignatureBlock), first(plan, SignatureBlock)
    assert isinstance(block, SignatureBlock) and isinstance(other, SignatureBlock)
    assert first(report, Addressees)
    assert block.recipients[0] == "Như trên"
    assert not any(isinstance(item, Addressees) for item in plan.blocks)
    assert "Như trên" not in other.recipients


def test_nhu_tren_follows_kinh_gui_whatever_the_list_says() -> None:
    data = samples.monthly()
    frame = replace(data.frame, recipients=("- Phòng Nội vụ;", "Lưu: VT."))
    block = first(build_monthly_report(replace(data, frame=frame)).document, SignatureBlock)
    assert isinstance(block, SignatureBlock)
    assert block.recipients == ("Như trên", "Phòng Nội vụ", "Lưu: VT")


def test_title_note_and_basis_of_the_monthly_report() -> None:
    document = build_monthly_report(samples.monthly()).document
    title = first(document, TitleBlock)
    assert isinstance(title, TitleBlock)
    assert title.kind == "BÁO CÁO"
    assert title.subject == "Kết quả thực hiện công tác cải cách hành chính tháng 3 năm 2024"
    assert title.note == "(Số liệu từ ngày 12/02/2024 đến hết ngày 11/3/2024)"
    basis = [b.text for b in document.blocks if isinstance(b, Paragraph) and b.style is Style.BASIS]
    assert [text[-1] for text in basis] == [";", "."]
    assert all(text.startswith("Căn cứ ") for text in basis)


def test_the_directives_own_words_replace_the_window() -> None:
    data = samples.monthly()
    period = replace(data.period, directive_words="từ ngày 12 tháng trước đến ngày 12 tháng sau")
    title = first(build_monthly_report(replace(data, period=period)).document, TitleBlock)
    assert isinstance(title, TitleBlock)
    assert title.note == "(Số liệu từ ngày 12 tháng trước đến ngày 12 tháng sau)"


def test_text_and_annex_tell_the_same_numbers() -> None:
    document = build_monthly_report(samples.monthly()).document
    text = whole(document)
    assert "42/42 nhiệm vụ, đạt tỷ lệ 100%" in text
    total = table(document, 1).rows[-1]
    assert [cell.value for cell in total.cells][1:3] == [9908, 9628]
    assert "9.908 hồ sơ" in text and "tiếp nhận trực tuyến 9.628" in text
    assert "9.628/9.652 hồ sơ, đạt tỷ lệ 99,75%" in text


def test_task_counts_come_from_the_rows_where_none_are_given() -> None:
    data = replace(samples.monthly(rows=9), task_counts=None)
    assert (data.counts.dated, data.counts.standing) == (6, 3)
    assert "Tổng số nhiệm vụ có thời hạn được giao: 6 nhiệm vụ" in whole(build_monthly_report(data).document)
    hub = replace(samples.consolidated(), task_counts=None)
    assert hub.counts.done_on_time == 10 * 34


def test_annexes_adapt_and_are_announced() -> None:
    document = build_monthly_report(samples.monthly()).document
    assert [annex.numeral for annex in document.annexes] == ["I", "II", "III", "IV", "V"]
    assert "Phụ lục I (" in whole(document) and "Phụ lục IV (" in whole(document)
    short = replace(samples.monthly(), figures=(), tasks=(), field_tasks=(), plan_rows=())
    alone = build_monthly_report(short).document
    assert [annex.numeral for annex in alone.annexes] == [None]
    assert "Phụ lục (kết quả giải quyết" in whole(alone)


def test_an_empty_month_is_told_in_words() -> None:
    document = build_monthly_report(samples.monthly(empty=True)).document
    assert document.annexes == ()
    assert "Phụ lục" not in whole(document)
    assert whole(document).count("Trong kỳ không phát sinh.") >= 8
    assert "0/0" not in whole(document) and "Kèm theo" not in whole(document)


def test_figures_keep_their_four_kinds_of_emptiness() -> None:
    states = (0, None, FigureState.NONE_ARISEN, FigureState.NOT_APPLICABLE)
    made = tuple(Figure(f"C{i}", f"Chỉ tiêu {i}", "hồ sơ", v, in_text=True) for i, v in enumerate(states))
    data = replace(samples.monthly(), figures=(FigureGroup("field.THECHE", "Thể chế", made),))
    document = build_monthly_report(data).document
    rows = table(document, 0).rows[1:]
    assert [(row.cells[3].value, row.cells[3].text) for row in rows] == [
        (0, None),
        (None, None),
        (None, "không phát sinh"),
        (None, "không áp dụng"),
    ]
    told = [text for text in texts(document) if text.startswith("- Chỉ tiêu")]
    assert told == [
        "- Chỉ tiêu 0: 0 hồ sơ;",
        "- Chỉ tiêu 2: không phát sinh;",
        "- Chỉ tiêu 3: không áp dụng.",
    ]


def test_columns_nobody_filled_are_left_out() -> None:
    figure = Figure("C", "Chỉ tiêu", "%", Decimal("32.3"))
    data = replace(samples.monthly(), figures=(FigureGroup("x", "Nhóm", (figure,)),))
    names = [cell.value for cell in table(build_monthly_report(data).document, 0).header[0].cells]
    assert names == ["TT", "Chỉ tiêu", "Đơn vị tính", "Kỳ này"]
    plan = build_improvement_plan(samples.improvement(provisional=True)).document
    header = [cell.value for cell in table(plan, 0).header[0].cells]
    assert "Điểm thẩm định" not in header and "Điểm bị trừ (tạm tính)" in header and "Ghi chú" not in header


def test_task_columns_nobody_filled_are_left_out() -> None:
    data = samples.monthly()
    bare = tuple(replace(task, result="", progress=None) for task in data.tasks)
    made = table(build_monthly_report(replace(data, tasks=bare)).document, 2)
    names = [cell.value for cell in made.header[0].cells]
    assert "Kết quả thực hiện" not in names and "Tiến độ" not in names and "Thời hạn" in names
    assert all(len(row.cells) == len(made.columns) == len(names) for row in made.rows)


def test_computed_sentences_survive_a_shorter_outline() -> None:
    data = replace(samples.monthly(), headings=(OutlineHeading("only", "I.", "Kết quả", 1),))
    text = whole(build_monthly_report(data).document)
    assert "42/42 nhiệm vụ" in text and "9.908 hồ sơ" in text


def test_words_without_a_heading_stand_under_one_of_their_own_never_after_there_is_nothing() -> None:
    found = texts(build_consolidated_report(samples.consolidated()).document)
    at = found.index("- UBND xã Mẫu 2: Nội dung khác.")
    assert found[at - 1] == "VII. NỘI DUNG KHÁC"
    assert found[at - 2] == "Không có."  # what the outline's last heading says of itself


def test_a_section_of_its_own_is_numbered_only_where_the_outline_is() -> None:
    sections = [OutlineHeading(f"s{number}", f"{letter}.", "Mục", 1) for number, letter in enumerate("AB")]
    assert outlines.other_heading(sections).number == ""
    assert outlines.other_heading(outlines.MONTHLY_REPORT).number == "VI."
    assert outlines.other_heading(()).number == "I."


def test_an_outline_that_fits_gets_no_further_section() -> None:
    assert "NỘI DUNG KHÁC" not in whole(build_monthly_report(samples.monthly()).document)


def told_by_both(original: OnTime, extended: OnTime) -> list[str]:
    both = BothDeadlines(original, extended)
    data = replace(samples.consolidated(), report_deadlines=both, task_deadlines=both)
    return [text for text in texts(build_consolidated_report(data).document) if "hạn gốc" in text]


def test_both_rates_are_told_where_an_extension_makes_a_difference() -> None:
    assert told_by_both(OnTime(30, 40), OnTime(36, 38)) == [
        "Báo cáo gửi đúng hạn trong số đã đến hạn: theo hạn gốc 30/40 báo cáo, đạt tỷ lệ 75%; theo hạn sau "
        "gia hạn 36/38 báo cáo, đạt tỷ lệ 94,74%.",
        "Nhiệm vụ hoàn thành đúng hạn trong số đã đến hạn: theo hạn gốc 30/40 nhiệm vụ, đạt tỷ lệ 75%; theo "
        "hạn sau gia hạn 36/38 nhiệm vụ, đạt tỷ lệ 94,74%.",
    ]


def test_one_rate_is_not_told_twice() -> None:
    assert told_by_both(OnTime(30, 40), OnTime(30, 40)) == []
    assert "hạn gốc" not in whole(build_consolidated_report(samples.consolidated()).document)


def test_an_unknown_field_in_an_outline_is_reported_with_its_place() -> None:
    heading = OutlineHeading(
        "h", "I.", "Kết quả", 1, ("Trong {ky_bao_cao} có {sai}.",), ("Chữ {nguyên văn}.",)
    )
    built = build_monthly_report(replace(samples.monthly(), headings=(heading,)))
    text = whole(built.document)
    assert "Trong tháng 3 năm 2024 có [?sai?]." in text
    assert "Chữ {nguyên văn}." in text  # the officer's own words are no template
    assert [(problem.phrase, problem.field) for problem in built.problems] == [("h", "sai")]


def test_levels_of_headings_have_their_styles() -> None:
    document = build_monthly_report(samples.monthly()).document
    by_style = {b.style: b.text for b in reversed(document.blocks) if isinstance(b, Paragraph)}
    assert by_style[Style.SECTION] == "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH"
    assert by_style[Style.HEADING] == "1. Ban hành văn bản chỉ đạo, điều hành"


def test_five_results_add_up_and_name_their_units() -> None:
    data = samples.consolidated()
    results = (
        ReportResult.ON_TIME,
        ReportResult.LATE,
        ReportResult.MISSING,
        ReportResult.EXCUSED,
        ReportResult.GRACE,
    )
    assert sum(len(data.units(result)) for result in results) == len(data.submissions) == 34
    text = whole(build_consolidated_report(data).document)
    assert "từ 32/34 đơn vị" in text
    assert "32/34 đơn vị, đạt tỷ lệ 94,12%" in text
    assert "- Muộn: 2 đơn vị (UBND xã Mẫu 5, muộn 3 ngày; UBND xã Mẫu 20, muộn 3 ngày);" in text
    assert "- Được miễn: 1 đơn vị (UBND xã Mẫu 33)." in text


def test_units_whose_seal_alone_came_explain_why_fewer_reports_are_here_than_were_in_time() -> None:
    data = samples.consolidated()
    assert "mã niêm phong" not in whole(build_consolidated_report(data).document)
    first_unit = replace(data.submissions[0], received_on=None)
    heard = replace(data, submissions=(first_unit, *data.submissions[1:]))
    text = whole(build_consolidated_report(heard).document)
    assert (
        "đã nhận báo cáo của 31/34 đơn vị, đạt tỷ lệ 91,18%; ngoài ra 1 đơn vị đã báo mã niêm phong, "
        "chưa nhận tệp. Hạn báo cáo"
    ) in text


def test_merged_texts_name_their_units_and_none_is_lost() -> None:
    text = whole(build_consolidated_report(samples.consolidated()).document)
    assert "- Thiếu biên chế công chức (14/34 đơn vị: UBND xã Mẫu 1, " in text
    assert "- UBND xã Mẫu 20: Hạ tầng mạng chưa ổn định. Máy tính cũ." in text  # no line without its unit
    assert "- UBND xã Mẫu 2: Nội dung khác." in text  # its heading does not exist


def test_totals_say_how_many_units_stand_behind_them() -> None:
    document = build_consolidated_report(samples.consolidated()).document
    assert "số liệu của 32/34 đơn vị" in whole(document)
    figures = table(document, 1)
    assert figures.header[0].cells[-1].value == "Số đơn vị có số liệu (trên 34)"
    assert figures.rows[1].cells[-1].value == 32


def test_rates_per_unit_come_from_counts() -> None:
    data = samples.consolidated()
    total = table(build_consolidated_report(data).document, 4).rows[-1]
    dated = sum(item.counts.dated for item in data.unit_tasks)
    done = sum(item.counts.done for item in data.unit_tasks)
    assert [cell.value for cell in total.cells][2] == dated
    assert total.cells[7].value == (Decimal(done * 100) / dated).quantize(Decimal("0.01"))


def test_the_plan_lists_every_row_and_its_totals() -> None:
    document = build_improvement_plan(samples.improvement(rows=64)).document
    rows = [row for row in table(document, 0).rows if not row.is_group]
    assert len(rows) == 65
    assert [cell.value for cell in rows[-1].cells if isinstance(cell.value, Decimal)] == [
        Decimal("128"),
        Decimal("112.00"),
        Decimal("96.0"),
        Decimal("32.0"),
        Decimal("128"),
    ]
    text = whole(document)
    assert "điểm của các tiêu chí này đạt 128/128 điểm, tăng 32 điểm so với năm 2023" in text
    assert "tổng số điểm bị trừ là 32 điểm" in text


def test_a_provisional_plan_says_so() -> None:
    text = whole(build_improvement_plan(samples.improvement(provisional=True)).document)
    assert "(tạm tính theo điểm tự chấm)" in text


def test_default_outlines_use_each_key_once() -> None:
    for headings in outlines.DEFAULTS.values():
        keys = [heading.key for heading in headings]
        assert len(keys) == len(set(keys))
