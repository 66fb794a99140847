"""Whether a report came in time: three times, one verdict, and the sentence that explains it.

The first valid version that the hub can corroborate (its seal code noted by the hub, or the file received)
decides timeliness; which version's numbers count is another question. Nothing here looks at a clock.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.core.deadlines import DueDates
from app.core.statuses import DuePolicy, ReportResult
from app.core.text import format_date, ratio


@dataclass(frozen=True, slots=True)
class Arrival:
    """One version of a report as the hub saw it; days are local. A withdrawn version no longer counts."""

    version: int
    received_on: date | None
    code_noted_on: date | None = None
    withdrawn_on: date | None = None

    def corroborated_on(self, as_of: date) -> date | None:
        """Return the first day on which the hub could vouch for this version, as known on a day."""
        if self.withdrawn_on is not None and self.withdrawn_on <= as_of:
            return None
        days = [day for day in (self.received_on, self.code_noted_on) if day is not None and day <= as_of]
        return min(days, default=None)


@dataclass(frozen=True, slots=True)
class Expectation:
    """One unit's duty to report in one period, with what was granted to it."""

    due: DueDates
    policy: DuePolicy = DuePolicy.LEGAL
    excused_on: date | None = None
    extended_to: date | None = None  # judged by its own date, shown beside the original
    extended_on: date | None = None  # the day the extension was granted


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result at a date. ``days_late`` counts calendar days after the judging date, 0 unless late."""

    result: ReportResult
    judged_by: date
    arrived_on: date | None
    days_late: int
    sentence: str


def judge(expectation: Expectation, arrivals: Iterable[Arrival], *, as_of: date) -> Verdict:
    """Return the verdict as it stood at the end of ``as_of``; what happened later is not known yet.

    Between the judging date and the lenient one nobody is late or missing yet: "trong ngày đệm".
    """
    deadline, grace_end = _deadline(expectation, as_of)
    days = [day for arrival in arrivals if (day := arrival.corroborated_on(as_of)) is not None]
    arrived = min(days) if days else None
    if expectation.excused_on is not None and expectation.excused_on <= as_of:
        result, late = ReportResult.EXCUSED, 0
    elif arrived is not None and arrived <= deadline:
        result, late = ReportResult.ON_TIME, 0
    elif as_of <= deadline:
        result, late = ReportResult.NOT_DUE, 0
    elif as_of <= grace_end:
        result, late = ReportResult.GRACE, 0
    elif arrived is not None:
        result, late = ReportResult.LATE, (arrived - deadline).days
    else:
        result, late = ReportResult.MISSING, 0
    return Verdict(result, deadline, arrived, late, _sentence(result, expectation, deadline, arrived, late))


def judge_by_original(expectation: Expectation, arrivals: Iterable[Arrival], *, as_of: date) -> ReportResult:
    """Return the result had no later day been granted: the second of the two rates that are printed."""
    ungranted = replace(expectation, extended_to=None, extended_on=None)
    return judge(ungranted, arrivals, as_of=as_of).result


def _deadline(expectation: Expectation, as_of: date) -> tuple[date, date]:
    if expectation.extended_to is not None and (
        expectation.extended_on is None or expectation.extended_on <= as_of
    ):
        return expectation.extended_to, expectation.extended_to
    deadline = expectation.due.judging(expectation.policy)
    return deadline, max(deadline, expectation.due.lenient)


def _sentence(
    result: ReportResult, expectation: Expectation, deadline: date, arrived: date | None, late: int
) -> str:
    due = f"hạn {format_date(deadline)}"
    if deadline != expectation.due.legal:
        due += f" (hạn gốc {format_date(expectation.due.legal)})"
    came = f"nhận {format_date(arrived)}" if arrived else "chưa nhận được"
    match result:
        case ReportResult.ON_TIME:
            return f"Đúng hạn: {came}, {due}."
        case ReportResult.LATE:
            return f"Muộn {late} ngày: {came}, {due}."
        case ReportResult.MISSING:
            return f"Chưa nộp: {due}."
        case ReportResult.EXCUSED:
            return "Được miễn nộp kỳ này."
        case ReportResult.GRACE:
            return f"Trong ngày đệm: {due}, tính đến hết {format_date(expectation.due.lenient)}."
        case ReportResult.NOT_DUE:
            return f"Chưa đến hạn: {due}."


def tally(verdicts: Iterable[Verdict]) -> dict[ReportResult, int]:
    """Count the results; every result is a key, and the counts add up to the number of verdicts."""
    counts = dict.fromkeys(ReportResult, 0)
    for verdict in verdicts:
        counts[verdict.result] += 1
    return counts


def fallen_due(counts: Mapping[ReportResult, int]) -> int:
    """Return how many had to be there: the denominator of the on-time rate."""
    return sum(counts[r] for r in (ReportResult.ON_TIME, ReportResult.LATE, ReportResult.MISSING))


def on_time_rate(counts: Mapping[ReportResult, int]) -> Decimal | None:
    """Return on time ÷ all that has fallen due, in percent; excused and not yet judged ones stand outside."""
    return ratio(counts[ReportResult.ON_TIME], fallen_due(counts))
