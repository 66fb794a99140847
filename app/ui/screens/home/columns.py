"""What the home page shows, said without Qt and without SQLAlchemy: its lines, its months, what was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum, auto
from itertools import groupby

from app.core.clock import local_time
from app.core.periods import Month
from app.core.statuses import Role
from app.core.text import format_date, format_number
from app.services.queries.home import HomeFacts, MonthStrip
from app.services.queries.journal_words import action_words
from app.ui.tone import Tone

MOST_LINES = 7
_NEAR_DAYS = 10


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One thing to do now: how many, in words, where it is done; no number where it cannot be counted.

    ``reminds``: copying it gives the reminder of the units behind it, not the line itself.
    """

    name: str
    icon: str
    tone: Tone
    number: int | None
    text: str
    detail: str
    verb: str
    module: str
    place: tuple[tuple[str, str], ...] = ()
    reminds: bool = False

    @property
    def sentence(self) -> str:
        """The line as one sentence, to be read out or sent on."""
        if self.number is None:
            return f"{self.text} {self.detail}".strip()
        return f"{format_number(self.number)} {self.text}. {self.detail}".strip()


class MonthState(Enum):
    """How a month of the year stands: its look in the strip."""

    NONE = auto()
    COMING = auto()
    CURRENT = auto()
    COMPLETE = auto()
    LACKING = auto()


@dataclass(frozen=True, slots=True)
class MonthTile:
    """A month in the strip: what is written in it, how full its bar is, and where it leads."""

    number: int
    state: MonthState
    share: float
    returned_share: float
    words: str
    note: str
    tooltip: str
    period: str = ""


@dataclass(frozen=True, slots=True)
class DoneLine:
    """Something done lately: when, what, how often in a row."""

    when: str
    what: str


def days_left(due: date, today: date) -> str:
    """Return how far a due day is, in words."""
    days = (due - today).days
    if days == 0:
        return "hạn là hôm nay"
    return f"còn {days} ngày" if days > 0 else f"đã qua {-days} ngày"


def action_lines(facts: HomeFacts) -> tuple[ActionLine, ...]:
    """Return the lines of the day, the most pressing first, at most seven; what cannot be told says why."""
    near, far = _period_lines(facts)
    lines = [
        *_problem_lines(facts),
        *_task_lines(facts),
        *near,
        *_waiting_lines(facts),
        *far,
        *_quiet_lines(facts),
    ]
    return tuple(line for line in lines if line.number or line.name.startswith("problem"))[:MOST_LINES]


def _problem_lines(facts: HomeFacts) -> list[ActionLine]:
    """Return what keeps numbers from being counted: each says why and leads to where it is put right."""
    if is_fresh(facts):
        return []
    lines = [_problem(f"Không đếm được {what}.", why, "Xem nhật ký", "history") for what, why in facts.failed]
    if not facts.months:
        text = f"Chưa lập kỳ báo cáo năm {facts.today.year}."
        lines.append(_problem(text, "Vì vậy chưa biết đơn vị nào còn thiếu.", "Lập kỳ báo cáo", "rules"))
    if not facts.catalogues:
        text = "Chưa có danh mục chỉ tiêu."
        lines.append(_problem(text, "Vì vậy chưa kiểm tra được số liệu báo cáo.", "Xem báo cáo", "reports"))
    return lines


def _problem(text: str, detail: str, verb: str, module: str) -> ActionLine:
    return ActionLine(f"problem_{module}", "warning", Tone.WARNING, None, text, detail, verb, module)


def is_fresh(facts: HomeFacts) -> bool:
    """Tell whether nothing has been entered yet."""
    return not (facts.directives or facts.assignments or facts.unassigned_tasks or facts.months)


def _task_lines(facts: HomeFacts) -> list[ActionLine]:
    return [
        ActionLine(
            "overdue",
            "status-overdue",
            Tone.BAD,
            facts.overdue,
            "đầu việc đang quá hạn",
            "Xem đơn vị nào chậm, ghi kết quả hoặc gia hạn.",
            "Xem việc quá hạn",
            "tasks",
            (("state", "open_overdue"),),
        ),
        ActionLine(
            "soon",
            "status-open",
            Tone.WARNING,
            facts.due_soon,
            "đầu việc đến hạn trong 7 ngày tới",
            "Nhắc đơn vị trước khi quá hạn.",
            "Xem việc sắp đến hạn",
            "tasks",
            (("due", "soon"),),
        ),
    ]


def _period_lines(facts: HomeFacts) -> tuple[list[ActionLine], list[ActionLine]]:
    """Return the lines of periods: those that press, and the one of a period that is far away."""
    near: list[ActionLine] = []
    far: list[ActionLine] = []
    current, last = facts.current, facts.last_due
    if last is not None and not last.is_locked:
        due = f"Hạn nộp {format_date(last.due)}, {days_left(last.due, facts.today)}."
        near.append(_period_line("lacking", Tone.WARNING, last, facts.role, "status-draft", due))
    near.append(_returned_line([month for month in facts.months if month.returned]))
    if current is not None and current.due >= facts.today:
        due = f"Hạn nộp {format_date(current.due)}, {days_left(current.due, facts.today)}."
        is_near = (current.due - facts.today).days <= _NEAR_DAYS
        line = _period_line(
            "current", Tone.INFO, current, facts.role, "status-received", due, reminds=is_near
        )
        if is_near:
            near.insert(0, line)
        else:
            far.append(line)
    return near, far


