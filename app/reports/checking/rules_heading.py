"""Rules of the letterhead: Quốc hiệu, agencies, number, place and day (R10-R24)."""

import re
from datetime import date

from app.core.text import exact_key
from app.reports.checking import limits
from app.reports.checking.case import Case
from app.reports.checking.facts import Para, Zone
from app.reports.checking.kinds import ABBREVIATIONS, MIXED
from app.reports.styles import MM, MOTTO, NATION
from app.reports.tree import Align

_DAY = re.compile(r"ngày\s+(\S+)\s+tháng\s+(\S+)\s+năm\s+(\S+)$")
_BLANK_DAY = re.compile(r"ngày[\s.…_]*tháng[\s.…_]*(?:\d{1,2}[\s.…_]*)?năm[\s.…_]*(?:\d{4})?[\s.…_]*$")
_NUMBER = re.compile(r"^(?P<word>Số)(?P<colon>\s*:)?(?P<gap>\s*)(?P<number>[^/]*?)\s*/(?P<symbol>.*)$")
_LEADERS = re.compile(r"[.…_]{2,}|…")
_AGENT = re.compile(r"^(?:phòng|sở|ban|trung tâm|trường|chi cục|cục|văn phòng|thanh tra|bệnh viện|trạm)\b")
_COUNCIL = re.compile(r"^(?:ủy ban nhân dân|hội đồng nhân dân|ubnd|hđnd)\b")


def check_heading(case: Case) -> None:
    """Hold the letterhead against the rules."""
    _nation(case)
    _motto(case)
    _agency(case)
    if case.parts.number is not None:
        _number(case, case.parts.number)
    elif not case.parts.is_annex_file:
        case.ledger.fail("R18", "đầu trang 1", "Không thấy dòng “Số: …/…” dưới tên cơ quan ban hành.")
    _place_date(case)
    _draft(case)


def _single_spaced(case: Case, rule: str, above: Para, para: Para, what: str) -> None:
    case.ledger.look(rule)
    if case.is_pdf:
        if above.baseline is None or para.baseline is None or above.page != para.page:
            return
        size = max(para.sizes, default=13)
        step = (para.baseline - above.baseline) / above.lines
        if step > size * 1.35:
            case.ledger.fail(rule, para, f"{what} cách dòng trên quá dòng đơn.")
        return
    gap = (above.after or 0) + (para.before or 0)
    if gap > 0.6 or any((item.line or 1) > 1.06 for item in (above, para)):
        case.ledger.fail(rule, para, f"{what} phải cách dòng đơn, không thêm khoảng cách đoạn.")


def _nation(case: Case) -> None:
    para, ledger = case.parts.nation, case.ledger
    if para is None:
        if not case.parts.is_annex_file:
            ledger.fail("R10", "đầu trang 1", f"Không thấy Quốc hiệu “{NATION}”.")
        return
    ledger.look("R10")
    if para.text.replace("HOÀ", "HÒA") != NATION:
        ledger.fail("R10", para, f"Quốc hiệu phải ghi đúng “{NATION}”.")
    ledger.size("R10", para, *limits.NATION, "Quốc hiệu")
    ledger.face("R10", para, "Quốc hiệu", bold=True, italic=False)
    if para.lines > 1:
        ledger.fail("R10", para, "Quốc hiệu bị xuống dòng; nới cột bên phải hoặc giảm cỡ chữ (12-13).")
    if para.zone is Zone.LEFT:
        ledger.fail("R10", para, "Quốc hiệu phải ở phía trên, bên phải trang đầu.")
    if para.page not in {None, 1}:
        ledger.fail("R10", para, "Quốc hiệu phải ở trang đầu.")


