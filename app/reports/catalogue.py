"""Which papers there are: kind, Vietnamese title, builder, formats, file name. All that a screen needs."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.core.text import fold
from app.reports.builders.consolidated_report import build_consolidated_report
from app.reports.builders.framing import Built
from app.reports.builders.improvement_plan import build_improvement_plan
from app.reports.builders.monthly_report import build_monthly_report
from app.reports.data.consolidated_report import ConsolidatedReportData
from app.reports.data.improvement_plan import ImprovementPlanData
from app.reports.data.monthly_report import MonthlyReportData

FORMATS = ("docx", "pdf", "xlsx")

_UNSAFE = re.compile(r"[^a-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One kind of paper; ``build`` takes the data class of the kind, ``period`` names it in file names."""

    kind: str  # as the command line names it
    title: str
    stem: str  # first part of file names
    build: Callable[[Any], Built]
    period: Callable[[Any], str]
    formats: tuple[str, ...] = FORMATS

    def file_name(self, data: Any, extension: str) -> str:
        """Return a short ASCII name: bao-cao-thang_2024-03_17038.docx."""
        if extension not in self.formats:
            raise ValueError(f"{self.kind} has no form {extension}")
        parts = (self.stem, self.period(data), data.unit_code)
        return "_".join(_safe(part) for part in parts if part) + f".{extension}"


def _safe(text: str) -> str:
    return _UNSAFE.sub("-", fold(text)).strip("-.")[:40]


def _reporting_period(data: MonthlyReportData | ConsolidatedReportData) -> str:
    return data.period.key


def _plan_year(data: ImprovementPlanData) -> str:
    return str(data.plan_year)


CATALOGUE: dict[str, CatalogueEntry] = {
    entry.kind: entry
    for entry in (
        CatalogueEntry(
            "monthly-report",
            "Báo cáo tháng của đơn vị",
            "bao-cao-thang",
            build_monthly_report,
            _reporting_period,
        ),
        CatalogueEntry(
            "improvement-plan",
            "Kế hoạch khắc phục tiêu chí bị trừ điểm",
            "ke-hoach-khac-phuc",
            build_improvement_plan,
            _plan_year,
        ),
        CatalogueEntry(
            "consolidated-report",
            "Báo cáo tổng hợp của cơ quan đầu mối",
            "bao-cao-tong-hop",
            build_consolidated_report,
            _reporting_period,
        ),
    )
}
