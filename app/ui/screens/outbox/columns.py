"""What the list of mails shows, said without Qt."""

from app.core.clock import local_time
from app.core.statuses import WORDS, MailState
from app.core.text import format_date, format_number
from app.services.queries.outbox import MailRow
from app.ui.tables.column import Column
from app.ui.tone import look

_ORDER = list(MailState)


def when_words(row: MailRow) -> str:
    """Return when a mail was queued: "09:05 12/3/2024"."""
    at = local_time(row.queued_at)
    return f"{at:%H:%M} {format_date(at.date())}"


def mail_pairs(row: MailRow) -> list[tuple[str, str]]:
    """Return the fields of a mail: label and value."""
    files = "\n".join(f"{file.name} ({format_number((file.size + 1023) // 1024)} KB)" for file in row.files)
    return [
        ("Kết quả", row.outcome or "Chờ lượt gửi."),
        ("Gửi đến", row.address),
        ("Đơn vị", row.unit),
        ("Tiêu đề", row.subject),
        ("Đưa vào hộp", when_words(row)),
        ("Số lần thử", str(row.tries) if row.tries else ""),
        ("Tệp kèm theo", files),
        ("Nội dung", row.body),
    ]


MAILS: tuple[Column[MailRow], ...] = (
    Column(
        title="Trạng thái",
        text=lambda row: WORDS[row.state],
        sort=lambda row: _ORDER.index(row.state),
        icon=lambda row: look(row.state).icon,
        tone=lambda row: look(row.state).tone,
        tooltip=lambda row: row.outcome,
        width=22,
    ),
    Column(
        title="Đơn vị",
        text=lambda row: row.unit or row.address,
        tooltip=lambda row: row.address,
        width=18,
    ),
    Column(
        title="Tiêu đề",
        text=lambda row: row.subject,
        tooltip=lambda row: row.subject,
        width=24,
        stretches=True,
    ),
    Column(
        title="Đưa vào hộp",
        text=when_words,
        sort=lambda row: row.queued_at,
        value=lambda row: local_time(row.queued_at).replace(tzinfo=None),
        width=15,
    ),
    Column(
        title="Tệp",
        text=lambda row: str(len(row.files)) if row.files else "",
        sort=lambda row: len(row.files),
        align="right",
        width=5,
    ),
)
