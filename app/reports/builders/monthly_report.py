"""The monthly report of one unit: data in, document tree out."""

from app.core.text import format_date
from app.reports.builders.charts import fields_chart
from app.reports.builders.facts import (
    dossier_fields,
    figure_fields,
    figure_sentence,
    plan_fields,
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
from app.reports.builders.tables import dossier_table, figure_table, plan_table, task_table
from app.reports.data.monthly_report import MonthlyReportData
from app.reports.data.parts import sum_dossiers
from app.reports.phrases import MONTHLY_REPORT
from app.reports.tree import Block, Style, paragraph
from app.reports.wording import Wording


def build_monthly_report(data: MonthlyReportData) -> Built:
    """Build the report; annexes without rows are left out, the text announces the others (R60)."""
    wording = Wording(MONTHLY_REPORT, data.phrases, _fields(data))
    parts = _annexes(data, wording)
    wording.add(annex_fields(parts))
    blocks = opening(data.frame, wording.say("subject"), wording.say("note"))
    blocks += basis_paragraphs(data.basis)
    blocks += body(wording.say("opening"))
    blocks += outline(data.headings, wording, _computed(data, wording))
    if parts:
        blocks += body(wording.say("annexes"))
    blocks = finish(blocks, wording.say("closing"))
    title = f"{data.frame.type_name} {data.period.name} - {data.unit_name}"
    return Built(finished_document(data.frame, title, blocks, parts), wording.problems)


def _fields(data: MonthlyReportData) -> dict[str, str]:
    period = data.period
    return {
        "co_quan": data.frame.issuer_name,
        "ten_don_vi": data.unit_name,
        "loai_van_ban": data.frame.type_name,
        "ky_bao_cao": period.name,
        "tu_ngay": format_date(period.first_day),
        "den_ngay": format_date(period.last_day),
        "khoang_so_lieu": period.directive_words or period.window,
        "nam": str(period.last_day.year),
        **task_fields(data.counts),
        **dossier_fields(sum_dossiers(data.dossiers)),
        **plan_fields(data.plan_rows, data.plan_year),
        **figure_fields(data.figures),
    }


def _computed(data: MonthlyReportData, wording: Wording) -> dict[str, list[Block]]:
    computed: dict[str, list[Block]] = {}
    if data.plan_rows:
        computed["direction.plan"] = body(wording.say("plan"))
    tasks = "tasks" if data.counts.dated else "tasks.none"
    computed["direction.tasks"] = body(wording.say(tasks))
    if data.counts.standing:
        computed["direction.tasks"] += body(wording.say("tasks.standing"))
    computed["field.TTHC"] = body(wording.say("dossiers" if data.dossiers else "dossiers.none"))
    for group in data.figures:
        told = told_figures(group)
        if told:
            computed.setdefault(group.key, []).extend(listed([figure_sentence(figure) for figure in told]))
    return computed


def _annexes(data: MonthlyReportData, wording: Wording) -> list[AnnexPart]:
    parts: list[AnnexPart] = []
    name = data.period.name
    if any(group.figures for group in data.figures):
        table = figure_table(data.figures)
        parts.append(
            AnnexPart(
                "so_lieu",
                f"Số liệu công tác cải cách hành chính {name}",
                (*(paragraph(note) for note in data.figure_notes), table),
                "Số liệu CCHC",
                landscape=len(table.columns) > 6,
            )
        )
    if data.dossiers:
        blocks: tuple[Block, ...] = (
            paragraph("Đơn vị tính: hồ sơ", Style.TABLE_UNIT),
            dossier_table(data.dossiers),
        )
        title = f"Kết quả giải quyết thủ tục hành chính {name}"
        parts.append(AnnexPart("ho_so", title, blocks, "Kết quả TTHC"))
    if data.tasks:
        title = "Tiến độ thực hiện nhiệm vụ được giao"
        parts.append(AnnexPart("nhiem_vu", title, (task_table(data.tasks),), "Tiến độ nhiệm vụ"))
    if data.plan_rows:
        year = f" năm {data.plan_year}" if data.plan_year else ""
        title = f"Tiến độ khắc phục các tiêu chí bị trừ điểm{year}"
        parts.append(AnnexPart("khac_phuc", title, (plan_table(data.plan_rows),), "Tiến độ khắc phục"))
    chart = fields_chart(wording, data.field_tasks)
    if chart:
        parts.append(AnnexPart("bieu_do", f"Biểu đồ kết quả {name}", chart, "Biểu đồ", landscape=False))
    return parts
