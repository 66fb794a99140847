"""Rules of annexes (R60-R64)."""

import re

from app.core.text import exact_key
from app.reports.checking import limits
from app.reports.checking.case import Case
from app.reports.checking.facts import Para, Zone
from app.reports.checking.parts import Annex
from app.reports.tree import Align

_LABEL = re.compile(r"^Phụ lục(?: ([IVXLC]+))?$")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_LINK = re.compile(r"^\(\s*(?:Ban hành )?[Kk]èm theo .+\)$")


def check_annexes(case: Case) -> None:
    """Hold every annex against the rules."""
    annexes, ledger = case.parts.annexes, case.ledger
    if not annexes:
        return
    ledger.look("R60", "R61")
    texts = (*case.parts.basis, *case.parts.body)
    if not case.parts.is_annex_file and not any("phụ lục" in exact_key(para.text) for para in texts):
        ledger.fail("R60", annexes[0].label, "Nội dung văn bản không nhắc đến phụ lục kèm theo.")
    for at, annex in enumerate(annexes):
        _label(case, annex, at)
        _titles(case, annex)
        _link(case, annex)


def _label(case: Case, annex: Annex, at: int) -> None:
    para, ledger, count = annex.label, case.ledger, len(case.parts.annexes)
    case.centered("R61", para, "Từ “Phụ lục”")
    ledger.size("R61", para, *limits.ANNEX_LABEL, "Từ “Phụ lục”")
    ledger.face("R61", para, "Từ “Phụ lục”", bold=True, italic=False)
    text = para.text.rstrip(" .:")
    if text.startswith("PHỤ LỤC"):
        ledger.fail("R61", para, "Từ “Phụ lục” viết chữ thường, không in hoa toàn bộ.")
        text = "Phụ lục" + text[7:]
    match = _LABEL.match(text)
    numeral = match.group(1) if match else None
    if match is None:
        ledger.fail("R60", para, "Phụ lục đánh số bằng chữ số La Mã (Phụ lục I, Phụ lục II…).")
    elif count > 1 and numeral is None:
        ledger.fail("R60", para, "Có từ hai phụ lục trở lên thì phải đánh số La Mã.")
    elif count > 1 and at < len(_ROMAN) and numeral != _ROMAN[at]:
        ledger.fail("R60", para, f"Phụ lục thứ {at + 1} phải là “Phụ lục {_ROMAN[at]}”.")
    elif count == 1 and numeral is not None and not case.parts.is_annex_file:
        ledger.warn("R60", para, "Chỉ có một phụ lục thì không cần đánh số.")


def _titles(case: Case, annex: Annex) -> None:
    ledger = case.ledger
    early = [para for para in annex.above if para.is_caps and para.zone is Zone.BODY]
    ledger.look("R62")
    if early:
        ledger.fail("R62", early[0], "Tiêu đề phụ lục phải ở dưới từ “Phụ lục”, không ở trên.")
    if not annex.titles:
        if not early:
            ledger.fail("R62", annex.label, "Phụ lục thiếu tiêu đề.")
        return
    for para in annex.titles:
        ledger.capitals("R62", para, "Tiêu đề phụ lục")
        ledger.size("R62", para, *limits.ANNEX_TITLE, "Tiêu đề phụ lục")
        ledger.face("R62", para, "Tiêu đề phụ lục", bold=True, italic=False)
        case.centered("R62", para, "Tiêu đề phụ lục")


def _link(case: Case, annex: Annex) -> None:
    ledger, link = case.ledger, annex.link
    if link is None:
        ledger.fail("R63", annex.label, "Phụ lục thiếu dòng “(Kèm theo … số … ngày … của …)”.")
        return
    ledger.size("R63", link, *limits.ANNEX_TITLE, "Dòng “Kèm theo”")
    ledger.face("R63", link, "Dòng “Kèm theo”", bold=False, italic=True)
    case.centered("R63", link, "Dòng “Kèm theo”")
    if not _LINK.match(link.text):
        ledger.fail("R63", link, "Dòng “Kèm theo” phải nằm trong dấu ngoặc đơn.")
    ledger.look("R64")
    if link.stroke is None:
        ledger.warn("R64", link, "Dưới dòng “Kèm theo” nên có đường kẻ ngắn như mẫu.")
    last = _last(annex)
    is_running = last is not None and last.zone is Zone.BODY and last.align is not Align.CENTER
    if last is not None and is_running and len(last.text) > 80 and not last.text.endswith("./."):
        ledger.warn("R64", last, "Phụ lục nên kết thúc bằng dấu ./. như mẫu.")


def _last(annex: Annex) -> Para | None:
    return next((para for para in reversed(annex.body) if para.text), None)
