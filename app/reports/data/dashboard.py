"""Data of a dashboard: one chart and the numbers behind it, by month, by field or by unit."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.reports.data.parts import MonthResults, NamedCounts


class Board(StrEnum):
    """What a dashboard counts."""

    MONTHS = "months"
    FIELDS = "fields"
    UNITS = "units"


BOARD_TITLES = {
    Board.MONTHS: "Kết quả gửi báo cáo theo tháng",
    Board.FIELDS: "Nhiệm vụ theo lĩnh vực",
    Board.UNITS: "Nhiệm vụ theo đơn vị",
}


@dataclass(frozen=True, slots=True)
class DashboardData:
    """One dashboard as it stood on a day; months for ``MONTHS``, counts for the others."""

    board: Board
    unit_name: str
    as_of: date
    months: tuple[MonthResults, ...] = ()
    counts: tuple[NamedCounts, ...] = ()
