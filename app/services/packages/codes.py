"""Seal codes at the hub: typed or pasted from a message; unit and period are found in its words."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock, local_day, local_time
from app.core.errors import InvalidField, RuleViolation
from app.core.periods import Month
from app.core.statuses import PeriodState, ReportState
from app.core.text import fold, format_date
from app.exchange.seal import find_codes, grouped, likely_codes, read_code, seal_code
from app.models import ExpectedReport, Package, Period, Submission, Unit
from app.services.audit import record, snapshot
from app.services.cycles import monthly_rule, refuse_locked
from app.services.packages.dossier import read_dossier
from app.services.packages.store import PackageStore
from app.services.submissions import get_expected, move_report, new_version
from app.services.validity import valid_on

_PERIOD = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])|(?<!\d)(1[0-2]|0?[1-9])/(20\d\d)")
_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")


@dataclass(frozen=True, slots=True)
class HeardCode:
    """What a message says: the code, and where they could be found the unit and the report it is about."""

    code: str
    unit_id: str | None
    unit: str
    expected_id: str | None
    period: str

    @property
    def is_clear(self) -> bool:
        """Whether nothing has to be asked."""
        return self.expected_id is not None


def message_of(*, unit_code: str, period: str, revision: int, code: str) -> str:
    """Return the short text for a telephone message or Zalo; the hub reads it back by itself."""
    return f"CCHC {unit_code} ky {period} lan {revision} ma {grouped(code)}"


def read_message(session: Session, *, text: str, heard_at: datetime, unit_id: str | None = None) -> HeardCode:
    """Read a message or a typed code; a mishearing is refused by the check sign."""
    codes = find_codes(text)
    if len(codes) > 1:
        both = " và ".join(map(grouped, codes))
        raise InvalidField("seal_code", f"Tin có {len(codes)} mã: {both}.", hint="Ghi từng mã một.")
    code = codes[0] if codes else read_code((likely_codes(text) or (text,))[-1])
    found = unit_id or _unit_in(session, text, heard_at) or _unit_of_file(session, code)
    unit = session.get(Unit, found) if found else None
    if unit is None:
        return HeardCode(code, None, "", None, "")
    period = _period_in(session, text, unit.id, heard_at)
    expected = period and session.scalar(
        select(ExpectedReport.id).where(
            ExpectedReport.period_id == period.id, ExpectedReport.unit_id == unit.id
        )
    )
    return HeardCode(code, unit.id, unit.name, expected or None, period.name if period else "")


def _unit_in(session: Session, text: str, heard_at: datetime) -> str | None:
    """Return the one unit that a message names by code or name, None for none or several."""
    words = fold(text)
    numbers = set(re.findall(r"(?<![0-9a-z])[0-9a-z]+(?![0-9a-z])", words))
    units = list(session.scalars(select(Unit).where(valid_on(Unit, local_day(heard_at)))))
    by_code = {
        unit.id for unit in units if fold(unit.code) in numbers and any(c.isdigit() for c in unit.code)
    }
    if len(by_code) == 1:
        return by_code.pop()
    named = {
        (fold(name), unit.id)
        for unit in units
        for name in (unit.name, unit.short_name)
        if len(name) > 3 and re.search(rf"(?<!\w){re.escape(fold(name))}(?!\w)", words)
    }
    whole = {unit for name, unit in named if not any(name != other and name in other for other, _ in named)}
    return whole.pop() if len(whole) == 1 else None


def _unit_of_file(session: Session, code: str) -> str | None:
    """Return the unit whose file with this code is here already."""
    senders = select(Package.unit_id).where(Package.seal_code == code, Package.is_outgoing.is_(False))
    found = set(session.scalars(senders))
    return found.pop() if len(found) == 1 else None


def _period_in(session: Session, text: str, unit_id: str, heard_at: datetime) -> Period | None:
    """Return the period that a message names, else the unit's open one whose due day is nearest."""
    rule = monthly_rule(session)
    mine = (
        select(Period)
        .join(ExpectedReport, ExpectedReport.period_id == Period.id)
        .where(ExpectedReport.unit_id == unit_id)
    )
    match = _PERIOD.search(_DAY.sub(" ", text))
    if match is not None:
        year, month = (match[1], match[2]) if match[1] else (match[4], match[3])
        name = str(Month(int(year), int(month)))
        return session.scalars(mine.where(Period.name == name, Period.rule_id == rule.id)).first()
    day = local_day(heard_at)
    periods = session.scalars(
        mine.where(Period.rule_id == rule.id, Period.state == PeriodState.OPEN, Period.ends_before <= day)
    ).all()
    return min(periods, key=lambda p: abs((p.legal_due - day).days), default=None)


