"""Rules of title, subject and Kính gửi (R26-R31)."""

import re

from app.reports.checking import limits
from app.reports.checking.case import Case
from app.reports.checking.facts import Para, Zone

_DASH = re.compile(r"^[-–+•]\s*")
_ALIGNED = 2.5  # points


def check_title(case: Case) -> None:
    """Hold title, subject and addressees against the rules."""
    parts, ledger = case.parts, case.ledger
    if parts.is_annex_file:
        return
    if parts.kind is not None and parts.kind.is_letter:
        _letter_subject(case)
    elif parts.title is None:
        ledger.fail(
            "R26",
            "dưới phần đầu trang 1",
            "Không thấy tên loại văn bản (BÁO CÁO, KẾ HOẠCH…) thuộc danh mục, cũng không phải công văn.",
        )
    else:
        _title(case, parts.title)
    _addressee(case)


def _title(case: Case, para: Para) -> None:
    ledger = case.ledger
    if case.parts.kind is None:
        ledger.warn("R26", para, "Tên loại này không thuộc 29 loại văn bản hành chính (NĐ30 Đ.7).")
        if not case.parts.subject:
            return
    ledger.capitals("R26", para, "Tên loại văn bản")
    ledger.size("R26", para, *limits.TITLE, "Tên loại văn bản")
    ledger.face("R26", para, "Tên loại văn bản", bold=True, italic=False)
    case.centered("R26", para, "Tên loại văn bản")
    subject = case.parts.subject
    if not subject:
        ledger.fail("R27", para, "Thiếu trích yếu nội dung ngay dưới tên loại.")
        return
    for line in subject:
        ledger.size("R27", line, *limits.SUBJECT, "Trích yếu")
        ledger.face("R27", line, "Trích yếu", bold=True, italic=False)
        case.centered("R27", line, "Trích yếu")
        if line.is_caps and len(line.text) > 12:
            ledger.fail("R27", line, "Trích yếu phải là chữ thường, không viết toàn chữ in hoa.")
    case.short_rule("R28", subject[-1], max(line.widest for line in subject), "Trích yếu")


def _letter_subject(case: Case) -> None:
    parts, ledger = case.parts, case.ledger
    if not parts.about:
        ledger.fail(
            "R29", parts.number or "đầu trang 1", "Công văn thiếu trích yếu “V/v …” dưới số, ký hiệu."
        )
        return
    first = parts.about[0]
    ledger.look("R29")
    if not first.text.startswith("V/v "):
        ledger.fail("R29", first, "Trích yếu công văn phải bắt đầu bằng “V/v ”.")
    for para in parts.about:
        ledger.size("R29", para, *limits.ABOUT, "Trích yếu công văn")
        ledger.face("R29", para, "Trích yếu công văn", bold=False, italic=False)
    gap = first.before
    if gap is not None and not limits.ABOUT_BEFORE - 1.5 <= gap <= limits.ABOUT_BEFORE + 3:
        message = f"Trích yếu cách số, ký hiệu {round(gap, 1):g} pt; quy định là 6 pt."
        ledger.fail("R29", first, message.replace(".", ",", 1) if gap != int(gap) else message)


def _addressee(case: Case) -> None:
    parts, ledger = case.parts, case.ledger
    para = parts.address
    if parts.kind is None:
        return
    if para is None:
        if parts.kind.is_addressed:
            ledger.fail("R30", "dưới phần tên loại", f"{parts.kind.name.capitalize()} thiếu phần “Kính gửi”.")
        else:
            ledger.look("R30")
        return
    ledger.look("R30", "R31")
    if not parts.kind.is_addressed:
        ledger.warn("R30", para, f"{parts.kind.name.capitalize()} không có phần “Kính gửi”.")
    word, colon, rest = para.text.partition(":")
    if not colon or word.strip() != "Kính gửi":
        ledger.fail("R31", para, "Phải ghi “Kính gửi” rồi dấu hai chấm (:).")
    for item in (para, *parts.address_items):
        ledger.size("R31", item, *limits.ADDRESS, "Phần Kính gửi")
        ledger.face("R31", item, "Phần Kính gửi", bold=False, italic=False)
    items = [text for text in (rest.strip(), *(item.text for item in parts.address_items)) if text]
    if not items:
        ledger.fail("R31", para, "Sau “Kính gửi” chưa ghi nơi nhận.")
    elif len(items) > 1:
        _address_list(case, items)


def _address_list(case: Case, items: list[str]) -> None:
    parts, ledger = case.parts, case.ledger
    where = parts.address_items
    for at, text in enumerate(items):
        para: Para | str = where[at - len(items)] if len(items) - at <= len(where) else (parts.address or "")
        if not _DASH.match(text):
            ledger.fail("R31", para, "Nhiều nơi nhận thì mỗi nơi một dòng, có gạch đầu dòng.")
        wanted = "." if at == len(items) - 1 else ";"
        if not text.endswith(wanted):
            name = "dấu chấm (.)" if wanted == "." else "dấu chấm phẩy (;)"
            ledger.fail("R31", para, f"Cuối dòng {at + 1} của Kính gửi phải là {name}.")
    starts = [para.start for para in where if para.start is not None and para.zone is Zone.BODY]
    starts = [start for start, para in zip(starts, where, strict=False) if not para.raw.startswith("\t")]
    if starts and max(starts) - min(starts) > _ALIGNED:
        ledger.fail("R31", where[0], "Các gạch đầu dòng của Kính gửi phải thẳng hàng với nhau.")