def _motto(case: Case) -> None:
    para, ledger = case.parts.motto, case.ledger
    if para is None:
        if not case.parts.is_annex_file:
            ledger.fail("R11", "đầu trang 1", f"Không thấy Tiêu ngữ “{MOTTO}”.")
        return
    ledger.look("R11", "R12")
    if para.text != MOTTO:
        dash = "–" in para.text or "—" in para.text
        why = (
            "dùng dấu gạch nối ngắn (-)" if dash else "đúng chữ hoa, chữ thường và dấu cách hai bên gạch nối"
        )
        ledger.fail("R11", para, f"Tiêu ngữ phải ghi “{MOTTO}”, {why}.")
    ledger.size("R11", para, *limits.MOTTO, "Tiêu ngữ")
    ledger.face("R11", para, "Tiêu ngữ", bold=True, italic=False)
    if any(span.underline for span in para.words):
        ledger.fail("R12", para, "Tiêu ngữ bị gạch chân; phải là đường kẻ riêng bên dưới.")
    elif para.stroke is None:
        ledger.fail("R12", para, "Thiếu đường kẻ ngang dưới Tiêu ngữ.")
    elif not para.stroke.is_solid:
        ledger.fail("R12", para, "Đường kẻ dưới Tiêu ngữ là dấu gạch; phải là nét liền.")
    elif para.widest and not limits.MOTTO_RULE[0] <= para.stroke.length / para.widest <= limits.MOTTO_RULE[1]:
        share = round(100 * para.stroke.length / para.widest)
        ledger.fail("R12", para, f"Đường kẻ dài bằng {share}% dòng Tiêu ngữ; phải dài bằng dòng chữ.")
    nation = case.parts.nation
    if nation is not None:
        _single_spaced(case, "R13", nation, para, "Tiêu ngữ")
        middles = (nation.center, para.center)
        if middles[0] is not None and middles[1] is not None and abs(middles[0] - middles[1]) > 6:
            ledger.fail("R11", para, "Tiêu ngữ không nằm giữa dưới Quốc hiệu.")


def _agency(case: Case) -> None:
    parts, ledger = case.parts, case.ledger
    if not parts.agency:
        if not parts.is_annex_file:
            ledger.fail("R15", "đầu trang 1", "Không thấy tên cơ quan ban hành ở phía trên, bên trái.")
        return
    ledger.look("R15", "R17")
    if not parts.issuer:
        ledger.fail("R15", parts.agency[-1], "Tên cơ quan ban hành phải là chữ đậm.")
    for para in parts.superior:
        ledger.look("R14")
        ledger.size("R14", para, *limits.AGENCY, "Tên cơ quan chủ quản")
        ledger.capitals("R14", para, "Tên cơ quan chủ quản")
        if para.italic:
            ledger.fail("R14", para, "Tên cơ quan chủ quản phải là chữ đứng.")
        if any(span.bold for span in para.words) and parts.issuer:
            ledger.fail("R14", para, "Tên cơ quan chủ quản phải là chữ không đậm.")
    for para in parts.issuer:
        ledger.size("R15", para, *limits.AGENCY, "Tên cơ quan ban hành")
        ledger.capitals("R15", para, "Tên cơ quan ban hành")
        ledger.face("R15", para, "Tên cơ quan ban hành", bold=True, italic=False)
    _superior_or_own(case)
    for above, para in zip(parts.agency, parts.agency[1:], strict=False):
        _single_spaced(case, "R17", above, para, "Tên cơ quan")
    last = parts.agency[-1]
    widest = max(para.widest for para in parts.issuer or parts.agency)
    case.short_rule("R16", last, widest, "Tên cơ quan ban hành")


