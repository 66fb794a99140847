"""Data of the apology for a late dossier, in the form of its day (law_and_format 4).

What is known of the applicant comes from the caller for this one paper; the register keeps none of it
(law_and_format 8), and whatever is not given stays a gap.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.reports.data.frame import Frame

NEW_FORMS_FROM = date(2025, 7, 1)  # NĐ 118/2025/NĐ-CP, TT 03/2025/TT-VPCP


class ApologyForm(StrEnum):
    """The two forms: of NĐ 61/2018/NĐ-CP until 30/6/2025, of NĐ 118/2025/NĐ-CP from 01/7/2025."""

    OLD = "nd-61-2018"
    NEW = "nd-118-2025"

    @classmethod
    def on(cls, day: date) -> "ApologyForm":
        """Return the form in force on a day."""
        return cls.NEW if day >= NEW_FORMS_FROM else cls.OLD


@dataclass(frozen=True, slots=True)
class ApologyDetails:
    """The one dossier the paper is about; every field may be missing."""

    applicant: str = ""
    address: str = ""
    dossier_code: str = ""
    procedure: str = ""
    received_on: date | None = None
    due_on: date | None = None
    reason: str = ""
    new_due_on: date | None = None
    extension: int = 1  # which extension of this dossier it is


@dataclass(frozen=True, slots=True)
class ApologyData:
    """One apology with the new date it asks for."""

    frame: Frame
    unit_code: str
    unit_name: str
    form: ApologyForm
    details: ApologyDetails
    phrases: Mapping[str, str] = field(default_factory=dict)
