"""What ``package`` asks of the register: which report, who approved it, which code, which key."""

import argparse
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.core.dates import parse_date
from app.core.errors import InvalidField, NotFound
from app.core.text import fold
from app.exchange.documents import Approval
from app.services.context import Services
from app.services.packages.codes import HeardCode, read_message
from app.services.packages.keys import own_register, trust_key
from app.services.packages.sealing import ApprovalFacts
from app.services.queries.periods import find_period, list_rules
from app.services.queries.units import find_unit, signer_on
from app.services.submissions import find_expected

if TYPE_CHECKING:
    from app.services.packages.arrivals import Arrived
    from app.services.packages.batch import BatchOutcome
    from app.system.secrets import Secrets


def expected_of(session: Session, arguments: argparse.Namespace, today: date) -> str:
    """Return our own report of the period named."""
    rule_id = None
    if arguments.rule:
        rule_id = next((r.id for r in list_rules(session) if fold(r.name) == fold(arguments.rule)), None)
        if rule_id is None:
            names = "; ".join(rule.name for rule in list_rules(session))
            raise NotFound(f"Không có chế độ báo cáo “{arguments.rule}”.", hint=f"Đang có: {names}.")
    period = find_period(session, name=arguments.report, as_of=today, rule_id=rule_id)
    own = own_register(session).own_unit_id
    return find_expected(session, period_id=period.id, unit_id=str(own)).id


def expected_of_unit(session: Session, code: str, period_name: str, today: date) -> str:
    """Return the monthly report of a unit that a form is for."""
    period = find_period(session, name=period_name, as_of=today)
    unit = find_unit(session, code=code, as_of=today)
    return find_expected(session, period_id=period.id, unit_id=unit.id).id


def approval_of(session: Session, arguments: argparse.Namespace, today: date) -> ApprovalFacts:
    """Return who approved: the person named, else the unit's signer of the day, else whoever works here."""
    name = arguments.approved_by
    if not name:
        signer = signer_on(session, unit_id=str(own_register(session).own_unit_id), day=today)
        name = signer.name if signer else str(session.info.get("actor", ""))
    signed = parse_date(arguments.signed, today, field="signed") if arguments.signed else None
    how = Approval.PAPER if signed else Approval.IN_PERSON
    return ApprovalFacts(approved_by=name, how=how, signed_on=signed, document_number=arguments.number)


def expected_of_code(session: Session, arguments: argparse.Namespace, at: datetime) -> HeardCode:
    """Return what a message is about; a unit or period that it does not name has to be given."""
    day = at.date()
    unit_id = find_unit(session, code=arguments.unit, as_of=day).id if arguments.unit else None
    heard = read_message(session, text=arguments.text, heard_at=at, unit_id=unit_id)
    if heard.unit_id is None:
        raise InvalidField("unit", "Tin không cho biết đơn vị nào.", hint="Thêm --unit MÃ.")
    if arguments.period:
        period = find_period(session, name=arguments.period, as_of=day)
        expected = find_expected(session, period_id=period.id, unit_id=heard.unit_id)
        return replace(heard, expected_id=expected.id, period=period.name)
    if heard.expected_id is None:
        raise InvalidField("period", "Không rõ mã của kỳ nào.", hint="Thêm --period NĂM-THÁNG.")
    return heard


def trust(services: Services, secrets: "Secrets", arguments: argparse.Namespace) -> "tuple[Arrived, ...]":
    """Confirm a unit's key by its typed code, then take in what waited for it."""
    from app.services.packages.batch import desk_for
    from app.services.packages.boxes import keys_waiting
    from app.services.packages.decisions import retry_waiting

    clock = services.clock
    with services.uow.read() as session:
        unit_id = find_unit(session, code=arguments.trust, as_of=clock.today()).id
        candidates = keys_waiting(session, unit_id)
    if not candidates:
        raise NotFound("Chưa có khóa nào của đơn vị này.", hint="Nhập một gói của đơn vị trước.")
    public = _meant(candidates, arguments.code)
    desk = desk_for(services, secrets)
    with services.uow.write() as session:
        trust_key(
            session,
            unit_id=unit_id,
            public=public,
            typed=arguments.code,
            clock=clock,
            reason=arguments.reason,
        )
        return retry_waiting(session, unit_id=unit_id, desk=desk).value


def _meant(candidates: tuple[str, ...], typed: str) -> str:
    from app.exchange.keys import key_code, read_key_code

    digits = read_key_code(typed)
    return next((public for public in candidates if key_code(public) == digits), candidates[-1])


def join(services: Services, secrets: "Secrets", outcome: "BatchOutcome") -> "BatchOutcome":
    """Take in the package that was held because its hub made its register apart from ours."""
    from app.services.packages.batch import desk_for
    from app.services.packages.decisions import join_registers
    from app.services.packages.joining import JOIN

    desk = desk_for(services, secrets)
    files = list(outcome.files)
    for number, file in enumerate(files):
        if file.code == JOIN:
            with services.uow.write() as session:
                files[number] = join_registers(session, package_id=file.id, desk=desk).value
    return replace(outcome, files=tuple(files))
