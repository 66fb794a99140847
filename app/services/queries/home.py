"""What the first screen shows, in plain standard SQL.

It is read through the bare connection (``UnitOfWork.rows``) while SQLAlchemy is still being imported: this is
why there is no mapper here. The states are those of ``queries/tasks.py``; a test holds the two together.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

Rows = Callable[[str, Mapping[str, object]], Sequence[tuple[Any, ...]]]

_SILENT_DAYS = 14
_SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class MonthStrip:
    """One month of the year at a glance: how many were expected, how many reports came in."""

    name: str
    due: date
    expected: int
    arrived: int
    returned: int
    excused: int

    @property
    def outstanding(self) -> int:
        """Reports still to come."""
        return self.expected - self.arrived - self.excused


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """Numbers of the home page at a day."""

    unit: str
    role: str
    today: date
    units: int
    directives: int
    assignments: int
    overdue: int
    due_soon: int
    silent: int
    unassigned_tasks: int
    months: tuple[MonthStrip, ...]
    recent: tuple[tuple[str, str, str], ...]  # instant (UTC, ISO), action, subject kind

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

_COUNTS = f"""
SELECT (SELECT count(*) FROM unit u WHERE (u.valid_from IS NULL OR u.valid_from <= :today)
                                      AND (u.valid_to IS NULL OR u.valid_to >= :today)),
       (SELECT count(*) FROM directive),
       (SELECT count(*) FROM assignment a WHERE a.assigned_on <= :today AND a.cancelled_on IS NULL),
       (SELECT count(*) {_OPEN} AND (a.current_due_on < :today OR (t.kind = 'recurring' AND {_OWES}))),
       (SELECT count(*) {_OPEN} AND a.current_due_on BETWEEN :today AND :soon),
       (SELECT count(*) {_OPEN} AND coalesce(a.progress_on, a.assigned_on) < :silent),
       (SELECT count(*) FROM task t WHERE t.cancelled_on IS NULL AND t.assigned_on IS NULL)
"""

_MONTHS = """
SELECT p.name, p.legal_due, count(e.id),
       sum(CASE WHEN EXISTS (SELECT 1 FROM submission s WHERE s.expected_report_id = e.id
                               AND s.withdrawn_at IS NULL
                               AND (s.received_at IS NOT NULL OR s.code_noted_at IS NOT NULL))
                THEN 1 ELSE 0 END),
       sum(CASE WHEN e.state = 'returned' THEN 1 ELSE 0 END),
       sum(CASE WHEN e.excused_on IS NOT NULL THEN 1 ELSE 0 END)
  FROM period p JOIN reporting_rule r ON r.id = p.rule_id LEFT JOIN expected_report e ON e.period_id = p.id
 WHERE r.subject = 'monthly_report' AND p.name BETWEEN :first AND :last
 GROUP BY p.name, p.legal_due ORDER BY p.legal_due
"""


def home_facts(rows: Rows, *, today: date) -> HomeFacts:
    """Return the numbers of the home page at a day."""
    days = {
        "today": today.isoformat(),
        "soon": (today + timedelta(days=_SOON_DAYS)).isoformat(),
        "silent": (today - timedelta(days=_SILENT_DAYS)).isoformat(),
    }
    owner = rows("SELECT r.role, u.short_name FROM register r LEFT JOIN unit u ON u.id = r.own_unit_id", {})
    role, unit = owner[0] if owner else ("hub", "")
    counts = rows(_COUNTS, days)[0]
    year = {"first": f"{today.year:04d}-01", "last": f"{today.year:04d}-12"}
    months = tuple(
        MonthStrip(name, date.fromisoformat(due), expected, arrived or 0, returned or 0, excused or 0)
        for name, due, expected, arrived, returned, excused in rows(_MONTHS, year)
    )
    recent = rows("SELECT at, action, subject_kind FROM audit ORDER BY seq DESC LIMIT 5", {})
    return HomeFacts(
        unit=unit or "",
        role=role,
        today=today,
        units=counts[0],
        directives=counts[1],
        assignments=counts[2],
        overdue=counts[3],
        due_soon=counts[4],
        silent=counts[5],
        unassigned_tasks=counts[6],
        months=months,
        recent=tuple((str(at), action, kind) for at, action, kind in recent),
    )
