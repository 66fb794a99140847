"""Use cases of the quick tallies: a dated count entered once, summed later into whatever window asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.errors import InvalidField, NotFound, RuleViolation
from app.core.figures import checked_value
from app.core.ids import new_id
from app.core.periods import Month
from app.core.statuses import Frequency, PeriodState
from app.core.text import format_date, normalize, one_line
from app.models import Catalogue, ExpectedReport, Period, ReportingRule, Tally
from app.services.audit import note, record, snapshot
from app.services.month_figures import IndicatorFacts, indicator_facts
from app.services.steps import kept_step
from app.services.validity import valid_on

CHANGED = Changes(figures=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyFields:
    """One line of the tally book; ``reason`` is needed where the day lies in a locked period."""

    indicator_code: str
    on_date: date
    amount: Decimal
    note: str = ""
    reason: str = ""


def catalogue_on(session: Session, day: date) -> str:
    """Return the catalogue in force on a day."""
    found = session.scalar(
        select(Catalogue.id).where(valid_on(Catalogue, day)).order_by(Catalogue.version.desc()).limit(1)
    )
    if found is None:
        raise NotFound("Sổ chưa có danh mục chỉ tiêu.", hint="Nạp danh mục chỉ tiêu rồi làm lại.")
    return found


def countable(session: Session, day: date) -> dict[str, IndicatorFacts]:
    """Return the indicators that happen on days and so can be tallied: entered counts and sums of money."""
    facts = indicator_facts(session, catalogue_on(session, day))
    return {
        code: fact
        for code, fact in facts.items()
        if fact.is_entered and fact.semantics == "flow" and fact.value_type in ("int", "money")
    }


def locked_period(session: Session, unit_id: str, day: date, today: date) -> Period | None:
    """Return the locked monthly period that a day of a unit lies in, None where it is still open to it."""
    return session.scalars(
        select(Period)
        .join(ReportingRule, ReportingRule.id == Period.rule_id)
        .join(ExpectedReport, ExpectedReport.period_id == Period.id)
        .where(
            ReportingRule.frequency == Frequency.MONTHLY,
            ExpectedReport.unit_id == unit_id,
            Period.state == PeriodState.LOCKED,
            Period.starts_on <= day,
            Period.ends_before > day,
            or_(ExpectedReport.reopened_until.is_(None), ExpectedReport.reopened_until < today),
        )
    ).first()


def add_tallies(
    session: Session, *, unit_id: str, rows: Sequence[TallyFields], clock: Clock
) -> Done[tuple[str, ...]]:
    """Enter lines of the tally book, all or none; one step that can be taken back."""
    known: dict[date, dict[str, IndicatorFacts]] = {}
    added: list[str] = []
    with kept_step(session, title=f"Ghi {len(rows)} dòng sổ đếm", clock=clock):
        for fields in rows:
            if fields.on_date not in known:
                known[fields.on_date] = countable(session, fields.on_date)
            line = Tally(id=new_id(), unit_id=unit_id, created_at=clock.now())
            _fill(session, line, fields, known[fields.on_date], clock)
            session.add(line)
            record(session, clock=clock, action="tally.add", subject=line, reason=line.reason)
            added.append(line.id)
    return Done(tuple(added), CHANGED)


def change_tally(session: Session, *, tally_id: str, fields: TallyFields, clock: Clock) -> Done[str]:
    """Correct a line; one that a locked period has counted is corrected by a new line instead."""
    line = _open_line(session, tally_id, clock)
    before = snapshot(line)
    with kept_step(session, title="Sửa dòng sổ đếm", clock=clock):
        _fill(session, line, fields, countable(session, fields.on_date), clock)
        record(session, clock=clock, action="tally.change", subject=line, before=before, reason=line.reason)
    return Done(line.id, CHANGED)


def remove_tallies(session: Session, *, tally_ids: Sequence[str], clock: Clock) -> Done[int]:
    """Take lines out; one step that can be taken back."""
    with kept_step(session, title=f"Xóa {len(tally_ids)} dòng sổ đếm", clock=clock):
        for tally_id in tally_ids:
            line = _open_line(session, tally_id, clock)
            note(
                session,
                clock=clock,
                action="tally.remove",
                subject_kind="tally",
                subject_id=line.id,
                before=snapshot(line),
            )
            session.delete(line)
        session.flush()
    return Done(len(tally_ids), CHANGED)


def _open_line(session: Session, tally_id: str, clock: Clock) -> Tally:
    line = session.get(Tally, tally_id)
    if line is None:
        raise NotFound("Không còn dòng này trong sổ đếm.")
    period = locked_period(session, line.unit_id, line.on_date, clock.today())
    if period is not None:
        raise RuleViolation(
            f"Dòng ngày {format_date(line.on_date)} đã vào kỳ {Month.parse(period.name).short} đã khóa.",
            hint="Ghi thêm một dòng cùng ngày với số bù trừ và lý do; dòng đó vào phần điều chỉnh.",
            code="E-KY-01",
        )
    return line


def _fill(
    session: Session, line: Tally, fields: TallyFields, known: dict[str, IndicatorFacts], clock: Clock
) -> None:
    fact = known.get(fields.indicator_code)
    if fact is None:
        raise InvalidField(
            "indicator",
            f"Chỉ tiêu “{fields.indicator_code}” không đếm theo ngày được.",
            hint="Chọn một chỉ tiêu nhập có số phát sinh trong kỳ.",
        )
    if fields.on_date > clock.today():
        raise InvalidField("date", f"Ngày {format_date(fields.on_date)} chưa đến.")
    if not fields.amount:
        raise InvalidField("amount", "Số đếm bằng 0.", hint="Ghi số phát sinh; số âm để bớt đi.")
    checked_value(abs(fields.amount), code=fact.code, is_count=fact.is_count)
    line.indicator_code, line.amount = fact.code, fields.amount
    line.note, line.reason = normalize(fields.note).strip(), one_line(fields.reason)
    line.on_date, line.adjusts_on = fields.on_date, None
    period = locked_period(session, line.unit_id, fields.on_date, clock.today())
    if period is None:
        return
    name = Month.parse(period.name).short
    if not line.reason:
        raise InvalidField(
            "reason",
            f"Ngày {format_date(fields.on_date)} thuộc kỳ {name} đã khóa.",
            hint="Ghi lý do: dòng này vào phần điều chỉnh, được tính vào hôm nay.",
        )
    line.on_date, line.adjusts_on = clock.today(), fields.on_date
    if locked_period(session, line.unit_id, line.on_date, clock.today()) is not None:
        raise RuleViolation("Cả kỳ của hôm nay cũng đã khóa.", hint="Mở lại kỳ cho đơn vị kèm lý do.")
