"""Rules of the parts of a text: phần, chương, mục, điều, khoản, điểm (R40-R42)."""

import re

from app.reports.checking import limits
from app.reports.checking.case import Case
from app.reports.checking.facts import Para, Zone

_CHAPTER = re.compile(r"^(?:phần|chương|mục|tiểu mục)\s+(?:thứ\s+)?[ivxlc\d]+\W*$", re.IGNORECASE)
_ROMAN_CHAPTER = re.compile(r"^(?:Phần|Chương|PHẦN|CHƯƠNG)\s+(\S+)")
_ARTICLE = re.compile(r"^Điều\s+\d+[a-zđ]?\.\s")
_SECTION = re.compile(r"^([IVX]+)\.\s+(.+)$")
_POINT = re.compile(r"^([a-zăâđêôơư])\)\s")
_FOREIGN = frozenset("fjwz")
_HEADING_LENGTH = 160


def is_centered_heading(para: Para) -> bool:
    """Tell a heading on its own centred line: Phần, Chương, or capitals in bold."""
    if _CHAPTER.match(para.text):
        return True
    return para.is_caps and para.bold and para.align is not None and para.align.value == "center"


def check_outline(case: Case) -> None:
    """Hold the numbered parts of the body against the rules."""
    body = [para for para in case.parts.body if para.text and para.zone is Zone.BODY]
    for at, para in enumerate(body):
        if _CHAPTER.match(para.text):
            _chapter(case, para, body[at + 1] if at + 1 < len(body) else None)
        elif _ARTICLE.match(para.text):
            case.ledger.look("R40")
            case.ledger.size("R40", para, *limits.BODY, "Điều")
        _section(case, para)
    _points(case, body)


def _chapter(case: Case, para: Para, title: Para | None) -> None:
    ledger = case.ledger
    ledger.look("R40")
    roman = _ROMAN_CHAPTER.match(para.text)
    if roman and not re.fullmatch(r"[IVXLC]+\W*|thứ", roman.group(1)):
        ledger.fail("R40", para, "Phần, chương đánh số bằng chữ số La Mã.")
    ledger.face("R40", para, "Dòng phần, chương, mục", bold=True, italic=False)
    ledger.size("R40", para, *limits.BODY, "Dòng phần, chương, mục")
    case.centered("R40", para, "Dòng phần, chương, mục")
    if title is None or not title.is_caps or not title.bold:
        ledger.fail("R40", para, "Phần, chương, mục phải có tiêu đề bên dưới, in hoa, đậm.")


def _section(case: Case, para: Para) -> None:
    match = _SECTION.match(para.text)
    if match is None or len(para.text) > _HEADING_LENGTH:
        return
    case.ledger.look("R41")
    case.ledger.capitals("R41", para, "Tiêu đề mục")
    case.ledger.face("R41", para, "Tiêu đề mục", bold=True, italic=False)


def _points(case: Case, body: list[Para]) -> None:
    last = ""
    for para in body:
        match = _POINT.match(para.text)
        if match is None:
            if re.match(r"^(?:\d+\.|[IVX]+\.|Điều )", para.text):
                last = ""
            continue
        letter = match.group(1)
        case.ledger.look("R41", "R42")
        if letter in _FOREIGN:
            case.ledger.fail("R42", para, f"Điểm “{letter})” không thuộc bảng chữ cái tiếng Việt.")
        elif letter == "e" and last == "d":
            case.ledger.fail("R42", para, "Sau điểm d) là điểm đ).")
        if para.bold and len(para.text) > 120:
            case.ledger.warn("R41", para, "Nội dung điểm dùng chữ thường, không đậm.")
        last = letter
