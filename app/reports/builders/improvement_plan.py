"""The yearly plan against deducted points: data in, document tree out."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from app.core.text import format_date, format_number, ratio
from app.reports.builders.framing import (
    AnnexPart,
    Built,
    annex_fields,
    annex_labels,
    basis_paragraphs,
    body,
    finish,
    finished_document,
    listed,
    opening,
    outline,
)
from app.reports.builders.plan_table import improvement_table
from app.reports.builders.tables import header, points_cell
from app.reports.data.improvement_plan import ImprovementPlanData, ImprovementRow
from app.reports.phrases import IMPROVEMENT_PLAN
from app.reports.tree import Align, Block, Cell, Column, Row, Spacer, Style, Table, paragraph
from app.reports.wording import Wording

_TOLD = 12  # with more rows the text sums up by field and leaves the rest to the annex

Group = tuple[str, list[ImprovementRow]]


def build_improvement_plan(data: ImprovementPlanData) -> Built:
    """Build the plan; its annex has every criterion that lost points (R30: no Kính gửi)."""
    parts = _annexes(data)
    wording = Wording(IMPROVEMENT_PLAN, data.phrases, _fields(data) | annex_fields(parts))
    blocks = opening(data.frame, wording.say("subject"))
    blocks += basis_paragraphs(data.basis)
    blocks += body(wording.say("opening"))
    blocks += outline(data.headings, wording, _computed(data, wording, parts))
    if parts:
        blocks += body(wording.say("annexes"))
    blocks = finish(blocks, wording.say("closing"))
    title = f"{data.frame.type_name} khắc phục tiêu chí bị trừ điểm năm {data.score_year} - {data.unit_name}"
    return Built(finished_document(data.frame, title, blocks, parts), wording.problems)


def _points(value: Decimal) -> str:
    return format_number(value)


def _fields(data: ImprovementPlanData) -> dict[str, str]:
    result = data.result
    aimed = [row for row in data.rows if row.target_points is not None]
    target = sum((row.target_points or Decimal(0) for row in aimed), Decimal(0))
    now = sum((row.max_points - row.deducted for row in aimed), Decimal(0))
    rank = f", xếp thứ {result.rank}" if result.rank else ""
    if result.rank and result.ranked_units:
        rank += f"/{result.ranked_units} đơn vị"
    return {
        "co_quan": data.frame.issuer_name,
        "ten_don_vi": data.unit_name,
        "loai_van_ban": data.frame.type_name,
        "nam_cham": str(data.score_year),
        "nam_ke_hoach": str(data.plan_year),
        "tam_tinh": " (tạm tính theo điểm tự chấm)" if result.is_provisional else "",
        "tong_diem": _points(result.total),
        "diem_toi_da": _points(result.max_points),
        "xep_hang": rank,
        "xep_loai": f", xếp loại {result.band}" if result.band else "",
        "so_tieu_chi": format_number(result.criteria_deducted),
        "diem_bi_tru": _points(sum((row.deducted for row in data.rows), Decimal(0))),
        "quyet_dinh_cong_bo": result.decision,
        "so_tieu_chi_dat_muc_tieu": f"{len(aimed)}/{len(data.rows)} tiêu chí bị trừ điểm",
        "diem_phan_dau": _points(target),
        "diem_toi_da_muc_tieu": _points(sum((row.max_points for row in aimed), Decimal(0))),
        "diem_tang_them": _points(target - now),
    }


def _computed(data: ImprovementPlanData, wording: Wording, parts: list[AnnexPart]) -> dict[str, list[Block]]:
    computed: dict[str, list[Block]] = {"result": body(wording.say("result" if data.rows else "result.none"))}
    if data.result.decision:
        computed["result"] += body(wording.say("result.decision"))
    if data.result.fields:
        computed["result"] += [_score_title(data), _score_table(data), Spacer(6)]
    if data.rows:
        label = annex_labels(parts)[parts[0].key]
        computed["limits"] = _limits(data, label)
        computed["measures"] = _measures(data, label)
    if any(row.target_points is not None for row in data.rows):
        computed["targets"] = body(wording.say("targets"))
    if data.organisation:
        sentences = (body(wording.fill(text, "organisation")) for text in data.organisation)
        computed["organisation"] = [block for blocks in sentences for block in blocks]
    return computed


def _by_field(data: ImprovementPlanData) -> Iterator[Group]:
    for name, rows in groupby(data.rows, key=lambda row: row.field_name):
        yield name, list(rows)


def _limits(data: ImprovementPlanData, label: str) -> list[Block]:
    blocks: list[Block] = []
    for name, rows in _by_field(data):
        lost = sum((row.deducted for row in rows), Decimal(0))
        codes = ", ".join(row.code for row in rows)
        head = f"{name}: {len(rows)} tiêu chí bị trừ {_points(lost)} điểm (tiêu chí {codes})"
        if len(data.rows) > _TOLD:
            blocks += listed([head])
            continue
        blocks += body(head + ".")
        blocks += listed([_limit(row) for row in rows])
    if len(data.rows) > _TOLD:
        blocks += body(f"Lý do bị trừ điểm và nguyên nhân của từng tiêu chí nêu tại {label}.")
    return blocks


def _limit(row: ImprovementRow) -> str:
    text = f"Tiêu chí {row.code} {row.title}: bị trừ {_points(row.deducted)} điểm"
    text += f"; lý do: {_inside(row.reason)}" if row.reason else ""
    return text + (f"; nguyên nhân: {_inside(row.cause)}" if row.cause else "")


def _inside(text: str) -> str:
    """Lower the first letter of a text that continues a sentence, unless it is an abbreviation or a name."""
    words = text.strip().rstrip(" .;")
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def _measures(data: ImprovementPlanData, label: str) -> list[Block]:
    if len(data.rows) > _TOLD:
        lines = []
        for name, rows in _by_field(data):
            last = max((row.due for row in rows if row.due), default=None)
            until = f", hoàn thành chậm nhất ngày {format_date(last)}" if last else ""
            lines.append(f"{name}: {len(rows)} nhiệm vụ, giải pháp{until}")
        tail = f"Nội dung, sản phẩm, đơn vị chủ trì và thời hạn của từng nhiệm vụ nêu tại {label}."
        return [*listed(lines), *body(tail)]
    blocks: list[Block] = []
    for name, rows in _by_field(data):
        blocks += body(f"{name}:")
        blocks += listed([_measure(row) for row in rows])
    return blocks


def _measure(row: ImprovementRow) -> str:
    sides = [f"sản phẩm: {_inside(row.product)}"] if row.product else []
    sides += [f"chủ trì: {row.lead}"] if row.lead else []
    sides += [f"phối hợp: {row.coordinating}"] if row.coordinating else []
    sides += [f"hoàn thành chậm nhất ngày {format_date(row.due)}"] if row.due else []
    return (
        f"{row.measure.strip().rstrip(' .;')} (tiêu chí {row.code}{''.join('; ' + side for side in sides)})"
    )


def _score_title(data: ImprovementPlanData) -> Block:
    mark = " (tạm tính)" if data.result.is_provisional else ""
    return paragraph(
        f"Điểm theo lĩnh vực năm {data.score_year}{mark}", Style.TABLE_TITLE, keep_with_next=True
    )


def _score_table(data: ImprovementPlanData) -> Table:
    rows = [
        Row(
            (
                Cell(index),
                Cell(item.name),
                points_cell(item.max_points),
                points_cell(item.points),
                points_cell(item.deducted),
                Cell(ratio(item.points, item.max_points), percent=True),
            )
        )
        for index, item in enumerate(data.result.fields, 1)
    ]
    fields = data.result.fields
    most = sum((item.max_points for item in fields), Decimal(0))
    got = sum((item.points for item in fields), Decimal(0))
    lost = sum((item.deducted for item in fields), Decimal(0))
    sums = [points_cell(value, bold=True) for value in (most, got, lost)]
    share = Cell(ratio(got, most), percent=True, bold=True)
    rows.append(Row((Cell("Tổng số", colspan=2, align=Align.CENTER, bold=True), *sums, share)))
    right = Align.RIGHT
    return Table(
        columns=(Column(5, Align.CENTER), Column(40), *(Column(12, right) for _ in range(4))),
        header=header("TT", "Lĩnh vực", "Điểm tối đa", "Điểm đạt được", "Điểm bị trừ", "Tỷ lệ đạt"),
        rows=tuple(rows),
        caption="Điểm theo lĩnh vực",
    )


def _annexes(data: ImprovementPlanData) -> list[AnnexPart]:
    if not data.rows:
        return []
    title = f"Nhiệm vụ, giải pháp khắc phục các tiêu chí bị trừ điểm năm {data.score_year}"
    return [AnnexPart("khac_phuc", title, (improvement_table(data),), "Khắc phục tiêu chí")]
