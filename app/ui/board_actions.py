"""What may be done on the board, to which reports and periods; and whose they are, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto

from app.core.statuses import REPORT_MOVES, PeriodState, ReportState
from app.core.text import join_words
from app.services.queries.cycles import ReportRow
from app.services.queries.periods import PeriodRow


class Action(Enum):
    """What may be done on the board."""

    RECEIVE = auto()
    NOTE_CODE = auto()
    ACCEPT = auto()
    RETURN = auto()
    EXCUSE = auto()
    EXTEND = auto()
    LOCK = auto()
    UNLOCK = auto()
    REOPEN = auto()
    RECHECK = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeFields:
    """A seal code heard, and when."""

    code: str
    noted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantFields:
    """A day that is granted, and why."""

    day: date
    reason: str


def actions_for(
    reports: Sequence[ReportRow], periods: Sequence[PeriodRow], current: PeriodRow | None, today: date
) -> frozenset[Action]:
    """Return what may be done with the selected reports, and with the period the cursor is in."""
    found: set[Action] = set()
    if current is not None:
        found.add(Action.UNLOCK if current.state is PeriodState.LOCKED else Action.LOCK)
    if not reports:
        return frozenset(found)
    if all(report.recheck_of for report in reports):
        found.add(Action.RECHECK)
    by_id = {period.id: period for period in periods}
    locked = [r for r in reports if by_id[r.period_id].state is PeriodState.LOCKED]
    if len(locked) == len(reports):
        found.add(Action.REOPEN)
    if any(r.reopened_until is None or r.reopened_until < today for r in locked):
        return frozenset(found)
    if all(ReportState.RECEIVED in REPORT_MOVES[r.state] for r in reports):
        found.add(Action.RECEIVE)
    if all(ReportState.ACCEPTED in REPORT_MOVES[r.state] for r in reports):
        found.add(Action.ACCEPT)
    if all(ReportState.RETURNED in REPORT_MOVES[r.state] for r in reports):
        found.add(Action.RETURN)
    if len(reports) == 1 and _may_note_code(reports[0]):
        found.add(Action.NOTE_CODE)
    nothing_in = all(r.verdict.arrived_on is None and not r.excuse_reason for r in reports)
    if nothing_in:
        found.add(Action.EXCUSE)
        if all(r.extended_to is None and today <= by_id[r.period_id].due.lenient for r in reports):
            found.add(Action.EXTEND)
    return frozenset(found)


def _may_note_code(report: ReportRow) -> bool:
    before_sealing = (ReportState.NOT_STARTED, ReportState.DRAFTING, ReportState.RETURNED)
    return report.state in before_sealing or ReportState.CODE_NOTED in REPORT_MOVES[report.state]


def subject_of(reports: Sequence[ReportRow], periods: Sequence[PeriodRow]) -> str:
    """Say whose reports: "Xã A, tháng 3/2024", "4 đơn vị, tháng 3/2024"."""
    named = {period.id: period.month.short for period in periods}
    months = join_words(dict.fromkeys(named[r.period_id] for r in reports))
    units = list(dict.fromkeys(r.unit for r in reports))
    who = join_words(units) if len(units) <= 2 else f"{len(units)} đơn vị"
    return f"{who}, {months}"
