"""What the lists of copies and of a restore's effects show, said without Qt."""

from app.core.text import format_date, format_number
from app.services.backups import RestoreLine
from app.ui.screens.backups.presenter import CopyRow
from app.ui.tables.column import Column
from app.ui.tone import Tone

_KB = 1024

COPY_COLUMNS: tuple[Column[CopyRow], ...] = (
    Column(
        title="Số", text=lambda r: str(r.copy.number), sort=lambda r: r.copy.number, align="right", width=5
    ),
    Column(
        title="Lúc",
        text=lambda r: f"{format_date(r.made_at)} {r.made_at:%H:%M}",
        sort=lambda r: r.made_at,
        width=16,
    ),
    Column(title="Cách đây", text=lambda r: r.age, sort=lambda r: r.made_at, width=14),
    Column(
        title="Cỡ (KB)",
        text=lambda r: format_number(-(-r.copy.size // _KB)),
        sort=lambda r: r.copy.size,
        align="right",
        width=9,
    ),
    Column(
        title="Kiểm tra",
        text=lambda r: "Hỏng" if r.fault else "Tốt",
        icon=lambda r: "error" if r.fault else "status-done",
        tone=lambda r: Tone.BAD if r.fault else Tone.GOOD,
        tooltip=lambda r: r.fault or str(r.copy.path),
        width=14,
        stretches=True,
    ),
)

EFFECT_COLUMNS: tuple[Column[RestoreLine], ...] = (
    Column(title="Nội dung", text=lambda e: e.noun, width=15, stretches=True),
    Column(
        title="Sẽ mất", text=lambda e: format_number(e.lost), sort=lambda e: e.lost, align="right", width=7
    ),
    Column(
        title="Có lại",
        text=lambda e: format_number(e.regained),
        sort=lambda e: e.regained,
        align="right",
        width=7,
    ),
    Column(
        title="Về như cũ",
        text=lambda e: format_number(e.changed),
        sort=lambda e: e.changed,
        align="right",
        width=9,
    ),
)
