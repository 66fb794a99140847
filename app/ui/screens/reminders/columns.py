"""What the list of reminders and one unit in it show, said without Qt."""

from app.core.clock import local_time
from app.core.statuses import WORDS
from app.core.text import format_date, format_number
from app.services.queries.reminders import FollowUp, SentReminder
from app.ui.tables.column import Column
from app.ui.tone import Look, Tone


def rung_look(row: FollowUp) -> Look:
    """Return where a unit stands on the ladder: word, icon, colour."""
    if row.stopped:
        return Look("Đã dừng nhắc", "status-standing", Tone.NEUTRAL)
    rung = row.rung
    if rung is None:
        return Look("", "status-empty", Tone.NEUTRAL)
    if rung.is_over:
        return Look(rung.words, "status-done", Tone.NEUTRAL)
    if not rung.is_open:
        return Look(f"{rung.words}, {rung.turn}", "status-open", Tone.NEUTRAL)
    tone = Tone.BAD if rung.step > 4 else Tone.WARNING
    return Look(rung.words, "status-overdue" if rung.step > 4 else "bell", tone)


def missing_words(row: FollowUp) -> str:
    """Return the first thing missing and how many more."""
    items = row.followed or row.items
    if not items:
        return ""
    more = f" (và {format_number(len(items) - 1)} việc khác)" if len(items) > 1 else ""
    return f"{items[0].owed.name}: {items[0].owed.when}{more}"


def all_missing_words(row: FollowUp) -> str:
    """Return everything that is missing, a line each."""
    return "\n".join(f"{number}. {item.owed.words}" for number, item in enumerate(row.items, 1))


def sent_words(sent: SentReminder) -> str:
    """Return one reminder of the log: "08:30 13/3/2024, Zalo"."""
    at = local_time(sent.at)
    return f"{at:%H:%M} {format_date(at.date())}, {WORDS[sent.channel]}"


def last_words(row: FollowUp) -> str:
    """Return the last reminder in short: "13/3, Zalo"."""
    if row.last is None:
        return ""
    return f"{row.last.day.day}/{row.last.day.month}, {WORDS[row.last.channel]}"


def contact_words(row: FollowUp) -> str:
    """Return how a unit is reached, or that nobody knows."""
    contact = row.contact
    return ", ".join(filter(None, (contact.person, contact.phone, contact.email))) or "Chưa có liên hệ"


def unit_pairs(row: FollowUp) -> list[tuple[str, str]]:
    """Return the fields of a unit: label and value."""
    rung = row.rung
    pairs = [
        ("Còn thiếu", all_missing_words(row)),
        ("Lượt nhắc", rung.turn if rung is not None and not row.stopped else ""),
        ("Lý do dừng", row.stopped),
        ("Liên hệ", contact_words(row)),
        ("Công văn", "Đang có dự thảo" if row.has_draft_letter else ""),
    ]
    log = "\n".join(sent_words(one) for one in row.sent)
    pairs.append((f"Đã nhắc {len(row.sent)} lần", log or "Chưa nhắc lần nào"))
    return pairs


REMINDERS: tuple[Column[FollowUp], ...] = (
    Column(title="Đơn vị", text=lambda row: row.unit, tooltip=lambda row: row.unit_name, width=16),
    Column(
        title="Bậc nhắc",
        text=lambda row: rung_look(row).word,
        sort=lambda row: (not row.is_open, -(row.rung.step if row.rung else 0)),
        icon=lambda row: rung_look(row).icon,
        tone=lambda row: rung_look(row).tone,
        tooltip=lambda row: rung_look(row).word,
        width=21,
    ),
    Column(
        title="Nhắc gần nhất",
        text=last_words,
        sort=lambda row: row.last.at if row.last else None,
        tooltip=lambda row: sent_words(row.last) if row.last else "",
        width=13,
    ),
    Column(
        title="Còn thiếu",
        text=missing_words,
        tooltip=all_missing_words,
        value=all_missing_words,
        width=18,
        stretches=True,
    ),
    Column(
        title="Số lần",
        text=lambda row: str(len(row.sent)) if row.sent else "",
        sort=lambda row: len(row.sent),
        align="right",
        width=7,
    ),
    Column(
        title="Liên hệ",
        text=lambda row: row.contact.phone or row.contact.email or "Chưa có",
        tooltip=contact_words,
        width=13,
        hidden=True,
    ),
)
