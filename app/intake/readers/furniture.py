"""Lines that belong to the page and not to the directive: numbers, running heads, stamps, rules, banners."""

import re
from collections import Counter
from collections.abc import Sequence

from app.core.text import one_line
from app.intake.vocabulary import alternatives, word_list

_PAGE_NUMBER = re.compile(
    r"\s*(?:[-–—]\s*)?(?:(?:Trang|Page)\s*:?\s*)?\d{1,3}(?:\s*(?:/|of|trên)\s*\d{1,3})?(?:\s*[-–—])?\s*",
    re.IGNORECASE,
)
_PAGE_WORD = re.compile(r"\s*(?:Trang|Page)\b", re.IGNORECASE)
_STAMP = re.compile(
    r"(?:Ký bởi|Người ký|Được ký bởi|Ký số bởi|Digitally signed by|Signature)\b", re.IGNORECASE
)
_STAMP_GOES_ON = re.compile(
    r"(?:Email|Cơ quan|Ngày ký|Thời gian ký|Giờ ký|Chức vụ|Tổ chức|Date|Reason|Location|DN)\s*:",
    re.IGNORECASE,
)
_STAMP_LINES = 6
_NEAR = 2  # lines between a running head and its page number
_LONGEST_HEAD = 90


def is_page_number(text: str) -> bool:
    """Tell whether a line is only the number of a page."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def says_page(text: str) -> bool:
    """Tell whether a line says that it is a page number: "Trang 2/5"."""
    return is_page_number(text) and _PAGE_WORD.match(text) is not None


def _banner() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(word_list('letterhead')['banners'])})", re.IGNORECASE)


def _shape(text: str) -> str:
    """A running head without the numbers that change from page to page."""
    return re.sub(r"\d+", "#", text)


def furniture_of(lines: Sequence[str]) -> frozenset[int]:
    """Return the places of the lines that no author wrote: stamps, banners, rules, running heads.

    A running head is known by standing beside the page number on two pages or more.
    """
    words = [one_line(line) for line in lines]
    filled = [index for index, text in enumerate(words) if text]
    found: set[int] = set()
    banner = _banner()
    stamped = -_STAMP_LINES
    for place, index in enumerate(filled):
        text = words[index]
        if _STAMP.match(text):
            stamped = place
            found.add(index)
        elif (
            (place - stamped < _STAMP_LINES and _STAMP_GOES_ON.match(text))
            or banner.match(text)
            or says_page(text)
            or _is_rule(text)
        ):
            found.add(index)
    return frozenset(found | _running_heads(words, filled))


def _is_rule(text: str) -> bool:
    """A line of signs: "-------", "_____", a lone stroke of a flattened table."""
    return (len(text) >= 3 or text == "|") and not any(char.isalnum() for char in text) and "…" not in text


def _running_heads(words: Sequence[str], filled: Sequence[int]) -> set[int]:
    beside: dict[str, set[int]] = {}
    pages: Counter[str] = Counter()
    for place, index in enumerate(filled):
        if not is_page_number(words[index]):
            continue
        for near in filled[max(0, place - _NEAR) : place + _NEAR + 1]:
            text = words[near]
            if (
                near != index
                and len(text) <= _LONGEST_HEAD
                and "/" in text
                and not text.endswith((".", ";", ","))
            ):
                beside.setdefault(_shape(text), set()).update((near, index))
                pages[_shape(text)] += 1
    return {index for shape, places in beside.items() if pages[shape] >= 2 for index in places}