def _returned_line(returned: Sequence[MonthStrip]) -> ActionLine:
    return ActionLine(
        "returned",
        "status-returned",
        Tone.WARNING,
        sum(month.returned for month in returned),
        "báo cáo bị trả lại, chờ bản thay thế",
        "Kỳ " + ", ".join(Month.parse(month.name).short for month in returned) + "." if returned else "",
        "Xem báo cáo trả lại",
        "cycles",
        (("period", returned[-1].name), ("state", "returned")) if returned else (),
    )


def _period_line(
    name: str, tone: Tone, month: MonthStrip, role: str, icon: str, due: str, *, reminds: bool = True
) -> ActionLine:
    words = Month.parse(month.name).short
    if role == Role.REPORTER:
        return ActionLine(
            name,
            icon,
            tone,
            month.outstanding,
            f"báo cáo kỳ {words} phải nộp",
            due,
            "Nhập số liệu",
            "reports",
            (("period", month.name),),
        )
    sealed = f", trong đó {month.sealed} mới báo mã" if month.sealed else ""
    return ActionLine(
        name,
        icon,
        tone,
        month.outstanding,
        f"đơn vị chưa nộp báo cáo kỳ {words}",
        f"{due} Đã nhận {month.arrived}/{month.expected - month.excused}{sealed}.",
        "Đôn đốc" if reminds else "Xem kỳ báo cáo",
        "reminders" if reminds else "cycles",
        () if reminds else (("period", month.name),),
        reminds,
    )


def _waiting_lines(facts: HomeFacts) -> list[ActionLine]:
    return [
        ActionLine(
            "packages",
            "exchange",
            Tone.WARNING,
            facts.packages,
            "gói dữ liệu chờ người quyết định",
            "Gói được giữ nguyên, chưa tính vào số liệu.",
            "Xem gói chờ",
            "exchange",
        ),
        ActionLine(
            "mails",
            "send",
            Tone.WARNING,
            facts.mails,
            "thư bị từ chối hoặc chưa rõ đã đi chưa",
            "Xem kết quả gửi rồi gửi lại hoặc bỏ.",
            "Xem thư đi",
            "outbox",
        ),
    ]


def _quiet_lines(facts: HomeFacts) -> list[ActionLine]:
    return [
        ActionLine(
            "silent",
            "status-empty",
            Tone.NEUTRAL,
            facts.silent,
            "đầu việc chưa có tin trong 14 ngày",
            "Hỏi tiến độ hoặc ghi kết quả đã có.",
            "Xem việc im lặng",
            "tasks",
            (("silent", "14"),),
        ),
        ActionLine(
            "unassigned",
            "status-draft",
            Tone.NEUTRAL,
            facts.unassigned_tasks,
            "nhiệm vụ chưa giao cho đơn vị nào",
            "Chọn đơn vị chủ trì và thời hạn.",
            "Giao nhiệm vụ",
            "tasks",
            (("unassigned", "1"),),
        ),
        ActionLine(
            "drafts",
            "documents",
            Tone.NEUTRAL,
            facts.drafts,
            "dự thảo văn bản chưa ban hành",
            "Kiểm tra, lấy số rồi ban hành.",
            "Xem dự thảo",
            "documents",
        ),
    ]


def month_tiles(facts: HomeFacts) -> tuple[MonthTile, ...]:
    """Return the twelve months of the year."""
    known = {Month.parse(month.name).month: month for month in facts.months}
    current = facts.current
    return tuple(_tile(n, known.get(n), current, facts.today) for n in range(1, 13))


def _tile(number: int, month: MonthStrip | None, current: MonthStrip | None, today: date) -> MonthTile:
    if month is None:
        return MonthTile(number, MonthState.NONE, 0.0, 0.0, "–", "", f"Tháng {number}: chưa mở kỳ.")
    asked = month.expected - month.excused
    share = month.arrived / asked if asked else 0.0
    returned = month.returned / asked if asked else 0.0
    if asked and not month.outstanding:
        state = MonthState.COMPLETE
    elif month is current and month.due >= today:
        state = MonthState.CURRENT
    else:
        state = MonthState.COMING if month.due >= today else MonthState.LACKING
    parts = [f"đã nhận {month.arrived}/{asked}", f"còn {month.outstanding}" if month.outstanding else "đủ"]
    parts += [f"mới báo mã {month.sealed}"] if month.sealed else []
    parts += [f"trả lại {month.returned}"] if month.returned else []
    parts += [f"được miễn {month.excused}"] if month.excused else []
    tooltip = f"Tháng {number}: {', '.join(parts)}; hạn {format_date(month.due)}."
    note = f"trả lại {month.returned}" if month.returned else f"hạn {month.due.day}/{month.due.month}"
    return MonthTile(number, state, share, returned, f"{month.arrived}/{asked}", note, tooltip, month.name)


def recent_lines(recent: Sequence[tuple[str, str, str]], today: date) -> tuple[DoneLine, ...]:
    """Return the last entries of the journal in words; the same thing in a row is said once."""
    lines = []
    for what, entries in groupby(recent, key=lambda entry: action_words(entry[1], entry[2])):
        found = list(entries)
        at = local_time(datetime.fromisoformat(found[0][0]).replace(tzinfo=UTC))
        when = f"{at:%H:%M}" if at.date() == today else f"{at.day}/{at.month}"
        lines.append(DoneLine(when, f"{what} ({len(found)} lần)" if len(found) > 1 else what))
    return tuple(lines)
