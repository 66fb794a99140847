"""Documents cited in a text, with their dates: no deadline is ever taken from them."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.intake.vocabulary import alternatives, word_list

_SYMBOL = r"[A-ZĐƯƠÂÊÔĂ][\wĐđƯƠÂÊÔĂưăâêôơ&.\-–]*(?:\s?&\s?[A-ZĐ][\wĐ&-]*)*(?:/[A-ZĐ][\wĐ-]*)*"
_NUMBER = rf"(?P<number>\d{{1,6}}(?:/\d{{4}})?(?:[-–]|/)(?:\d{{4}}/)?{_SYMBOL})"
_DAY = (
    r"(?:ngày\s+)?(?P<day>\d{1,2})\s*(?:[/.\-]\s*(?P<month>\d{1,2})\s*[/.\-]\s*(?P<year>\d{4})"
    r"|\s+tháng\s+(?P<wmonth>\d{1,2})\s*(?:,?\s*năm\s+|/)(?P<wyear>\d{4}))"
)
_LAW = re.compile(
    r"\b(?:Luật|Bộ luật|Pháp lệnh|Hiến pháp)\s"
    r"(?:(?!\b(?:trước|chậm nhất|hoàn thành|trình|trong|đến hết)\b)[^.;]){0,120}?"
    r"\b(?:năm\s+)?(?:19|20)\d{2}\b"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A cited document: number as printed, date where given, place in the text."""

    number: str
    issued_on: date | None
    start: int
    end: int


_CITED = re.compile(
    rf"(?<![\w/])(?:số\s*:?\s*)?{_NUMBER}(?:\s*,?\s*(?:ký\s+)?{_DAY})?",
    re.IGNORECASE,
)
_BEFORE_NUMBER = 70


@lru_cache(maxsize=1)
def _kind() -> re.Pattern[str]:
    kinds = alternatives([*word_list("letterhead")["kinds"], "văn bản", "thông tư liên tịch", "luật"])
    return re.compile(rf"(?:{kinds})[^\d.;:“”\n]{{0,40}}$", re.IGNORECASE)


def _day_of(match: re.Match[str]) -> date | None:
    if match["day"] is None:
        return None
    try:
        return date(
            int(match["year"] or match["wyear"]), int(match["month"] or match["wmonth"]), int(match["day"])
        )
    except ValueError:
        return None


def find_citations(text: str) -> tuple[Citation, ...]:
    """Return the cited documents in the order of the text."""
    found = []
    for match in _CITED.finditer(text):
        number = re.sub(r"\s*&\s*", "&", match["number"]).rstrip(".-–")
        if not re.search(r"[A-ZĐ]{2}", number):
            continue
        first = max(0, match.start() - _BEFORE_NUMBER)
        kind = _kind().search(text[first : match.start()])
        start = first + kind.start() if kind else match.start()
        found.append(Citation(number, _day_of(match), start, match.end()))
    return tuple(found)


_ISSUED = re.compile(
    r"\b(?:kết luận|quyết định|nghị quyết|công văn|kế hoạch|thông báo|chỉ thị|báo cáo|tờ trình"
    r"|nghị định|công điện|văn bản"
    r"|họp|làm việc|hội nghị|phiên họp|ban hành|phê duyệt|ký)\b[^.;:]{0,70}?\s(?P<date>ngày\s+\d{1,2}"
    r"(?:\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{4}|\s+tháng\s+\d{1,2}\s+năm\s+\d{4}))",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"(?:trước|chậm nhất|muộn nhất|đến|hết|hạn|xong|không quá|là|vào|từ|thành)\s*(?:hết\s+|là\s+)?"
    r"(?:\d{1,2}\s*(?:giờ|h|g|:)\s*(?:\d{2})?\s*(?:phút)?\s*,?\s*)?$",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)
def mask_citations(text: str) -> str:
    """Return the text with cited documents and their dates blanked out, all else in its place."""
    chars = list(text)

    def blank(start: int, end: int) -> None:
        chars[start:end] = ["\ue000"] * (end - start)

    for citation in find_citations(text):
        blank(citation.start, citation.end)
    for match in _LAW.finditer(text):
        blank(match.start(), match.end())
    for match in _ISSUED.finditer("".join(chars)):
        start = match.start("date")
        if not _BOUND.search(text[:start]):
            blank(start, match.end("date"))
    return "".join(chars)
