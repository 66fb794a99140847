"""Words that a copied report betrays itself by: another month, another year, names and slips of the pen.

Pure text work: every finding is a place in the text with what should stand there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.core.periods import Month
from app.core.sentences import sentences_of
from app.core.text import exact_key

_MONTH = re.compile(
    r"(?P<word>tháng)\s+(?P<month>\d{1,2})(?:(?P<between>\s*/\s*|\s+năm\s+)(?P<year>\d{4}))?\b", re.I
)
_YEAR = re.compile(r"năm\s+(?P<year>\d{4})\b", re.I)
# What stands before a month that is rightly another one.
_COMPARES = re.compile(
    r"(so với|cùng kỳ|từ|đến|tới|lũy kế|luỹ kế|kể từ|trước|các|ngày\s+\d{1,2}|hết|của|tại)\s*$", re.I
)
_NAMES_REPORT = re.compile(
    r"(?<!gửi )(?<!nộp )\bbáo cáo\s+(kết quả|tình hình|công tác|số liệu)\b[^.;\n]{0,80}$", re.I
)
_OTHER_YEAR = re.compile(
    r"(so với|cùng kỳ|từ|đến|giai đoạn|điểm|chỉ số|xếp hạng|xếp loại|kết quả chấm|bị trừ)[^.;\n]{0,60}$", re.I
)
_SLIPS = {
    "UNBD": "UBND",
    "UBDN": "UBND",
    "UNDB": "UBND",
    "HDND": "HĐND",
    "khắc pục": "khắc phục",
    "cải các hành chính": "cải cách hành chính",
    "thủ tục hành chín ": "thủ tục hành chính ",
    "giải quyêt": "giải quyết",
    "trực tuyên": "trực tuyến",
}
_SLIP = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _SLIPS))})")


@dataclass(frozen=True, slots=True)
class Slip:
    """A place in a text, what stands there, what should; ``names_report``: it names the report itself."""

    start: int
    end: int
    found: str
    wanted: str
    names_report: bool = False


def wrong_months(text: str, month: Month, previous: str = "") -> Iterator[Slip]:
    """Yield months that the text still has from the report before.

    The month before is one where it names the report, or where its sentence stands in last month's text word
    for word; "so với tháng 2" and days of that month are none.
    """
    before = month.plus(-1)
    for start, end in sentences_of(text):
        sentence = text[start:end]
        for match in _MONTH.finditer(sentence):
            number, year = int(match["month"]), match["year"]
            if number != before.month or (year and int(year) != before.year):
                continue
            ahead = sentence[: match.start()]
            names_report = bool(_NAMES_REPORT.search(ahead)) and not _COMPARES.search(ahead)
            if names_report or (not _COMPARES.search(ahead) and _is_copied(sentence, previous)):
                tail = f"{match['between']}{month.year}" if year else ""
                wanted = f"{match['word']} {month.month}{tail}"
                yield Slip(start + match.start(), start + match.end(), match.group(), wanted, names_report)


def wrong_years(text: str, month: Month, previous: str = "") -> Iterator[Slip]:
    """Yield the year before where the text seems to mean this one: copied over New Year, not compared."""
    over_new_year = month.month == 1
    for start, end in sentences_of(text):
        sentence = text[start:end]
        for match in _YEAR.finditer(sentence):
            ahead = sentence[: match.start()]
            if int(match["year"]) != month.year - 1 or _OTHER_YEAR.search(ahead):
                continue
            if re.search(r"tháng\s+\d{1,2}\s+$", ahead):
                continue  # a month with its year is judged as a month
            is_copy = over_new_year and _is_copied(sentence, previous)
            if is_copy or re.search(r"\b(trong|kế hoạch[^.;]{0,60})\s*$", ahead, re.I):
                yield Slip(start + match.start(), start + match.end(), match.group(), f"năm {month.year}")


def _is_copied(sentence: str, previous: str) -> bool:
    """Tell whether a sentence stands word for word in last month's text."""
    key = exact_key(sentence)
    return any(exact_key(previous[a:b]) == key for a, b in sentences_of(previous))


def slips_of_the_pen(text: str) -> Iterator[Slip]:
    """Yield common misspellings of the offices' own words."""
    for match in _SLIP.finditer(text):
        yield Slip(match.start(), match.end(), match.group().strip(), _SLIPS[match.group()])


def mentions(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Yield the places where a name stands as whole words, whatever the place of its tones."""
    if len(name) >= 3:
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.I):
            yield match.span()
