"""Decisions of the home page; it is shown before SQLAlchemy is imported, and so must not import it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from app.core.clock import local_time
from app.core.errors import AppError
from app.core.periods import Month
from app.core.statuses import WORDS, Role
from app.core.text import format_date
from app.services.queries.home import HomeFacts, countdown, home_facts, last_copy_at
from app.ui.context import UiContext
from app.ui.screens.home.columns import (
    ActionLine,
    DoneLine,
    MonthTile,
    action_lines,
    days_left,
    is_fresh,
    month_tiles,
    recent_lines,
)

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


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
    countdown: str
    lines: tuple[ActionLine, ...]
    calm: str
    year: int
    months: tuple[MonthTile, ...]
    recent: tuple[DoneLine, ...]
    copied: str
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


def countdown_words(due: date, working_days: int | None, today: date) -> str:
    """Return how long it is until a due day: in working days, in calendar days while those are unknown."""
    if due == today:
        return f"Hạn nộp {format_date(due)}: hôm nay"
    if working_days is None:
        return f"Hạn nộp {format_date(due)}: {days_left(due, today)}"
    if working_days == 0:
        return f"Hạn nộp {format_date(due)}: không còn ngày làm việc nào"
    return f"Hạn nộp {format_date(due)}: còn {working_days} ngày làm việc"


def copied_words(at: datetime | None) -> str:
    """Return when the newest copy of the register was made."""
    if at is None:
        return "Chưa có bản sao lưu nào; sổ tự sao lưu sau ít phút."
    return f"Sao lưu gần nhất: {format_date(at)} lúc {at:%H:%M}."


def home_page(
    facts: HomeFacts, *, hour: int, user: str, working_days: int | None = None, copied: str = ""
) -> HomePage:
    """Return the page of a day; ``working_days`` are those left until the next due day, once counted."""
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
        countdown=countdown_words(coming.due, working_days, facts.today)
        if coming is not None and coming.due >= facts.today
        else "",
        lines=lines,
        calm=calm,
        year=facts.today.year,
        months=month_tiles(facts) if facts.months else (),
        recent=recent_lines(facts.recent, facts.today),
        copied=copied,
        steps=FIRST_STEPS if is_fresh(facts) else (),
    )


class HomePresenter:
    """Reads the few numbers of the page and leads on to where the work is done."""

    def __init__(self, view: HomeView, ui: UiContext) -> None:
        self._view = view
        self._ui = ui
        self._days: int | None = None
        self._copied = ""

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
        """Copy the reminder of the units behind a line, else the line itself, to be sent on."""
        if line.reminds:
            self._copy_reminder(line)
            return
        self._view.copy_text(line.sentence)
        self._ui.navigator.tell("Đã chép câu nhắc, có thể dán vào tin nhắn.")

    def _copy_reminder(self, line: ActionLine) -> None:
        from app.services.queries.reminder_desk import ReminderDesk, read_reminder_desk
        from app.services.reminder_texts import group_text

        today = self._ui.services.clock.today()

        def copy(desk: ReminderDesk) -> None:
            rows = [row for row in desk.rows if any(item.owed.is_report for item in row.followed)]
            if not rows:  # not on the ladder yet
                self._view.copy_text(line.sentence)
            else:
                self._view.copy_text(group_text(rows, office=desk.office))
            self._ui.navigator.tell(
                "Đã chép lời nhắc chung, có thể dán vào nhóm Zalo.",
                verb="Mở Đôn đốc",
                action=lambda: self._open("reminders", {}),
            )

        self._ui.jobs.read(lambda session, job: read_reminder_desk(session, day=today), copy)

    def _open(self, module: str, place: Mapping[str, str]) -> None:
        self._ui.navigator.open(module, **place)

    def _show(self, facts: HomeFacts) -> None:
        self._days = None
        self._show_page(facts)
        coming = facts.current
        if coming is not None and coming.due > facts.today:
            # After the page: the calendar's library must not stand between a start and its first numbers.
            self._ui.jobs.rows(
                lambda rows: countdown(rows, today=facts.today, due=coming.due),
                lambda days: self._show_days(facts, days),
                lambda _: None,
            )
        folder = self._ui.services.paths.backups
        self._ui.jobs.rows(
            lambda _: last_copy_at(folder), lambda at: self._show_copied(facts, at), lambda _: None
        )

    def _show_copied(self, facts: HomeFacts, at: datetime | None) -> None:
        copied, self._copied = self._copied, copied_words(at)
        if copied != self._copied:
            self._show_page(facts)

    def _show_days(self, facts: HomeFacts, working_days: int) -> None:
        self._days = working_days
        self._show_page(facts)

    def _show_page(self, facts: HomeFacts) -> None:
        hour = local_time(self._ui.services.clock.now()).hour
        user = self._ui.services.settings.text("user.name")
        self._view.show_page(
            home_page(facts, hour=hour, user=user, working_days=self._days, copied=self._copied)
        )

    def _failed(self, error: AppError) -> None:
        self._view.show_trouble(error)
