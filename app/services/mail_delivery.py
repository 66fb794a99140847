"""The way of a mail from the outbox to the server, in steps: which of them need the register, which the line.

``deliver_due`` walks them one after another; the window walks the same steps on its own threads. The order is
what keeps a mail from being lost or sent twice: open the line, offer the mail, mark it as being sent
(committed), send its content, note the outcome (committed).
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.core.changes import Done
from app.core.clock import Clock, local_time
from app.core.errors import AppError, NotFound
from app.services.outbox import note_refused, note_sent, note_unsure, note_waiting, take_mail
from app.services.queries.outbox import MailRow, due_mails
from app.storage.unit_of_work import UnitOfWork
from app.system.mail import (
    MailAccount,
    MailFile,
    MailLine,
    MailRefused,
    OutcomeUnknown,
    build_message,
    draft_bytes,
)

if TYPE_CHECKING:
    from email.message import EmailMessage

OpenLine = Callable[[], MailLine]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A mail ready for the line: to whom, and its bytes."""

    id: str
    address: str
    content: bytes


def prepare(row: MailRow, *, account: MailAccount, folder: Path) -> Outgoing:
    """Read a mail's files and put it together; raises ``NotFound`` where a file is gone."""
    return Outgoing(row.id, row.address, _message(row, account, folder).as_bytes())


def draft_file(row: MailRow, *, account: MailAccount | None, folder: Path) -> bytes:
    """Return a mail as a draft for the system's own mail program."""
    return draft_bytes(_message(row, account, folder))


def _message(row: MailRow, account: MailAccount | None, folder: Path) -> "EmailMessage":
    return build_message(
        account=account,
        address=row.address,
        subject=row.subject,
        body=row.body,
        message_id=row.message_id,
        at=local_time(row.queued_at),
        files=_files(row, folder),
    )


def _files(row: MailRow, folder: Path) -> tuple[MailFile, ...]:
    found = []
    for file in row.files:
        path = folder / file.sha256
        if not path.is_file():
            raise NotFound(
                f"Không còn tệp “{file.name}” của thư này trong thư mục tệp đính kèm.",
                hint="Khôi phục bản sao lưu, hoặc bỏ thư rồi soạn lại.",
            )
        found.append(MailFile(file.name, file.media_type, path.read_bytes()))
    return tuple(found)


def outcome_of(session: Session, *, mail_id: str, error: AppError | None, clock: Clock) -> Done[str]:
    """Note what became of a mail whose turn it was."""
    if error is None:
        return note_sent(session, mail_id=mail_id, clock=clock)
    sentence = f"{error.message} {error.hint}".strip()
    if isinstance(error, OutcomeUnknown):
        return note_unsure(session, mail_id=mail_id, sentence=sentence, clock=clock)
    if isinstance(error, MailRefused | NotFound):
        return note_refused(session, mail_id=mail_id, sentence=sentence, clock=clock)
    return Done(mail_id, note_waiting(session, mail_ids=(mail_id,), sentence=sentence, clock=clock).changes)


def ends_the_round(error: AppError | None) -> bool:
    """Tell whether the other mails cannot go either: the line is down, or the account is not in order."""
    return error is not None and not isinstance(error, MailRefused | NotFound)


def deliver_due(
    uow: UnitOfWork,
    *,
    account: MailAccount,
    folder: Path,
    clock: Clock,
    open_line: OpenLine,
    every: bool = True,
) -> int:
    """Send what waits, one mail after another over one line; returns how many the server took."""
    with uow.read() as session:
        rows = due_mails(session, now=clock.now(), every=every)
    if not rows:
        return 0
    try:
        line = open_line()
    except AppError as error:
        sentence = f"{error.message} {error.hint}".strip()
        with uow.write() as session:
            note_waiting(session, mail_ids=[row.id for row in rows], sentence=sentence, clock=clock)
        return 0
    sent = 0
    try:
        for row in rows:
            is_sent, trouble = _deliver_one(uow, row, line, account=account, folder=folder, clock=clock)
            sent += is_sent
            if ends_the_round(trouble):
                break
    finally:
        line.close()
    return sent


def _deliver_one(
    uow: UnitOfWork, row: MailRow, line: MailLine, *, account: MailAccount, folder: Path, clock: Clock
) -> tuple[bool, AppError | None]:
    trouble: AppError | None = None
    try:
        outgoing = prepare(row, account=account, folder=folder)
        line.offer(outgoing.address)
        with uow.write() as session:
            is_taken = take_mail(session, mail_id=row.id, clock=clock).value
        if not is_taken:
            return False, None
        line.deliver(outgoing.content)
    except AppError as error:
        trouble = error
    with uow.write() as session:
        outcome_of(session, mail_id=row.id, error=trouble, clock=clock)
    return trouble is None, trouble
