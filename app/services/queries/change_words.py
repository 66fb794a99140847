"""Changes in words: what was done, which field went from what to what; no raw column name is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.core.statuses import WORDS, AssignmentRole, DeadlineOperator, TaskKind
from app.core.text import format_date, shorten
from app.services.queries.history import HistoryRow
from app.services.queries.journal_words import action_words

_PERSON = "assignment.person"
OPERATOR_WORDS = {
    DeadlineOperator.ON_OR_BEFORE: "chậm nhất ngày",
    DeadlineOperator.BEFORE: "trước ngày",
    DeadlineOperator.WITHIN: "trong thời gian đến ngày",
    DeadlineOperator.RELATIVE: "tính từ một mốc",
}
_FIELDS = {
    "content": "nội dung",
    "product": "sản phẩm",
    "receiver": "nơi nhận",
    "section": "điều khoản",
    "kind": "loại",
    "due_text": "lời văn thời hạn",
    "due_on": "ngày ghi trong văn bản",
    "due_operator": "cách tính hạn",
    "recurrence": "nhịp lặp lại",
    "review_days": "nhịp rà soát (ngày)",
    "assigned_on": "ngày giao",
    "cancelled_on": "ngày hủy",
    "cancel_reason": "lý do hủy",
    "role": "vai trò",
    "person_id": "người thực hiện",
    "supervisor_id": "người theo dõi",
    "original_due_on": "hạn gốc",
    "current_due_on": "hạn hiện tại",
    "extended_on": "ngày cho gia hạn",
    "progress": "tiến độ (%)",
    "progress_on": "ngày ghi tiến độ",
    "result": "kết quả",
    "done_on": "ngày hoàn thành",
}
_ENUMS: dict[str, type[StrEnum]] = {"kind": TaskKind, "role": AssignmentRole}


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One change as people read it: when, who, what, the details and the reason."""

    at: datetime
    actor: str
    action: str
    details: str
    reason: str


def journal_line(row: HistoryRow, names: Mapping[str, str]) -> JournalLine:
    """Put one change into words; ``names`` resolves keys of persons and units."""
    told = [change_words(name, before, after, names) for name, before, after in row.changes]
    details = "; ".join(words for words in told if words)
    action = "Đổi người thực hiện" if row.action == _PERSON else action_words(row.action, "")
    return JournalLine(row.at, row.actor, action, details, row.reason)


def change_words(name: str, before: object, after: object, names: Mapping[str, str]) -> str:
    """Return "tiến độ (%): 40 → 60"; blank for fields that say nothing to people."""
    label = _FIELDS.get(name)
    if label is None or before == after:
        return ""
    old, new = (_value_words(name, value, names) for value in (before, after))
    if not old:
        return f"{label}: {new}" if new else ""
    return f"{label}: {old} → {new or '(để trống)'}"


def _value_words(name: str, value: object, names: Mapping[str, str]) -> str:
    if value is None or value == "":
        return ""
    text = str(value)
    if name.endswith("_on"):
        return format_date(date.fromisoformat(text))
    if name.endswith("_id"):
        return names.get(text, "(người đã rời danh mục)")
    if name == "due_operator":
        return OPERATOR_WORDS[DeadlineOperator(text)]
    if name in _ENUMS:
        return WORDS[_ENUMS[name](text)].lower()
    return shorten(text, 120)