def _superior_or_own(case: Case) -> None:
    """Tell a bold superior line and a superior line over an UBND (R14, R15)."""
    parts = case.parts
    if not parts.issuer:
        return
    keys = [exact_key(para.text) for para in parts.issuer]
    first = keys[0]
    if not parts.superior and _COUNCIL.match(first) and any(_AGENT.match(key) for key in keys[1:]):
        case.ledger.fail("R14", parts.issuer[0], "Tên cơ quan chủ quản phải là chữ không đậm.")
    if parts.superior and _COUNCIL.match(first):
        case.ledger.fail(
            "R14",
            parts.superior[0],
            "Ủy ban nhân dân, Hội đồng nhân dân không ghi cơ quan chủ quản bên trên.",
        )
    if re.match(r"^(?:ubnd|hđnd)\b", first):
        case.ledger.warn("R15", parts.issuer[0], "Tên cơ quan ban hành nên ghi đầy đủ, không viết tắt.")


def _number(case: Case, para: Para) -> None:
    ledger = case.ledger
    ledger.look("R18", "R20")
    ledger.size("R18", para, *limits.NUMBER, "Số, ký hiệu")
    ledger.face("R18", para, "Số, ký hiệu", bold=False, italic=False)
    if not case.is_pdf and para.align not in {Align.CENTER, None}:
        ledger.fail("R18", para, "Số, ký hiệu phải đặt giữa dưới tên cơ quan ban hành.")
    match = _NUMBER.match(para.text)
    if match is None:
        ledger.fail("R18", para, "Phải ghi “Số: …/…”: chữ “Số” viết thường, dấu hai chấm, dấu gạch chéo.")
        return
    if match["colon"] != ":":
        ledger.fail("R18", para, "Sau từ “Số” phải có dấu hai chấm (:).")
    number, symbol = match["number"].strip(), match["symbol"]
    if number and not _LEADERS.fullmatch(number):
        ledger.look("R19")
        if re.fullmatch(r"\d", number):
            ledger.fail("R19", para, f"Số dưới 10 phải có số 0 phía trước: 0{number}.")
        elif not re.fullmatch(r"\d{2,}", number):
            ledger.fail("R18", para, f"Số văn bản “{number}” phải là chữ số Ả Rập.")
    if symbol != symbol.strip() or " " in symbol.strip() or re.search(r"\d\s+/", para.text):
        ledger.fail("R18", para, "Không để dấu cách quanh dấu gạch chéo và gạch nối trong ký hiệu.")
    if "–" in symbol or "—" in symbol:
        ledger.fail("R18", para, "Giữa các nhóm chữ của ký hiệu là dấu gạch nối ngắn (-).")
    _symbol(case, para, re.sub(r"\s", "", symbol))


def _symbol(case: Case, para: Para, symbol: str) -> None:
    ledger, kind = case.ledger, case.parts.kind
    groups = re.split(r"[-–—\u2011]", symbol)
    if not symbol or not all(groups):
        ledger.fail("R20", para, "Ký hiệu thiếu nhóm chữ viết tắt.")
        return
    if any(group != group.upper() and group not in MIXED for group in groups):
        ledger.fail("R18", para, "Các nhóm chữ viết tắt trong ký hiệu phải in hoa.")
    if "CV" in groups:
        ledger.fail(
            "R20", para, "Ký hiệu không dùng “CV”: công văn chỉ ghi tên viết tắt cơ quan và đơn vị soạn."
        )
    elif kind is not None and kind.abbreviation and groups[0] != kind.abbreviation:
        wanted = kind.abbreviation
        ledger.fail(
            "R20", para, f"Ký hiệu của {kind.name} phải bắt đầu bằng “{wanted}-”, không phải “{groups[0]}”."
        )
    elif kind is not None and kind.abbreviation and len(groups) < 2:
        ledger.fail("R20", para, "Ký hiệu thiếu tên viết tắt của cơ quan ban hành.")
    elif kind is not None and kind.is_letter and groups[0] in ABBREVIATIONS.values():
        ledger.warn("R20", para, f"Công văn mà ký hiệu bắt đầu bằng “{groups[0]}” (viết tắt của tên loại).")


