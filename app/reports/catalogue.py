"""Which papers there are: kind, Vietnamese title, builder, formats, file name. All that a screen needs."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.core.text import fold
from app.reports.builders.apology import build_apology
from app.reports.builders.assignment_notice import build_assignment_notice
from app.reports.builders.consolidated_report import build_consolidated_report
from app.reports.builders.framing import Built
from app.reports.builders.handover import build_handover
from app.reports.builders.improvement_plan import build_improvement_plan
from app.reports.builders.leader_page import build_leader_page
from app.reports.builders.monthly_report import build_monthly_report
from app.reports.builders.number_story import build_number_story
from app.reports.builders.reminder import build_reminder
from app.reports.builders.results_notice import build_results_notice
from app.reports.data.apology import ApologyData
from app.reports.data.assignment_notice import AssignmentNoticeData
from app.reports.data.consolidated_report import ConsolidatedReportData
from app.reports.data.handover import HandoverData
from app.reports.data.improvement_plan import ImprovementPlanData
from app.reports.data.leader_page import LeaderPageData
from app.reports.data.monthly_report import MonthlyReportData
from app.reports.data.number_story import NumberStoryData
from app.reports.data.reminder import ReminderData
from app.reports.data.results_notice import ResultsNoticeData

FORMATS = ("docx", "pdf", "xlsx")

_MONTH = re.compile(r"\d{4}-\d{2}")
_UNSAFE = re.compile(r"[^a-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One kind of paper; ``build`` takes the data class of the kind, ``period`` names it in file names.

    ``is_issued`` papers get a number of the register's series; the others are an inside page, or hold
    personal data that the register does not keep (law_and_format 8).
    """

    kind: str  # as the command line names it
    title: str
    stem: str  # first part of file names
    build: Callable[[Any], Built]
    period: Callable[[Any], str]
    data: type[Any]
    formats: tuple[str, ...] = FORMATS
    is_issued: bool = True

    def file_name(self, data: Any, extension: str) -> str:
        """Return a short ASCII name: bao-cao-thang_2024-03_17038.docx."""
        if extension not in self.formats:
            raise ValueError(f"{self.kind} has no form {extension}")
        period = self.period(data)
        is_longer = self.stem.endswith("-thang") and not _MONTH.fullmatch(period)
        stem = self.stem.removesuffix("-thang") if is_longer else self.stem
        parts = (stem, period, data.unit_code)
        return "_".join(_safe(part) for part in parts if part) + f".{extension}"


def _safe(text: str) -> str:
    return _UNSAFE.sub("-", fold(text)).strip("-.")[:40]


def _reporting_period(
    data: MonthlyReportData | ConsolidatedReportData | ReminderData | ResultsNoticeData | LeaderPageData,
) -> str:
    return data.period.key


def _plan_year(data: ImprovementPlanData) -> str:
    return str(data.plan_year)


def _directive(data: AssignmentNoticeData) -> str:
    return data.directive_key


def _dossier(data: ApologyData) -> str:
    return data.details.dossier_code


def _number(data: NumberStoryData) -> str:
    return f"{data.code}_{data.period.key}"


def _handover_day(data: HandoverData) -> str:
    return data.held_on.isoformat()


CATALOGUE: dict[str, CatalogueEntry] = {
    entry.kind: entry
    for entry in (
        CatalogueEntry(
            "monthly-report",
            "Báo cáo tháng của đơn vị",
            "bao-cao-thang",
            build_monthly_report,
            _reporting_period,
            MonthlyReportData,
        ),
        CatalogueEntry(
            "improvement-plan",
            "Kế hoạch khắc phục tiêu chí bị trừ điểm",
            "ke-hoach-khac-phuc",
            build_improvement_plan,
            _plan_year,
            ImprovementPlanData,
        ),
        CatalogueEntry(
            "consolidated-report",
            "Báo cáo tổng hợp của cơ quan đầu mối",
            "bao-cao-tong-hop",
            build_consolidated_report,
            _reporting_period,
            ConsolidatedReportData,
        ),
        CatalogueEntry(
            "reminder", "Công văn đôn đốc", "don-doc", build_reminder, _reporting_period, ReminderData
        ),
        CatalogueEntry(
            "assignment-notice",
            "Công văn giao nhiệm vụ",
            "giao-nhiem-vu",
            build_assignment_notice,
            _directive,
            AssignmentNoticeData,
        ),
        CatalogueEntry(
            "results-notice",
            "Thông báo kết quả",
            "thong-bao-ket-qua",
            build_results_notice,
            _reporting_period,
            ResultsNoticeData,
        ),
        CatalogueEntry(
            "apology",
            "Văn bản xin lỗi và đề nghị gia hạn",
            "xin-loi",
            build_apology,
            _dossier,
            ApologyData,
            is_issued=False,
        ),
        CatalogueEntry(
            "handover", "Biên bản bàn giao", "ban-giao", build_handover, _handover_day, HandoverData
        ),
        CatalogueEntry(
            "leader-page",
            "Trang lãnh đạo",
            "trang-lanh-dao",
            build_leader_page,
            _reporting_period,
            LeaderPageData,
            is_issued=False,
        ),
        CatalogueEntry(
            "number-story",
            "Phiếu giải trình số liệu",
            "giai-trinh",
            build_number_story,
            _number,
            NumberStoryData,
            is_issued=False,
        ),
    )
}
