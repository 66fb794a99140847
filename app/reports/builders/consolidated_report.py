"""The hub's report over all units of a period: data in, document tree out."""

from app.core.merging import merge_texts
from app.core.statuses import ReportResult
from app.core.text import format_date, format_number, format_share, join_words
from app.reports.builders.charts import report_charts
from app.reports.builders.facts import (
    awaited_words,
    deadline_fields,
    dossier_fields,
    figure_fields,
    figure_sentence,
    task_fields,
    told_figures,
)
from app.reports.builders.framing import (
    AnnexPart,
    Built,
    annex_fields,
    basis_paragraphs,
    body,
    finish,
    finished_document,
    listed,
    opening,
    outline,
)
from app.reports.builders.tables import dossier_table, figure_table
from app.reports.builders.unit_tables import submission_table, timeliness_table, unit_task_table
from app.reports.data.consolidated_report import ConsolidatedReportData, UnitSubmission
from app.reports.data.parts import MergedTexts, sum_dossiers
from app.reports.phrases import CONSOLIDATED_REPORT
from app.reports.tree import Block, Style, paragraph
from app.reports.wording import Wording

_RESULTS = (
    (ReportResult.ON_TIME, "submission.on_time"),
    (ReportResult.GRACE, "submission.grace"),
    (ReportResult.LATE, "submission.late"),
    (ReportResult.MISSING, "submission.missing"),
    (ReportResult.EXCUSED, "submission.excused"),
    (ReportResult.NOT_DUE, "submission.not_due"),
)
_NAMED = 40  # longer lists of units that reported in time are left to the annex


def build_consolidated_report(data: ConsolidatedReportData) -> Built:
    """Build the report; each total says how many units stand behind it."""
    wording = Wording(CONSOLIDATED_REPORT, data.phrases, _fields(data))
    parts = _annexes(data, wording)
    wording.add(annex_fields(parts))
    blocks = opening(data.frame, wording.say("subject"), wording.say("note"))
    blocks += basis_paragraphs(data.basis)
    blocks += body(wording.say("opening"))
    blocks += outline(data.headings, wording, _computed(data, wording))
    if parts:
        blocks += body(wording.say("annexes"))
    blocks = finish(blocks, wording.say("closing"))
    title = f"{data.frame.type_name} tổng hợp {data.period.name} - {data.unit_name}"
    return Built(finished_document(data.frame, title, blocks, parts), wording.problems)


def _fields(data: ConsolidatedReportData) -> dict[str, str]:
    period, expected, reported = data.period, len(data.submissions), len(data.reported)
    awaited = sum(item.received_on is None for item in data.units(ReportResult.ON_TIME, ReportResult.LATE))
    return {
        "co_quan": data.frame.issuer_name,
        "ten_don_vi": data.unit_name,
        "loai_van_ban": data.frame.type_name,
        "ky_bao_cao": period.name,
        "tu_ngay": format_date(period.first_day),
        "den_ngay": format_date(period.last_day),
        "khoang_so_lieu": period.directive_words or period.window,
        "nam": str(period.last_day.year),
        "han_bao_cao": f"ngày {format_date(data.due)}",
        "don_vi_phai_bao_cao": format_number(expected),
        "don_vi_co_bao_cao": f"{reported}/{expected}",
        "don_vi_ty_le": format_share(reported, expected, "đơn vị"),
        "cho_nhan_tep": awaited_words(awaited),
        **task_fields(data.counts),
        **deadline_fields("bao_cao", data.report_deadlines, "báo cáo"),
        **deadline_fields("nhiem_vu", data.task_deadlines, "nhiệm vụ"),
        **dossier_fields(sum_dossiers(data.dossiers)),
        **figure_fields(data.figures),
    }


def _computed(data: ConsolidatedReportData, wording: Wording) -> dict[str, list[Block]]:
    computed: dict[str, list[Block]] = {"submission": _submissions(data, wording)}
    if data.report_deadlines is not None and data.report_deadlines.differ:
        computed["submission"] += body(wording.say("submission.deadlines"))
    tasks = "tasks" if data.counts.dated else "tasks.none"
    computed["direction.tasks"] = body(wording.say(tasks))
    if data.task_deadlines is not None and data.task_deadlines.differ:
        computed["direction.tasks"] += body(wording.say("tasks.deadlines"))
    if data.counts.standing:
        computed["direction.tasks"] += body(wording.say("tasks.standing"))
    has_figures = any(told_figures(group) for group in data.figures)
    if has_figures:
        computed["fields"] = body(wording.say("figures"))
    computed["field.TTHC"] = body(wording.say("dossiers" if data.dossiers else "dossiers.none"))
    expected = len(data.submissions)
    for group in data.figures:
        sentences = [figure_sentence(figure, expected) for figure in told_figures(group)]
        computed.setdefault(group.key, []).extend(listed(sentences))
    for merged in data.narratives:
        computed.setdefault(merged.key, []).extend(_merged(merged, expected))
    return {key: blocks for key, blocks in computed.items() if blocks}


