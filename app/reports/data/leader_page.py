"""Data of the leader's page: three sentences, one chart, one list, on one sheet (product S25)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.reports.data.frame import Frame
from app.reports.data.parts import DossierRow, MonthResults, Period, TaskCounts


@dataclass(frozen=True, slots=True)
class WeakUnit:
    """A unit the leader may want to call: what it owes in words, and how many tasks are overdue."""

    unit: str
    report: str  # "Chưa nộp", "Muộn 3 ngày"; blank where the report is in order
    overdue: int


@dataclass(frozen=True, slots=True)
class LeaderPageData:
    """One month at a glance; ``months`` are in order of time and end with the month told."""

    frame: Frame
    unit_code: str
    unit_name: str
    period: Period
    as_of: date
    months: tuple[MonthResults, ...]
    tasks: TaskCounts
    overdue_units: int
    weak: tuple[WeakUnit, ...] = ()  # the worst first
    dossiers: DossierRow | None = None
    dossier_units: int = 0
    is_provisional: bool = False  # some reports are not accepted yet
    compared: MonthResults | None = None  # the month told as it stood on another day
    compared_on: date | None = None
    phrases: Mapping[str, str] = field(default_factory=dict)
