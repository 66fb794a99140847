"""The letter that hands out the tasks of a directive, with their table (công văn giao nhiệm vụ)."""

from app.core.text import format_number
from app.reports.builders.framing import (
    AnnexPart,
    Built,
    annex_fields,
    body,
    finish,
    finished_document,
    letter_opening,
)
from app.reports.builders.tables import header, without_empty_columns
from app.reports.data.assignment_notice import AssignedTask, AssignmentNoticeData
from app.reports.phrases import ASSIGNMENT_NOTICE
from app.reports.tree import Align, Block, Cell, Column, Row, Spacer, Table
from app.reports.wording import Wording

_IN_TEXT = 3  # more rows than these get an annex of their own
_C = Align.CENTER


def build_assignment_notice(data: AssignmentNoticeData) -> Built:
    """Build the letter; a short table stands in the text, a longer one in a landscape annex."""
    table = _table(data.tasks)
    parts = []
    if len(data.tasks) > _IN_TEXT:
        parts = [AnnexPart("nhiem_vu", "Danh mục nhiệm vụ được giao", (table,), "Nhiệm vụ được giao")]
    wording = Wording(ASSIGNMENT_NOTICE, data.phrases, _fields(data, is_annexed=bool(parts)))
    wording.add(annex_fields(parts))
    blocks: list[Block] = letter_opening(data.frame, wording.say("subject"))
    blocks += body(wording.say("opening"))
    if not parts:
        blocks += [Spacer(4), table, Spacer(2)]
    for key in ("lead", "report", "trouble"):
        blocks += body(wording.say(key))
    blocks = finish(blocks, wording.say("closing"))
    title = f"Công văn giao nhiệm vụ thực hiện {data.directive_short} - {data.unit_name}"
    return Built(finished_document(data.frame, title, blocks, parts), wording.problems)


def _fields(data: AssignmentNoticeData, *, is_annexed: bool) -> dict[str, str]:
    return {
        "co_quan": data.frame.issuer_name,
        "loai_van_ban": data.frame.type_name,
        "van_ban_day_du": data.directive,
        "van_ban_ngan": data.directive_short,
        "so_nhiem_vu": format_number(len(data.tasks)),
        "noi_dung": " theo Phụ lục (danh mục nhiệm vụ được giao) kèm theo Công văn này."
        if is_annexed
        else ", cụ thể như sau:",
    }


def _table(tasks: tuple[AssignedTask, ...]) -> Table:
    rows = tuple(
        Row(
            (
                Cell(index),
                Cell(task.content),
                Cell(task.lead),
                Cell(task.coordinating),
                Cell(task.due) if task.due else Cell(task.due_text),
                Cell(task.product),
                Cell(task.section),
            )
        )
        for index, task in enumerate(tasks, 1)
    )
    columns = (5, 44, 26, 24, 17, 24, 12)
    placed = (_C, Align.LEFT, Align.LEFT, Align.LEFT, _C, Align.LEFT, _C)
    return without_empty_columns(
        Table(
            columns=tuple(Column(weight, align) for weight, align in zip(columns, placed, strict=True)),
            header=header(
                "TT",
                "Nhiệm vụ",
                "Cơ quan, đơn vị chủ trì",
                "Cơ quan, đơn vị phối hợp",
                "Thời hạn",
                "Sản phẩm",
                "Mục của văn bản",
            ),
            rows=rows,
            caption="Nhiệm vụ được giao",
        )
    )
