"""What the first screen shows, in plain standard SQL.

It is read through the bare connection (``UnitOfWork.rows``) while SQLAlchemy is still being imported: this is
why there is no mapper here. The states are those of ``queries/tasks.py``; a test holds the two together.
Working days need the calendar's library, which is larger than the page: ``countdown`` is read after it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from app.core.errors import AppError
from app.core.working_days import DayException, VietnamCalendar, working_days_until

Rows = Callable[[str, Mapping[str, object]], Sequence[tuple[Any, ...]]]

_SILENT_DAYS = 14
_SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class MonthStrip:
    """One month of the year at a glance: how many were expected, how many reports came in.

    ``sealed`` are those of which only the code has been told yet; they are among the arrived.
    """

    name: str
    due: date
    expected: int
    arrived: int
    returned: int
    excused: int
    sealed: int = 0
    is_locked: bool = False

    @property
    def outstanding(self) -> int:
        """Reports still to come."""
        return self.expected - self.arrived - self.excused


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """Numbers of the home page at a day; a number is None where it could not be counted (``failed``)."""

    unit: str
    role: str
    today: date
    units: int
    directives: int
    assignments: int
    overdue: int | None
    due_soon: int | None
    silent: int | None
    unassigned_tasks: int | None
    months: tuple[MonthStrip, ...]
    recent: tuple[tuple[str, str, str], ...]  # instant (UTC, ISO), action, subject kind
    drafts: int | None = 0
    packages: int | None = 0
    mails: int | None = 0
    catalogues: int = 1
    failed: tuple[tuple[str, str], ...] = ()  # what could not be counted, and why

    @property
    def current(self) -> MonthStrip | None:
        """The month whose due day comes next, else the last one."""
        coming = [month for month in self.months if month.due >= self.today]
        return coming[0] if coming else (self.months[-1] if self.months else None)

    @property
    def last_due(self) -> MonthStrip | None:
        """The month that fell due last."""
        past = [month for month in self.months if month.due < self.today]
        return past[-1] if past else None


_OPEN = """
  FROM assignment a JOIN task t ON t.id = a.task_id
 WHERE a.assigned_on <= :today AND a.done_on IS NULL AND a.cancelled_on IS NULL AND t.cancelled_on IS NULL
   AND t.kind IN ('dated', 'recurring')
"""

_OWES = """
EXISTS (SELECT 1 FROM expected_report e
          JOIN period p ON p.id = e.period_id JOIN reporting_rule r ON r.id = p.rule_id
         WHERE r.task_id = a.task_id AND e.unit_id = a.unit_id AND e.excused_on IS NULL
           AND coalesce(e.extended_to, p.lenient_due) < :today
           AND NOT EXISTS (SELECT 1 FROM submission s WHERE s.expected_report_id = e.id
                             AND s.withdrawn_at IS NULL
                             AND (s.received_at IS NOT NULL OR s.code_noted_at IS NOT NULL)))
"""

_SIZES = """
SELECT (SELECT count(*) FROM unit u WHERE (u.valid_from IS NULL OR u.valid_from <= :today)
                                      AND (u.valid_to IS NULL OR u.valid_to >= :today)),
       (SELECT count(*) FROM directive),
       (SELECT count(*) FROM assignment a WHERE a.assigned_on <= :today AND a.cancelled_on IS NULL),
       (SELECT count(*) FROM catalogue)
"""

_TASKS = f"""
SELECT (SELECT count(*) {_OPEN} AND (a.current_due_on < :today OR (t.kind = 'recurring' AND {_OWES}))),
       (SELECT count(*) {_OPEN} AND a.current_due_on BETWEEN :today AND :soon),
       (SELECT count(*) {_OPEN} AND coalesce(a.progress_on, a.assigned_on) < :silent),
       (SELECT count(*) FROM task t WHERE t.cancelled_on IS NULL AND t.assigned_on IS NULL)
"""

_PAPERS = "SELECT count(*) FROM issued_document WHERE state IN ('draft', 'checked')"

_BOXES = """
SELECT (SELECT count(*) FROM package WHERE is_outgoing = 0 AND undone_at IS NULL AND verdict = 'waiting'),
       (SELECT count(*) FROM outbox_mail WHERE state IN ('refused', 'unsure'))
