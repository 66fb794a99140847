"""Changes in words: what was done, which field went from what to what; no raw column name is shown."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from app.core.clock import local_time
from app.core.statuses import (
    WORDS,
    AssignmentRole,
    DeadlineOperator,
    DirectiveRelation,
    DirectiveState,
    DocumentState,
    DuePolicy,
    FigureState,
    Frequency,
    PeriodState,
    ReportState,
    Role,
    TaskKind,
)
from app.core.text import format_date, format_number, shorten
from app.services.queries.history import HistoryRow
from app.services.queries.journal_words import action_words

_PERSON = "assignment.person"
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
OPERATOR_WORDS = {
    DeadlineOperator.ON_OR_BEFORE: "chậm nhất ngày",
    DeadlineOperator.BEFORE: "trước ngày",
    DeadlineOperator.WITHIN: "trong thời gian đến ngày",
    DeadlineOperator.RELATIVE: "tính từ một mốc",
}
_FIELDS = {
    # tasks and assignments
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
    # directives
    "number": "số, ký hiệu",
    "issued_on": "ngày ban hành",
    "issuer": "cơ quan ban hành",
    "place": "nơi ban hành",
    "subject": "trích yếu",
    "addressees": "kính gửi",
    "signer_name": "người ký",
    "signer_title": "chức vụ người ký",
    "received_on": "ngày nhận",
    "is_own": "do cơ quan mình ban hành",
    "state": "trạng thái",
    "note": "ghi chú",
    "text": "nguyên văn",
    "relation": "quan hệ",
    "to_number": "văn bản liên quan",
    "directive_id": "văn bản",
    "clause_id": "điều khoản",
    # organisation
    "code": "mã",
    "name": "tên",
    "short_name": "tên gọi tắt",
    "sort_order": "thứ tự",
    "parent_id": "đơn vị cấp trên",
    "unit_id": "đơn vị",
    "valid_from": "có hiệu lực từ",
    "valid_to": "hết hiệu lực",
    "phone": "điện thoại",
    "email": "thư điện tử",
    "title": "chức danh, tên",
    "authority": "quyền hạn, chức vụ ký",
    "is_default": "người ký thường dùng",
    "symbol": "chữ viết tắt",
    "drafting_symbol": "ký hiệu đơn vị soạn",
    "superior": "cơ quan chủ quản",
    "addressee": "nơi báo cáo",
    "channel": "qua",
    "recipients": "nơi nhận",
    "alias": "tên gọi khác",
    # plans, scores, figures
    "shortcoming": "tồn tại, hạn chế",
    "cause": "nguyên nhân",
    "measure": "giải pháp",
    "lead": "chủ trì",
    "coordinating": "phối hợp",
    "target_points": "điểm phấn đấu",
    "self_points": "điểm tự chấm",
    "appraised_points": "điểm thẩm định",
    "reason": "lý do",
    "self_note": "giải trình",
    "is_applicable": "có áp dụng",
    "value": "số liệu",
    "explanation": "giải trình",
    "source": "nguồn",
    "amount": "số",
    # cycles
    "due_day": "ngày đến hạn",
    "due_month": "tháng đến hạn",
    "start_day": "ngày mở kỳ",
    "policy": "cách tính hạn khi trùng ngày nghỉ",
    "frequency": "nhịp báo cáo",
    "window_words": "lời văn kỳ số liệu",
    "lock_after_days": "số ngày khóa sau hạn",
    "two_step": "duyệt hai bước",
    "max_extensions": "số lần gia hạn nhiều nhất",
    "verdict": "kết quả nhận",
    "file_name": "tệp",
}
_ENUMS: dict[str, tuple[type[StrEnum], ...]] = {
    "kind": (TaskKind,),
    "role": (AssignmentRole, Role),
    "relation": (DirectiveRelation,),
    "policy": (DuePolicy,),
    "frequency": (Frequency,),
    "state": (DirectiveState, ReportState, DocumentState, PeriodState, FigureState),
}


def field_words(name: str) -> str:
    """Return what a column is called by people; "" for one that says nothing to them."""
    return _FIELDS.get(name, "")


def moment_words(at: datetime) -> str:
    """Return "10:42 ngày 05/3/2026" of an instant, as the office's clock shows it."""
    here = local_time(at)
    return f"{here:%H:%M} ngày {format_date(here.date())}"


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
    label = field_words(name)
    if not label or before == after:
        return ""
    old, new = (value_words(name, value, names) for value in (before, after))
    if not old:
        return f"{label}: {new}" if new else ""
    return f"{label}: {old} → {new or '(để trống)'}"


def value_words(name: str, value: object, names: Mapping[str, str] | None = None) -> str:
    """Return a column's value, of the journal or of a record, as people read it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, list | tuple):
        return "; ".join(str(one) for one in value)
    if isinstance(value, Decimal):
        return format_number(value)
    if isinstance(value, date):
        return format_date(value)
    text = str(value)
    if name.endswith("_id"):
        return (names or {}).get(text, "(mục khác)")
    if _ISO_DAY.fullmatch(text):
        return format_date(date.fromisoformat(text))
    if name == "due_operator":
        return OPERATOR_WORDS[DeadlineOperator(text)]
    for kind in _ENUMS.get(name, ()):
        if text in {member.value for member in kind}:
            return WORDS[kind(text)].lower()
    return shorten(text, 120)
