"""Decisions of the home page; it is shown before SQLAlchemy is imported, and so must not import it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum, auto
from itertools import groupby
from typing import Protocol

from app.core.clock import local_time
from app.core.errors import AppError
from app.core.periods import Month
from app.core.statuses import WORDS, Role
from app.core.text import format_date, format_number
from app.services.queries.home import HomeFacts, MonthStrip, home_facts
from app.services.queries.journal_words import action_words
from app.ui.context import UiContext
from app.ui.tone import Tone

MOST_LINES = 7
_NEAR_DAYS = 10

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One thing to do now: how many, in words, and where it is done."""

    name: str
    icon: str
    tone: Tone
    number: int
    text: str
    detail: str
    verb: str
    module: str
    place: tuple[tuple[str, str], ...] = ()

    @property
    def sentence(self) -> str:
        """The line as one sentence, to be read out or sent on."""
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


@dataclass(frozen=True, slots=True)
class FirstStep:
    """A step of an empty register."""

    number: int
    title: str
    detail: str
    verb: str
    module: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """Everything the page shows."""

    greeting: str
    unit: str
    role: str
    day: str
    lines: tuple[ActionLine, ...]
    calm: str
    year: int
    months: tuple[MonthTile, ...]
    recent: tuple[DoneLine, ...]
    steps: tuple[FirstStep, ...]


class HomeView(Protocol):
    """What the presenter asks of the page."""

    def show_page(self, page: HomePage) -> None:
        """Show everything."""
        ...

    def show_trouble(self, error: AppError) -> None:
        """Say why nothing can be shown."""
        ...

    def copy_text(self, text: str) -> None:
        """Put a text on the clipboard."""
        ...


FIRST_STEPS = (
    FirstStep(
        1,
        "Ghi văn bản chỉ đạo đầu tiên",
        "Mở tệp Word, PDF hoặc dán nội dung; chương trình bóc tách nhiệm vụ để chọn.",
        "Sổ văn bản",
        "directives",
    ),
    FirstStep(
        2,
        "Mở kỳ báo cáo tháng",
        "Chọn khoảng số liệu, ngày phải nộp và các đơn vị phải báo cáo.",
        "Kỳ báo cáo",
        "cycles",
    ),
    FirstStep(
        3,
        "Xem lại danh mục đơn vị",
        "Đơn vị, người ký, thể thức đã có từ bộ mẫu; sửa cho đúng cơ quan mình.",
        "Danh mục",
        "directory",
    ),
)


def weekday_words(day: date) -> str:
    """Return "Thứ Tư, ngày 13/3/2024"."""
    return f"{_WEEKDAYS[day.weekday()]}, ngày {day.day}/{day.month}/{day.year}"


def greeting(hour: int, name: str) -> str:
    """Return the greeting of an hour."""
    part = (
        "buổi sáng" if hour < 11 else "buổi trưa" if hour < 13 else "buổi chiều" if hour < 18 else "buổi tối"
    )
    return f"Chào {part}, {name}" if name else f"Chào {part}"


def days_left(due: date, today: date) -> str:
    """Return how far a due day is, in words."""
    days = (due - today).days
    if days == 0:
        return "hạn là hôm nay"
    return f"còn {days} ngày" if days > 0 else f"đã qua {-days} ngày"


def action_lines(facts: HomeFacts) -> tuple[ActionLine, ...]:
    """Return the lines of the day, the most pressing first, at most seven."""
    lines = [
        *_task_lines(facts),
        *_period_lines(facts),
        *_quiet_lines(facts),
    ]
    return tuple(line for line in lines if line.number)[:MOST_LINES]


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


def _period_lines(facts: HomeFacts) -> list[ActionLine]:
    lines = []
    current, last = facts.current, facts.last_due
    if last is not None:
        due = f"Hạn nộp {format_date(last.due)}, {days_left(last.due, facts.today)}."
        lines.append(_period_line("lacking", Tone.WARNING, last, facts.role, "status-draft", due))
    lines.append(_returned_line([month for month in facts.months if month.returned]))
    if current is not None and current.due >= facts.today:
        due = f"Hạn nộp {format_date(current.due)}, {days_left(current.due, facts.today)}."
        line = _period_line("current", Tone.INFO, current, facts.role, "status-received", due)
        is_near = (current.due - facts.today).days <= _NEAR_DAYS
        lines.insert(0 if is_near else len(lines), line)
    return lines


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


def _period_line(name: str, tone: Tone, month: MonthStrip, role: str, icon: str, due: str) -> ActionLine:
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
    return ActionLine(
        name,
        icon,
        tone,
        month.outstanding,
        f"đơn vị chưa nộp báo cáo kỳ {words}",
        f"{due} Đã nhận {month.arrived}/{month.expected}.",
        "Xem kỳ báo cáo",
        "cycles",
        (("period", month.name),),
    )


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


def is_fresh(facts: HomeFacts) -> bool:
    """Tell whether nothing has been entered yet."""
    return not (facts.directives or facts.assignments or facts.unassigned_tasks or facts.months)


def home_page(facts: HomeFacts, *, hour: int, user: str) -> HomePage:
    """Return the page of a day."""
    lines = action_lines(facts)
    coming = facts.current
    calm = "Không có việc nào cần làm ngay."
    if coming is not None and coming.due >= facts.today:
        calm = f"{calm} Kỳ tới: {Month.parse(coming.name).short}, hạn {format_date(coming.due)}."
    return HomePage(
        greeting=greeting(hour, user),
        unit=facts.unit or "Sổ chưa có đơn vị",
        role=WORDS.get(Role(facts.role), ""),
        day=weekday_words(facts.today),
        lines=lines,
        calm=calm,
        year=facts.today.year,
        months=month_tiles(facts) if facts.months else (),
        recent=recent_lines(facts.recent, facts.today),
        steps=FIRST_STEPS if is_fresh(facts) else (),
    )


class HomePresenter:
    """Reads the few numbers of the page and leads on to where the work is done."""

    def __init__(self, view: HomeView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui

    def refresh(self) -> None:
        """Read the numbers, with plain SQL."""
        today = self._ui.services.clock.today()
        self._ui.jobs.rows(lambda rows: home_facts(rows, today=today), self._show, self._failed)

    def open_line(self, line: ActionLine) -> None:
        """Go where a line's work is done."""
        self._open(line.module, dict(line.place))

    def open_month(self, tile: MonthTile) -> None:
        """Go to a month's period, or to where one is made."""
        self._open("cycles", {"period": tile.period} if tile.period else {})

    def open_step(self, step: FirstStep) -> None:
        """Go to a first step."""
        self._open(step.module, {})

    def copy_line(self, line: ActionLine) -> None:
        """Copy a line's sentence, to be sent to whoever has to know."""
        self._view.copy_text(line.sentence)
        self._ui.navigator.tell("Đã chép câu nhắc, có thể dán vào tin nhắn.")

    def _open(self, module: str, place: Mapping[str, str]) -> None:
        self._ui.navigator.open(module, **place)

    def _show(self, facts: HomeFacts) -> None:
        hour = local_time(self._ui.services.clock.now()).hour
        user = self._ui.services.settings.text("user.name")
        self._view.show_page(home_page(facts, hour=hour, user=user))

    def _failed(self, error: AppError) -> None:
        self._view.show_trouble(error)