def _submissions(data: ConsolidatedReportData, wording: Wording) -> list[Block]:
    """Tell the five results; their numbers add up to the units expected."""
    if data.timeliness:
        return _several_months(data, wording)
    lines = []
    for result, phrase in _RESULTS:
        units = data.units(result)
        if result is ReportResult.NOT_DUE and not units:
            continue
        words = "không có" if not units else f"{format_number(len(units))} đơn vị"
        names = "; ".join(_named(item) for item in units)
        hidden = result is ReportResult.ON_TIME and len(units) > _NAMED
        lines.append(f"{wording.say(phrase)}: {words}" + (f" ({names})" if units and not hidden else ""))
    return [*body(wording.say("submission")), *listed(lines)]


def _several_months(data: ConsolidatedReportData, wording: Wording) -> list[Block]:
    """Tell the results of several months; their numbers add up to the reports expected."""
    names = ("on_time", "grace", "late", "missing", "excused")
    counts = {name: sum(getattr(unit, name) for unit in data.timeliness) for name in names}
    expected = sum(unit.expected for unit in data.timeliness)
    came = counts["on_time"] + counts["late"]
    wording.add(
        {
            "luot_phai_bao_cao": format_number(expected),
            "luot_ty_le": format_share(came, expected, "lượt báo cáo"),
        }
    )
    lines = [
        f"{wording.say(f'submission.{name}')}: {format_number(count)} lượt"
        for name, count in counts.items()
        if count or name != "grace"
    ]
    return [*body(wording.say("submission.several")), *listed(lines)]


def _named(item: UnitSubmission) -> str:
    return f"{item.unit}, muộn {item.days_late} ngày" if item.days_late else item.unit


def _merged(merged: MergedTexts, expected: int) -> list[Block]:
    """Print a sentence of several units once with all of them, then what each unit alone wrote."""
    shared, own = merge_texts((item.unit, item.text) for item in merged.texts)
    blocks: list[Block] = []
    for sentence in shared:
        names = f" ({len(sentence.sources)}/{expected} đơn vị: {join_words(sentence.sources)})."
        blocks += body(f"- {sentence.text.rstrip(' .;,')}{names}")
    for item in own:
        blocks += body(f"- {item.source}: {_in_one_line(item.text)}")
    return blocks


def _in_one_line(text: str) -> str:
    """Put the lines of a unit one after the other: a line of its own would stand there as nobody's."""
    *lines, last = text.split("\n")
    return " ".join([*(line if line.endswith((".", ";", ":")) else f"{line};" for line in lines), last])


def _annexes(data: ConsolidatedReportData, wording: Wording) -> list[AnnexPart]:
    name, expected = data.period.name, len(data.submissions)
    parts: list[AnnexPart] = []

    def add(key: str, title: str, sheet: str, *blocks: Block, landscape: bool = True) -> None:
        parts.append(AnnexPart(key, title, blocks, sheet, landscape))

    if data.timeliness:
        table, title = timeliness_table(data.timeliness), f"Tình hình gửi báo cáo {name} của các đơn vị"
        add("nop_bao_cao", title, "Tình hình nộp báo cáo", table, landscape=False)
    elif data.submissions:
        table = submission_table(data.submissions)
        add("nop_bao_cao", f"Tình hình nộp báo cáo {name}", "Tình hình nộp báo cáo", table, landscape=False)
    if any(group.figures for group in data.figures):
        table = figure_table(data.figures, expected)
        notes = (paragraph(note) for note in data.figure_notes)
        add("so_lieu", f"Tổng hợp số liệu cải cách hành chính {name}", "Số liệu CCHC", *notes, table)
    unit = paragraph("Đơn vị tính: hồ sơ", Style.TABLE_UNIT)
    for key, rows, by, sheet in (
        ("ho_so", data.dossiers, "lĩnh vực", "TTHC theo lĩnh vực"),
        ("ho_so_don_vi", data.unit_dossiers, "đơn vị", "TTHC theo đơn vị"),
    ):
        if rows:
            head = by.capitalize() if by == "đơn vị" else "Lĩnh vực"
            title = f"Kết quả giải quyết thủ tục hành chính theo {by}"
            add(key, title, sheet, unit, dossier_table(rows, head))
    if data.unit_tasks:
        table = unit_task_table(data.unit_tasks)
        add("nhiem_vu", "Kết quả thực hiện nhiệm vụ của các đơn vị", "Nhiệm vụ theo đơn vị", table)
    charts = report_charts(wording, months=data.months, fields=data.field_tasks, units=data.unit_tasks)
    if charts:
        add("bieu_do", f"Biểu đồ kết quả {name}", "Biểu đồ", *charts, landscape=False)
    return parts
