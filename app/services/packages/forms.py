"""The way for units without the program: the workbook that one unit fills in for one period."""

import hashlib

from sqlalchemy.orm import Session

from app.core.clock import Clock
from app.core.errors import RuleViolation
from app.core.ids import derived_id
from app.core.periods import Month
from app.core.statuses import ReportSubject
from app.core.text import format_date
from app.exchange.form_layout import SUFFIX, FormFigure, FormHeading, FormIdentity, marked
from app.exchange.form_writing import write_form
from app.exchange.guarded_json import cleaned
from app.models import Attachment, Package
from app.services.audit import record
from app.services.context import Services
from app.services.cycles import refuse_locked
from app.services.month_figures import catalogue_of, indicator_facts
from app.services.packages.keys import form_mark, own_key, own_register
from app.services.packages.outgoing import MadePackage, party
from app.services.packages.report_content import rule_of
from app.services.packages.store import PackageStore, note_attachment
from app.services.packages.words import SentState
from app.services.submissions import get_expected
from app.services.wording import list_headings
from app.system.secrets import Secrets

FORM_KIND = "form"


def hand_out_form(services: Services, secrets: Secrets, *, expected_id: str) -> MadePackage:
    """Make the form of one unit for one period and enter it among what left."""
    with services.uow.write() as session:
        key = own_key(session, secrets=secrets, clock=services.clock)
        identity = _identity(session, expected_id, services.clock)
        content = write_form(identity, form_mark(key, marked(identity)))
        store = PackageStore(services.paths.attachments)
        return _enter(session, identity, content, store, services.clock)


def _identity(session: Session, expected_id: str, clock: Clock) -> FormIdentity:
    expected = get_expected(session, expected_id)
    register = own_register(session)
    if expected.unit_id == register.own_unit_id:
        raise RuleViolation("Biểu Excel là để đơn vị khác nộp báo cáo cho sổ này.")
    refuse_locked(session, expected, clock.today())
    rule, period = rule_of(session, expected)
    if rule.subject is not ReportSubject.MONTHLY_REPORT:
        raise RuleViolation("Biểu Excel chỉ dùng cho báo cáo tháng.", hint="Kế hoạch thì nhập tay ở sổ.")
    facts = indicator_facts(session, catalogue_of(session, expected)).values()
    headings = list_headings(session, kind="monthly-report", day=clock.today())
    month = Month.parse(period.name).short
    return cleaned(
        FormIdentity(
            issuer=party(session, str(register.own_unit_id)),
            unit=party(session, expected.unit_id),
            report_id=expected.id,
            period_id=period.id,
            period=period.name,
            period_words=f"Kỳ {month}, số liệu từ {format_date(period.starts_on)} đến trước "
            f"{format_date(period.ends_before)}",
            due_on=expected.extended_to or period.legal_due,
            made_at=clock.now(),
            figures=[
                FormFigure(code=f.code, title=f.title, measure=f.unit_of_measure, is_count=f.is_count)
                for f in facts
                if f.is_entered
            ],
            headings=[FormHeading(key=h.key, title=f"{h.number} {h.title}".strip()) for h in headings],
        )
    )


def _enter(
    session: Session, identity: FormIdentity, content: bytes, store: PackageStore, clock: Clock
) -> MadePackage:
    digest = hashlib.sha256(content).hexdigest()
    code = "".join(char if char.isascii() and char.isalnum() else "-" for char in identity.unit.code)
    name = f"bieu_{identity.period}_{code}{SUFFIX}"
    store.put(content, digest)
    if session.get(Attachment, digest) is None:
        note_attachment(session, digest=digest, name=name, size=len(content), clock=clock)
    row = Package(
        id=derived_id("made", digest),
        kind=FORM_KIND,
        is_outgoing=True,
        unit_id=identity.unit.id,
        file_name=name,
        sha256=digest,
        stream=identity.report_id,
        verdict=SentState.CREATED,
        at=clock.now(),
    )
    session.add(row)
    record(session, clock=clock, action="package.form", subject=row)
    whom = identity.unit
    return MadePackage(row.id, FORM_KIND, whom.id, name, content, digest, 1, unit_code=whom.code)
