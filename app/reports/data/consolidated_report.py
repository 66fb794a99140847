"""Data of the hub's report over all units of a period (báo cáo tổng hợp)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.core.statuses import ReportResult
from app.reports.data.frame import Frame
from app.reports.data.parts import (
    BothDeadlines,
    DossierRow,
    FigureGroup,
    MergedTexts,
    MonthResults,
    NamedCounts,
    OutlineHeading,
    Period,
    TaskCounts,
    UnitTimeliness,
    sum_counts,
)


@dataclass(frozen=True, slots=True)
class UnitSubmission:
    """One expected unit; ``unit`` is named as running text does ("UBND xã Tam Hợp")."""

    unit: str
    result: ReportResult
    received_on: date | None = None
    days_late: int = 0  # only with LATE
    note: str = ""


@dataclass(frozen=True, slots=True)
class ConsolidatedReportData:
    """Everything the consolidated report prints.

    ``submissions`` is the full list of expected units in official order; all counts come from it.
    ``figures`` are totals (sums of counts, rates computed from sums) with ``units_counted`` set.
    ``dossiers`` are totals by field, ``unit_dossiers`` the same form by unit. ``narratives`` are merged by
    heading key: identical texts of several units are printed once with the units' names. What was on time by
    both deadlines is printed where they differ; None where nobody counted it.
    """

    frame: Frame
    unit_code: str
    unit_name: str
    period: Period
    due: date  # the day that judges timeliness
    basis: tuple[str, ...]
    headings: tuple[OutlineHeading, ...]
    submissions: tuple[UnitSubmission, ...]
    figures: tuple[FigureGroup, ...] = ()
    figure_notes: tuple[str, ...] = ()  # what must be known of the figures, printed above their table
    dossiers: tuple[DossierRow, ...] = ()
    unit_dossiers: tuple[DossierRow, ...] = ()
    task_counts: TaskCounts | None = None  # None: the sum of ``unit_tasks``
    unit_tasks: tuple[NamedCounts, ...] = ()
    field_tasks: tuple[NamedCounts, ...] = ()
    months: tuple[MonthResults, ...] = ()  # of the year so far, in order of time
    timeliness: tuple[UnitTimeliness, ...] = ()  # over several months: reports are counted, not units
    report_deadlines: BothDeadlines | None = None
    task_deadlines: BothDeadlines | None = None
    narratives: tuple[MergedTexts, ...] = ()
    phrases: Mapping[str, str] = field(default_factory=dict)

    @property
    def counts(self) -> TaskCounts:
        """The task counts the text tells."""
        return (
            sum_counts(item.counts for item in self.unit_tasks)
            if self.task_counts is None
            else self.task_counts
        )

    def units(self, *results: ReportResult) -> tuple[UnitSubmission, ...]:
        """The units with one of these results, in official order."""
        return tuple(item for item in self.submissions if item.result in results)

    @property
    def reported(self) -> tuple[UnitSubmission, ...]:
        """Units whose report is in the hub's hands."""
        return tuple(item for item in self.submissions if item.received_on is not None)
