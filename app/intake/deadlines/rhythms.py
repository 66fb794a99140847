"""How often: "ngày 12 hằng tháng", "định kỳ 6 tháng", "thường xuyên" (rule D4)."""

import re
from dataclasses import replace

from app.intake.deadlines.calendar_words import DAY, TIME, has_year, last_of_month, month_and_day
from app.intake.deadlines.terms import BOUND, BY, EVERY, Deadline, operator_of, told_by

RHYTHM = rf"(?P<rhythm>{EVERY}\s+(?:ngày|tuần|tháng|quý|năm))"

_MONTHLY_DAY = re.compile(
    rf"(?:{BOUND}\s*(?:ngày\s+)?{TIME}?)?(?:ngày\s+)(?P<mday>\d{{1,2}})\s+(?:của\s+)?"
    rf"(?:{EVERY}\s+tháng|tháng\s+(?:sau|liền\s+kề|kế\s+tiếp|tiếp\s+theo))",
    re.IGNORECASE,
)
_YEARLY_DAY = re.compile(
    rf"(?:{BOUND}\s*)?(?:ngày\s+)?{DAY}(?:\s*(?:,|và)\s*(?:trước\s+)?(?:ngày\s+)?"
    rf"(?P<d9>\d{{1,2}})\s*/\s*(?P<m9>\d{{1,2}}))?\s*,?\s*(?:của\s+)?{EVERY}\s+năm",
    re.IGNORECASE,
)
_QUARTERLY_DAY = re.compile(
    rf"(?:{BOUND}\s*)?(?:ngày\s+)(?P<qday>\d{{1,2}})\s+(?:của\s+)?(?:tháng\s+(?:cuối|đầu|thứ\s+\w+"
    rf"|cuối\s+cùng)\s+(?:của\s+)?(?:(?:{EVERY}|các)\s+)?)quý(?:\s+sau)?",
    re.IGNORECASE,
)
_HALF_YEARLY = re.compile(
    rf"(?:định\s+kỳ\s+|{EVERY}\s+)?(?:0?6|sáu)\s+tháng(?:\s+(?:một|1|01)\s+lần|(?=\s*(?:,|và)?\s*"
    rf"(?:một\s+năm|01\s+năm|{EVERY}\s+năm|năm\b)))|định\s+kỳ\s+(?:0?6|sáu)\s+tháng",
    re.IGNORECASE,
)
_PERIODIC = re.compile(
    r"(?:theo\s+|trong\s+báo\s+cáo\s+)?định\s+kỳ(?:\s+(?:hằng|hàng)\s+(?P<each>ngày|tuần|tháng|quý|năm)"
    r"|\s+(?P<each2>tháng|quý|năm|tuần)\b)?",
    re.IGNORECASE,
)
_EACH = re.compile(
    rf"(?P<lead>^|[,;(]\s*|\.\s+|\b(?:báo\s+cáo|tổng\s+hợp|thống\s+kê|gửi|họp|định\s+kỳ|thực\s+hiện"
    rf"|kiểm\s+tra|đánh\s+giá|rà\s+soát)\s+(?:[^\s.;:,]+\s+){{0,6}}?){RHYTHM}",
    re.IGNORECASE,
)
_CONTINUOUS = re.compile(r"\bthường\s+xuyên(?:,\s*liên\s+tục)?\b(?!\s*(?:cho|của|trực))", re.IGNORECASE)
_NO_CONTINUOUS = re.compile(
    r"(?:chi|kinh\s+phí|dự\s+toán|không|chưa|kinh\s+phí\s+chi|Thường\s+trực|đào\s+tạo)\s+$", re.IGNORECASE
)
_DAILY_HOUR = re.compile(rf"{BOUND}\s*{TIME}\s*{EVERY}\s+ngày", re.IGNORECASE)


_RHYTHM_THEN = re.compile(
    rf"(?:(?:định\s+kỳ\s+)?{EVERY}\s+|định\s+kỳ\s+(?:\(\s*)?)(?P<each>0?6\s+tháng|tháng|quý|năm|tuần)\b",
    re.IGNORECASE,
)
_DAY_OF_MONTH = re.compile(
    rf"(?:{BOUND}|vào)\s*(?:{TIME})?(?:ngày\s+)(?P<only>\d{{1,2}})\b(?!\s*(?:/|-|\.\d|tháng\s+\d|hằng|hàng))",
    re.IGNORECASE,
)
_DAY_OF_YEAR = re.compile(rf"(?:{BOUND}|vào)\s*(?:hết\s+)?(?:ngày\s+)?{DAY}", re.IGNORECASE)
_HALF_WITH_DAY = re.compile(
    rf"(?:0?6|sáu)\s+tháng(?:\s+đầu\s+năm)?\s*\(?\s*{BOUND}\s*(?:ngày\s+)?{DAY}", re.IGNORECASE
)
_WEEKDAY = re.compile(
    rf"(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)[^.;]{{0,20}}?{EVERY}\s+tuần"
    rf"|{EVERY}\s+tuần[^.;]{{0,60}}?(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)",
    re.IGNORECASE,
)
_MONTH_OF_YEAR = re.compile(
    rf"(?:trong|vào|cuối)\s+tháng\s+(?P<month>\d{{1,2}})\s+{EVERY}\s+năm", re.IGNORECASE
)
_CLAUSE_END = re.compile(r"[.;](?:\s|$)")
_OFTEN = re.compile(
    r"h[ằà]ng\s|mỗi\s|định\s+kỳ|(?:6|sáu)\s+tháng|các\s+(?:ngày|tháng|quý|năm)|tháng\s+(?:sau|liền|kế|tiếp|cuối|đầu|thứ)",
    re.IGNORECASE,
)
RHYTHMS = {"ngày": "daily", "tuần": "weekly", "tháng": "monthly", "quý": "quarterly", "năm": "yearly"}