"""

_MONTHS = """
SELECT p.name, p.legal_due, count(e.id),
       sum(CASE WHEN EXISTS (SELECT 1 FROM submission s WHERE s.expected_report_id = e.id
                               AND s.withdrawn_at IS NULL
                               AND (s.received_at IS NOT NULL OR s.code_noted_at IS NOT NULL))
                THEN 1 ELSE 0 END),
       sum(CASE WHEN e.state = 'returned' THEN 1 ELSE 0 END),
       sum(CASE WHEN e.excused_on IS NOT NULL THEN 1 ELSE 0 END),
       sum(CASE WHEN e.state IN ('sealed', 'code_noted') THEN 1 ELSE 0 END),
       p.state
  FROM period p JOIN reporting_rule r ON r.id = p.rule_id LEFT JOIN expected_report e ON e.period_id = p.id
 WHERE r.subject = 'monthly_report' AND p.name BETWEEN :first AND :last
 GROUP BY p.name, p.legal_due, p.state ORDER BY p.legal_due
"""


class _Counting:
    """Asks for numbers; one that cannot be had is named with its reason, the others stand."""

    def __init__(self, rows: Rows, days: Mapping[str, object]) -> None:
        self._rows, self._days = rows, days
        self.failed: list[tuple[str, str]] = []

    def row(self, what: str, sql: str, width: int) -> tuple[Any, ...]:
        """Return the one row of a query; Nones where it fails."""
        try:
            return self._rows(sql, self._days)[0]
        except AppError as error:
            self.failed.append((what, error.message))
            return (None,) * width


def home_facts(rows: Rows, *, today: date) -> HomeFacts:
    """Return the numbers of the home page at a day."""
    days = {
        "today": today.isoformat(),
        "soon": (today + timedelta(days=_SOON_DAYS)).isoformat(),
        "silent": (today - timedelta(days=_SILENT_DAYS)).isoformat(),
    }
    owner = rows("SELECT r.role, u.short_name FROM register r LEFT JOIN unit u ON u.id = r.own_unit_id", {})
    role, unit = owner[0] if owner else ("hub", "")
    sizes = rows(_SIZES, days)[0]
    counting = _Counting(rows, days)
    tasks = counting.row("đầu việc", _TASKS, 4)
    (drafts,) = counting.row("văn bản", _PAPERS, 1)
    packages, mails = counting.row("gói và thư", _BOXES, 2)
    recent = rows("SELECT at, action, subject_kind FROM audit ORDER BY seq DESC LIMIT 5", {})
    return HomeFacts(
        unit=unit or "",
        role=role,
        today=today,
        units=sizes[0],
        directives=sizes[1],
        assignments=sizes[2],
        overdue=tasks[0],
        due_soon=tasks[1],
        silent=tasks[2],
        unassigned_tasks=tasks[3],
        months=_months(rows, today),
        recent=tuple((str(at), action, kind) for at, action, kind in recent),
        drafts=drafts,
        packages=packages,
        mails=mails,
        catalogues=sizes[3],
        failed=tuple(counting.failed),
    )


def _months(rows: Rows, today: date) -> tuple[MonthStrip, ...]:
    year = {"first": f"{today.year:04d}-01", "last": f"{today.year:04d}-12"}
    return tuple(
        MonthStrip(
            name,
            date.fromisoformat(due),
            expected,
            arrived or 0,
            returned or 0,
            excused or 0,
            sealed or 0,
            state == "locked",
        )
        for name, due, expected, arrived, returned, excused, sealed, state in rows(_MONTHS, year)
    )


def last_copy_at(folder: Path) -> datetime | None:
    """Return the office's time of the newest copy in a folder, as its name tells; no copy is opened."""
    from app.storage.backup import newest_stamp  # of use only after the page

    stamp = newest_stamp(folder)
    return datetime.fromisoformat(stamp) if stamp else None


def countdown(rows: Rows, *, today: date, due: date) -> int:
    """Return how many working days are left until a due day, the office's own days off known."""
    found = rows("SELECT day, is_off, reason FROM holiday_exception", {})
    calendar = VietnamCalendar(
        DayException(date.fromisoformat(day), bool(is_off), reason) for day, is_off, reason in found
    )
    return working_days_until(today, due, calendar)
