"""How periods, windows, due days and rules are said; no database, no Qt."""

from collections.abc import Sequence
from datetime import date, datetime

from app.core.clock import local_time
from app.core.deadlines import DueDates
from app.core.periods import Month, Window, days_counted
from app.core.statuses import WORDS, DuePolicy, Frequency, PeriodState
from app.core.text import format_date, format_number
from app.services.queries.office_days import SampleMonth
from app.services.queries.periods import PeriodRow, RuleRow
from app.services.relaying import MonthChange

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def month_title(month: Month) -> str:
    """Return "Tháng 3/2024"."""
    return f"Tháng {month.month}/{month.year}"


def state_of_period(period: PeriodRow) -> str:
    """Return "Đã khóa từ 20/3/2024"."""
    since = f" từ {format_date(period.locked_on)}" if period.locked_on else ""
    return f"{WORDS[period.state]}{since if period.state is PeriodState.LOCKED else ''}"


def span_words(first: date, last: date) -> str:
    """Return "12/02/2024 đến hết 11/3/2024"."""
    return f"{format_date(first)} đến hết {format_date(last)}"


def day_words(day: date) -> str:
    """Return "12/3/2024, thứ Ba"."""
    return f"{format_date(day)}, {WEEKDAYS[day.weekday()]}"


def instant_words(instant: datetime | None) -> str:
    """Return "12/3/2024 lúc 08:15", by the office's clock; blank for none."""
    if instant is None:
        return ""
    here = local_time(instant)
    return f"{format_date(here.date())} lúc {here:%H:%M}"


NOBODY_EXPECTED = "Chưa có đơn vị nào phải báo cáo"


def expected_words(counts: Sequence[int]) -> str:
    """Return "mỗi kỳ 34 đơn vị phải báo cáo", or that nobody does yet."""
    if not counts or not any(counts):
        return NOBODY_EXPECTED.lower()
    least, most = min(counts), max(counts)
    number = f"{most}" if least == most else f"từ {least} đến {most}"
    return f"mỗi kỳ {number} đơn vị phải báo cáo"


def window_words(start_day: int, due_day: int, *, both_ends: bool = False) -> str:
    """Return how a window is said: "12 → hết 11", the first of a month to its last day "1 → hết tháng"."""
    if both_ends:
        return f"{start_day} → hết {start_day}, cả hai ngày"
    return "1 → hết tháng" if start_day == 1 else f"{start_day} → hết {start_day - 1}"


def due_words(rule: RuleRow) -> str:
    """Return "ngày 12 hằng tháng", "ngày 31/01", with the working day that decides where another one does."""
    policy = f", {WORDS[rule.policy].lower()}" if rule.policy is not DuePolicy.LEGAL else ""
    if rule.frequency is Frequency.MONTHLY:
        return f"ngày {rule.due_day} hằng tháng{policy}"
    if rule.frequency is Frequency.QUARTERLY:
        return f"ngày {rule.due_day} tháng 3, 6, 9, 12{policy}"
    return f"ngày {rule.due_day:02d}/{rule.due_month or 12:02d}{policy}"


def sample_lines(months: Sequence[SampleMonth], policy: DuePolicy) -> list[str]:
    """Return what a rule means in some months, one sentence each."""
    return [
        f"{month_title(m.month)}: {_short(m.window.starts_on)} → hết {_short(m.window.last_day)}, "
        f"hạn {_short(m.due.legal)} {WEEKDAYS[m.due.legal.weekday()]}{judged_words(m.due, policy)}; "
        f"làm việc trước {_short(m.due.target)}, sau {_short(m.due.lenient)}"
        for m in months
    ]


def _short(day: date) -> str:
    return format_date(day).rpartition("/")[0]


def judged_words(due: DueDates, policy: DuePolicy) -> str:
    """Return " (tính 11/3 thứ Hai)" where another day than the written one decides."""
    judging = due.judging(policy)
    return f" (tính {_short(judging)} {WEEKDAYS[judging.weekday()]})" if judging != due.legal else ""


def proof_of(periods: Sequence[PeriodRow]) -> tuple[bool, str]:
    """Say whether every day of a year's windows is counted exactly once, naming the days that are not."""
    if not periods:
        return True, ""
    missed, twice = days_of(periods)
    first, last = min(p.first_day for p in periods), max(p.last_day for p in periods)
    if not missed and not twice:
        days = (last - first).days + 1
        return True, (
            f"{len(periods)} kỳ, {format_number(days)} ngày từ {span_words(first, last)}: "
            "mọi ngày được đếm đúng một lần."
        )
    parts = []
    if missed:
        parts.append(f"{len(missed)} ngày không được đếm ({_some_days(missed)})")
    if twice:
        parts.append(f"{len(twice)} ngày được đếm hai lần ({_some_days(twice)})")
    return False, f"{len(periods)} kỳ: {'; '.join(parts)}. Sửa ngày đầu khoảng số liệu của chế độ."


def days_of(periods: Sequence[PeriodRow]) -> tuple[list[date], list[date]]:
    """Return the days that some periods miss, and those they count twice."""
    windows = [Window(p.first_day, date.fromordinal(p.last_day.toordinal() + 1)) for p in periods]
    return days_counted(windows)


def twice_words(months: Sequence[SampleMonth]) -> str:
    """Name the days that the windows of some months count twice; blank where each counts once."""
    _, twice = days_counted([month.window for month in months])
    if not twice:
        return ""
    return f"Đếm hai lần: {_some_days(twice)} và mọi ngày giáp ranh khác, 12 ngày một năm."


def change_words(changes: Sequence[MonthChange]) -> list[str]:
    """Return one line for each month that a changed rule would change."""
    return [
        f"{month_title(c.month)}: {_short(c.window.starts_on)} → hết {_short(c.window.last_day)} thành "
        f"{_short(c.new_window.starts_on)} → hết {_short(c.new_window.last_day)}, "
        f"hạn {format_date(c.new_due)}"
        f"{' (kỳ nối, để không mất và không lặp ngày nào)' if c.is_bridge else ''}"
        for c in changes
    ]


def _some_days(days: Sequence[date]) -> str:
    shown = ", ".join(format_date(day) for day in days[:3])
    return f"{shown}…" if len(days) > 3 else shown


def next_month(periods: Sequence[PeriodRow], today: date) -> Month:
    """Return the period to start from: the one whose due day comes next, else the last."""
    coming = [p.month for p in periods if p.due.lenient >= today]
    return coming[0] if coming else (periods[-1].month if periods else Month.of(today))


def dated_words(first: date | None, last: date | None) -> str:
    """Return "năm 2024", "từ 01/3/2024", "không giới hạn"."""
    if first and last:
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
            return f"năm {first.year}"
        return f"{format_date(first)} – {format_date(last)}"
    if first:
        return f"từ {format_date(first)}"
    return f"đến {format_date(last)}" if last else "không giới hạn"
