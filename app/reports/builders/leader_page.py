"""The leader's page: three sentences first, one chart second, one list third (product S25)."""

from app.core.text import format_date, format_number
from app.reports.builders.charts import months_chart
from app.reports.builders.facts import dossier_fields, task_fields
from app.reports.builders.framing import Built, body
from app.reports.builders.tables import header
from app.reports.data.leader_page import LeaderPageData, WeakUnit
from app.reports.phrases import LEADER_PAGE
from app.reports.tree import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Row,
    Style,
    Table,
    TitleBlock,
    paragraph,
)
from app.reports.wording import Wording

_ROWS = 8  # what is left of one sheet


def build_leader_page(data: LeaderPageData) -> Built:
    """Build the page; it is not an official paper: no number, no signature, one sheet."""
    wording = Wording(LEADER_PAGE, data.phrases, _fields(data))
    period = data.period.name[:1].upper() + data.period.name[1:]
    blocks: list[Block] = [TitleBlock(wording.say("title").upper(), period, wording.say("note"))]
    tasks = "tasks" if data.tasks.dated else "tasks.none"
    for key in ("reports", tasks, "dossiers" if data.dossiers else "dossiers.none"):
        blocks += body(wording.say(key))
    blocks += [
        paragraph(wording.say("chart"), Style.TABLE_TITLE),
        months_chart(data.months, wording.say("chart")),
        paragraph(wording.say("source"), Style.SOURCE),
    ]
    if data.weak:
        blocks += [paragraph(wording.say("list"), Style.TABLE_TITLE), _table(data.weak[:_ROWS])]
        if len(data.weak) > _ROWS:
            blocks += body(wording.say("list.more"))
    else:
        blocks += body(wording.say("list.none"))
    document = Document(
        title=f"{wording.say('title')} {data.period.name} - {data.unit_name}",
        author=data.frame.issuer_name,
        blocks=tuple(blocks),
        is_draft=data.frame.is_draft,
        created_on=data.as_of,
    )
    return Built(document, wording.problems)


def _fields(data: LeaderPageData) -> dict[str, str]:
    now = data.months[-1]
    units = f", ở {format_number(data.overdue_units)} đơn vị" if data.overdue_units else ""
    return {
        "co_quan": data.frame.issuer_name,
        "ky_bao_cao": data.period.name,
        "ngay_tinh": f"ngày {format_date(data.as_of)}",
        "tam_tinh": "; số liệu tạm tính, còn báo cáo chưa được chấp nhận" if data.is_provisional else "",
        "don_vi_da_gui": f"{format_number(now.reported)}/{format_number(now.expected)}",
        "dung_han": format_number(now.on_time),
        "muon": format_number(now.late),
        "chua_gui": format_number(now.missing + now.grace),
        "duoc_mien": format_number(now.excused),
        "so_voi_thang_truoc": _compared(data),
        "o_don_vi": units,
        "don_vi_co_so_lieu": f"{format_number(data.dossier_units)}/{format_number(now.expected)}",
        "so_don_vi_khac": format_number(max(len(data.weak) - _ROWS, 0)),
        **task_fields(data.tasks),
        **(dossier_fields(data.dossiers) if data.dossiers else {}),
    }


def _compared(data: LeaderPageData) -> str:
    if data.compared is not None and data.compared_on is not None:
        more = data.months[-1].reported - data.compared.reported
        word = "thêm" if more >= 0 else "bớt"
        day = format_date(data.compared_on)
        return f"; so với ngày {day} {word} {format_number(abs(more))} đơn vị đã gửi"
    if len(data.months) < 2:
        return ""
    change = data.months[-1].on_time - data.months[-2].on_time
    if not change:
        return "; số đơn vị đúng hạn bằng tháng trước"
    word = "tăng" if change > 0 else "giảm"
    return f"; số đơn vị đúng hạn {word} {format_number(abs(change))} so với tháng trước"


def _table(units: tuple[WeakUnit, ...]) -> Table:
    rows = tuple(
        Row((Cell(index), Cell(item.unit), Cell(item.report or "Đã nộp"), Cell(item.overdue)))
        for index, item in enumerate(units, 1)
    )
    return Table(
        columns=(Column(6, Align.CENTER), Column(50), Column(26, Align.CENTER), Column(16, Align.CENTER)),
        header=header("TT", "Đơn vị", "Báo cáo kỳ này", "Nhiệm vụ quá hạn"),
        rows=rows,
        caption="Đơn vị cần đôn đốc",
    )
