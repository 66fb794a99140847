"""What is said to a unit: ready to be pasted into Zalo, an SMS, a mail, or read out on the phone.

The texts name the unit's own missing items and no citizen (law_and_format 8): items come with their names
already hidden, and whatever people typed on a return stays inside the register.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from app.core.ladder import LEADER
from app.core.statuses import WORDS, ReminderChannel
from app.core.text import format_date, format_number, join_words, unaccented
from app.services.queries.owing import OwedItem
from app.services.queries.reminders import FollowUp

SMS_LETTERS = 160
_ACCENTED_ONE, _ACCENTED_MORE = 70, 67  # letters of one SMS in UCS-2, and of each part of a longer one
_PLAIN_SIGNS = {"“": '"', "”": '"', "…": "...", "–": "-", "’": "'"}
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class SmsText:
    """An SMS: without accents it fits into one; with accents it may need several."""

    plain: str
    accented: str

    @property
    def accented_messages(self) -> int:
        """How many messages the text with its accents costs."""
        letters = len(self.accented)
        return 1 if letters <= _ACCENTED_ONE else ceil(letters / _ACCENTED_MORE)

    @property
    def words(self) -> str:
        """How long both are."""
        return (
            f"Không dấu: {len(self.plain)}/{SMS_LETTERS} ký tự, 1 tin. "
            f"Có dấu: {len(self.accented)} ký tự, {self.accented_messages} tin."
        )


def reminder_text(row: FollowUp, *, office: str, channel: ReminderChannel, today: date) -> str:
    """Return the text for one unit and one channel; on the last rung the leader is spoken to."""
    if channel is ReminderChannel.LEADER or (row.rung is not None and row.rung.step == LEADER):
        return leader_text(row, today=today)
    if channel is ReminderChannel.SMS:
        return sms_text(row, office=office, today=today).plain
    if channel is ReminderChannel.PHONE:
        return phone_text(row, office=office)
    return chat_text(row, office=office)


def chat_text(row: FollowUp, *, office: str) -> str:
    """Return the text for Zalo or a mail: who asks, what is missing in lines, what to do."""
    items = [item.owed for item in row.followed]
    lines = [f"Kính gửi {row.unit_name}.", f"{office} xin nhắc đơn vị:"]
    lines += [f"{number}. {item.words}." for number, item in enumerate(items[:_MOST_NAMED], 1)]
    if len(items) > _MOST_NAMED:
        lines.append(f"Và {format_number(len(items) - _MOST_NAMED)} việc khác.")
    lines.append(_request(items))
    return "\n".join(lines)


def _request(items: Sequence[OwedItem]) -> str:
    verb = "gửi" if any(item.is_report for item in items) else "báo kết quả"
    return f"Đề nghị đơn vị {verb} sớm; nếu đã {verb} thì xin bỏ qua tin này. Trân trọng cảm ơn."


def mail_subject(row: FollowUp) -> str:
    """Return the subject of the mail."""
    reports = [item.owed for item in row.followed if item.owed.is_report]
    if reports:
        return f"Nhắc gửi {reports[0].name[:1].lower()}{reports[0].name[1:]}"
    return f"Nhắc {format_number(len(row.followed))} nhiệm vụ đến hạn, quá hạn"


def phone_text(row: FollowUp, *, office: str) -> str:
    """Return what is read out on the phone, beginning with whom to ring."""
    contact = row.contact
    who = f"{contact.person}, {contact.phone}" if contact.person and contact.phone else contact.phone
    head = f"Gọi {row.unit}: {who or 'chưa có số điện thoại trong Danh mục'}."
    items = "; ".join(item.owed.words[:1].lower() + item.owed.words[1:] for item in row.followed)
    return f"{head}\nXin chào, tôi gọi từ {office}. Đơn vị mình còn: {items}. Khi nào thì đơn vị gửi được ạ?"


def sms_text(row: FollowUp, *, office: str, today: date) -> SmsText:
    """Return an SMS of at most 160 letters without accents: all that is owed, else the first and a count."""
    items = [item.owed for item in row.followed]
    for told in (
        "; ".join(_short(item, today) for item in items),
        *([_first_and_count(items, today)] if len(items) > 1 else []),
        _short(items[0], today),
        f"còn {format_number(len(items))} việc đến hạn, quá hạn",
    ):
        accented = f"{office} nhắc: {told}. Đề nghị gửi sớm."
        plain = _sms_letters(accented)
        if len(plain) <= SMS_LETTERS:
            return SmsText(plain, accented)
    accented = f"{office} nhắc: còn {format_number(len(items))} việc."
    return SmsText(_sms_letters(accented)[:SMS_LETTERS], accented)


def _sms_letters(text: str) -> str:
    for sign, plain in _PLAIN_SIGNS.items():
        text = text.replace(sign, plain)
    return unaccented(text)


def _short(item: OwedItem, today: date) -> str:
    name = item.name[:1].lower() + item.name[1:]
    for long, short in (
        ("kết quả công tác cải cách hành chính", "CCHC"),
        ("công tác cải cách hành chính", "CCHC"),
        ("cải cách hành chính", "CCHC"),
        (" năm ", "/"),
    ):
        name = name.replace(long, short)
    if item.is_late(today):
        return f"{name} quá hạn {(today - item.due).days} ngày"
    return f"{name} hạn {format_date(item.due)}"


def _first_and_count(items: Sequence[OwedItem], today: date) -> str:
    return f"{_short(items[0], today)} và {format_number(len(items) - 1)} việc khác"


def leader_text(row: FollowUp, *, today: date) -> str:
    """Return what the leader is told about a unit that did not react: what, since when, how often."""
    items = "; ".join(item.owed.words[:1].lower() + item.owed.words[1:] for item in row.followed)
    times = [f"{format_date(one.day)} ({WORDS[one.channel].lower()})" for one in reversed(row.sent)]
    told = f"đã nhắc {len(times)} lần: {join_words(times)}" if times else "chưa nhắc lần nào"
    return (
        f"Báo cáo lãnh đạo: tính đến {format_date(today)}, {row.unit_name} còn: {items}. "
        f"Đơn vị {told}. Xin ý kiến chỉ đạo."
    )


def group_text(rows: Sequence[FollowUp], *, office: str) -> str:
    """Return one text for a group chat: every missing report with the units that owe it, in one list."""
    units: dict[str, list[str]] = {}
    for row in rows:
        for item in row.followed:
            words = item.owed.words if item.owed.is_report and not item.owed.missing else ""
            key = words or "Nhiệm vụ đến hạn, quá hạn và bản thay thế (chi tiết nhắn riêng)"
            if row.unit not in units.setdefault(key, []):
                units[key].append(row.unit)
    lines = [f"{office} xin nhắc các đơn vị:"]
    lines += [f"- {words}: {join_words(names)}." for words, names in units.items()]
    lines.append("Đề nghị các đơn vị gửi sớm; đơn vị đã gửi xin bỏ qua tin này. Trân trọng cảm ơn.")
    return "\n".join(lines)


def due_summary(rows: Sequence[FollowUp], *, is_hub: bool) -> str:
    """Return what is due today in a sentence or two, for the tray; blank where nothing is."""
    turn = [row for row in rows if row.is_open]
    if not turn:
        return ""
    if not is_hub:
        items = [item.owed.words for row in turn for item in row.followed]
        more = f"; và {format_number(len(items) - 2)} việc khác" if len(items) > 2 else ""
        return f"{'; '.join(items[:2])}{more}."
    reports = sum(any(item.owed.is_report for item in row.followed) for row in turn)
    parts = [f"{format_number(reports)} đơn vị chưa gửi báo cáo"] if reports else []
    tasks = len(turn) - reports
    parts += [f"{format_number(tasks)} đơn vị có nhiệm vụ đến hạn, quá hạn"] if tasks else []
    return f"{format_number(len(turn))} đơn vị đến lượt nhắc hôm nay: {join_words(parts)}."
