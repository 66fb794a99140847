"""Use cases on the office's calendar: days off and worked against the public one, with their document."""

import re
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.changes import Changes, Done
from app.core.clock import Clock
from app.core.dates import parse_date
from app.core.errors import Finding, ImportRefused, InvalidField, NotFound
from app.core.text import fold, format_date, one_line
from app.core.working_days import DayException, VietnamCalendar
from app.models import HolidayException
from app.services.audit import note, record, snapshot
from app.services.steps import kept_step

_CHANGED = Changes(cycles=True)
_KINDS = {
    **dict.fromkeys(("nghi", "nghi bu", "nghi le", "nghi tet"), True),
    **dict.fromkeys(("lam", "lam bu", "lam viec"), False),
}


def office_calendar(session: Session) -> VietnamCalendar:
    """Return the calendar with the office's own exceptions on top."""
    return VietnamCalendar(
        DayException(entry.day, entry.is_off, entry.reason, entry.source)
        for entry in session.scalars(select(HolidayException))
    )


def set_day(
    session: Session, *, day: date, is_off: bool, reason: str, source: str, clock: Clock
) -> Done[date]:
    """Note a day off or worked against the calendar, with its document; due dates made later follow it."""
    if not one_line(source):
        raise InvalidField("source", "Chưa ghi văn bản thông báo ngày nghỉ, ngày làm bù.")
    entry = session.get(HolidayException, day)
    before = snapshot(entry) if entry else None
    if entry is None:
        entry = HolidayException(day=day, is_off=is_off)
        session.add(entry)
    entry.is_off, entry.reason, entry.source = is_off, one_line(reason), one_line(source)
    record(session, clock=clock, action="holiday.set", subject=entry, before=before)
    return Done(day, _CHANGED)


def set_days(session: Session, *, days: Sequence[DayException], clock: Clock) -> Done[int]:
    """Note a whole list of days, all or none; a day that is there already takes the new words."""
    for day in days:
        set_day(session, day=day.day, is_off=day.is_off, reason=day.reason, source=day.source, clock=clock)
    return Done(len(days), _CHANGED)


def remove_day(session: Session, *, day: date, clock: Clock) -> Done[date]:
    """Take an exception away again: the public calendar speaks for the day."""
    entry = session.get(HolidayException, day)
    if entry is None:
        raise NotFound("Ngày này không có trong bảng ngày nghỉ, ngày làm bù.")
    with kept_step(session, title=f"Xóa ngày {format_date(day)}", clock=clock):
        note(
            session,
            clock=clock,
            action="holiday.remove",
            subject_kind="holiday_exception",
            subject_id=str(day),
            before=snapshot(entry),
        )
        session.delete(entry)
    return Done(day, _CHANGED)


def read_days(text: str, *, source: str, today: date) -> tuple[DayException, ...]:
    """Read pasted lines "day, off or worked, reason[, document]" (tab or ;); name every line that is not one.

    ``source`` is the document of the lines that bring none of their own.
    """
    days: list[DayException] = []
    faults: list[Finding] = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = [one_line(cell) for cell in re.split(r"[\t;]", line)]
        if not any(cells) or fold(cells[0]) in ("ngay", "tt"):
            continue
        try:
            days.append(_read_day([*cells, "", "", ""], source, today))
        except InvalidField as error:
            faults.append(Finding(number, error.field, error.message))
    if faults:
        raise ImportRefused("Danh sách ngày có chỗ sai nên chưa ghi gì.", faults, hint="Sửa rồi dán lại.")
    return tuple(days)


def _read_day(cells: list[str], source: str, today: date) -> DayException:
    day = parse_date(cells[0], today, field="day")
    kind = fold(cells[1])
    if kind not in _KINDS:
        raise InvalidField("is_off", f"Ghi “nghỉ” hoặc “làm bù”, không phải “{cells[1]}”.")
    if not (cells[3] or one_line(source)):
        raise InvalidField("source", "Chưa ghi văn bản thông báo.")
    return DayException(day, _KINDS[kind], cells[2], cells[3] or one_line(source))