def recurring_days(masked: str, text: str) -> Deadline | None:
    """Return a rhythm whose day is named: "trước ngày 20 hằng tháng"."""
    if not _OFTEN.search(masked):
        return None
    if match := _DAILY_HOUR.search(masked):
        return replace(
            told_by(text, match, rule="D-NGAYNAO"), recurrence="daily", operator=operator_of(match["bound"])
        )
    if match := _WEEKDAY.search(masked):
        return replace(told_by(text, match, rule="D-TUAN"), recurrence="weekly", operator=BY)
    if match := _QUARTERLY_DAY.search(masked):
        return replace(
            told_by(text, match, rule="D-QUY"), recurrence="quarterly", operator=operator_of(match["bound"])
        )
    if match := _YEARLY_DAY.search(masked):
        days = month_and_day(match)
        if match["d9"]:
            days = f"{days},{int(match['m9']):02d}-{int(match['d9']):02d}"
        return replace(
            told_by(text, match, rule="D-NAM"),
            recurrence=f"yearly:{days}",
            operator=operator_of(match["bound"]),
        )
    if match := _MONTHLY_DAY.search(masked):
        return replace(
            told_by(text, match, rule="D-THANG"),
            recurrence=f"monthly:{int(match['mday'])}",
            operator=operator_of(match["bound"]),
        )
    if (match := _MONTH_OF_YEAR.search(masked)) and (last := last_of_month(2025, int(match["month"]))):
        return replace(
            told_by(text, match, rule="D-NAM"),
            recurrence=f"yearly:{last.month:02d}-{last.day:02d}",
            operator=BY,
        )
    return _rhythm_then_day(masked, text)


def _rhythm_then_day(masked: str, text: str) -> Deadline | None:
    """Read "hằng năm báo cáo … trước ngày 15/12": first the rhythm, then in the same clause the day."""
    if (match := _HALF_WITH_DAY.search(masked)) and not has_year(match):
        half = told_by(text, match, rule="D-6T")
        return replace(half, recurrence="half-yearly", operator=operator_of(match["bound"]))
    for opening in _RHYTHM_THEN.finditer(masked):
        end = _CLAUSE_END.search(masked, opening.end())
        stop = end.start() if end else len(masked)
        each = " ".join(opening["each"].lower().split())
        pattern = _DAY_OF_YEAR if each == "năm" else _DAY_OF_MONTH
        match = pattern.search(masked, opening.end(), stop)
        if match is None or (each == "năm" and has_year(match)) or each == "tuần":
            continue
        words = Deadline(" ".join(text[opening.start() : match.end()].split()), rule="D-HANG")
        if each == "năm":
            recurrence = f"yearly:{month_and_day(match)}"
        elif each == "tháng":
            recurrence = f"monthly:{int(match['only'])}"
        else:
            recurrence = "quarterly" if each == "quý" else "half-yearly"
        return replace(words, recurrence=recurrence, operator=operator_of(match["bound"]))
    return None


def rhythm_of(masked: str, text: str) -> Deadline | None:
    """Return a rhythm that names no day: "hằng quý", "thường xuyên"."""
    found: list[tuple[int, Deadline]] = []
    if match := _HALF_YEARLY.search(masked):
        found.append((match.start(), replace(told_by(text, match, rule="D-6T"), recurrence="half-yearly")))
    if match := _EACH.search(masked):
        words = " ".join(text[match.start("rhythm") : match.end()].split())
        rhythm = RHYTHMS[words.split()[-1].lower()]
        found.append((match.start("rhythm"), Deadline(words, recurrence=rhythm, rule="D-HANG")))
    if match := _PERIODIC.search(masked):
        each = (match["each"] or match["each2"] or "").lower()
        rhythm = RHYTHMS.get(each, "periodic")
        found.append((match.start(), replace(told_by(text, match, rule="D-DINHKY"), recurrence=rhythm)))
    match = _CONTINUOUS.search(masked)
    if match and not _NO_CONTINUOUS.search(masked[: match.start()]):
        found.append((match.start(), replace(told_by(text, match, rule="D-TX"), recurrence="continuous")))
    return min(found, key=lambda item: item[0])[1] if found else None
