"""The workbook that a unit without the program reports with: what it asks, and where each thing stands."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

import msgspec

from app.exchange.documents import Code, PeriodName, Text
from app.exchange.guarded_json import encode
from app.exchange.manifest import Id, Moment, Party, Short

FORMAT, SUFFIX = "so-cchc-form 1", ".xlsx"
FIGURES, WORDS, HIDDEN = "Số liệu", "Thuyết minh", "_so_cchc"
SHEETS = (FIGURES, WORDS, HIDDEN)

# Where people write: cells of the first sheet, columns of both tables.
REVISION, REASON, APPROVED_BY, SIGNED_ON, NUMBER = "D6", "D7", "D8", "D9", "D10"
HEAD_FIELDS = {
    REVISION: "Lần gửi (1; nộp thay thế thì 2, 3…)",
    REASON: "Lý do nộp thay thế",
    APPROVED_BY: "Người duyệt",
    SIGNED_ON: "Ngày ký",
    NUMBER: "Số, ký hiệu báo cáo",
}
HEADER_ROW = 12
CODE_COLUMN, VALUE_COLUMN, EXPLANATION_COLUMN = 1, 4, 5
FIGURE_HEADERS = ("Mã", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Giải trình")
WORDS_HEADER_ROW, KEY_COLUMN, TEXT_COLUMN = 3, 1, 3
WORDS_HEADERS = ("Mục", "Đề mục", "Nội dung")


class FormFigure(msgspec.Struct, frozen=True, kw_only=True):
    """One line to fill in."""

    code: Code
    title: Short
    measure: Code = ""
    is_count: bool = True


class FormHeading(msgspec.Struct, frozen=True, kw_only=True):
    """One heading to write under."""

    key: Code
    title: Short


class FormIdentity(msgspec.Struct, frozen=True, kw_only=True):
    """Whose form it is and what it asks; hidden in the workbook, and marked by its maker."""

    format: Annotated[str, msgspec.Meta(pattern=f"^{FORMAT}$")] = FORMAT
    issuer: Party
    unit: Party
    report_id: Id
    period_id: Id
    period: PeriodName
    period_words: Short
    due_on: date
    made_at: Moment
    figures: Annotated[list[FormFigure], msgspec.Meta(max_length=2000)]
    headings: Annotated[list[FormHeading], msgspec.Meta(max_length=500)]


class HiddenSheet(msgspec.Struct, frozen=True):
    """What the hidden sheet holds, as JSON cut into cells."""

    identity: FormIdentity
    mark: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}$")]


@dataclass(frozen=True, slots=True)
class FormProof:
    """What shows that a filled form is one of ours: its identity's bytes and mark; what was passed over."""

    marked: bytes
    mark: str
    notices: tuple[str, ...]


class FormAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What was read out of a filled form, and where it was filled in another way than it asks."""

    identity: FormIdentity
    mark: str
    revision: int
    reason: Text
    approved_by: Short
    signed_on: date | None
    document_number: Short
    figures: list[tuple[Code, str, Text]]  # code, the figure in the form of packages ("P", "K", ""), why
    narratives: list[tuple[Code, Text]]
    faults: list[tuple[str, str]]  # "Số liệu!D15", sentence
    notices: list[str]


def marked(identity: FormIdentity) -> bytes:
    """Return the bytes that the maker's mark is over."""
    return encode(identity)