def _place_date(case: Case) -> None:
    para, ledger = case.parts.place_date, case.ledger
    if para is None:
        if not case.parts.is_annex_file:
            ledger.fail("R22", "đầu trang 1", "Không thấy địa danh và ngày, tháng, năm ban hành.")
        return
    ledger.look("R22", "R24")
    text = para.text.rstrip(".")
    place, comma, _ = text.partition(", ngày")
    if not comma:
        ledger.fail("R22", para, "Phải ghi địa danh, dấu phẩy rồi “ngày … tháng … năm …”.")
    elif not place.strip() or not place.strip()[0].isupper():
        ledger.fail("R22", para, "Địa danh phải viết hoa chữ cái đầu.")
    if not _BLANK_DAY.search(text):
        ledger.look("R23")
        fault = _day_fault(text)
        if fault:
            ledger.fail("R23", para, fault)
    ledger.size("R24", para, *limits.PLACE_DATE, "Địa danh và ngày, tháng, năm")
    ledger.face("R24", para, "Địa danh và ngày, tháng, năm", bold=False, italic=True)
    number = case.parts.number
    if number is None:
        return
    if case.is_pdf and number.baseline is not None and para.baseline is not None:
        if abs(number.baseline - para.baseline) > 3.5:
            ledger.fail("R24", para, "Địa danh và ngày phải nằm ngang hàng với số, ký hiệu.")
    elif number.table is not None and para.table is not None and number.table != para.table:
        ledger.warn("R24", para, "Địa danh và ngày nên nằm cùng hàng của bảng với số, ký hiệu.")


def _day_fault(text: str) -> str:
    match = _DAY.search(text)
    if match is None:
        return "Ngày phải ghi đủ chữ “ngày … tháng … năm …” bằng chữ số Ả Rập."
    day, month, year = match.groups()
    if not (day.isdigit() and month.isdigit() and re.fullmatch(r"\d{4}", year)):
        return "Ngày, tháng, năm phải là chữ số Ả Rập; năm đủ bốn chữ số."
    if int(day) < 10 and len(day) == 1:
        return f"Ngày dưới 10 phải có số 0 phía trước: ngày 0{day}."
    if int(month) < 3 and len(month) == 1:
        return f"Tháng 1, tháng 2 phải có số 0 phía trước: tháng 0{month}."
    if int(month) > 2 and month.startswith("0"):
        return f"Chỉ tháng 1, tháng 2 có số 0 phía trước: phải ghi tháng {int(month)}."
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return f"Ngày {day} tháng {month} năm {year} không có trong lịch."
    return ""


def _draft(case: Case) -> None:
    """Draft: room for number and day; issued: both filled (R21)."""
    number, day, ledger = case.parts.number, case.parts.place_date, case.ledger
    if number is None or day is None:
        return
    match = _NUMBER.match(number.text)
    if match is None:
        return
    ledger.look("R21")
    printed = match["number"].strip()
    has_number = bool(printed) and not _LEADERS.fullmatch(printed)
    has_day = not _BLANK_DAY.search(day.text.rstrip("."))
    if has_number and not has_day:
        ledger.fail("R21", day, "Đã có số nhưng chưa ghi ngày, tháng ban hành.")
    elif has_day and not has_number:
        ledger.fail("R21", number, "Đã ghi ngày, tháng nhưng chưa có số.")
    elif not has_number:
        if printed or _LEADERS.search(day.text):
            ledger.warn("R21", number, "Chỗ trống để ghi số, ngày nên là khoảng trắng, không dùng dấu chấm.")
        elif _gap(number) < limits.DRAFT_GAP * MM * 0.9:
            ledger.warn("R21", number, "Chỗ trống để ghi số hẹp hơn 12 mm; dấu số của văn thư sẽ đè lên chữ.")


def _gap(para: Para) -> float:
    """Return the width of the blanks between "Số:" and the stroke."""
    blanks = re.search(r":(\s*)/", para.raw)
    if blanks is None:
        return 0.0
    return sum(4 if char == "\t" else 1 for char in blanks.group(1)) * max(para.sizes, default=13) * 0.25
