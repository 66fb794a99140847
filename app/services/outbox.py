"""Use cases of the outbox: a mail is queued, taken, and its outcome noted; nothing is sent twice by itself.

A mail is marked as being sent in a transaction of its own before its content goes down the line. If the
program ends before the answer is noted, the mark is what is found at the next start, and a person is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock, local_time
from app.core.errors import InvalidField, NotFound, RuleViolation
from app.core.ids import new_id
from app.core.statuses import WORDS, MailState, ReminderChannel
from app.core.text import format_date, one_line, shorten
from app.models import Attachment, OutboxAttachment, OutboxMail, OutboxSubject, Reminder
from app.services.audit import note
from app.services.packages.sent import mark_sent
from app.services.packages.store import write_whole
from app.services.queries.reminders import follow_ups
from app.system.mail import check_address

REMINDER, PACKAGE = "reminder", "package"
BACK_OFF = (1, 2, 5, 15, 30, 60)  # minutes
_CHANGED = Changes(mail=True)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file in the attachment store that is to go with a mail."""

    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFields:
    """One mail to one unit; ``subjects`` are (kind, key) of what it is about."""

    address: str
    subject: str
    body: str
    unit_id: str | None = None
    purpose: str = ""
    subjects: tuple[tuple[str, str], ...] = ()
    files: tuple[KeptFile, ...] = ()


def keep_file(name: str, media_type: str, content: bytes, folder: Path) -> KeptFile:
    """Put a file into the attachment store, whole or not at all; no transaction is needed yet."""
    from hashlib import sha256

    digest = sha256(content).hexdigest()
    target = folder / digest
    if not (target.is_file() and target.stat().st_size == len(content)):
        write_whole(target, content)
    return KeptFile(one_line(name), media_type, len(content), digest)


def queue_mail(session: Session, *, mail: MailFields, clock: Clock) -> Done[str]:
    """Put a mail into the outbox; its files lie in the attachment store already. Returns its key."""
    address = check_address(mail.address)
    if not one_line(mail.subject):
        raise InvalidField("subject", "Chưa ghi tiêu đề thư.")
    key = new_id()
    session.add(
        OutboxMail(
            id=key,
            message_id=f"{key}@so-cchc.invalid",
            unit_id=mail.unit_id,
            address=address,
            subject=shorten(mail.subject, 300),
            body=mail.body,
            purpose=mail.purpose,
            state=MailState.QUEUED,
            queued_at=clock.now(),
            outcome="",
        )
    )
    session.flush()
    for kind, subject_id in mail.subjects:
        session.add(OutboxSubject(mail_id=key, subject_kind=kind, subject_id=subject_id))
    for position, file in enumerate(mail.files, 1):
        _enter_file(session, file, clock)
        session.add(OutboxAttachment(mail_id=key, position=position, name=file.name, sha256=file.sha256))
    _note(session, clock, "mail.queue", key, {"unit_id": mail.unit_id, "purpose": mail.purpose})
    return Done(key, _CHANGED)


def _enter_file(session: Session, file: KeptFile, clock: Clock) -> None:
    if session.get(Attachment, file.sha256) is None:
        session.add(
            Attachment(
                sha256=file.sha256,
                name=file.name,
                media_type=file.media_type,
                size=file.size,
                added_at=clock.now(),
            )
        )
        session.flush()


def take_mail(session: Session, *, mail_id: str, clock: Clock) -> Done[bool]:
    """Mark a mail as being sent, the moment before its content goes down the line; False if not to be sent.

    A reminder whose unit owes nothing any more is called off instead.
    """
    mail = get_mail(session, mail_id)
    if mail.state is not MailState.QUEUED:
        return Done(False, _CHANGED)
    if mail.purpose == REMINDER and not _still_owed(session, mail, clock):
        _end(mail, MailState.CALLED_OFF, "Đơn vị không còn việc phải nhắc nên thư không gửi nữa.", clock)
        _note(session, clock, "mail.call_off", mail.id, {"state": mail.state.value})
        return Done(False, _CHANGED)
    mail.state, mail.started_at, mail.tries = MailState.SENDING, clock.now(), mail.tries + 1
    return Done(True, _CHANGED)


