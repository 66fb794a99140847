"""The letter that reminds one unit of its own missing reports and overdue tasks (công văn đôn đốc)."""

from app.core.text import format_date, format_date_words, format_number, join_words
from app.reports.builders.framing import Built, body, finish, finished_document, letter_opening, listed
from app.reports.builders.tables import header, source_cell
from app.reports.data.reminder import MissingReport, OverdueTask, ReminderData
from app.reports.phrases import REMINDER
from app.reports.tree import Align, Block, Cell, Column, Row, Spacer, Style, Table, paragraph
from app.reports.wording import Wording

_C = Align.CENTER


def build_reminder(data: ReminderData) -> Built:
    """Build the letter; a unit that owes nothing gets a letter that says so."""
    wording = Wording(REMINDER, data.phrases, _fields(data))
    blocks = letter_opening(data.frame, wording.say(f"subject.{_case(data)}"))
    opening = wording.say("opening")
    if not data.missing and not data.overdue:
        blocks += body(f"{opening} {wording.say('none')}")
        blocks = finish(blocks, wording.say("closing.none"))
    else:
        blocks += body(f"{opening}:")
        blocks += _owed(data, wording)
        wishes = [wording.say(f"request.{name}") for name, owed in _parts(data) if owed]
        alone = len(wishes) == 1
        wording.add({"noi_dung": f" {wishes[0][:1].lower()}{wishes[0][1:]}" if alone else ":"})
        blocks += body(wording.say("request"))
        blocks += [] if alone else [paragraph(f"- {wish}") for wish in wishes]
        blocks = finish(blocks, wording.say("closing"))
    title = f"Công văn đôn đốc {data.period.name} - {data.unit_name}"
    return Built(finished_document(data.frame, title, blocks), wording.problems)


def _parts(data: ReminderData) -> tuple[tuple[str, bool], ...]:
    return ("reports", bool(data.missing)), ("tasks", bool(data.overdue))


def _case(data: ReminderData) -> str:
    if data.missing and data.overdue:
        return "both"
    return "reports" if data.missing else "tasks" if data.overdue else "none"


def _fields(data: ReminderData) -> dict[str, str]:
    noun = join_words(sorted({item.noun for item in data.missing})) or "báo cáo"
    counted = [
        f"{format_number(len(items))} {what}"
        for items, what in ((data.missing, f"{noun} chưa gửi"), (data.overdue, "nhiệm vụ quá hạn"))
        if items
    ]
    until = f", chậm nhất {format_date_words(data.reply_by)}" if data.reply_by else ""
    return {
        "co_quan": data.frame.issuer_name,
        "don_vi": data.unit_name,
        "loai_con_thieu": noun,
        "loai_con_thieu_hoa": noun.capitalize(),
        "ky_bao_cao": data.period.name,
        "ngay_tinh": format_date_words(data.as_of),
        "thuc_hien_van_ban": f"Thực hiện {data.basis}; " if data.basis else "",
        "con_thieu": f"còn {' và '.join(counted)}" if counted else "",
        "han_tra_loi": until,
        # The day is named once: with the reports where there are any.
        "han_nhiem_vu": "" if data.missing else f", gửi về {data.frame.issuer_name}{until}",
    }


def _owed(data: ReminderData, wording: Wording) -> list[Block]:
    blocks: list[Block] = []
    is_both = bool(data.missing and data.overdue)
    if data.missing:
        blocks += [paragraph(f"1. {wording.say('reports')}", Style.HEADING)] if is_both else []
        blocks += listed([_missing(item) for item in data.missing])
    if data.overdue:
        blocks += [paragraph(f"2. {wording.say('tasks')}", Style.HEADING)] if is_both else []
        blocks += [Spacer(4), _table(data.overdue), Spacer(2)]
    return blocks


def _missing(item: MissingReport) -> str:
    late = f", đã quá hạn {format_number(item.days_late)} ngày" if item.days_late > 0 else ""
    return f"{item.name}: hạn gửi ngày {format_date(item.due)}{late}"


def _table(tasks: tuple[OverdueTask, ...]) -> Table:
    rows = tuple(
        Row(
            (
                Cell(index),
                Cell(task.content),
                source_cell(task.source),
                Cell(task.due),
                Cell(task.days_late),
                Cell(task.progress, percent=True),
            )
        )
        for index, task in enumerate(tasks, 1)
    )
    return Table(
        columns=(Column(6, _C), Column(46), Column(30), Column(17, _C), Column(13, _C), Column(12, _C)),
        header=header("TT", "Nhiệm vụ", "Văn bản giao", "Thời hạn", "Số ngày quá hạn", "Tiến độ"),
        rows=rows,
        caption="Nhiệm vụ quá hạn",
    )
