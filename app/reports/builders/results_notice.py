"""The notice that tells all units how a period went, with ranking when asked (thông báo kết quả)."""

from collections.abc import Sequence

from app.core.statuses import ReportResult
from app.core.text import format_date, format_date_words, format_number, format_share
from app.reports.builders.facts import deadline_fields
from app.reports.builders.framing import (
    AnnexPart,
    Built,
    annex_fields,
    annex_labels,
    basis_paragraphs,
    body,
    finish,
    finished_document,
    opening,
)
from app.reports.builders.ranking_tables import place_table, ranking_remarks
from app.reports.builders.unit_tables import ranking_table, submission_table
from app.reports.data.consolidated_report import UnitSubmission
from app.reports.data.results_notice import ResultsNoticeData
from app.reports.phrases import RESULTS_NOTICE
from app.reports.tree import Block, Style, paragraph
from app.reports.wording import Wording

_RESULTS = (
    (ReportResult.ON_TIME, "on_time"),
    (ReportResult.GRACE, "grace"),
    (ReportResult.LATE, "late"),
    (ReportResult.MISSING, "missing"),
    (ReportResult.EXCUSED, "excused"),
    (ReportResult.NOT_DUE, "not_due"),
)
_SOMETIMES = {ReportResult.GRACE, ReportResult.NOT_DUE}  # told only when there are any
_NAMED = 40  # longer lists of units are left to the annex
_LETTERS = "abcdđe"  # R42


def build_results_notice(data: ResultsNoticeData) -> Built:
    """Build the notice; the numbers of its lists add up to the units that had to report."""
    parts = _annexes(data)
    wording = Wording(RESULTS_NOTICE, data.phrases, _fields(data) | annex_fields(parts))
    wording.add({"phu_luc_xep_thu_tu": annex_labels(parts).get("xep_thu_tu", ""), "khoang_xep_thu_tu": ""})
    wording.add({"cong_bo": ""})
    wording.add({"cac_ket_qua": _counts(data, wording)})
    blocks = opening(data.frame, wording.say("subject"))
    blocks += basis_paragraphs(data.basis)
    blocks += body(wording.say("opening"))
    sections: list[tuple[str, list[Block]]] = [
        ("general", _summary(data, wording)),
        ("lists", _lists(data, wording)),
    ]
    if data.ranked is not None:
        sections.append(("ranking.scored", body(_place_words(data, wording))))
    elif data.ranking:
        sections.append(("ranking", body(_ranking_words(data, wording))))
    sections.append(("request", _requests(data, wording)))
    for place, (key, under) in enumerate((item for item in sections if item[1]), 1):
        blocks += [paragraph(f"{place}. {wording.say(key)}", Style.HEADING), *under]
    blocks += body(wording.say("annexes"))
    blocks = finish(blocks, wording.say("closing"))
    title = f"Thông báo kết quả báo cáo {data.period.name} - {data.unit_name}"
    return Built(finished_document(data.frame, title, blocks, parts), wording.problems)


def _fields(data: ResultsNoticeData) -> dict[str, str]:
    expected = len(data.submissions)
    sent = [*data.units(ReportResult.ON_TIME), *data.units(ReportResult.LATE)]
    came, awaited = len(sent), sum(item.received_on is None for item in sent)
    return {
        "co_quan": data.frame.issuer_name,
        "loai_van_ban": data.frame.type_name,
        "ky_bao_cao": data.period.name,
        "ngay_tinh": format_date_words(data.as_of),
        "han_bao_cao": f"ngày {format_date(data.due)}",
        "don_vi_phai_bao_cao": format_number(expected),
        "don_vi_ty_le": format_share(came, expected, "đơn vị"),
        "cho_nhan_tep": f" (trong đó {format_number(awaited)} đơn vị đã báo mã niêm phong, chưa nhận tệp)"
        if awaited > 0
        else "",
        **deadline_fields("bao_cao", data.report_deadlines, "báo cáo"),
    }


def _summary(data: ResultsNoticeData, wording: Wording) -> list[Block]:
    both = data.report_deadlines
    differ = both is not None and both.differ
    return [*body(wording.say("summary")), *(body(wording.say("submission.deadlines")) if differ else ())]


def _told(data: ResultsNoticeData) -> list[tuple[ReportResult, str, tuple[UnitSubmission, ...]]]:
    found = [(result, key, data.units(result)) for result, key in _RESULTS]
    return [item for item in found if item[2] or item[0] not in _SOMETIMES]


def _counts(data: ResultsNoticeData, wording: Wording) -> str:
    return ", ".join(
        f"{wording.say(f'list.{key}').lower()} {format_number(len(units))} đơn vị"
        for _, key, units in _told(data)
    )


def _lists(data: ResultsNoticeData, wording: Wording) -> list[Block]:
    blocks: list[Block] = []
    for letter, (result, key, units) in zip(_LETTERS, _told(data), strict=False):
        head = f"{letter}) {wording.say(f'list.{key}')}: "
        if not units:
            blocks += body(f"{head}không có.")
        elif len(units) > _NAMED:
            blocks += body(f"{head}{format_number(len(units))} đơn vị.")
        else:
            names = "; ".join(_named(item, result) for item in units)
            blocks += body(f"{head}{format_number(len(units))} đơn vị ({names}).")
    return blocks


def _named(item: UnitSubmission, result: ReportResult) -> str:
    if result is ReportResult.LATE:
        return f"{item.unit}, muộn {format_number(item.days_late)} ngày"
    return item.unit


def _ranking_words(data: ResultsNoticeData, wording: Wording) -> str:
    months = max(item.expected for item in data.ranking)
    wording.add({"khoang_xep_thu_tu": f"trong {format_number(months)} kỳ từ đầu năm đến {data.period.name}"})
    return wording.say("ranking.words")


def _place_words(data: ResultsNoticeData, wording: Wording) -> str:
    published = f" ({data.published})" if data.published else ""
    wording.add({"khoang_xep_thu_tu": f"từ đầu năm đến {data.period.name}", "cong_bo": published})
    return wording.say("ranking.scored.words")


def _requests(data: ResultsNoticeData, wording: Wording) -> list[Block]:
    blocks: list[Block] = []
    if data.units(ReportResult.ON_TIME):
        blocks += body(wording.say("praise"))
    if data.units(ReportResult.LATE) or data.units(ReportResult.MISSING):
        blocks += body(wording.say("demand"))
    return blocks


def _annexes(data: ResultsNoticeData) -> Sequence[AnnexPart]:
    table = submission_table(data.submissions)
    title = f"Kết quả gửi báo cáo {data.period.name} của các đơn vị"
    parts = [AnnexPart("ket_qua", title, (table,), "Kết quả gửi báo cáo", landscape=False)]
    if data.ranked is not None:
        blocks = (place_table(data.ranked), *ranking_remarks(data.ranked))
        title = f"Xếp hạng các đơn vị {data.period.name}"
        parts.append(AnnexPart("xep_thu_tu", title, blocks, "Xếp hạng", landscape=True))
    elif data.ranking:
        title = "Thứ tự các đơn vị theo tỷ lệ kỳ báo cáo đúng hạn"
        table = ranking_table(data.ranking)
        parts.append(AnnexPart("xep_thu_tu", title, (table,), "Thứ tự đơn vị", landscape=False))
    return parts
