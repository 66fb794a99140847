"""The tables of the journal, of the acts that can be taken back, of what was deleted."""

from datetime import datetime
from typing import TYPE_CHECKING

from app.core.clock import local_time
from app.core.text import format_date, format_number
from app.ui.tables.column import Column
from app.ui.tone import Tone

if TYPE_CHECKING:
    from app.services.queries.journal import JournalRow
    from app.services.trash import TrashRow
    from app.services.undo import StepRow


def when_words(at: datetime) -> str:
    """Return "05/3/2026 10:42" as the office's clock shows it."""
    here = local_time(at)
    return f"{format_date(here.date())} {here:%H:%M}"


JOURNAL: "tuple[Column[JournalRow], ...]" = (
    Column(title="Lúc", text=lambda row: when_words(row.at), sort=lambda row: row.seq, width=13),
    Column(title="Ai", text=lambda row: row.actor or "(không rõ)", width=10),
    Column(title="Loại", text=lambda row: row.kind, width=10),
    Column(title="Việc", text=lambda row: row.action, width=14),
    Column(
        title="Đối tượng",
        text=lambda row: row.subject,
        tooltip=lambda row: row.subject,
        width=11,
        stretches=True,
    ),
    Column(
        title="Thay đổi",
        text=lambda row: row.details,
        tooltip=lambda row: row.details,
        width=11,
        stretches=True,
    ),
    Column(title="Lý do", text=lambda row: row.reason, tooltip=lambda row: row.reason, width=8),
)

STEPS: "tuple[Column[StepRow], ...]" = (
    Column(title="Lúc", text=lambda row: when_words(row.at), sort=lambda row: row.at, width=14),
    Column(title="Ai", text=lambda row: row.actor or "(không rõ)", width=14),
    Column(title="Việc đã làm", text=lambda row: row.title, width=30, stretches=True),
    Column(
        title="Tình trạng",
        text=lambda row: "Đã hoàn tác" if row.undone_at else "Hoàn tác được",
        icon=lambda row: "undo" if row.undone_at else "status-done",
        tone=lambda row: Tone.NEUTRAL if row.undone_at else Tone.GOOD,
        width=19,
    ),
)

TRASH: "tuple[Column[TrashRow], ...]" = (
    Column(title="Xóa lúc", text=lambda row: when_words(row.at), sort=lambda row: row.at, width=14),
    Column(title="Ai", text=lambda row: row.actor or "(không rõ)", width=14),
    Column(title="Đã xóa", text=lambda row: row.title, width=30, stretches=True),
    Column(
        title="Số bản ghi", text=lambda row: format_number(row.records), sort=lambda row: row.records, width=9
    ),
    Column(
        title="Còn giữ",
        text=lambda row: f"{row.days_left} ngày",
        sort=lambda row: row.days_left,
        icon=lambda row: "warning" if row.days_left <= 7 else "calendar",
        tone=lambda row: Tone.WARNING if row.days_left <= 7 else Tone.INFO,
        width=12,
    ),
)


def journal_pairs(row: "JournalRow") -> list[tuple[str, str]]:
    """Return one change in full: each field before and after."""
    pairs = [
        ("", row.action),
        ("Đối tượng", row.subject),
        ("Lúc", when_words(row.at)),
        ("Người làm", row.actor or "(không rõ)"),
        ("Lý do", row.reason),
    ]
    for change in row.fields:
        before, after = change.before or "(trống)", change.after or "(trống)"
        pairs.append((change.label.capitalize(), f"{before} → {after}" if change.before else after))
    return pairs
