"""Validity of dated records: who is a member, a signer, a unit on a given day."""

from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, or_


def valid_on(record: Any, day: date | BindParameter[date]) -> ColumnElement[bool]:
    """Return the condition that a mapped class with valid_from and valid_to (last day) is valid on a day."""
    return and_(
        or_(record.valid_from.is_(None), record.valid_from <= day),
        or_(record.valid_to.is_(None), record.valid_to >= day),
    )


def overlaps(
    record: Any, first: date | BindParameter[date] | None, last: date | BindParameter[date] | None
) -> ColumnElement[bool]:
    """Return the condition that a record's validity shares a day with first..last (None: without end)."""
    conditions = []
    if last is not None:
        conditions.append(or_(record.valid_from.is_(None), record.valid_from <= last))
    if first is not None:
        conditions.append(or_(record.valid_to.is_(None), record.valid_to >= first))
    return and_(True, *conditions)


def covers(valid_from: date | None, valid_to: date | None, day: date) -> bool:
    """Tell whether a span of validity contains a day."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)
