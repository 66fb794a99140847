"""Page-level rules: paper, margins, page numbers (R01-R03, R07, R08)."""

import re

from app.reports.checking import limits
from app.reports.checking.case import Case
from app.reports.checking.facts import Page, Para, Section
from app.reports.styles import MM
from app.reports.tree import Align

_PAPER_SLACK = 1.0  # millimetres
_WORD_SLACK, _PDF_SLACK = 0.25, 1.5
_NUMBER = re.compile(r"^\d+$")
_LIKE_NUMBER = re.compile(r"trang|^\W*\d+\W*$|\d+\s*/\s*\d+", re.IGNORECASE)


def check_page(case: Case) -> None:
    """Hold paper, margins and page numbers against the rules."""
    if case.is_pdf:
        for page in case.paper.pages:
            _paper_of_page(case, page)
        _margins_of_pages(case)
        _numbers_of_pages(case)
    else:
        for section in case.paper.sections:
            _paper_of_section(case, section)
            _margins_of_section(case, section)
            _numbers_of_section(case, section)


def _mm(length: float) -> str:
    return f"{length / MM:.1f}".replace(".", ",").removesuffix(",0")


def _paper_of_section(case: Case, section: Section) -> None:
    case.ledger.look("R01", "R02")
    where = f"phần (section) {section.number}"
    sides = sorted((section.width / MM, section.height / MM))
    if any(abs(side - wanted) > _PAPER_SLACK for side, wanted in zip(sides, limits.A4, strict=True)):
        size = f"{_mm(section.width)} x {_mm(section.height)} mm"
        case.ledger.fail("R01", where, f"Khổ giấy là {size}; phải là A4 (210 x 297 mm).")
    if section.is_landscape:
        if section.number == 1 and case.parts.nation is not None:
            case.ledger.fail("R02", where, "Văn bản chính in theo chiều ngang; phải in theo chiều dọc.")
        elif not section.has_table and section.has_text:
            case.ledger.warn("R02", where, "Phần này nằm ngang mà không có bảng, biểu; nên để dọc.")


def _paper_of_page(case: Case, page: Page) -> None:
    case.ledger.look("R01", "R02")
    where = f"trang {page.number}"
    sides = sorted((page.width / MM, page.height / MM))
    if any(abs(side - wanted) > _PAPER_SLACK for side, wanted in zip(sides, limits.A4, strict=True)):
        size = f"{_mm(page.width)} x {_mm(page.height)} mm"
        case.ledger.fail("R01", where, f"Khổ giấy là {size}; phải là A4 (210 x 297 mm).")
    if page.rotation:
        case.ledger.warn("R01", where, f"Trang bị xoay {page.rotation} độ; nên xuất đúng chiều.")
    if page.is_landscape:
        if page.number == 1 and case.parts.nation is not None:
            case.ledger.fail("R02", where, "Văn bản chính in theo chiều ngang; phải in theo chiều dọc.")
        elif not page.has_table:
            case.ledger.warn("R02", where, "Trang nằm ngang mà không có bảng, biểu; nên để dọc.")


def _margins_of_section(case: Case, section: Section) -> None:
    case.ledger.look("R03")
    where = f"phần (section) {section.number}"
    for name, length, (low, high) in (
        ("trên", section.top, limits.TOP),
        ("dưới", section.bottom, limits.BOTTOM),
        ("trái", section.left + section.gutter, limits.LEFT),
        ("phải", section.right, limits.RIGHT),
    ):
        if not low - _WORD_SLACK <= length / MM <= high + _WORD_SLACK:
            message = f"Lề {name} là {_mm(length)} mm; quy định từ {low:g} đến {high:g} mm."
            case.ledger.fail("R03", where, message)


def _margins_of_pages(case: Case) -> None:
    for page in case.paper.pages:
        where = f"trang {page.number}"
        least = limits.TOP[0] - _PDF_SLACK
        if page.highest is not None:
            case.ledger.look("R03")
            if page.highest / MM < least:
                case.ledger.fail(
                    "R03", where, f"Chữ bắt đầu cách mép trên {_mm(page.highest)} mm; lề trên từ 20 mm."
                )
        if page.lowest is not None and (page.height - page.lowest) / MM < least:
            room = _mm(page.height - page.lowest)
            case.ledger.fail("R03", where, f"Chữ kết thúc cách mép dưới {room} mm; lề dưới từ 20 mm.")
        if page.left is None or page.right is None:
            continue
        for name, length, (low, high) in (
            ("trái", page.left, limits.LEFT),
            ("phải", page.width - page.right, limits.RIGHT),
        ):
            if not low - _PDF_SLACK <= length / MM <= high + _PDF_SLACK:
                message = f"Lề {name} khoảng {_mm(length)} mm; quy định từ {low:g} đến {high:g} mm."
                case.ledger.fail("R03", where, message)


