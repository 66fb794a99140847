"""Pieces shared by several papers: period, outline, figures, dossiers, tasks."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.core.deadlines import TaskCounts as TaskCounts  # counted there, printed here
from app.core.statuses import FigureState, TaskState
from app.core.text import format_date


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period: its name and the days it covers, both ends included."""

    key: str  # "2024-03": month of the due day; part of file names
    name: str  # as running text names it: "tháng 3 năm 2024"
    first_day: date
    last_day: date  # last day whose data count (half-open windows are given as their last whole day)
    directive_words: str = ""  # the directive's own words for the window, quoted in the note if given

    @property
    def window(self) -> str:
        """The covered days in words."""
        return f"từ ngày {format_date(self.first_day)} đến hết ngày {format_date(self.last_day)}"


@dataclass(frozen=True, slots=True)
class OutlineHeading:
    """One heading of an outline with what stands under it, in reading order.

    ``level`` 1 is a mục ("I. TIÊU ĐỀ"), 2 a khoản ("1. Tiêu đề"), 3 a điểm ("a) Tiêu đề"). ``number`` carries
    its own mark: "I.", "1.", "a)". ``paragraphs`` are standing sentences with fields such as "{ky_bao_cao}";
    ``texts`` are this period's own words and are printed as they are (a line feed starts a paragraph).
    ``key`` decides which computed sentences the builder adds (``reports/outlines.py`` names the keys).
    """

    key: str
    number: str
    title: str
    level: int
    paragraphs: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


# A state stands in place of a number and prints its words; None and BLANK print nothing; zero prints 0.
FigureValue = int | Decimal | FigureState | None


class FigureKind(StrEnum):
    """How a figure's numbers are written."""

    COUNT = "count"  # 19.630
    NUMBER = "number"  # 4,25: at most two decimals
    PERCENT = "percent"  # stored in percent: Decimal("32.3") prints 32,3%
    MONEY = "money"  # whole units of ``unit`` (đồng, triệu đồng)


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator of one period. In a total, ``units_counted`` says how many units stand behind it."""

    code: str
    title: str
    unit: str  # "văn bản", "hồ sơ", "%", "triệu đồng"
    current: FigureValue
    previous: FigureValue = None
    cumulative: FigureValue = None
    target: FigureValue = None
    kind: FigureKind = FigureKind.COUNT
    note: str = ""
    in_text: bool = False  # also told in a sentence under the heading of its field
    units_counted: int | None = None


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """The figures of one field; ``key`` is the outline key they belong under, e.g. "field.TTHC"."""

    key: str
    name: str  # "Cải cách thủ tục hành chính"
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class DossierRow:
    """One line of Biểu II.06a: dossiers of a field (or of a unit); totals are computed, never entered."""

    name: str  # lĩnh vực, or the unit's name in a consolidated table
    received_online: int = 0
    received_direct: int = 0  # trực tiếp and bưu chính
    carried_over: int = 0  # từ kỳ trước
    solved_early: int = 0
    solved_on_time: int = 0  # includes returned and withdrawn ones, as the form does
    solved_late: int = 0
    open_in_time: int = 0
    open_late: int = 0

    @property
    def received(self) -> int:
        """Column 3: everything to be solved in the period."""
        return self.received_online + self.received_direct + self.carried_over

    @property
    def solved(self) -> int:
        """Column 7: solved in the period."""
        return self.solved_early + self.solved_on_time + self.solved_late

    @property
    def still_open(self) -> int:
        """Column 11: being solved at the end of the period."""
        return self.open_in_time + self.open_late

    @property
    def solved_in_time(self) -> int:
        """Solved early or on time."""
        return self.solved_early + self.solved_on_time

    def columns(self) -> tuple[int, ...]:
        """Columns 3 to 13 of the form."""
        return (
            self.received,
            self.received_online,
            self.received_direct,
            self.carried_over,
            self.solved,
            self.solved_early,
            self.solved_on_time,
            self.solved_late,
            self.still_open,
            self.open_in_time,
            self.open_late,
        )


def sum_dossiers(rows: Iterable[DossierRow], name: str = "Tổng số") -> DossierRow:
    """Add dossier rows column by column."""
    listed = tuple(rows)
    return DossierRow(
        name,
        received_online=sum(row.received_online for row in listed),
        received_direct=sum(row.received_direct for row in listed),
        carried_over=sum(row.carried_over for row in listed),
        solved_early=sum(row.solved_early for row in listed),
        solved_on_time=sum(row.solved_on_time for row in listed),
        solved_late=sum(row.solved_late for row in listed),
        open_in_time=sum(row.open_in_time for row in listed),
        open_late=sum(row.open_late for row in listed),
    )


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One assigned task in the progress annex."""

    content: str
    source: str  # "Công văn số 176/UBND-KSTT, mục 3"
    lead: str
    due: date | None  # None with ``due_text`` for "hằng tháng" and the like
    progress: int | None  # percent, 0-100; None where progress is not measured
    result: str
    state: TaskState
    due_text: str = ""


