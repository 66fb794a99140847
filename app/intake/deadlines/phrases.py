"""Deadline phrases of a duty: the words, the day they name, how they bound it, how often (rules D1-D5).

A date binds only with words that bound it ("trước", "chậm nhất", "Thời hạn:", "hoàn thành trong"); dates of
cited documents are blanked out before anything is looked for. What cannot be computed is kept as words.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

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
    has_year,
    named_day,
    period_end,
)
from app.intake.deadlines.rhythms import RHYTHM, RHYTHMS, recurring_days, rhythm_of
from app.intake.deadlines.terms import (
    BEFORE,
    BOUND,
    BY,
    EVERY,
    RELATIVE,
    WITHIN,
    Deadline,
    operator_of,
    told_by,
)
from app.intake.letterhead.citations import mask_citations

_LABEL = (
    r"(?:thời\s+gian|thời\s+hạn|hạn|tiến\s+độ|lộ\s+trình|hoàn\s+thành)"
    r"(?:\s+(?:thực\s+hiện|hoàn\s+thành|gửi|báo\s+cáo|triển\s+khai|xong|cuối|chót|nộp|cuối\s+cùng"
    r"|các\s+nhiệm\s+vụ|nhiệm\s+vụ|công\s+việc|là))*\s*:\s*"
)
_DATED = re.compile(rf"{BOUND}\s*,?\s*(?:hết\s+)?{TIME}?(?:,?\s*ngày\s+)?(?:ngày\s+)?{DAY}", re.IGNORECASE)
_BOUND_PERIOD = re.compile(rf"{BOUND}\s+(?:(?:cuối|hết|trong)\s+)?{PERIOD}", re.IGNORECASE)
_IN_PERIOD = re.compile(
    rf"\b(?:ngay\s+)?(?:trong|vào)\s+(?:(?:đầu|cuối)\s+)?(?:{MONTH}|{QUARTER}|{HALF})", re.IGNORECASE
)
_IN_YEAR = re.compile(rf"\b(?:ngay\s+)?(?:trong|vào|hết|cuối|đến\s+hết|đến\s+cuối)\s+{YEAR}", re.IGNORECASE)
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
_ONGOING = re.compile(
    r"(?:và|,)\s*(?:(?:các|những)\s+năm\s+(?:tiếp\s+theo|sau|kế\s+tiếp)|hằng\s+năm\s+tiếp\s+theo"
    r"|tiếp\s+theo)",
    re.IGNORECASE,
)
_DATA_WINDOW = re.compile(
    r"\((?:số\s+liệu|thời\s+gian\s+chốt|kỳ\s+(?:số\s+liệu|báo\s+cáo)|tính\s+từ)[^)]*\)", re.IGNORECASE
)
_RANGE = re.compile(
    rf"từ\s+(?:ngày\s+)?\d{{1,2}}(?:/\d{{1,2}}(?:/\d{{4}})?)?\s*(?:đến|-|–)\s*(?:hết\s+)?(?:ngày\s+)?{DAY}",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    rf"(?:^|(?<=[.;,:]\s))(?P<bound>đến)\s+(?:hết\s+)?(?:ngày\s+)?{DAY}"
    r"(?=\s*(?:,|phải|hoàn thành|có|đạt|\d))",
    re.IGNORECASE,
)
_ON_DAY = re.compile(rf"\bvào\s+(?:ngày\s+){DAY}", re.IGNORECASE)
_MONTHS = re.compile(
    r"tháng\s+\d{1,2}\s*(?:[-–]|,|và)\s*(?:tháng\s+)?(?P<mm>\d{1,2})\s*(?:/|,?\s*năm\s+)\s*(?P<my>\d{4})",
    re.IGNORECASE,
)
_RANGE_OF_DATA = re.compile(
    r"(?:số liệu|kết quả|báo cáo|tính|kỳ|thời điểm|giai đoạn|giá trị|hiệu lực|phát sinh)[^.;]{0,60}$",
    re.IGNORECASE,
)
_HINTS = re.compile(
    r"\d|thường\s+xuyên|định\s+kỳ|h[ằà]ng\s|mỗi\s|tháng|quý|thời|hạn|tiến độ|lộ trình", re.IGNORECASE
)


def _dated(masked: str, text: str, anchor: Anchor) -> Deadline | None:
    best: Deadline | None = None
    for match in _DATED.finditer(masked):
        day = named_day(match, anchor)
        found = replace(told_by(text, match, rule="D-NGAY"), day=day, operator=operator_of(match["bound"]))
        if day is not None:
            return found
        best = best or found
    return best


def _period(masked: str, text: str, anchor: Anchor) -> Deadline | None:
    for match in _BOUND_PERIOD.finditer(masked):
        end, bound = period_end(match, anchor), " ".join(match["bound"].lower().split())
        told = told_by(text, match, rule="D-KY")
        is_before = bound.startswith(("trước", "xong trước")) and bound != "trước hết"
        if is_before and "cuối" not in told.text and "hết" not in told.text:
            return replace(told, day=_eve_of(match, end), operator=BY)
        return replace(told, day=end, operator=WITHIN)
    inside = _IN_PERIOD.search(masked)
    if inside is None or anchor.is_past(end := period_end(inside, anchor)):
        return None
    return replace(told_by(text, inside, rule="D-TRONG"), day=end, operator=WITHIN)


def _eve_of(match: re.Match[str], end: date | None) -> date | None:
    """Return the day before a period begins: "trước tháng 7/2025" ends with June."""
    if end is None:
        return None
    months = 1 if match["mm"] else 3 if match["q"] else 6 if match["half"] else 12
    month = end.month - months + 1
    return date(end.year, month, 1) - timedelta(days=1) if month >= 1 else None


def _ongoing(masked: str, text: str, found: Deadline) -> Deadline:
    """A year "và các năm tiếp theo" has no end: the words stay, the day goes."""
    place = text.find(found.text)
    match = _ONGOING.search(masked, max(place, 0))
    if match is None or match.start() > place + len(found.text) + 12:
        return found
    words = " ".join(text[place : match.end()].split()) if place >= 0 else found.text
    return Deadline(words, recurrence="ongoing", rule="D-TIEP")


def _with_last_day(found: Deadline, masked: str, text: str, anchor: Anchor) -> Deadline:
    """A rhythm may stand beside, in a clause of its own, the day of one report or paper."""
    for clause in re.finditer(r"[^;]+", masked):
        if found.text in " ".join(text[clause.start() : clause.end()].split()):
            continue
        for match in _DATED.finditer(clause.group()):
            if has_year(match) and (day := named_day(match, anchor)):
                last = told_by(text[clause.start() : clause.end()], match, rule=found.rule)
                words = f"{found.text}; {last.text}"
                return replace(found, text=words, day=day, operator=operator_of(match["bound"]))
    return found


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
    if found := recurring_days(masked, text):
        return _with_last_day(found, masked, text, anchor)
    if found := _dated(masked, text, anchor) or _period(masked, text, anchor):
        return _ongoing(masked, text, found)
    if (span := _RANGE.search(masked)) and not _RANGE_OF_DATA.search(masked[: span.start()]):
        return replace(told_by(text, span, rule="D-TUDEN"), day=named_day(span, anchor), operator=WITHIN)
    if (on := _ON_DAY.search(masked)) and has_year(on) and not anchor.is_past(named_day(on, anchor)):
        return replace(told_by(text, on, rule="D-VAO"), day=named_day(on, anchor), operator=BY)
    if until := _UNTIL.search(masked):
        return replace(told_by(text, until, rule="D-DEN"), day=named_day(until, anchor), operator=BY)
    if horizon and (year := _IN_YEAR.search(masked)) and not anchor.is_past(period_end(year, anchor)):
        told = replace(told_by(text, year, rule="D-TRONGNAM"), day=period_end(year, anchor), operator=WITHIN)
        told, rhythm = _ongoing(masked, text, told), rhythm_of(masked, text)
        return replace(told, recurrence=rhythm.recurrence) if rhythm else told
    rhythm = rhythm_of(masked, text)
    if term := _RELATIVE_TERM.search(masked):
        return replace(
            told_by(text, term, rule="D-TUONGDOI"),
            operator=RELATIVE,
            recurrence=rhythm.recurrence if rhythm else None,
        )
    return rhythm


_ONLY_YEAR = re.compile(
    r"^\s*(?:năm\s+|đến\s+(?:hết\s+)?(?:năm\s+)?)?(?P<y0>(?:19|20)\d{2})\b", re.IGNORECASE
)
_WHOLE_YEAR = re.compile(r"(?:cả|trong|đến\s+hết|cuối)\s+năm", re.IGNORECASE)
_VALUE_FORMS = (re.compile(PERIOD, re.IGNORECASE), re.compile(BARE_MONTH))


def read_time(masked: str, text: str, anchor: Anchor) -> Deadline | None:
    """Return the time a "Thời gian:" line or a cell states: here a bare "6/2025" is a deadline."""
    words = " ".join(text.split()).strip(" .;,")
    if not words:
        return None
    if found := recurring_days(masked, text):
        return found
    found = _dated(masked, text, anchor)
    if found is None and (months := _MONTHS.search(masked)):
        found = Deadline(words, period_end(months, anchor), WITHIN, rule="D-GIATRI")
    if found is None and (match := list(re.finditer(rf"(?<!\d){DAY}", masked))):
        operator = BEFORE if re.search(r"\btrước\b", masked, re.IGNORECASE) else BY
        found = Deadline(words, named_day(match[-1], anchor), operator, rule="D-GIATRI")
    if found is None:
        found = _period(masked, text, anchor) or _stated_period(masked, words, anchor)
    if found is not None:
        if _ONGOING.search(masked):
            return Deadline(words, recurrence="ongoing", rule="D-TIEP")
        return replace(found, text=words)
    rhythm = rhythm_of(masked, text)
    if rhythm is not None:
        return replace(rhythm, text=words)
    if re.search(EVERY + r"\s+(?:ngày|tuần|tháng|quý|năm)", masked, re.IGNORECASE):
        each = re.search(RHYTHM, masked, re.IGNORECASE)
        if each:
            return Deadline(words, recurrence=RHYTHMS[each["rhythm"].split()[-1].lower()], rule="D-HANG")
    bound = RELATIVE if _RELATIVE_TERM.search(masked) else None
    return Deadline(words, operator=bound, rule="D-LOI")


def _stated_period(masked: str, words: str, anchor: Anchor) -> Deadline | None:
    if match := re.search(YEARS, masked, re.IGNORECASE):
        return Deadline(words, period_end(match, anchor), WITHIN, rule="D-GIATRI")
    for pattern in _VALUE_FORMS:
        matches = list(pattern.finditer(masked))
        if matches:
            return Deadline(words, period_end(matches[-1], anchor), WITHIN, rule="D-GIATRI")
    if _WHOLE_YEAR.fullmatch(words):
        return Deadline(words, anchor.month(12, None), WITHIN, rule="D-GIATRI")
    if match := _ONLY_YEAR.search(masked):
        return Deadline(words, period_end(match, anchor), WITHIN, rule="D-GIATRI")
    return None


def state_time(text: str, anchor: Anchor) -> Deadline | None:
    """Return what an attribute line or a table cell says of the time."""
    return read_time(mask_citations(text), text, anchor)
