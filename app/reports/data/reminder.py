"""Data of the letter that reminds one unit of what it owes (công văn đôn đốc)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.reports.data.frame import Frame
from app.reports.data.parts import Period


@dataclass(frozen=True, slots=True)
class MissingReport:
    """A report that has not come; ``days_late`` counts from its due day to the letter's day."""

    name: str  # "Báo cáo kết quả công tác cải cách hành chính tháng 3 năm 2024"
    due: date
    days_late: int
    noun: str = "báo cáo"  # what it is: "báo cáo" or "kế hoạch"


@dataclass(frozen=True, slots=True)
class OverdueTask:
    """A task whose last timely day has passed."""

    content: str
    source: str  # "Công văn số 176/UBND-KSTT, mục 3"
    due: date | None
    days_late: int
    progress: int  # percent


@dataclass(frozen=True, slots=True)
class ReminderData:
    """One unit's own missing reports and overdue tasks as they stood on ``as_of``."""

    frame: Frame  # of the issuer; Kính gửi names the unit
    unit_code: str  # of the unit that is reminded
    unit_name: str
    period: Period
    as_of: date
    basis: str = ""  # the directive that asks for the reports, cited in full (R33); blank: none
    missing: tuple[MissingReport, ...] = ()
    overdue: tuple[OverdueTask, ...] = ()
    reply_by: date | None = None
    phrases: Mapping[str, str] = field(default_factory=dict)
