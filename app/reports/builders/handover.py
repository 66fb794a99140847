"""The record of a handover of duties: parties, what is handed over, open work (biên bản bàn giao)."""

from collections.abc import Mapping

from app.core.statuses import TaskState
from app.core.text import format_date, format_date_words, format_number, one_line
from app.reports.builders.framing import (
    AnnexPart,
    Built,
    annex_fields,
    body,
    finish,
    finished_document,
    opening,
    outline,
)
from app.reports.builders.tables import header, task_table, without_empty_columns
from app.reports.data.handover import HandoverData, HandoverItem, HandoverPerson
from app.reports.phrases import HANDOVER
from app.reports.styles import GAP
from app.reports.tree import Align, Block, Cell, Column, Party, PartySignatures, Row, Spacer, Table, paragraph
from app.reports.wording import Wording

_LONG_GAP = " ".join([GAP] * 2)


def build_handover(data: HandoverData) -> Built:
    """Build the record; both parties sign it above the one who confirms it for the office."""
    annexed = []
    if data.open_tasks:
        table = task_table(data.open_tasks)
        annexed = [AnnexPart("viec", "Nhiệm vụ đang thực hiện được bàn giao", (table,), "Nhiệm vụ bàn giao")]
    wording = Wording(HANDOVER, data.phrases, _fields(data))
    wording.add(annex_fields(annexed) if annexed else {"danh_sach_phu_luc": ""})
    blocks = opening(data.frame, wording.say("subject"))
    blocks += body(wording.say("opening"))
    blocks += outline(data.headings, wording, _computed(data, wording))
    blocks = finish(blocks, wording.say("closing"))
    parties = PartySignatures(
        Party(("BÊN GIAO",), one_line(data.giver.name)),
        Party(("BÊN NHẬN",), one_line(data.receiver.name)),
    )
    title = f"Biên bản bàn giao ngày {format_date(data.held_on)} - {data.unit_name}"
    return Built(finished_document(data.frame, title, blocks, annexed, (parties,)), wording.problems)


def _fields(data: HandoverData) -> dict[str, str]:
    day = format_date_words(data.held_on)
    overdue = sum(task.state is TaskState.OPEN_OVERDUE for task in data.open_tasks)
    return {
        "co_quan": data.frame.issuer_name,
        "loai_van_ban": data.frame.type_name,
        "ngay_ban_giao": day,
        "ngay_ban_giao_hoa": day.capitalize(),
        "nguoi_giao": _person(data.giver),
        "nguoi_nhan": _person(data.receiver),
        "nguoi_chung_kien": _person(data.witness),
        "so_viec_dang_lam": format_number(len(data.open_tasks)),
        "so_viec_qua_han": f"{format_number(overdue)} nhiệm vụ" if overdue else "không có nhiệm vụ",
        "phu_luc_viec": " (danh sách tại Phụ lục kèm theo)" if data.open_tasks else "",
    }


def _person(person: HandoverPerson) -> str:
    """Name somebody; what is not known stays a gap that no line break closes."""
    return f"Ông (Bà) {one_line(person.name) or _LONG_GAP}, chức vụ: {one_line(person.title) or _LONG_GAP}"


def _computed(data: HandoverData, wording: Wording) -> Mapping[str, list[Block]]:
    parties = ("giver", "receiver", "witness")
    return {
        # Made as they are: folding blanks would close the gaps.
        "parties": [paragraph(f"{place}. {wording.say(key)}") for place, key in enumerate(parties, 1)],
        "items": [*body(wording.say("items")), Spacer(4), _table(data.items), Spacer(2)],
        "open": body(wording.say("open" if data.open_tasks else "open.none")),
        "duties": [*body(f"1. {wording.say('duty.giver')}"), *body(f"2. {wording.say('duty.receiver')}")],
    }


def _table(items: tuple[HandoverItem, ...]) -> Table:
    rows = tuple(
        Row((Cell(index), Cell(item.name), Cell(item.count), Cell(item.unit), Cell(item.note)))
        for index, item in enumerate(items, 1)
    )
    columns = (
        Column(6, Align.CENTER),
        Column(50),
        Column(14, Align.RIGHT),
        Column(18, Align.CENTER),
        Column(40),
    )
    names = header("TT", "Nội dung", "Số lượng", "Đơn vị tính", "Ghi chú")
    return without_empty_columns(Table(columns, names, rows, caption="Nội dung bàn giao"))