def _numbers_of_section(case: Case, section: Section) -> None:
    numbering, ledger = section.numbering, case.ledger
    where = f"phần (section) {section.number}"
    has_number = numbering.head is not None or numbering.has_foot_number
    if not has_number:
        # Whether a second page follows is not written in the file: long texts surely have one.
        words = sum(len(para.text) for para in case.paper.paras if para.section == section.number - 1)
        if words > 6000:
            ledger.fail("R07", where, "Không có số trang ở đầu trang (header).")
        return
    ledger.look("R07")
    if numbering.has_foot_number:
        ledger.fail("R07", where, "Số trang đặt ở cuối trang; phải ở chính giữa lề trên (header).")
    if section.number == 1 and (not numbering.first_is_different or numbering.has_first_number):
        ledger.fail(
            "R07", where, "Số trang hiện ở trang thứ nhất; phải chọn “Different First Page” và để trống."
        )
    if not numbering.is_decimal:
        ledger.fail("R07", where, "Số trang không phải chữ số Ả Rập.")
    if section.number == 1 and numbering.start not in {None, 1}:
        ledger.fail("R07", where, f"Số trang bắt đầu từ {numbering.start}; phải bắt đầu từ 1.")
    if numbering.head is not None:
        if not _NUMBER.match(numbering.head.text or "1"):
            ledger.fail("R07", where, f"Đầu trang ghi “{numbering.head.text}”; chỉ ghi chữ số thứ tự trang.")
        _number_look(case, numbering.head, where)
        if numbering.head.align is not Align.CENTER and "\t" not in numbering.head.raw:
            ledger.fail("R07", where, "Số trang không ở chính giữa.")


def _number_look(case: Case, para: Para, where: str) -> None:
    low, high = limits.PAGE_NUMBER
    if any(not low - 0.3 <= size <= high + 0.3 for size in para.sizes):
        case.ledger.fail("R07", where, "Cỡ chữ số trang không phải 13-14.")
    if any(span.bold or span.italic for span in para.words):
        case.ledger.fail("R07", where, "Số trang phải là chữ đứng, không đậm.")


def _numbers_of_pages(case: Case) -> None:
    starts = {para.page for para in (annex.label for annex in case.parts.annexes)} | {1}
    count = 0
    if len(case.paper.pages) > 1:
        case.ledger.look("R07")
    for page in case.paper.pages:
        count = 1 if page.number in starts else count + 1
        where = f"trang {page.number}"
        if any(_LIKE_NUMBER.search(para.text) and len(para.text) < 24 for para in page.foot):
            case.ledger.fail("R07", where, "Số trang đặt ở cuối trang; phải ở chính giữa lề trên.")
        lone = [para for para in page.head if _LIKE_NUMBER.search(para.text)]
        if page.number == 1:
            if lone:
                case.ledger.fail("R07", where, "Số trang hiện ở trang thứ nhất; trang đầu để trống.")
            continue
        if not lone:
            if count > 1:
                case.ledger.fail("R07", where, "Không có số trang ở chính giữa lề trên.")
            continue
        _printed_number(case, page, lone[0], count)


def _printed_number(case: Case, page: Page, para: Para, count: int) -> None:
    where = f"trang {page.number}"
    if not _NUMBER.match(para.text):
        case.ledger.fail("R07", where, f"Đầu trang ghi “{para.text}”; chỉ ghi chữ số thứ tự trang.")
        return
    _number_look(case, para, where)
    middles = [page.width / 2]
    middles += [(page.left + page.right) / 2] if page.left and page.right else []
    middles.append((limits.LEFT[0] * MM + page.width - limits.RIGHT[0] * MM) / 2)
    if para.center is not None and all(abs(para.center - middle) > 9 for middle in middles):
        case.ledger.fail("R07", where, "Số trang không ở chính giữa.")
    if int(para.text) not in {count, page.number}:
        case.ledger.fail("R07", where, f"Số trang ghi {para.text}; phải là {count}.")


def check_annex_numbers(case: Case) -> None:
    """Each annex has its own page numbers (R08)."""
    if not case.parts.annexes or case.parts.is_annex_file:
        return
    case.ledger.look("R08")
    if case.is_pdf:
        for annex in case.parts.annexes:
            _printed_annex_numbers(case, annex.label)
        return
    sections = case.paper.sections
    for annex in case.parts.annexes:
        at = annex.label.section
        numbering = sections[at].numbering if at < len(sections) else None
        if numbering is None or (numbering.head is None and not numbering.has_foot_number):
            continue
        if at == 0 or (numbering.start != 1 and (at == 0 or sections[at - 1].has_text)):
            case.ledger.fail("R08", annex.label, "Phụ lục không đánh số trang riêng, bắt đầu từ 1.")


def _printed_annex_numbers(case: Case, label: Para) -> None:
    """The first page of an annex says 1 or nothing, its second page 2."""
    first = label.page or 0
    others = {annex.label.page for annex in case.parts.annexes} - {first}
    for page in case.paper.pages:
        at = page.number - first + 1
        if first <= 1 or at not in (1, 2) or page.number in others:
            continue
        number = next((para.text for para in page.head if _NUMBER.match(para.text)), None)
        if number is not None and int(number) != at:
            case.ledger.fail("R08", label, f"Phụ lục đánh số trang tiếp (trang {number}); phải từ 1.")
            return
