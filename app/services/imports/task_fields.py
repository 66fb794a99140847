"""The columns of a register of tasks, and one of its rows read and checked on its own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.errors import InvalidField
from app.core.statuses import WORDS, TaskKind
from app.core.text import fold
from app.intake.table_rows import TableRow
from app.intake.tables import Field
from app.services.imports.due_words import DueWords, due_on, read_due_words

TASK_FIELDS = (
    Field("id", "Mã nhiệm vụ", ("ma nhiem vu", "ma viec"), is_key=True),
    Field(
        "directive",
        "Số văn bản",
        ("so ky hieu", "so hieu van ban", "van ban chi dao", "van ban giao", "so van ban den", "can cu"),
        is_key=True,
    ),
    Field("section", "Mục", ("muc trong van ban", "dieu khoan", "khoan", "diem")),
    Field(
        "content",
        "Nội dung nhiệm vụ",
        (
            "noi dung",
            "nhiem vu",
            "noi dung cong viec",
            "cong viec",
            "nhiem vu duoc giao",
            "noi dung thuc hien",
        ),
        required=True,
        is_key=True,
    ),
    Field("kind", "Loại nhiệm vụ", ("loai",)),
    Field(
        "lead",
        "Đơn vị chủ trì",
        (
            "chu tri",
            "co quan chu tri",
            "co quan don vi chu tri",
            "don vi thuc hien",
            "co quan thuc hien",
            "don vi duoc giao",
            "don vi",
            "giao cho",
        ),
        required=True,
        is_key=True,
    ),
    Field("coordinating", "Đơn vị phối hợp", ("phoi hop", "co quan phoi hop", "co quan don vi phoi hop")),
    Field(
        "person", "Người phụ trách", ("nguoi thuc hien", "can bo phu trach", "can bo thuc hien", "cong chuc")
    ),
    Field("product", "Sản phẩm", ("san pham dau ra", "ket qua dau ra", "san pham can dat")),
    Field(
        "due",
        "Thời hạn",
        ("han", "thoi gian hoan thanh", "thoi han hoan thanh", "han hoan thanh", "han xu ly"),
    ),
    Field("recurrence", "Nhịp lặp lại", ("dinh ky", "tan suat", "che do bao cao")),
    Field("assigned_on", "Ngày giao", ("ngay giao viec", "thoi gian giao")),
    Field("progress", "Tiến độ (%)", ("tien do", "ty le hoan thanh", "muc do hoan thanh")),
    Field("result", "Kết quả", ("ket qua thuc hien", "tinh hinh thuc hien", "noi dung da thuc hien")),
    Field("done_on", "Ngày hoàn thành", ("ngay xong", "thoi diem hoan thanh", "ngay thuc hien xong")),
)
_NUMBER = re.compile(r"(?P<number>\d[\w.]*\s*/\s*[\w&Đđ-]+(?:\s*-\s*[\w&Đđ]+)*)")


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One row as read: names of units still as typed."""

    id: str
    directive: str
    section: str
    content: str
    kind: TaskKind | None
    lead: str
    coordinating: str
    person: str
    product: str
    due: DueWords
    recurrence: str
    assigned_on: date | None
    progress: int | None
    result: str
    done_on: date | None


def read_task_line(row: TableRow, today: date) -> TaskLine:
    """Read a row; every fault is left in the row, so that all are told at once."""
    assigned_on = row.day("assigned_on", today)
    line = TaskLine(
        id=row.text("id", most=64),
        directive=directive_number(row.text("directive")),
        section=row.text("section", most=64),
        content=row.text("content"),
        kind=_kind(row),
        lead=row.lines("lead"),
        coordinating=row.lines("coordinating"),
        person=row.text("person", most=500),
        product=row.text("product"),
        due=_due(row, assigned_on or today),
        recurrence=row.text("recurrence", most=64),
        assigned_on=assigned_on,
        progress=row.percent("progress"),
        result=row.lines("result"),
        done_on=row.day("done_on", today),
    )
    if not line.content:
        row.refuse("content", "Chưa ghi nội dung nhiệm vụ.")
    if not line.lead:
        row.refuse("lead", "Chưa ghi đơn vị chủ trì.")
    if line.assigned_on is not None and line.assigned_on > today:
        row.refuse("assigned_on", "Ngày giao ở tương lai.")
    if line.progress == 100 and line.done_on is None:
        row.refuse("progress", "Tiến độ 100% nhưng chưa ghi ngày hoàn thành.")
    if line.done_on is not None and line.progress not in (None, 100):
        row.refuse("progress", "Đã ghi ngày hoàn thành thì tiến độ phải là 100%.")
    return line


def directive_number(text: str) -> str:
    """Return the number in "Công văn số 176/UBND-KSTT ngày 21/02/2024", the words as they are without one."""
    without_days = re.sub(r"\d{1,2}/\d{1,2}/\d{4}", " ", text)
    match = _NUMBER.search(without_days)
    return re.sub(r"\s+", "", match["number"]) if match else text


def _kind(row: TableRow) -> TaskKind | None:
    typed = row.text("kind")
    if not typed:
        return None
    for kind in TaskKind:
        if fold(typed) in (fold(WORDS[kind]), kind.value):
            return kind
    row.refuse(
        "kind", f"Không có loại nhiệm vụ “{typed}”; chọn {_listed([WORDS[kind] for kind in TaskKind])}."
    )
    return None


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words)


def _due(row: TableRow, reference: date) -> DueWords:
    cell = row.cells.get("due")
    if cell is None:
        return DueWords()
    if isinstance(cell.value, str) and not cell.is_error and not cell.is_formula:
        try:
            return read_due_words(cell.text, reference)
        except InvalidField as error:
            row.refuse("due", error.message)
            return DueWords()
    day = row.day("due", reference)
    return due_on(day) if day else DueWords()
