"""Data of the sheet that explains one number: what it is made of and who said what (product row 55)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.reports.data.frame import Frame
from app.reports.data.parts import FigureKind, FigureValue, Period


@dataclass(frozen=True, slots=True)
class StoryPart:
    """One of the numbers that a computed number is made of."""

    code: str
    title: str
    value: FigureValue


@dataclass(frozen=True, slots=True)
class StoryShare:
    """What one report gives to the number, and in which version: "2", with a star until accepted."""

    unit: str
    value: FigureValue
    version: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class NumberStoryData:
    """One number at a day; ``reports`` of ``expected`` stand behind it, ``missing`` names the others."""

    frame: Frame
    unit_code: str
    unit_name: str
    period: Period
    as_of: date
    code: str
    title: str
    unit_of_measure: str
    kind: FigureKind
    value: FigureValue
    scope: str  # "của kỳ báo cáo", "lũy kế từ tháng 1 đến tháng 3 năm 2024"
    reports: int
    expected: int
    formula: str = ""
    parts: tuple[StoryPart, ...] = ()
    shares: tuple[StoryShare, ...] = ()
    missing: tuple[str, ...] = ()
    catalogue: str = ""
    phrases: Mapping[str, str] = field(default_factory=dict)
