"""What the lists of rules, periods and days show, said without Qt."""

from collections.abc import Sequence

from app.core.statuses import WORDS, Frequency
from app.core.text import format_date
from app.core.working_days import DayException
from app.services.queries.clause_reporters import STANDING_WORDS, ReporterLine, Standing
from app.services.queries.cycle_board import PeriodLine
from app.services.queries.cycle_words import (
    dated_words,
    day_words,
    due_words,
    month_title,
    span_words,
    state_of_period,
    window_words,
)
from app.services.queries.periods import RuleRow
from app.ui.tables.column import Column
from app.ui.tone import Tone, look
from app.ui.widgets.year_strip import Band

RULE_COLUMNS: tuple[Column[RuleRow], ...] = (
    Column(title="Chế độ báo cáo", text=lambda r: r.name, width=24, stretches=True),
    Column(title="Chu kỳ", text=lambda r: WORDS[r.frequency], width=11),
    Column(
        title="Khoảng số liệu",
        text=lambda r: (
            window_words(r.start_day, r.due_day, both_ends=r.both_ends)
            if r.frequency in (Frequency.MONTHLY, Frequency.QUARTERLY)
            else "năm trước"
        ),
        width=14,
    ),
    Column(title="Hạn nộp", text=due_words, width=17),
    Column(title="Tính hạn theo", text=lambda r: WORDS[r.policy], width=24, hidden=True),
    Column(title="Hiệu lực", text=lambda r: dated_words(r.valid_from, r.valid_to), width=14),
)

PERIOD_COLUMNS: tuple[Column[PeriodLine], ...] = (
    Column(
        title="Kỳ",
        text=lambda line: month_title(line.period.month),
        sort=lambda line: line.period.name,
        width=12,
    ),
    Column(
        title="Khoảng số liệu",
        text=lambda line: span_words(line.period.first_day, line.period.last_day),
        sort=lambda line: line.period.first_day,
        width=24,
        stretches=True,
    ),
    Column(
        title="Số ngày",
        text=lambda line: str((line.period.last_day - line.period.first_day).days + 1),
        sort=lambda line: (line.period.last_day - line.period.first_day).days + 1,
        align="right",
        width=6,
    ),
    Column(
        title="Hạn nộp",
        text=lambda line: day_words(line.period.due.judging(line.period.policy)),
        sort=lambda line: line.period.due.judging(line.period.policy),
        tooltip=lambda line: (
            f"Trong văn bản: {day_words(line.period.due.legal)}. "
            f"Làm việc liền trước: {day_words(line.period.due.target)}. "
            f"Làm việc liền sau: {day_words(line.period.due.lenient)}."
        ),
        width=18,
    ),
    Column(
        title="Đơn vị",
        text=lambda line: str(line.expected),
        sort=lambda line: line.expected,
        align="right",
        tooltip=lambda line: f"{line.expected} đơn vị phải báo cáo. Enter để xem và sửa danh sách.",
        width=6,
    ),
    Column(
        title="Tình trạng",
        text=lambda line: WORDS[line.period.state],
        icon=lambda line: look(line.period.state).icon,
        tone=lambda line: look(line.period.state).tone,
        tooltip=lambda line: state_of_period(line.period),
        width=13,
    ),
    Column(
        title="Khóa sau ngày",
        text=lambda line: format_date(line.lock_day),
        sort=lambda line: line.lock_day,
        tooltip=lambda line: "Kỳ tự khóa khi hết ngày này, hoặc khi ban hành báo cáo tổng hợp.",
        width=11,
    ),
)


def bands_of(lines: Sequence[PeriodLine]) -> tuple[Band, ...]:
    """Return the periods as bands of the year strip."""
    return tuple(
        Band(
            line.period.first_day,
            line.period.last_day,
            line.period.due.judging(line.period.policy),
            str(line.period.month.month),
            f"{month_title(line.period.month)}: {span_words(line.period.first_day, line.period.last_day)}; "
            f"hạn {day_words(line.period.due.judging(line.period.policy))}; "
            f"{state_of_period(line.period).lower()}.",
            look(line.period.state).tone,
        )
        for line in lines
    )


DAY_COLUMNS: tuple[Column[DayException], ...] = (
    Column(title="Ngày", text=lambda d: day_words(d.day), sort=lambda d: d.day, width=22),
    Column(
        title="Nghỉ hay làm",
        text=lambda d: "Nghỉ" if d.is_off else "Làm bù",
        icon=lambda d: "status-standing" if d.is_off else "status-open",
        tone=lambda d: Tone.NEUTRAL if d.is_off else Tone.INFO,
        width=13,
    ),
    Column(title="Lý do", text=lambda d: d.reason, width=26, stretches=True),
    Column(title="Văn bản thông báo", text=lambda d: d.source, width=30, stretches=True),
)


_STANDING_LOOKS = {
    Standing.OWING: ("status-overdue", Tone.WARNING),
    Standing.ANSWERED: ("status-received", Tone.GOOD),
    Standing.EXCUSED: ("status-standing", Tone.NEUTRAL),
    Standing.UNLISTED: ("warning", Tone.BAD),
}

REPORTER_COLUMNS: tuple[Column[ReporterLine], ...] = (
    Column(
        title="Điều khoản",
        text=lambda line: line.clause,
        tooltip=lambda line: f"{line.directive}: {line.clause_text}",
        width=15,
    ),
    Column(title="Văn bản", text=lambda line: line.directive, width=16, hidden=True),
    Column(title="Kỳ", text=lambda line: line.period.month.short, width=12, hidden=True),
    Column(title="Mã", text=lambda line: line.code, width=8, hidden=True),
    Column(title="Đơn vị", text=lambda line: line.unit, tooltip=lambda line: line.unit, width=15),
    Column(
        title="Đã trả lời",
        text=lambda line: STANDING_WORDS[line.standing],
        icon=lambda line: _STANDING_LOOKS[line.standing][0],
        tone=lambda line: _STANDING_LOOKS[line.standing][1],
        width=16,
    ),
    Column(
        title="Diễn giải",
        text=lambda line: line.sentence,
        tooltip=lambda line: line.sentence,
        width=22,
        stretches=True,
    ),
    Column(title="Chế độ báo cáo", text=lambda line: line.rule, width=24, hidden=True),
)