def count_tasks(rows: Iterable[TaskRow]) -> TaskCounts:
    """Count rows by state; cancelled ones are in no count."""
    states = Counter(row.state for row in rows)
    return TaskCounts(
        states[TaskState.DONE_ON_TIME],
        states[TaskState.DONE_LATE],
        states[TaskState.OPEN_IN_TIME],
        states[TaskState.OPEN_OVERDUE],
        states[TaskState.STANDING],
    )


def sum_counts(counts: Iterable[TaskCounts]) -> TaskCounts:
    """Add task counts state by state."""
    listed = tuple(counts)
    return TaskCounts(
        sum(item.done_on_time for item in listed),
        sum(item.done_late for item in listed),
        sum(item.open_in_time for item in listed),
        sum(item.open_overdue for item in listed),
        sum(item.standing for item in listed),
    )


@dataclass(frozen=True, slots=True)
class OnTime:
    """What came on time out of all that fell due."""

    on_time: int
    due: int


@dataclass(frozen=True, slots=True)
class BothDeadlines:
    """The same work judged by the days first set and by the days that extensions gave."""

    original: OnTime
    extended: OnTime

    @property
    def differ(self) -> bool:
        """Whether an extension makes a difference that a reader should know."""
        return self.original != self.extended


@dataclass(frozen=True, slots=True)
class PlanProgressRow:
    """One line of the improvement plan with what has been done so far."""

    criterion_code: str
    criterion: str
    deducted: Decimal | None
    measure: str
    product: str
    lead: str
    due: date | None
    progress: int | None
    result: str
    state: TaskState


@dataclass(frozen=True, slots=True)
class UnitTimeliness:
    """How one unit reported over several periods; the five add up to the periods it was expected in."""

    unit: str
    on_time: int = 0
    grace: int = 0
    late: int = 0
    missing: int = 0
    excused: int = 0

    @property
    def expected(self) -> int:
        """The periods whose due day has passed."""
        return self.on_time + self.grace + self.late + self.missing + self.excused

    @property
    def judged(self) -> int:
        """The periods that count: those it was not excused from."""
        return self.expected - self.excused


@dataclass(frozen=True, slots=True)
class MonthResults:
    """How the units of one month reported; the five add up to those expected."""

    name: str  # "Tháng 3"
    on_time: int
    grace: int
    late: int
    missing: int
    excused: int

    @property
    def expected(self) -> int:
        """All units that had to report."""
        return self.on_time + self.grace + self.late + self.missing + self.excused

    @property
    def reported(self) -> int:
        """Units that owe nothing any more."""
        return self.on_time + self.late


@dataclass(frozen=True, slots=True)
class NamedCounts:
    """Task counts of a unit or of a field."""

    name: str
    counts: TaskCounts


@dataclass(frozen=True, slots=True)
class UnitText:
    """What one unit wrote under a heading."""

    unit: str
    text: str


@dataclass(frozen=True, slots=True)
class MergedTexts:
    """The texts of all units under the heading with this key, in the official order of units."""

    key: str
    texts: tuple[UnitText, ...] = field(default=())
