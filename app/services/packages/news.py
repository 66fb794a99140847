"""Records of a hub entering a unit's register, added or changed, each told field by field."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from app.core.statuses import WORDS
from app.core.text import format_date, format_number, shorten
from app.models import Base
from app.services.packages.comparing import Change

_NEW = "mới"
# What people call a record's field; a field without a name here says nothing to them.
_FIELDS = {
    "name": "tên",
    "title": "tên",
    "content": "nội dung",
    "product": "sản phẩm",
    "receiver": "nơi nhận",
    "section": "điều khoản",
    "text": "lời văn",
    "number": "số ký hiệu",
    "subject": "trích yếu",
    "kind": "loại",
    "due_text": "lời văn thời hạn",
    "due_on": "ngày ghi trong văn bản",
    "current_due_on": "hạn",
    "original_due_on": "hạn gốc",
    "extended_on": "ngày cho gia hạn",
    "cancelled_on": "ngày hủy",
    "cancel_reason": "lý do hủy",
    "role": "vai trò",
    "assigned_on": "ngày giao",
    "unit_of_measure": "đơn vị tính",
    "formula": "cách tính",
    "rule": "phép kiểm tra",
    "severity": "mức",
    "is_required": "bắt buộc",
    "is_off": "được nghỉ",
    "reason": "lý do",
    "due_day": "ngày đến hạn",
    "start_day": "ngày đầu kỳ",
    "starts_on": "từ ngày",
    "ends_before": "trước ngày",
    "legal_due": "hạn nộp",
    "target_due": "ngày nên xong",
    "extended_to": "gia hạn đến",
    "excused_on": "miễn nộp từ",
    "shortcoming": "điểm bị trừ",
    "valid_from": "hiệu lực từ",
    "valid_to": "hiệu lực đến",
    "empty_sentence": "câu khi không phát sinh",
    "level": "cấp đề mục",
}


class News:
    """Puts records in, and keeps what is new and what changed, in the order in which it came."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.changes: list[Change] = []

    def put(
        self,
        group: str,
        model: type[Base],
        value: Any,
        fields: dict[str, Any],
        *,
        title: str,
        new: dict[str, Any] | None = None,
    ) -> None:
        """Add a record or set the named fields of the one that is there."""
        key = inspect(model).primary_key[0].name
        row = self.session.get(model, value)
        subject, label = f"{model.__tablename__}/{value}", f"{group} “{shorten(title, 80)}”"
        if row is None:
            self.session.add(model(**{key: value}, **fields, **(new or {})))
            self.session.flush()
            self.changes.append(Change(subject, "", _NEW, label, group=group))
            return
        changed = {name: wanted for name, wanted in fields.items() if getattr(row, name) != wanted}
        for name, wanted in changed.items():
            if name in _FIELDS:
                before, after = _words(getattr(row, name)), _words(wanted)
                told = Change(subject, before, after, f"{label}: {_FIELDS[name]}", group=group)
                self.changes.append(told)
            setattr(row, name, wanted)
        if changed:
            self.session.flush()


def sentences_of(changes: Sequence[Change]) -> tuple[str, ...]:
    """Return how many records of each kind are new and how many changed."""
    told = []
    for group in dict.fromkeys(change.group for change in changes):
        added = _count(c.subject for c in changes if c.group == group and c.after == _NEW and not c.before)
        changed = _count(c.subject for c in changes if c.group == group) - added
        parts = [f"{added} {_NEW}"] if added else []
        parts += [f"{changed} thay đổi"] if changed else []
        told.append(f"{group}: {', '.join(parts)}")
    return tuple(told)


def _count(subjects: Iterable[str]) -> int:
    return len(set(subjects))


def _words(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, StrEnum):
        return WORDS.get(value, value.value)
    if isinstance(value, int | Decimal):
        return format_number(Decimal(value))
    return shorten(str(value), 200)
