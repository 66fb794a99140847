"""Use cases that answer a list of reminders with papers and mails: letters in batch, one mail a unit."""

from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import InvalidField, RuleViolation
from app.models import ExpectedReport, Period
from app.services.documents import create_drafts
from app.services.outbox import REMINDER, KeptFile, MailFields, queue_mail
from app.services.papers import PaperRequest
from app.services.queries.outbox import mails_of_unit
from app.services.queries.reminders import FollowUp
from app.services.reminder_texts import chat_text, mail_subject
from app.services.reminders import followed_unit


def draft_letter(session: Session, *, unit_id: str, clock: Clock) -> Done[str]:
    """Draft the official letter to a unit that is late; it counts as a reminder once it is issued."""
    row = followed_unit(session, unit_id=unit_id, clock=clock)
    if row.has_draft_letter:
        raise RuleViolation(f"Đã có dự thảo công văn đôn đốc {row.unit}.", hint="Xem trong phân hệ Văn bản.")
    late = [item.owed for item in row.followed if item.owed.is_late(clock.today()) and item.owed.printed_as]
    if not late:
        raise RuleViolation(f"{row.unit} chưa có việc nào quá hạn nên chưa cần công văn.")
    months = [
        session.get_one(Period, session.get_one(ExpectedReport, owed.subject_id).period_id).name
        for owed in late
        if owed.is_report
    ]
    request = PaperRequest(
        kind="reminder", day=clock.today(), unit_id=unit_id, period=max(months, default=None)
    )
    (made,) = create_drafts(session, request=request, clock=clock).value
    return Done(made, Changes(documents=True, reminders=True))


def mail_reminder(
    session: Session, *, unit_id: str, office: str, clock: Clock, files: tuple[KeptFile, ...] = ()
) -> Done[str]:
    """Queue the reminder of a unit as a mail, with its official letter where one was issued."""
    row = followed_unit(session, unit_id=unit_id, clock=clock)
    if not row.contact.email:
        raise InvalidField(
            "address", f"{row.unit} chưa có địa chỉ thư.", hint="Ghi địa chỉ thư trong Danh mục."
        )
    if mails_of_unit(session, unit_id, REMINDER):
        raise RuleViolation(f"Thư đôn đốc {row.unit} còn trong mục Thư đi.", hint="Xem kết quả gửi ở Thư đi.")
    return queue_mail(session, mail=_fields(row, office, files), clock=clock)


def _fields(row: FollowUp, office: str, files: tuple[KeptFile, ...]) -> MailFields:
    return MailFields(
        address=row.contact.email,
        subject=mail_subject(row),
        body=chat_text(row, office=office) + "\n",
        unit_id=row.unit_id,
        purpose=REMINDER,
        subjects=tuple((item.owed.subject_kind, item.owed.subject_id) for item in row.followed),
        files=files,
    )
