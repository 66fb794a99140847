"""Rules of every character: font, Unicode, colour, size in tables (R04-R06, R45)."""

import re
import unicodedata
from collections.abc import Iterator

from app.reports.checking import limits
from app.reports.checking.case import Case
from app.reports.checking.facts import GROUND, Para, Zone
from app.reports.checking.verdicts import points
from app.reports.styles import FONT

_TWINS = ("liberationserif", "tinos")
_OLD = re.compile(r"^\.vn|^vni", re.IGNORECASE)
_ALIEN = re.compile("[\u0370-\u03ff\u0400-\u052f]+")  # Greek and Cyrillic letters that look like ours
_MARKS = re.compile("[\u0300-\u036f]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_REPLACED = "\ufffd"
_RED = re.compile(r"^(?:HỎA TỐC|THƯỢNG KHẨN|KHẨN|TUYỆT MẬT|TỐI MẬT|MẬT)\b")


def check_text(case: Case) -> None:
    """Hold fonts, characters and colours of all text against the rules."""
    ledger = case.ledger
    fonts: set[str] = set()
    for para in _all(case):
        if not para.text:
            continue
        ledger.look("R04", "R05", "R06")
        for span in para.words:
            for font in span.fonts:
                if font not in fonts:
                    fonts.add(font)
                    _font(case, para, font)
            if not span.embedded:
                ledger.fail("R04", para, f"Phông “{span.fonts[0]}” không được nhúng trong tệp PDF.")
            if span.color == GROUND:
                if not (case.is_pdf and para.zone is Zone.TABLE):  # there it may be the cell's own
                    ledger.fail("R06", para, f"Chữ “{span.text.strip()[:30]}” còn tô nền màu; bỏ màu nền.")
            elif span.color and not _RED.match(para.text):
                ledger.fail("R06", para, f"Chữ “{span.text.strip()[:30]}” không phải màu đen ({span.color}).")
        _characters(case, para)
        if para.zone is Zone.TABLE:
            ledger.look("R45")
            small = [size for size in para.sizes if size < limits.TABLE_LEAST - 0.3]
            if small:
                ledger.warn("R45", para, f"Chữ trong bảng cỡ {points(small)}; nên từ 11 trở lên.")


def _all(case: Case) -> Iterator[Para]:
    yield from case.paper.paras
    for section in case.paper.sections:
        if section.numbering.head is not None:
            yield section.numbering.head
    for page in case.paper.pages:
        yield from page.head
        yield from page.foot


def _font(case: Case, para: Para, font: str) -> None:
    name = re.sub(r"[\s,_-]", "", font).lower()
    if name.startswith(FONT.replace(" ", "").lower()):
        return
    if case.is_pdf and name.startswith(_TWINS):
        case.ledger.warn(
            "R04",
            para,
            f"Tệp dùng phông {font}, cùng kích thước với {FONT}; nên xuất lại trên máy có {FONT}.",
        )
    elif _OLD.match(font):
        case.ledger.fail("R04", para, f"Phông “{font}” theo bảng mã cũ; phải là {FONT} (Unicode).")
    else:
        shown = font.lstrip("*") or "không rõ"
        case.ledger.fail("R04", para, f"Phông chữ “{shown}”; phải là {FONT}.")


def _characters(case: Case, para: Para) -> None:
    raw, ledger = para.raw, case.ledger
    if _MARKS.search(raw) or unicodedata.normalize("NFC", raw) != raw:
        ledger.fail("R05", para, "Chữ Việt ở dạng tổ hợp (dấu rời); phải là Unicode dựng sẵn (NFC).")
    if _PRIVATE.search(raw) or _REPLACED in raw:
        ledger.fail("R05", para, "Có ký tự không thuộc bảng mã Unicode chung; người khác không đọc được.")
    alien = _ALIEN.search(raw)
    beside = (
        raw[max(alien.start() - 1, 0) : alien.start()] + raw[alien.end() : alien.end() + 1] if alien else ""
    )
    if alien and any(char.isalpha() and not _ALIEN.match(char) for char in beside):
        ledger.fail("R05", para, f"Chữ “{alien.group()}” không phải chữ Việt dù trông giống.")
    if "\u2011" in raw or "\u00ad" in raw:
        is_symbol = case.parts.number is para or re.search(r"\d+/[^\s]*[\u2011\u00ad]", raw)
        if is_symbol:
            ledger.fail("R05", para, "Ký hiệu dùng dấu nối không ngắt dòng; phải là dấu gạch nối thường (-).")
