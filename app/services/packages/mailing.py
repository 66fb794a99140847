"""Packages by mail: one mail a unit through the outbox, or a draft for the system's own mail program."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.periods import Month
from app.exchange.container import MIMETYPE
from app.exchange.manifest import Kind
from app.exchange.seal import grouped
from app.models import Attachment, ExpectedReport, Package, Period, Unit
from app.services.outbox import PACKAGE, KeptFile, MailFields, queue_mail
from app.services.packages.keys import own_register
from app.services.packages.store import write_whole
from app.system.mail import MailAccount, MailFile, build_message, draft_bytes


def queue_packages(
    session: Session, *, package_ids: Sequence[str], clock: Clock
) -> Done[tuple[int, tuple[tuple[str, str], ...]]]:
    """Put packages into the outbox, each to its unit; returns how many, and the units without an address."""
    queued, refused = 0, []
    for key in package_ids:
        fields = package_mail(session, package_id=key)
        if not fields.address:
            unit = session.get_one(Unit, str(fields.unit_id))
            refused.append((unit.name, "Danh mục chưa ghi địa chỉ thư của đơn vị."))
            continue
        queue_mail(session, mail=fields, clock=clock)
        queued += 1
    return Done((queued, tuple(refused)), Changes(mail=True))


def package_mail(session: Session, *, package_id: str) -> MailFields:
    """Return the mail that carries a package: to its unit, what it is, its code; address may be ""."""
    package = session.get_one(Package, package_id)
    unit = session.get_one(Unit, str(package.unit_id))
    sender = session.get_one(Unit, str(own_register(session).own_unit_id))
    size = session.get_one(Attachment, package.sha256).size
    what = _what(session, package)
    code = f"\n\nMã niêm phong: {grouped(package.seal_code)}" if package.seal_code else ""
    body = (
        f"Kính gửi {unit.name},\n\n{sender.name} gửi {what[0].lower()}{what[1:]} (tệp {package.file_name})."
        f"{code}\n\nMở tệp bằng chương trình Sổ CCHC: bấm đúp vào tệp, hoặc kéo thả vào cửa sổ.\n"
    )
    return MailFields(
        address=unit.email,
        subject=f"{what} của {sender.name}" if package.kind == Kind.REPORT else f"{what} cho {unit.name}",
        body=body,
        unit_id=unit.id,
        purpose=PACKAGE,
        subjects=((PACKAGE, package.id),),
        files=(KeptFile(package.file_name, MIMETYPE.decode(), size, package.sha256),),
    )


def _what(session: Session, package: Package) -> str:
    if package.kind == Kind.REPORT:
        expected = session.get_one(ExpectedReport, package.stream)
        month = Month.parse(session.get_one(Period, expected.period_id).name)
        return f"Báo cáo {month.short}, lần {package.revision}"
    year = package.stream.rpartition("-")[2]
    kind = "Gói giao việc" if package.kind == Kind.ASSIGNMENT else "Biên nhận"
    return f"{kind} năm {year}, lần {package.revision}"


def write_draft(
    mail: MailFields, *, account: MailAccount | None, attachments: Path, folder: Path, clock: Clock
) -> Path:
    """Write a mail with its files as a draft that Outlook and others open for sending; needs no register."""
    files = [MailFile(f.name, f.media_type, (attachments / f.sha256).read_bytes()) for f in mail.files]
    message = build_message(
        account=account,
        address=mail.address,
        subject=mail.subject,
        body=mail.body,
        message_id=f"{mail.subjects[0][1]}@so-cchc.invalid",
        at=clock.now(),
        files=files,
    )
    name = Path(mail.files[0].name).with_suffix(".eml").name
    return write_whole(folder / name, draft_bytes(message))
