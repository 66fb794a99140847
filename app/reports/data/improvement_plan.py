"""Data of the yearly plan that repairs criteria with deducted points (kế hoạch khắc phục)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.reports.data.frame import Frame
from app.reports.data.parts import OutlineHeading


@dataclass(frozen=True, slots=True)
class FieldScore:
    """Points of one field; ``points`` is the appraised sum, or the self-scored one while provisional."""

    name: str
    max_points: Decimal
    points: Decimal
    deducted: Decimal


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """The year's result of a unit."""

    max_points: Decimal
    total: Decimal
    is_provisional: bool  # no appraisal yet: every number is marked "tạm tính"
    fields: tuple[FieldScore, ...]
    criteria_deducted: int  # number of criteria that lost points
    rank: int | None = None
    ranked_units: int | None = None  # "xếp thứ 5/21"
    band: str = ""  # "Tốt"
    decision: str = ""  # document that announced the result, in full as R33 wants it


@dataclass(frozen=True, slots=True)
class ImprovementRow:
    """One criterion with deducted points and what will be done about it; rows arrive grouped by field."""

    field_name: str
    code: str  # "2.1.3"
    title: str
    max_points: Decimal
    self_points: Decimal | None
    appraised_points: Decimal | None
    deducted: Decimal
    reason: str  # lý do bị trừ
    cause: str  # nguyên nhân
    measure: str
    product: str
    lead: str
    coordinating: str = ""
    due: date | None = None
    target_points: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ImprovementPlanData:
    """Everything the improvement plan prints.

    ``organisation`` are the sentences of the last heading (who does what, how it is reported, money), each a
    paragraph that may name fields. A plan has no Kính gửi: its receiver stands in ``frame.recipients``.
    """

    frame: Frame
    unit_code: str
    unit_name: str
    score_year: int  # the year whose points were lost
    plan_year: int  # the year in which the measures are carried out
    result: ScoreResult
    rows: tuple[ImprovementRow, ...]
    basis: tuple[str, ...]
    headings: tuple[OutlineHeading, ...]
    organisation: tuple[str, ...] = ()
    phrases: Mapping[str, str] = field(default_factory=dict)
