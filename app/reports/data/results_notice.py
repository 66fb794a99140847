"""Data of the notice that tells all units how a period went (thông báo kết quả)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.core.ranking import Ranking
from app.core.statuses import ReportResult
from app.reports.data.consolidated_report import UnitSubmission
from app.reports.data.frame import Frame
from app.reports.data.parts import BothDeadlines, Period, UnitTimeliness


@dataclass(frozen=True, slots=True)
class ResultsNoticeData:
    """Every expected unit with its result as it stood on ``as_of``; all counts come from the list.

    Without ``ranked`` (or the older ``ranking``) the notice ranks nobody.
    """

    frame: Frame
    unit_code: str
    unit_name: str
    period: Period
    due: date
    as_of: date
    submissions: tuple[UnitSubmission, ...]
    report_deadlines: BothDeadlines | None = None  # told where they differ
    basis: tuple[str, ...] = ()
    ranking: tuple[UnitTimeliness, ...] = ()  # as notices issued before places had points printed it
    ranked: Ranking | None = None
    published: str = ""  # "công bố lần 1 ngày 18/3/2024"; blank for a ranking that is not frozen
    phrases: Mapping[str, str] = field(default_factory=dict)

    def units(self, result: ReportResult) -> tuple[UnitSubmission, ...]:
        """The units with this result, in official order."""
        return tuple(item for item in self.submissions if item.result is result)
