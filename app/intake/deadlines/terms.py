"""A deadline and the words that bound one: what every reading of time shares."""

import re
from dataclasses import dataclass
from datetime import date

from app.core.statuses import DeadlineOperator


@dataclass(frozen=True, slots=True)
class Deadline:
    """The words that bound the time, and what they say; ``rule`` names the reading."""

    text: str
    day: date | None = None
    operator: DeadlineOperator | None = None
    recurrence: str | None = None
    rule: str = ""


BEFORE, BY, WITHIN, RELATIVE = (
    DeadlineOperator.BEFORE,
    DeadlineOperator.ON_OR_BEFORE,
    DeadlineOperator.WITHIN,
    DeadlineOperator.RELATIVE,
)

BOUND = (
    r"(?P<bound>trước\s+hết|trước|chậm\s+nhất(?:\s+là)?(?:\s+trước|\s+vào|\s+đến|\s+trong)?|muộn\s+nhất"
    r"(?:\s+là)?(?:\s+vào|\s+đến)?"
    r"|không\s+quá|không\s+muộn\s+hơn|không\s+chậm\s+hơn|đến\s+hết|cho\s+đến\s+hết|hết|xong\s+trước|"
    r"(?:hoàn\s+thành|xong|gửi|nộp|báo\s+cáo|trình|hạn|thời\s+hạn)"
    r"(?:\s+(?!từ\s)[^\s.;:,]+){0,8}?\s+(?<!tính\s)(?<!kế\s)(?<!liệu\s)(?<!chốt\s)(?:trong|vào|đến)|(?:hoàn\s+thành|hạn\s+cuối(?:\s+cùng)?|hạn\s+chót"
    r"|thời\s+hạn|thời\s+gian\s+(?:thực\s+hiện|hoàn\s+thành))(?:\s+(?:là|xong))?)"
)
EVERY = r"(?:hằng|hàng|mỗi)"


def operator_of(bound: str | None) -> DeadlineOperator:
    """Return how words bound a day: "trước" leaves the day itself out."""
    words = " ".join((bound or "").lower().split())
    if words == "trước hết":
        return BY
    return BEFORE if "trước" in words and not words.startswith(("chậm nhất", "muộn nhất")) else BY


def told_by(text: str, match: re.Match[str], *, rule: str) -> Deadline:
    """Return a deadline of which so far only the words are known."""
    return Deadline(" ".join(text[match.start() : match.end()].split()).strip(" ,"), rule=rule)
