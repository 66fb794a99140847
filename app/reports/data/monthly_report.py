"""Data of the monthly report of one unit (báo cáo kết quả công tác cải cách hành chính)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.reports.data.frame import Frame
from app.reports.data.parts import (
    DossierRow,
    FigureGroup,
    NamedCounts,
    OutlineHeading,
    Period,
    PlanProgressRow,
    TaskCounts,
    TaskRow,
    count_tasks,
)


@dataclass(frozen=True, slots=True)
class MonthlyReportData:
    """Everything the monthly report prints; text and annexes are made from these same numbers.

    ``basis`` are căn cứ lines without end marks (R32-R33). ``phrases`` replaces standing sentences by key
    (``reports/phrases.py`` lists keys, defaults and the fields each may name). Empty ``dossiers``, ``tasks``,
    ``figures`` or ``plan_rows`` simply leave their annex out.
    """

    frame: Frame
    unit_code: str  # part of file names, ASCII
    unit_name: str  # "xã Quỳ Hợp" or "Phòng Văn hóa - Xã hội", as running text names it
    period: Period
    basis: tuple[str, ...]
    headings: tuple[OutlineHeading, ...]
    figures: tuple[FigureGroup, ...] = ()
    figure_notes: tuple[str, ...] = ()  # what must be known of the figures, printed above their table
    dossiers: tuple[DossierRow, ...] = ()
    task_counts: TaskCounts | None = None  # None: counted from ``tasks``, so that text and annex agree
    tasks: tuple[TaskRow, ...] = ()
    field_tasks: tuple[NamedCounts, ...] = ()  # drawn where two fields or more have dated tasks
    plan_year: int | None = None  # year of the scores that the improvement plan repairs
    plan_rows: tuple[PlanProgressRow, ...] = ()
    phrases: Mapping[str, str] = field(default_factory=dict)

    @property
    def counts(self) -> TaskCounts:
        """The task counts the text tells."""
        return count_tasks(self.tasks) if self.task_counts is None else self.task_counts
