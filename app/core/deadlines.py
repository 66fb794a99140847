"""Due dates and what they mean for a task at a date."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.core.statuses import DeadlineOperator, DuePolicy, TaskKind, TaskState
from app.core.text import ratio
from app.core.working_days import Calendar, working_day_on_or_after, working_day_on_or_before


@dataclass(frozen=True, slots=True)
class DueDates:
    """The three due dates of one report: as written, the working day before, the working day after."""

    legal: date
    target: date
    lenient: date

    @classmethod
    def of(cls, legal: date, calendar: Calendar) -> "DueDates":
        """Compute target and lenient date of a legal one."""
        return cls(legal, working_day_on_or_before(legal, calendar), working_day_on_or_after(legal, calendar))

    def judging(self, policy: DuePolicy) -> date:
        """Return the date that decides between on time and late."""
        return {
            DuePolicy.LEGAL: self.legal,
            DuePolicy.TARGET: self.target,
            DuePolicy.LENIENT: self.lenient,
        }[policy]


def last_timely_day(day: date, operator: DeadlineOperator | None) -> date:
    """Return the last day on which work is on time: "trước 30/6" ends on 29/6, "chậm nhất 12" on the 12th."""
    return day - timedelta(days=1) if operator is DeadlineOperator.BEFORE else day


def task_state(
    kind: TaskKind, *, due: date | None, done_on: date | None, as_of: date, is_cancelled: bool = False
) -> TaskState:
    """Return the state of an assignment at the end of ``as_of``; ``due`` is its last timely day.

    Standing duties, prohibitions and references have no end and stay outside the ratio (QĐ 42/2014/QĐ-TTg;
    domain: "bốn nhóm nhiệm vụ"). Work without a due date cannot be late.
    """
    if is_cancelled:
        return TaskState.CANCELLED
    if kind not in (TaskKind.DATED, TaskKind.RECURRING):
        return TaskState.STANDING
    if done_on is not None and done_on <= as_of:
        return TaskState.DONE_LATE if due is not None and done_on > due else TaskState.DONE_ON_TIME
    return TaskState.OPEN_OVERDUE if due is not None and as_of > due else TaskState.OPEN_IN_TIME


@dataclass(frozen=True, slots=True)
class TaskCounts:
    """How many assignments stand in each state; the four and the standing ones add up to the total."""

    done_on_time: int = 0
    done_late: int = 0
    open_in_time: int = 0
    open_overdue: int = 0
    standing: int = 0

    @property
    def done(self) -> int:
        """Finished, on time or late."""
        return self.done_on_time + self.done_late

    @property
    def open(self) -> int:
        """Unfinished, in time or overdue."""
        return self.open_in_time + self.open_overdue

    @property
    def dated(self) -> int:
        """All with a deadline."""
        return self.done + self.open

    @property
    def total(self) -> int:
        """All but the cancelled ones."""
        return self.dated + self.standing

    @property
    def fallen_due(self) -> int:
        """Whatever had to be finished: the denominator of the on-time rate."""
        return self.done + self.open_overdue

    def rates(self) -> dict[str, object]:
        """Return the rates people publish, in percent, each None where nothing stands under the line."""
        return {
            "done_on_time": ratio(self.done_on_time, self.done),
            "done_late": ratio(self.done_late, self.done),
            "open_in_time": ratio(self.open_in_time, self.open),
            "open_overdue": ratio(self.open_overdue, self.open),
            "on_time": ratio(self.done_on_time, self.fallen_due),
        }
