"""Who has to answer a clause that asks for a report: bound by it, expected, answered or not yet."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.periods import Month
from app.core.statuses import Frequency, ReportResult
from app.models import Clause, Directive
from app.services.directives import units_bound_by
from app.services.queries.cycles import ReportRow, list_reports
from app.services.queries.periods import PeriodRow, RuleRow, list_periods, list_rules
from app.services.queries.units import list_units


class Standing(StrEnum):
    """Where one unit stands towards a clause."""

    ANSWERED = "answered"
    OWING = "owing"
    EXCUSED = "excused"
    UNLISTED = "unlisted"


STANDING_WORDS = {
    Standing.ANSWERED: "Đã nộp",
    Standing.OWING: "Chưa nộp",
    Standing.EXCUSED: "Được miễn",
    Standing.UNLISTED: "Chưa vào danh sách",
}


@dataclass(frozen=True, slots=True)
class ReporterLine:
    """One unit that a clause asks; ``report`` is None where it is bound and nobody put it on the list.

    ``is_bound`` is False for a unit that was added by hand: the clause itself does not name it.
    """

    directive: str
    clause: str
    clause_text: str
    rule: str
    period: PeriodRow
    unit_id: str
    code: str
    unit: str
    report: ReportRow | None
    is_bound: bool

    @property
    def key(self) -> tuple[str, str]:
        """What names the line among those of a month."""
        return self.period.id, self.unit_id

    @property
    def standing(self) -> Standing:
        """Whether the unit has answered, at the day the report was judged."""
        if self.report is None:
            return Standing.UNLISTED
        if self.report.verdict.result is ReportResult.EXCUSED:
            return Standing.EXCUSED
        return Standing.OWING if self.report.verdict.arrived_on is None else Standing.ANSWERED

    @property
    def sentence(self) -> str:
        """What there is to say: the verdict, or what is amiss with the list."""
        if self.report is None:
            return "Điều khoản giao đơn vị này, nhưng kỳ chưa ghi là đơn vị phải báo cáo."
        if not self.is_bound:
            return f"{self.report.verdict.sentence} Ghi thêm bằng tay, điều khoản không nêu."
        return self.report.verdict.sentence


@dataclass(frozen=True, slots=True)
class ClauseDuty:
    """A clause with everybody it asks in a month, in official order; no period where none is laid out."""

    clause_id: str
    directive: str
    clause: str
    clause_text: str
    rule: str
    period: PeriodRow | None
    lines: tuple[ReporterLine, ...]

    def named(self, standing: Standing) -> tuple[str, ...]:
        """Return the units of one standing."""
        return tuple(line.unit for line in self.lines if line.standing is standing)

    @property
    def sentence(self) -> str:
        """The clause in one sentence: how many are asked, have answered, have not."""
        return f"{self.clause} ({self.directive}), {self.standing_words}"

    @property
    def standing_words(self) -> str:
        """How many are asked, have answered, have not, without naming the clause."""
        if self.period is None:
            return f"chưa lập kỳ của “{self.rule}”."
        counts = {standing: len(self.named(standing)) for standing in Standing}
        asked = sum(counts.values())
        parts = [f"{STANDING_WORDS[key].lower()} {number}" for key, number in counts.items() if number]
        return f"{', '.join([f'{self.period.month.short}: {asked} đơn vị', *parts])}."


def clause_duties(
    session: Session, *, month: Month, as_of: date, clause_ids: Collection[str] | None = None
) -> tuple[ClauseDuty, ...]:
    """Return the clauses that reporting rules hang on, with who answers them in a month, judged at a day.

    All of them, or those of ``clause_ids``.
    """
    duties = []
    for rule in list_rules(session):
        if clause_ids is not None and rule.clause_id not in clause_ids:
            continue
        found = session.execute(
            select(Directive.number, Directive.kind, Clause.number, Clause.text)
            .join(Clause, Clause.directive_id == Directive.id)
            .where(Clause.id == rule.clause_id)
        ).first()
        if found is None or rule.clause_id is None:
            continue
        number, kind, clause, text = found
        said = (number or kind, clause or "Điều khoản", text)
        period = _period_of(session, rule, month)
        lines = _lines(session, rule, rule.clause_id, said, period, as_of) if period else ()
        duties.append(ClauseDuty(rule.clause_id, *said, rule.name, period, lines))
    return tuple(duties)


def _period_of(session: Session, rule: RuleRow, month: Month) -> PeriodRow | None:
    periods = list_periods(session, rule_id=rule.id, year=month.year)
    if rule.frequency in (Frequency.YEARLY, Frequency.ONCE):
        return periods[0] if periods else None
    return next((period for period in periods if period.month >= month), None)


def _lines(
    session: Session,
    rule: RuleRow,
    clause_id: str,
    said: tuple[str, str, str],
    period: PeriodRow,
    as_of: date,
) -> tuple[ReporterLine, ...]:
    bound = set(units_bound_by(session, clause_id, period.last_day))
    reports = {report.unit_id: report for report in list_reports(session, (period,), as_of=as_of)}
    known: Sequence[tuple[str, str, str]] = [
        (unit.id, unit.code, unit.short_name or unit.name)
        for unit in list_units(session, as_of=period.last_day)
    ]
    current = {key for key, _, _ in known}
    gone = [(r.unit_id, r.code, r.unit) for r in reports.values() if r.unit_id not in current]
    return tuple(
        ReporterLine(*said, rule.name, period, key, code, name, reports.get(key), key in bound)
        for key, code, name in (*known, *gone)
        if key in bound or key in reports
    )
