"""Data of the letter that hands out the tasks of a directive (công văn giao nhiệm vụ)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.reports.data.frame import Frame


@dataclass(frozen=True, slots=True)
class AssignedTask:
    """One line of the table: what, who leads, who helps, until when, with which result."""

    content: str
    lead: str
    coordinating: str = ""
    due: date | None = None  # None with ``due_text`` for "hằng tháng" and the like
    due_text: str = ""
    product: str = ""
    section: str = ""  # where in the directive it stands


@dataclass(frozen=True, slots=True)
class AssignmentNoticeData:
    """The tasks of one directive with whom they bind; Kính gửi names groups before single units."""

    frame: Frame
    unit_code: str
    unit_name: str
    directive: str  # cited in full (R33)
    directive_short: str  # "Công văn số 176/UBND-KSTT"
    directive_key: str  # names the file
    tasks: tuple[AssignedTask, ...]
    phrases: Mapping[str, str] = field(default_factory=dict)
