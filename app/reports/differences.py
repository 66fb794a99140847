"""Which printed numbers of two papers of one kind differ, each with its place in words (product row 43).

Only what is counted, dated or judged is compared: a letterhead or a sentence is no figure. Rows are matched
by what names them, never by their place, so that an added row does not make every row below it differ.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from app.core.statuses import WORDS, FigureState, TaskState
from app.core.text import format_date, format_number
from app.reports.builders.facts import STATE_WORDS, TASK_WORDS

_UNTOLD = {
    "previous_place",
    "previous_score",
    "earlier",
    "later",
    "frame",
    "phrases",
    "headings",
    "unit_code",
    "narratives",
    "as_of",
    "reply_by",
}
# What names a row, in this order.
_NAMES = ("title", "content", "name", "unit", "code")
_FIELDS = {
    "current": "kỳ này",
    "previous": "kỳ trước",
    "cumulative": "lũy kế từ đầu năm",
    "target": "chỉ tiêu",
    "units_counted": "số đơn vị có số liệu",
    "figures": "Số liệu",
    "dossiers": "Hồ sơ thủ tục hành chính",
    "unit_dossiers": "Hồ sơ theo đơn vị",
    "received_online": "tiếp nhận trực tuyến",
    "received_direct": "tiếp nhận trực tiếp, bưu chính",
    "carried_over": "từ kỳ trước chuyển sang",
    "solved_early": "giải quyết trước hạn",
    "solved_on_time": "giải quyết đúng hạn",
    "solved_late": "giải quyết quá hạn",
    "open_in_time": "đang thực hiện trong hạn",
    "open_late": "đang giải quyết quá hạn",
    "task_counts": "Nhiệm vụ",
    "tasks": "Nhiệm vụ",
    "open_tasks": "Nhiệm vụ đang thực hiện",
    "unit_tasks": "Nhiệm vụ theo đơn vị",
    "field_tasks": "Nhiệm vụ theo lĩnh vực",
    "months": "Gửi báo cáo theo tháng",
    "counts": "",
    "done_on_time": "hoàn thành đúng hạn",
    "done_late": "hoàn thành quá hạn",
    "open_overdue": "đang thực hiện quá hạn",
    "standing": "thường xuyên",
    "progress": "tiến độ (%)",
    "state": "trạng thái",
    "due": "thời hạn",
    "submissions": "Gửi báo cáo",
    "result": "kết quả",
    "received_on": "ngày nhận",
    "days_late": "số ngày muộn",
    "timeliness": "Gửi báo cáo nhiều kỳ",
    "ranking": "Thứ tự đơn vị",
    "ranked": "Xếp hạng",
    "groups": "",
    "units": "",
    "place": "hạng",
    "score": "tổng điểm",
    "report_points": "điểm báo cáo",
    "task_points": "điểm nhiệm vụ",
    "reminders": "số lần đã nhắc",
    "on_time": "đúng hạn",
    "report_deadlines": "Báo cáo đúng hạn",
    "task_deadlines": "Nhiệm vụ đúng hạn",
    "original": "theo hạn gốc",
    "extended": "theo hạn sau gia hạn",
    "grace": "trong ngày đệm",
    "late": "muộn",
    "missing": "chưa nộp",
    "excused": "được miễn",
    "overdue": "quá hạn",
    "plan_rows": "Kế hoạch khắc phục",
    "rows": "Kế hoạch khắc phục",
    "max_points": "điểm tối đa",
    "self_points": "điểm tự chấm",
    "appraised_points": "điểm thẩm định",
    "deducted": "điểm bị trừ",
    "target_points": "điểm phấn đấu",
    "total": "tổng điểm",
    "points": "điểm",
    "rank": "xếp hạng",
    "ranked_units": "số đơn vị xếp hạng",
    "criteria_deducted": "số tiêu chí bị trừ điểm",
    "fields": "Theo lĩnh vực",
    "items": "Nội dung bàn giao",
    "count": "số lượng",
    "period": "Kỳ báo cáo",
    "first_day": "từ ngày",
    "last_day": "đến ngày",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One printed value that is no longer so: where it stands, what was printed, what would be now."""

    place: str
    then: str
    now: str


def differences(then: Any, now: Any) -> tuple[Difference, ...]:
    """Return every number, day and state in which two data of one kind differ."""
    return tuple(_compared("", then, now))


def _compared(place: str, then: Any, now: Any) -> Iterator[Difference]:
    if is_dataclass(then) and type(then) is type(now):
        for item in fields(then):
            if item.name not in _UNTOLD:
                label = _FIELDS.get(item.name, "")
                below = place if label and place.startswith(label) else _below(place, label)
                yield from _compared(below, getattr(then, item.name), getattr(now, item.name))
    elif isinstance(then, tuple) and isinstance(now, tuple):
        yield from _rows(place, then, now)
    elif then != now and (_is_told(then) or _is_told(now)):
        yield Difference(place, _words(then), _words(now))


def _rows(place: str, then: tuple[Any, ...], now: tuple[Any, ...]) -> Iterator[Difference]:
    before, after = _by_name(then), _by_name(now)
    for name, row in before.items():
        below = _below(place, name[0])
        if name in after:
            yield from _compared(below, row, after[name])
        elif is_dataclass(row):
            yield Difference(below, "có", "không còn")
    for name, row in after.items():
        if name not in before and is_dataclass(row):
            yield Difference(_below(place, name[0]), "không có", "có thêm")


def _by_name(rows: tuple[Any, ...]) -> dict[tuple[str, int], Any]:
    """Key rows by what names them; several of one name are counted, rows without a name by place."""
    named: dict[tuple[str, int], Any] = {}
    for place, row in enumerate(rows, 1):
        name = next((str(getattr(row, key)) for key in _NAMES if getattr(row, key, "")), "")
        if name and (key := getattr(row, "criterion_code", "") or getattr(row, "code", "")) and key != name:
            name = f"{key} {name}"
        name = name or f"dòng {place}"
        same = 1
        while (name, same) in named:
            same += 1
        named[(name, same)] = row
    return named


def _below(place: str, name: str) -> str:
    return f"{place}: {name}" if place and name else place or name


def _is_told(value: Any) -> bool:
    return isinstance(value, int | Decimal | date | StrEnum)


def _words(value: Any) -> str:
    if value is None or value is FigureState.BLANK:
        return "để trống"
    if isinstance(value, TaskState):
        return TASK_WORDS[value]
    if isinstance(value, FigureState):
        return STATE_WORDS[value]
    if isinstance(value, StrEnum):
        return WORDS.get(value, str(value))
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, date):
        return format_date(value)
    return format_number(value)