def _still_owed(session: Session, mail: OutboxMail, clock: Clock) -> bool:
    told = {key for _, key in subjects_of(session, mail.id)}
    if mail.unit_id is None or not told:
        return True
    rows = follow_ups(session, day=clock.today(), unit_ids=(mail.unit_id,))
    return any(item.owed.subject_id in told for row in rows for item in row.followed)


def note_sent(session: Session, *, mail_id: str, clock: Clock) -> Done[str]:
    """Note that the server has taken a mail; a reminder is entered into the log of its unit."""
    mail = get_mail(session, mail_id)
    if mail.state is MailState.SENT:
        return Done(mail_id, _CHANGED)
    at = local_time(clock.now())
    _end(mail, MailState.SENT, f"Máy chủ đã nhận lúc {at:%H:%M} ngày {format_date(at.date())}.", clock)
    if mail.purpose == REMINDER and mail.unit_id is not None:
        _log_reminder(session, mail, clock)
    if mail.purpose == PACKAGE:
        packages = [key for kind, key in subjects_of(session, mail.id) if kind == PACKAGE]
        mark_sent(session, package_ids=packages, clock=clock, way="thư điện tử")
    _note(session, clock, "mail.outcome", mail.id, {"state": mail.state.value})
    return Done(mail_id, _CHANGED | Changes(reminders=True, documents=True))


def _log_reminder(session: Session, mail: OutboxMail, clock: Clock) -> None:
    rows = follow_ups(session, day=clock.today(), unit_ids=(mail.unit_id or "",))
    steps = {
        item.owed.subject_id: item.rung.step for row in rows for item in row.items if item.rung is not None
    }
    for kind, key in subjects_of(session, mail.id):
        session.add(
            Reminder(
                id=new_id(),
                unit_id=mail.unit_id,
                subject_kind=kind,
                subject_id=key,
                sent_at=clock.now(),
                channel=ReminderChannel.EMAIL.value,
                step=steps.get(key, 0),
                text=mail.body,
            )
        )


def note_refused(session: Session, *, mail_id: str, sentence: str, clock: Clock) -> Done[str]:
    """Note that the server refuses a mail for good; a person may put it right and send it again."""
    mail = get_mail(session, mail_id)
    _end(mail, MailState.REFUSED, sentence, clock)
    _note(session, clock, "mail.outcome", mail.id, {"state": mail.state.value})
    return Done(mail_id, _CHANGED)


def note_unsure(session: Session, *, mail_id: str, sentence: str, clock: Clock) -> Done[str]:
    """Note that nobody knows whether a mail arrived: only a person may send it again."""
    mail = get_mail(session, mail_id)
    mail.state, mail.outcome, mail.next_try_at = MailState.UNSURE, sentence, None
    _note(session, clock, "mail.outcome", mail.id, {"state": mail.state.value})
    return Done(mail_id, _CHANGED)


def note_waiting(session: Session, *, mail_ids: Sequence[str], sentence: str, clock: Clock) -> Done[int]:
    """Note that mails wait for the network or for the account, and when they are tried again."""
    for mail_id in mail_ids:
        mail = get_mail(session, mail_id)
        if mail.state not in (MailState.QUEUED, MailState.SENDING):
            continue
        if mail.state is MailState.QUEUED:
            mail.tries += 1
        minutes = BACK_OFF[min(mail.tries, len(BACK_OFF)) - 1]
        again = clock.now() + timedelta(minutes=minutes)
        mail.state, mail.started_at, mail.next_try_at = MailState.QUEUED, None, again
        mail.outcome = f"{sentence} Thử lại lúc {local_time(again):%H:%M}."
    return Done(len(mail_ids), _CHANGED)


