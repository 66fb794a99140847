"""Data of the notice that tells all units how a period went (thông báo kết quả)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.core.statuses import ReportResult
from app.reports.data.consolidated_report import UnitSubmission
from app.reports.data.frame import Frame
from app.reports.data.parts import Period, UnitTimeliness


@dataclass(frozen=True, slots=True)
class ResultsNoticeData:
    """Every expected unit with its result as it stood on ``as_of``; all counts come from the list.

    ``ranking`` is in the order it is printed; without it the notice ranks nobody.
    """

    frame: Frame
    unit_code: str
    unit_name: str
    period: Period
    due: date
    as_of: date
    submissions: tuple[UnitSubmission, ...]
    basis: tuple[str, ...] = ()
    ranking: tuple[UnitTimeliness, ...] = ()
    phrases: Mapping[str, str] = field(default_factory=dict)

    def units(self, result: ReportResult) -> tuple[UnitSubmission, ...]:
        """The units with this result, in official order."""
        return tuple(item for item in self.submissions if item.result is result)