def note_code(
    session: Session,
    *,
    expected_id: str,
    code: str,
    noted_at: datetime,
    store: PackageStore,
    clock: Clock,
) -> Done[str]:
    """Note a heard code with its moment. Against a file that is here already it must be that file's code."""
    signs = read_code(code)
    if noted_at > clock.now():
        raise InvalidField("noted_at", "Thời điểm ghi mã ở tương lai; kiểm tra lại ngày giờ.")
    known = session.scalars(
        select(Submission).where(
            Submission.expected_report_id == expected_id,
            Submission.seal_code == signs,
            Submission.code_noted_at.is_not(None),
            Submission.withdrawn_at.is_(None),
        )
    ).first()
    if known is not None:
        return Done(known.id, Changes())
    files = read_dossier(session, expected_id).files
    if not files:
        return Done(_note_before_file(session, expected_id, signs, noted_at, clock), Changes(cycles=True))
    refuse_locked(session, get_expected(session, expected_id), clock.today())
    return Done(_note_on_file(session, files, signs, noted_at, store, clock), Changes(cycles=True))


def _note_before_file(
    session: Session, expected_id: str, signs: str, noted_at: datetime, clock: Clock
) -> str:
    """Keep a code whose file is still on its way: from this moment the hub vouches for the report."""
    expected = get_expected(session, expected_id)
    refuse_locked(session, expected, clock.today())
    if expected.state in (ReportState.NOT_STARTED, ReportState.DRAFTING, ReportState.RETURNED):
        expected.state = ReportState.SEALED
    move_report(expected, ReportState.CODE_NOTED)
    submission = new_version(session, expected_id)
    submission.seal_code, submission.code_noted_at = signs, noted_at
    submission.state = ReportState.CODE_NOTED
    record(session, clock=clock, action="report.code", subject=submission)
    return submission.id


def _note_on_file(
    session: Session,
    files: list[Package],
    signs: str,
    noted_at: datetime,
    store: PackageStore,
    clock: Clock,
) -> str:
    match = next((f for f in files if f.seal_code == signs), None)
    if match is None:
        file = files[-1]
        came = local_time(file.at)
        raise RuleViolation(
            f"Mã vừa ghi {grouped(signs)} khác mã {grouped(file.seal_code or '')} của tệp đã nhận "
            f"ngày {format_date(came.date())}. Chưa ghi gì.",
            hint="Hỏi lại đơn vị: mã của lần nào, hoặc tệp nào đúng.",
            code="E-PKG-06",
        )
    made = seal_code(store.open(match.sha256).content_sha256)
    if made != signs:
        raise RuleViolation(
            f"Mã ghi trong tệp là {grouped(signs)} nhưng nội dung cho mã {grouped(made)}.",
            hint="Báo cho đơn vị: tệp này không phải tệp đã niêm phong.",
            code="E-PKG-06",
        )
    row = session.scalars(select(Submission).where(Submission.package_id == match.id)).first()
    if row is None:
        raise RuleViolation("Tệp mang mã này đang chờ xử lý; xử lý tệp trước.", code="E-PKG-05")
    before = snapshot(row)
    row.code_noted_at = min(noted_at, row.code_noted_at or noted_at)
    record(session, clock=clock, action="report.code", subject=row, before=before)
    return row.id