def settle_interrupted(session: Session, *, clock: Clock) -> Done[int]:
    """Ask about mails whose sending was cut off when the program ended last time; call once at the start."""
    found = session.scalars(select(OutboxMail).where(OutboxMail.state == MailState.SENDING)).all()
    for mail in found:
        started = local_time(mail.started_at) if mail.started_at else None
        when = f" lúc {started:%H:%M} ngày {format_date(started.date())}" if started else ""
        note_unsure(
            session,
            mail_id=mail.id,
            sentence=f"Chương trình dừng khi đang gửi thư này{when}; chưa rõ thư đã đi chưa. "
            "Xem hộp thư Đã gửi rồi chọn Gửi lại hoặc Coi như đã gửi.",
            clock=clock,
        )
    return Done(len(found), _CHANGED if found else Changes())


def send_now(session: Session, *, clock: Clock) -> Done[int]:
    """Let every waiting mail be tried at once; returns how many there are."""
    waiting = session.scalars(select(OutboxMail).where(OutboxMail.state == MailState.QUEUED)).all()
    for mail in waiting:
        mail.next_try_at = None
    return Done(len(waiting), _CHANGED)


def send_again(session: Session, *, mail_id: str, clock: Clock, address: str = "") -> Done[str]:
    """Put a mail that was refused, called off or is unsure back into the queue, with its old Message-ID."""
    mail = get_mail(session, mail_id)
    if mail.state in (MailState.SENT, MailState.SENDING):
        raise RuleViolation(f"Thư này {WORDS[mail.state].lower()} nên không gửi lại.")
    if address:
        mail.address = check_address(address)
    mail.state, mail.tries, mail.next_try_at, mail.ended_at = MailState.QUEUED, 0, None, None
    mail.outcome = ""
    _note(session, clock, "mail.queue", mail.id, {"state": mail.state.value})
    return Done(mail_id, _CHANGED)


def count_as_sent(session: Session, *, mail_id: str, clock: Clock) -> Done[str]:
    """Take a person's word that a mail of unknown outcome has arrived."""
    mail = get_mail(session, mail_id)
    if mail.state is not MailState.UNSURE:
        raise RuleViolation("Chỉ thư chưa rõ đã gửi chưa mới cần xác nhận.")
    done = note_sent(session, mail_id=mail_id, clock=clock)
    mail.outcome = "Người dùng xác nhận thư đã đến."
    return done


def call_off(session: Session, *, mail_id: str, clock: Clock) -> Done[str]:
    """Take a mail that has not left out of the queue; it stays in the list."""
    mail = get_mail(session, mail_id)
    if mail.state in (MailState.SENT, MailState.SENDING):
        raise RuleViolation(f"Thư này {WORDS[mail.state].lower()} nên không bỏ được.")
    _end(mail, MailState.CALLED_OFF, "Người dùng bỏ thư này.", clock)
    _note(session, clock, "mail.call_off", mail.id, {"state": mail.state.value})
    return Done(mail_id, _CHANGED)


def get_mail(session: Session, mail_id: str) -> OutboxMail:
    """Return a mail or raise ``NotFound``."""
    mail = session.get(OutboxMail, mail_id)
    if mail is None:
        raise NotFound("Không còn thư này trong hộp gửi.", hint="Nạp lại danh sách (F5).")
    return mail


def subjects_of(session: Session, mail_id: str) -> list[tuple[str, str]]:
    """Return (kind, key) of what a mail is about."""
    rows = session.execute(
        select(OutboxSubject.subject_kind, OutboxSubject.subject_id).where(OutboxSubject.mail_id == mail_id)
    )
    return [(kind, key) for kind, key in rows]


def _end(mail: OutboxMail, state: MailState, sentence: str, clock: Clock) -> None:
    mail.state, mail.outcome, mail.ended_at, mail.next_try_at = state, sentence, clock.now(), None


def _note(session: Session, clock: Clock, action: str, key: str, after: dict[str, object]) -> None:
    note(session, clock=clock, action=action, subject_kind="outbox_mail", subject_id=key, after=after)
