"""The tables of the plans screen: units, plan rows, score card."""

from decimal import Decimal

from app.core.text import format_date, format_number
from app.services.queries.plans import PlanRowRow, PlanSummary
from app.services.queries.score_card import CardLine
from app.ui.tables.column import Column
from app.ui.tone import Tone, look


def points(value: Decimal | None) -> str:
    """Return points as people read them; blank where there are none."""
    return "" if value is None else format_number(value)


def plan_state(row: PlanSummary) -> tuple[str, str, Tone]:
    """Return how far a unit's plan is: words, icon, tone."""
    if row.plan_id is None:
        if not row.scored:
            return "Chưa có điểm", "status-empty", Tone.NEUTRAL
        if not row.deductions:
            return "Không bị trừ điểm", "status-standing", Tone.NEUTRAL
        return "Chưa có kế hoạch", "status-overdue", Tone.BAD
    if not row.rows:
        return "Kế hoạch trống", "status-empty", Tone.WARNING
    if row.complete_rows < row.rows:
        return f"Đủ {row.complete_rows}/{row.rows} dòng", "status-draft", Tone.WARNING
    if row.done_rows == row.rows:
        return "Xong cả", "status-done", Tone.GOOD
    return f"Đủ {row.rows} dòng", "status-done", Tone.INFO


LIST: tuple[Column[PlanSummary], ...] = (
    Column(title="Đơn vị", text=lambda row: row.unit, width=28, stretches=True),
    Column(
        title="Tiêu chí",
        text=lambda row: str(row.deductions) if row.deductions else "",
        sort=lambda row: row.deductions,
        align="right",
        width=10,
    ),
    Column(
        title="Điểm trừ",
        text=lambda row: points(row.deducted) if row.deductions else "",
        sort=lambda row: row.deducted,
        align="right",
        width=10,
    ),
    Column(
        title="Kế hoạch",
        text=lambda row: plan_state(row)[0],
        sort=lambda row: (row.plan_id is not None, row.complete_rows / row.rows if row.rows else 0.0),
        icon=lambda row: plan_state(row)[1],
        tone=lambda row: plan_state(row)[2],
        width=22,
    ),
    Column(
        title="Xong",
        text=lambda row: f"{row.done_rows}/{row.rows}" if row.rows else "",
        sort=lambda row: row.done_rows,
        align="right",
        width=10,
    ),
)


def _missing(row: PlanRowRow) -> str:
    return f"Thiếu {', '.join(row.missing)}" if row.missing else "Đủ"


ROWS: tuple[Column[PlanRowRow], ...] = (
    Column(
        title="TT", text=lambda row: str(row.position), sort=lambda row: row.position, align="right", width=3
    ),
    Column(
        title="Mã",
        text=lambda row: row.criterion_code,
        tooltip=lambda row: f"{row.field_title}\n{row.criterion}",
        width=8,
    ),
    Column(
        title="Bị trừ",
        text=lambda row: points(row.deducted),
        sort=lambda row: row.deducted,
        align="right",
        width=5,
    ),
    Column(
        title="Tồn tại",
        text=lambda row: row.shortcoming,
        tooltip=lambda row: row.shortcoming,
        width=18,
        stretches=True,
    ),
    Column(
        title="Giải pháp",
        text=lambda row: row.measure,
        tooltip=lambda row: row.measure,
        width=18,
        stretches=True,
    ),
    Column(
        title="Còn thiếu",
        text=_missing,
        tooltip=_missing,
        icon=lambda row: "status-draft" if row.missing else "status-done",
        tone=lambda row: Tone.WARNING if row.missing else Tone.GOOD,
        width=11,
    ),
    Column(title="Chủ trì", text=lambda row: row.lead, tooltip=lambda row: row.lead, width=14),
    Column(
        title="Thời hạn",
        text=lambda row: format_date(row.due) if row.due else "",
        sort=lambda row: row.due,
        width=9,
    ),
    Column(
        title="Trạng thái",
        text=lambda row: look(row.state).word if row.due else "",
        icon=lambda row: look(row.state).icon,
        tone=lambda row: look(row.state).tone,
        width=15,
    ),
    Column(
        title="Nhiệm vụ",
        text=lambda row: "Đã chuyển" if row.task_id else "",
        width=9,
    ),
    Column(title="Nguyên nhân", text=lambda row: row.cause, tooltip=lambda row: row.cause, width=22),
    Column(title="Sản phẩm", text=lambda row: row.product, tooltip=lambda row: row.product, width=20),
    Column(
        title="Phối hợp", text=lambda row: row.coordinating, tooltip=lambda row: row.coordinating, width=16
    ),
    Column(title="Lĩnh vực", text=lambda row: row.field_title, width=20, hidden=True),
    Column(
        title="Điểm tối đa",
        text=lambda row: points(row.max_points),
        sort=lambda row: row.max_points,
        align="right",
        width=6,
    ),
    Column(
        title="Tự chấm",
        text=lambda row: points(row.self_points),
        sort=lambda row: row.self_points,
        align="right",
        width=6,
    ),
    Column(
        title="Thẩm định",
        text=lambda row: points(row.appraised_points),
        sort=lambda row: row.appraised_points,
        align="right",
        width=6,
    ),
    Column(
        title="Phấn đấu",
        text=lambda row: points(row.target_points),
        sort=lambda row: row.target_points,
        align="right",
        width=6,
    ),
    Column(
        title="Tiến độ",
        text=lambda row: f"{row.progress}%",
        sort=lambda row: row.progress,
        align="right",
        width=6,
    ),
    Column(title="Ghi chú", text=lambda row: row.note, tooltip=lambda row: row.note, width=16),
)

CARD: tuple[Column[CardLine], ...] = (
    Column(title="Mã", text=lambda line: line.code, width=7),
    Column(
        title="Lĩnh vực, tiêu chí",
        text=lambda line: line.title.upper() if line.is_field else line.title,
        tooltip=lambda line: line.title,
        width=22,
        stretches=True,
    ),
    Column(
        title="Tối đa",
        text=lambda line: points(line.max_points),
        sort=lambda line: line.max_points,
        align="right",
        width=6,
    ),
    Column(
        title="Tự chấm",
        text=lambda line: points(line.self_points) if line.is_applicable else "không áp dụng",
        sort=lambda line: line.self_points,
        align="right",
        width=7,
    ),
    Column(
        title="Thẩm định",
        text=lambda line: points(line.appraised_points) if line.is_applicable else "",
        sort=lambda line: line.appraised_points,
        align="right",
        width=7,
    ),
    Column(
        title="Bị trừ",
        text=lambda line: points(line.deducted) if line.deducted else "",
        sort=lambda line: line.deducted,
        align="right",
        width=6,
    ),
    Column(
        title="Lý do bị trừ",
        text=lambda line: line.reason,
        tooltip=lambda line: line.reason,
        width=18,
        stretches=True,
    ),
)
