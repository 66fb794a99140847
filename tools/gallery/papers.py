"""The papers to look at: every kind, three units, draft and issued; invented names and numbers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.reports.catalogue import CATALOGUE
from app.reports.data.apology import ApologyForm
from app.reports.data.frame import Frame
from app.reports.data.parts import Period
from app.reports.tree import Document
from tests.reports import letter_samples as letters
from tests.reports import report_samples as samples

QUARTER = Period("2024-Q1", "quý I năm 2024", date(2023, 12, 12), date(2024, 3, 11))
FAR_NAME = (
    "Ủy ban nhân dân xã Mường Chọng Thượng - Châu Hồng - Châu Lộc - Đồng Nghĩa Hưng - Phước Trường Nguyên "
    "Thượng Khương"
)
_FAR_LINES = ("Ủy ban nhân dân", FAR_NAME.removeprefix("Ủy ban nhân dân "))
_UNITS_OF_PROVINCE = 130
_TO_ANOTHER = {"reminder"}  # the unit it names is the one that owes


@dataclass(frozen=True, slots=True)
class Office:
    """One of the three units: how it signs, and how many rows and units its papers have."""

    name: str  # part of file names
    unit_name: str
    issuer_lines: tuple[str, ...]
    issuer: str
    place: str
    suffix: str  # of symbols: "BC-UBND"
    authority: tuple[str, ...]
    signer: str
    superior: str | None
    rows: int
    units: int

    def dressed(self, frame: Frame) -> Frame:
        """Return a paper's form as this unit prints it; receivers and gaps stay those of the paper."""
        head = frame.symbol.partition("-")[0]
        symbol = f"{self.suffix}-CCHC" if head == "UBND" else f"{head}-{self.suffix}"
        return replace(
            frame,
            issuer_lines=self.issuer_lines,
            issuer_name=self.issuer,
            place=self.place,
            symbol=symbol,
            authority=self.authority,
            signer_name=self.signer,
            superior=self.superior,
        )


OFFICES = (
    Office(
        "xa-ngan",
        "xã Mẫu",
        ("Ủy ban nhân dân", "xã Mẫu"),
        "Ủy ban nhân dân xã Mẫu",
        "Mẫu",
        "UBND",
        ("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"),
        "Lê Thị An",
        None,
        rows=3,
        units=5,
    ),
    Office(
        "xa-ten-dai",
        FAR_NAME.removeprefix("Ủy ban nhân dân "),
        _FAR_LINES,
        FAR_NAME,
        "Mường Chọng Thượng - Châu Hồng",
        "UBND",
        ("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"),
        "Hoàng Vũ Nguyễn Đặng Phương Quỳnh",
        None,
        rows=14,
        units=34,
    ),
    Office(
        "so-130-don-vi",
        "Sở Nội vụ",
        ("Sở Nội vụ",),
        "Sở Nội vụ tỉnh Mẫu",
        "Mẫu Giang",
        "SNV",
        ("KT. Giám đốc", "Phó Giám đốc"),
        "Trần Văn Mẫu",
        "Ủy ban nhân dân tỉnh Mẫu",
        rows=40,
        units=_UNITS_OF_PROVINCE,
    ),
)

Make = Callable[[Office, bool], Any]
_KINDS: dict[str, Make] = {
    "monthly-report": lambda office, draft: samples.monthly(draft=draft, rows=office.rows),
    "quarter-report": lambda office, draft: replace(
        samples.monthly(draft=draft, rows=office.rows), period=QUARTER
    ),
    "monthly-report-empty": lambda _office, draft: samples.monthly(draft=draft, empty=True),
    "improvement-plan": lambda office, draft: samples.improvement(draft=draft, rows=office.rows),
    "consolidated-report": lambda office, draft: samples.consolidated(draft=draft, units=office.units),
    "reminder": lambda office, draft: letters.reminder(draft=draft, overdue=office.rows),
    "assignment-notice": lambda office, draft: letters.assignment_notice(draft=draft, rows=office.rows),
    "results-notice": lambda _office, draft: letters.results_notice(draft=draft),
    "results-notice-ranked": lambda _office, draft: letters.ranked_notice(draft=draft),
    "apology": lambda _office, draft: letters.apology(draft=draft),
    "apology-new": lambda _office, draft: letters.apology(draft=draft, form=ApologyForm.NEW),
    "handover": lambda office, draft: letters.handover(draft=draft, rows=office.rows),
    "leader-page": lambda _office, draft: letters.leader_page(draft=draft),
    "number-story": lambda office, draft: letters.number_story(draft=draft, units=office.units),
}


def papers(only: str = "") -> Iterator[tuple[str, Document]]:
    """Build the papers whose name (kind.unit.state) contains ``only``."""
    for name, make in _KINDS.items():
        kind = next(kind for kind in sorted(CATALOGUE, key=len, reverse=True) if _is_of(name, kind))
        for office in OFFICES:
            for state in ("draft", "issued"):
                title = f"{name}.{office.name}.{state}"
                if only not in title:
                    continue
                data = make(office, state == "draft")
                data = replace(data, frame=office.dressed(data.frame))
                if kind not in _TO_ANOTHER:
                    data = replace(data, unit_name=office.unit_name)
                yield title, CATALOGUE[kind].build(data).document


def _is_of(name: str, kind: str) -> bool:
    return name.startswith(kind) or (name == "quarter-report" and kind == "monthly-report")
