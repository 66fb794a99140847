"""What a group of the ranking shows, said without Qt."""

from app.core.ranking import RankedUnit, sensitivity_words
from app.core.text import format_number
from app.ui.tables.column import Column
from app.ui.tone import Tone


def change_word(unit: RankedUnit) -> str:
    """Return how a place moved: "tăng 2", "giảm 1", "giữ hạng", "mới"."""
    if unit.place is None:
        return ""
    if unit.change is None:
        return "mới"
    if unit.change == 0:
        return "giữ hạng"
    return f"{'tăng' if unit.change > 0 else 'giảm'} {abs(unit.change)}"


def change_icon(unit: RankedUnit) -> str:
    """Return the mark of a move."""
    change = unit.change or 0
    return "up" if change > 0 else "down" if change < 0 else "status-standing"


def change_tone(unit: RankedUnit) -> Tone:
    """Return the colour of a move."""
    change = unit.change or 0
    return Tone.GOOD if change > 0 else Tone.WARNING if change < 0 else Tone.NEUTRAL


def _points(value: object) -> str:
    return "" if value is None else format_number(value, decimals=2)  # type: ignore[arg-type]


RANKED: tuple[Column[RankedUnit], ...] = (
    Column(
        title="Hạng",
        text=lambda unit: "" if unit.place is None else str(unit.place),
        sort=lambda unit: unit.place,
        value=lambda unit: unit.place,
        align="right",
        width=5,
    ),
    Column(
        title="Đơn vị",
        text=lambda unit: unit.unit,
        icon=lambda unit: "" if unit.is_accepted else "status-open",
        tooltip=lambda unit: (
            unit.unit if unit.is_accepted else f"{unit.unit}: báo cáo chưa được chấp nhận, tạm tính"
        ),
        width=16,
        stretches=True,
    ),
    Column(
        title="Điểm",
        text=lambda unit: _points(unit.score),
        sort=lambda unit: unit.score,
        value=lambda unit: unit.score,
        align="right",
        width=6,
    ),
    Column(
        title="Đổi hạng",
        text=change_word,
        sort=lambda unit: unit.change,
        icon=change_icon,
        tone=change_tone,
        width=10,
    ),
    Column(
        title="Kỳ đúng hạn",
        text=lambda unit: f"{unit.on_time}/{unit.judged}",
        tooltip=lambda unit: f"Được {_points(unit.report_points)} điểm",
        sort=lambda unit: unit.report_points,
        align="center",
        width=11,
    ),
    Column(
        title="Nhiệm vụ",
        text=lambda unit: f"{unit.tasks_on_time}/{unit.tasks_due}" if unit.tasks_due else "",
        tooltip=lambda unit: f"Xong đúng hạn trên số đến hạn; được {_points(unit.task_points)} điểm",
        sort=lambda unit: unit.task_points,
        align="center",
        width=9,
    ),
    Column(
        title="Muộn có lý do",
        text=lambda unit: str(unit.late_excused) if unit.late_excused else "",
        sort=lambda unit: unit.late_excused,
        align="right",
        width=12,
    ),
    Column(
        title="Đã nhắc",
        text=lambda unit: f"{unit.reminders} lần" if unit.reminders else "",
        sort=lambda unit: unit.reminders,
        align="right",
        width=8,
    ),
    Column(title="Nếu lệch 1 ngày", text=sensitivity_words, tooltip=sensitivity_words, width=28),
)
