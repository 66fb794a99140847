"""Deadline phrases of a duty: the words, the day they name, how they bound it, how often (rules D1-D5).

A date binds only with words that bound it ("trước", "chậm nhất", "Thời hạn:", "hoàn thành trong"); dates of
cited documents are blanked out before anything is looked for. What cannot be computed is kept as words.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.core.statuses import DeadlineOperator
from app.intake.deadlines.calendar_words import (
    BARE_MONTH,
    DAY,
    HALF,
    MONTH,
    PERIOD,
    QUARTER,
    TIME,
    YEAR,
    YEARS,
    Anchor,
    month_and_day,
    named_day,
    period_end,
)
from app.intake.letterhead.citations import mask_citations


@dataclass(frozen=True, slots=True)
class Deadline:
    """The words that bound the time, and what they say; ``rule`` names the reading."""

    text: str
    day: date | None = None
    operator: DeadlineOperator | None = None
    recurrence: str | None = None
    rule: str = ""


_BEFORE, _BY, _WITHIN, _RELATIVE = (
    DeadlineOperator.BEFORE,
    DeadlineOperator.ON_OR_BEFORE,
    DeadlineOperator.WITHIN,
    DeadlineOperator.RELATIVE,
)

_LABEL = (
    r"(?:thời\s+gian|thời\s+hạn|hạn|tiến\s+độ|lộ\s+trình)"
    r"(?:\s+(?:thực\s+hiện|hoàn\s+thành|gửi|báo\s+cáo|triển\s+khai|xong|cuối|chót|nộp|cuối\s+cùng"
    r"|các\s+nhiệm\s+vụ|nhiệm\s+vụ|công\s+việc|là))*\s*:\s*"
)
_BOUND = (
    r"(?P<bound>trước\s+hết|trước|chậm\s+nhất(?:\s+là)?(?:\s+trước|\s+vào|\s+đến|\s+trong)?|muộn\s+nhất"
    r"(?:\s+là)?(?:\s+vào|\s+đến)?"
    r"|không\s+quá|không\s+muộn\s+hơn|không\s+chậm\s+hơn|đến\s+hết|cho\s+đến\s+hết|hết|xong\s+trước|"
    r"(?:hoàn\s+thành|xong|gửi|nộp|báo\s+cáo|trình|hạn|thời\s+hạn)"
    r"(?:\s+[^\s.;:,]+){0,8}?\s+(?:trong|vào|đến)|(?:hoàn\s+thành|hạn\s+cuối(?:\s+cùng)?|hạn\s+chót"
    r"|thời\s+hạn|thời\s+gian\s+(?:thực\s+hiện|hoàn\s+thành))(?:\s+(?:là|xong))?)"
)
_EVERY = r"(?:hằng|hàng|mỗi)"
_RHYTHM = rf"(?P<rhythm>{_EVERY}\s+(?:ngày|tuần|tháng|quý|năm))"

_MONTHLY_DAY = re.compile(
    rf"(?:{_BOUND}\s*(?:ngày\s+)?{TIME}?)?(?:ngày\s+)(?P<mday>\d{{1,2}})\s+(?:của\s+)?"
    rf"(?:{_EVERY}\s+tháng|tháng\s+(?:sau|liền\s+kề|kế\s+tiếp|tiếp\s+theo))",
    re.IGNORECASE,
)
_YEARLY_DAY = re.compile(
    rf"(?:{_BOUND}\s*)?(?:ngày\s+)?{DAY}(?:\s*(?:,|và)\s*(?:trước\s+)?(?:ngày\s+)?"
    rf"(?P<d9>\d{{1,2}})\s*/\s*(?P<m9>\d{{1,2}}))?\s*,?\s*(?:của\s+)?{_EVERY}\s+năm",
    re.IGNORECASE,
)
_QUARTERLY_DAY = re.compile(
    rf"(?:{_BOUND}\s*)?(?:ngày\s+)(?P<qday>\d{{1,2}})\s+(?:của\s+)?(?:tháng\s+(?:cuối|đầu|thứ\s+\w+"
    rf"|cuối\s+cùng)\s+(?:của\s+)?(?:(?:{_EVERY}|các)\s+)?)quý(?:\s+sau)?",
    re.IGNORECASE,
)
_DATED = re.compile(rf"{_BOUND}\s*,?\s*(?:hết\s+)?{TIME}?(?:,?\s*ngày\s+)?(?:ngày\s+)?{DAY}", re.IGNORECASE)
_BOUND_PERIOD = re.compile(rf"{_BOUND}\s+(?:(?:cuối|hết|trong)\s+)?{PERIOD}", re.IGNORECASE)
_IN_PERIOD = re.compile(
    rf"\b(?:ngay\s+)?(?:trong|vào)\s+(?:(?:đầu|cuối)\s+)?(?:{MONTH}|{QUARTER}|{HALF})", re.IGNORECASE
)
_IN_YEAR = re.compile(rf"\b(?:ngay\s+)?(?:trong|hết|cuối|đến\s+hết|đến\s+cuối)\s+{YEAR}", re.IGNORECASE)
_LABELLED = re.compile(
    rf"(?:^|(?<=[.;,(:\s])){_LABEL}(?P<value>[^.;()]{{1,160}}(?:\.\d[^.;()]{{0,60}})*)", re.IGNORECASE
)
_RELATIVE_TERM = re.compile(
    r"(?:(?:trong\s+(?:thời\s+hạn|vòng|thời\s+gian)|chậm\s+nhất(?:\s+là)?(?:\s+sau)?|không\s+quá"
    r"|tối\s+đa|sau|trước|trong)\s+(?:không\s+quá\s+)?)"
    r"(?:\d{1,3}|một|hai|ba|năm|mười)(?:\s*\(\w+\))?\s+(?:ngày|giờ|tuần|tháng)(?:\s+làm\s+việc)?"
    r"(?:,?\s*(?:kể\s+từ|tính\s+từ|sau\s+khi|từ\s+ngày|từ\s+khi|trước\s+(?:ngày|khi))[^.;,]{0,90})?",
    re.IGNORECASE,
)
_HALF_YEARLY = re.compile(
    rf"(?:định\s+kỳ\s+|{_EVERY}\s+)?(?:0?6|sáu)\s+tháng(?:\s+(?:một|1|01)\s+lần|(?=\s*(?:,|và)?\s*"
    rf"(?:một\s+năm|01\s+năm|{_EVERY}\s+năm|năm\b)))|định\s+kỳ\s+(?:0?6|sáu)\s+tháng",
    re.IGNORECASE,
)
_PERIODIC = re.compile(
    r"(?:theo\s+|trong\s+báo\s+cáo\s+)?định\s+kỳ(?:\s+(?:hằng|hàng)\s+(?P<each>ngày|tuần|tháng|quý|năm)"
    r"|\s+(?P<each2>tháng|quý|năm|tuần)\b)?",
    re.IGNORECASE,
)
_EACH = re.compile(
    rf"(?P<lead>^|[,;(]\s*|\.\s+|\b(?:báo\s+cáo|tổng\s+hợp|thống\s+kê|gửi|họp|định\s+kỳ|thực\s+hiện"
    rf"|kiểm\s+tra|đánh\s+giá|rà\s+soát)\s+(?:[^\s.;:,]+\s+){{0,6}}?){_RHYTHM}",
    re.IGNORECASE,
)
_CONTINUOUS = re.compile(r"\bthường\s+xuyên(?:,\s*liên\s+tục)?\b(?!\s*(?:cho|của|trực))", re.IGNORECASE)
_NO_CONTINUOUS = re.compile(
    r"(?:chi|kinh\s+phí|dự\s+toán|không|chưa|kinh\s+phí\s+chi|Thường\s+trực|đào\s+tạo)\s+$", re.IGNORECASE
)
_ONGOING = re.compile(
    r"(?:và|,)\s*(?:(?:các|những)\s+năm\s+(?:tiếp\s+theo|sau|kế\s+tiếp)|hằng\s+năm\s+tiếp\s+theo"
    r"|tiếp\s+theo)",
    re.IGNORECASE,
)
_DATA_WINDOW = re.compile(
    r"\((?:số\s+liệu|thời\s+gian\s+chốt|kỳ\s+số\s+liệu|tính\s+từ)[^)]*\)", re.IGNORECASE
)
_RANGE = re.compile(
    rf"từ\s+(?:ngày\s+)?\d{{1,2}}(?:/\d{{1,2}}(?:/\d{{4}})?)?\s*(?:đến|-|–)\s*(?:hết\s+)?(?:ngày\s+)?{DAY}",
    re.IGNORECASE,
)
_RANGE_OF_DATA = re.compile(
    r"(?:số liệu|kết quả|báo cáo|tính|kỳ|thời điểm|giai đoạn|giá trị|hiệu lực|phát sinh)[^.;]{0,60}$",
    re.IGNORECASE,
)
_RHYTHMS = {"ngày": "daily", "tuần": "weekly", "tháng": "monthly", "quý": "quarterly", "năm": "yearly"}


def _operator(bound: str | None) -> DeadlineOperator:
    words = " ".join((bound or "").lower().split())
    if words == "trước hết":
        return _BY
    return _BEFORE if "trước" in words and not words.startswith(("chậm nhất", "muộn nhất")) else _BY


def _told(text: str, match: re.Match[str], *, rule: str) -> Deadline:
    return Deadline(" ".join(text[match.start() : match.end()].split()).strip(" ,"), rule=rule)


_DAILY_HOUR = re.compile(rf"{_BOUND}\s*{TIME}\s*{_EVERY}\s+ngày", re.IGNORECASE)


_OFTEN = re.compile(
    r"h[ằà]ng\s|mỗi\s|các\s+(?:ngày|tháng|quý|năm)|tháng\s+(?:sau|liền|kế|tiếp|cuối|đầu|thứ)", re.IGNORECASE
)
_HINTS = re.compile(
    r"\d|thường\s+xuyên|định\s+kỳ|h[ằà]ng\s|mỗi\s|tháng|quý|thời|hạn|tiến độ|lộ trình", re.IGNORECASE
)


def _recurring_days(masked: str, text: str) -> Deadline | None:
    if not _OFTEN.search(masked):
        return None
    if match := _DAILY_HOUR.search(masked):
        return replace(
            _told(text, match, rule="D-NGAYNAO"), recurrence="daily", operator=_operator(match["bound"])
        )
    if match := _QUARTERLY_DAY.search(masked):
        return replace(
            _told(text, match, rule="D-QUY"), recurrence="quarterly", operator=_operator(match["bound"])
        )
    if match := _YEARLY_DAY.search(masked):
        days = month_and_day(match)
        if match["d9"]:
            days = f"{days},{int(match['m9']):02d}-{int(match['d9']):02d}"
        return replace(
            _told(text, match, rule="D-NAM"), recurrence=f"yearly:{days}", operator=_operator(match["bound"])
        )
    if match := _MONTHLY_DAY.search(masked):
        return replace(
            _told(text, match, rule="D-THANG"),
            recurrence=f"monthly:{int(match['mday'])}",
            operator=_operator(match["bound"]),
        )
    return None


def _dated(masked: str, text: str, anchor: Anchor) -> Deadline | None:
    best: Deadline | None = None
    for match in _DATED.finditer(masked):
        day = named_day(match, anchor)
        found = replace(_told(text, match, rule="D-NGAY"), day=day, operator=_operator(match["bound"]))
        if day is not None:
            return found
        best = best or found
    return best


def _period(masked: str, text: str, anchor: Anchor) -> Deadline | None:
    for match in _BOUND_PERIOD.finditer(masked):
        end, bound = period_end(match, anchor), " ".join(match["bound"].lower().split())
        told = _told(text, match, rule="D-KY")
        is_before = bound.startswith(("trước", "xong trước")) and bound != "trước hết"
        if is_before and "cuối" not in told.text and "hết" not in told.text:
            return replace(told, day=_eve_of(match, end), operator=_BY)
        return replace(told, day=end, operator=_WITHIN)
    inside = _IN_PERIOD.search(masked)
    if inside is None:
        return None
    return replace(_told(text, inside, rule="D-TRONG"), day=period_end(inside, anchor), operator=_WITHIN)


def _eve_of(match: re.Match[str], end: date | None) -> date | None:
    """Return the day before a period begins: "trước tháng 7/2025" ends with June."""
    if end is None:
        return None
    months = 1 if match["mm"] else 3 if match["q"] else 6 if match["half"] else 12
    month = end.month - months + 1
    return date(end.year, month, 1) - timedelta(days=1) if month >= 1 else None


def _rhythm(masked: str, text: str) -> Deadline | None:
    found: list[tuple[int, Deadline]] = []
    if match := _HALF_YEARLY.search(masked):
        found.append((match.start(), replace(_told(text, match, rule="D-6T"), recurrence="half-yearly")))
    if match := _EACH.search(masked):
        words = " ".join(text[match.start("rhythm") : match.end()].split())
        rhythm = _RHYTHMS[words.split()[-1].lower()]
        found.append((match.start("rhythm"), Deadline(words, recurrence=rhythm, rule="D-HANG")))
    if match := _PERIODIC.search(masked):
        each = (match["each"] or match["each2"] or "").lower()
        rhythm = _RHYTHMS.get(each, "periodic")
        found.append((match.start(), replace(_told(text, match, rule="D-DINHKY"), recurrence=rhythm)))
    match = _CONTINUOUS.search(masked)
    if match and not _NO_CONTINUOUS.search(masked[: match.start()]):
        found.append((match.start(), replace(_told(text, match, rule="D-TX"), recurrence="continuous")))
    return min(found, key=lambda item: item[0])[1] if found else None


def _ongoing(masked: str, text: str, found: Deadline) -> Deadline:
    """A year "và các năm tiếp theo" has no end: the words stay, the day goes."""
    place = text.find(found.text)
    match = _ONGOING.search(masked, max(place, 0))
    if match is None or match.start() > place + len(found.text) + 12:
        return found
    words = " ".join(text[place : match.end()].split()) if place >= 0 else found.text
    return Deadline(words, recurrence="ongoing", rule="D-TIEP")


def read_deadline(text: str, anchor: Anchor, *, horizon: bool = True) -> Deadline | None:
    """Return the deadline that a sentence or item sets itself, None where it bounds nothing.

    ``horizon`` also takes "trong năm 2025", which bounds a year's work rather than one duty (D5).
    """
    if not _HINTS.search(text):
        return None
    masked = _DATA_WINDOW.sub(lambda m: "\ue000" * len(m.group()), mask_citations(text))
    labelled = [match for match in _LABELLED.finditer(masked) if match["value"].strip()]
    for match in reversed(labelled):
        value_start = match.start("value")
        found = read_time(masked[value_start : match.end()], text[value_start : match.end()], anchor)
        if found is not None:
            return found
    if found := _recurring_days(masked, text):
        return found
    if found := _dated(masked, text, anchor) or _period(masked, text, anchor):
        return _ongoing(masked, text, found)
    if (span := _RANGE.search(masked)) and not _RANGE_OF_DATA.search(masked[: span.start()]):
        return replace(_told(text, span, rule="D-TUDEN"), day=named_day(span, anchor), operator=_WITHIN)
    if horizon and (year := _IN_YEAR.search(masked)):
        told = replace(_told(text, year, rule="D-TRONGNAM"), day=period_end(year, anchor), operator=_WITHIN)
        told, rhythm = _ongoing(masked, text, told), _rhythm(masked, text)
        return replace(told, recurrence=rhythm.recurrence) if rhythm else told
    rhythm = _rhythm(masked, text)
    if term := _RELATIVE_TERM.search(masked):
        return replace(
            _told(text, term, rule="D-TUONGDOI"),
            operator=_RELATIVE,
            recurrence=rhythm.recurrence if rhythm else None,
        )
    return rhythm


_ONLY_YEAR = re.compile(
    r"^\s*(?:năm\s+|đến\s+(?:hết\s+)?(?:năm\s+)?)?(?P<y0>(?:19|20)\d{2})\b", re.IGNORECASE
)
_VALUE_FORMS = (re.compile(PERIOD, re.IGNORECASE), re.compile(BARE_MONTH))


def read_time(masked: str, text: str, anchor: Anchor) -> Deadline | None:
    """Return the time a "Thời gian:" line or a cell states: here a bare "6/2025" is a deadline."""
    words = " ".join(text.split()).strip(" .;,")
    if not words:
        return None
    if found := _recurring_days(masked, text):
        return found
    found = _dated(masked, text, anchor)
    if found is None and (match := list(re.finditer(rf"(?<!\d){DAY}", masked))):
        operator = _BEFORE if re.search(r"\btrước\b", masked, re.IGNORECASE) else _BY
        found = Deadline(words, named_day(match[-1], anchor), operator, rule="D-GIATRI")
    if found is None:
        found = _period(masked, text, anchor) or _stated_period(masked, words, anchor)
    if found is not None:
        if _ONGOING.search(masked):
            return Deadline(words, recurrence="ongoing", rule="D-TIEP")
        return replace(found, text=words)
    rhythm = _rhythm(masked, text)
    if rhythm is not None:
        return replace(rhythm, text=words)
    if re.search(_EVERY + r"\s+(?:ngày|tuần|tháng|quý|năm)", masked, re.IGNORECASE):
        each = re.search(_RHYTHM, masked, re.IGNORECASE)
        if each:
            return Deadline(words, recurrence=_RHYTHMS[each["rhythm"].split()[-1].lower()], rule="D-HANG")
    bound = _RELATIVE if _RELATIVE_TERM.search(masked) else None
    return Deadline(words, operator=bound, rule="D-LOI")


def _stated_period(masked: str, words: str, anchor: Anchor) -> Deadline | None:
    if match := re.search(YEARS, masked, re.IGNORECASE):
        return Deadline(words, period_end(match, anchor), _WITHIN, rule="D-GIATRI")
    for pattern in _VALUE_FORMS:
        matches = list(pattern.finditer(masked))
        if matches:
            return Deadline(words, period_end(matches[-1], anchor), _WITHIN, rule="D-GIATRI")
    if match := _ONLY_YEAR.search(masked):
        return Deadline(words, period_end(match, anchor), _WITHIN, rule="D-GIATRI")
    return None


def state_time(text: str, anchor: Anchor) -> Deadline | None:
    """Return what an attribute line or a table cell says of the time."""
    return read_time(mask_citations(text), text, anchor)
